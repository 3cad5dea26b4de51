/* A column that is alone in a row, or a row that is alone in its column, leaves no entry
 * behind: most of a table of sums is taken so. Otherwise the column with the fewest entries
 * is, at its row with the fewest (Markowitz 1957, near enough). */
#include <string.h>

#include "engine/cohort/factor.h"

struct ordering {
    struct orb_factor_order *o;
    const struct orb_sparse *m;
    const size_t *columns;
    size_t count;
    size_t single_count, taken;
};

static void add_single(struct ordering *g, size_t what)
{
    g->o->singles[g->single_count++] = what;
}

static void list_rows(struct ordering *g)
{
    struct orb_factor_order *o = g->o;
    const struct orb_sparse *m = g->m;

    memset(o->row_starts, 0, (m->rows + 2) * sizeof *o->row_starts);
    for (size_t i = 0; i < g->count; i++)
        for (size_t e = m->starts[g->columns[i]]; e < m->starts[g->columns[i] + 1]; e++)
            o->row_starts[m->row[e] + 2]++;
    for (size_t r = 0; r < m->rows; r++) {
        o->row_left[r] = o->row_starts[r + 2];
        o->row_starts[r + 2] += o->row_starts[r + 1];
    }
    for (size_t i = 0; i < g->count; i++)
        for (size_t e = m->starts[g->columns[i]]; e < m->starts[g->columns[i] + 1]; e++)
            o->row_columns[o->row_starts[m->row[e] + 1]++] = i;
}

static void count_left(struct ordering *g)
{
    struct orb_factor_order *o = g->o;
    const struct orb_sparse *m = g->m;

    for (size_t i = 0; i < g->count; i++) {
        o->column_done[i] = false;
        o->column_left[i] = 0;
        for (size_t e = m->starts[g->columns[i]]; e < m->starts[g->columns[i] + 1]; e++)
            o->column_left[i] += o->row_done[m->row[e]] ? 0 : 1;
        if (o->column_left[i] == 1)
            add_single(g, m->rows + i);
    }
    for (size_t r = 0; r < m->rows; r++)
        if (!o->row_done[r] && o->row_left[r] == 1)
            add_single(g, r);
}

/* A column at a row: what crosses them has one entry less. */
static void take(struct ordering *g, size_t place, size_t row)
{
    struct orb_factor_order *o = g->o;
    const struct orb_sparse *m = g->m;

    o->places[g->taken] = place;
    o->wanted[g->taken++] = row;
    o->column_done[place] = true;
    o->row_done[row] = true;
    for (size_t e = m->starts[g->columns[place]]; e < m->starts[g->columns[place] + 1]; e++)
        if (!o->row_done[m->row[e]] && --o->row_left[m->row[e]] == 1)
            add_single(g, m->row[e]);
    for (size_t i = o->row_starts[row]; i < o->row_starts[row + 1]; i++) {
        size_t other = o->row_columns[i];

        if (!o->column_done[other] && --o->column_left[other] == 1)
            add_single(g, m->rows + other);
    }
}

/* Its row with the fewest columns left; rows = none. */
static size_t best_row(const struct ordering *g, size_t place)
{
    const struct orb_sparse *m = g->m;
    size_t best = m->rows;

    for (size_t e = m->starts[g->columns[place]]; e < m->starts[g->columns[place] + 1]; e++)
        if (!g->o->row_done[m->row[e]] &&
            (best == m->rows || g->o->row_left[m->row[e]] < g->o->row_left[best]))
            best = m->row[e];
    return best;
}

/* The only column that is left in a row; count = none. */
static size_t only_column(const struct ordering *g, size_t row)
{
    for (size_t i = g->o->row_starts[row]; i < g->o->row_starts[row + 1]; i++)
        if (!g->o->column_done[g->o->row_columns[i]])
            return g->o->row_columns[i];
    return g->count;
}

static void take_singles(struct ordering *g)
{
    while (g->single_count > 0) {
        size_t what = g->o->singles[--g->single_count];
        size_t row = what;
        size_t place;

        if (what < g->m->rows) {
            place = g->o->row_done[row] ? g->count : only_column(g, row);
        } else {
            place = what - g->m->rows;
            row = best_row(g, place);
        }
        if (place < g->count && row < g->m->rows && !g->o->column_done[place])
            take(g, place, row);
    }
}

/* The column with the fewest rows left; count = none is left. One without any is a sum of
 * others: it goes last. */
static size_t best_column(const struct ordering *g)
{
    size_t best = g->count;

    for (size_t i = 0; i < g->count; i++)
        if (!g->o->column_done[i] && g->o->column_left[i] > 0 &&
            (best == g->count || g->o->column_left[i] < g->o->column_left[best]))
            best = i;
    return best;
}

void orb_factor_order(struct orb_factor *factor, size_t count)
{
    struct ordering g = { &factor->order, factor->matrix, factor->columns, count, 0, 0 };

    memcpy(factor->order.row_done, factor->taken,
           factor->matrix->rows * sizeof *factor->taken);
    list_rows(&g);
    count_left(&g);
    take_singles(&g);
    for (size_t i = best_column(&g); i < count; i = best_column(&g)) {
        take(&g, i, best_row(&g, i));
        take_singles(&g);
    }
    for (size_t i = 0; i < count; i++)
        if (!factor->order.column_done[i]) {
            factor->order.places[g.taken] = i;
            factor->order.wanted[g.taken++] = 0;
        }
}
