/* The same problem as a program for a solver, when it is of a size that solvers finish. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/median.h"
#include "engine/planning/program.h"

/* METHODS 3, measured: 300 places by 50 sites of a p-median, 5,000 by 500 of a coverage,
 * here up to 1,000 sites when links are few. */
#define SHARES_MOST 16000
#define ROOMS_MOST  60000
#define COVERS_MOST 600000
#define SITES_MOST  1000
#define PLACES_MOST 5000

struct writing {
    const struct median *m;
    struct orb_program program;
    double *cost;
    double *lower;
    double *upper;
    bool *whole;
    double *low;
    double *high;
    uint32_t *row;
    uint32_t *column;
    double *value;
    double *values;
    double scale; /* a cost of the program times scale is a cost of ours */
};

static void release(struct writing *w)
{
    orb_free(w->cost);
    orb_free(w->lower);
    orb_free(w->upper);
    orb_free(w->whole);
    orb_free(w->low);
    orb_free(w->high);
    orb_free(w->row);
    orb_free(w->column);
    orb_free(w->value);
    orb_free(w->values);
}

static enum orb_status make_room(struct writing *w)
{
    struct orb_program *p = &w->program;

    w->cost = orb_calloc(p->columns + 1, sizeof *w->cost);
    w->lower = orb_calloc(p->columns + 1, sizeof *w->lower);
    w->upper = orb_calloc(p->columns + 1, sizeof *w->upper);
    w->whole = orb_calloc(p->columns + 1, sizeof *w->whole);
    w->low = orb_calloc(p->rows + 1, sizeof *w->low);
    w->high = orb_calloc(p->rows + 1, sizeof *w->high);
    w->row = orb_calloc(p->entries + 1, sizeof *w->row);
    w->column = orb_calloc(p->entries + 1, sizeof *w->column);
    w->value = orb_calloc(p->entries + 1, sizeof *w->value);
    w->values = orb_calloc(p->columns + 1, sizeof *w->values);
    if (w->cost == NULL || w->lower == NULL || w->upper == NULL || w->whole == NULL ||
        w->low == NULL || w->high == NULL)
        return ORB_ERR_MEMORY;
    if (w->row == NULL || w->column == NULL || w->value == NULL || w->values == NULL)
        return ORB_ERR_MEMORY;
    p->cost = w->cost;
    p->lower = w->lower;
    p->upper = w->upper;
    p->whole = w->whole;
    p->low = w->low;
    p->high = w->high;
    p->entry_row = w->row;
    p->entry_column = w->column;
    p->entry_value = w->value;
    p->columns = p->rows = p->entries = 0;
    return ORB_OK;
}

static uint32_t add_column(struct writing *w, double cost, double lower, bool whole)
{
    size_t k = w->program.columns++;

    w->cost[k] = cost / w->scale;
    w->lower[k] = lower;
    w->upper[k] = 1;
    w->whole[k] = whole;
    return (uint32_t)k;
}

static uint32_t add_row(struct writing *w, double low, double high)
{
    size_t k = w->program.rows++;

    w->low[k] = low;
    w->high[k] = high;
    return (uint32_t)k;
}

static void add_entry(struct writing *w, uint32_t row, uint32_t column, double value)
{
    size_t k = w->program.entries++;

    w->row[k] = row;
    w->column[k] = column;
    w->value[k] = value;
}

/* Columns 0 to sites - 1 open the sites; row 0 counts them. */
static void write_sites(struct writing *w)
{
    const struct median *m = w->m;
    uint32_t count = add_row(w, (double)m->p, (double)m->p);

    for (uint32_t j = 0; j < m->sites; j++)
        add_entry(w, count, add_column(w, 0, m->kept[j] ? 1 : 0, true), 1);
}

/* A place is left out (column at its weight) unless one of its sites is open. */
static void write_covers(struct writing *w)
{
    const struct median *m = w->m;

    for (size_t i = 0; i < m->places; i++) {
        uint32_t row = add_row(w, 1, INFINITY);

        add_entry(w, row, add_column(w, m->weight[i] * m->far, 0, false), 1);
        for (size_t k = m->row[i]; k < m->row[i + 1]; k++)
            add_entry(w, row, m->by_place[k].other, 1);
    }
}

