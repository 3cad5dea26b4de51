/*
 * Successive shortest paths: every place starts at its cheapest site; then each site in
 * excess pushes demand along the cheapest chain of moves to a site with room. Sites are
 * few, so the chain is sought among them, each move priced by the place that moves
 * cheapest.
 */
#include "engine/planning/transport.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/median.h"

void orb_transport_release(struct transport *t)
{
    orb_free(t->sites);
    orb_free(t->amount);
    orb_free(t->load);
    orb_free(t->unit);
    orb_free(t->room);
    orb_free(t->shift);
    orb_free(t->mover);
    orb_free(t->reach);
    orb_free(t->from);
    memset(t, 0, sizeof *t);
}

static enum orb_status make_room(struct transport *t, const struct median *m,
                                 const bool *open)
{
    size_t width = 1;

    for (size_t j = 0; j < m->sites; j++)
        width += open[j];
    t->places = m->places;
    t->count = width - 1;
    t->sites = orb_calloc(width, sizeof *t->sites);
    t->amount = orb_calloc(m->places + 1, width * sizeof *t->amount);
    t->load = orb_calloc(width, sizeof *t->load);
    t->unit = orb_calloc(m->places + 1, width * sizeof *t->unit);
    t->room = orb_calloc(width, sizeof *t->room);
    t->shift = orb_calloc(width, width * sizeof *t->shift);
    t->mover = orb_calloc(width, width * sizeof *t->mover);
    t->reach = orb_calloc(width, sizeof *t->reach);
    t->from = orb_calloc(width, sizeof *t->from);
    if (t->sites == NULL || t->amount == NULL || t->load == NULL || t->unit == NULL ||
        t->room == NULL)
        return ORB_ERR_MEMORY;
    if (t->shift == NULL || t->mover == NULL || t->reach == NULL || t->from == NULL)
        return ORB_ERR_MEMORY;
    return ORB_OK;
}

static void read_costs(struct transport *t, const struct median *m, const bool *open)
{
    size_t width = t->count + 1;
    size_t count = 0;

    for (size_t k = 0; k < m->places * width; k++)
        t->unit[k] = (k + 1) % width == 0 ? m->far : INFINITY;
    for (uint32_t j = 0; j < m->sites; j++) {
        if (!open[j])
            continue;
        t->sites[count] = j;
        t->room[count] = m->capacity == NULL ? INFINITY : m->capacity[j];
        for (size_t k = m->column[j]; k < m->column[j + 1]; k++)
            t->unit[m->by_site[k].other * width + count] = m->by_site[k].cost;
        count++;
    }
    t->room[t->count] = INFINITY;
}

/* The cheapest moves out of a column. */
static void price_moves(struct transport *t, size_t from)
{
    size_t width = t->count + 1;
    double *shift = t->shift + from * width;

    for (size_t to = 0; to < width; to++)
        shift[to] = INFINITY;
    t->work += t->places;
    for (size_t i = 0; i < t->places; i++) {
        const double *unit = t->unit + i * width;

        if (t->amount[i * width + from] <= 0)
            continue;
        t->work += width;
        for (size_t to = 0; to < width; to++)
            if (to != from && unit[to] - unit[from] < shift[to]) {
                shift[to] = unit[to] - unit[from];
                t->mover[from * width + to] = (uint32_t)i;
            }
    }
}

/* Shorten chains through a column; false when none was. */
static bool shorten_through(struct transport *t, size_t a, size_t source)
{
    size_t width = t->count + 1;
    bool changed = false;

    for (size_t b = 0; b < width; b++) {
        double cost = t->reach[a] + t->shift[a * width + b];

        /* A chain that comes back within the error of adding is none. */
        if (a == b || b == source || !(cost < t->reach[b] - 1e-12 * fabs(cost)))
            continue;
        t->reach[b] = cost;
        t->from[b] = a;
        changed = true;
    }
    return changed;
}

/* Costs from a column to all others (Bellman and Ford: moves back have negative costs). */
static void price_chains(struct transport *t, size_t source)
{
    size_t width = t->count + 1;
    bool changed = true;

    for (size_t k = 0; k < width; k++)
        t->reach[k] = INFINITY;
    t->reach[source] = 0;
    for (size_t round = 0; round < width && changed; round++) {
        changed = false;
        t->work += width * width;
        for (size_t a = 0; a < width; a++)
            changed = shorten_through(t, a, source) || changed;
    }
}

/* Push what can be pushed from source to target; false when the chain turns in a circle,
 * which only the error of adding can make. */
static bool push(struct transport *t, size_t source, size_t target)
{
    size_t width = t->count + 1;
    double most = t->load[source] - t->room[source];
    double spare = t->room[target] - t->load[target];
    size_t length = 0;

    if (spare < most)
        most = spare;
    for (size_t k = target; k != source; k = t->from[k]) {
        size_t move = t->from[k] * width + k;
        double there = t->amount[t->mover[move] * width + t->from[k]];

        if (there < most)
            most = there;
        if (++length > width)
            return false;
    }
    for (size_t k = target; k != source; k = t->from[k]) {
        size_t i = t->mover[t->from[k] * width + k];

        t->amount[i * width + t->from[k]] -= most;
        t->amount[i * width + k] += most;
    }
    t->load[source] -= most;
    t->load[target] += most;
    return true;
}

static size_t nearest_room(const struct transport *t)
{
    size_t best = t->count;

    for (size_t k = 0; k < t->count; k++)
        if (t->load[k] < t->room[k] && t->reach[k] < t->reach[best])
            best = k;
    return best;
}

static void relieve(struct transport *t, size_t source, double least)
{
    while (t->load[source] - t->room[source] > least) {
        size_t target = 0;

        price_chains(t, source);
        target = nearest_room(t);
        if (!push(t, source, target))
            return;
        for (size_t k = target; k != source; k = t->from[k])
            price_moves(t, k);
        price_moves(t, source);
    }
}

static void start_at_cheapest(struct transport *t, const struct median *m)
{
    size_t width = t->count + 1;

    for (size_t i = 0; i < t->places; i++) {
        size_t best = t->count;

        for (size_t k = 0; k < t->count; k++)
            if (t->unit[i * width + k] < t->unit[i * width + best])
                best = k;
        t->amount[i * width + best] = m->weight[i];
        t->load[best] += m->weight[i];
    }
}

static void add_up(struct transport *t)
{
    size_t width = t->count + 1;

    t->cost = 0;
    memset(t->load, 0, width * sizeof *t->load);
    for (size_t i = 0; i < t->places; i++)
        for (size_t k = 0; k < width; k++)
            if (t->amount[i * width + k] > 0) {
                t->load[k] += t->amount[i * width + k];
                t->cost += t->amount[i * width + k] * t->unit[i * width + k];
            }
}

enum orb_status orb_transport_solve(struct transport *t, const struct median *m,
                                    const bool *open)
{
    enum orb_status status = make_room(t, m, open);
    double total = 0;

    if (status != ORB_OK)
        return status;
    read_costs(t, m, open);
    t->work = 3 * m->places * (t->count + 1);
    start_at_cheapest(t, m);
    for (size_t k = 0; k <= t->count; k++) {
        total += t->load[k];
        price_moves(t, k);
    }
    for (size_t k = 0; k < t->count; k++)
        relieve(t, k, 1e-12 * total);
    if (m->indivisible)
        orb_transport_put_whole(t, m);
    add_up(t);
    return ORB_OK;
}
