/* Each column is solved with the factors of those taken before it (left-looking). Changes
 * are kept in product form. */
#include "engine/cohort/factor.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

#define TOO_SMALL 1e-7  /* for a pivot */
#define TINY      1e-13 /* what rounding leaves of nothing */
#define SHARE     0.1   /* of the largest, for the row that is wanted */

enum { LATER = 64 };

/* ---- memory */

static bool list_init(struct orb_factor_list *list, size_t vectors)
{
    list->ends = orb_calloc(vectors + 1, sizeof *list->ends);
    list->pivot_rows = orb_calloc(vectors + 1, sizeof *list->pivot_rows);
    list->pivots = orb_calloc(vectors + 1, sizeof *list->pivots);
    return list->ends != NULL && list->pivot_rows != NULL && list->pivots != NULL;
}

static void list_release(struct orb_factor_list *list)
{
    orb_free(list->entries);
    orb_free(list->ends);
    orb_free(list->pivot_rows);
    orb_free(list->pivots);
}

static bool order_init(struct orb_factor_order *o, size_t rows, size_t entries)
{
    o->places = orb_calloc(rows, sizeof *o->places);
    o->wanted = orb_calloc(rows, sizeof *o->wanted);
    o->row_starts = orb_calloc(rows + 2, sizeof *o->row_starts);
    o->row_columns = orb_calloc(entries + 1, sizeof *o->row_columns);
    o->row_left = orb_calloc(rows, sizeof *o->row_left);
    o->column_left = orb_calloc(rows, sizeof *o->column_left);
    o->row_done = orb_calloc(rows, sizeof *o->row_done);
    o->column_done = orb_calloc(rows, sizeof *o->column_done);
    o->singles = orb_calloc(2 * rows, sizeof *o->singles);
    return o->places != NULL && o->wanted != NULL && o->row_starts != NULL &&
           o->row_columns != NULL && o->row_left != NULL && o->column_left != NULL &&
           o->row_done != NULL && o->column_done != NULL && o->singles != NULL;
}

static void order_release(struct orb_factor_order *o)
{
    orb_free(o->places);
    orb_free(o->wanted);
    orb_free(o->row_starts);
    orb_free(o->row_columns);
    orb_free(o->row_left);
    orb_free(o->column_left);
    orb_free(o->row_done);
    orb_free(o->column_done);
    orb_free(o->singles);
}

enum orb_status orb_factor_init(struct orb_factor *out, const struct orb_sparse *matrix,
                                struct orb_error *err)
{
    size_t rows = matrix->rows + 1;

    *out = (struct orb_factor){ .matrix = matrix };
    out->work = orb_calloc(rows, sizeof *out->work);
    out->taken = orb_calloc(rows, sizeof *out->taken);
    out->columns = orb_calloc(rows, sizeof *out->columns);
    if (!order_init(&out->order, rows, matrix->starts[matrix->columns]) ||
        !list_init(&out->lower, rows) || !list_init(&out->upper, rows) ||
        !list_init(&out->later, LATER) || out->work == NULL || out->taken == NULL ||
        out->columns == NULL)
        return orb_error_memory(err);
    return ORB_OK;
}

void orb_factor_release(struct orb_factor *factor)
{
    order_release(&factor->order);
    list_release(&factor->lower);
    list_release(&factor->upper);
    list_release(&factor->later);
    orb_free(factor->work);
    orb_free(factor->taken);
    orb_free(factor->columns);
    *factor = (struct orb_factor){ 0 };
}

/* ---- vectors */

static size_t start_of(const struct orb_factor_list *list, size_t vector)
{
    return vector == 0 ? 0 : list->ends[vector - 1];
}

static bool add_entry(struct orb_factor_list *list, size_t row, double value)
{
    if (fabs(value) < TINY)
        return true;
    if (orb_grow((void **)&list->entries, &list->capacity, list->count,
                 sizeof *list->entries) != ORB_OK)
        return false;
    list->entries[list->count++] = (struct orb_factor_entry){ row, value };
    return true;
}

static void end_vector(struct orb_factor_list *list, size_t row, double pivot)
{
    list->pivot_rows[list->vectors] = row;
    list->pivots[list->vectors] = pivot;
    list->ends[list->vectors++] = list->count;
}

static void clear(struct orb_factor_list *list)
{
    list->count = list->vectors = 0;
}

/* v less so many times a vector. */
static void take_away(const struct orb_factor_list *list, size_t vector, double times,
                      double *v)
{
    for (size_t e = start_of(list, vector); e < list->ends[vector]; e++)
        v[list->entries[e].row] -= times * list->entries[e].value;
}

static double product(const struct orb_factor_list *list, size_t vector, const double *v)
{
    double sum = 0;

    for (size_t e = start_of(list, vector); e < list->ends[vector]; e++)
        sum += v[list->entries[e].row] * list->entries[e].value;
    return sum;
}

/* ---- factors */

static void solve_lower(const struct orb_factor *f, double *v)
{
    for (size_t k = 0; k < f->lower.vectors; k++)
        if (v[f->lower.pivot_rows[k]] != 0)
            take_away(&f->lower, k, v[f->lower.pivot_rows[k]], v);
}

