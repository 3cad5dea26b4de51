/* The exporters, by name. Adding one: a file, a line in the table, a line in local.mk. */
#ifndef ORB_MAPS_REGISTRY_H
#define ORB_MAPS_REGISTRY_H

#include "maps/exporter.h"

extern const struct orb_exporter orb_exporter_geojson;
extern const struct orb_exporter orb_exporter_topojson;

/* Those that read the catalogue; ends with NULL, in the order of help. "native" reads the
 * store's records: maps/native.h. */
extern const struct orb_exporter *const orb_exporters[];

/* NULL when there is none of that name. */
const struct orb_exporter *orb_exporter_find(const char *name);

#endif
