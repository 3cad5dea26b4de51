/* The Géoplateforme: one pair a request. It says its units, which are not always those that
 * were asked: they are read. */
#include <math.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/travel/router.h"
#include "engine/travel/router_parts.h"

/* ---- requests */

static void write_point(struct orb_buf *out, const char *name,
                        struct orb_router_point point)
{
    orb_buf_text(out, name);
    orb_router_write_degrees(out, point.lon);
    orb_buf_char(out, ',');
    orb_router_write_degrees(out, point.lat);
}

void orb_ign_write_route(struct orb_buf *path, enum orb_travel_mode mode,
                         struct orb_router_point from, struct orb_router_point to)
{
    orb_buf_text(path, "/itineraire?resource=bdtopo-osrm");
    write_point(path, "&start=", from);
    write_point(path, "&end=", to);
    orb_buf_printf(path,
                   "&profile=%s&optimization=fastest&distanceUnit=meter&timeUnit=second",
                   orb_router_mode(ORB_ROUTER_IGN, mode));
}

void orb_ign_write_isochrone(struct orb_buf *path, enum orb_travel_mode mode,
                             struct orb_router_point from, double minutes)
{
    char seconds[ORB_NUMBER_LEN];

    (void)orb_number_write(seconds, minutes * 60);
    orb_buf_text(path, "/isochrone?resource=bdtopo-valhalla");
    write_point(path, "&point=", from);
    orb_buf_printf(path,
                   "&costType=time&costValue=%s&timeUnit=second&profile=%s"
                   "&direction=departure",
                   seconds, orb_router_mode(ORB_ROUTER_IGN, mode));
}

/* ---- answers */

struct unit {
    const char *name;
    double factor;
};

static double factor_of(const struct unit *units, size_t count, const struct orb_json *name)
{
    const char *text = orb_json_text(name);

    for (size_t i = 0; text != NULL && i < count; i++)
        if (strcmp(units[i].name, text) == 0)
            return units[i].factor;
    return NAN;
}

/* "longitude,latitude": where the route begins or ends, after the point was moved. */
static double read_moved(const struct orb_json *value, struct orb_router_point asked)
{
    const char *text = orb_json_text(value);
    size_t comma = text == NULL ? 0 : strcspn(text, ",");
    double lon = NAN;
    double lat = NAN;

    if (text == NULL || text[comma] == '\0' || !orb_number_parse(&lon, text, comma) ||
        !orb_number_parse(&lat, text + comma + 1, strlen(text + comma + 1)))
        return NAN;
    return orb_router_moved_m(asked, lon, lat);
}

static bool read_leg(struct orb_router_leg *leg, const struct orb_json *answer)
{
    static const struct unit times[] = { { "second", 1 },
                                         { "minute", 60 },
                                         { "hour", 3600 } };
    static const struct unit lengths[] = { { "meter", 1 }, { "kilometer", 1000 } };
    double time =
        factor_of(times, sizeof times / sizeof times[0], orb_json_get(answer, "timeUnit"));
    double length = factor_of(lengths, sizeof lengths / sizeof lengths[0],
                              orb_json_get(answer, "distanceUnit"));

    if (isnan(time) || isnan(length) ||
        !orb_router_amount(&leg->seconds, orb_json_get(answer, "duration")) ||
        !orb_router_amount(&leg->metres, orb_json_get(answer, "distance")))
        return false;
    leg->seconds *= time;
    leg->metres *= length;
    return true;
}

enum orb_status orb_ign_read_route(const struct orb_router_batch *batch,
                                   const struct orb_buf *answer, struct orb_arena *arena,
                                   const char **version, struct orb_error *err)
{
    struct orb_router_leg leg = { ORB_TRAVEL_MISSING, NAN, NAN };
    struct orb_json *json = NULL;
    const char *said;
    char *copy;
    enum orb_status status = orb_router_parse(&json, answer, err);

    if (status != ORB_OK)
        return status;
    said = orb_json_text(orb_json_get(json, "resourceVersion"));
    copy = orb_arena_strdup(arena, said == NULL ? "" : said);
    if (copy == NULL) {
        status = orb_error_memory(err);
    } else if (!read_leg(&leg, json)) {
        status = orb_router_wrong(err, "/duration");
    } else {
        const double moved_m[2] = {
            read_moved(orb_json_get(json, "start"), batch->from[0]),
            read_moved(orb_json_get(json, "end"), batch->to[0]),
        };

        *version = copy;
        batch->legs[0] = orb_router_judge(batch, 0, 0, leg, moved_m);
    }
    orb_json_free(json);
    return status;
}
