/* Writes every product of the example territory into a directory: products EXAMPLES OUT. */
#include <stdio.h>
#include <string.h>

#include "engine/base/json.h"
#include "engine/catalogue/build.h"
#include "engine/match/match.h"
#include "engine/vocabulary/vocabulary.h"
#include "importers/registry.h"
#include "maps/care_plan.h"
#include "maps/match_json.h"
#include "maps/native.h"
#include "maps/registry.h"

#define PATH_LEN 1024

struct work {
    const char *examples;
    const char *directory;
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_error err;
};

struct filter {
    int kind;
    struct orb_sink next;
};

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct filter *filter = context;

    if (filter->kind >= 0 && (int)record->kind != filter->kind)
        return ORB_OK;
    return filter->next.put(filter->next.context, record, err);
}

/* Records of one kind, or of all when kind is -1. */
static enum orb_status import(struct work *work, int kind, struct orb_sink next)
{
    char file[PATH_LEN];
    const char *path = file;
    struct orb_import_input input = { .paths = &path,
                                      .path_count = 1,
                                      .reference_date = ORB_DATE_NONE };
    struct filter filter = { kind, next };
    struct orb_sink sink = { &filter, put };
    struct orb_import_report report = { 0 };
    enum orb_status status;

    (void)snprintf(file, sizeof file, "%s/catalogue-1.json", work->examples);
    status = orb_importer_native.run(&input, &sink, &report, &work->err);
    if (status == ORB_OK && report.rejected + report.values > 0)
        status = orb_error_set(&work->err, ORB_ERR_FINDINGS,
                               "the example has bad rows or values");
    orb_report_release(&report);
    return status;
}

static enum orb_status open_product(struct work *work, struct orb_output *out,
                                    const char *name)
{
    char path[PATH_LEN];

    (void)snprintf(path, sizeof path, "%s/%s", work->directory, name);
    return orb_output_open(out, path, &work->err);
}

static enum orb_status write_native(struct work *work, struct orb_output *out)
{
    struct orb_native_writer *writer = NULL;
    enum orb_status status = orb_native_writer_new(&writer, out, &work->err);

    for (int kind = 0; status == ORB_OK && kind < ORB_RECORD_KINDS; kind++)
        status = import(work, kind, orb_native_writer_sink(writer));
    if (status == ORB_OK)
        status = orb_native_writer_end(writer, &work->err);
    orb_native_writer_free(writer);
    return status;
}

/* The records of the example, by kind. */
static enum orb_status replay(void *context, const struct orb_map_replay *which,
                              const struct orb_sink *sink, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    (void)err;
    for (int kind = 0; status == ORB_OK && kind < ORB_RECORD_KINDS; kind++)
        if (which->kinds == 0 || (which->kinds & 1U << kind) != 0)
            status = import(context, kind, *sink);
    return status;
}

static enum orb_status write_exported(struct work *work, struct orb_output *out,
                                      const struct orb_exporter *exporter)
{
    const struct orb_export_options options = { .reference_date = ORB_DATE_NONE,
                                                .french = true };
    const struct orb_map_territory whole = { &work->catalogue, replay, work };

    return exporter->run(out, &whole, &options, &work->err);
}

static enum orb_status write_columns(struct work *work, struct orb_output *out)
{
    return write_exported(work, out, &orb_exporter_columns);
}

static enum orb_status write_csv(struct work *work, struct orb_output *out)
{
    return write_exported(work, out, &orb_exporter_csv);
}

static enum orb_status write_umap(struct work *work, struct orb_output *out)
{
    return write_exported(work, out, &orb_exporter_umap);
}

static enum orb_status write_data_inclusion(struct work *work, struct orb_output *out)
{
    return write_exported(work, out, &orb_exporter_data_inclusion);
}

static enum orb_status write_hsds(struct work *work, struct orb_output *out)
{
    return write_exported(work, out, &orb_exporter_hsds);
}

static enum orb_status write_geojson(struct work *work, struct orb_output *out)
{
    return write_exported(work, out, &orb_exporter_geojson);
}

/* What answers about a person; everything is valid until it is released. */
struct answer {
    struct orb_profile *profile;
    struct orb_case *case_;
    struct orb_matcher *matcher;
    struct orb_match_result result;
    struct orb_match_document document;
};

static void release(struct answer *answer)
{
    orb_matcher_free(answer->matcher);
    orb_case_free(answer->case_);
    orb_profile_free(answer->profile);
}

