/* Rates of small counts, drawn towards the mean of all as their base is small (METHODS 5.5;
 * empirical Bayes of Marshall 1991, indices of Assunção and Reis 1999). Pure. */
#ifndef ORB_COHORT_RATES_H
#define ORB_COHORT_RATES_H

#include <stddef.h>

/* What all units have in common. */
struct orb_rates {
    double mean;   /* m: all cases over all bases; NaN = no base */
    double spread; /* A: variance of the rates beyond that of chance, at least 0 */
};

/* cases and bases by unit, none negative. */
struct orb_rates orb_rates_of(const double *cases, const double *bases, size_t count);

/* The rate drawn towards the mean; the mean itself where the base is 0. */
double orb_rate_shrunk(const struct orb_rates *rates, double cases, double base);

/* (o/b - m) / sqrt(A + m/b): what Moran's I of rates looks at; NaN where the base is 0. */
double orb_rate_index(const struct orb_rates *rates, double cases, double base);

#endif
