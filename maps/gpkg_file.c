/* OGC 12-128r17 (GeoPackage 1.3) with its extensions for the spatial index and for titles
 * of columns. No clock: the same file each time. */
#include "maps/gpkg_file.h"

#include <math.h>
#include <stdio.h>

#include "engine/base/buf.h"
#include "maps/gpkg_geometry.h"

/* The journal is off: the file is made anew beside its target and thrown away on failure.
 */
static const char pragmas[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;"
    "PRAGMA encoding = 'UTF-8'; PRAGMA application_id = 1196444487;"
    "PRAGMA user_version = 10300;";

static const char spatial_ref_sys[] =
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY "
    "KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, "
    "definition TEXT NOT NULL, description TEXT);"
    "INSERT INTO gpkg_spatial_ref_sys VALUES "
    "('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian "
    "coordinate reference system'), ('Undefined geographic SRS', 0, 'NONE', 0, "
    "'undefined', 'undefined geographic coordinate reference system'), "
    "('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\","
    "SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
    "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],"
    "UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],"
    "AXIS[\"Latitude\",NORTH],AXIS[\"Longitude\",EAST],AUTHORITY[\"EPSG\",\"4326\"]]', "
    "'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid');";

static const char contents[] =
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT "
    "NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT "
    "NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, "
    "max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY "
    "(srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));";

static const char geometry_columns[] =
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT "
    "NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, "
    "m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), "
    "CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY "
    "(table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY "
    "(srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));";

static const char extensions[] =
    "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT "
    "NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE "
    "(table_name, column_name, extension_name));"
    "CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
    "name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, "
    "CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE "
    "(table_name, name));"
    "CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, "
    "constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, "
    "max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, CONSTRAINT gdcc_ntv UNIQUE "
    "(constraint_name, constraint_type, value));"
    "INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', "
    "'http://www.geopackage.org/spec/#extension_schema', 'read-write'), "
    "('gpkg_data_column_constraints', NULL, 'gpkg_schema', "
    "'http://www.geopackage.org/spec/#extension_schema', 'read-write');";

/* The triggers of the spatial index, for whoever edits the layer (annex F.3); %1$s is the
 * table. */
static const char triggers[] =
    "CREATE TRIGGER rtree_%1$s_geom_insert AFTER INSERT ON \"%1$s\" WHEN (new.geom NOT "
    "NULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN INSERT OR REPLACE INTO rtree_%1$s_geom "
    "VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), "
    "ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER rtree_%1$s_geom_update1 AFTER UPDATE OF geom ON \"%1$s\" WHEN OLD.fid "
    "= NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN INSERT OR REPLACE "
    "INTO rtree_%1$s_geom VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), "
    "ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER rtree_%1$s_geom_update2 AFTER UPDATE OF geom ON \"%1$s\" WHEN OLD.fid "
    "= NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM "
    "rtree_%1$s_geom WHERE id = OLD.fid; END;"
    "CREATE TRIGGER rtree_%1$s_geom_update3 AFTER UPDATE ON \"%1$s\" WHEN OLD.fid != "
    "NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM "
    "rtree_%1$s_geom WHERE id = OLD.fid; INSERT OR REPLACE INTO rtree_%1$s_geom VALUES "
    "(NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), "
    "ST_MaxY(NEW.geom)); END;"
    "CREATE TRIGGER rtree_%1$s_geom_update4 AFTER UPDATE ON \"%1$s\" WHEN OLD.fid != "
    "NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)) BEGIN DELETE FROM "
    "rtree_%1$s_geom WHERE id IN (OLD.fid, NEW.fid); END;"
    "CREATE TRIGGER rtree_%1$s_geom_delete AFTER DELETE ON \"%1$s\" WHEN old.geom NOT NULL "
    "BEGIN DELETE FROM rtree_%1$s_geom WHERE id = OLD.fid; END;";

enum orb_status orb_gpkg_begin(struct orb_sqlite *db, struct orb_error *err)
{
    const char *const steps[] = { pragmas, spatial_ref_sys, contents, geometry_columns,
                                  extensions };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof steps / sizeof steps[0]; i++)
        status = orb_sqlite_exec(db, steps[i], err);
    return status;
}

/* Run SQL whose format takes the table as %1$s. */
static enum orb_status exec_for(struct orb_sqlite *db, const char *format,
                                const char *table, struct orb_error *err)
{
    struct orb_buf sql = { 0 };
    enum orb_status status;

    for (const char *p = format; *p != '\0'; p++)
        if (p[0] == '%' && p[1] == '1' && p[2] == '$' && p[3] == 's') {
            orb_buf_text(&sql, table);
            p += 3;
        } else {
            orb_buf_char(&sql, *p);
        }
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = orb_sqlite_exec(db, sql.data, err);
    orb_buf_release(&sql);
    return status;
}

static enum orb_status prepare_for(struct orb_sqlite_statement **out, struct orb_sqlite *db,
                                   const char *format, const char *table,
                                   struct orb_error *err)
{
    char sql[200];

    (void)snprintf(sql, sizeof sql, format, table);
    return orb_sqlite_prepare(out, db, sql, err);
}

