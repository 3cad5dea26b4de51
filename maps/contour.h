/* A contour as the coordinates of a GeoJSON geometry. Internal to maps. */
#ifndef ORB_MAPS_CONTOUR_H
#define ORB_MAPS_CONTOUR_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"

/*
 * Append a little-endian WKB MULTIPOLYGON as a GeoJSON geometry, keys sorted, numbers
 * exact. False, with nothing added, when the bytes are no such thing.
 */
bool orb_contour_write(struct orb_buf *out, const unsigned char *wkb, size_t len);

#endif
