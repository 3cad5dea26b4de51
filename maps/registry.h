/* The exporters, by name. Adding one: a file, a line in the table, a line in local.mk. */
#ifndef ORB_MAPS_REGISTRY_H
#define ORB_MAPS_REGISTRY_H

#include "maps/exporter.h"

extern const struct orb_exporter orb_exporter_columns;
extern const struct orb_exporter orb_exporter_csv;
extern const struct orb_exporter orb_exporter_data_inclusion;
extern const struct orb_exporter orb_exporter_geojson;
extern const struct orb_exporter orb_exporter_geojsonseq;
extern const struct orb_exporter orb_exporter_hsds;
extern const struct orb_exporter orb_exporter_gpkg;
extern const struct orb_exporter orb_exporter_kml;
extern const struct orb_exporter orb_exporter_page;
extern const struct orb_exporter orb_exporter_topojson;
extern const struct orb_exporter orb_exporter_umap;
extern const struct orb_exporter orb_exporter_xlsx;

/* Those that read the catalogue; ends with NULL, in the order of help. "native" reads the
 * store's records: maps/native.h. */
extern const struct orb_exporter *const orb_exporters[];

/* NULL when there is none of that name. */
const struct orb_exporter *orb_exporter_find(const char *name);

#endif
