/* Valhalla: seconds and kilometres or miles; "latitude, longitude" by name; a pair without
 * a path has two nulls; isochrones come largest first. */
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/travel/router.h"
#include "engine/travel/router_parts.h"

#define METRES_IN_MILE 1609.344

/* ---- requests */

static void write_point(struct orb_buf *out, struct orb_router_point point)
{
    orb_buf_text(out, "{\"lat\":");
    orb_router_write_degrees(out, point.lat);
    orb_buf_text(out, ",\"lon\":");
    orb_router_write_degrees(out, point.lon);
    orb_buf_printf(out, ",\"search_cutoff\":%d}", ORB_ROUTER_CUTOFF_M);
}

static void write_points(struct orb_buf *out, const char *name,
                         const struct orb_router_point *points, size_t count)
{
    orb_buf_printf(out, "\"%s\":[", name);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            orb_buf_char(out, ',');
        write_point(out, points[i]);
    }
    orb_buf_text(out, "],");
}

static void write_costing(struct orb_buf *out, enum orb_travel_mode mode)
{
    orb_buf_printf(out, "\"costing\":\"%s\"", orb_router_mode(ORB_ROUTER_VALHALLA, mode));
}

/* The long form: the short one does not say where points were moved. */
void orb_valhalla_write_matrix(struct orb_buf *body, const struct orb_router_batch *batch)
{
    orb_buf_char(body, '{');
    write_points(body, "sources", batch->from, batch->from_count);
    write_points(body, "targets", batch->to, batch->to_count);
    write_costing(body, batch->mode);
    orb_buf_text(body, ",\"units\":\"kilometers\",\"verbose\":true}");
}

void orb_valhalla_write_isochrone(struct orb_buf *body, enum orb_travel_mode mode,
                                  struct orb_router_point from, const double *minutes,
                                  size_t count)
{
    char text[ORB_NUMBER_LEN];

    orb_buf_char(body, '{');
    write_points(body, "locations", &from, 1);
    write_costing(body, mode);
    orb_buf_text(body, ",\"contours\":[");
    for (size_t i = 0; i < count; i++) {
        (void)orb_number_write(text, minutes[i]);
        orb_buf_printf(body, "%s{\"time\":%s}", i == 0 ? "" : ",", text);
    }
    orb_buf_text(body, "],\"polygons\":true}");
}

/* ---- matrix */

static bool read_unit(double *metres, const struct orb_json *answer)
{
    const char *unit = orb_json_text(orb_json_get(answer, "units"));

    if (unit == NULL)
        return false;
    *metres = strcmp(unit, "miles") == 0 ? METRES_IN_MILE : 1000.0;
    return strcmp(unit, "miles") == 0 || strcmp(unit, "kilometers") == 0;
}

/* Seconds and a distance, both or none of them null. */
static bool read_leg(struct orb_router_leg *leg, const struct orb_json *seconds,
                     const struct orb_json *distance, double unit_m)
{
    if (orb_json_is_null(seconds) && orb_json_is_null(distance)) {
        *leg = orb_router_no_way();
        return true;
    }
    leg->answer = ORB_TRAVEL_ROUTE;
    if (!orb_router_amount(&leg->seconds, seconds) ||
        !orb_router_amount(&leg->metres, distance))
        return false;
    leg->metres *= unit_m;
    return true;
}

static bool read_long_cell(const struct orb_router_reading *r, size_t i, size_t j,
                           const struct orb_json *cell, double unit_m)
{
    const struct orb_router_batch *batch = r->batch;
    struct orb_router_leg *leg = &r->legs[i * batch->to_count + j];
    double moved_m[2];

    if (orb_json_type(cell) != ORB_JSON_OBJECT ||
        orb_json_number(orb_json_get(cell, "from_index")) != (double)i ||
        orb_json_number(orb_json_get(cell, "to_index")) != (double)j ||
        !read_leg(leg, orb_json_get(cell, "time"), orb_json_get(cell, "distance"), unit_m))
        return false;
    if (leg->answer != ORB_TRAVEL_ROUTE)
        return true;
    moved_m[0] =
        orb_router_moved_m(batch->from[i], orb_json_number(orb_json_get(cell, "begin_lon")),
                           orb_json_number(orb_json_get(cell, "begin_lat")));
    moved_m[1] =
        orb_router_moved_m(batch->to[j], orb_json_number(orb_json_get(cell, "end_lon")),
                           orb_json_number(orb_json_get(cell, "end_lat")));
    *leg = orb_router_judge(batch, i, j, *leg, moved_m);
    return true;
}

static enum orb_status read_long(const struct orb_router_reading *r,
                                 const struct orb_json *rows, double unit_m,
                                 struct orb_error *err)
{
    const struct orb_router_batch *batch = r->batch;

    if (orb_json_count(rows) != batch->from_count)
        return orb_router_wrong(err, "/sources_to_targets");
    for (size_t i = 0; i < batch->from_count; i++) {
        const struct orb_json *row = orb_json_at(rows, i);

        if (orb_json_type(row) != ORB_JSON_ARRAY || orb_json_count(row) != batch->to_count)
            return orb_router_wrong(err, "/sources_to_targets");
        for (size_t j = 0; j < batch->to_count; j++)
            if (!read_long_cell(r, i, j, orb_json_at(row, j), unit_m))
                return orb_router_wrong(err, "/sources_to_targets");
    }
    return ORB_OK;
}

