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
    g->seen = orb_calloc(cells, sizeof *g->seen);
    if (g->parent == NULL || g->column == NULL || g->first_cell == NULL ||
        g->next_cell == NULL || g->first_sum == NULL || g->next_sum == NULL ||
        g->seen == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < table->cell_count; i++) {
        int64_t value = table->cells[i].value;

        g->seen[i] = table->cells[i].unknown
                         ? (struct orb_disclosure_bounds){ INT64_MAX, INT64_MIN }
                         : (struct orb_disclosure_bounds){ value, value };
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
    orb_free(g->seen);
}

/* ---- the program of a group */

/* Hidden parts less the hidden total make the visible total less the visible parts. */
static void add_equation(struct orb_simplex_problem *p, const struct disclosure_groups *g,
                         size_t root, const struct orb_disclosure_sum *sum)
{
    const struct orb_disclosure *t = g->table;
    double *row = p->a + p->rows * p->columns;

    p->b[p->rows] = 0;
    for (size_t i = 0; i < sum->count; i++) {
        const struct orb_disclosure_cell *cell = &t->cells[sum->cells[i]];
        double sign = i == 0 ? -1 : 1;

        if (cell->hidden && orb_disclosure_root(g, sum->cells[i]) == root)
            row[g->column[sum->cells[i]]] += sign;
        else
            p->b[p->rows] -= sign * (double)cell->value;
    }
    p->rows++;
}

static enum orb_status program_make(struct orb_simplex_problem *p,
                                    struct disclosure_groups *g, size_t root,
                                    struct orb_error *err)
{
    size_t sums = 0;

    *p = (struct orb_simplex_problem){ 0 };
    for (size_t i = g->first_cell[root]; i != DISCLOSURE_NONE; i = g->next_cell[i])
        g->column[i] = p->columns++;
    for (size_t s = g->first_sum[root]; s != DISCLOSURE_NONE; s = g->next_sum[s])
        sums++;
    if (p->columns > ORB_DISCLOSURE_TOGETHER)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("too many counts of persons would be hidden: choose larger areas"));
    p->a = orb_calloc(sums * p->columns + 1, sizeof *p->a);
    p->b = orb_calloc(sums + 1, sizeof *p->b);
    if (p->a == NULL || p->b == NULL)
        return orb_error_memory(err);
    for (size_t s = g->first_sum[root]; s != DISCLOSURE_NONE; s = g->next_sum[s])
        add_equation(p, g, root, &g->table->sums[s]);
    return ORB_OK;
}

static void program_release(struct orb_simplex_problem *p)
{
    orb_free(p->a);
    orb_free(p->b);
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

/* A table that obeys, met on the way to an extreme of one cell, tells of all the others. */
static void see(struct disclosure_groups *g, size_t root, const struct orb_simplex *simplex,
                double *values)
{
    orb_simplex_values(simplex, values);
    for (size_t i = g->first_cell[root]; i != DISCLOSURE_NONE; i = g->next_cell[i]) {
        double value = values[g->column[i]];

        if (low_of(value) < g->seen[i].low)
            g->seen[i].low = low_of(value);
        if (high_of(value) > g->seen[i].high)
            g->seen[i].high = high_of(value);
    }
}

static struct orb_disclosure_bounds bounds_of(struct disclosure_groups *g, size_t root,
                                              size_t cell, struct orb_simplex *simplex,
                                              double *values)
{
    struct orb_disclosure_bounds out;

    out.low = low_of(orb_simplex_extreme(simplex, g->column[cell], false));
    see(g, root, simplex, values);
    out.high = high_of(orb_simplex_extreme(simplex, g->column[cell], true));
    see(g, root, simplex, values);
    if (out.high == INT64_MAX)
        g->seen[cell].high = INT64_MAX;
    return out;
}

static bool is_in_doubt(const struct disclosure_groups *g, size_t cell)
{
    return g->table->cells[cell].primary &&
           !orb_disclosure_is_safe(g->seen[cell], g->table->k);
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
    struct orb_simplex simplex = { 0 };
    struct orb_simplex_problem p;
    double *values = NULL;
    enum orb_status status = program_make(&p, g, root, err);

    *unsafe = DISCLOSURE_NONE;
    if (status == ORB_OK)
        status = orb_simplex_init(&simplex, &p, err);
    if (status == ORB_OK && (values = orb_calloc(p.columns + 1, sizeof *values)) == NULL)
        status = orb_error_memory(err);
    for (size_t i = g->first_cell[root];
         i != DISCLOSURE_NONE && status == ORB_OK && *unsafe == DISCLOSURE_NONE;
         i = g->next_cell[i]) {
        if (bounds != NULL)
            bounds[i] = bounds_of(g, root, i, &simplex, values);
        else if (is_in_doubt(g, i) &&
                 !orb_disclosure_is_safe(bounds_of(g, root, i, &simplex, values),
                                         g->table->k))
            *unsafe = i;
    }
    orb_free(values);
    orb_simplex_release(&simplex);
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
