/*
 * The least and the greatest value of a variable over x >= 0, A x = b: dense tableau, for
 * a few hundred variables. Internal to engine/cohort.
 */
#ifndef ORB_COHORT_SIMPLEX_H
#define ORB_COHORT_SIMPLEX_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

/* a has rows * columns coefficients, row by row. */
struct orb_simplex_problem {
    size_t rows, columns;
    double *a, *b;
};

/* Release with orb_simplex_release. */
struct orb_simplex {
    size_t rows, columns; /* equations, variables */
    size_t width;         /* columns, then b */
    double *cells;        /* rows + 1 lines; the last is that of the objective */
    size_t *basis;        /* by row: the variable that it gives; from columns on, the
                             artificial one of a row, which never comes back */
    size_t *filled;       /* columns of the line of a pivot, while it lasts */
};

/* ORB_ERR_RANGE when nothing obeys, ORB_ERR_MEMORY. out is to be released, also on failure.
 */
ORB_MUST_CHECK enum orb_status orb_simplex_init(struct orb_simplex *out,
                                                const struct orb_simplex_problem *problem,
                                                struct orb_error *err);
void orb_simplex_release(struct orb_simplex *simplex);

/* INFINITY when it has no greatest value. */
double orb_simplex_extreme(struct orb_simplex *simplex, size_t variable, bool greatest);

/* The point where the last search ended, by variable. */
void orb_simplex_values(const struct orb_simplex *simplex, double *out);

#endif