/* Shares of each place among its sites and nowhere add up to one; a share needs its site
 * open; shares fit the capacity. */
static void write_shares(struct writing *w)
{
    const struct median *m = w->m;
    uint32_t first_capacity = (uint32_t)w->program.rows;

    for (size_t j = 0; j < m->sites && m->capacity != NULL; j++) {
        bool any = isinf(m->capacity[j]);
        uint32_t row = add_row(w, -INFINITY, any ? INFINITY : 0);

        if (!any)
            add_entry(w, row, (uint32_t)j, -m->capacity[j]);
    }
    for (size_t i = 0; i < m->places; i++) {
        uint32_t one = add_row(w, 1, 1);

        add_entry(w, one, add_column(w, m->weight[i] * m->far, 0, m->indivisible), 1);
        for (size_t k = m->row[i]; k < m->row[i + 1]; k++) {
            const struct median_link *link = &m->by_place[k];
            uint32_t share = add_column(w, m->weight[i] * link->cost, 0, m->indivisible);
            uint32_t open = add_row(w, -INFINITY, 0);

            add_entry(w, one, share, 1);
            add_entry(w, open, share, 1);
            add_entry(w, open, link->other, -1);
            if (m->capacity != NULL && !isinf(m->capacity[link->other]))
                add_entry(w, first_capacity + link->other, share, m->weight[i]);
        }
    }
}

/* Room for all: shares of each place among its sites add up to one, what a site takes fits
 * it, and together they hold everybody, which cuts what halves of sites would do. */
static void write_room(struct writing *w, bool shares)
{
    const struct median *m = w->m;
    uint32_t all = add_row(w, m->all, INFINITY);
    uint32_t first = (uint32_t)w->program.rows;

    for (uint32_t j = 0; j < m->sites; j++)
        add_entry(w, all, j, fmin(m->capacity[j], m->all));
    for (uint32_t j = 0; j < m->sites && shares; j++) {
        uint32_t row = add_row(w, -INFINITY, isinf(m->capacity[j]) ? INFINITY : 0);

        add_entry(w, row, j, isinf(m->capacity[j]) ? 0 : -1);
    }
    for (size_t i = 0; i < m->places && shares; i++) {
        uint32_t one = add_row(w, 1, 1);

        for (size_t k = m->row[i]; k < m->row[i + 1]; k++) {
            uint32_t site = m->by_place[k].other;
            uint32_t share = add_column(w, 0, 0, m->indivisible);

            add_entry(w, one, share, 1);
            if (!isinf(m->capacity[site]))
                add_entry(w, first + site, share, m->weight[i] / m->capacity[site]);
        }
    }
}

/* Fewest sites: each place needs one of its own. */
static void write_fewest(struct writing *w)
{
    const struct median *m = w->m;

    for (size_t j = 0; j < m->sites; j++)
        (void)add_column(w, 1, m->kept[j] ? 1 : 0, true);
    for (size_t i = 0; i < m->places; i++) {
        uint32_t row = add_row(w, 1, INFINITY);

        for (size_t k = m->row[i]; k < m->row[i + 1]; k++)
            add_entry(w, row, m->by_place[k].other, 1);
    }
}

static enum orb_status take_values(struct writing *w, struct median_answer *out)
{
    const struct median *m = w->m;
    bool *open = orb_calloc(m->sites + 1, sizeof *open);
    size_t count = 0;
    double cost = 0;
    enum orb_status status = ORB_ERR_MEMORY;

    if (open == NULL)
        return status;
    for (size_t j = 0; j < m->sites; j++) {
        open[j] = m->kept[j] || w->values[j] > 0.5;
        count += open[j];
    }
    status = count == m->p ? orb_median_price(m, open, &cost, NULL) : ORB_OK;
    if (status == ORB_OK && count == m->p)
        (void)orb_median_keep(m, out, open, cost);
    orb_free(open);
    return status;
}

static enum orb_status ask(struct writing *w, const struct orb_program_solver *solver,
                           struct median_answer *out)
{
    const struct median *m = w->m;
    struct orb_program_answer answer = { .bound = -INFINITY };
    enum orb_status status = make_room(w);
    double bound = 0;

