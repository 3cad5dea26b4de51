/* A linear program some of whose variables are whole, and whoever solves such programs. */
#ifndef ORB_PLANNING_PROGRAM_H
#define ORB_PLANNING_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

/*
 * Least sum of cost * x for 0 <= x <= upper, with low <= row * x <= high for each row.
 * -INFINITY and INFINITY for no limit; low = high for an equality. Entries in any order.
 */
struct orb_program {
    size_t columns;
    size_t rows;
    size_t entries;
    const double *cost;  /* per column */
    const double *lower; /* per column */
    const double *upper; /* per column */
    const bool *whole;   /* per column */
    const double *low;   /* per row */
    const double *high;  /* per row */
    const uint32_t *entry_row;
    const uint32_t *entry_column;
    const double *entry_value;
};

enum orb_program_status {
    ORB_PROGRAM_OPTIMAL,  /* values are there, bound is their cost */
    ORB_PROGRAM_FEASIBLE, /* values are there, the work ran out */
    ORB_PROGRAM_BOUND,    /* the work ran out before any values */
    ORB_PROGRAM_INFEASIBLE
};

struct orb_program_answer {
    enum orb_program_status status;
    double bound; /* no solution costs less; -INFINITY: not known */
};

struct orb_program_solver {
    const char *name; /* with its version: "GLPK 5.0" */
    double work;      /* at most for one program: counted, not timed, so that all machines
                         answer alike; steps of the simplex by entries of the program */
    /* values has a place per column, untouched without values. ORB_ERR_UNSUPPORTED when it
     * cannot be used here. */
    enum orb_status (*solve)(const struct orb_program_solver *solver,
                             const struct orb_program *program, double *values,
                             struct orb_program_answer *out, struct orb_error *err);
};

#endif
