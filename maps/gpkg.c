/* A GeoPackage for QGIS: offers, sites, zones, communes, and where they come from. */
#include "maps/gpkg.h"

#include "engine/base/scratch.h"
#include "engine/base/text.h"
#include "maps/gpkg_file.h"
#include "maps/registry.h"

/* ---- sources */

static void bind_source(struct orb_sqlite_statement *insert, const struct orb_catalogue *c,
                        const struct orb_cat_source *s)
{
    const orb_cat_text texts[] = { s->id, s->name, s->attribution, s->licence, s->edition };
    char day[ORB_DATE_LEN];

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        orb_sqlite_bind_text(insert, (int)i + 1, orb_cat_known(c, texts[i]));
    orb_sqlite_bind_text(
        insert, 6,
        s->observed_on == ORB_DATE_NONE ? NULL : orb_date_write(day, s->observed_on));
}

static enum orb_status add_sources(struct gpkg *g, struct orb_error *err)
{
    static const struct orb_gpkg_layer layer = { "sources", NULL, "sources", "" };
    const struct orb_catalogue *c = g->selection.catalogue;
    struct orb_sqlite_statement *insert = NULL;
    enum orb_status status = orb_sqlite_exec(
        g->db,
        "CREATE TABLE sources (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, id TEXT, "
        "name TEXT, attribution TEXT, licence TEXT, edition TEXT, observed_on DATE)",
        err);

    if (status == ORB_OK)
        status = orb_sqlite_prepare(&insert, g->db,
                                    "INSERT INTO sources (id, name, attribution, licence, "
                                    "edition, observed_on) VALUES (?, ?, ?, ?, ?, ?)",
                                    err);
    for (uint32_t i = 0; status == ORB_OK && i < c->source_count; i++) {
        if (g->selection.used[i] == 0)
            continue;
        bind_source(insert, c, &c->sources[i]);
        status = orb_sqlite_run(insert, err);
    }
    orb_sqlite_finalize(insert);
    if (status == ORB_OK)
        status = orb_gpkg_add_layer(g->db, &layer, g->selection.date, err);
    return status;
}

/* ---- the exporter */

enum orb_status orb_gpkg_credit(struct gpkg *g, struct orb_error *err)
{
    orb_buf_clear(&g->credit);
    orb_selection_attribution(&g->credit, &g->selection);
    orb_buf_text(&g->credit, " (");
    orb_selection_licence(&g->credit, &g->selection);
    orb_buf_text(&g->credit, ")");
    return orb_buf_check(&g->credit, err);
}

static enum orb_status add_layers(struct gpkg *g, struct orb_error *err)
{
    static enum orb_status (*const layers[])(struct gpkg *, struct orb_error *) = {
        orb_gpkg_add_offers, orb_gpkg_add_sites, orb_gpkg_add_communes, orb_gpkg_add_zones,
        add_sources
    };
    enum orb_status status = orb_gpkg_begin(g->db, err);

    if (status == ORB_OK)
        status = orb_sqlite_exec(g->db, "BEGIN", err);
    for (size_t i = 0; status == ORB_OK && i < sizeof layers / sizeof layers[0]; i++)
        status = layers[i](g, err);
    return status == ORB_OK ? orb_sqlite_exec(g->db, "COMMIT", err) : status;
}

/* The reader asked for target, and never hears of the file that waits beside it. */
static enum orb_status write_file(struct gpkg *g, const char *path, const char *target,
                                  struct orb_error *outer)
{
    struct orb_error own = { 0 };
    struct orb_error *err = &own;
    enum orb_status status = orb_gpkg_credit(g, err);

    if (status == ORB_OK)
        status = orb_sqlite_open(&g->db, path, err);
    if (status == ORB_OK)
        status = add_layers(g, err);
    orb_sqlite_close(g->db);
    g->db = NULL;
    if (status == ORB_OK)
        return status;
    (void)orb_error_set(outer, status, "%s", own.text);
    orb_error_at(outer, "%s", target);
    return status;
}

static enum orb_status run(struct orb_output *out,
                           const struct orb_map_territory *territory,
                           const struct orb_export_options *options, struct orb_error *err)
{
    struct gpkg g = { .territory = territory, .options = options };
    struct orb_scratch scratch = { 0 };
    enum orb_status status =
        orb_selection_init(&g.selection, territory->catalogue, options, err);

    if (status == ORB_OK)
        status = orb_cells_init(&g.cells, &g.selection, ORB_CELL_TOKENS, err);
    if (status == ORB_OK)
        status = orb_scratch_open(&scratch, out, err);
    if (status == ORB_OK)
        status = write_file(&g, scratch.path, orb_output_name(out), err);
    if (status == ORB_OK)
        status = orb_scratch_copy(&scratch, out, err);
    orb_scratch_close(&scratch);
    orb_buf_release(&g.geometry);
    orb_buf_release(&g.credit);
    orb_cells_release(&g.cells);
    orb_selection_release(&g.selection);
    return status;
}

const struct orb_exporter orb_exporter_gpkg = {
    .name = "gpkg",
    .summary = N_("a GeoPackage for QGIS: offers, sites, zones and communes"),
    .loses = N_(
        "relations between organizations, accessibility, languages, professions, themes, temporary closures, costs and documents, how sure a way to receive people is, the records of each source"),
    .media_type = "application/geopackage+sqlite3",
    .extension = "gpkg",
    .takes = ORB_EXPORT_SELECTION,
    .run = run,
};
