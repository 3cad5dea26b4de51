/* The inside of a shape; only for the files of engine/geo. */
#ifndef ORB_GEO_SHAPE_GEOS_H
#define ORB_GEO_SHAPE_GEOS_H

#include <stddef.h>

#include "engine/geo/context_geos.h"
#include "engine/geo/shape.h"

struct orb_shape {
    struct orb_geo_context *context;
    GEOSGeometry *geometry;  /* POLYGON or MULTIPOLYGON */
    GEOSGeometry *stretched; /* x multiplied by stretch; NULL until asked */
    const GEOSPreparedGeometry *prepared;
    double stretch; /* cosine of the middle latitude */
};

/* A ring being visited: closed, count positions of x, y. index 0 is the shell, the others
 * are holes. */
struct orb_shape_ring {
    size_t polygon;
    size_t polygon_count;
    size_t index;
    size_t ring_count; /* of its polygon */
    double *xy;
    size_t count;
};

/* Visit every ring, polygon by polygon, shells counter-clockwise and holes clockwise. */
ORB_MUST_CHECK enum orb_status orb_shape_each_ring(
    const struct orb_shape *shape,
    enum orb_status (*visit)(void *context, const struct orb_shape_ring *ring),
    void *context);

/* Takes ownership of the geometry; NULL without memory. */
struct orb_shape *orb_shape_of(struct orb_geo_context *context, GEOSGeometry *geometry);

#endif
