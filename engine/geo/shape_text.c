/* Shapes as rings of numbers: reading GeoJSON, writing WKB and GeoJSON, always with shells
 * counter-clockwise (RFC 7946). */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/geo/shape_geos.h"

enum { WKB_LITTLE = 1, WKB_POLYGON = 3, WKB_MULTIPOLYGON = 6, DECIMALS = 6, RING_MIN = 4 };

/* ---- visiting */

static double twice_signed_area(const double *xy, size_t count)
{
    double sum = 0;

    for (size_t i = 0; i + 1 < count; i++)
        sum += (xy[2 * i] - xy[0]) * (xy[2 * i + 3] - xy[1]) -
               (xy[2 * i + 2] - xy[0]) * (xy[2 * i + 1] - xy[1]);
    return sum;
}

static void reverse(double *xy, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        size_t j = count - 1 - i;
        double x = xy[2 * i], y = xy[2 * i + 1];

        xy[2 * i] = xy[2 * j];
        xy[2 * i + 1] = xy[2 * j + 1];
        xy[2 * j] = x;
        xy[2 * j + 1] = y;
    }
}

struct visitor {
    const struct orb_geos *geos;
    enum orb_status (*visit)(void *context, const struct orb_shape_ring *ring);
    void *context;
};

static enum orb_status visit_ring(const struct visitor *v, const GEOSGeometry *line,
                                  struct orb_shape_ring *ring)
{
    const GEOSCoordSequence *points =
        v->geos->GEOSGeom_getCoordSeq_r(v->geos->handle, line);
    unsigned int count = 0;
    enum orb_status status = ORB_ERR_MEMORY;

    if (points == NULL ||
        v->geos->GEOSCoordSeq_getSize_r(v->geos->handle, points, &count) == 0)
        return ORB_ERR_SYNTAX;
    ring->count = count;
    ring->xy = orb_calloc((size_t)count + 1, 2 * sizeof *ring->xy);
    if (ring->xy != NULL && v->geos->GEOSCoordSeq_copyToBuffer_r(v->geos->handle, points,
                                                                 ring->xy, 0, 0) == 1) {
        if ((twice_signed_area(ring->xy, count) < 0) == (ring->index == 0))
            reverse(ring->xy, count);
        status = v->visit(v->context, ring);
    }
    orb_free(ring->xy);
    return status;
}

enum orb_status orb_shape_each_ring(
    const struct orb_shape *shape,
    enum orb_status (*visit)(void *context, const struct orb_shape_ring *ring),
    void *context)
{
    const struct orb_geos *geos = &shape->context->geos;
    const struct visitor v = { geos, visit, context };
    int polygons = geos->GEOSGetNumGeometries_r(geos->handle, shape->geometry);
    enum orb_status status = ORB_OK;

    for (int p = 0; status == ORB_OK && p < polygons; p++) {
        const GEOSGeometry *polygon =
            geos->GEOSGetGeometryN_r(geos->handle, shape->geometry, p);
        int holes =
            polygon == NULL ? -1 : geos->GEOSGetNumInteriorRings_r(geos->handle, polygon);

        if (holes < 0)
            return ORB_ERR_SYNTAX;
        for (int h = 0; status == ORB_OK && h <= holes; h++) {
            struct orb_shape_ring ring = { .polygon = (size_t)p,
                                           .polygon_count = (size_t)polygons,
                                           .index = (size_t)h,
                                           .ring_count = (size_t)holes + 1 };

            status = visit_ring(
                &v,
                h == 0 ? geos->GEOSGetExteriorRing_r(geos->handle, polygon)
                       : geos->GEOSGetInteriorRingN_r(geos->handle, polygon, h - 1),
                &ring);
        }
    }
    return status;
}

/* ---- writing */

static void put_u32(struct orb_buf *out, size_t value)
{
    uint32_t number = (uint32_t)value;
    const unsigned char bytes[4] = { (unsigned char)(number & 0xff),
                                     (unsigned char)(number >> 8 & 0xff),
                                     (unsigned char)(number >> 16 & 0xff),
                                     (unsigned char)(number >> 24) };

    orb_buf_add(out, bytes, sizeof bytes);
}

