/* The candidates of the plan: of the offers that cover the same needs, the best one. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/bundle.h"

bool orb_bundle_is_better(const struct orb_candidate *a, const struct orb_candidate *b)
{
    if (a->minutes != b->minutes)
        return a->minutes < b->minutes;
    if (a->score != b->score)
        return a->score > b->score;
    return a->id_rank < b->id_rank;
}

struct orb_candidate orb_bundle_candidate(const struct orb_matcher *m,
                                          const struct orb_cat_member *x,
                                          const struct orb_evaluation *e)
{
    double minutes = e->verdict->place.minutes;
    struct orb_candidate c = { .offer = e->offer,
                               .id_rank = x->id_rank,
                               .score = orb_key(e->score) };

    c.minutes = orb_key(isnan(minutes) ? m->p->plan.unknown_travel_minutes : minutes);
    for (uint32_t i = 0; i < e->need_count; i++) {
        enum orb_class class_ = m->verdicts[e->needs[i].frequency].class_;

        if (class_ != ORB_EXCLUDED)
            c.needs[class_] |= UINT64_C(1) << e->needs[i].need;
    }
    return c;
}

static bool same_needs(const struct orb_candidate *a, const struct orb_candidate *b)
{
    return memcmp(a->needs, b->needs, sizeof a->needs) == 0;
}

/* Of the offers that are of the same class for the same needs, the best one. Neighbours
 * often are: the last found is looked at first. */
bool orb_bundle_note(struct orb_matcher *m, const struct orb_cat_member *x,
                     const struct orb_evaluation *e)
{
    struct orb_candidate c = orb_bundle_candidate(m, x, e);
    size_t at = m->last_candidate;

    if (at >= m->candidates.count || !same_needs(&m->candidates.items[at], &c))
        for (at = 0; at < m->candidates.count; at++)
            if (same_needs(&m->candidates.items[at], &c))
                break;
    m->last_candidate = at;
    if (at < m->candidates.count) {
        if (orb_bundle_is_better(&c, &m->candidates.items[at]))
            m->candidates.items[at] = c;
        return true;
    }
    if (orb_grow((void **)&m->candidates.items, &m->candidates.capacity,
                 m->candidates.count, sizeof c) != ORB_OK)
        return false;
    m->candidates.items[m->candidates.count++] = c;
    return true;
}

/* The needs of the plan for which it is of the class chosen. */
static uint64_t covers_of(const struct orb_bundler *b, const struct orb_candidate *c)
{
    uint64_t covers = 0;

    for (uint32_t i = 0; i < b->kept; i++)
        if (b->class_[i] != ORB_EXCLUDED &&
            (c->needs[b->class_[i]] >> b->order[i] & 1) != 0)
            covers |= UINT64_C(1) << i;
    return covers;
}

bool orb_bundle_keep(struct orb_bundler *b, const struct orb_candidate *candidate)
{
    struct orb_candidate c = *candidate;
    uint32_t *slot;

    c.covers = covers_of(b, &c);
    slot = &b->slot[c.covers];
    if (c.covers == 0)
        return true;
    if (*slot == 0) {
        if (orb_grow((void **)&b->candidates.items, &b->candidates.capacity,
                     b->candidates.count, sizeof c) != ORB_OK)
            return false;
        b->candidates.items[b->candidates.count++] = c;
        *slot = (uint32_t)b->candidates.count;
        b->changed = true;
    } else if (orb_bundle_is_better(&c, &b->candidates.items[*slot - 1])) {
        b->candidates.items[*slot - 1] = c;
        b->changed = true;
    }
    return true;
}

bool orb_bundle_collect(struct orb_bundler *b)
{
    for (size_t i = 0; i < b->m->candidates.count; i++)
        if (!orb_bundle_keep(b, &b->m->candidates.items[i]))
            return false;
    if (!orb_bundle_complete(b))
        return false;
    for (size_t i = 0; i < b->candidates.count; i++)
        b->slot[b->candidates.items[i].covers] = 0;
    return true;
}
