/* What a reader can work out of hidden cells. Bounds come from linear programs over the
 * hidden cells that sums tie together; bounding sums one by one would find larger intervals
 * than a reader does. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/cohort/disclosure_parts.h"
#include "engine/cohort/simplex.h"

bool orb_disclosure_is_safe(struct orb_disclosure_bounds bounds, int k)
{
    return bounds.high == INT64_MAX || (bounds.high >= k && bounds.high - bounds.low >= k);
}

/* ---- hidden cells tied together */

size_t orb_disclosure_root(const struct disclosure_groups *g, size_t cell)
{
    while (g->parent[cell] != cell) {
        g->parent[cell] = g->parent[g->parent[cell]];
        cell = g->parent[cell];
    }
    return cell;
}

size_t orb_disclosure_first_hidden(const struct orb_disclosure *t,
                                   const struct orb_disclosure_sum *sum)
{
    for (size_t i = 0; i < sum->count; i++)
        if (t->cells[sum->cells[i]].hidden)
            return sum->cells[i];
    return DISCLOSURE_NONE;
}

void orb_disclosure_tie(struct disclosure_groups *g)
{
    const struct orb_disclosure *t = g->table;

    for (size_t i = 0; i < t->cell_count; i++) {
        g->parent[i] = i;
        g->first_cell[i] = g->first_sum[i] = DISCLOSURE_NONE;
    }
    for (size_t s = 0; s < t->sum_count; s++) {
        size_t first = orb_disclosure_first_hidden(t, &t->sums[s]);

        for (size_t i = 0; first != DISCLOSURE_NONE && i < t->sums[s].count; i++)
            if (t->cells[t->sums[s].cells[i]].hidden)
                g->parent[orb_disclosure_root(g, t->sums[s].cells[i])] =
                    orb_disclosure_root(g, first);
    }
    for (size_t i = t->cell_count; i-- > 0;) {
        size_t root = orb_disclosure_root(g, i);

        if (!t->cells[i].hidden)
            continue;
        g->next_cell[i] = g->first_cell[root];
        g->first_cell[root] = i;
    }
    for (size_t s = t->sum_count; s-- > 0;) {
        size_t first = orb_disclosure_first_hidden(t, &t->sums[s]);
        size_t root;

        if (first == DISCLOSURE_NONE)
            continue;
        root = orb_disclosure_root(g, first);
        g->next_sum[s] = g->first_sum[root];
        g->first_sum[root] = s;
    }
}

enum orb_status orb_disclosure_groups_init(struct disclosure_groups *g,
                                           const struct orb_disclosure *table,
                                           struct orb_error *err)
{
    size_t cells = table->cell_count + 1;

    *g = (struct disclosure_groups){ .table = table };
    g->parent = orb_calloc(cells, sizeof *g->parent);
    g->column = orb_calloc(cells, sizeof *g->column);
    g->first_cell = orb_calloc(cells, sizeof *g->first_cell);
    g->next_cell = orb_calloc(cells, sizeof *g->next_cell);
    g->first_sum = orb_calloc(cells, sizeof *g->first_sum);
    g->next_sum = orb_calloc(table->sum_count + 1, sizeof *g->next_sum);
    g->near = orb_calloc(cells, sizeof *g->near);
    g->sum_near = orb_calloc(table->sum_count + 1, sizeof *g->sum_near);
    g->seen = orb_calloc(cells, sizeof *g->seen);
    g->point = orb_calloc(cells, sizeof *g->point);
    g->likely = orb_calloc(cells, sizeof *g->likely);
    if (g->parent == NULL || g->column == NULL || g->first_cell == NULL ||
        g->next_cell == NULL || g->first_sum == NULL || g->next_sum == NULL ||
        g->near == NULL || g->sum_near == NULL || g->seen == NULL || g->point == NULL ||
        g->likely == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < table->cell_count; i++) {
        int64_t value = table->cells[i].value;

        g->seen[i] = table->cells[i].unknown
                         ? (struct orb_disclosure_bounds){ INT64_MAX, INT64_MIN }
                         : (struct orb_disclosure_bounds){ value, value };
        g->point[i] = table->cells[i].unknown ? 0 : (double)value;
    }
    return ORB_OK;
}

void orb_disclosure_groups_release(struct disclosure_groups *g)
{
    orb_free(g->parent);
    orb_free(g->column);
    orb_free(g->first_cell);
    orb_free(g->next_cell);
    orb_free(g->first_sum);
    orb_free(g->next_sum);
    orb_free(g->near);
    orb_free(g->sum_near);
    orb_free(g->seen);
    orb_free(g->point);
    orb_free(g->likely);
}

/* ---- the program of a group */

/* The hidden cells of a group are its variables; hidden parts less the hidden total make
 * the visible total less the visible parts. */
