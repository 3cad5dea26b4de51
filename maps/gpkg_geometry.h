/* Geometries as a GeoPackage holds them: its header, then WKB. Internal to maps. */
#ifndef ORB_MAPS_GPKG_GEOMETRY_H
#define ORB_MAPS_GPKG_GEOMETRY_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "maps/selection.h"

/* Append a point in degrees. */
void orb_gpkg_point(struct orb_buf *out, struct orb_map_position position);

/* Append a MULTIPOLYGON in little-endian WKB. False, with nothing added, when the bytes are
 * no such thing. */
bool orb_gpkg_polygons(struct orb_buf *out, const unsigned char *wkb, size_t len);

/* The WKB of a geometry written here; NULL when it is none. */
const unsigned char *orb_gpkg_wkb(const void *geometry, size_t len, size_t *wkb_len);

/* Min lon, max lon, min lat, max lat of a geometry written here. False when it is none. */
bool orb_gpkg_box(const void *geometry, size_t len, double box[4]);

#endif
