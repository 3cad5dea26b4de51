/* Costs between all pairs of a few places and sites, as links. */
#ifndef TESTS_UNIT_CATCHMENT_CASE_H
#define TESTS_UNIT_CATCHMENT_CASE_H

#include "engine/planning/catchment.h"

#define MOST 64

/* NaN = no link. */
struct dense {
    uint32_t places, sites;
    double cost[MOST][MOST];
    double demand[MOST * 2], supply[MOST];
};

/* Release with dense_free. */
struct orb_links dense_links(const struct dense *d);
void dense_free(struct orb_links *l);

/* Of one stratum; what is shared is given. decay may be NULL. */
struct orb_catchment dense_catchment(const struct dense *d, struct orb_links *l,
                                     enum orb_catchment_method method, double limit,
                                     const struct orb_decay *decay);

#endif