/* Ask for the person of an example. */
static enum orb_status ask(struct answer *a, struct work *work, const char *name)
{
    struct orb_match_options options = { 0 };
    char path[PATH_LEN];
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    enum orb_status status;

    (void)snprintf(path, sizeof path, "%s/%s", work->examples, name);
    status = orb_file_read(&text, path, (size_t)1 << 20, &work->err);
    if (status == ORB_OK)
        status = orb_json_parse(&document, text.data, text.len, &work->err);
    if (status == ORB_OK)
        status = orb_profile_new(&a->profile, NULL, &work->err);
    if (status == ORB_OK)
        status = orb_case_parse(&a->case_, document, a->profile, NULL, &work->err);
    if (status == ORB_OK) {
        a->matcher = orb_matcher_new(&work->catalogue, a->profile);
        status = a->matcher == NULL ? orb_error_memory(&work->err) : ORB_OK;
    }
    if (status == ORB_OK)
        status =
            orb_matcher_ask(a->matcher, a->case_->person, &options, &a->result, &work->err);
    if (status == ORB_OK)
        a->document = (struct orb_match_document){ .catalogue = &work->catalogue,
                                                   .profile = a->profile,
                                                   .person = a->case_->person,
                                                   .matcher = a->matcher,
                                                   .result = &a->result,
                                                   .all = true };
    orb_json_free(document);
    orb_buf_release(&text);
    return status;
}

static enum orb_status write_answer(struct work *work, struct orb_output *out)
{
    struct answer a = { 0 };
    enum orb_status status = ask(&a, work, "person-1.json");

    if (status == ORB_OK)
        status = orb_match_json_write(out, &a.document, &work->err);
    release(&a);
    return status;
}

static enum orb_status write_plan(struct work *work, struct orb_output *out)
{
    struct answer a = { 0 };
    struct orb_vocabulary vocabulary = { 0 };
    struct orb_care_plan plan = { 0 };
    enum orb_status status = ask(&a, work, "case-1.json");

    if (status == ORB_OK) {
        const struct orb_care_question question = {
            a.case_, &a.document, { &work->catalogue, &vocabulary, false }
        };

        status = orb_care_plan_make(&plan, &question, &work->err);
    }
    if (status == ORB_OK)
        status = orb_care_plan_json_write(out, &plan, &work->err);
    orb_care_plan_release(&plan);
    orb_vocabulary_release(&vocabulary);
    release(&a);
    return status;
}

static enum orb_status build(struct work *work)
{
    struct orb_catalogue_builder *builder = orb_catalogue_builder_new();
    enum orb_status status = builder == NULL
                                 ? orb_error_memory(&work->err)
                                 : import(work, -1, orb_catalogue_builder_sink(builder));

    if (status == ORB_OK)
        status = orb_catalogue_builder_finish(builder, 0, &work->image, &work->err);
    if (status == ORB_OK)
        status = orb_catalogue_view(&work->catalogue, work->image.data, work->image.len,
                                    &work->err);
    orb_catalogue_builder_free(builder);
    return status;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        enum orb_status (*write)(struct work *work, struct orb_output *out);
    } products[] = { { "catalogue-1.json", write_native },
                     { "columns-1.json", write_columns },
                     { "csv-1.csv", write_csv },
                     { "data-inclusion-1.json", write_data_inclusion },
                     { "geojson-1.json", write_geojson },
                     { "hsds-1.json", write_hsds },
                     { "match-result-1.json", write_answer },
                     { "plan-1.json", write_plan },
                     { "umap-1.json", write_umap } };
    struct work work = { 0 };
    enum orb_status status;

    if (argc != 3)
        return 2;
    work.examples = argv[1];
    work.directory = argv[2];
    status = build(&work);
    for (size_t i = 0; status == ORB_OK && i < sizeof products / sizeof products[0]; i++) {
        struct orb_output out = { 0 };

        status = open_product(&work, &out, products[i].name);
        if (status == ORB_OK)
            status = products[i].write(&work, &out);
        if (status == ORB_OK)
            status = orb_output_commit(&out, &work.err);
        orb_output_close(&out);
    }
    if (status != ORB_OK)
        (void)fprintf(stderr, "products: %s: %s\n", work.err.place, work.err.text);
    orb_buf_release(&work.image);
    return status == ORB_OK ? 0 : 1;
}
