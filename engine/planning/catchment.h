/*
 * Who has access to how much: the catchment methods of METHODS 2 over the links of places
 * and sites, for strata of people of whom each site takes some. Pure.
 */
#ifndef ORB_PLANNING_CATCHMENT_H
#define ORB_PLANNING_CATCHMENT_H

#include <stdint.h>

#include "engine/base/error.h"
#include "engine/planning/decay.h"
#include "engine/planning/links.h"

enum orb_catchment_method {
    ORB_CATCHMENT_2SFCA = 0,    /* all within the limit weigh 1 */
    ORB_CATCHMENT_E2SFCA,       /* weights by distance */
    ORB_CATCHMENT_3SFCA,        /* people choose among the sites they know */
    ORB_CATCHMENT_BALANCED,     /* every demand and every supply shared out once */
    ORB_CATCHMENT_GRAVITY,      /* supply weighted by distance, no competition */
    ORB_CATCHMENT_CUMULATIVE,   /* supply within the limit, no competition */
    ORB_CATCHMENT_AVAILABILITY, /* supply shared out among places: adds up to the supply */
    ORB_CATCHMENT_CLOSEST,      /* the least cost */
    ORB_CATCHMENT_METHODS
};

extern const char *const orb_catchment_names[ORB_CATCHMENT_METHODS];

struct orb_catchment_request {
    const struct orb_links *links; /* at least up to the limit; for 3SFCA up to every site
                                      that people know */
    enum orb_catchment_method method;
    struct orb_decay decay;  /* not used by 2SFCA, cumulative and closest */
    double limit;            /* the catchment, included; INFINITY = none */
    uint32_t strata;         /* at least 1 */
    const double *demand;    /* place * strata + stratum: people, >= 0 */
    const double *supply;    /* by site: places, >= 0; NaN = unknown, counted for nothing */
    const uint8_t *eligible; /* site * strata + stratum: does it take them; NULL = all */
};

enum orb_reached {
    ORB_REACHED_NOT = 0,
    ORB_REACHED_UNKNOWN, /* only sites of which the supply is unknown */
    ORB_REACHED          /* some supply above 0 */
};

/* Zero is empty. */
struct orb_catchment {
    double *access;   /* place * strata + stratum: supply for one person; for availability,
                         supply of the place; for closest, the least cost, INFINITY = none */
    uint8_t *reached; /* place * strata + stratum: enum orb_reached */
    double *ratio;    /* by site: R_j, 0 without demand in reach; NaN when the supply is
                         unknown or the method has none */
    uint8_t *unused;  /* by site: supply above 0 and no demand in reach */
    double shared;    /* supply of the sites with demand in reach */
    double given;     /* what places get of it: sum of demand * access (availability: of
                         access); equal to shared for the methods that share */
};

/* Does the method share a supply out, so that given is shared (METHODS 2)? */
bool orb_catchment_conserves(enum orb_catchment_method method);

/* ORB_ERR_MEMORY. *out is released by orb_catchment_release, safe twice. */
ORB_MUST_CHECK enum orb_status
orb_catchment_make(struct orb_catchment *out, const struct orb_catchment_request *request,
                   struct orb_error *err);
void orb_catchment_release(struct orb_catchment *catchment);

#endif
