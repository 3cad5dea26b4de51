/* Groups of points near each other (DBSCAN, Ester et al. 1996; METHODS 5.5). Pure. */
#ifndef ORB_COHORT_DBSCAN_H
#define ORB_COHORT_DBSCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

#define ORB_DBSCAN_NOISE (-1)

/* Points in metres of a local frame, in the order of their ids. */
struct orb_dbscan_input {
    const double *x, *y;
    size_t count;
    double eps_m; /* reach */
    size_t least; /* points within reach of one of the core, itself counted */
};

/*
 * labels: the group of each point, from 0, or ORB_DBSCAN_NOISE; core may be NULL. Points
 * are taken in order, breadth first; a border point goes to the first group that reaches
 * it. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_dbscan(const struct orb_dbscan_input *input,
                                          int32_t *labels, bool *core,
                                          struct orb_error *err);

#endif
