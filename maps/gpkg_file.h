/* A GeoPackage being written: its own tables, its layers, their spatial index. Internal to
 * maps. */
#ifndef ORB_MAPS_GPKG_FILE_H
#define ORB_MAPS_GPKG_FILE_H

#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/base/sqlite.h"

struct orb_gpkg_layer {
    const char *table;
    const char *type; /* POINT, MULTIPOLYGON; NULL = a table without geometry */
    const char *identifier;
    const char *description;
};

/* What SQLite must know before the first table, and the tables of OGC 12-128. */
ORB_MUST_CHECK enum orb_status orb_gpkg_begin(struct orb_sqlite *db, struct orb_error *err);

/*
 * Tell of a table that was filled: fid is its key, geom its geometry. Its rows are indexed
 * and its box is taken. changed_on: ORB_DATE_NONE = a fixed day.
 */
ORB_MUST_CHECK enum orb_status orb_gpkg_add_layer(struct orb_sqlite *db,
                                                  const struct orb_gpkg_layer *layer,
                                                  orb_date changed_on,
                                                  struct orb_error *err);

#endif
