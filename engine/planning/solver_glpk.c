/*
 * Branch and cut by GLPK: presolve and cuts on, silent. The library is opened at first use,
 * so that commands that only read start as fast without it. Its environment belongs to the
 * thread that calls.
 */
#include "engine/planning/solver_glpk.h"

#include <math.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/planning/program.h"

#ifdef HAVE_GLPK
#include <glpk.h>

#include "engine/base/library.h"

#define FUNCTIONS(F)                                                                       \
    F(glp_add_cols)                                                                        \
    F(glp_add_rows)                                                                        \
    F(glp_create_prob)                                                                     \
    F(glp_delete_prob)                                                                     \
    F(glp_get_num_cols)                                                                    \
    F(glp_get_it_cnt)                                                                      \
    F(glp_init_iocp)                                                                       \
    F(glp_intopt)                                                                          \
    F(glp_ios_best_node)                                                                   \
    F(glp_ios_get_prob)                                                                    \
    F(glp_ios_node_bound)                                                                  \
    F(glp_ios_terminate)                                                                   \
    F(glp_load_matrix)                                                                     \
    F(glp_mip_col_val)                                                                     \
    F(glp_mip_obj_val)                                                                     \
    F(glp_mip_status)                                                                      \
    F(glp_set_col_bnds)                                                                    \
    F(glp_set_col_kind)                                                                    \
    F(glp_set_obj_coef)                                                                    \
    F(glp_set_row_bnds)                                                                    \
    F(glp_term_out)                                                                        \
    F(glp_version)

#define MEMBER(name) __typeof__(name) *name;
#define NAME(name)   #name,

struct functions {
    FUNCTIONS(MEMBER)
};

static const char *const functions[] = { FUNCTIONS(NAME) };
static const struct orb_library library = { "GLPK", ORB_GLPK_SONAME, functions,
                                            sizeof functions / sizeof functions[0] };

_Static_assert(sizeof(struct functions) == sizeof functions,
               "a pointer to a function takes the place of a pointer");

struct watch {
    struct functions *f;
    double bound;
    double size; /* of the program */
    double work; /* left */
    int steps;   /* of the simplex, when it was last looked at */
};

/* GLPK tells its bound only while it works. Its own limit is of time: two machines would
 * not stop at the same node. */
static void watch_work(glp_tree *tree, void *info)
{
    struct watch *watch = info;
    int node = watch->f->glp_ios_best_node(tree);
    int steps = watch->f->glp_get_it_cnt(watch->f->glp_ios_get_prob(tree));

    if (node != 0)
        watch->bound = watch->f->glp_ios_node_bound(tree, node);
    watch->work -= (1.0 + (steps > watch->steps ? steps - watch->steps : 0)) * watch->size;
    watch->steps = steps;
    if (watch->work < 0)
        watch->f->glp_ios_terminate(tree);
}

static int kind_of_limits(double low, double high)
{
    if (isinf(low))
        return isinf(high) ? GLP_FR : GLP_UP;
    if (isinf(high))
        return GLP_LO;
    return low < high ? GLP_DB : GLP_FX;
}

