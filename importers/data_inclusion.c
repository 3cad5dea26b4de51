/* Structures and services of data·inclusion, version 1: required values, identifiers and
 * sources. One source for each producer, because the attribution names it. */
#include "importers/data_inclusion.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "importers/registry.h"

#define LICENCE     "Licence Ouverte 2.0"
#define ATTRIBUTION "data·inclusion"

enum { ID_MAX = 120 };

/* "dora--abc" of the producer dora is "dora/abc": an identifier names its producer once. */
const char *orb_dinc_id(struct orb_arena *arena, bool is_service, const char *producer,
                        const char *id)
{
    size_t len = strlen(producer);

    if (strncmp(id, producer, len) == 0 && strncmp(id + len, "--", 2) == 0 &&
        id[len + 2] != '\0')
        id += len + 2;
    return orb_arena_printf(arena, "data-inclusion%s:%s/%s", is_service ? "" : "-structure",
                            producer, id);
}

static enum orb_status check_required(struct dinc *d, struct dinc_row *row,
                                      struct orb_error *err)
{
    static const enum dinc_field required[] = { DINC_SOURCE,      DINC_ID,
                                                DINC_NOM,         DINC_DATE_MAJ,
                                                DINC_DESCRIPTION, DINC_STRUCTURE_ID };
    size_t count = row->is_service ? 6 : 4;

    for (size_t i = 0; i < count; i++)
        if (row->values[required[i]].text == NULL)
            return orb_dinc_tell(d, row, required[i], DINC_MISSING, err);
    return ORB_OK;
}

static bool is_readable(const char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] <= ' ')
            return false;
    return len <= ID_MAX;
}

static enum orb_status identify(struct dinc *d, struct dinc_row *row, struct orb_error *err)
{
    static const enum dinc_field ids[] = { DINC_SOURCE, DINC_ID, DINC_STRUCTURE_ID };
    struct orb_strmap *seen = row->is_service ? &d->services : &d->structures;
    size_t before = seen->count;
    uint32_t number;

    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (row->values[ids[i]].text != NULL && !is_readable(row->values[ids[i]].text))
            return orb_dinc_tell(d, row, ids[i], DINC_ID_UNREADABLE, err);
    row->producer = row->values[DINC_SOURCE].text;
    row->id =
        orb_dinc_id(&d->row, row->is_service, row->producer, row->values[DINC_ID].text);
    if (row->id == NULL ||
        orb_strmap_add(seen, row->id, strlen(row->id), &number) != ORB_OK)
        return orb_error_memory(err);
    return seen->count == before ? orb_dinc_tell(d, row, DINC_ID, DINC_ID_TWICE, err)
                                 : ORB_OK;
}

/* ---- sources */

static enum orb_status put_source(struct dinc *d, uint32_t number, struct orb_error *err)
{
    const struct dinc_source *s = &d->source_rows[number];
    struct orb_source source = {
        .id = d->sources.strings[number],
        .name = orb_arena_printf(&d->kept, "data·inclusion, %s (%s)",
                                 s->is_services ? "services" : "structures", s->producer),
        .url = "https://www.data.inclusion.gouv.fr",
        .licence = d->in->licence != NULL ? d->in->licence : LICENCE,
        .attribution =
            d->in->attribution != NULL
                ? d->in->attribution
                : orb_arena_printf(&d->kept, "data·inclusion et %s", s->producer),
        .edition = d->in->edition,
        .observed_on = s->newest,
        .digest = s->digest[0] == '\0' ? NULL : s->digest
    };

    if (source.name == NULL || source.attribution == NULL)
        return orb_error_memory(err);
    return orb_sink_source(d->sink, &source, err);
}

/* The source of a row, given when it is new and again at the end, when its newest day is
 * known. */
static enum orb_status find_source(struct dinc *d, struct dinc_row *row,
                                   struct orb_error *err)
{
    size_t before = d->sources.count;
    const char *id =
        orb_arena_printf(&d->row, "data-inclusion-%s:%s",
                         row->is_service ? "services" : "structures", row->producer);
    struct dinc_source *source;
    uint32_t number;
    enum orb_status status = ORB_OK;

