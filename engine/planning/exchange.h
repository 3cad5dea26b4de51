/* Best-improvement interchange (Teitz and Bart 1968) on tables kept up to date after each
 * change (Whitaker 1983, as Resende and Werneck 2003 keep them). Private to locate. */
#ifndef ORB_PLANNING_EXCHANGE_H
#define ORB_PLANNING_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

struct median;

struct exchange {
    const struct median *m;
    bool *open;
    uint32_t *at;      /* per rank: the open site */
    uint32_t *rank;    /* per open site */
    uint32_t *nearest; /* per place, MEDIAN_NONE: none */
    uint32_t *second;
    double *nearest_cost; /* far without one */
    double *second_cost;
    double *gain;  /* per closed site: what opening it saves */
    double *loss;  /* per rank: what closing its site costs */
    double *extra; /* site * p + rank: what the first saves again when the other closes */
    bool *touched; /* per place: scratch */
};

/* Room for a problem; release with orb_exchange_release. */
ORB_MUST_CHECK enum orb_status orb_exchange_init(struct exchange *x,
                                                 const struct median *m);
void orb_exchange_release(struct exchange *x);

/* Set x->open to the kept sites and those that greedy addition chooses, up to p; when only
 * enough is asked, no more than save something. Returns how many are open. */
size_t orb_exchange_greedy(struct exchange *x);

/* Fill the tables for x->open, which holds p sites. */
void orb_exchange_fill(struct exchange *x);

/* What closing the site of a rank and opening another saves. */
double orb_exchange_profit(const struct exchange *x, uint32_t in, size_t rank);

/* Do it. */
void orb_exchange_apply(struct exchange *x, uint32_t in, size_t rank);

/* Exchange while something is saved; then, at no cost, towards earlier sites. */
void orb_exchange_descend(struct exchange *x);

#endif
