/* Polygons in WGS 84 degrees: reading, repair, union, contains, area. */
#ifndef ORB_GEO_SHAPE_H
#define ORB_GEO_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"
#include "engine/base/json.h"
#include "engine/geo/context.h"

/* One or several polygons, possibly with holes; opaque. Release with orb_shape_free before
 * its context. */
struct orb_shape;

/*
 * Read a GeoJSON geometry of type Polygon or MultiPolygon. ORB_ERR_SYNTAX when it is not
 * one, ORB_ERR_RANGE when a position is not on Earth; the place is a JSON pointer within
 * the geometry. The shape may be invalid: see orb_shape_repair.
 */
ORB_MUST_CHECK enum orb_status orb_shape_parse(struct orb_shape **out,
                                               struct orb_geo_context *context,
                                               const struct orb_json *geometry,
                                               struct orb_error *err);

/* Read a POLYGON or MULTIPOLYGON in WKB. */
ORB_MUST_CHECK enum orb_status orb_shape_read_wkb(struct orb_shape **out,
                                                  struct orb_geo_context *context,
                                                  const unsigned char *wkb, size_t len,
                                                  struct orb_error *err);

/* Append a MULTIPOLYGON as little-endian WKB, shells counter-clockwise, holes clockwise. */
ORB_MUST_CHECK enum orb_status orb_shape_write_wkb(const struct orb_shape *shape,
                                                   struct orb_buf *out,
                                                   struct orb_error *err);

/* Append the same as the text of a GeoJSON MultiPolygon, 6 decimals. */
ORB_MUST_CHECK enum orb_status orb_shape_write_geojson(const struct orb_shape *shape,
                                                       struct orb_buf *out,
                                                       struct orb_error *err);

/*
 * Make the shape valid (GEOS MakeValid, structure method), keeping polygons only.
 * *area_change is the share of the area gained or lost; 0 when the shape was valid.
 * ORB_ERR_SYNTAX when nothing is left.
 */
ORB_MUST_CHECK enum orb_status orb_shape_repair(struct orb_shape *shape,
                                                double *area_change, struct orb_error *err);

/* Leave out details below so many metres of a valid shape, which stays valid. */
ORB_MUST_CHECK enum orb_status orb_shape_simplify(struct orb_shape *shape, double metres,
                                                  struct orb_error *err);

/* The union of valid shapes, in one; *out is owned by the caller. */
ORB_MUST_CHECK enum orb_status orb_shape_dissolve(struct orb_shape **out,
                                                  struct orb_geo_context *context,
                                                  const struct orb_shape *const *shapes,
                                                  size_t count, struct orb_error *err);

/*
 * Is the point inside, or within margin_m metres of it? The first call prepares the shape,
 * the next ones take a fraction of a microsecond. Distances are taken in a plane fitted to
 * the middle of the shape: within 1 % for a commune.
 */
bool orb_shape_contains(struct orb_shape *shape, double lon, double lat, double margin_m);

/* A point inside the shape; false when GEOS finds none. */
bool orb_shape_point(const struct orb_shape *shape, double *lon, double *lat);

/* Square metres on the sphere of the same area as the ellipsoid, sides taken as straight in
 * degrees: within 0.5 %; NaN without memory. */
double orb_shape_area_m2(const struct orb_shape *shape);

/* min lon, min lat, max lon, max lat. */
void orb_shape_box(const struct orb_shape *shape, double box[4]);

/* NULL is accepted. */
void orb_shape_free(struct orb_shape *shape);

#endif
