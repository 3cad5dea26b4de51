/* SpatiaLite's geometry bytes, SRID 4326: points, and multipolygons from and to WKB. */
#ifndef ORB_STORE_SPATIALITE_BLOB_H
#define ORB_STORE_SPATIALITE_BLOB_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

#define ORB_BLOB_POINT_LEN 60

void orb_blob_point(unsigned char out[ORB_BLOB_POINT_LEN], double lon, double lat);
/* False when the bytes are no point of ours. */
bool orb_blob_read_point(const void *blob, size_t len, double *lon, double *lat);

/* min lon, min lat, max lon, max lat; false when the bytes are no geometry of ours. */
bool orb_blob_read_box(const void *blob, size_t len, double box[4]);

/* Append the bytes of a MULTIPOLYGON given as little-endian WKB; ORB_ERR_SYNTAX when it is
 * not one. */
ORB_MUST_CHECK enum orb_status orb_blob_polygons(struct orb_buf *out,
                                                 const unsigned char *wkb, size_t len,
                                                 struct orb_error *err);
/* Back to WKB. */
ORB_MUST_CHECK enum orb_status orb_blob_read_polygons(struct orb_buf *out, const void *blob,
                                                      size_t len, struct orb_error *err);

#endif
