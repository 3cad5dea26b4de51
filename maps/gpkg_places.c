/* Communes come from the records of the store, one at a time; a zone is the union of the
 * contours just written. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/arena.h"
#include "engine/geo/context.h"
#include "engine/geo/shape.h"
#include "engine/model/record.h"
#include "maps/gpkg.h"
#include "maps/gpkg_file.h"
#include "maps/gpkg_geometry.h"

/* ---- communes */

struct communes {
    struct gpkg *g;
    struct orb_sqlite_statement *insert;
};

static bool same(const char *asked, const char *value)
{
    return asked == NULL || (value != NULL && strcmp(asked, value) == 0);
}

/* Who lists the commune; who drew its contour is said by no record, but such sources are
 * known by their id. */
static void use_source(struct gpkg *g, const char *id)
{
    static const char contours[] = "contours-";
    const struct orb_catalogue *c = g->selection.catalogue;

    for (uint32_t i = 0; i < c->source_count; i++) {
        const char *source = orb_cat_string(c, c->sources[i].id);

        if ((id != NULL && strcmp(source, id) == 0) ||
            (g->geometry.len > 0 && strncmp(source, contours, strlen(contours)) == 0))
            g->selection.used[i] = 1;
    }
}

static enum orb_status put_commune(void *context, const struct orb_record *record,
                                   struct orb_error *err)
{
    struct communes *c = context;
    struct gpkg *g = c->g;
    const struct orb_territory *t = record->as.territory;

    if (record->kind != ORB_RECORD_TERRITORY || t->kind != ORB_TERRITORY_COMMUNE ||
        !same(g->options->commune, t->code) ||
        !same(g->options->departement, t->departement))
        return ORB_OK;
    orb_buf_clear(&g->geometry);
    if (t->contour == NULL || !orb_gpkg_polygons(&g->geometry, t->contour, t->contour_len))
        orb_sqlite_bind_null(c->insert, 1);
    else
        orb_sqlite_bind_blob(c->insert, 1, g->geometry.data, g->geometry.len);
    use_source(g, t->provenance.source);
    orb_sqlite_bind_text(c->insert, 2, t->code);
    orb_sqlite_bind_text(c->insert, 3, t->name);
    orb_sqlite_bind_text(c->insert, 4, t->departement);
    orb_sqlite_bind_text(c->insert, 5, t->epci);
    if (t->population < 0)
        orb_sqlite_bind_null(c->insert, 6);
    else
        orb_sqlite_bind_integer(c->insert, 6, t->population);
    if (t->density == 0)
        orb_sqlite_bind_null(c->insert, 7);
    else
        orb_sqlite_bind_integer(c->insert, 7, t->density);
    if (g->geometry.failed)
        return orb_error_memory(err);
    return orb_sqlite_run(c->insert, err);
}

static enum orb_status fill_communes(struct gpkg *g, struct orb_error *err)
{
    static const struct orb_map_replay which = { .kinds = 1U << ORB_RECORD_TERRITORY,
                                                 .with_contours = true };
    struct communes communes = { .g = g };
    const struct orb_sink sink = { &communes, put_commune };
    enum orb_status status = orb_sqlite_prepare(
        &communes.insert, g->db,
        "INSERT INTO communes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, 0)", err);

    if (status == ORB_OK)
        status = g->territory->replay(g->territory->context, &which, &sink, err);
    orb_sqlite_finalize(communes.insert);
    return status;
}

enum orb_status orb_gpkg_add_communes(struct gpkg *g, struct orb_error *err)
{
    struct orb_gpkg_layer layer = { "communes", "MULTIPOLYGON", "communes", NULL };
    enum orb_status status = orb_sqlite_exec(
        g->db,
        "CREATE TABLE communes (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom "
        "MULTIPOLYGON, code TEXT, name TEXT, departement TEXT, epci TEXT, population "
        "INTEGER, density INTEGER, offers INTEGER)",
        err);

