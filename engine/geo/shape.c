/* Every shape is one GEOS geometry; a copy stretched so that degrees measure alike both
 * ways answers "within metres". */
#include "engine/geo/shape.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/geo/context_geos.h"
#include "engine/geo/shape_geos.h"

static const double metres_per_degree =
    111195.0; /* mean; 110.6 to 111.7 km from equator to pole */
static const double authalic_radius_m = 6371007.181;
static const double degree = 0.017453292519943295;

struct orb_shape *orb_shape_of(struct orb_geo_context *context, GEOSGeometry *geometry)
{
    struct orb_shape *shape = orb_calloc(1, sizeof *shape);

    if (shape == NULL) {
        context->geos.GEOSGeom_destroy_r(context->geos.handle, geometry);
        return NULL;
    }
    shape->context = context;
    shape->geometry = geometry;
    return shape;
}

static void forget_prepared(struct orb_shape *shape)
{
    const struct orb_geos *geos = &shape->context->geos;

    geos->GEOSPreparedGeom_destroy_r(geos->handle, shape->prepared);
    geos->GEOSGeom_destroy_r(geos->handle, shape->stretched);
    shape->prepared = NULL;
    shape->stretched = NULL;
}

void orb_shape_free(struct orb_shape *shape)
{
    const struct orb_geos *geos;

    if (shape == NULL)
        return;
    geos = &shape->context->geos;
    forget_prepared(shape);
    geos->GEOSGeom_destroy_r(geos->handle, shape->geometry);
    orb_free(shape);
}

static bool is_polygonal(const struct orb_geos *geos, const GEOSGeometry *geometry)
{
    int type = geos->GEOSGeomTypeId_r(geos->handle, geometry);

    return type == GEOS_POLYGON || type == GEOS_MULTIPOLYGON;
}

enum orb_status orb_shape_read_wkb(struct orb_shape **out, struct orb_geo_context *context,
                                   const unsigned char *wkb, size_t len,
                                   struct orb_error *err)
{
    const struct orb_geos *geos = &context->geos;
    GEOSWKBReader *reader = geos->GEOSWKBReader_create_r(geos->handle);
    GEOSGeometry *geometry = NULL;

    if (reader == NULL)
        return orb_error_memory(err);
    geometry = geos->GEOSWKBReader_read_r(geos->handle, reader, wkb, len);
    geos->GEOSWKBReader_destroy_r(geos->handle, reader);
    if (geometry == NULL)
        return orb_geo_error(context, err);
    if (!is_polygonal(geos, geometry)) {
        geos->GEOSGeom_destroy_r(geos->handle, geometry);
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the geometry is neither a Polygon nor a MultiPolygon"));
    }
    *out = orb_shape_of(context, geometry);
    return *out == NULL ? orb_error_memory(err) : ORB_OK;
}

/* ---- repair and union */

/* Keep what has an area: the polygons of a collection. Takes ownership of the geometry. */
static GEOSGeometry *keep_polygons(const struct orb_geos *geos, GEOSGeometry *geometry)
{
    int count = geos->GEOSGetNumGeometries_r(geos->handle, geometry);
    GEOSGeometry **kept, *result;
    unsigned int n = 0;

    if (is_polygonal(geos, geometry))
        return geometry;
    kept = orb_calloc(count > 0 ? (size_t)count : 1, sizeof *kept);
    for (int i = 0; kept != NULL && i < count; i++) {
        const GEOSGeometry *part = geos->GEOSGetGeometryN_r(geos->handle, geometry, i);

        if (is_polygonal(geos, part))
            kept[n++] = geos->GEOSGeom_clone_r(geos->handle, part);
    }
    result = kept == NULL ? NULL
                          : geos->GEOSGeom_createCollection_r(
                                geos->handle, GEOS_GEOMETRYCOLLECTION, kept, n);
    orb_free(kept);
    geos->GEOSGeom_destroy_r(geos->handle, geometry);
    if (result == NULL)
        return NULL;
    geometry = geos->GEOSUnaryUnion_r(geos->handle, result);
    geos->GEOSGeom_destroy_r(geos->handle, result);
    return geometry;
}

