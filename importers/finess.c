/*
 * Two feeds: activities are read first and kept small, then structures are read as a stream
 * and everything about an establishment is put at once. Nothing is put before the first row
 * that can be read.
 */
#include "importers/finess.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "importers/input.h"
#include "importers/json_reader.h"
#include "importers/registry.h"

#define LICENCE_STRUCTURES "Licence Ouverte 2.0 (page) ; ODbL (catalogue) : à confirmer"
#define LICENCE_ACTIVITIES "Licence Ouverte 2.0"
#define PUBLISHER          "FINESS, Agence du numérique en santé"
#define FEED_URL           "https://www.data.gouv.fr/datasets/finess"

/* The version is that of the layout; another major one may mean anything. */
static enum orb_status take_version(struct finess *f, const struct orb_node *value,
                                    struct orb_error *err)
{
    const char *version = orb_node_text(value);

    (void)f;
    if (version == NULL || strncmp(version, "v1.", 3) != 0)
        return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                             _("this version of the FINESS feed is not known"));
    return ORB_OK;
}

static enum orb_status take_date(struct finess *f, const struct orb_node *value,
                                 struct orb_error *err)
{
    const char *text = orb_node_text(value);

    if (text == NULL || strlen(text) < 10 || !orb_date_parse(&f->date, text, 10))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the date of the FINESS feed does not read"));
    return ORB_OK;
}

static enum orb_status put_source(struct finess *f, const char *id, const char *path,
                                  orb_date date, struct orb_error *err)
{
    bool structures = strcmp(id, FINESS_SOURCE_STRUCTURES) == 0;
    char day[ORB_DATE_LEN];
    char digest[ORB_INPUT_DIGEST_LEN] = "";
    struct orb_source source = { .id = id,
                                 .name =
                                     structures ? "FINESS structures" : "FINESS activités",
                                 .url = FEED_URL,
                                 .licence =
                                     structures ? LICENCE_STRUCTURES : LICENCE_ACTIVITIES,
                                 .observed_on = date };
    enum orb_status status = orb_input_digest_path(path, digest, err);

    if (status != ORB_OK)
        return status;
    source.licence = f->in->licence != NULL ? f->in->licence : source.licence;
    source.edition = f->in->edition != NULL ? f->in->edition : orb_date_write(day, date);
    source.attribution = f->in->attribution != NULL
                             ? f->in->attribution
                             : orb_arena_printf(&f->links.arena, "%s, édition %s",
                                                PUBLISHER, source.edition);
    source.digest = digest[0] == '\0' ? NULL : digest;
    return source.attribution == NULL ? orb_error_memory(err)
                                      : orb_sink_source(f->sink, &source, err);
}

/* Sources come before the first record that names them, when the date of the feed is known.
 */
static enum orb_status tell_sources(struct finess *f, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (f->source_told)
        return ORB_OK;
    f->source_told = true;
    if (f->date == ORB_DATE_NONE)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the FINESS feed does not say when it was made"));
    f->dates[0] = f->date;
    status = put_source(f, FINESS_SOURCE_STRUCTURES, f->in->paths[0], f->dates[0], err);
    if (status == ORB_OK && f->with_activities)
        status = put_source(f, FINESS_SOURCE_ACTIVITIES, f->in->paths[1], f->dates[1], err);
    return status;
}

static enum orb_status wrong_feed(struct orb_error *err)
{
    return orb_error_set(
        err, ORB_ERR_SYNTAX,
        _("this is not the FINESS feed expected here; give STRUCTURES, then ACTIVITES"));
}

/* An element of the top object, parsed. */
struct finess_item {
    const char *list;
    size_t index;
    const struct orb_node *value;
};

static enum orb_status take_structures_row(struct finess *f, const struct finess_item *item,
                                           struct orb_error *err)
{
    enum orb_status status = tell_sources(f, err);

    if (status != ORB_OK)
        return status;
    if (strcmp(item->list, "gcc") == 0)
        return orb_finess_take_gcc(f, item->value, err);
    if (strcmp(item->list, "gco") == 0)
        return orb_finess_take_gco(f, item->value, err);
    if (strcmp(item->list, "pmej") != 0)
        return ORB_OK;
    if (item->index == 0 && orb_node_get(item->value, "numFiness") != NULL)
        return wrong_feed(err);
    return orb_finess_take_structure(f, item->value, err);
}

static enum orb_status take_activities_row(struct finess *f, const struct finess_item *item,
                                           struct orb_error *err)
{
    if (strcmp(item->list, "pmej") != 0)
        return ORB_OK;
    if (item->index == 0 && orb_node_get(item->value, "informationsGeneralesPMEJ") != NULL)
        return wrong_feed(err);
    return orb_finess_take_activities(f, item->value, err);
}

/* What the reader hands, for one of the two feeds. */
struct feed {
    struct finess *f;
    enum orb_status (*row)(struct finess *f, const struct finess_item *item,
                           struct orb_error *err);
    bool has_rows;
};

static enum orb_status take_value(struct feed *feed, const struct finess_item *item,
                                  struct orb_error *err)
{
    struct finess *f = feed->f;

