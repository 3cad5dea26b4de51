/* The nearest place not yet seen, then 2-opt and Or-opt of one place (Croes 1958, Or 1976).
 */
#include "engine/cohort/tour.h"

#include <stdbool.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

/* Passes over all pairs; each shortens the round, so the end comes long before. */
#define MAX_PASSES 200

/* Less than this is no gain: keeps rounding from going round for ever. */
#define LEAST 1e-9

struct round {
    size_t *order;
    const double *minutes;
    size_t count;
};

static double way(const struct round *r, size_t from, size_t to)
{
    return r->minutes[r->order[from % r->count] * r->count + r->order[to % r->count]];
}

double orb_tour_minutes(const size_t *order, const double *minutes, size_t count)
{
    double total = 0;

    for (size_t i = 0; i < count; i++)
        total += minutes[order[i] * count + order[(i + 1) % count]];
    return total;
}

static void go_to_nearest(struct round *r, bool *seen)
{
    r->order[0] = 0;
    seen[0] = true;
    for (size_t i = 1; i < r->count; i++) {
        const double *row = r->minutes + r->order[i - 1] * r->count;
        size_t best = r->count;

        for (size_t j = 0; j < r->count; j++)
            if (!seen[j] && (best == r->count || row[j] < row[best]))
                best = j;
        r->order[i] = best;
        seen[best] = true;
    }
}

static void reverse(size_t *order, size_t from, size_t to)
{
    while (from < to) {
        size_t kept = order[from];

        order[from++] = order[to];
        order[to--] = kept;
    }
}

/* Go through from..to the other way when the whole is shorter: minutes may differ by
 * direction, so the whole is measured. */
static bool try_reverse(struct round *r, size_t from, size_t to)
{
    double before = 0;
    double after = way(r, from - 1, to) + way(r, from, to + 1);

    for (size_t i = from - 1; i <= to; i++)
        before += way(r, i, i + 1);
    for (size_t i = from; i < to; i++)
        after += way(r, i + 1, i);
    if (after >= before - LEAST)
        return false;
    reverse(r->order, from, to);
    return true;
}

/* Move the place at from between at and at + 1. */
static bool try_move(struct round *r, size_t from, size_t at)
{
    size_t place = r->order[from];
    double gain, cost;

    if (at == from || at + 1 == from)
        return false;
    gain = way(r, from - 1, from) + way(r, from, from + 1) - way(r, from - 1, from + 1);
    cost = way(r, at, from) + way(r, from, at + 1) - way(r, at, at + 1);
    if (cost >= gain - LEAST)
        return false;
    if (at > from) {
        memmove(r->order + from, r->order + from + 1, (at - from) * sizeof *r->order);
        r->order[at] = place;
    } else {
        memmove(r->order + at + 2, r->order + at + 1, (from - at - 1) * sizeof *r->order);
        r->order[at + 1] = place;
    }
    return true;
}

static bool improve(struct round *r)
{
    bool better = false;

    for (size_t i = 1; i < r->count; i++) {
        for (size_t j = i + 1; j < r->count; j++)
            better = try_reverse(r, i, j) || better;
        for (size_t j = 0; j < r->count; j++)
            better = try_move(r, i, j) || better;
    }
    return better;
}

enum orb_status orb_tour_order(size_t *order, const double *minutes, size_t count,
                               struct orb_error *err)
{
    struct round r = { order, minutes, count };
    bool *seen;

    if (count > ORB_TOUR_MAX)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("there are too many places for one round"));
    if (count == 0)
        return ORB_OK;
    seen = orb_calloc(count, sizeof *seen);
    if (seen == NULL)
        return orb_error_memory(err);
    go_to_nearest(&r, seen);
    orb_free(seen);
    for (int pass = 0; pass < MAX_PASSES && improve(&r); pass++)
        ;
    return ORB_OK;
}
