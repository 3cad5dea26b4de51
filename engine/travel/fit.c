/* Minutes are a sum: a constant and, for each piece of the way, its length times a
 * slowness. The slownesses are found by least squares; what comes out below zero, or is not
 * told by any pair, keeps the profile's value and the others are found again. */
#include "engine/travel/fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/travel/estimate.h"

enum { LEAST = 10 };

const double orb_fit_quantiles[ORB_FIT_QUANTILES] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

/* The minutes that each parameter adds to a pair by the profile: all of them times 1 give
 * the estimate. */
static void parts_of(const struct orb_profile *profile, enum orb_travel_mode mode,
                     const struct orb_travel_sample *s, double parts[ORB_FITS])
{
    const double *bend = profile->travel.detour_km;
    const double *piece = profile->travel.speed_km;
    const struct orb_profile_travel_mode *m = &profile->travel.modes[mode];
    double road;

    road = m->detour[0] * fmin(s->distance_km, bend[0]) +
           m->detour[1] * fmax(0, fmin(s->distance_km, bend[1]) - bend[0]) +
           m->detour[2] * fmax(0, s->distance_km - bend[1]);
    parts[ORB_FIT_MID] = 60 * fmax(0, fmin(road, piece[1]) - piece[0]) / m->mid_kmh;
    parts[ORB_FIT_FAR] = 60 * fmax(0, road - piece[1]) / m->far_kmh;
    parts[ORB_FIT_ACCESS] = m->access_minutes;
    parts[ORB_FIT_LOCAL] = orb_travel_estimate_minutes(profile, mode, s->distance_km,
                                                       s->density_from, s->density_to) -
                           parts[ORB_FIT_ACCESS] - parts[ORB_FIT_MID] - parts[ORB_FIT_FAR];
    parts[ORB_FIT_ACCESS] = 1; /* in minutes: an access of 0 has no multiple */
}

struct fitting {
    const struct orb_profile *profile;
    enum orb_travel_mode mode;
    const struct orb_travel_sample *samples;
    size_t count;
    double values[ORB_FITS]; /* minutes of access, multiples of the profile's slownesses */
    bool is_free[ORB_FITS];
};

/* Normal equations of the free parameters; the others take their minutes off the right
 * side, and get an equation of their own: no change. */
static void sum_up(const struct fitting *f, double a[ORB_FITS][ORB_FITS + 1])
{
    memset(a, 0, sizeof(double[ORB_FITS][ORB_FITS + 1]));
    for (size_t n = 0; n < f->count; n++) {
        double parts[ORB_FITS];
        double left = f->samples[n].minutes;

        parts_of(f->profile, f->mode, &f->samples[n], parts);
        for (int i = 0; i < ORB_FITS; i++)
            left -= f->is_free[i] ? 0 : parts[i] * f->values[i];
        for (int i = 0; i < ORB_FITS; i++) {
            for (int j = 0; j < ORB_FITS; j++)
                a[i][j] += f->is_free[i] && f->is_free[j] ? parts[i] * parts[j] : 0;
            a[i][ORB_FITS] += f->is_free[i] ? parts[i] * left : 0;
        }
    }
    for (int i = 0; i < ORB_FITS; i++)
        if (!f->is_free[i]) {
            a[i][i] = 1;
            a[i][ORB_FITS] = f->values[i];
        }
}

/* Gauss and Jordan; the matrix has no negative pivot. The number of a parameter that the
 * pairs do not tell, or -1 when all are solved. */
static int solve(double a[ORB_FITS][ORB_FITS + 1])
{
    double scale[ORB_FITS];

    for (int i = 0; i < ORB_FITS; i++)
        scale[i] = a[i][i];
    for (int k = 0; k < ORB_FITS; k++) {
        if (!(a[k][k] > 1e-9 * scale[k]) || scale[k] < 1e-9)
            return k;
        for (int j = ORB_FITS; j >= k; j--)
            a[k][j] /= a[k][k];
        for (int i = 0; i < ORB_FITS; i++)
            for (int j = ORB_FITS; i != k && j >= k; j--)
                a[i][j] -= a[i][k] * a[k][j];
    }
    return -1;
}

