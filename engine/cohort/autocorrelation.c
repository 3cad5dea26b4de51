/* Sums over pairs of neighbours; nothing is simulated. */
#include "engine/cohort/autocorrelation.h"

#include <math.h>
#include <stdlib.h>

#include "engine/base/alloc.h"

static double mean_of(const double *values, uint32_t count)
{
    double sum = 0;

    for (uint32_t i = 0; i < count; i++)
        sum += values[i];
    return sum / count;
}

static uint32_t degree(const struct orb_neighbours *b, uint32_t i)
{
    return b->first[i + 1] - b->first[i];
}

/* ---- Moran */

struct weights {
    double s0, s1, s2; /* Cliff and Ord */
};

static bool are_beside(const struct orb_neighbours *b, uint32_t i, uint32_t j)
{
    for (uint32_t k = b->first[i]; k < b->first[i + 1]; k++)
        if (b->items[k] == j)
            return true;
    return false;
}

static double weight(const struct orb_neighbours *b, uint32_t i, bool standardised)
{
    return standardised ? 1.0 / degree(b, i) : 1.0;
}

/* Columns are added up through the rows: sums is scratch by unit. */
static struct weights weights_of(const struct orb_neighbours *b, bool standardised,
                                 double *sums)
{
    struct weights w = { 0, 0, 0 };

    for (uint32_t i = 0; i < b->count; i++)
        for (uint32_t k = b->first[i]; k < b->first[i + 1]; k++) {
            uint32_t j = b->items[k];
            double mine = weight(b, i, standardised);
            double back = are_beside(b, j, i) ? weight(b, j, standardised) : 0;

            w.s0 += mine;
            /* Pairs of one way alone are met once, the others twice. */
            w.s1 += (back > 0 ? 0.5 : 1) * (mine + back) * (mine + back);
            sums[i] += mine;
            sums[j] += mine;
        }
    for (uint32_t i = 0; i < b->count; i++)
        w.s2 += sums[i] * sums[i];
    return w;
}

static struct orb_moran judge(const struct weights *w, double n, double i)
{
    struct orb_moran m = { .i = i, .expected = -1 / (n - 1) };

    m.variance =
        (n * n * w->s1 - n * w->s2 + 3 * w->s0 * w->s0) / ((n * n - 1) * w->s0 * w->s0) -
        m.expected * m.expected;
    m.z = (m.i - m.expected) / sqrt(m.variance);
    m.p = 0.5 * erfc(m.z / sqrt(2));
    return m;
}

struct orb_moran orb_moran_of(const double *values, const struct orb_neighbours *beside,
                              bool standardised)
{
    const struct orb_moran none = { NAN, NAN, NAN, NAN, NAN };
    double *sums = orb_calloc((size_t)beside->count + 1, sizeof *sums);
    double mean = mean_of(values, beside->count);
    double cross = 0;
    double square = 0;
    struct weights w;

    if (sums == NULL)
        return none;
    w = weights_of(beside, standardised, sums);
    orb_free(sums);
    for (uint32_t i = 0; i < beside->count; i++) {
        double d = values[i] - mean;

        square += d * d;
        for (uint32_t k = beside->first[i]; k < beside->first[i + 1]; k++)
            cross +=
                weight(beside, i, standardised) * d * (values[beside->items[k]] - mean);
    }
    if (!(w.s0 > 0) || !(square > 0))
        return none;
    return judge(&w, beside->count, beside->count / w.s0 * cross / square);
}

/* Anselin 1995, equations 12 and 13: weights of a row add up to 1. */
static double local_variance(double n, double degree, double kurtosis)
{
    double squares = 1 / degree;
    double crossed = 1 - squares;

    return squares * (n - kurtosis) / (n - 1) +
           crossed * (2 * kurtosis - n) / ((n - 1) * (n - 2)) - 1 / ((n - 1) * (n - 1));
}

void orb_moran_local(const double *values, const struct orb_neighbours *beside, double *i,
                     double *variance)
{
    double n = beside->count;
    double mean = mean_of(values, beside->count);
    double m2 = 0;
    double m4 = 0;

    for (uint32_t u = 0; u < beside->count; u++) {
        double d2 = (values[u] - mean) * (values[u] - mean);

        m2 += d2 / n;
        m4 += d2 * d2 / n;
    }
    for (uint32_t u = 0; u < beside->count; u++) {
        double lag = 0;
        bool defined = degree(beside, u) > 0 && m2 > 0;

        for (uint32_t k = beside->first[u]; k < beside->first[u + 1]; k++)
            lag += (values[beside->items[k]] - mean) / degree(beside, u);
        i[u] = defined ? (values[u] - mean) * lag / m2 : (double)NAN;
        if (variance != NULL)
            variance[u] = defined ? local_variance(n, degree(beside, u), m4 / (m2 * m2))
                                  : (double)NAN;
    }
}

/* ---- Getis and Ord */

void orb_getis(const double *values, const struct orb_neighbours *beside, bool self,
               double *z)
{
    double sum = 0;
    double squares = 0;

    for (uint32_t i = 0; i < beside->count; i++) {
        sum += values[i];
        squares += values[i] * values[i];
    }
    for (uint32_t i = 0; i < beside->count; i++) {
        double n = (double)beside->count - !self;
        double mean = (sum - (self ? 0 : values[i])) / n;
        double variance = (squares - (self ? 0 : values[i] * values[i])) / n - mean * mean;
        double w = (double)degree(beside, i) + self;
        double lag = self ? values[i] : 0;

        for (uint32_t k = beside->first[i]; k < beside->first[i + 1]; k++)
            lag += values[beside->items[k]];
        z[i] = degree(beside, i) > 0 && variance > 0 && n > w
                   ? (lag - mean * w) / sqrt(variance * (n * w - w * w) / (n - 1))
                   : (double)NAN;
    }
}

/* ---- many tests */

double orb_normal_p(double z)
{
    return erfc(fabs(z) / sqrt(2));
}

struct test {
    double p;
    size_t unit;
};

static int by_p(const void *x, const void *y)
{
    const struct test *a = x;
    const struct test *b = y;

    if (a->p < b->p || a->p > b->p)
        return a->p < b->p ? -1 : 1;
    return a->unit < b->unit ? -1 : a->unit > b->unit;
}

enum orb_status orb_false_discovery(const double *p, size_t count, double *adjusted,
                                    struct orb_error *err)
{
    struct test *tests = orb_calloc(count + 1, sizeof *tests);
    size_t n = 0;
    double least = 1;

    if (tests == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < count; i++) {
        adjusted[i] = p[i];
        if (!isnan(p[i]))
            tests[n++] = (struct test){ p[i], i };
    }
    if (n > 0)
        qsort(tests, n, sizeof *tests, by_p);
    for (size_t rank = n; rank > 0; rank--) {
        least = fmin(least, tests[rank - 1].p * (double)n / (double)rank);
        adjusted[tests[rank - 1].unit] = least;
    }
    orb_free(tests);
    return ORB_OK;
}
