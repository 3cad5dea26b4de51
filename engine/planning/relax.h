/*
 * Lagrangian relaxation of "each place is taken once" (METHODS 3; Narula, Ogbu and
 * Samuelsson 1977): for prices u of the places, L(u) = sum of u + sum of the p least r,
 * where r of a site is the sum over places of min(0, weight * cost - u); with capacities, r
 * is the best filling of the site (a continuous knapsack). L(u) never passes the least
 * cost; prices are moved along the subgradient. Private to locate.
 */
#ifndef ORB_PLANNING_RELAX_H
#define ORB_PLANNING_RELAX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

struct median;

enum relax_state { RELAX_FREE, RELAX_OPEN, RELAX_CLOSED };

struct relax_part {
    double value; /* cost - u / weight: what a unit of demand brings */
    uint32_t place;
};

struct relax {
    const struct median *m;
    unsigned char *state;     /* per site: enum relax_state */
    double *price;            /* per place */
    double *reduced;          /* per site: r */
    bool *chosen;             /* per site: one of the p least */
    uint32_t *order;          /* scratch: free sites */
    double *taken;            /* scratch, per place: how many times it is taken */
    struct relax_part *parts; /* scratch, per place; only with capacities */
    /* Of the best prices met. */
    double bound;
    double *best_price;
    double *best_reduced;
    bool *best_chosen;
    size_t work; /* links looked at */
};

ORB_MUST_CHECK enum orb_status orb_relax_init(struct relax *r, const struct median *m);
void orb_relax_release(struct relax *r);

/* Prices that reflect open sites: a first guess. */
void orb_relax_start(struct relax *r, const bool *open);

/*
 * Move prices for some steps towards the greatest bound, for the sites' states; sets bound
 * and the best arrays, and leaves the best prices in price. Stops when the bound reaches
 * stop. goal: the cost of a known set.
 */
void orb_relax_climb(struct relax *r, size_t steps, double goal, double stop);

/* Fix sites that a set cheaper than goal must open or cannot; returns how many. */
size_t orb_relax_fix(struct relax *r, double goal);

#endif