static enum orb_status ring_to_wkb(void *context, const struct orb_shape_ring *ring)
{
    struct orb_buf *out = context;

    if (ring->polygon == 0 && ring->index == 0) {
        orb_buf_char(out, WKB_LITTLE);
        put_u32(out, WKB_MULTIPOLYGON);
        put_u32(out, ring->polygon_count);
    }
    if (ring->index == 0) {
        orb_buf_char(out, WKB_LITTLE);
        put_u32(out, WKB_POLYGON);
        put_u32(out, ring->ring_count);
    }
    put_u32(out, ring->count);
    orb_buf_add(out, ring->xy, ring->count * 2 * sizeof *ring->xy);
    return ORB_OK;
}

static enum orb_status ring_to_geojson(void *context, const struct orb_shape_ring *ring)
{
    struct orb_buf *out = context;
    char number[ORB_NUMBER_LEN];

    if (ring->polygon == 0 && ring->index == 0)
        orb_buf_text(out, "{\"type\":\"MultiPolygon\",\"coordinates\":[");
    if (ring->index == 0)
        orb_buf_text(out, ring->polygon == 0 ? "[" : ",[");
    orb_buf_text(out, ring->index == 0 ? "[" : ",[");
    for (size_t i = 0; i < ring->count; i++) {
        orb_buf_text(out, i == 0 ? "[" : ",[");
        orb_buf_add(out, number, orb_number_write_fixed(number, ring->xy[2 * i], DECIMALS));
        orb_buf_char(out, ',');
        orb_buf_add(out, number,
                    orb_number_write_fixed(number, ring->xy[2 * i + 1], DECIMALS));
        orb_buf_char(out, ']');
    }
    orb_buf_text(out, ring->index + 1 == ring->ring_count ? "]]" : "]");
    if (ring->index + 1 == ring->ring_count && ring->polygon + 1 == ring->polygon_count)
        orb_buf_text(out, "]}");
    return ORB_OK;
}

static enum orb_status write(const struct orb_shape *shape, struct orb_buf *out,
                             enum orb_status (*visit)(void *context,
                                                      const struct orb_shape_ring *ring),
                             struct orb_error *err)
{
    enum orb_status status = orb_shape_each_ring(shape, visit, out);

    if (status == ORB_ERR_MEMORY)
        return orb_error_memory(err);
    return status == ORB_OK ? orb_buf_check(out, err) : orb_geo_error(shape->context, err);
}

enum orb_status orb_shape_write_wkb(const struct orb_shape *shape, struct orb_buf *out,
                                    struct orb_error *err)
{
    return write(shape, out, ring_to_wkb, err);
}

enum orb_status orb_shape_write_geojson(const struct orb_shape *shape, struct orb_buf *out,
                                        struct orb_error *err)
{
    return write(shape, out, ring_to_geojson, err);
}

/* ---- reading GeoJSON */

static enum orb_status read_position(const struct orb_json *json, double xy[2],
                                     struct orb_error *err)
{
    xy[0] = orb_json_number(orb_json_at(json, 0));
    xy[1] = orb_json_number(orb_json_at(json, 1));
    if (orb_json_type(json) != ORB_JSON_ARRAY || orb_json_count(json) < 2 ||
        !isfinite(xy[0]) || !isfinite(xy[1]))
        return orb_error_set(err, ORB_ERR_SYNTAX, _("a position is not two numbers"));
    if (fabs(xy[0]) > 180 || fabs(xy[1]) > 90)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("a position is not in degrees of longitude and latitude"));
    return ORB_OK;
}

static enum orb_status read_ring(struct orb_geo_context *context,
                                 const struct orb_json *json, GEOSGeometry **out,
                                 struct orb_error *err)
{
    const struct orb_geos *geos = &context->geos;
    size_t count = orb_json_count(json);
    GEOSCoordSequence *points = NULL;
    double *xy;
    enum orb_status status = ORB_OK;

