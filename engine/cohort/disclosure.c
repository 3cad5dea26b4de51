/* Bounds come from linear programs over the hidden cells that sums tie together; bounding
 * sums one by one would find larger intervals than a reader does. */
#include "engine/cohort/disclosure.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/cohort/simplex.h"

#define NONE SIZE_MAX

bool orb_disclosure_is_safe(struct orb_disclosure_bounds bounds, int k)
{
    return bounds.high == INT64_MAX || (bounds.high >= k && bounds.high - bounds.low >= k);
}

/* ---- hidden cells tied together */

struct groups {
    const struct orb_disclosure *table;
    size_t *parent; /* by cell */
    size_t *column; /* by cell: its variable in the program of its group */
    struct orb_disclosure_bounds *bounds; /* of all; NULL = look for an unsafe cell */
    size_t unsafe; /* the first primary cell that can be worked out, or NONE */
};

static size_t root_of(const struct groups *g, size_t cell)
{
    while (g->parent[cell] != cell) {
        g->parent[cell] = g->parent[g->parent[cell]];
        cell = g->parent[cell];
    }
    return cell;
}

static size_t first_hidden(const struct orb_disclosure *t,
                           const struct orb_disclosure_sum *sum)
{
    for (size_t i = 0; i < sum->count; i++)
        if (t->cells[sum->cells[i]].hidden)
            return sum->cells[i];
    return NONE;
}

static void tie(struct groups *g)
{
    const struct orb_disclosure *t = g->table;

    for (size_t i = 0; i < t->cell_count; i++)
        g->parent[i] = i;
    for (size_t s = 0; s < t->sum_count; s++) {
        size_t first = first_hidden(t, &t->sums[s]);

        for (size_t i = 0; first != NONE && i < t->sums[s].count; i++)
            if (t->cells[t->sums[s].cells[i]].hidden)
                g->parent[root_of(g, t->sums[s].cells[i])] = root_of(g, first);
    }
}

static enum orb_status groups_init(struct groups *g, const struct orb_disclosure *table,
                                   struct orb_error *err)
{
    *g = (struct groups){ .table = table, .unsafe = NONE };
    g->parent = orb_calloc(table->cell_count + 1, sizeof *g->parent);
    g->column = orb_calloc(table->cell_count + 1, sizeof *g->column);
    if (g->parent == NULL || g->column == NULL)
        return orb_error_memory(err);
    tie(g);
    return ORB_OK;
}

static void groups_release(struct groups *g)
{
    orb_free(g->parent);
    orb_free(g->column);
}

/* ---- the program of a group */

static size_t count_sums(const struct groups *g, size_t root)
{
    size_t count = 0;

    for (size_t s = 0; s < g->table->sum_count; s++) {
        size_t first = first_hidden(g->table, &g->table->sums[s]);

        count += first != NONE && root_of(g, first) == root ? 1 : 0;
    }
    return count;
}

/* Hidden parts less the hidden total make the visible total less the visible parts. */
static void add_equation(struct orb_simplex_problem *p, const struct groups *g,
                         const struct orb_disclosure_sum *sum)
{
    const struct orb_disclosure *t = g->table;
    double *row = p->a + p->rows * p->columns;

    p->b[p->rows] = 0;
    for (size_t i = 0; i < sum->count; i++) {
        const struct orb_disclosure_cell *cell = &t->cells[sum->cells[i]];
        double sign = i == 0 ? -1 : 1;

        if (cell->hidden)
            row[g->column[sum->cells[i]]] += sign;
        else
            p->b[p->rows] -= sign * (double)cell->value;
    }
    p->rows++;
}

static enum orb_status program_make(struct orb_simplex_problem *p, struct groups *g,
                                    size_t root, struct orb_error *err)
{
    const struct orb_disclosure *t = g->table;
    size_t sums = count_sums(g, root);

    *p = (struct orb_simplex_problem){ 0 };
    for (size_t i = 0; i < t->cell_count; i++)
        if (t->cells[i].hidden && root_of(g, i) == root)
            g->column[i] = p->columns++;
    if (p->columns > ORB_DISCLOSURE_TOGETHER)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("too many counts of persons would be hidden: choose larger areas"));
    p->a = orb_calloc(sums * p->columns + 1, sizeof *p->a);
    p->b = orb_calloc(sums + 1, sizeof *p->b);
    if (p->a == NULL || p->b == NULL)
        return orb_error_memory(err);
    for (size_t s = 0; s < t->sum_count; s++) {
        size_t first = first_hidden(t, &t->sums[s]);

        if (first != NONE && root_of(g, first) == root)
            add_equation(p, g, &t->sums[s]);
    }
    return ORB_OK;
}

static void program_release(struct orb_simplex_problem *p)
{
    orb_free(p->a);
    orb_free(p->b);
}

static struct orb_disclosure_bounds bounds_of(struct orb_simplex *simplex, size_t column)
{
    double low = orb_simplex_extreme(simplex, column, false);
    double high = orb_simplex_extreme(simplex, column, true);

