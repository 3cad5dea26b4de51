/* Services, organizations and locations in the Human Services Data Specification (Open
 * Referral) 3.0. A file may hold one page of a directory, so that nothing is closed for
 * being absent from it. */
#include "importers/hsds.h"

#include <string.h>

#include "engine/base/text.h"
#include "engine/geo/context.h"
#include "importers/registry.h"
#include "importers/slug.h"

typedef enum orb_status (*put_row)(struct hsds *h, const struct hsds_row *row,
                                   struct orb_error *err);

static enum orb_status put_table(struct hsds *h, enum hsds_table table, put_row put,
                                 struct orb_error *err)
{
    static const char kinds[HSDS_TABLES] = {
        [HSDS_ORGANIZATIONS] = 'o', [HSDS_LOCATIONS] = 'l', [HSDS_SERVICES] = 's'
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < h->tables[table].count; i++) {
        const struct hsds_row *row = orb_hsds_row(h, table, i, &h->rows);
        bool is_new = row != NULL;

        if (is_new && kinds[table] != '\0')
            status = orb_hsds_is_new(h, kinds[table], row, &is_new, err);
        if (status == ORB_OK && is_new)
            status = put(h, row, err);
        if (status == ORB_OK && h->failed != ORB_OK)
            status = orb_error_set(err, h->failed, "%s", h->why.text);
        if (h->spill != NULL) /* what the record was made of can be read again */
            orb_arena_clear(&h->rows);
    }
    return status;
}

enum orb_status orb_hsds_flush(struct hsds *h, struct orb_error *err)
{
    static const struct {
        enum hsds_table table;
        put_row put;
    } steps[] = { { HSDS_ORGANIZATIONS, orb_hsds_put_organization },
                  { HSDS_LOCATIONS, orb_hsds_put_site },
                  { HSDS_SERVICES, orb_hsds_put_service },
                  { HSDS_SERVICE_AT_LOCATIONS, orb_hsds_put_lone_offer } };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof steps / sizeof steps[0]; i++)
        status = put_table(h, steps[i].table, steps[i].put, err);
    orb_hsds_clear(h);
    return status;
}

/* Given before the records, and again when the newest day is known. */
static enum orb_status put_source(struct hsds *h, struct orb_error *err)
{
    const struct orb_source source = { .id = h->source,
                                       .name = orb_arena_printf(&h->kept, "HSDS (%s)",
                                                                h->in->attribution),
                                       .licence = h->in->licence,
                                       .attribution = h->in->attribution,
                                       .edition = h->in->edition,
                                       .observed_on = h->newest,
                                       .digest = h->digest[0] == '\0' ? NULL : h->digest };

    return source.name == NULL ? orb_error_memory(err)
                               : orb_sink_source(h->sink, &source, err);
}

static enum orb_status read_files(struct hsds *h, struct orb_error *err)
{
    const char *slug;
    enum orb_status status;

    if (h->in->licence == NULL || h->in->attribution == NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("HSDS does not say whose data it holds: give --licence and --attribution"));
    slug = orb_slug(&h->kept, h->in->attribution);
    h->source = slug == NULL ? NULL : orb_arena_printf(&h->kept, "hsds:%s", slug);
    if (h->source == NULL)
        return orb_error_memory(err);
    status = put_source(h, err);
    for (size_t i = 0; status == ORB_OK && i < h->in->path_count; i++)
        status = orb_hsds_read(h, h->in->paths[i], err);
    return status == ORB_OK ? put_source(h, err) : status;
}

static enum orb_status run(const struct orb_import_input *in, const struct orb_sink *sink,
                           struct orb_import_report *report, struct orb_error *err)
{
    struct hsds h = { .in = in, .sink = sink, .report = report, .newest = ORB_DATE_NONE };
    enum orb_status status = read_files(&h, err);

    orb_hsds_release(&h);
    orb_strmap_release(&h.seen);
    orb_arena_release(&h.rows);
    orb_arena_release(&h.kept);
    orb_vocabulary_release(&h.vocabulary);
    orb_geo_close(h.geo);
    return status;
}

const struct orb_importer orb_importer_hsds = {
    .name = "hsds",
    .summary = N_("services of the Human Services Data Specification 3.0, JSON or package"),
    .usage = "FILE.json|FOLDER... --licence TEXT --attribution TEXT",
    .licence = NULL,
    .attribution = NULL,
    .full = false,
    .run = run,
};