static void widen(double box[4], const double by[4])
{
    box[0] = fmin(box[0], by[0]);
    box[1] = fmax(box[1], by[1]);
    box[2] = fmin(box[2], by[2]);
    box[3] = fmax(box[3], by[3]);
}

static enum orb_status index_rows(struct orb_sqlite_statement *rows,
                                  struct orb_sqlite_statement *insert, double box[4],
                                  struct orb_error *err)
{
    enum orb_status status;
    bool row = false;

    for (;;) {
        double of_row[4];
        size_t len = 0;
        const void *geometry;

        status = orb_sqlite_step(rows, &row, err);
        if (status != ORB_OK || !row)
            return status;
        geometry = orb_sqlite_blob(rows, 1, &len);
        if (!orb_gpkg_box(geometry, len, of_row))
            continue;
        widen(box, of_row);
        orb_sqlite_bind_integer(insert, 1, orb_sqlite_integer(rows, 0));
        for (int i = 0; i < 4; i++)
            orb_sqlite_bind_real(insert, 2 + i, of_row[i]);
        status = orb_sqlite_run(insert, err);
        if (status != ORB_OK)
            return status;
    }
}

static enum orb_status index_layer(struct orb_sqlite *db, const char *table, double box[4],
                                   struct orb_error *err)
{
    struct orb_sqlite_statement *rows = NULL;
    struct orb_sqlite_statement *insert = NULL;
    enum orb_status status =
        exec_for(db,
                 "CREATE VIRTUAL TABLE rtree_%1$s_geom USING rtree(id, minx, maxx, miny, "
                 "maxy); INSERT INTO gpkg_extensions VALUES ('%1$s', 'geom', "
                 "'gpkg_rtree_index', 'http://www.geopackage.org/spec/#extension_rtree', "
                 "'write-only');",
                 table, err);

    if (status == ORB_OK)
        status = prepare_for(&rows, db,
                             "SELECT fid, geom FROM %s WHERE geom IS NOT NULL ORDER BY fid",
                             table, err);
    if (status == ORB_OK)
        status = prepare_for(
            &insert, db, "INSERT INTO rtree_%s_geom VALUES (?, ?, ?, ?, ?)", table, err);
    if (status == ORB_OK)
        status = index_rows(rows, insert, box, err);
    orb_sqlite_finalize(rows);
    orb_sqlite_finalize(insert);
    return status == ORB_OK ? exec_for(db, triggers, table, err) : status;
}

static enum orb_status add_contents(struct orb_sqlite *db,
                                    const struct orb_gpkg_layer *layer, orb_date changed_on,
                                    const double box[4], struct orb_error *err)
{
    struct orb_sqlite_statement *insert = NULL;
    char day[ORB_DATE_LEN];
    char when[ORB_DATE_LEN + 16];
    enum orb_status status = orb_sqlite_prepare(
        &insert, db,
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
        "last_change, min_x, min_y, max_x, max_y, srs_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?)",
        err);

    if (status != ORB_OK)
        return status;
    (void)orb_date_write(day, changed_on == ORB_DATE_NONE ? orb_date_make(2000, 1, 1)
                                                          : changed_on);
    (void)snprintf(when, sizeof when, "%sT00:00:00.000Z", day);
    orb_sqlite_bind_text(insert, 1, layer->table);
    orb_sqlite_bind_text(insert, 2, layer->type == NULL ? "attributes" : "features");
    orb_sqlite_bind_text(insert, 3, layer->identifier);
    orb_sqlite_bind_text(insert, 4, layer->description);
    orb_sqlite_bind_text(insert, 5, when);
    /* Infinite when nothing has a place: bound as NULL. */
    orb_sqlite_bind_real(insert, 6, box[0]);
    orb_sqlite_bind_real(insert, 7, box[2]);
    orb_sqlite_bind_real(insert, 8, box[1]);
    orb_sqlite_bind_real(insert, 9, box[3]);
    if (layer->type != NULL)
        orb_sqlite_bind_integer(insert, 10, 4326);
    status = orb_sqlite_run(insert, err);
    orb_sqlite_finalize(insert);
    return status;
}

enum orb_status orb_gpkg_add_layer(struct orb_sqlite *db,
                                   const struct orb_gpkg_layer *layer, orb_date changed_on,
                                   struct orb_error *err)
{
    double box[4] = { INFINITY, -INFINITY, INFINITY, -INFINITY };
    struct orb_sqlite_statement *insert = NULL;
    enum orb_status status = ORB_OK;

    if (layer->type != NULL)
        status = index_layer(db, layer->table, box, err);
    if (status == ORB_OK)
        status = add_contents(db, layer, changed_on, box, err);
    if (status != ORB_OK || layer->type == NULL)
        return status;
    status = orb_sqlite_prepare(
        &insert, db, "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, 4326, 0, 0)",
        err);
    if (status == ORB_OK) {
        orb_sqlite_bind_text(insert, 1, layer->table);
        orb_sqlite_bind_text(insert, 2, layer->type);
        status = orb_sqlite_run(insert, err);
    }
    orb_sqlite_finalize(insert);
    return status;
}