    if (status != ORB_OK)
        return status;
    write_sites(w);
    if (m->binary && m->capacity == NULL)
        write_covers(w);
    else
        write_shares(w);
    status = solver->solve(solver, &w->program, w->values, &answer, NULL);
    if (status != ORB_OK || answer.status == ORB_PROGRAM_INFEASIBLE)
        return status == ORB_ERR_MEMORY ? status : ORB_OK;
    if (answer.status != ORB_PROGRAM_BOUND)
        status = take_values(w, out);
    /* Solvers add up in another order: within the gap, their bound is our cost. */
    bound = answer.bound * w->scale;
    if (answer.status == ORB_PROGRAM_OPTIMAL &&
        fabs(bound - out->cost) <= orb_median_slack(m, out->cost))
        bound = out->cost;
    bound = orb_median_round_up(m, bound);
    if (bound > out->cost)
        bound = out->cost;
    if (status == ORB_OK && bound > out->bound) {
        out->bound = bound;
        out->solved = true;
    }
    return status;
}

enum orb_status orb_median_ask(const struct median *m,
                               const struct orb_program_solver *solver,
                               struct median_answer *out)
{
    struct writing w = { .m = m };
    size_t links = m->row[m->places];
    bool covers = m->binary && m->capacity == NULL;
    enum orb_status status = ORB_OK;

    if (solver == NULL || orb_median_closed(m, out) || m->sites > SITES_MOST ||
        m->places > PLACES_MOST || links > (covers ? COVERS_MOST : SHARES_MOST))
        return ORB_OK;
    w.scale = out->cost > 0 ? out->cost / 1000 : 1;
    /* At most: each link has a row, a column and four entries, each place and site one. */
    w.program.columns = m->sites + m->places + (covers ? 0 : links);
    w.program.rows = 1 + m->places + m->sites + (covers ? 0 : links);
    w.program.entries = 2 * m->sites + m->places + 4 * links;
    status = ask(&w, solver, out);
    release(&w);
    return status;
}

static enum orb_status solve_fewest(struct writing *w,
                                    const struct orb_program_solver *solver,
                                    struct orb_program_answer *answer)
{
    const struct median *m = w->m;
    size_t links = m->row[m->places];
    bool shares = m->capacity != NULL && links <= ROOMS_MOST;
    enum orb_status status = ORB_OK;

    /* At most, with shares: a column for each, two rows for a place and one for a site. */
    w->program.columns = m->sites + (shares ? links : 0);
    w->program.rows = 2 * m->places + m->sites + 1;
    w->program.entries = 3 * links + 2 * m->sites;
    status = make_room(w);
    if (status != ORB_OK)
        return status;
    write_fewest(w);
    if (m->capacity != NULL)
        write_room(w, shares);
    status = solver->solve(solver, &w->program, w->values, answer, NULL);
    return status == ORB_ERR_MEMORY ? status : ORB_OK;
}

enum orb_status orb_median_ask_fewest(const struct median *m,
                                      const struct orb_program_solver *solver, bool *open,
                                      size_t *count, size_t *bound)
{
    struct writing w = { .m = m, .scale = 1 };
    struct orb_program_answer answer = { .status = ORB_PROGRAM_BOUND, .bound = -INFINITY };
    enum orb_status status = ORB_OK;

    *count = 0;
    if (solver == NULL || m->sites > SITES_MOST || m->places > PLACES_MOST ||
        m->row[m->places] > COVERS_MOST)
        return ORB_OK;
    status = solve_fewest(&w, solver, &answer);
    if (status == ORB_OK && answer.bound > (double)*bound)
        *bound = (size_t)ceil(answer.bound - 1e-6);
    if (status == ORB_OK && answer.bound > 0 &&
        (answer.status == ORB_PROGRAM_OPTIMAL || answer.status == ORB_PROGRAM_FEASIBLE))
        for (size_t j = 0; j < m->sites; j++) {
            open[j] = m->kept[j] || w.values[j] > 0.5;
            *count += open[j];
        }
    release(&w);
    return status;
}
