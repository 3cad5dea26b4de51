/* Offers have the columns of every table; a site is what several offers share of a place,
 * so that it tells nothing they do not. */
#include "maps/gpkg.h"
#include "maps/gpkg_file.h"
#include "maps/gpkg_geometry.h"

/* Its geometry says where it is. */
static bool has_column(size_t column)
{
    return column != ORB_COL_LON && column != ORB_COL_LAT;
}

static const char *type_of(enum orb_column_kind kind)
{
    switch (kind) {
    case ORB_COLUMN_INTEGER:
        return "INTEGER";
    case ORB_COLUMN_DATE:
        return "DATE";
    case ORB_COLUMN_FLAG:
        return "BOOLEAN";
    default:
        return "TEXT";
    }
}

/* The table, and the insertion of one row: geometry, zone, then the columns. */
static enum orb_status make_table(struct gpkg *g, struct orb_sqlite_statement **insert,
                                  struct orb_error *err)
{
    struct orb_buf table = { 0 };
    struct orb_buf row = { 0 };
    enum orb_status status;

    orb_buf_text(&table, "CREATE TABLE offers (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT "
                         "NULL, geom POINT, zone INTEGER");
    orb_buf_text(&row, "INSERT INTO offers VALUES (NULL, ?, ?");
    for (size_t i = 0; i < ORB_COLUMNS; i++) {
        if (!has_column(i))
            continue;
        orb_buf_printf(&table, ", %s %s", orb_columns[i].name,
                       type_of(orb_columns[i].kind));
        orb_buf_text(&row, ", ?");
    }
    orb_buf_char(&table, ')');
    orb_buf_char(&row, ')');
    status = orb_buf_check(&table, err);
    if (status == ORB_OK)
        status = orb_buf_check(&row, err);
    if (status == ORB_OK)
        status = orb_sqlite_exec(g->db, table.data, err);
    if (status == ORB_OK)
        status = orb_sqlite_prepare(insert, g->db, row.data, err);
    orb_buf_release(&table);
    orb_buf_release(&row);
    return status;
}

static void bind_cell(struct orb_sqlite_statement *insert, int at,
                      const struct orb_cell *cell, enum orb_column_kind kind)
{
    char day[ORB_DATE_LEN];

    if (cell->state == ORB_CELL_NONE)
        orb_sqlite_bind_text(insert, at, "none");
    else if (cell->state != ORB_CELL_KNOWN)
        orb_sqlite_bind_null(insert, at);
    else if (kind == ORB_COLUMN_INTEGER || kind == ORB_COLUMN_FLAG)
        orb_sqlite_bind_integer(insert, at, cell->number);
    else if (kind == ORB_COLUMN_DATE)
        orb_sqlite_bind_text(insert, at, orb_date_write(day, (orb_date)cell->number));
    else
        orb_sqlite_bind_text(insert, at, cell->text);
}

static enum orb_status add_offer(struct gpkg *g, struct orb_sqlite_statement *insert,
                                 uint32_t offer, struct orb_error *err)
{
    struct orb_cell row[ORB_COLUMNS];
    uint32_t zone = g->selection.catalogue->offers[offer].zone;
    enum orb_status status = orb_cells_get(&g->cells, offer, row, err);
    int at = 3;

    if (status != ORB_OK)
        return status;
    orb_buf_clear(&g->geometry);
    if (row[ORB_COL_LON].state == ORB_CELL_KNOWN)
        orb_gpkg_point(&g->geometry, (struct orb_map_position){ row[ORB_COL_LON].number,
                                                                row[ORB_COL_LAT].number });
    status = orb_buf_check(&g->geometry, err);
    if (status != ORB_OK)
        return status;
    orb_sqlite_bind_blob(insert, 1, g->geometry.len == 0 ? NULL : g->geometry.data,
                         g->geometry.len);
    if (zone == ORB_CAT_NONE)
        orb_sqlite_bind_null(insert, 2);
    else
        orb_sqlite_bind_integer(insert, 2, (int64_t)zone + 1);
    for (size_t i = 0; i < ORB_COLUMNS; i++)
        if (has_column(i))
            bind_cell(insert, at++, &row[i], orb_columns[i].kind);
    return orb_sqlite_run(insert, err);
}

/* What people see instead of the names of columns. */
static enum orb_status add_titles(struct gpkg *g, struct orb_error *err)
{
    struct orb_sqlite_statement *insert = NULL;
    enum orb_status status = orb_sqlite_prepare(
        &insert, g->db,
        "INSERT INTO gpkg_data_columns VALUES ('offers', ?, NULL, ?, ?, NULL, NULL)", err);

    for (size_t i = 0; status == ORB_OK && i < ORB_COLUMNS; i++) {
        const struct orb_column *column = &orb_columns[i];

        if (!has_column(i))
            continue;
        orb_sqlite_bind_text(insert, 1, column->name);
        orb_sqlite_bind_text(insert, 2, column->label[g->options->french]);
        orb_sqlite_bind_text(insert, 3, column->definition[g->options->french]);
        status = orb_sqlite_run(insert, err);
    }
    orb_sqlite_finalize(insert);
    return status;
}

enum orb_status orb_gpkg_add_offers(struct gpkg *g, struct orb_error *err)
{
    const struct orb_gpkg_layer layer = { "offers", "POINT", "offers", g->credit.data };
    const struct orb_catalogue *c = g->selection.catalogue;
    struct orb_sqlite_statement *insert = NULL;
    enum orb_status status = make_table(g, &insert, err);

    for (uint32_t i = 0; status == ORB_OK && i < c->offer_count; i++)
        if (orb_selection_has(&g->selection, c->by_id[i]))
            status = add_offer(g, insert, c->by_id[i], err);
    orb_sqlite_finalize(insert);
    if (status == ORB_OK)
        status = orb_gpkg_add_layer(g->db, &layer, g->selection.date, err);
    return status == ORB_OK ? add_titles(g, err) : status;
}

enum orb_status orb_gpkg_add_sites(struct gpkg *g, struct orb_error *err)
{
    const struct orb_gpkg_layer layer = { "sites", "POINT", "sites", g->credit.data };
    enum orb_status status = orb_sqlite_exec(
        g->db,
        "CREATE TABLE sites (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom POINT, "
        "name TEXT, organization TEXT, address TEXT, postcode TEXT, commune TEXT, "
        "commune_name TEXT, departement TEXT, precision TEXT, offers INTEGER, osm BOOLEAN);"
        "INSERT INTO sites SELECT NULL, geom, CASE WHEN min(name) = max(name) THEN "
        "min(name) END, CASE WHEN min(organization) = max(organization) THEN "
        "min(organization) END, address, postcode, commune, min(commune_name), "
        "min(departement), precision, count(*), max(osm) FROM offers WHERE geom IS NOT "
        "NULL OR commune IS NOT NULL OR address IS NOT NULL GROUP BY geom, address, "
        "postcode, commune, precision ORDER BY min(id)",
        err);

    return status == ORB_OK ? orb_gpkg_add_layer(g->db, &layer, g->selection.date, err)
                            : status;
}
