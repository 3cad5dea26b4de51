/*
 * What is asked of routers, and their answers: Valhalla, OSRM and the Géoplateforme of the
 * IGN (METHODS 1.3). Units, nulls and orders differ: each has its own writer and reader.
 * Pure: nothing is sent from here. Every answer is checked whole before a leg is used.
 */
#ifndef ORB_TRAVEL_ROUTER_H
#define ORB_TRAVEL_ROUTER_H

#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/travel/table.h"

/* Points on each side of one batch. */
enum { ORB_ROUTER_POINTS = 50 };

/* A router looks for a road so far from a point (search_cutoff); a point that it moved
 * farther than the second is off the network. */
#define ORB_ROUTER_CUTOFF_M 2000
#define ORB_ROUTER_SNAP_M   1000.0

enum orb_router_kind { ORB_ROUTER_VALHALLA = 0, ORB_ROUTER_OSRM, ORB_ROUTER_IGN };

/* Degrees WGS 84. */
struct orb_router_point {
    double lon;
    double lat;
};

struct orb_router_leg {
    enum orb_travel_answer answer; /* MISSING = not told */
    double seconds;                /* NaN unless ROUTE */
    double metres;
};

/* Every from with every to; all borrowed. legs has from_count * to_count, row by row. */
struct orb_router_batch {
    enum orb_travel_mode mode;
    const struct orb_router_point *from;
    size_t from_count;
    const struct orb_router_point *to;
    size_t to_count;
    struct orb_router_leg *legs;
};

/* Why a router refused a batch (its HTTP 400). */
enum orb_router_refusal {
    ORB_ROUTER_ANSWERED = 0, /* it did not */
    ORB_ROUTER_REFUSED,      /* no reason that helps */
    ORB_ROUTER_BAD_POINT,    /* a point is too far from any road: split the batch */
    ORB_ROUTER_TOO_BIG,      /* too many points or too far apart: split the batch */
    ORB_ROUTER_NO_WAY        /* there is none, where the batch is one pair */
};

/* Does it know the mode? Others fall to the estimate. */
bool orb_router_takes(enum orb_router_kind kind, enum orb_travel_mode mode);

/* ---- requests: what follows the address of the server, without a slash at its end */

/* POST /sources_to_targets */
void orb_valhalla_write_matrix(struct orb_buf *body, const struct orb_router_batch *batch);
/* POST /isochrone; minutes in any order */
void orb_valhalla_write_isochrone(struct orb_buf *body, enum orb_travel_mode mode,
                                  struct orb_router_point from, const double *minutes,
                                  size_t count);
/* GET; append "/table/v1/..." */
void orb_osrm_write_table(struct orb_buf *path, const struct orb_router_batch *batch);
/* GET; append "/route/v1/..." */
void orb_osrm_write_route(struct orb_buf *path, enum orb_travel_mode mode,
                          struct orb_router_point from, struct orb_router_point to);
/* GET; append "/itineraire?..." */
void orb_ign_write_route(struct orb_buf *path, enum orb_travel_mode mode,
                         struct orb_router_point from, struct orb_router_point to);
/* GET; append "/isochrone?..." */
void orb_ign_write_isochrone(struct orb_buf *path, enum orb_travel_mode mode,
                             struct orb_router_point from, double minutes);

/* ---- answers: ORB_ERR_SYNTAX when they are not of the shape and the sizes that were
 * asked, or hold a number that is negative or not finite; the place is in the answer. Legs
 * are untouched then. */

ORB_MUST_CHECK enum orb_status
orb_valhalla_read_matrix(const struct orb_router_batch *batch, const struct orb_buf *answer,
                         struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_osrm_read_table(const struct orb_router_batch *batch,
                                                   const struct orb_buf *answer,
                                                   struct orb_error *err);
/* Of a batch of one pair. */
ORB_MUST_CHECK enum orb_status orb_osrm_read_route(const struct orb_router_batch *batch,
                                                   const struct orb_buf *answer,
                                                   struct orb_error *err);
/* Likewise; units are those that the answer says. *version is that of the data, "" when it
 * is not said, valid until the arena is released. */
ORB_MUST_CHECK enum orb_status
orb_ign_read_route(const struct orb_router_batch *batch, const struct orb_buf *answer,
                   struct orb_arena *arena, const char **version, struct orb_error *err);

/* Why: from the body of an answer 400. What does not read is REFUSED. */
enum orb_router_refusal orb_router_refusal(enum orb_router_kind kind,
                                           const struct orb_buf *answer);

/* The "version" of an answer to GET /status of Valhalla; "" when there is none. */
const char *orb_valhalla_read_version(const struct orb_buf *answer,
                                      struct orb_arena *arena);

/* The "data_version" of an answer of OSRM, which it has when its data were made with one;
 * "" when there is none. */
const char *orb_osrm_read_version(const struct orb_buf *answer, struct orb_arena *arena);

/* ---- isochrones */

/* What is reached within minutes; geometry is the text of a GeoJSON Polygon or
 * MultiPolygon, as the router gave it: it is repaired where shapes are known. */
struct orb_isochrone {
    double minutes;
    const char *geometry;
};

/* count areas, whose minutes are set: those that were asked, which are all the answer has,
 * in whatever order. Texts are valid until the arena is released. */
ORB_MUST_CHECK enum orb_status orb_valhalla_read_isochrone(struct orb_isochrone *areas,
                                                           size_t count,
                                                           const struct orb_buf *answer,
                                                           struct orb_arena *arena,
                                                           struct orb_error *err);
/* One area, whose minutes are set. */
ORB_MUST_CHECK enum orb_status orb_ign_read_isochrone(struct orb_isochrone *area,
                                                      const struct orb_buf *answer,
                                                      struct orb_arena *arena,
                                                      struct orb_error *err);

#endif
