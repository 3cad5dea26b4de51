/* How much each agreement is worth, learnt from the pairs themselves. Private to
 * engine/linkage. */
#ifndef ORB_LINKAGE_ESTIMATE_H
#define ORB_LINKAGE_ESTIMATE_H

#include <stddef.h>

#include "engine/linkage/compare.h"

/* Pairs of each pattern. */
struct linkage_counts {
    size_t pairs[LINKAGE_PATTERNS];
};

/* Fellegi-Sunter with fields independent given the answer. */
struct linkage_model {
    double share;                             /* of the pairs that are one */
    double m[LINKAGE_FIELDS][LINKAGE_LEVELS]; /* level among those that are one */
    double u[LINKAGE_FIELDS][LINKAGE_LEVELS]; /* among the others */
};

/* The model that the pairs make most probable, by 100 steps of EM from a fixed start. */
void orb_linkage_estimate(struct linkage_model *out, const struct linkage_counts *counts);

/* Probability that a pair of this pattern is one. */
double orb_linkage_probability(const struct linkage_model *model, unsigned pattern);

#endif
