/*
 * The one problem behind p-median, MCLP and LSCP: open p sites so that the weighted cost of
 * the places is least. MCLP is a p-median whose links cost 0 and whose places without an
 * open site cost 1; p sites cover everything when that cost is 0. Private to locate.
 */
#ifndef ORB_PLANNING_MEDIAN_H
#define ORB_PLANNING_MEDIAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

struct orb_arena;
struct orb_program_solver;

#define MEDIAN_NONE UINT32_MAX

struct median_link {
    double cost;
    uint32_t other; /* a site in rows, a place in columns */
};

/* Places with a weight above 0 and at least one link. Rows and columns hold the same links,
 * by cost then number. */
struct median {
    size_t places;
    size_t sites;
    const double *weight;
    double all; /* sum of the weights */
    const size_t *row;
    const struct median_link *by_place;
    const size_t *column;
    const struct median_link *by_site;
    const bool *kept;
    size_t kept_count;
    const double *capacity; /* NULL: any */
    bool indivisible;
    size_t p;    /* kept_count <= p <= sites */
    double far;  /* cost of a place that no site takes; no link costs more */
    bool whole;  /* each cost times its weight is a whole number: a bound rounds up */
    bool binary; /* links cost 0 and far is 1: coverage */
    /* A cost at or below this ends the work, and so does a bound above it: LSCP asks
     * whether p sites cover everything. -1: the least cost is wanted. */
    double enough;
};

/* A set of sites, its cost, and what is known of the least cost. */
struct median_answer {
    bool *open; /* per site */
    double cost;
    double bound; /* no p sites cost less */
    bool branched;
    bool solved;
};

/* Costs that differ by less are equal: the order of additions would decide. */
double orb_median_tolerance(double cost);

/* A bound this near below a cost closes its gap, half of that at which "optimal" may be
 * said (METHODS 3): a share of the cost, or for MCLP of what is covered if that is less. */
double orb_median_slack(const struct median *m, double cost);

/* Keep a set in out if it costs less, or the same and stands before; true when kept. */
bool orb_median_keep(const struct median *m, struct median_answer *out, const bool *open,
                     double cost);

/* Cost of open sites without regard to capacity. */
double orb_median_cost(const struct median *m, const bool *open);

/* Cost of open sites: with capacity, that of the best sharing of the demand, which
 * ORB_ERR_MEMORY may prevent. *work (may be NULL) is raised by the steps it took. */
ORB_MUST_CHECK enum orb_status orb_median_price(const struct median *m, const bool *open,
                                                double *cost, size_t *work);

/* True when a set stands before another: at the first site that only one has, it is a's. */
bool orb_median_before(const struct median *m, const bool *a, const bool *b);

/* Greedy addition and best interchange from 20 starts, without capacities; fills open (room
 * of the caller, a place per site) and cost. */
ORB_MUST_CHECK enum orb_status orb_median_exchange(const struct median *m,
                                                   struct median_answer *out);

/* Exchanges from out->open, without capacities: towards cheaper, then earlier sites. */
ORB_MUST_CHECK enum orb_status orb_median_settle(const struct median *m,
                                                 struct median_answer *out);

/* Exchanges with capacities, from the answer without. */
ORB_MUST_CHECK enum orb_status orb_median_exchange_shared(const struct median *m,
                                                          struct median_answer *out);

/*
 * Raise out->bound by a Lagrangian relaxation, then branch while the work stays bounded, if
 * at all; lower out->cost on the way when a better set shows.
 */
ORB_MUST_CHECK enum orb_status orb_median_prove(const struct median *m,
                                                struct median_answer *out, bool branch);

/* Ask a solver, unless the gap is closed or the problem too large for it. */
ORB_MUST_CHECK enum orb_status orb_median_ask(const struct median *m,
                                              const struct orb_program_solver *solver,
                                              struct median_answer *out);

/* Fewest sites that leave no cost, for a binary problem: a set in open (untouched without
 * one), which may lack room where the problem is large, and a number of sites below which
 * there is none; *count is 0 without a set. */
ORB_MUST_CHECK enum orb_status
orb_median_ask_fewest(const struct median *m, const struct orb_program_solver *solver,
                      bool *open, size_t *count, size_t *bound);

/* All of these in the order that costs least; fills out, whose open is the caller's. */
ORB_MUST_CHECK enum orb_status orb_median_solve(const struct median *m,
                                                const struct orb_program_solver *solver,
                                                struct median_answer *out);

/* True when nothing cheaper exists. */
bool orb_median_closed(const struct median *m, const struct median_answer *a);

/* A bound on a cost that is a whole number, when m says so. */
double orb_median_round_up(const struct median *m, double bound);

#endif
