/* Branch and bound on the sites, depth first, each node bounded by the relaxation. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/median.h"
#include "engine/planning/relax.h"

#define ROOT_STEPS 400
#define NODE_STEPS 40
/* Links looked at before giving up: counted, not timed, so that all machines answer alike.
 */
#define WORK_MOST ((size_t)150000000)
/* States and prices of all levels fit in memory. */
#define ROOM_MOST ((size_t)8000000)

enum phase { PHASE_NEW, PHASE_OPENED, PHASE_CLOSED };

struct level {
    enum phase phase;
    uint32_t site; /* on which it branches */
    double bound;
};

struct search {
    const struct median *m;
    struct relax relax;
    struct median_answer *out;
    struct level *levels;
    unsigned char *states; /* per level, a state per site */
    double *prices;        /* per level, a price per place */
    bool *set;             /* scratch */
    size_t depth;
    double lowest; /* bound of what was left without branching */
};

/* No set that costs this or more is wanted. */
static double ceiling(const struct search *s)
{
    const struct median *m = s->m;

    if (m->enough >= 0)
        return m->enough;
    return s->out->cost - (m->whole ? 1 - 1e-6 : orb_median_slack(m, s->out->cost));
}

/* What a set above the ceiling costs at least. */
static double above_ceiling(const struct search *s)
{
    const struct median *m = s->m;

    if (m->enough >= 0)
        return m->whole ? 1 : nextafter(m->enough, INFINITY);
    return m->whole ? s->out->cost : ceiling(s);
}

static enum orb_status try_set(struct search *s, const bool *open)
{
    double cost = 0;
    enum orb_status status = orb_median_price(s->m, open, &cost, &s->relax.work);

    if (status == ORB_OK)
        (void)orb_median_keep(s->m, s->out, open, cost);
    return status;
}

static size_t count_state(const struct search *s, enum relax_state state)
{
    size_t count = 0;

    for (size_t j = 0; j < s->m->sites; j++)
        count += s->relax.state[j] == state;
    return count;
}

static void note_lowest(struct search *s, double bound)
{
    if (bound < s->lowest)
        s->lowest = bound;
}

/* When all sites are decided, their cost is the bound: sharing in whole places may cost
 * more than that, and the search does not decide it. */
static enum orb_status settle(struct search *s, bool *settled)
{
    const struct median *m = s->m;
    size_t open = count_state(s, RELAX_OPEN);
    size_t left = count_state(s, RELAX_FREE);
    struct median split = *m;
    double cost = 0;
    enum orb_status status = ORB_OK;

    *settled = open == m->p || open + left == m->p;
    if (open > m->p || open + left < m->p) {
        *settled = true; /* no set of p sites */
        return ORB_OK;
    }
    if (!*settled)
        return ORB_OK;
    for (size_t j = 0; j < m->sites; j++)
        s->set[j] = s->relax.state[j] == RELAX_OPEN ||
                    (s->relax.state[j] == RELAX_FREE && open != m->p);
    split.indivisible = false;
    status = orb_median_price(&split, s->set, &cost, &s->relax.work);
    if (status != ORB_OK)
        return status;
    note_lowest(s, cost);
    return try_set(s, s->set);
}

/* The free site that the relaxation wants most. */
static uint32_t pick(const struct search *s)
{
    const struct relax *r = &s->relax;
    uint32_t best = MEDIAN_NONE;

    for (uint32_t j = 0; j < s->m->sites; j++)
        if (r->state[j] == RELAX_FREE &&
            (best == MEDIAN_NONE || r->best_reduced[j] < r->best_reduced[best]))
            best = j;
    return best;
}

/* Bound a node; *left when nothing under it is wanted. */
static enum orb_status bound_node(struct search *s, size_t steps, bool *left)
{
    struct level *level = &s->levels[s->depth];
    enum orb_status status = settle(s, left);
    double stop = ceiling(s);

    if (status != ORB_OK || *left)
        return status;
    orb_relax_climb(&s->relax, steps, s->out->cost, stop + 1e-12 * fabs(stop));
    level->bound = s->relax.bound > level->bound ? s->relax.bound : level->bound;
    status = try_set(s, s->relax.best_chosen);
    if (status != ORB_OK)
        return status;
    if (level->bound > ceiling(s)) {
        note_lowest(s, level->bound);
        *left = true;
        return ORB_OK;
    }
    if (orb_relax_fix(&s->relax, ceiling(s)) > 0) {
        note_lowest(s, above_ceiling(s));
        return settle(s, left);
    }
    return ORB_OK;
}