    /* Counts are whole. */
    return (struct orb_disclosure_bounds){ (int64_t)ceil(low - 1e-6),
                                           isinf(high) ? INT64_MAX
                                                       : (int64_t)floor(high + 1e-6) };
}

/* Write the bounds of a group, or find a primary cell of it that can be worked out. */
static enum orb_status audit_group(struct groups *g, size_t root, struct orb_error *err)
{
    const struct orb_disclosure *t = g->table;
    struct orb_simplex simplex = { 0 };
    struct orb_simplex_problem p;
    enum orb_status status = program_make(&p, g, root, err);

    if (status == ORB_OK)
        status = orb_simplex_init(&simplex, &p, err);
    for (size_t i = 0; i < t->cell_count && status == ORB_OK && g->unsafe == NONE; i++) {
        struct orb_disclosure_bounds found;

        if (!t->cells[i].hidden || root_of(g, i) != root ||
            (g->bounds == NULL && !t->cells[i].primary))
            continue;
        found = bounds_of(&simplex, g->column[i]);
        if (g->bounds != NULL)
            g->bounds[i] = found;
        else if (!orb_disclosure_is_safe(found, t->k))
            g->unsafe = i;
    }
    orb_simplex_release(&simplex);
    program_release(&p);
    return status;
}

enum orb_status orb_disclosure_audit(const struct orb_disclosure *table,
                                     struct orb_disclosure_bounds *bounds,
                                     struct orb_error *err)
{
    struct groups g;
    enum orb_status status = groups_init(&g, table, err);

    g.bounds = bounds;
    for (size_t i = 0; i < table->cell_count && status == ORB_OK; i++)
        if (table->cells[i].hidden && root_of(&g, i) == i)
            status = audit_group(&g, i, err);
    groups_release(&g);
    return status;
}

/* ---- hiding */

/* The smaller of two visible cells, then the first; NONE is larger than all. */
static size_t cheaper(const struct orb_disclosure *t, size_t a, size_t b)
{
    if (a == NONE || b == NONE)
        return a == NONE ? b : a;
    if (t->cells[a].value != t->cells[b].value)
        return t->cells[a].value < t->cells[b].value ? a : b;
    return a < b ? a : b;
}

static size_t cheapest(const struct orb_disclosure *t, const struct orb_disclosure_sum *sum)
{
    size_t best = NONE;

    for (size_t i = 0; i < sum->count; i++)
        if (!t->cells[sum->cells[i]].hidden)
            best = cheaper(t, best, sum->cells[i]);
    return best;
}

static size_t count_hidden(const struct orb_disclosure *t,
                           const struct orb_disclosure_sum *sum)
{
    size_t count = 0;

    for (size_t i = 0; i < sum->count; i++)
        count += t->cells[sum->cells[i]].hidden ? 1 : 0;
    return count;
}

/* No sum keeps a single hidden cell. */
static void pair_up(struct orb_disclosure *t)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t s = 0; s < t->sum_count; s++) {
            size_t cell =
                count_hidden(t, &t->sums[s]) == 1 ? cheapest(t, &t->sums[s]) : NONE;

            if (cell == NONE)
                continue;
            t->cells[cell].hidden = true;
            changed = true;
        }
    }
}

/* In the sums of a cell; else in those of the cells that it is tied to. */
static bool hide_near(struct orb_disclosure *t, const struct groups *g)
{
    size_t best = NONE;

    for (int wide = 0; wide < 2 && best == NONE; wide++)
        for (size_t s = 0; s < t->sum_count; s++) {
            size_t first = first_hidden(t, &t->sums[s]);
            bool near = false;

            for (size_t i = 0; i < t->sums[s].count; i++)
                near = near || t->sums[s].cells[i] == g->unsafe;
            if (near ||
                (wide == 1 && first != NONE && root_of(g, first) == root_of(g, g->unsafe)))
                best = cheaper(t, best, cheapest(t, &t->sums[s]));
        }
    if (best != NONE)
        t->cells[best].hidden = true;
    return best != NONE;
}

/* One more cell when a primary one can be worked out; *safe when none can. */
static enum orb_status improve(struct orb_disclosure *t, bool *safe, struct orb_error *err)
{
    struct groups g;
    enum orb_status status;

    pair_up(t);
    status = groups_init(&g, t, err);
    for (size_t i = 0; i < t->cell_count && status == ORB_OK && g.unsafe == NONE; i++)
        if (t->cells[i].hidden && root_of(&g, i) == i)
            status = audit_group(&g, i, err);
    *safe = g.unsafe == NONE;
    if (status == ORB_OK && g.unsafe != NONE && !hide_near(t, &g))
        status = orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("counts of persons stay too small whatever is hidden: choose larger areas"));
    groups_release(&g);
    return status;
}

enum orb_status orb_disclosure_protect(struct orb_disclosure *table, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    bool safe = false;

    for (size_t i = 0; i < table->cell_count; i++) {
        struct orb_disclosure_cell *cell = &table->cells[i];

        cell->primary = !cell->unknown && cell->value < table->k;
        cell->hidden = cell->hidden || cell->primary || cell->unknown;
    }
    while (status == ORB_OK && !safe)
        status = improve(table, &safe, err);
    return status;
}
