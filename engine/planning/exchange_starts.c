/* Greedy addition and random sets, each improved by exchanges; the best is kept. */
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/exchange.h"
#include "engine/planning/median.h"

#define STARTS 20

/* SplitMix64 (Steele, Lea and Flood 2014) from a fixed seed: the same starts for all. */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The kept sites and p - kept others at random; order is scratch of one place per site. */
static void open_at_random(struct exchange *x, uint32_t *order, uint64_t *state)
{
    const struct median *m = x->m;
    size_t count = 0;

    for (uint32_t j = 0; j < m->sites; j++) {
        x->open[j] = m->kept[j];
        if (!m->kept[j])
            order[count++] = j;
    }
    for (size_t k = 0; k < m->p - m->kept_count; k++) {
        size_t other = k + (size_t)(draw(state) % (count - k));
        uint32_t chosen = order[other];

        order[other] = order[k];
        order[k] = chosen;
        x->open[chosen] = true;
    }
}

static void start_greedily(struct exchange *x)
{
    size_t count = orb_exchange_greedy(x);

    for (uint32_t j = 0; count < x->m->p; j++)
        if (!x->open[j]) {
            x->open[j] = true;
            count++;
        }
}

/* Towards earlier sites at the same cost, and cheaper ones if a solver stopped too soon. */
enum orb_status orb_median_settle(const struct median *m, struct median_answer *out)
{
    struct exchange x;
    enum orb_status status = orb_exchange_init(&x, m);

    if (status == ORB_OK && m->p > 0) {
        memcpy(x.open, out->open, m->sites * sizeof *x.open);
        orb_exchange_fill(&x);
        orb_exchange_descend(&x);
        (void)orb_median_keep(m, out, x.open, orb_median_cost(m, x.open));
    }
    orb_exchange_release(&x);
    return status;
}

enum orb_status orb_median_exchange(const struct median *m, struct median_answer *out)
{
    struct exchange x;
    enum orb_status status = orb_exchange_init(&x, m);
    uint32_t *order = orb_calloc(m->sites + 1, sizeof *order);
    uint64_t state = 1;

    if (status != ORB_OK || order == NULL) {
        status = ORB_ERR_MEMORY;
        goto done;
    }
    for (size_t start = 0; start < STARTS; start++) {
        double cost = 0;

        if (start == 0)
            start_greedily(&x);
        else
            open_at_random(&x, order, &state);
        orb_exchange_fill(&x);
        orb_exchange_descend(&x);
        cost = orb_median_cost(m, x.open);
        if (start == 0) {
            memcpy(out->open, x.open, m->sites * sizeof *x.open);
            out->cost = cost;
        } else {
            (void)orb_median_keep(m, out, x.open, cost);
        }
        /* Nothing to choose, or nothing left to save. */
        if (m->p == m->kept_count || m->p == m->sites || out->cost <= m->enough)
            break;
    }
done:
    orb_free(order);
    orb_exchange_release(&x);
    return status;
}
