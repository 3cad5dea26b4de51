/* The tables of an interchange: filled once, then changed where a change reaches. */
#include "engine/planning/exchange.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/median.h"

enum orb_status orb_exchange_init(struct exchange *x, const struct median *m)
{
    memset(x, 0, sizeof *x);
    x->m = m;
    x->open = orb_calloc(m->sites + 1, sizeof *x->open);
    x->at = orb_calloc(m->p + 1, sizeof *x->at);
    x->rank = orb_calloc(m->sites + 1, sizeof *x->rank);
    x->nearest = orb_calloc(m->places + 1, sizeof *x->nearest);
    x->second = orb_calloc(m->places + 1, sizeof *x->second);
    x->nearest_cost = orb_calloc(m->places + 1, sizeof *x->nearest_cost);
    x->second_cost = orb_calloc(m->places + 1, sizeof *x->second_cost);
    x->gain = orb_calloc(m->sites + 1, sizeof *x->gain);
    x->loss = orb_calloc(m->p + 1, sizeof *x->loss);
    x->extra = orb_calloc(m->sites + 1, (m->p + 1) * sizeof *x->extra);
    x->touched = orb_calloc(m->places + 1, sizeof *x->touched);
    if (x->open == NULL || x->at == NULL || x->rank == NULL || x->nearest == NULL ||
        x->second == NULL || x->nearest_cost == NULL || x->second_cost == NULL)
        return ORB_ERR_MEMORY;
    if (x->gain == NULL || x->loss == NULL || x->extra == NULL || x->touched == NULL)
        return ORB_ERR_MEMORY;
    return ORB_OK;
}

void orb_exchange_release(struct exchange *x)
{
    orb_free(x->open);
    orb_free(x->at);
    orb_free(x->rank);
    orb_free(x->nearest);
    orb_free(x->second);
    orb_free(x->nearest_cost);
    orb_free(x->second_cost);
    orb_free(x->gain);
    orb_free(x->loss);
    orb_free(x->extra);
    orb_free(x->touched);
    memset(x, 0, sizeof *x);
}

/* What each closed site would save, with the cost each place has now. */
static void measure_gains(struct exchange *x)
{
    const struct median *m = x->m;

    memset(x->gain, 0, m->sites * sizeof *x->gain);
    for (size_t i = 0; i < m->places; i++)
        for (size_t k = m->row[i]; k < m->row[i + 1]; k++) {
            double saved = x->nearest_cost[i] - m->by_place[k].cost;

            if (saved <= 0)
                break;
            x->gain[m->by_place[k].other] += m->weight[i] * saved;
        }
}

static void lower_costs(struct exchange *x, uint32_t site)
{
    const struct median *m = x->m;

    for (size_t k = m->column[site]; k < m->column[site + 1]; k++) {
        const struct median_link *link = &m->by_site[k];

        if (link->cost < x->nearest_cost[link->other])
            x->nearest_cost[link->other] = link->cost;
    }
}

size_t orb_exchange_greedy(struct exchange *x)
{
    const struct median *m = x->m;
    size_t count = 0;

    for (size_t i = 0; i < m->places; i++)
        x->nearest_cost[i] = m->far;
    for (uint32_t j = 0; j < m->sites; j++) {
        x->open[j] = m->kept[j];
        if (m->kept[j]) {
            lower_costs(x, j);
            count++;
        }
    }
    for (; count < m->p; count++) {
        uint32_t best = MEDIAN_NONE;

        measure_gains(x);
        for (uint32_t j = 0; j < m->sites; j++)
            if (!x->open[j] && (best == MEDIAN_NONE || x->gain[j] > x->gain[best]))
                best = j;
        if (m->enough >= 0 && x->gain[best] <= 0)
            break;
        x->open[best] = true;
        lower_costs(x, best);
    }
    return count;
}

/* The two nearest open sites of a place: its row is sorted. */
static void find_two(struct exchange *x, size_t place)
{
    const struct median *m = x->m;

    x->nearest[place] = x->second[place] = MEDIAN_NONE;
    x->nearest_cost[place] = x->second_cost[place] = m->far;
    for (size_t k = m->row[place]; k < m->row[place + 1]; k++) {
        const struct median_link *link = &m->by_place[k];

        if (!x->open[link->other])
            continue;
        if (x->nearest[place] == MEDIAN_NONE) {
            x->nearest[place] = link->other;
            x->nearest_cost[place] = link->cost;
            continue;
        }
        x->second[place] = link->other;
        x->second_cost[place] = link->cost;
        return;
    }
}