/* The first parameter that cannot be as it came out, or -1: no access is below zero, no
 * speed is ten times that of the profile or a tenth of it. */
static int impossible(const struct fitting *f, double a[ORB_FITS][ORB_FITS + 1])
{
    for (int i = 0; i < ORB_FITS; i++) {
        double value = a[i][ORB_FITS];

        if (f->is_free[i] && (i == ORB_FIT_ACCESS ? value < 0 : value < 0.1 || value > 10))
            return i;
    }
    return -1;
}

static void fit(struct fitting *f)
{
    double a[ORB_FITS][ORB_FITS + 1];

    for (;;) {
        int held;

        sum_up(f, a);
        held = solve(a);
        if (held < 0)
            held = impossible(f, a);
        if (held < 0)
            break;
        f->is_free[held] = false;
    }
    for (int i = 0; i < ORB_FITS; i++)
        f->values[i] = a[i][ORB_FITS];
}

/* ---- residuals */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Quantiles of sorted values, between two of them in proportion. */
static void tell(double *residuals, size_t count, double out[ORB_FIT_QUANTILES],
                 double *absolute)
{
    *absolute = 0;
    for (size_t i = 0; i < count; i++)
        *absolute += fabs(residuals[i]) / (double)count;
    qsort(residuals, count, sizeof *residuals, by_value);
    for (int q = 0; q < ORB_FIT_QUANTILES; q++) {
        double at = orb_fit_quantiles[q] * (double)(count - 1);
        size_t low = (size_t)at;
        size_t high = low + 1 < count ? low + 1 : low;

        out[q] = residuals[low] + (at - (double)low) * (residuals[high] - residuals[low]);
    }
}

static enum orb_status tell_both(struct orb_travel_fit *out, const struct fitting *f,
                                 struct orb_error *err)
{
    double *before = orb_calloc(f->count, sizeof *before);
    double *after = orb_calloc(f->count, sizeof *after);
    bool good = before != NULL && after != NULL;

    for (size_t n = 0; good && n < f->count; n++) {
        const struct orb_travel_sample *s = &f->samples[n];
        double parts[ORB_FITS];

        parts_of(f->profile, f->mode, s, parts);
        before[n] = orb_travel_estimate_minutes(f->profile, f->mode, s->distance_km,
                                                s->density_from, s->density_to) -
                    s->minutes;
        after[n] = -s->minutes;
        for (int i = 0; i < ORB_FITS; i++)
            after[n] += parts[i] * f->values[i];
    }
    if (good) {
        tell(before, f->count, out->before, &out->absolute_before);
        tell(after, f->count, out->after, &out->absolute_after);
    }
    orb_free(before);
    orb_free(after);
    return good ? ORB_OK : orb_error_memory(err);
}

enum orb_status orb_travel_fit(struct orb_travel_fit *out,
                               const struct orb_profile *profile,
                               const struct orb_travel_samples *pairs,
                               struct orb_error *err)
{
    const struct orb_profile_travel_mode *m = &profile->travel.modes[pairs->mode];
    struct fitting f = { profile,
                         pairs->mode,
                         pairs->samples,
                         pairs->count,
                         { m->access_minutes, 1, 1, 1 },
                         { true, true, true, true } };

    if (pairs->count < LEAST)
        return orb_error_set(
            err, ORB_ERR_RANGE,
            _("the minutes of %zu pairs are told; it takes %d to compare the estimate"),
            pairs->count, LEAST);
    *out = (struct orb_travel_fit){ .proposed = *m };
    fit(&f);
    memcpy(out->is_fitted, f.is_free, sizeof out->is_fitted);
    out->proposed.access_minutes = f.values[ORB_FIT_ACCESS];
    for (int i = 1; i <= 4; i++)
        out->proposed.local_kmh[i] = m->local_kmh[i] / f.values[ORB_FIT_LOCAL];
    out->proposed.mid_kmh = m->mid_kmh / f.values[ORB_FIT_MID];
    out->proposed.far_kmh = m->far_kmh / f.values[ORB_FIT_FAR];
    return tell_both(out, &f, err);
}