enum orb_status orb_shape_repair(struct orb_shape *shape, double *area_change,
                                 struct orb_error *err)
{
    const struct orb_geos *geos = &shape->context->geos;
    GEOSMakeValidParams *params;
    GEOSGeometry *valid;
    double before, after;

    *area_change = 0;
    if (geos->GEOSisValid_r(geos->handle, shape->geometry) == 1)
        return geos->GEOSisEmpty_r(geos->handle, shape->geometry) == 1
                   ? orb_error_set(err, ORB_ERR_SYNTAX, _("the geometry has no area"))
                   : ORB_OK;
    before = orb_shape_area_m2(shape);
    params = geos->GEOSMakeValidParams_create_r(geos->handle);
    if (params == NULL || isnan(before)) {
        geos->GEOSMakeValidParams_destroy_r(geos->handle, params);
        return orb_error_memory(err);
    }
    (void)geos->GEOSMakeValidParams_setMethod_r(geos->handle, params,
                                                GEOS_MAKE_VALID_STRUCTURE);
    (void)geos->GEOSMakeValidParams_setKeepCollapsed_r(geos->handle, params, 0);
    valid = geos->GEOSMakeValidWithParams_r(geos->handle, shape->geometry, params);
    geos->GEOSMakeValidParams_destroy_r(geos->handle, params);
    if (valid != NULL)
        valid = keep_polygons(geos, valid);
    if (valid == NULL)
        return orb_geo_error(shape->context, err);
    forget_prepared(shape);
    geos->GEOSGeom_destroy_r(geos->handle, shape->geometry);
    shape->geometry = valid;
    after = orb_shape_area_m2(shape);
    if (isnan(after))
        return orb_error_memory(err);
    if (after <= 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the geometry has no area"));
    *area_change = before > 0 ? fabs(after - before) / before : 0;
    return ORB_OK;
}

enum orb_status orb_shape_dissolve(struct orb_shape **out, struct orb_geo_context *context,
                                   const struct orb_shape *const *shapes, size_t count,
                                   struct orb_error *err)
{
    const struct orb_geos *geos = &context->geos;
    GEOSGeometry **parts = orb_calloc(count + 1, sizeof *parts);
    GEOSGeometry *all, *whole;

    if (parts == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++)
        parts[i] = geos->GEOSGeom_clone_r(geos->handle, shapes[i]->geometry);
    all = geos->GEOSGeom_createCollection_r(geos->handle, GEOS_GEOMETRYCOLLECTION, parts,
                                            (unsigned)count);
    orb_free(parts);
    whole = all == NULL ? NULL : geos->GEOSUnaryUnion_r(geos->handle, all);
    geos->GEOSGeom_destroy_r(geos->handle, all);
    if (whole != NULL)
        whole = keep_polygons(geos, whole);
    if (whole == NULL)
        return orb_geo_error(context, err);
    /* the same parts in another order give the same bytes */
    (void)geos->GEOSNormalize_r(geos->handle, whole);
    *out = orb_shape_of(context, whole);
    return *out == NULL ? orb_error_memory(err) : ORB_OK;
}

enum orb_status orb_shape_simplify(struct orb_shape *shape, double metres,
                                   struct orb_error *err)
{
    const struct orb_geos *geos = &shape->context->geos;
    GEOSGeometry *simple = geos->GEOSTopologyPreserveSimplify_r(
        geos->handle, shape->geometry, metres / metres_per_degree);