    if (id == NULL ||
        orb_grow((void **)&d->source_rows, &d->source_capacity, before,
                 sizeof *d->source_rows) != ORB_OK ||
        orb_strmap_add(&d->sources, id, strlen(id), &number) != ORB_OK)
        return orb_error_memory(err);
    source = &d->source_rows[number];
    if (d->sources.count > before) {
        *source =
            (struct dinc_source){ .newest = ORB_DATE_NONE,
                                  .producer = orb_arena_strdup(&d->kept, row->producer),
                                  .is_services = row->is_service };
        if (source->producer == NULL)
            return orb_error_memory(err);
        memcpy(source->digest, d->digest, sizeof source->digest);
        status = put_source(d, number, err);
    }
    if (row->provenance.observed_on > source->newest)
        source->newest = row->provenance.observed_on;
    row->provenance.source = d->sources.strings[number];
    row->provenance.basis = ORB_BASIS_DECLARED;
    return status;
}

enum orb_status orb_dinc_take(struct dinc *d, struct dinc_row *row, struct orb_error *err)
{
    static enum orb_status (*const steps[])(
        struct dinc *, struct dinc_row *,
        struct orb_error *) = { check_required, identify, orb_dinc_check, find_source };
    enum orb_status status = ORB_OK;

    d->counts[row->is_service ? DINC_READ_SERVICES : DINC_READ_STRUCTURES]++;
    for (size_t i = 0;
         status == ORB_OK && !row->is_rejected && i < sizeof steps / sizeof steps[0]; i++)
        status = steps[i](d, row, err);
    if (status != ORB_OK || row->is_rejected)
        return status;
    return row->is_service ? orb_dinc_put_service(d, row, err)
                           : orb_dinc_put_structure(d, row, err);
}

/* ---- the end */

/* Structures may come after services, or be in the territory since another import. */
static enum orb_status check_pending(struct dinc *d, struct orb_error *err)
{
    const struct orb_territory_view *view = d->in->territory;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < d->pending_count; i++) {
        const struct dinc_pending *p = &d->pending[i];
        struct dinc_row row = { .place = p->place };

        if (orb_strmap_find(&d->structures, p->structure, strlen(p->structure)) !=
                ORB_STRMAP_NONE ||
            (view != NULL && view->exists != NULL &&
             view->exists(view->context, ORB_RECORD_ORGANIZATION, p->structure)))
            continue;
        d->file = p->file;
        status = orb_dinc_tell_item(
            d, &row,
            (struct dinc_fault){ DINC_STRUCTURE_ID, DINC_STRUCTURE_UNKNOWN, p->value },
            err);
    }
    return status;
}

static enum orb_status read_files(struct dinc *d, struct orb_error *err)
{
    enum orb_status status = orb_dinc_names(d, err);

    for (size_t i = 0; status == ORB_OK && i < d->in->path_count; i++) {
        status = orb_input_digest_path(d->in->paths[i], d->digest, err);
        if (status == ORB_OK)
            status = orb_dinc_read(d, d->in->paths[i], err);
    }
    if (status == ORB_OK)
        status = check_pending(d, err);
    for (uint32_t i = 0; status == ORB_OK && i < d->sources.count; i++)
        status = put_source(d, i, err);
    return status == ORB_OK ? orb_dinc_count_all(d, err) : status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct dinc d = { .in = in, .sink = sink, .report = report };
    enum orb_status status = read_files(&d, err);

    orb_strmap_release(&d.names);
    orb_strmap_release(&d.sources);
    orb_strmap_release(&d.structures);
    orb_strmap_release(&d.services);
    orb_strmap_release(&d.epcis);
    orb_free(d.source_rows);
    orb_free(d.pending);
    orb_free(d.members);
    orb_arena_release(&d.row);
    orb_arena_release(&d.kept);
    orb_vocabulary_release(&d.vocabulary);
    return status;
}

const struct orb_importer orb_importer_data_inclusion = {
    .name = "data-inclusion",
    .summary =
        N_("structures and services of data·inclusion, version 1 (JSON, NDJSON, CSV)"),
    .usage = "STRUCTURES SERVICES",
    .licence = LICENCE,
    .attribution = ATTRIBUTION,
    .full = true,
    .run = run,
};