/* Add what a place means to the tables, or take it away (sign -1). */
static void count_place(struct exchange *x, size_t place, double sign)
{
    const struct median *m = x->m;
    double weight = sign * m->weight[place];
    double first = x->nearest_cost[place];
    double second = x->second_cost[place];
    bool served = x->nearest[place] != MEDIAN_NONE;
    size_t rank = served ? x->rank[x->nearest[place]] : 0;

    if (served)
        x->loss[rank] += weight * (second - first);
    for (size_t k = m->row[place]; k < m->row[place + 1]; k++) {
        const struct median_link *link = &m->by_place[k];

        if (link->cost >= second)
            break;
        if (x->open[link->other])
            continue;
        if (link->cost < first)
            x->gain[link->other] += weight * (first - link->cost);
        if (served)
            x->extra[link->other * m->p + rank] +=
                weight * (second - (link->cost > first ? link->cost : first));
    }
}

void orb_exchange_fill(struct exchange *x)
{
    const struct median *m = x->m;
    uint32_t count = 0;

    memset(x->gain, 0, m->sites * sizeof *x->gain);
    memset(x->loss, 0, m->p * sizeof *x->loss);
    memset(x->extra, 0, m->sites * m->p * sizeof *x->extra);
    for (uint32_t j = 0; j < m->sites; j++)
        if (x->open[j]) {
            x->at[count] = j;
            x->rank[j] = count++;
        }
    for (size_t i = 0; i < m->places; i++) {
        find_two(x, i);
        count_place(x, i, 1);
    }
}

double orb_exchange_profit(const struct exchange *x, uint32_t in, size_t rank)
{
    return x->gain[in] - x->loss[rank] + x->extra[in * x->m->p + rank];
}

void orb_exchange_apply(struct exchange *x, uint32_t in, size_t rank)
{
    const struct median *m = x->m;
    uint32_t out = x->at[rank];

    for (size_t i = 0; i < m->places; i++)
        x->touched[i] = x->nearest[i] == out || x->second[i] == out;
    for (size_t k = m->column[in]; k < m->column[in + 1]; k++) {
        const struct median_link *link = &m->by_site[k];

        if (link->cost >= m->far)
            break;
        if (link->cost <= x->second_cost[link->other])
            x->touched[link->other] = true;
    }
    for (size_t i = 0; i < m->places; i++)
        if (x->touched[i])
            count_place(x, i, -1);
    x->open[out] = false;
    x->open[in] = true;
    x->at[rank] = in;
    x->rank[in] = (uint32_t)rank;
    /* What is left of these is the error of adding and taking away. */
    x->gain[in] = x->gain[out] = x->loss[rank] = 0;
    for (size_t j = 0; j < m->sites; j++)
        x->extra[j * m->p + rank] = 0;
    for (size_t r = 0; r < m->p; r++)
        x->extra[in * m->p + r] = x->extra[out * m->p + r] = 0;
    for (size_t i = 0; i < m->places; i++)
        if (x->touched[i]) {
            find_two(x, i);
            count_place(x, i, 1);
        }
}

/* The exchange that saves most, or, when none does, one that saves nothing and opens an
 * earlier site. False when there is neither. */
static bool choose(const struct exchange *x, double tolerance, uint32_t *in, size_t *rank)
{
    const struct median *m = x->m;
    double best = tolerance;
    bool found = false;
    bool equal = false;

    for (uint32_t j = 0; j < m->sites; j++)
        for (size_t r = 0; r < m->p && !x->open[j]; r++) {
            double profit = orb_exchange_profit(x, j, r);
            bool earlier = !found && !equal && profit >= -tolerance && j < x->at[r];

            if (m->kept[x->at[r]] || !(profit > best || earlier))
                continue;
            found = found || profit > best;
            equal = !found;
            best = profit > best ? profit : best;
            *in = j;
            *rank = r;
        }
    return found || equal;
}

void orb_exchange_descend(struct exchange *x)
{
    const struct median *m = x->m;
    double cost = orb_median_cost(m, x->open);
    uint32_t in = 0;
    size_t rank = 0;

    /* The error of the tables grows with each change and would otherwise pass for savings.
     */
    while (choose(x, 1e-12 * cost, &in, &rank)) {
        uint32_t out = x->at[rank];
        double now = 0;

        orb_exchange_apply(x, in, rank);
        now = orb_median_cost(m, x->open);
        if (now > cost + orb_median_tolerance(cost) ||
            (now >= cost - orb_median_tolerance(cost) && in > out)) {
            orb_exchange_apply(x, out, rank);
            return;
        }
        cost = now;
    }
}
