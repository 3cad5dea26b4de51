/* Units that are left out are taken out first: nothing that is worked out depends on them.
 */
#include "engine/cohort/hotspots.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/arena.h"
#include "engine/cohort/rates.h"

#define NOT_KNOWN UINT32_MAX

/* The units that are known, one after the other. */
struct work {
    struct orb_arena arena;
    uint32_t count;
    uint32_t *number; /* by unit: its place among these */
    uint32_t *unit;   /* and back */
    uint32_t *first, *items;
    double *cases, *bases, *shrunk, *z, *p, *local, *variance, *adjusted;
};

static double *numbers(struct work *w, uint32_t count)
{
    return orb_arena_array(&w->arena, (size_t)count + 1, sizeof(double));
}

static bool reserve(struct work *w, const struct orb_neighbours *beside)
{
    uint32_t n = beside->count;
    double **columns[] = { &w->cases, &w->bases, &w->shrunk,   &w->z,
                           &w->p,     &w->local, &w->variance, &w->adjusted };
    bool done = true;

    w->number = orb_arena_array(&w->arena, (size_t)n + 1, sizeof *w->number);
    w->unit = orb_arena_array(&w->arena, (size_t)n + 1, sizeof *w->unit);
    w->first = orb_arena_array(&w->arena, (size_t)n + 1, sizeof *w->first);
    w->items = orb_arena_array(&w->arena, (size_t)beside->first[n] + 1, sizeof *w->items);
    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        *columns[i] = numbers(w, n);
        done = done && *columns[i] != NULL;
    }
    return done && w->number != NULL && w->unit != NULL && w->first != NULL &&
           w->items != NULL;
}

static void take_known(struct work *w, const struct orb_hotspots_input *in)
{
    uint32_t items = 0;

    for (uint32_t i = 0; i < in->beside.count; i++) {
        bool known = in->known == NULL || in->known[i];

        w->number[i] = known ? w->count : NOT_KNOWN;
        if (known)
            w->unit[w->count++] = i;
    }
    for (uint32_t i = 0; i < w->count; i++) {
        uint32_t unit = w->unit[i];

        w->cases[i] = in->cases[unit];
        w->bases[i] = in->bases[unit];
        w->first[i] = items;
        for (uint32_t k = in->beside.first[unit]; k < in->beside.first[unit + 1]; k++)
            if (w->number[in->beside.items[k]] != NOT_KNOWN)
                w->items[items++] = w->number[in->beside.items[k]];
    }
    w->first[w->count] = items;
}

static enum orb_status test(struct work *w, struct orb_hotspots *out, struct orb_error *err)
{
    const struct orb_neighbours beside = { w->first, w->items, w->count };
    enum orb_status status;

    orb_getis(w->shrunk, &beside, true, w->z);
    for (uint32_t i = 0; i < w->count; i++)
        w->p[i] = orb_normal_p(w->z[i]);
    status = orb_false_discovery(w->p, w->count, w->adjusted, err);
    for (uint32_t i = 0; i < w->count && status == ORB_OK; i++) {
        struct orb_hotspot *h = &out->units[w->unit[i]];

        h->z = w->z[i];
        h->p = w->adjusted[i];
        if (isnan(h->z))
            out->islands++;
        else if (h->p > ORB_HOTSPOT_Q)
            h->spot = ORB_SPOT_NONE;
        else
            h->spot = h->z > 0 ? ORB_SPOT_HOT : ORB_SPOT_COLD;
    }
    orb_moran_local(w->shrunk, &beside, w->local, w->variance);
    for (uint32_t i = 0; i < w->count; i++)
        w->p[i] = orb_normal_p((w->local[i] + 1 / (w->count - 1.0)) / sqrt(w->variance[i]));
    if (status == ORB_OK)
        status = orb_false_discovery(w->p, w->count, w->adjusted, err);
    for (uint32_t i = 0; i < w->count && status == ORB_OK; i++) {
        out->units[w->unit[i]].local = w->local[i];
        out->units[w->unit[i]].local_p = w->adjusted[i];
    }
    return status;
}

static enum orb_status find(struct work *w, struct orb_hotspots *out,
                            const struct orb_hotspots_input *in, struct orb_error *err)
{
    struct orb_rates rates;

    take_known(w, in);
    rates = orb_rates_of(w->cases, w->bases, w->count);
    out->known = w->count;
    out->mean = rates.mean;
    out->tested = w->count >= ORB_AUTOCORRELATION_MIN && !isnan(rates.mean);
    for (uint32_t i = 0; i < w->count; i++) {
        struct orb_hotspot *h = &out->units[w->unit[i]];

        w->shrunk[i] = orb_rate_shrunk(&rates, w->cases[i], w->bases[i]);
        h->shrunk = w->shrunk[i];
        if (w->bases[i] > 0)
            h->rate = w->cases[i] / w->bases[i];
    }
    return out->tested ? test(w, out, err) : ORB_OK;
}

enum orb_status orb_hotspots_find(struct orb_hotspots *out,
                                  const struct orb_hotspots_input *input,
                                  struct orb_error *err)
{
    struct work w = { .count = 0 };
    enum orb_status status = ORB_OK;

    *out = (struct orb_hotspots){ .count = input->beside.count, .mean = NAN };
    out->units = orb_calloc((size_t)out->count + 1, sizeof *out->units);
    if (out->units == NULL || !reserve(&w, &input->beside))
        status = orb_error_memory(err);
    for (uint32_t i = 0; i < out->count && status == ORB_OK; i++)
        out->units[i] =
            (struct orb_hotspot){ NAN, NAN, NAN, NAN, NAN, NAN, ORB_SPOT_UNDEFINED };
    if (status == ORB_OK)
        status = find(&w, out, input, err);
    orb_arena_release(&w.arena);
    return status;
}

void orb_hotspots_release(struct orb_hotspots *hotspots)
{
    orb_free(hotspots->units);
    memset(hotspots, 0, sizeof *hotspots);
}
