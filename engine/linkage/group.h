/* Groups of records that are one, built from the best pair down. Private to engine/linkage.
 */
#ifndef ORB_LINKAGE_GROUP_H
#define ORB_LINKAGE_GROUP_H

#include "engine/linkage/compare.h"
#include "engine/linkage/decision.h"

/* A pair worth keeping. */
struct linkage_pair {
    uint32_t a; /* forms, a < b */
    uint32_t b;
    uint16_t pattern;
    uint8_t doubts;
    uint8_t sure; /* enum linkage_sure */
};

enum linkage_sure { LINKAGE_SCORED, LINKAGE_CERTAIN, LINKAGE_DECIDED };

/* What judging a pair needs. */
struct linkage_judge {
    const struct linkage_forms *forms;
    const struct linkage_decisions *decisions;
    const struct orb_linkage_policy *policy;
    double probabilities[LINKAGE_PATTERNS];
};

/* Zero-initialised is empty. */
struct linkage_groups {
    uint32_t *first; /* by record: the least of its group */
    uint32_t *next;  /* by record: another of its group, in a circle */
    uint32_t *size;  /* by first */
};

double orb_linkage_pair_probability(const struct linkage_judge *judge,
                                    const struct linkage_pair *pair);

/* Sort the pairs best first, then merge. */
ORB_MUST_CHECK enum orb_status orb_linkage_groups_make(struct linkage_groups *out,
                                                       const struct linkage_judge *judge,
                                                       struct linkage_pair *pairs,
                                                       size_t pair_count,
                                                       struct orb_error *err);

void orb_linkage_groups_release(struct linkage_groups *groups);

#endif
