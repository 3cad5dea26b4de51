/* Two phases (Dantzig 1963). The largest gain enters; after many pivots the first one does
 * (Bland 1977), which never turns in circles. */
#include "engine/cohort/simplex.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

#define EPSILON 1e-9

static double *line(const struct orb_simplex *s, size_t row)
{
    return s->cells + row * s->width;
}

/* Most of a line of sums is nothing: only what is not is carried to the others. */
static void pivot(struct orb_simplex *s, size_t row, size_t column)
{
    double *mine = line(s, row);
    double by = mine[column];
    size_t count = 0;

    for (size_t c = 0; c < s->width; c++) {
        if (mine[c] == 0)
            continue;
        mine[c] /= by;
        s->filled[count++] = c;
    }
    for (size_t r = 0; r <= s->rows; r++) {
        double *other = line(s, r);
        double times = other[column];

        if (r == row || times == 0)
            continue;
        for (size_t i = 0; i < count; i++)
            other[s->filled[i]] -= times * mine[s->filled[i]];
        other[column] = 0;
    }
    s->basis[row] = column;
}

/* The column that lowers the objective; limit = how many columns may. */
static size_t entering(const struct orb_simplex *s, size_t limit, bool first)
{
    const double *objective = line(s, s->rows);
    size_t best = limit;

    for (size_t c = 0; c < limit; c++) {
        if (objective[c] >= -EPSILON || (best < limit && objective[c] >= objective[best]))
            continue;
        best = c;
        if (first)
            break;
    }
    return best;
}

static size_t leaving(const struct orb_simplex *s, size_t column)
{
    size_t best = s->rows;
    double least = 0;

    for (size_t r = 0; r < s->rows; r++) {
        const double *mine = line(s, r);
        double ratio;

        if (mine[column] <= EPSILON)
            continue;
        ratio = mine[s->width - 1] / mine[column];
        if (best == s->rows || ratio < least - EPSILON ||
            (ratio <= least + EPSILON && s->basis[r] < s->basis[best])) {
            best = r;
            least = ratio;
        }
    }
    return best;
}

/* False when the objective has no end. */
static bool descend(struct orb_simplex *s, size_t limit)
{
    const size_t patience = 20 * (s->rows + s->columns);

    for (size_t steps = 0;; steps++) {
        size_t column = entering(s, limit, steps > patience);
        size_t row;

        if (column == limit)
            return true;
        row = leaving(s, column);
        if (row == s->rows)
            return false;
        pivot(s, row, column);
    }
}

static void fill(struct orb_simplex *s, const double *a, const double *b)
{
    double *objective = line(s, s->rows);

    for (size_t r = 0; r < s->rows; r++) {
        double *mine = line(s, r);
        double sign = b[r] < 0 ? -1 : 1;

        for (size_t c = 0; c < s->columns; c++)
            mine[c] = sign * a[r * s->columns + c];
        mine[s->width - 1] = sign * b[r];
        s->basis[r] = s->columns + r;
        for (size_t c = 0; c < s->width; c++)
            objective[c] -= mine[c];
    }
}

/* Artificial variables that are left at nothing give way where a true one can stand. */
static void drop_artificial(struct orb_simplex *s)
{
    for (size_t r = 0; r < s->rows; r++)
        for (size_t c = 0; s->basis[r] >= s->columns && c < s->columns; c++)
            if (fabs(line(s, r)[c]) > EPSILON)
                pivot(s, r, c);
}

enum orb_status orb_simplex_init(struct orb_simplex *out,
                                 const struct orb_simplex_problem *problem,
                                 struct orb_error *err)
{
    const size_t rows = problem->rows;
    const size_t columns = problem->columns;

    *out = (struct orb_simplex){ .rows = rows, .columns = columns, .width = columns + 1 };
    out->cells = orb_calloc((rows + 1) * out->width, sizeof *out->cells);
    out->basis = orb_calloc(rows + 1, sizeof *out->basis);
    out->filled = orb_calloc(out->width, sizeof *out->filled);
    if (out->cells == NULL || out->basis == NULL || out->filled == NULL)
        return orb_error_memory(err);
    fill(out, problem->a, problem->b);
    if (!descend(out, columns) || fabs(line(out, rows)[out->width - 1]) > 1e-6)
        return orb_error_set(err, ORB_ERR_RANGE, "no table has these sums");
    drop_artificial(out);
    return ORB_OK;
}

void orb_simplex_release(struct orb_simplex *simplex)
{
    orb_free(simplex->cells);
    orb_free(simplex->basis);
    orb_free(simplex->filled);
    *simplex = (struct orb_simplex){ 0 };
}

static double value_of(const struct orb_simplex *s, size_t variable)
{
    for (size_t r = 0; r < s->rows; r++)
        if (s->basis[r] == variable)
            return line(s, r)[s->width - 1];
    return 0;
}

double orb_simplex_extreme(struct orb_simplex *simplex, size_t variable, bool greatest)
{
    struct orb_simplex *s = simplex;
    double *objective = line(s, s->rows);
    double cost = greatest ? -1 : 1;

    memset(objective, 0, s->width * sizeof *objective);
    objective[variable] = cost;
    for (size_t r = 0; r < s->rows; r++)
        if (s->basis[r] == variable)
            for (size_t c = 0; c < s->width; c++)
                objective[c] -= cost * line(s, r)[c];
    return descend(s, s->columns) ? value_of(s, variable) : INFINITY;
}

void orb_simplex_values(const struct orb_simplex *simplex, double *out)
{
    memset(out, 0, simplex->columns * sizeof *out);
    for (size_t r = 0; r < simplex->rows; r++)
        if (simplex->basis[r] < simplex->columns)
            out[simplex->basis[r]] = line(simplex, r)[simplex->width - 1];
}
