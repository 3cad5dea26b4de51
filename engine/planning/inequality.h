/*
 * How unequally something is shared out among places (METHODS 2): indices weighted by
 * population. Pure.
 *
 * Places of weight 0, of value NaN (unknown), or of income NaN where income counts, are
 * left out. Without anything left, or with a mean of 0 where it divides, NaN.
 */
#ifndef ORB_PLANNING_INEQUALITY_H
#define ORB_PLANNING_INEQUALITY_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

/* Columns of count places; borrowed. */
struct orb_inequality_input {
    const double *value;  /* access */
    const double *weight; /* population, >= 0 */
    const double *income; /* NaN = unknown; NULL when no index asks for it */
    size_t count;
};

struct orb_inequality {
    double mean;          /* weighted */
    double gini;          /* 1 - sum (L_k + L_k-1) p_k, sorted by value */
    double theil;         /* T: weighted mean over value > 0 of (v/mean) ln(v/mean) */
    double concentration; /* by rank of income; missing income: no place of its own */
    double concentration_corrected; /* Erreygers: times 4 mean / (max - min) */
    double palma; /* mean above the 9th decile of income / mean up to the 4th; NaN when
                     nobody is above */
};

/* ORB_ERR_MEMORY. The last three are NaN without incomes. */
ORB_MUST_CHECK enum orb_status orb_inequality_make(struct orb_inequality *out,
                                                   const struct orb_inequality_input *in,
                                                   struct orb_error *err);

/* Foster, Greer and Thorbecke: share of the population below the line, by how far (power 0,
 * 1, 2). */
double orb_inequality_poverty(const struct orb_inequality_input *in, double line,
                              int power);

/*
 * Weighted quantile p of values (0..1): places sorted by value, N = total weight, h = 1 +
 * (N - 1) p, between the least values whose cumulated weights reach floor(h) and the next.
 * NaN when nothing weighs. *out is untouched on ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_weighted_quantile(double *out, const double *value,
                                                     const double *weight, size_t count,
                                                     double p);

#endif