static bool is_grid(const struct orb_router_batch *batch, const struct orb_json *rows)
{
    if (orb_json_type(rows) != ORB_JSON_ARRAY || orb_json_count(rows) != batch->from_count)
        return false;
    for (size_t i = 0; i < batch->from_count; i++)
        if (orb_json_type(orb_json_at(rows, i)) != ORB_JSON_ARRAY ||
            orb_json_count(orb_json_at(rows, i)) != batch->to_count)
            return false;
    return true;
}

static enum orb_status read_short(const struct orb_router_reading *r,
                                  const struct orb_json *grids, double unit_m,
                                  struct orb_error *err)
{
    static const double not_said[2] = { NAN, NAN };
    const struct orb_router_batch *batch = r->batch;
    const struct orb_json *durations = orb_json_get(grids, "durations");
    const struct orb_json *distances = orb_json_get(grids, "distances");

    if (!is_grid(batch, durations) || !is_grid(batch, distances))
        return orb_router_wrong(err, "/sources_to_targets");
    for (size_t n = 0; n < batch->from_count * batch->to_count; n++) {
        size_t i = n / batch->to_count;
        size_t j = n % batch->to_count;

        if (!read_leg(&r->legs[n], orb_json_at(orb_json_at(durations, i), j),
                      orb_json_at(orb_json_at(distances, i), j), unit_m))
            return orb_router_wrong(err, "/sources_to_targets");
        if (r->legs[n].answer == ORB_TRAVEL_ROUTE)
            r->legs[n] = orb_router_judge(batch, i, j, r->legs[n], not_said);
    }
    return ORB_OK;
}

enum orb_status orb_valhalla_read_matrix(const struct orb_router_batch *batch,
                                         const struct orb_buf *answer,
                                         struct orb_error *err)
{
    struct orb_router_reading r;
    struct orb_json *json = NULL;
    double unit_m = 0;
    enum orb_status status = orb_router_parse(&json, answer, err);

    if (status != ORB_OK)
        return status;
    status = orb_router_begin(&r, batch, err);
    if (status == ORB_OK && !read_unit(&unit_m, json))
        status = orb_router_wrong(err, "/units");
    if (status == ORB_OK) {
        const struct orb_json *cells = orb_json_get(json, "sources_to_targets");

        status = orb_json_type(cells) == ORB_JSON_OBJECT
                     ? read_short(&r, cells, unit_m, err)
                     : read_long(&r, cells, unit_m, err);
    }
    status = orb_router_end(&r, status);
    orb_json_free(json);
    return status;
}

const char *orb_valhalla_read_version(const struct orb_buf *answer, struct orb_arena *arena)
{
    struct orb_json *json = NULL;
    const char *version = NULL;
    char *copy = NULL;

    if (orb_router_parse(&json, answer, NULL) == ORB_OK)
        version = orb_json_text(orb_json_get(json, "version"));
    if (version != NULL)
        copy = orb_arena_strdup(arena, version);
    orb_json_free(json);
    return copy == NULL ? "" : copy;
}

/* ---- isochrone */

static enum orb_status keep_area(struct orb_isochrone *area, const struct orb_json *shape,
                                 struct orb_arena *arena, struct orb_error *err)
{
    const char *type = orb_json_text(orb_json_get(shape, "type"));
    struct orb_buf text = { 0 };
    enum orb_status status;

    if (type == NULL || (strcmp(type, "Polygon") != 0 && strcmp(type, "MultiPolygon") != 0))
        return orb_router_wrong(err, "/geometry");
    orb_json_write(&text, shape);
    status = orb_buf_check(&text, err);
    if (status == ORB_OK) {
        area->geometry = orb_arena_text(arena, text.data, text.len);
        status = area->geometry == NULL ? orb_error_memory(err) : ORB_OK;
    }
    orb_buf_release(&text);
    return status;
}

static const struct orb_json *find_contour(const struct orb_json *features, double minutes)
{
    for (size_t i = 0; i < orb_json_count(features); i++) {
        const struct orb_json *feature = orb_json_at(features, i);
        const struct orb_json *properties = orb_json_get(feature, "properties");

        if (orb_json_number(orb_json_get(properties, "contour")) == minutes)
            return orb_json_get(feature, "geometry");
    }
    return NULL;
}

enum orb_status orb_valhalla_read_isochrone(struct orb_isochrone *areas, size_t count,
                                            const struct orb_buf *answer,
                                            struct orb_arena *arena, struct orb_error *err)
{
    struct orb_json *json = NULL;
    const struct orb_json *features;
    enum orb_status status = orb_router_parse(&json, answer, err);

    if (status != ORB_OK)
        return status;
    features = orb_json_get(json, "features");
    if (orb_json_type(features) != ORB_JSON_ARRAY || orb_json_count(features) != count)
        status = orb_router_wrong(err, "/features");
    for (size_t i = 0; status == ORB_OK && i < count; i++)
        status = keep_area(&areas[i], find_contour(features, areas[i].minutes), arena, err);
    orb_json_free(json);
    return status;
}

enum orb_status orb_ign_read_isochrone(struct orb_isochrone *area,
                                       const struct orb_buf *answer,
                                       struct orb_arena *arena, struct orb_error *err)
{
    struct orb_json *json = NULL;
    const char *crs;
    enum orb_status status = orb_router_parse(&json, answer, err);

    if (status != ORB_OK)
        return status;
    crs = orb_json_text(orb_json_get(json, "crs"));
    if (crs != NULL && strcmp(crs, "EPSG:4326") != 0)
        status = orb_router_wrong(err, "/crs");
    if (status == ORB_OK)
        status = keep_area(area, orb_json_get(json, "geometry"), arena, err);
    orb_json_free(json);
    return status;
}