struct program {
    struct disclosure_groups *g;
    size_t root;
    size_t variables, sums;
    size_t *starts, *rows, *last; /* last: by variable, the row met last, from 1 on */
    double *values, *b, *point;
    bool *likely;
    struct orb_simplex simplex;
};

static bool is_variable(const struct program *p, size_t cell)
{
    return p->g->table->cells[cell].hidden && orb_disclosure_root(p->g, cell) == p->root;
}

/* One that stands twice in a sum has one coefficient. */
static void add_cell(struct program *p, size_t cell, size_t row, double sign)
{
    size_t variable = p->g->column[cell];
    bool again = p->last[variable] == row + 1;

    p->last[variable] = row + 1;
    if (p->rows == NULL) {
        p->starts[variable + 2] += again ? 0 : 1;
        return;
    }
    if (!again)
        p->rows[p->starts[variable + 1]++] = row;
    p->values[p->starts[variable + 1] - 1] += sign;
}

/* Entries are counted while there is no room for them. */
static void add_sums(struct program *p)
{
    const struct disclosure_groups *g = p->g;
    size_t row = 0;

    memset(p->last, 0, p->variables * sizeof *p->last);
    memset(p->b, 0, p->sums * sizeof *p->b);
    for (size_t s = g->first_sum[p->root]; s != DISCLOSURE_NONE; s = g->next_sum[s], row++)
        for (size_t i = 0; i < g->table->sums[s].count; i++) {
            size_t cell = g->table->sums[s].cells[i];
            double sign = i == 0 ? -1 : 1;

            if (is_variable(p, cell))
                add_cell(p, cell, row, sign);
            else
                p->b[row] -= sign * (double)g->table->cells[cell].value;
        }
}

static enum orb_status program_fill(struct program *p, struct orb_error *err)
{
    struct disclosure_groups *g = p->g;
    size_t variable = 0;

    p->starts = orb_calloc(p->variables + 2, sizeof *p->starts);
    p->last = orb_calloc(p->variables + 1, sizeof *p->last);
    p->point = orb_calloc(p->variables + 1, sizeof *p->point);
    p->likely = orb_calloc(p->variables + 1, sizeof *p->likely);
    p->b = orb_calloc(p->sums + 1, sizeof *p->b);
    if (p->starts == NULL || p->last == NULL || p->point == NULL || p->likely == NULL ||
        p->b == NULL)
        return orb_error_memory(err);
    for (size_t i = g->first_cell[p->root]; i != DISCLOSURE_NONE; i = g->next_cell[i]) {
        p->point[variable] = g->point[i];
        p->likely[variable++] = g->likely[i];
    }
    add_sums(p);
    for (size_t v = 0; v < p->variables; v++)
        p->starts[v + 2] += p->starts[v + 1];
    p->values = orb_calloc(p->starts[p->variables + 1] + 1, sizeof *p->values);
    p->rows = orb_calloc(p->starts[p->variables + 1] + 1, sizeof *p->rows);
    if (p->rows == NULL || p->values == NULL)
        return orb_error_memory(err);
    add_sums(p);
    return ORB_OK;
}

static enum orb_status program_make(struct program *p, struct orb_error *err)
{
    struct disclosure_groups *g = p->g;
    struct orb_simplex_problem problem;
    enum orb_status status;

    for (size_t i = g->first_cell[p->root]; i != DISCLOSURE_NONE; i = g->next_cell[i])
        g->column[i] = p->variables++;
    for (size_t s = g->first_sum[p->root]; s != DISCLOSURE_NONE; s = g->next_sum[s])
        p->sums++;
    if (p->variables > ORB_DISCLOSURE_TOGETHER)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("too many counts of persons would be hidden: choose larger areas"));
    status = program_fill(p, err);
    if (status != ORB_OK)
        return status;
    problem = (struct orb_simplex_problem){
        { p->sums, p->variables, p->starts, p->rows, p->values }, p->b, p->point, p->likely
    };
    return orb_simplex_init(&p->simplex, &problem, err);
}

/* The next search of these cells starts where this one ended. */
static void program_release(struct program *p)
{
    struct disclosure_groups *g = p->g;

    orb_simplex_release(&p->simplex);
    if (p->rows != NULL)
        for (size_t i = g->first_cell[p->root]; i != DISCLOSURE_NONE; i = g->next_cell[i]) {
            g->point[i] = p->point[g->column[i]];
            g->likely[i] = p->likely[g->column[i]];
        }
    orb_free(p->starts);
    orb_free(p->last);
    orb_free(p->point);
    orb_free(p->likely);
    orb_free(p->b);
    orb_free(p->values);
    orb_free(p->rows);
}

/* ---- the audit of a group */