    if (status == ORB_OK)
        status = fill_communes(g, err);
    if (status == ORB_OK)
        status = orb_gpkg_credit(g, err);
    layer.description = g->credit.data;
    /* The counts come from one sorted pass; the index goes when it has served. */
    if (status == ORB_OK)
        status = orb_sqlite_exec(
            g->db,
            "CREATE INDEX by_code ON communes (code);"
            "UPDATE communes SET offers = n FROM (SELECT commune AS c, count(*) AS n FROM "
            "offers GROUP BY commune) WHERE code = c;",
            err);
    return status == ORB_OK ? orb_gpkg_add_layer(g->db, &layer, g->selection.date, err)
                            : status;
}

/* ---- zones */

struct zones {
    struct gpkg *g;
    struct orb_geo_context *geo;
    struct orb_sqlite_statement *contour, *contours, *insert;
    struct orb_shape **shapes; /* of the current zone, released with it */
    size_t count, capacity;
    uint32_t missing; /* its communes without a contour */
    struct orb_buf list;
};

static enum orb_status take_shape(struct zones *z, struct orb_sqlite_statement *from,
                                  struct orb_error *err)
{
    size_t len = 0, wkb_len = 0;
    const void *geometry = orb_sqlite_blob(from, 0, &len);
    const unsigned char *wkb = orb_gpkg_wkb(geometry, len, &wkb_len);
    enum orb_status status;

    if (wkb == NULL) {
        z->missing++;
        return ORB_OK;
    }
    if (orb_grow((void **)&z->shapes, &z->capacity, z->count, sizeof *z->shapes) != ORB_OK)
        return orb_error_memory(err);
    status = orb_shape_read_wkb(&z->shapes[z->count], z->geo, wkb, wkb_len, err);
    z->count += status == ORB_OK;
    return status;
}

/* The contours of one code: a commune, or all those of a département. */
static enum orb_status take_shapes(struct zones *z, struct orb_sqlite_statement *from,
                                   const char *code, struct orb_error *err)
{
    enum orb_status status;
    bool any = false;
    bool row = false;

    orb_sqlite_bind_text(from, 1, code);
    for (;;) {
        status = orb_sqlite_step(from, &row, err);
        if (status != ORB_OK || !row)
            break;
        any = true;
        status = take_shape(z, from, err);
        if (status != ORB_OK)
            break;
    }
    orb_sqlite_reset(from);
    z->missing += !any;
    return status;
}

static enum orb_status take_codes(struct zones *z, const struct orb_cat_codes *codes,
                                  struct orb_sqlite_statement *from, int at,
                                  struct orb_error *err)
{
    const struct orb_catalogue *c = z->g->selection.catalogue;
    enum orb_status status = ORB_OK;

    orb_buf_clear(&z->list);
    for (uint32_t i = 0; i < codes->count && status == ORB_OK; i++) {
        const char *code = orb_cat_code_name(c, c->codes[codes->first + i]);

        orb_buf_text(&z->list, i == 0 ? "" : ";");
        orb_buf_text(&z->list, code);
        status = take_shapes(z, from, code, err);
    }
    if (status == ORB_OK)
        status = orb_buf_check(&z->list, err);
    orb_sqlite_bind_text(z->insert, at, codes->count == 0 ? NULL : z->list.data);
    return status;
}

/* Bind the union of the shapes taken, and release them. */
static enum orb_status dissolve(struct zones *z, struct orb_error *err)
{
    struct gpkg *g = z->g;
    struct orb_shape *whole = NULL;
    struct orb_buf wkb = { 0 };
    enum orb_status status = ORB_OK;

    orb_buf_clear(&g->geometry);
    if (z->count > 0)
        status = orb_shape_dissolve(
            &whole, z->geo, (const struct orb_shape *const *)z->shapes, z->count, err);
    if (whole != NULL)
        status = orb_shape_write_wkb(whole, &wkb, err);
    if (status == ORB_OK && wkb.len > 0 &&
        !orb_gpkg_polygons(&g->geometry, (const unsigned char *)wkb.data, wkb.len))
        orb_buf_clear(&g->geometry);
    orb_sqlite_bind_blob(z->insert, 2, g->geometry.len == 0 ? NULL : g->geometry.data,
                         g->geometry.len);
    if (g->geometry.failed)
        status = orb_error_memory(err);
    orb_shape_free(whole);
    for (size_t i = 0; i < z->count; i++)
        orb_shape_free(z->shapes[i]);
    z->count = 0;
    orb_buf_release(&wkb);
    return status;
}

