/*
 * Where to open (METHODS 3): among candidate sites, those that serve the places best.
 *
 * p-median (Hakimi 1964): least sum of demand times minutes to the nearest open site.
 * MCLP (Church and ReVelle 1974): most demand within some minutes of an open site.
 * LSCP (Toregas and others 1971): fewest sites so that every place is within some minutes.
 *
 * Pure: no file, no clock. Numbers are plain: the caller says what a place and a site are.
 */
#ifndef ORB_PLANNING_LOCATE_H
#define ORB_PLANNING_LOCATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

struct orb_arena;
struct orb_program_solver;

#define ORB_LOCATE_NONE UINT32_MAX

enum orb_locate_model {
    ORB_LOCATE_MEDIAN,
    ORB_LOCATE_MOST_COVERED, /* MCLP */
    ORB_LOCATE_ALL_COVERED   /* LSCP */
};

/*
 * What is asked; every array is borrowed. Sites stand in the order of their identifiers:
 * among equal answers, the earliest sites are kept. A link is a site that a place can
 * reach; no link means no way, and two links from one place to one site are an error.
 */
struct orb_locate {
    enum orb_locate_model model;
    size_t place_count;
    size_t site_count;
    const double *demand;   /* per place, finite, 0 or more */
    const size_t *rows;     /* place_count + 1: where the links of each place begin */
    const uint32_t *sites;  /* per link */
    const double *minutes;  /* per link, finite, 0 or more */
    const bool *kept;       /* per site, open whatever happens; NULL: none is */
    const double *capacity; /* per site, demand it can take, INFINITY: any; NULL: any */
    bool indivisible;       /* a place goes whole to one site; only with capacity */
    size_t p;               /* open sites, the kept ones included; not read by LSCP */
    double limit;           /* minutes, inclusive; not read by the p-median */
    /* What a place counts in the p-median when no open site takes it: minutes, at least the
     * longest link; 0 stands for twice the longest link. */
    double far_minutes;
    const struct orb_program_solver *solver; /* exact, NULL: none at hand */
};

enum orb_locate_status {
    ORB_LOCATE_OPTIMAL,   /* proven: the gap is at most 1e-9 */
    ORB_LOCATE_FEASIBLE,  /* an answer and how far from the best it can be */
    ORB_LOCATE_INFEASIBLE /* LSCP: some places cannot be covered, the others are */
};

enum orb_locate_method {
    ORB_LOCATE_BY_EXCHANGE, /* greedy addition and interchange; the bound closed the gap */
    ORB_LOCATE_BY_BRANCHES, /* our branch and bound */
    ORB_LOCATE_BY_SOLVER
};

/*
 * value is what our code finds for these sites: demand times minutes, demand covered, or
 * number of sites. bound is a value that no set of sites passes. gap is their distance
 * divided by value, 0 when both are 0.
 */
struct orb_locate_certificate {
    enum orb_locate_status status;
    enum orb_locate_method method;
    double value;
    double bound;
    double gap;
};

/* Arrays live in the arena of orb_locate_solve. */
struct orb_locate_answer {
    struct orb_locate_certificate certificate;
    bool *open; /* per site */
    size_t open_count;
    uint32_t *site;    /* per place: nearest open site, or that which takes most of its
                          demand when sites have a capacity; ORB_LOCATE_NONE: none */
    double *minutes;   /* per place to it, demand-weighted when split; -1 without one */
    double *taken;     /* per place: demand taken, within the limit if there is one */
    double *load;      /* per site: demand taken */
    bool *unreachable; /* per place: no candidate could ever take it */
    size_t unreachable_count;
    double unreachable_demand;
    double demand; /* of all places */
    double demand_taken;
    double far_minutes; /* p-median: what a place without a site counted */
};

/*
 * Choose the sites. Places that no candidate can take (within the limit, for MCLP and LSCP)
 * are left out first and marked; they make LSCP ORB_LOCATE_INFEASIBLE, and so does a want
 * of capacity. A p above the number of sites opens them all. Same input, same answer,
 * whatever the solver chooses among equal answers that the exchange finds too.
 * ORB_ERR_RANGE when a number is not what is said above or p is below the kept sites or 0,
 * ORB_ERR_MEMORY. A failure of the solver is no failure: the answer keeps its own bound.
 */
ORB_MUST_CHECK enum orb_status orb_locate_solve(const struct orb_locate *in,
                                                struct orb_arena *arena,
                                                struct orb_locate_answer *out,
                                                struct orb_error *err);

/*
 * Minutes from each place to its nearest open site in out (place_count), -1 for none, and
 * which one in nearest (may be NULL). Capacities and the limit are not read.
 */
void orb_locate_nearest(const struct orb_locate *in, const bool *open, double *out,
                        uint32_t *nearest);

#endif
