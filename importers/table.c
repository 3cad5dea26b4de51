/* Any table of services, by a mapping that says what its columns are: local lists, clubs,
 * the directory of an association. */
#include "importers/table.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "importers/encoding.h"
#include "importers/input.h"
#include "importers/registry.h"
#include "importers/table_records.h"

static enum orb_status put_source(struct table *t, const char *digest,
                                  struct orb_error *err)
{
    const struct table_mapping *m = &t->mapping;
    struct orb_source source = {
        .id = m->source_id,
        .name = m->source_name,
        .url = m->url,
        .licence = m->licence != NULL ? m->licence : t->in->licence,
        .attribution = m->attribution != NULL ? m->attribution : t->in->attribution,
        .edition = m->edition != NULL ? m->edition : t->in->edition,
        .observed_on = t->newest != ORB_DATE_NONE ? t->newest : t->in->reference_date,
        .digest = digest,
        .extra = m->json,
    };

    if (orb_table_has_sources(t)) /* those of the rows are told with them */
        return ORB_OK;
    if (source.licence == NULL)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("the licence of these data is not known; write it in the mapping or give --licence"));
    if (source.attribution == NULL)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("whom to name for these data is not known; write \"attribution\" in the mapping or give --attribution"));
    return orb_sink_source(t->sink, &source, err);
}

/* Encodings are told apart by reading the file once, which also gives its digest. */
static enum orb_status look_at(struct table *t, struct orb_input *input,
                               const char **encoding, struct orb_error *err)
{
    enum orb_status status;

    *encoding = t->mapping.encoding;
    if (strcmp(*encoding, "auto") != 0)
        return ORB_OK;
    status = orb_encoding_detect(input, encoding, err);
    if (status == ORB_OK && strcmp(*encoding, "utf-8") != 0)
        status = orb_report_count(
            t->report, "note",
            strcmp(*encoding, "utf-16") == 0 ? "encoding:utf-16" : "encoding:windows-1252",
            1, err);
    return status;
}

/* A place is a line or a pointer of the file, or one of the mapping, which has its own. */
static enum orb_status name_file(const struct table *t, enum orb_status status,
                                 struct orb_error *err)
{
    if (status != ORB_OK && err != NULL && status != ORB_ERR_MEMORY &&
        strncmp(err->place, t->mapping.path, strlen(t->mapping.path)) != 0 &&
        strncmp(err->place, t->file, strlen(t->file)) != 0)
        orb_error_at(err, "%s", t->file);
    return status;
}

static enum orb_status import_file(struct table *t, struct orb_error *err)
{
    char digest[ORB_INPUT_DIGEST_LEN];
    struct orb_input *input = NULL;
    const char *encoding = NULL;
    enum orb_status status = orb_input_digest_path(t->file, digest, err);

    if (status == ORB_OK)
        status = orb_input_open_twice(&input, t->file, err);
    if (status == ORB_OK) {
        orb_input_skip_digest(input);
        status = look_at(t, input, &encoding, err);
    }
    if (status == ORB_OK)
        status = put_source(t, digest[0] == '\0' ? NULL : digest, err);
    if (status == ORB_OK)
        status = name_file(t, orb_table_read(t, input, encoding, err), err);
    /* Only now is the day of the newest row known. */
    if (status == ORB_OK && t->newest != ORB_DATE_NONE)
        status = put_source(t, digest[0] == '\0' ? NULL : digest, err);
    orb_input_close(input);
    return status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct table t = { .in = in, .sink = sink, .report = report, .newest = ORB_DATE_NONE };
    enum orb_status status;

    if (in->path_count != 1)
        return orb_error_set(err, ORB_ERR_RANGE, _("give one table at a time"));
    if (in->mapping == NULL)
        return orb_error_set(err, ORB_ERR_RANGE, _("a table is read by a mapping"));
    t.file = in->paths[0];
    status = orb_table_mapping_read(&t.mapping, in->mapping, err);
    if (status == ORB_OK)
        status = import_file(&t, err);
    if (status == ORB_OK)
        status = orb_table_report(&t, err);
    orb_table_mapping_release(&t.mapping);
    orb_vocabulary_release(&t.vocabulary);
    orb_projector_free(t.projector);
    orb_arena_release(&t.row);
    orb_tally_release(&t.unlabelled);
    orb_free(t.ids);
    orb_strmap_release(&t.areas);
    orb_strmap_release(&t.sources);
    orb_free(t.source_days);
    return status;
}

/* Rows of many sources are some of what each of them says. */
static bool reads_some(const struct orb_import_input *in)
{
    struct table_mapping mapping = { 0 };
    bool some = in->mapping != NULL &&
                orb_table_mapping_read(&mapping, in->mapping, NULL) == ORB_OK &&
                mapping.values[TABLE_SOURCE_ID].given;

    orb_table_mapping_release(&mapping);
    return some;
}

const struct orb_importer orb_importer_table = {
    .name = "table",
    .summary = N_(
        "any list of services (CSV, JSON, sheet, GIS file), by a mapping of its columns"),
    .usage = "--mapping MAPPING.json FILE",
    .licence = NULL,
    .attribution = NULL,
    .full = true,
    .reads_some = reads_some,
    .run = run,
};
