/*
 * Equations solved with some columns of a sparse matrix, one for each row: triangular
 * factors, then an elementary column for each change since. Internal to engine/cohort.
 */
#ifndef ORB_COHORT_FACTOR_H
#define ORB_COHORT_FACTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

#define ORB_FACTOR_UNIT SIZE_MAX       /* the column of one in this row, nothing else */
#define ORB_FACTOR_OPEN (SIZE_MAX - 1) /* a column of those given, else that of one */

/* Entries by column; borrowed. No row stands twice in a column. */
struct orb_sparse {
    size_t rows, columns;
    const size_t *starts; /* columns + 1 */
    const size_t *row;    /* by entry */
    const double *value;  /* by entry */
};

struct orb_factor_entry {
    size_t row;
    double value;
};

/* Vectors one after the other. */
struct orb_factor_list {
    struct orb_factor_entry *entries;
    size_t count, capacity;
    size_t *ends;       /* by vector */
    size_t *pivot_rows; /* by vector */
    double *pivots;     /* by vector */
    size_t vectors;
};

/* In which order columns are taken, and at which row each would leave the fewest entries.
 * By row: row_*; by place in the list of columns: the others. */
struct orb_factor_order {
    size_t *places, *wanted;          /* out, one after the other */
    size_t *row_starts, *row_columns; /* places of the columns of a row */
    size_t *row_left, *column_left;   /* what is not taken yet */
    bool *row_done, *column_done;
    size_t *singles; /* a row, or rows + a place, that had one left */
};

/* Release with orb_factor_release. */
struct orb_factor {
    const struct orb_sparse *matrix;
    struct orb_factor_order order;
    struct orb_factor_list lower, upper, later;
    double *work;    /* by row; zero between calls */
    bool *taken;     /* by row: has its column */
    size_t *columns; /* as they were given */
};

/* matrix is borrowed until release; out is to be released, also on failure. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_factor_init(struct orb_factor *out,
                                               const struct orb_sparse *matrix,
                                               struct orb_error *err);
void orb_factor_release(struct orb_factor *factor);

/*
 * basis, by row: a column, UNIT or OPEN. Each column goes to a row of its own, other than
 * those of UNIT; one that is a sum of others is left out, and a row without one has UNIT.
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_factor_make(struct orb_factor *factor, size_t *basis,
                                               struct orb_error *err);

/* x of B x = v, and of x B = v, in place, by row. */
void orb_factor_solve(const struct orb_factor *factor, double *v);
void orb_factor_solve_left(const struct orb_factor *factor, double *v);

/* The column of a row gives way to one that orb_factor_solve made solved of.
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_factor_change(struct orb_factor *factor, size_t row,
                                                 const double *solved,
                                                 struct orb_error *err);

/* Time to make it anew. */
bool orb_factor_is_old(const struct orb_factor *factor);

/* Of count columns, at most as many as rows; rows that are taken are left out. Internal. */
void orb_factor_order(struct orb_factor *factor, size_t count);

#endif
