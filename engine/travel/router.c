/* What does not depend on the router. */
#include "engine/travel/router.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/geo/frame.h"
#include "engine/travel/router_parts.h"

#define EARTH_RADIUS_M 6371008.8

const char *orb_router_mode(enum orb_router_kind kind, enum orb_travel_mode mode)
{
    /* Minutes of an adapted vehicle count the time to board, which no router knows; public
     * transport needs timetables. A wheelchair is not a walker. */
    static const char *const names[][ORB_MODES] = {
        [ORB_ROUTER_VALHALLA] = { [ORB_MODE_CAR] = "auto",
                                  [ORB_MODE_BIKE] = "bicycle",
                                  [ORB_MODE_WALK] = "pedestrian" },
        [ORB_ROUTER_OSRM] = { [ORB_MODE_CAR] = "driving",
                              [ORB_MODE_BIKE] = "cycling",
                              [ORB_MODE_WALK] = "walking" },
        [ORB_ROUTER_IGN] = { [ORB_MODE_CAR] = "car", [ORB_MODE_WALK] = "pedestrian" },
    };

    return names[kind][mode];
}

bool orb_router_takes(enum orb_router_kind kind, enum orb_travel_mode mode)
{
    return orb_router_mode(kind, mode) != NULL;
}

void orb_router_write_degrees(struct orb_buf *out, double degrees)
{
    char text[ORB_NUMBER_LEN];

    orb_buf_add(out, text, orb_number_write_fixed(text, degrees, 6));
}

/* ---- answers */

enum orb_status orb_router_wrong(struct orb_error *err, const char *place)
{
    (void)orb_error_set(err, ORB_ERR_SYNTAX,
                        _("the answer of the router is not what was asked"));
    if (place[0] != '\0')
        orb_error_at(err, "%s", place);
    return ORB_ERR_SYNTAX;
}

enum orb_status orb_router_parse(struct orb_json **out, const struct orb_buf *answer,
                                 struct orb_error *err)
{
    struct orb_error why = { 0 };
    enum orb_status status =
        orb_json_parse(out, answer->len == 0 ? "" : answer->data, answer->len, &why);

    if (status == ORB_ERR_SYNTAX)
        return orb_router_wrong(err, why.place);
    return status == ORB_OK ? ORB_OK : orb_error_set(err, status, "%s", why.text);
}

bool orb_router_amount(double *out, const struct orb_json *value)
{
    double number = orb_json_number(value);

    if (!isfinite(number) || number < 0)
        return false;
    *out = number;
    return true;
}

enum orb_status orb_router_begin(struct orb_router_reading *reading,
                                 const struct orb_router_batch *batch,
                                 struct orb_error *err)
{
    reading->batch = batch;
    reading->legs = orb_calloc(batch->from_count * batch->to_count, sizeof *reading->legs);
    return reading->legs == NULL ? orb_error_memory(err) : ORB_OK;
}

enum orb_status orb_router_end(struct orb_router_reading *reading, enum orb_status status)
{
    const struct orb_router_batch *batch = reading->batch;

    if (status == ORB_OK)
        memcpy(batch->legs, reading->legs,
               batch->from_count * batch->to_count * sizeof *reading->legs);
    orb_free(reading->legs);
    reading->legs = NULL;
    return status;
}

/* ---- points that were moved */

static double between_m(struct orb_router_point a, struct orb_router_point b)
{
    return orb_chord_to_arc(
        orb_ecef_chord_m(orb_ecef_make(a.lon, a.lat), orb_ecef_make(b.lon, b.lat)),
        EARTH_RADIUS_M);
}

double orb_router_moved_m(struct orb_router_point asked, double lon, double lat)
{
    return isnan(lon) || isnan(lat)
               ? NAN
               : between_m(asked, (struct orb_router_point){ lon, lat });
}

struct orb_router_leg orb_router_no_way(void)
{
    return (struct orb_router_leg){ ORB_TRAVEL_NO_ROUTE, NAN, NAN };
}

struct orb_router_leg orb_router_judge(const struct orb_router_batch *batch, size_t i,
                                       size_t j, struct orb_router_leg leg,
                                       const double moved_m[2])
{
    double apart_m = between_m(batch->from[i], batch->to[j]);

    if (moved_m[0] > ORB_ROUTER_SNAP_M || moved_m[1] > ORB_ROUTER_SNAP_M ||
        apart_m - leg.metres > 2 * ORB_ROUTER_SNAP_M)
        return (struct orb_router_leg){ ORB_TRAVEL_OFF_NETWORK, NAN, NAN };
    leg.answer = ORB_TRAVEL_ROUTE;
    return leg;
}

/* ---- refusals */

static enum orb_router_refusal valhalla_refusal(const struct orb_json *answer)
{
    /* Of its list of errors: 171 no suitable edges near location; 150 too many locations,
     * 154 too far apart, 153 too many locations in a matrix; 442 no path found. */
    switch (orb_json_integer(orb_json_get(answer, "error_code"))) {
    case 171:
        return ORB_ROUTER_BAD_POINT;
    case 150:
    case 153:
    case 154:
        return ORB_ROUTER_TOO_BIG;
    case 442:
        return ORB_ROUTER_NO_WAY;
    default:
        return ORB_ROUTER_REFUSED;
    }
}

static enum orb_router_refusal osrm_refusal(const struct orb_json *answer)
{
    const char *code = orb_json_text(orb_json_get(answer, "code"));

    if (code == NULL)
        return ORB_ROUTER_REFUSED;
    if (strcmp(code, "NoSegment") == 0)
        return ORB_ROUTER_BAD_POINT;
    if (strcmp(code, "TooBig") == 0)
        return ORB_ROUTER_TOO_BIG;
    if (strcmp(code, "NoRoute") == 0 || strcmp(code, "NoTable") == 0)
        return ORB_ROUTER_NO_WAY;
    return ORB_ROUTER_REFUSED;
}

enum orb_router_refusal orb_router_refusal(enum orb_router_kind kind,
                                           const struct orb_buf *answer)
{
    struct orb_json *json = NULL;
    enum orb_router_refusal refusal = ORB_ROUTER_REFUSED;

    if (kind == ORB_ROUTER_IGN || orb_router_parse(&json, answer, NULL) != ORB_OK)
        return refusal;
    refusal = kind == ORB_ROUTER_VALHALLA ? valhalla_refusal(json) : osrm_refusal(json);
    orb_json_free(json);
    return refusal;
}
