/* OSRM: seconds and metres, longitude first, null where there is no route; it says how far
 * it moved each point. A speed for what has no route is never asked for: it would invent
 * minutes. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "engine/travel/router.h"
#include "engine/travel/router_parts.h"

/* ---- requests */

static void write_points(struct orb_buf *out, const struct orb_router_point *points,
                         size_t count, bool first)
{
    for (size_t i = 0; i < count; i++) {
        if (!first || i > 0)
            orb_buf_char(out, ';');
        orb_router_write_degrees(out, points[i].lon);
        orb_buf_char(out, ',');
        orb_router_write_degrees(out, points[i].lat);
    }
}

static void write_numbers(struct orb_buf *out, const char *name, size_t first, size_t count)
{
    orb_buf_text(out, name);
    for (size_t i = 0; i < count; i++)
        orb_buf_printf(out, "%s%zu", i == 0 ? "" : ";", first + i);
}

void orb_osrm_write_table(struct orb_buf *path, const struct orb_router_batch *batch)
{
    orb_buf_printf(path, "/table/v1/%s/", orb_router_mode(ORB_ROUTER_OSRM, batch->mode));
    write_points(path, batch->from, batch->from_count, true);
    write_points(path, batch->to, batch->to_count, false);
    write_numbers(path, "?sources=", 0, batch->from_count);
    write_numbers(path, "&destinations=", batch->from_count, batch->to_count);
    orb_buf_text(path, "&annotations=duration,distance");
}

void orb_osrm_write_route(struct orb_buf *path, enum orb_travel_mode mode,
                          struct orb_router_point from, struct orb_router_point to)
{
    orb_buf_printf(path, "/route/v1/%s/", orb_router_mode(ORB_ROUTER_OSRM, mode));
    write_points(path, &from, 1, true);
    write_points(path, &to, 1, false);
    orb_buf_text(path, "?overview=false");
}

/* ---- answers */

static bool is_ok(const struct orb_json *answer)
{
    const char *code = orb_json_text(orb_json_get(answer, "code"));

    return code != NULL && strcmp(code, "Ok") == 0;
}

/* How far the point of a waypoint was moved: the larger of what it says and of what its
 * place says; false when it is no waypoint. */
static bool read_moved(double *out, const struct orb_json *waypoint,
                       struct orb_router_point asked)
{
    const struct orb_json *location = orb_json_get(waypoint, "location");
    double said_m = 0;
    double found_m;

    if (orb_json_count(location) != 2)
        return false;
    found_m = orb_router_moved_m(asked, orb_json_number(orb_json_at(location, 0)),
                                 orb_json_number(orb_json_at(location, 1)));
    if (orb_json_get(waypoint, "distance") != NULL &&
        !orb_router_amount(&said_m, orb_json_get(waypoint, "distance")))
        return false;
    *out = fmax(found_m, said_m);
    return isfinite(found_m);
}

static bool read_all_moved(double *out, const struct orb_json *waypoints,
                           const struct orb_router_point *asked, size_t count)
{
    if (orb_json_type(waypoints) != ORB_JSON_ARRAY || orb_json_count(waypoints) != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!read_moved(&out[i], orb_json_at(waypoints, i), asked[i]))
            return false;
    return true;
}

static bool read_leg(struct orb_router_leg *leg, const struct orb_json *seconds,
                     const struct orb_json *metres)
{
    if (orb_json_is_null(seconds)) {
        *leg = orb_router_no_way();
        return seconds != NULL;
    }
    leg->answer = ORB_TRAVEL_ROUTE;
    return orb_router_amount(&leg->seconds, seconds) &&
           orb_router_amount(&leg->metres, metres);
}

