/* What the adapters of routers share. Internal to engine/travel. */
#ifndef ORB_TRAVEL_ROUTER_PARTS_H
#define ORB_TRAVEL_ROUTER_PARTS_H

#include "engine/base/json.h"
#include "engine/travel/router.h"

/* Append degrees with six decimals, which is some ten centimetres. */
void orb_router_write_degrees(struct orb_buf *out, double degrees);

/* The name of a mode for a router; NULL when it does not know it. */
const char *orb_router_mode(enum orb_router_kind kind, enum orb_travel_mode mode);

/* Parse a whole answer. ORB_ERR_SYNTAX with a sentence of ours. */
ORB_MUST_CHECK enum orb_status orb_router_parse(struct orb_json **out,
                                                const struct orb_buf *answer,
                                                struct orb_error *err);

/* ORB_ERR_SYNTAX: the answer is not what was asked, at this place of it. */
ORB_MUST_CHECK enum orb_status orb_router_wrong(struct orb_error *err, const char *place);

/* A number that is finite and >= 0; false otherwise. */
bool orb_router_amount(double *out, const struct orb_json *value);

/* The legs of a batch being read, taken over when all of them are good. */
struct orb_router_reading {
    const struct orb_router_batch *batch;
    struct orb_router_leg *legs;
};

ORB_MUST_CHECK enum orb_status orb_router_begin(struct orb_router_reading *reading,
                                                const struct orb_router_batch *batch,
                                                struct orb_error *err);
/* Hand the legs on when status is ORB_OK; release them. Returns status. */
ORB_MUST_CHECK enum orb_status orb_router_end(struct orb_router_reading *reading,
                                              enum orb_status status);

/* How far, in metres, a router moved a point; NaN in lon = it does not say. */
double orb_router_moved_m(struct orb_router_point asked, double lon, double lat);

/*
 * A leg that goes, given how far its ends were moved (NaN = not said): it is off the
 * network when one was moved by more than ORB_ROUTER_SNAP_M, or when the way is shorter
 * than any could be between the points that were asked.
 */
struct orb_router_leg orb_router_judge(const struct orb_router_batch *batch, size_t i,
                                       size_t j, struct orb_router_leg leg,
                                       const double moved_m[2]);

/* A leg without a way. */
struct orb_router_leg orb_router_no_way(void);

#endif
