/*
 * Do high values stand beside high values, and where (METHODS 5.5): Moran's I, local Moran,
 * Gi and Gi* of Getis and Ord, with the false discovery rate of Benjamini and Hochberg.
 * Neighbours weigh 1, or 1 over their number (rows standardised). Pure.
 */
#ifndef ORB_COHORT_AUTOCORRELATION_H
#define ORB_COHORT_AUTOCORRELATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

/* Fewer units than that are not tested. */
#define ORB_AUTOCORRELATION_MIN 30

/* Who is beside whom, without oneself: of unit i, items[first[i]] to items[first[i + 1] -
 * 1]. Borrowed. */
struct orb_neighbours {
    const uint32_t *first; /* count + 1 */
    const uint32_t *items;
    uint32_t count; /* units */
};

struct orb_moran {
    double i, expected, variance; /* variance under normality */
    double z, p;                  /* p of as much or more, one side */
};

/* NaN when all values are equal or nobody has neighbours. */
struct orb_moran orb_moran_of(const double *values, const struct orb_neighbours *beside,
                              bool standardised);

/* By unit, rows standardised; NaN for an island or when all values are equal. variance is
 * under randomisation, and may be NULL. */
void orb_moran_local(const double *values, const struct orb_neighbours *beside, double *i,
                     double *variance);

/* z by unit: self included (Gi*), or not (Gi); NaN for an island: undefined, not 0. */
void orb_getis(const double *values, const struct orb_neighbours *beside, bool self,
               double *z);

/* The probability of a z as far from 0, both sides; NaN of NaN. */
double orb_normal_p(double z);

/* p adjusted for many tests: those at most q are false for a share q at most. NaN are no
 * tests, and stay. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_false_discovery(const double *p, size_t count,
                                                   double *adjusted, struct orb_error *err);

#endif
