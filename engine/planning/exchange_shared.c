/* Exchanges when sites have capacities: the cost without them is a bound below, so
 * exchanges are priced in its order and the pricing stops where the bound passes what is
 * known. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/exchange.h"
#include "engine/planning/median.h"

/* Steps of a descent at most, counted and not timed, and sets priced at least. */
#define WORK_MOST   ((size_t)100000000)
#define TRIALS_SURE 40

struct trial {
    double bound;
    uint32_t in;
    uint32_t out;
};

struct sharing {
    const struct median *m;
    struct exchange x;
    struct trial *trials;
    bool *set;
    double cost;   /* of x.open, with capacities */
    size_t priced; /* sets, in this descent */
    size_t work;
};

static int by_bound(const void *a, const void *b)
{
    const struct trial *x = a;
    const struct trial *y = b;

    if (x->bound < y->bound || x->bound > y->bound)
        return x->bound < y->bound ? -1 : 1;
    if (x->in != y->in)
        return x->in < y->in ? -1 : 1;
    return (x->out > y->out) - (x->out < y->out);
}

static size_t list_trials(struct sharing *s)
{
    const struct median *m = s->m;
    double now = orb_median_cost(m, s->x.open);
    size_t count = 0;

    for (uint32_t j = 0; j < m->sites; j++)
        for (size_t r = 0; r < m->p && !s->x.open[j]; r++) {
            double bound = now - orb_exchange_profit(&s->x, j, r);

            if (!m->kept[s->x.at[r]] && bound < s->cost)
                s->trials[count++] = (struct trial){ bound, j, s->x.at[r] };
        }
    qsort(s->trials, count, sizeof *s->trials, by_bound);
    return count;
}

static bool may_go_on(const struct sharing *s)
{
    return s->priced < TRIALS_SURE || s->work < WORK_MOST;
}

/* Do the first exchange that saves; *saved tells whether one did. */
static enum orb_status exchange_once(struct sharing *s, bool *saved)
{
    const struct median *m = s->m;
    size_t count = list_trials(s);

    *saved = false;
    for (size_t k = 0; k < count && may_go_on(s) && !*saved; k++, s->priced++) {
        double cost = 0;

        memcpy(s->set, s->x.open, m->sites * sizeof *s->set);
        s->set[s->trials[k].out] = false;
        s->set[s->trials[k].in] = true;
        if (orb_median_price(m, s->set, &cost, &s->work) != ORB_OK)
            return ORB_ERR_MEMORY;
        if (cost >= s->cost - orb_median_tolerance(s->cost))
            continue;
        s->cost = cost;
        orb_exchange_apply(&s->x, s->trials[k].in, s->x.rank[s->trials[k].out]);
        *saved = true;
    }
    return ORB_OK;
}

static enum orb_status descend(struct sharing *s, struct median_answer *out, bool first)
{
    bool saved = true;
    enum orb_status status = ORB_OK;

    s->priced = s->work = 0;
    status = orb_median_price(s->m, s->x.open, &s->cost, &s->work);

    if (status == ORB_OK)
        orb_exchange_fill(&s->x);
    while (status == ORB_OK && saved)
        status = exchange_once(s, &saved);
    if (status != ORB_OK)
        return status;
    if (first) {
        memcpy(out->open, s->x.open, s->m->sites * sizeof *out->open);
        out->cost = s->cost;
    } else {
        (void)orb_median_keep(s->m, out, s->x.open, s->cost);
    }
    return ORB_OK;
}

/* The kept sites and those that take most. */
static void open_largest(struct exchange *x)
{
    const struct median *m = x->m;
    size_t count = m->kept_count;

    memcpy(x->open, m->kept, m->sites * sizeof *x->open);
    for (; count < m->p; count++) {
        uint32_t best = MEDIAN_NONE;

        for (uint32_t j = 0; j < m->sites; j++)
            if (!x->open[j] && (best == MEDIAN_NONE || m->capacity[j] > m->capacity[best]))
                best = j;
        x->open[best] = true;
    }
}

enum orb_status orb_median_exchange_shared(const struct median *m,
                                           struct median_answer *out)
{
    struct sharing s = { .m = m };
    enum orb_status status = orb_exchange_init(&s.x, m);

    s.trials = orb_calloc(m->sites + 1, (m->p + 1) * sizeof *s.trials);
    s.set = orb_calloc(m->sites + 1, sizeof *s.set);
    if (status != ORB_OK || s.trials == NULL || s.set == NULL) {
        status = ORB_ERR_MEMORY;
        goto done;
    }
    memcpy(s.x.open, out->open, m->sites * sizeof *out->open);
    status = descend(&s, out, true);
    if (status == ORB_OK && out->cost > m->enough && m->p > m->kept_count) {
        open_largest(&s.x);
        status = descend(&s, out, false);
    }
done:
    orb_exchange_release(&s.x);
    orb_free(s.trials);
    orb_free(s.set);
    return status;
}