/* number counts from 1, as offers.zone does. */
static enum orb_status add_zone(struct zones *z, int64_t number, int64_t offers,
                                struct orb_error *err)
{
    const struct orb_cat_zone *zone = &z->g->selection.catalogue->zones[number - 1];
    enum orb_status status;

    z->missing = 0;
    orb_sqlite_bind_integer(z->insert, 1, number);
    orb_sqlite_bind_integer(z->insert, 3, zone->national != 0);
    status = take_codes(z, &zone->departments, z->contours, 4, err);
    if (status == ORB_OK)
        status = take_codes(z, &zone->communes, z->contour, 5, err);
    if (status == ORB_OK)
        status = dissolve(z, err);
    orb_sqlite_bind_integer(z->insert, 6, z->missing);
    orb_sqlite_bind_integer(z->insert, 7, offers);
    return status == ORB_OK ? orb_sqlite_run(z->insert, err) : status;
}

static enum orb_status fill_zones(struct zones *z, struct orb_error *err)
{
    struct orb_sqlite *db = z->g->db;
    struct orb_sqlite_statement *used = NULL;
    bool row = false;
    enum orb_status status = orb_sqlite_prepare(
        &z->contour, db, "SELECT geom FROM communes WHERE code = ?", err);

    if (status == ORB_OK)
        status = orb_sqlite_prepare(&z->contours, db,
                                    "SELECT geom FROM communes WHERE departement = ? ORDER "
                                    "BY fid",
                                    err);
    if (status == ORB_OK)
        status = orb_sqlite_prepare(&z->insert, db,
                                    "INSERT INTO zones VALUES (?, ?, ?, ?, ?, ?, ?)", err);
    if (status == ORB_OK)
        status = orb_sqlite_prepare(&used, db,
                                    "SELECT zone, count(*) FROM offers WHERE zone IS NOT "
                                    "NULL GROUP BY zone ORDER BY zone",
                                    err);
    while (status == ORB_OK) {
        status = orb_sqlite_step(used, &row, err);
        if (status != ORB_OK || !row)
            break;
        if (z->geo == NULL)
            status = orb_geo_open(&z->geo, err);
        if (status == ORB_OK)
            status =
                add_zone(z, orb_sqlite_integer(used, 0), orb_sqlite_integer(used, 1), err);
    }
    orb_sqlite_finalize(used);
    return status;
}

enum orb_status orb_gpkg_add_zones(struct gpkg *g, struct orb_error *err)
{
    const struct orb_gpkg_layer layer = { "zones", "MULTIPOLYGON", "zones",
                                          g->credit.data };
    struct zones z = { .g = g };
    enum orb_status status = orb_sqlite_exec(
        g->db,
        "CREATE TABLE zones (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom "
        "MULTIPOLYGON, \"national\" BOOLEAN, departements TEXT, communes TEXT, "
        "without_contour INTEGER, offers INTEGER)",
        err);

    if (status == ORB_OK)
        status = fill_zones(&z, err);
    for (size_t i = 0; i < z.count; i++)
        orb_shape_free(z.shapes[i]);
    orb_free(z.shapes);
    orb_buf_release(&z.list);
    orb_sqlite_finalize(z.contour);
    orb_sqlite_finalize(z.contours);
    orb_sqlite_finalize(z.insert);
    orb_geo_close(z.geo);
    if (status == ORB_OK)
        status = orb_sqlite_exec(g->db, "DROP INDEX by_code", err);
    return status == ORB_OK ? orb_gpkg_add_layer(g->db, &layer, g->selection.date, err)
                            : status;
}
