/* The parts of the exporter of GeoPackages. Internal to maps. */
#ifndef ORB_MAPS_GPKG_H
#define ORB_MAPS_GPKG_H

#include "engine/base/buf.h"
#include "engine/base/sqlite.h"
#include "maps/exporter.h"
#include "maps/offer_cells.h"

struct gpkg {
    struct orb_sqlite *db;
    const struct orb_map_territory *territory;
    const struct orb_export_options *options;
    struct orb_buf credit; /* whom to name for the sources used, under which licence */
    struct orb_selection selection;
    struct orb_cells cells;
    struct orb_buf geometry; /* of the current row */
};

/* Say again whom to name, once more sources are used. */
ORB_MUST_CHECK enum orb_status orb_gpkg_credit(struct gpkg *g, struct orb_error *err);

/* The layer of offers, then that of the places where they are. */
ORB_MUST_CHECK enum orb_status orb_gpkg_add_offers(struct gpkg *g, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_gpkg_add_sites(struct gpkg *g, struct orb_error *err);

/* The layer of communes with their contours, then that of the zones made of them. */
ORB_MUST_CHECK enum orb_status orb_gpkg_add_communes(struct gpkg *g, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_gpkg_add_zones(struct gpkg *g, struct orb_error *err);

#endif