    if (strcmp(item->list, "pmej") == 0 && orb_node_type(item->value) != ORB_NODE_NULL)
        feed->has_rows = true;
    if (item->index != ORB_JSON_WHOLE)
        return feed->row(f, item, err);
    if (strcmp(item->list, "schemaVersion") == 0)
        return take_version(f, item->value, err);
    return strcmp(item->list, "generatedAt") == 0 ? take_date(f, item->value, err) : ORB_OK;
}

static enum orb_status take(void *context, const struct orb_json_text_item *item,
                            struct orb_error *err)
{
    struct feed *feed = context;
    struct finess *f = feed->f;
    struct finess_item parsed = { .list = item->list, .index = item->index };
    bool is_read = false;
    enum orb_status status = ORB_OK;

    f->place = (struct finess_place){ .pointer = item->pointer, .ege = -1 };
    f->tree.path = NULL;
    if (item->index != ORB_JSON_WHOLE)
        status = orb_finess_drift_list(&f->paths, item->list, &f->tree.path, err);
    if (status == ORB_OK)
        status = orb_feed_tree_parse(&f->tree, item->text, item->len, &parsed.value, err);
    is_read = status == ORB_OK;
    if (is_read)
        status = take_value(feed, &parsed, err);
    orb_arena_clear(&f->scratch);
    f->place.pointer = NULL;
    if (status != ORB_OK && err != NULL && (!is_read || err->place[0] == '\0'))
        orb_error_at(err, "%s:%s", f->file, item->pointer);
    return status;
}

static enum orb_status read_feed(struct finess *f, struct feed *feed, const char *path,
                                 const char *name, struct orb_error *err)
{
    struct orb_input *in = NULL;
    enum orb_status status = orb_finess_drift_init(&f->paths, name, err);

    f->file = path;
    f->date = ORB_DATE_NONE;
    if (status == ORB_OK)
        status = orb_input_open(&in, path, err);
    if (status == ORB_OK) {
        orb_input_skip_digest(in); /* the source was told with that of the file */
        status = orb_json_read_text(in, take, feed, err);
    }
    orb_input_close(in);
    if (status == ORB_OK && !feed->has_rows) {
        status = orb_error_set(err, ORB_ERR_SYNTAX,
                               _("this is not a FINESS feed: it has no 'pmej'"));
        orb_error_at(err, "%s", path);
    }
    if (status == ORB_OK)
        status = orb_finess_drift_report(&f->paths, f->report, err);
    return status;
}

/* Establishments of the activities that the structures do not have: their activities cannot
 * become offers. */
static enum orb_status tell_missing(struct finess *f, struct orb_error *err)
{
    const struct finess_activities *a = &f->activities;
    enum orb_status status = ORB_OK;

    f->file = f->with_activities ? f->in->paths[1] : f->file;
    f->place = (struct finess_place){ .ege = -1 };
    for (size_t i = 0; status == ORB_OK && i < a->numbers.count; i++) {
        char number[FINESS_NUMBER_LEN];

        if (!a->rows[i].found)
            status = orb_finess_find(f, FINESS_RULE_ESTABLISHMENT_MISSING, "numFinessEge",
                                     orb_finess_numbers_text(&a->numbers, i, number), err);
    }
    return status;
}

static enum orb_status read_all(struct finess *f, struct orb_error *err)
{
    struct feed activities = { f, take_activities_row, false };
    struct feed structures = { f, take_structures_row, false };
    enum orb_status status = orb_finess_read_init(f, err);

    f->with_activities = f->in->path_count > 1;
    if (status == ORB_OK)
        status = orb_projector_new(&f->projector, err);
    if (status == ORB_OK && f->with_activities) {
        status = read_feed(f, &activities, f->in->paths[1], "activites", err);
        f->dates[1] = f->date;
        if (status == ORB_OK)
            status = orb_finess_activities_finish(f, err);
    }
    if (status == ORB_OK)
        status = read_feed(f, &structures, f->in->paths[0], "structures", err);
    if (status == ORB_OK)
        status = tell_sources(f, err);
    if (status == ORB_OK)
        status = orb_finess_links_finish(f, err);
    if (status == ORB_OK)
        status = tell_missing(f, err);
    return status == ORB_OK ? orb_finess_counts_flush(f, err) : status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct finess f = { .in = in, .sink = sink, .report = report };
    enum orb_status status;

    if (in->path_count < 1 || in->path_count > 2)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("give the structures feed, then the activities feed if any"));
    f.dates[0] = f.dates[1] = f.date = ORB_DATE_NONE;
    f.place.ege = -1;
    f.terms.vocabulary = &f.vocabulary;
    f.tree.paths = &f.paths;
    f.coordinates = "coordonneesGeographique";
    status = read_all(&f, err);
    orb_finess_terms_release(&f.terms);
    orb_finess_activities_release(&f.activities);
    orb_finess_links_release(&f.links);
    orb_feed_paths_release(&f.paths);
    orb_feed_tree_release(&f.tree);
    orb_finess_read_release(&f);
    orb_projector_free(f.projector);
    orb_vocabulary_release(&f.vocabulary);
    return status;
}

const struct orb_importer orb_importer_finess = {
    .name = "finess",
    .summary = N_("the national register of establishments, from its two JSON feeds"),
    .usage = "STRUCTURES [ACTIVITES]",
    .licence = LICENCE_STRUCTURES,
    .attribution = PUBLISHER,
    .full = true,
    .run = run,
};