    if (simple == NULL)
        return orb_geo_error(shape->context, err);
    forget_prepared(shape);
    geos->GEOSGeom_destroy_r(geos->handle, shape->geometry);
    shape->geometry = simple;
    return ORB_OK;
}

/* ---- questions */

static int stretch(double *x, double *y, void *context)
{
    const double *factor = context;

    (void)y;
    *x *= *factor;
    return 1;
}

/* GEOS 3.11 transforms by callback on x and y; a copy costs little beside preparing it. */
static bool prepare(struct orb_shape *shape)
{
    const struct orb_geos *geos = &shape->context->geos;
    double box[4];

    if (shape->prepared != NULL)
        return true;
    orb_shape_box(shape, box);
    shape->stretch = cos((box[1] + box[3]) / 2 * degree);
    if (shape->stretch < 0.001)
        shape->stretch = 0.001;
    shape->stretched = geos->GEOSGeom_transformXY_r(geos->handle, shape->geometry, stretch,
                                                    &shape->stretch);
    if (shape->stretched == NULL)
        return false;
    shape->prepared = geos->GEOSPrepare_r(geos->handle, shape->stretched);
    return shape->prepared != NULL;
}

bool orb_shape_contains(struct orb_shape *shape, double lon, double lat, double margin_m)
{
    const struct orb_geos *geos = &shape->context->geos;
    GEOSGeometry *point;
    bool inside = false;

    if (!isfinite(lon) || !isfinite(lat) || !prepare(shape))
        return false;
    point = geos->GEOSGeom_createPointFromXY_r(geos->handle, lon * shape->stretch, lat);
    if (point == NULL)
        return false;
    inside = geos->GEOSPreparedIntersects_r(geos->handle, shape->prepared, point) == 1;
    if (!inside && margin_m > 0)
        inside = geos->GEOSPreparedDistanceWithin_r(geos->handle, shape->prepared, point,
                                                    margin_m / metres_per_degree) == 1;
    geos->GEOSGeom_destroy_r(geos->handle, point);
    return inside;
}

bool orb_shape_point(const struct orb_shape *shape, double *lon, double *lat)
{
    const struct orb_geos *geos = &shape->context->geos;
    GEOSGeometry *point = geos->GEOSPointOnSurface_r(geos->handle, shape->geometry);
    double x, y;
    bool found = point != NULL && geos->GEOSisEmpty_r(geos->handle, point) == 0 &&
                 geos->GEOSGeomGetX_r(geos->handle, point, &x) == 1 &&
                 geos->GEOSGeomGetY_r(geos->handle, point, &y) == 1;

    if (found) {
        *lon = x;
        *lat = y;
    }
    geos->GEOSGeom_destroy_r(geos->handle, point);
    return found;
}

void orb_shape_box(const struct orb_shape *shape, double box[4])
{
    const struct orb_geos *geos = &shape->context->geos;

    for (int i = 0; i < 4; i++)
        box[i] = 0;
    (void)geos->GEOSGeom_getXMin_r(geos->handle, shape->geometry, &box[0]);
    (void)geos->GEOSGeom_getYMin_r(geos->handle, shape->geometry, &box[1]);
    (void)geos->GEOSGeom_getXMax_r(geos->handle, shape->geometry, &box[2]);
    (void)geos->GEOSGeom_getYMax_r(geos->handle, shape->geometry, &box[3]);
}

static enum orb_status add_ring_area(void *context, const struct orb_shape_ring *ring)
{
    double *total = context;
    double sum = 0;

    for (size_t i = 0; i + 1 < ring->count; i++)
        sum += (ring->xy[2 * i + 2] - ring->xy[2 * i]) * degree *
               (2 + sin(ring->xy[2 * i + 1] * degree) + sin(ring->xy[2 * i + 3] * degree));
    sum = fabs(sum) / 2 * authalic_radius_m * authalic_radius_m;
    *total += ring->index == 0 ? sum : -sum;
    return ORB_OK;
}

double orb_shape_area_m2(const struct orb_shape *shape)
{
    double total = 0;

    return orb_shape_each_ring(shape, add_ring_area, &total) == ORB_OK ? total
                                                                       : (double)NAN;
}
