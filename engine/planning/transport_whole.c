/*
 * Whole places: an assignment that respects the capacities, from the split sharing. Places
 * that went whole stay; the others go to the site where they lose least, the greatest
 * demand first; then places move, or two change sites, while that saves.
 */
#include <math.h>
#include <string.h>

#include "engine/planning/median.h"
#include "engine/planning/transport.h"

/* Each pass tries all moves; a few suffice and more would not prove anything. */
#define PASSES 20

static double weight_of(const struct median *m, size_t place)
{
    return m->weight[place];
}

static bool fits(const struct transport *t, size_t column, double more)
{
    return isinf(t->room[column]) ||
           t->load[column] + more <= t->room[column] * (1 + 1e-12);
}

/* Where a place is whole; t->count + 1 when it is split. */
static size_t column_of(const struct transport *t, const struct median *m, size_t place)
{
    size_t width = t->count + 1;

    for (size_t k = 0; k < width; k++)
        if (t->amount[place * width + k] >= weight_of(m, place))
            return k;
    return width;
}

static void move(struct transport *t, const struct median *m, size_t place, size_t to)
{
    size_t width = t->count + 1;
    size_t from = column_of(t, m, place);

    if (from < width)
        t->load[from] -= weight_of(m, place);
    memset(t->amount + place * width, 0, width * sizeof *t->amount);
    t->amount[place * width + to] = weight_of(m, place);
    t->load[to] += weight_of(m, place);
}

/* The cheapest column with room for a place; nowhere always has. */
static size_t cheapest(const struct transport *t, const struct median *m, size_t place)
{
    const double *unit = t->unit + place * (t->count + 1);
    size_t best = t->count;

    for (size_t k = 0; k < t->count; k++)
        if (unit[k] < unit[best] && fits(t, k, weight_of(m, place)))
            best = k;
    return best;
}

/* The split place with the greatest demand; t->places when none is left. */
static size_t greatest_split(const struct transport *t, const struct median *m)
{
    size_t best = t->places;

    for (size_t i = 0; i < t->places; i++)
        if (column_of(t, m, i) > t->count &&
            (best == t->places || weight_of(m, i) > weight_of(m, best)))
            best = i;
    return best;
}

static bool move_one(struct transport *t, const struct median *m, size_t place)
{
    const double *unit = t->unit + place * (t->count + 1);
    size_t now = column_of(t, m, place);
    size_t best = now;

    for (size_t k = 0; k <= t->count; k++)
        if (k != now && unit[k] < unit[best] && fits(t, k, weight_of(m, place)))
            best = k;
    if (best == now)
        return false;
    move(t, m, place, best);
    return true;
}

/* Does it save to have two places change sites? */
static bool change_two(struct transport *t, const struct median *m, size_t a, size_t b)
{
    size_t width = t->count + 1;
    size_t at_a = column_of(t, m, a);
    size_t at_b = column_of(t, m, b);
    double more = weight_of(m, b) - weight_of(m, a); /* for a's site */
    double before = 0;
    double after = 0;

    if (at_a == at_b)
        return false;
    before = weight_of(m, a) * t->unit[a * width + at_a] +
             weight_of(m, b) * t->unit[b * width + at_b];
    after = weight_of(m, a) * t->unit[a * width + at_b] +
            weight_of(m, b) * t->unit[b * width + at_a];
    if (!(after < before - 1e-12 * before) || !fits(t, at_a, more) || !fits(t, at_b, -more))
        return false;
    move(t, m, a, at_b);
    move(t, m, b, at_a);
    return true;
}

static bool improve(struct transport *t, const struct median *m)
{
    bool changed = false;

    t->work += t->places * (t->places + t->count);
    for (size_t i = 0; i < t->places; i++)
        changed = move_one(t, m, i) || changed;
    for (size_t a = 0; a < t->places && t->places <= 1000; a++)
        for (size_t b = a + 1; b < t->places; b++)
            changed = change_two(t, m, a, b) || changed;
    return changed;
}

void orb_transport_put_whole(struct transport *t, const struct median *m)
{
    size_t width = t->count + 1;
    bool changed = true;

    memset(t->load, 0, width * sizeof *t->load);
    for (size_t i = 0; i < t->places; i++) {
        size_t k = column_of(t, m, i);

        if (k < width)
            t->load[k] += weight_of(m, i);
    }
    for (size_t i = greatest_split(t, m); i < t->places; i = greatest_split(t, m))
        move(t, m, i, cheapest(t, m, i));
    for (size_t pass = 0; pass < PASSES && changed; pass++)
        changed = improve(t, m);
}