static int64_t low_of(double low)
{
    return (int64_t)ceil(low - 1e-6); /* counts are whole */
}

static int64_t high_of(double high)
{
    return isinf(high) ? INT64_MAX : (int64_t)floor(high + 1e-6);
}

struct watch {
    const struct program *p;
    size_t cell; /* whose safety is enough; DISCLOSURE_NONE = nothing is */
};

/* A table that obeys, met on the way to an extreme of one cell, tells of all the others. */
static bool see(void *context, const double *point)
{
    const struct watch *w = context;
    struct disclosure_groups *g = w->p->g;

    for (size_t i = g->first_cell[w->p->root]; i != DISCLOSURE_NONE; i = g->next_cell[i]) {
        double value = point[g->column[i]];

        if (low_of(value) < g->seen[i].low)
            g->seen[i].low = low_of(value);
        if (high_of(value) > g->seen[i].high)
            g->seen[i].high = high_of(value);
    }
    return w->cell != DISCLOSURE_NONE &&
           orb_disclosure_is_safe(g->seen[w->cell], g->table->k);
}

static enum orb_status find_bounds(struct program *p, size_t cell,
                                   struct orb_disclosure_bounds *out, struct orb_error *err)
{
    struct watch watch = { p, DISCLOSURE_NONE };
    struct orb_simplex_goal goal = { p->g->column[cell], false, see, &watch, 0, false };
    enum orb_status status = orb_simplex_seek(&p->simplex, &goal, err);

    out->low = low_of(goal.extreme);
    goal.greatest = true;
    if (status == ORB_OK)
        status = orb_simplex_seek(&p->simplex, &goal, err);
    out->high = high_of(goal.extreme);
    return status;
}

static bool is_in_doubt(const struct disclosure_groups *g, size_t cell)
{
    return g->table->cells[cell].primary &&
           !orb_disclosure_is_safe(g->seen[cell], g->table->k);
}

/* Tables that were met prove that a cell is safe: it is in doubt until then. One whose
 * greatest value stays below k is so for good. *small: it may be below k, and is in doubt.
 */
static enum orb_status find_proof(struct program *p, size_t cell, bool *small,
                                  struct orb_error *err)
{
    const struct orb_disclosure_cell *c = &p->g->table->cells[cell];
    struct watch watch = { p, cell };
    struct orb_simplex_goal goal = { p->g->column[cell], true, see, &watch, 0, false };
    enum orb_status status = ORB_OK;

    if (is_in_doubt(p->g, cell))
        status = orb_simplex_seek(&p->simplex, &goal, err);
    goal.greatest = false;
    if (status == ORB_OK && is_in_doubt(p->g, cell) &&
        p->g->seen[cell].high >= p->g->table->k)
        status = orb_simplex_seek(&p->simplex, &goal, err);
    *small = is_in_doubt(p->g, cell) && !(c->unknown && c->apart && goal.is_proven &&
                                          low_of(goal.extreme) >= p->g->table->k);
    return status;
}

bool orb_disclosure_in_doubt(const struct disclosure_groups *g, size_t root)
{
    for (size_t i = g->first_cell[root]; i != DISCLOSURE_NONE; i = g->next_cell[i])
        if (is_in_doubt(g, i))
            return true;
    return false;
}

enum orb_status orb_disclosure_audit_group(struct disclosure_groups *g, size_t root,
                                           struct orb_disclosure_bounds *bounds,
                                           size_t *unsafe, struct orb_error *err)
{
    struct program p = { .g = g, .root = root };
    enum orb_status status = program_make(&p, err);

    *unsafe = DISCLOSURE_NONE;
    for (size_t i = g->first_cell[root];
         i != DISCLOSURE_NONE && status == ORB_OK && *unsafe == DISCLOSURE_NONE;
         i = g->next_cell[i]) {
        bool small = false;

        if (bounds != NULL)
            status = find_bounds(&p, i, &bounds[i], err);
        else
            status = find_proof(&p, i, &small, err);
        if (small)
            *unsafe = i;
    }
    program_release(&p);
    return status;
}

enum orb_status orb_disclosure_audit(const struct orb_disclosure *table,
                                     struct orb_disclosure_bounds *bounds,
                                     struct orb_error *err)
{
    struct disclosure_groups g;
    enum orb_status status = orb_disclosure_groups_init(&g, table, err);
    size_t unsafe;

    if (status == ORB_OK)
        orb_disclosure_tie(&g);
    for (size_t i = 0; i < table->cell_count && status == ORB_OK; i++)
        if (table->cells[i].hidden && orb_disclosure_root(&g, i) == i)
            status = orb_disclosure_audit_group(&g, i, bounds, &unsafe, err);
    orb_disclosure_groups_release(&g);
    return status;
}