/* The row that is wanted when it will do; else the largest entry; rows when none will. */
static size_t pivot_of(const struct orb_factor *f, size_t wanted)
{
    const size_t rows = f->matrix->rows;
    size_t best = rows;

    for (size_t r = 0; r < rows; r++)
        if (!f->taken[r] &&
            fabs(f->work[r]) > (best == rows ? TOO_SMALL : fabs(f->work[best])))
            best = r;
    if (best < rows && !f->taken[wanted] &&
        fabs(f->work[wanted]) >= SHARE * fabs(f->work[best]) &&
        fabs(f->work[wanted]) > TOO_SMALL)
        return wanted;
    return best;
}

/* Divide the column that is in work among both factors, its pivot at a row. */
static bool split(struct orb_factor *f, size_t row)
{
    double pivot = f->work[row];

    f->taken[row] = true;
    for (size_t r = 0; r < f->matrix->rows; r++) {
        if (f->work[r] == 0 || r == row)
            continue;
        if (!(f->taken[r] ? add_entry(&f->upper, r, f->work[r])
                          : add_entry(&f->lower, r, f->work[r] / pivot)))
            return false;
    }
    end_vector(&f->lower, row, 1);
    end_vector(&f->upper, row, pivot);
    return true;
}

static void take_units(struct orb_factor *f, size_t *basis, size_t kind)
{
    for (size_t r = 0; r < f->matrix->rows; r++) {
        if (f->taken[r] || basis[r] != kind)
            continue;
        f->taken[r] = true;
        basis[r] = ORB_FACTOR_UNIT;
        end_vector(&f->lower, r, 1);
        end_vector(&f->upper, r, 1);
    }
}

static bool take_column(struct orb_factor *f, size_t *basis, size_t column, size_t wanted)
{
    const struct orb_sparse *m = f->matrix;
    bool good = true;
    size_t row;

    for (size_t e = m->starts[column]; e < m->starts[column + 1]; e++)
        f->work[m->row[e]] = m->value[e];
    solve_lower(f, f->work);
    row = pivot_of(f, wanted);
    if (row < m->rows) {
        good = split(f, row);
        basis[row] = column;
    }
    memset(f->work, 0, m->rows * sizeof *f->work);
    return good;
}

enum orb_status orb_factor_make(struct orb_factor *factor, size_t *basis,
                                struct orb_error *err)
{
    const size_t rows = factor->matrix->rows;
    size_t count = 0;

    clear(&factor->lower);
    clear(&factor->upper);
    clear(&factor->later);
    memset(factor->taken, 0, rows * sizeof *factor->taken);
    take_units(factor, basis, ORB_FACTOR_UNIT);
    for (size_t r = 0; r < rows; r++) {
        if (basis[r] < factor->matrix->columns)
            factor->columns[count++] = basis[r];
        basis[r] = ORB_FACTOR_OPEN;
    }
    orb_factor_order(factor, count);
    for (size_t i = 0; i < count; i++)
        if (!take_column(factor, basis, factor->columns[factor->order.places[i]],
                         factor->order.wanted[i]))
            return orb_error_memory(err);
    for (size_t r = 0; r < rows; r++)
        if (basis[r] == ORB_FACTOR_OPEN && factor->taken[r])
            basis[r] = ORB_FACTOR_UNIT;
    take_units(factor, basis, ORB_FACTOR_OPEN);
    return ORB_OK;
}

/* ---- solving */

void orb_factor_solve(const struct orb_factor *factor, double *v)
{
    const struct orb_factor_list *upper = &factor->upper;
    const struct orb_factor_list *later = &factor->later;

    solve_lower(factor, v);
    for (size_t k = upper->vectors; k-- > 0;) {
        double *mine = &v[upper->pivot_rows[k]];

        if (*mine == 0)
            continue;
        *mine /= upper->pivots[k];
        take_away(upper, k, *mine, v);
    }
    for (size_t k = 0; k < later->vectors; k++) {
        double *mine = &v[later->pivot_rows[k]];

        if (*mine == 0)
            continue;
        *mine /= later->pivots[k];
        take_away(later, k, *mine, v);
    }
}

void orb_factor_solve_left(const struct orb_factor *factor, double *v)
{
    const struct orb_factor_list *lower = &factor->lower;
    const struct orb_factor_list *upper = &factor->upper;
    const struct orb_factor_list *later = &factor->later;

    for (size_t k = later->vectors; k-- > 0;) {
        double *mine = &v[later->pivot_rows[k]];

        *mine = (*mine - product(later, k, v)) / later->pivots[k];
    }
    for (size_t k = 0; k < upper->vectors; k++) {
        double *mine = &v[upper->pivot_rows[k]];

        *mine = (*mine - product(upper, k, v)) / upper->pivots[k];
    }
    for (size_t k = lower->vectors; k-- > 0;)
        v[lower->pivot_rows[k]] -= product(lower, k, v);
}

enum orb_status orb_factor_change(struct orb_factor *factor, size_t row,
                                  const double *solved, struct orb_error *err)
{
    for (size_t r = 0; r < factor->matrix->rows; r++)
        if (r != row && solved[r] != 0 && !add_entry(&factor->later, r, solved[r]))
            return orb_error_memory(err);
    end_vector(&factor->later, row, solved[row]);
    return ORB_OK;
}

bool orb_factor_is_old(const struct orb_factor *factor)
{
    return factor->later.vectors >= LATER;
}
