/* A contour as it is stored, read position by position or written as the coordinates of a
 * GeoJSON geometry. Internal to maps. */
#ifndef ORB_MAPS_CONTOUR_H
#define ORB_MAPS_CONTOUR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"

/* Told in the order of the bytes: each ring, then its positions, in degrees and finite. */
struct orb_contour_visitor {
    void *context;
    void (*ring)(void *context, uint32_t polygon, uint32_t ring); /* ring 0 is the shell */
    void (*position)(void *context, double lon, double lat);
};

/* Tell a little-endian WKB MULTIPOLYGON. False when the bytes are no such thing, perhaps
 * after some of it was told. */
bool orb_contour_read(const unsigned char *wkb, size_t len,
                      const struct orb_contour_visitor *visitor);

/*
 * Append a little-endian WKB MULTIPOLYGON as a GeoJSON geometry, keys sorted, numbers
 * exact. False, with nothing added, when the bytes are no such thing.
 */
bool orb_contour_write(struct orb_buf *out, const unsigned char *wkb, size_t len);

#endif
