/*
 * The least and the greatest value of a variable over x >= 0, A x = b, from a point that is
 * known to obey or nearly; every point met on the way is told, for it proves that others
 * can be so. Sparse, for some thousands of variables. Internal to engine/cohort.
 */
#ifndef ORB_COHORT_SIMPLEX_H
#define ORB_COHORT_SIMPLEX_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"
#include "engine/cohort/factor.h"

/* All borrowed until release. */
struct orb_simplex_problem {
    struct orb_sparse a;
    const double *b; /* by row */
    double *point;   /* by variable, >= 0: where to start; then, the last point that
                        obeyed */
    bool *likely;    /* by variable: it may be one of a basis; then, it was */
};

/* Release with orb_simplex_release. */
struct orb_simplex {
    struct orb_simplex_problem problem;
    struct orb_factor factor;
    size_t *basis;   /* by row: a variable, or ORB_FACTOR_UNIT for what is missing */
    double *missing; /* by row: what is missing to b, >= 0 or <= 0; nothing once found */
    double *values;  /* by variable; those out of the basis stay where they are */
    bool *in;        /* by variable: in the basis */
    double *step;    /* by row: of the basis for one more of a variable */
    double *price;   /* by row: of the goal for one more of b */
    bool found;      /* a point that obeys */
};

/* What is sought, and who is told. */
struct orb_simplex_goal {
    size_t variable;
    bool greatest;
    /* A point that obeys, by variable; true when it is enough. */
    bool (*met)(void *context, const double *point);
    void *context;
    double extreme; /* out: INFINITY = without end. A search that is told enough, or that
                       lasts too long, ends before. */
    bool is_proven; /* out: nothing goes further than extreme */
};

/* ORB_ERR_RANGE when nothing obeys, ORB_ERR_MEMORY. out is to be released, also on failure.
 */
ORB_MUST_CHECK enum orb_status orb_simplex_init(struct orb_simplex *out,
                                                const struct orb_simplex_problem *problem,
                                                struct orb_error *err);

/* Writes the last point and its basis to the problem. */
void orb_simplex_release(struct orb_simplex *simplex);

/* From where the last search ended. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_simplex_seek(struct orb_simplex *simplex,
                                                struct orb_simplex_goal *goal,
                                                struct orb_error *err);

#endif