static enum orb_status load(struct functions *f, glp_prob *problem,
                            const struct orb_program *p)
{
    int *rows = orb_calloc(p->entries + 1, sizeof *rows);
    int *columns = orb_calloc(p->entries + 1, sizeof *columns);
    double *values = orb_calloc(p->entries + 1, sizeof *values);
    enum orb_status status = ORB_ERR_MEMORY;

    if (rows == NULL || columns == NULL || values == NULL)
        goto done;
    f->glp_add_rows(problem, (int)p->rows);
    f->glp_add_cols(problem, (int)p->columns);
    for (size_t k = 0; k < p->rows; k++)
        f->glp_set_row_bnds(problem, (int)k + 1, kind_of_limits(p->low[k], p->high[k]),
                            p->low[k], p->high[k]);
    for (size_t k = 0; k < p->columns; k++) {
        f->glp_set_col_kind(problem, (int)k + 1, p->whole[k] ? GLP_IV : GLP_CV);
        f->glp_set_col_bnds(problem, (int)k + 1, kind_of_limits(p->lower[k], p->upper[k]),
                            p->lower[k], p->upper[k]);
        f->glp_set_obj_coef(problem, (int)k + 1, p->cost[k]);
    }
    for (size_t k = 0; k < p->entries; k++) {
        rows[k + 1] = (int)p->entry_row[k] + 1;
        columns[k + 1] = (int)p->entry_column[k] + 1;
        values[k + 1] = p->entry_value[k];
    }
    f->glp_load_matrix(problem, (int)p->entries, rows, columns, values);
    status = ORB_OK;
done:
    orb_free(rows);
    orb_free(columns);
    orb_free(values);
    return status;
}

static void read_answer(struct functions *f, glp_prob *problem, double *values,
                        struct orb_program_answer *out)
{
    switch (f->glp_mip_status(problem)) {
    case GLP_OPT:
        out->status = ORB_PROGRAM_OPTIMAL;
        out->bound = f->glp_mip_obj_val(problem);
        break;
    case GLP_FEAS:
        out->status = ORB_PROGRAM_FEASIBLE;
        break;
    case GLP_NOFEAS:
        out->status = ORB_PROGRAM_INFEASIBLE;
        return;
    default:
        out->status = ORB_PROGRAM_BOUND;
        return;
    }
    for (int k = 1; k <= f->glp_get_num_cols(problem); k++)
        values[k - 1] = f->glp_mip_col_val(problem, k);
}

static enum orb_status solve(const struct orb_program_solver *solver,
                             const struct orb_program *program, double *values,
                             struct orb_program_answer *out, struct orb_error *err)
{
    struct functions f;
    struct watch watch = { &f, -INFINITY, (double)(program->entries + program->rows),
                           solver->work, 0 };
    glp_iocp settings;
    glp_prob *problem = NULL;
    enum orb_status status = orb_library_open(&library, &f, err);

    if (status != ORB_OK)
        return status;
    f.glp_term_out(GLP_OFF);
    problem = f.glp_create_prob();
    status = load(&f, problem, program);
    if (status != ORB_OK) {
        status = orb_error_memory(err);
        goto done;
    }
    f.glp_init_iocp(&settings);
    settings.msg_lev = GLP_MSG_OFF;
    settings.presolve = GLP_ON;
    settings.gmi_cuts = settings.mir_cuts = GLP_ON;
    settings.cov_cuts = settings.clq_cuts = GLP_ON;
    settings.tol_obj = 1e-10;
    settings.cb_func = watch_work;
    settings.cb_info = &watch;
    out->bound = -INFINITY;
    switch (f.glp_intopt(problem, &settings)) {
    case 0:
    case GLP_ESTOP:
        out->bound = watch.bound;
        read_answer(&f, problem, values, out);
        break;
    case GLP_ENOPFS:
        out->status = ORB_PROGRAM_INFEASIBLE;
        break;
    default:
        status =
            orb_error_set(err, ORB_ERR_UNSUPPORTED, _("GLPK could not solve this program"));
    }
done:
    f.glp_delete_prob(problem);
    return status;
}

enum orb_status orb_solver_glpk(struct orb_program_solver *out, double work,
                                struct orb_error *err)
{
    struct functions f;
    enum orb_status status = orb_library_open(&library, &f, err);

    if (status != ORB_OK)
        return status;
    *out = (struct orb_program_solver){ .name = "GLPK", .work = work, .solve = solve };
    return ORB_OK;
}

#else

enum orb_status orb_solver_glpk(struct orb_program_solver *out, double work,
                                struct orb_error *err)
{
    (void)out;
    (void)work;
    return orb_error_set(err, ORB_ERR_UNSUPPORTED, _("this build is without GLPK"));
}

#endif