/* Store the states of a level, to come back to. */
static void store(struct search *s)
{
    const struct median *m = s->m;

    memcpy(s->states + s->depth * m->sites, s->relax.state, m->sites);
    memcpy(s->prices + s->depth * m->places, s->relax.price, m->places * sizeof *s->prices);
}

static void restore(struct search *s)
{
    const struct median *m = s->m;

    memcpy(s->relax.state, s->states + s->depth * m->sites, m->sites);
    memcpy(s->relax.price, s->prices + s->depth * m->places, m->places * sizeof *s->prices);
}

static void descend(struct search *s, enum relax_state state)
{
    struct level *level = &s->levels[s->depth];

    s->relax.state[level->site] = (unsigned char)state;
    s->depth++;
    s->levels[s->depth] = (struct level){ PHASE_NEW, MEDIAN_NONE, level->bound };
}

/* One step of the search; *done when the tree is exhausted. */
static enum orb_status step(struct search *s, size_t steps, bool *done)
{
    struct level *level = &s->levels[s->depth];
    bool left = false;
    enum orb_status status = ORB_OK;

    switch (level->phase) {
    case PHASE_NEW:
        status = bound_node(s, steps, &left);
        if (status != ORB_OK)
            return status;
        if (!left) {
            level->site = pick(s);
            store(s);
            level->phase = PHASE_OPENED;
            descend(s, RELAX_OPEN);
            return ORB_OK;
        }
        break;
    case PHASE_OPENED:
        restore(s);
        level->phase = PHASE_CLOSED;
        descend(s, RELAX_CLOSED);
        return ORB_OK;
    case PHASE_CLOSED:
        break;
    }
    *done = s->depth == 0;
    if (!*done)
        s->depth--;
    return ORB_OK;
}

/* The bound of all that was left and of all that is still open. */
static double bound_of_tree(const struct search *s, bool done)
{
    double bound = s->lowest;

    for (size_t k = 0; k <= s->depth && !done; k++)
        if (s->levels[k].phase != PHASE_CLOSED && s->levels[k].bound < bound)
            bound = s->levels[k].bound;
    return bound < s->out->cost ? bound : s->out->cost;
}

static enum orb_status make_room(struct search *s, bool branch)
{
    const struct median *m = s->m;
    size_t levels = branch ? m->sites + 2 : 1;

    s->levels = orb_calloc(levels, sizeof *s->levels);
    s->states = orb_calloc(levels, m->sites + 1);
    s->prices = orb_calloc(levels, (m->places + 1) * sizeof *s->prices);
    s->set = orb_calloc(m->sites + 1, sizeof *s->set);
    if (s->levels == NULL || s->states == NULL || s->prices == NULL || s->set == NULL)
        return ORB_ERR_MEMORY;
    return ORB_OK;
}

static enum orb_status run(struct search *s, bool branch)
{
    struct median_answer *out = s->out;
    const struct median *m = s->m;
    bool done = false;
    enum orb_status status = ORB_OK;
    double bound = 0;

    orb_relax_start(&s->relax, out->open);
    orb_relax_climb(&s->relax, ROOT_STEPS, out->cost, ceiling(s));
    bound = orb_median_round_up(m, s->relax.bound);
    out->bound = bound > out->bound ? bound : out->bound;
    status = try_set(s, s->relax.best_chosen);
    if (status != ORB_OK || !branch || orb_median_closed(m, out))
        return status;
    s->lowest = INFINITY;
    s->levels[0] = (struct level){ PHASE_NEW, MEDIAN_NONE, s->relax.bound };
    out->branched = true;
    while (status == ORB_OK && !done && s->relax.work < WORK_MOST &&
           !(m->enough >= 0 && out->cost <= m->enough))
        status = step(s, NODE_STEPS, &done);
    bound = orb_median_round_up(m, bound_of_tree(s, done));
    out->bound = bound > out->bound ? bound : out->bound;
    return status;
}

enum orb_status orb_median_prove(const struct median *m, struct median_answer *out,
                                 bool branch)
{
    struct search s = { .m = m, .out = out };
    bool deep = branch && (m->sites + 2) * (m->places + m->sites) <= ROOM_MOST;
    enum orb_status status = orb_relax_init(&s.relax, m);

    if (status == ORB_OK)
        status = make_room(&s, deep);
    if (status == ORB_OK)
        status = run(&s, deep);
    orb_relax_release(&s.relax);
    orb_free(s.levels);
    orb_free(s.states);
    orb_free(s.prices);
    orb_free(s.set);
    return status;
}