    if (orb_json_type(json) != ORB_JSON_ARRAY || count < RING_MIN || count > INT32_MAX)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("a ring has fewer than four positions"));
    xy = orb_calloc(count, 2 * sizeof *xy);
    if (xy == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        status = read_position(orb_json_at(json, i), xy + 2 * i, err);
        if (status != ORB_OK)
            orb_error_at(err, "/%zu", i);
    }
    if (status == ORB_OK && (xy[0] != xy[2 * count - 2] || xy[1] != xy[2 * count - 1]))
        status =
            orb_error_set(err, ORB_ERR_SYNTAX, _("a ring does not end where it starts"));
    if (status == ORB_OK) {
        points =
            geos->GEOSCoordSeq_copyFromBuffer_r(geos->handle, xy, (unsigned)count, 0, 0);
        *out =
            points == NULL ? NULL : geos->GEOSGeom_createLinearRing_r(geos->handle, points);
        if (*out == NULL)
            status = orb_geo_error(context, err);
    }
    orb_free(xy);
    return status;
}

static enum orb_status read_polygon(struct orb_geo_context *context,
                                    const struct orb_json *json, GEOSGeometry **out,
                                    struct orb_error *err)
{
    const struct orb_geos *geos = &context->geos;
    size_t count = orb_json_count(json), done = 0;
    GEOSGeometry **rings;
    enum orb_status status = ORB_OK;

    if (orb_json_type(json) != ORB_JSON_ARRAY || count == 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("a polygon has no ring"));
    rings = orb_calloc(count, sizeof *rings);
    if (rings == NULL)
        return orb_error_memory(err);
    for (; status == ORB_OK && done < count; done++) {
        status = read_ring(context, orb_json_at(json, done), &rings[done], err);
        if (status != ORB_OK)
            orb_error_at(err, "/%zu", done);
    }
    if (status == ORB_OK) {
        *out = geos->GEOSGeom_createPolygon_r(geos->handle, rings[0], rings + 1,
                                              (unsigned)(count - 1));
        if (*out == NULL)
            status = orb_geo_error(context, err);
    } else {
        for (size_t i = 0; i < done; i++)
            geos->GEOSGeom_destroy_r(geos->handle, rings[i]);
    }
    orb_free(rings);
    return status;
}

static enum orb_status read_polygons(struct orb_geo_context *context,
                                     const struct orb_json *json, GEOSGeometry **out,
                                     struct orb_error *err)
{
    const struct orb_geos *geos = &context->geos;
    size_t count = orb_json_count(json), done = 0;
    GEOSGeometry **polygons;
    enum orb_status status = ORB_OK;

    if (orb_json_type(json) != ORB_JSON_ARRAY || count == 0)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the geometry has no polygon"));
    polygons = orb_calloc(count, sizeof *polygons);
    if (polygons == NULL)
        return orb_error_memory(err);
    for (; status == ORB_OK && done < count; done++) {
        status = read_polygon(context, orb_json_at(json, done), &polygons[done], err);
        if (status != ORB_OK)
            orb_error_at(err, "/%zu", done);
    }
    if (status == ORB_OK) {
        *out = geos->GEOSGeom_createCollection_r(geos->handle, GEOS_MULTIPOLYGON, polygons,
                                                 (unsigned)count);
        if (*out == NULL)
            status = orb_geo_error(context, err);
    } else {
        for (size_t i = 0; i < done; i++)
            geos->GEOSGeom_destroy_r(geos->handle, polygons[i]);
    }
    orb_free(polygons);
    return status;
}

enum orb_status orb_shape_parse(struct orb_shape **out, struct orb_geo_context *context,
                                const struct orb_json *geometry, struct orb_error *err)
{
    const char *type = orb_json_text(orb_json_get(geometry, "type"));
    const struct orb_json *coordinates = orb_json_get(geometry, "coordinates");
    GEOSGeometry *made = NULL;
    enum orb_status status;

    if (type == NULL || (strcmp(type, "Polygon") != 0 && strcmp(type, "MultiPolygon") != 0))
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the geometry is neither a Polygon nor a MultiPolygon"));
    status = strcmp(type, "Polygon") == 0 ? read_polygon(context, coordinates, &made, err)
                                          : read_polygons(context, coordinates, &made, err);
    if (status != ORB_OK) {
        orb_error_at(err, "/coordinates");
        return status;
    }
    *out = orb_shape_of(context, made);
    return *out == NULL ? orb_error_memory(err) : ORB_OK;
}
