/*
 * A road table read through SpatiaLite's VirtualRouting (METHODS 1.2): seconds from a node
 * to the others. The file has a table "roads" (node_from, node_to: integers; geometry:
 * lines in WGS 84) and "roads_net", the VirtualRouting made of it by CreateRouting with
 * costs in seconds. It is only read.
 */
#ifndef ORB_STORE_SPATIALITE_ROADS_H
#define ORB_STORE_SPATIALITE_ROADS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/error.h"

struct orb_roads;

/* ORB_ERR_NOT_FOUND, ORB_ERR_UNSUPPORTED (no SpatiaLite, or no road tables in the file) or
 * ORB_ERR_DATABASE, the place is the path. *out is owned by the caller, release with
 * orb_roads_close. */
ORB_MUST_CHECK enum orb_status orb_roads_open(struct orb_roads **out, const char *path,
                                              struct orb_error *err);
/* NULL is accepted. */
void orb_roads_close(struct orb_roads *roads);

/* Each node with its position, by number; ends with the first status that is not ORB_OK.
 */
typedef enum orb_status (*orb_roads_node)(void *context, int64_t node, double lon,
                                          double lat, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_roads_nodes(struct orb_roads *roads,
                                               orb_roads_node visit, void *context,
                                               struct orb_error *err);

/* Seconds of the shortest way; NaN when there is none. */
ORB_MUST_CHECK enum orb_status orb_roads_cost(struct orb_roads *roads, int64_t from,
                                              int64_t to, double *seconds,
                                              struct orb_error *err);

/* Who takes nodes that are reached. */
struct orb_roads_taker {
    void *context;
    enum orb_status (*take)(void *context, int64_t node, double seconds,
                            struct orb_error *err);
};

/* Each node within so many seconds of another, that one included, in no order. */
ORB_MUST_CHECK enum orb_status orb_roads_reach(struct orb_roads *roads, int64_t from,
                                               double seconds,
                                               const struct orb_roads_taker *taker,
                                               struct orb_error *err);

#endif
