/* GLPK, the exact solver of siting, when it was built in and is installed. */
#ifndef ORB_PLANNING_SOLVER_GLPK_H
#define ORB_PLANNING_SOLVER_GLPK_H

#include "engine/base/error.h"

struct orb_program_solver;

/* True when this build knows GLPK. */
#include <stdbool.h>

/*
 * Set *out to a solver that stops after some work (see program.h). ORB_ERR_UNSUPPORTED when
 * it was built without GLPK, or when GLPK cannot be loaded.
 */
ORB_MUST_CHECK enum orb_status orb_solver_glpk(struct orb_program_solver *out, double work,
                                               struct orb_error *err);

#endif
