/* Ways of a map are pieces of rings: GEOS puts them together. */
#include "engine/geo/outline.h"

#include <stdint.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/geo/context_geos.h"

enum orb_status orb_outline_add(struct orb_outline *outline, double lon, double lat,
                                struct orb_error *err)
{
    if (orb_grow((void **)&outline->xy, &outline->capacity, outline->count,
                 2 * sizeof *outline->xy) != ORB_OK)
        return orb_error_memory(err);
    outline->xy[2 * outline->count] = lon;
    outline->xy[2 * outline->count + 1] = lat;
    outline->count++;
    return ORB_OK;
}

enum orb_status orb_outline_end(struct orb_outline *outline, struct orb_error *err)
{
    size_t begin = outline->line_count == 0 ? 0 : outline->ends[outline->line_count - 1];

    if (outline->count == begin)
        return ORB_OK;
    if (orb_grow((void **)&outline->ends, &outline->line_capacity, outline->line_count,
                 sizeof *outline->ends) != ORB_OK)
        return orb_error_memory(err);
    outline->ends[outline->line_count++] = outline->count;
    return ORB_OK;
}

/* Owned by the caller; NULL without memory. */
static GEOSGeometry *line_of(const struct orb_geos *geos, const double *xy, size_t count)
{
    GEOSCoordSequence *points;

    if (count == 1)
        return geos->GEOSGeom_createPointFromXY_r(geos->handle, xy[0], xy[1]);
    points = geos->GEOSCoordSeq_copyFromBuffer_r(geos->handle, xy, (unsigned)count, 0, 0);
    return points == NULL ? NULL : geos->GEOSGeom_createLineString_r(geos->handle, points);
}

/* All lines in one collection; those of one position only when there is no other. */
static GEOSGeometry *gather(const struct orb_outline *o, const struct orb_geos *geos)
{
    GEOSGeometry **parts = orb_calloc(o->line_count + 1, sizeof *parts);
    GEOSGeometry *all = NULL;
    unsigned count = 0;
    size_t begin = 0;

    if (parts == NULL || o->count > INT32_MAX)
        goto done;
    for (size_t i = 0; i < o->line_count; begin = o->ends[i++]) {
        parts[count] = line_of(geos, o->xy + 2 * begin, o->ends[i] - begin);
        if (parts[count] == NULL)
            goto done;
        count++;
    }
    all = geos->GEOSGeom_createCollection_r(geos->handle, GEOS_GEOMETRYCOLLECTION, parts,
                                            count);
    count = 0; /* the collection owns them, or has destroyed them */
done:
    while (count > 0)
        geos->GEOSGeom_destroy_r(geos->handle, parts[--count]);
    orb_free(parts);
    return all;
}

static bool point_on(const struct orb_geos *geos, const GEOSGeometry *geometry,
                     double point[2])
{
    GEOSGeometry *on = geos->GEOSPointOnSurface_r(geos->handle, geometry);
    double x, y;
    bool found = on != NULL && geos->GEOSisEmpty_r(geos->handle, on) == 0 &&
                 geos->GEOSGeomGetX_r(geos->handle, on, &x) == 1 &&
                 geos->GEOSGeomGetY_r(geos->handle, on, &y) == 1;

    if (found) {
        point[0] = x;
        point[1] = y;
    }
    geos->GEOSGeom_destroy_r(geos->handle, on);
    return found;
}

enum orb_status orb_outline_area_point(const struct orb_outline *outline,
                                       struct orb_geo_context *context, double point[2],
                                       bool *found, struct orb_error *err)
{
    const struct orb_geos *geos = &context->geos;
    GEOSGeometry *lines = gather(outline, geos);
    GEOSGeometry *area;

    *found = false;
    if (lines == NULL)
        return orb_error_memory(err);
    area = geos->GEOSBuildArea_r(geos->handle, lines);
    if (area != NULL && geos->GEOSisEmpty_r(geos->handle, area) == 0)
        *found = point_on(geos, area, point);
    geos->GEOSGeom_destroy_r(geos->handle, area);
    geos->GEOSGeom_destroy_r(geos->handle, lines);
    return ORB_OK;
}

enum orb_status orb_outline_line_point(const struct orb_outline *outline,
                                       struct orb_geo_context *context, double point[2],
                                       bool *found, struct orb_error *err)
{
    const struct orb_geos *geos = &context->geos;
    GEOSGeometry *lines = gather(outline, geos);

    *found = false;
    if (lines == NULL)
        return orb_error_memory(err);
    *found = point_on(geos, lines, point);
    geos->GEOSGeom_destroy_r(geos->handle, lines);
    return ORB_OK;
}

void orb_outline_clear(struct orb_outline *outline)
{
    outline->count = outline->line_count = 0;
}

void orb_outline_release(struct orb_outline *outline)
{
    orb_free(outline->xy);
    orb_free(outline->ends);
    memset(outline, 0, sizeof *outline);
}