static bool read_cells(const struct orb_router_reading *r, const struct orb_json *answer,
                       const double *from_m, const double *to_m)
{
    const struct orb_router_batch *batch = r->batch;
    const struct orb_json *durations = orb_json_get(answer, "durations");
    const struct orb_json *distances = orb_json_get(answer, "distances");

    if (orb_json_count(durations) != batch->from_count ||
        orb_json_count(distances) != batch->from_count)
        return false;
    for (size_t n = 0; n < batch->from_count * batch->to_count; n++) {
        size_t i = n / batch->to_count;
        size_t j = n % batch->to_count;
        const struct orb_json *seconds = orb_json_at(durations, i);
        const struct orb_json *metres = orb_json_at(distances, i);
        const double moved_m[2] = { from_m[i], to_m[j] };

        if (orb_json_count(seconds) != batch->to_count ||
            orb_json_count(metres) != batch->to_count ||
            !read_leg(&r->legs[n], orb_json_at(seconds, j), orb_json_at(metres, j)))
            return false;
        if (r->legs[n].answer == ORB_TRAVEL_ROUTE)
            r->legs[n] = orb_router_judge(batch, i, j, r->legs[n], moved_m);
    }
    return true;
}

enum orb_status orb_osrm_read_table(const struct orb_router_batch *batch,
                                    const struct orb_buf *answer, struct orb_error *err)
{
    double from_m[ORB_ROUTER_POINTS];
    double to_m[ORB_ROUTER_POINTS];
    struct orb_router_reading r;
    struct orb_json *json = NULL;
    enum orb_status status = orb_router_parse(&json, answer, err);

    assert(batch->from_count <= ORB_ROUTER_POINTS && batch->to_count <= ORB_ROUTER_POINTS);
    if (status != ORB_OK)
        return status;
    status = orb_router_begin(&r, batch, err);
    if (status == ORB_OK && !is_ok(json))
        status = orb_router_wrong(err, "/code");
    if (status == ORB_OK && (!read_all_moved(from_m, orb_json_get(json, "sources"),
                                             batch->from, batch->from_count) ||
                             !read_all_moved(to_m, orb_json_get(json, "destinations"),
                                             batch->to, batch->to_count)))
        status = orb_router_wrong(err, "/sources");
    if (status == ORB_OK && !read_cells(&r, json, from_m, to_m))
        status = orb_router_wrong(err, "/durations");
    status = orb_router_end(&r, status);
    orb_json_free(json);
    return status;
}

enum orb_status orb_osrm_read_route(const struct orb_router_batch *batch,
                                    const struct orb_buf *answer, struct orb_error *err)
{
    const struct orb_router_point asked[2] = { batch->from[0], batch->to[0] };
    struct orb_router_leg leg = { ORB_TRAVEL_MISSING, NAN, NAN };
    double moved_m[2];
    struct orb_json *json = NULL;
    const struct orb_json *route;
    enum orb_status status = orb_router_parse(&json, answer, err);

    if (status != ORB_OK)
        return status;
    route = orb_json_at(orb_json_get(json, "routes"), 0);
    if (!is_ok(json))
        status = orb_router_wrong(err, "/code");
    else if (!read_all_moved(moved_m, orb_json_get(json, "waypoints"), asked, 2))
        status = orb_router_wrong(err, "/waypoints");
    else if (!orb_router_amount(&leg.seconds, orb_json_get(route, "duration")) ||
             !orb_router_amount(&leg.metres, orb_json_get(route, "distance")))
        status = orb_router_wrong(err, "/routes/0");
    else
        batch->legs[0] = orb_router_judge(batch, 0, 0, leg, moved_m);
    orb_json_free(json);
    return status;
}

const char *orb_osrm_read_version(const struct orb_buf *answer, struct orb_arena *arena)
{
    struct orb_json *json = NULL;
    const char *said = NULL;
    const char *copy = NULL;

    if (orb_router_parse(&json, answer, NULL) == ORB_OK)
        said = orb_json_text(orb_json_get(json, "data_version"));
    if (said != NULL)
        copy = orb_arena_strdup(arena, said);
    orb_json_free(json);
    return copy == NULL ? "" : copy;
}
