/*
 * "Juste ce qu'il faut": the smallest set of offers that covers the needs (MATCHING 8).
 * Exact. Of the offers that cover the same needs, only the best one can be part of an
 * optimum (fewest minutes, then highest score, then smallest id), so the search runs over
 * sets of needs.
 */
#include "engine/match/bundle.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

/* The needs of highest priority, then told in the person's order. */
static void order_needs(struct orb_bundler *b)
{
    const struct orb_matcher *m = b->m;

    for (uint32_t i = 0; i < m->need_count; i++) {
        uint32_t at = i;

        for (; at > 0 && m->needs[b->order[at - 1]].priority < m->needs[i].priority; at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = i;
    }
    b->kept = m->need_count < (uint32_t)m->p->plan.max_needs
                  ? m->need_count
                  : (uint32_t)m->p->plan.max_needs;
    for (uint32_t i = 1; i < b->kept; i++) {
        uint32_t moved = b->order[i];
        uint32_t at = i;

        for (; at > 0 && b->order[at - 1] > moved; at--)
            b->order[at] = b->order[at - 1];
        b->order[at] = moved;
    }
}

/* Certainty first, need by need: the eligible offers of a need, else those to verify. */
static void choose_classes(struct orb_bundler *b)
{
    const struct orb_profile *p = b->m->p;

    for (uint32_t i = 0; i < b->kept; i++) {
        b->class_[i] = ORB_EXCLUDED;
        for (uint32_t c = 0; c < p->plan.class_count && b->class_[i] == ORB_EXCLUDED; c++)
            if ((orb_bundle_rows(b, i)->classes >> p->plan.classes[c] & 1) != 0)
                b->class_[i] = p->plan.classes[c];
    }
}

static void sort_by_id(struct orb_bundler *b)
{
    struct orb_candidate *c = b->candidates.items;

    for (size_t i = 1; i < b->candidates.count; i++) {
        struct orb_candidate moved = c[i];
        size_t at = i;

        for (; at > 0 && c[at - 1].id_rank > moved.id_rank; at--)
            c[at] = c[at - 1];
        c[at] = moved;
    }
}

/* Id lists of the same length, element by element from the smallest: chains run from the
 * last id to the first. */
static int compare_ids(const struct orb_bundler *b, const struct orb_partial *x,
                       const struct orb_partial *y)
{
    int order = 0;

    for (;;) {
        uint32_t a = b->candidates.items[x->last].id_rank;
        uint32_t c = b->candidates.items[y->last].id_rank;

        if (a != c)
            order = a < c ? -1 : 1;
        if (x->before == 0 || y->before == 0)
            return order;
        x = &b->partials.items[x->before - 1];
        y = &b->partials.items[y->before - 1];
    }
}

static bool improves(const struct orb_bundler *b, const struct orb_partial *x,
                     const struct orb_partial *y)
{
    if (x->count != y->count)
        return x->count < y->count;
    if (x->minutes != y->minutes)
        return x->minutes < y->minutes;
    if (x->score != y->score)
        return x->score > y->score;
    return compare_ids(b, x, y) < 0;
}

/* from: partial + 1, 0 = the empty set. A partial never changes once made, since others
 * build on it: a better one takes its slot. */
static bool add_to(struct orb_bundler *b, uint32_t from, uint32_t candidate)
{
    const struct orb_candidate *c = &b->candidates.items[candidate];
    struct orb_partial made = { .last = candidate,
                                .covers = c->covers,
                                .minutes = c->minutes,
                                .score = c->score,
                                .count = 1,
                                .before = from };

    if (from != 0) {
        const struct orb_partial *p = &b->partials.items[from - 1];

        made.covers |= p->covers;
        made.minutes += p->minutes;
        made.score += p->score;
        made.count += p->count;
        if (made.covers == p->covers)
            return true;
    }
    if (b->slot[made.covers] != 0 &&
        !improves(b, &made, &b->partials.items[b->slot[made.covers] - 1]))
        return true;
    if (orb_grow((void **)&b->partials.items, &b->partials.capacity, b->partials.count,
                 sizeof made) != ORB_OK)
        return false;
    b->partials.items[b->partials.count++] = made;
    b->slot[made.covers] = (uint32_t)b->partials.count;
    return true;
}

/* For each candidate in the order of ids, extend every set reached before it. */
static bool search(struct orb_bundler *b)
{
    for (uint32_t c = 0; c < b->candidates.count; c++) {
        uint32_t reached = (uint32_t)b->partials.count;

        for (uint32_t from = 0; from <= reached; from++) {
            if (from != 0 && b->slot[b->partials.items[from - 1].covers] != from)
                continue; /* replaced by a better one, which is or holds this candidate */
            if (!add_to(b, from, c))
                return false;
        }
    }
    return true;
}

double orb_bundle_weight(const struct orb_bundler *b, uint64_t covers)
{
    double w = 0;

    for (uint32_t i = 0; i < b->kept; i++)
        if ((covers >> i & 1) != 0)
            w += b->m->needs[b->order[i]].priority;
    return w;
}

static void choose(struct orb_bundler *b)
{
    int64_t max = b->m->p->plan.max_offers;

    b->chosen = NULL;
    for (size_t i = 0; i < b->partials.count; i++) {
        const struct orb_partial *p = &b->partials.items[i];
        double w = orb_bundle_weight(b, p->covers);
        double best = b->chosen == NULL ? 0 : orb_bundle_weight(b, b->chosen->covers);

        if (b->slot[p->covers] != i + 1 || (max >= 0 && (int64_t)p->count > max))
            continue;
        if (w > best || (b->chosen != NULL && !(w < best) && improves(b, p, b->chosen)))
            b->chosen = p;
    }
}

enum orb_status orb_bundle(struct orb_matcher *m, struct orb_plan *out,
                           struct orb_error *err)
{
    struct orb_bundler b = { .m = m };
    bool ok;

    memset(out, 0, sizeof *out);
    order_needs(&b);
    choose_classes(&b);
    b.slot = orb_calloc((size_t)1 << b.kept, sizeof *b.slot);
    ok = b.slot != NULL && orb_bundle_collect(&b);
    if (ok) {
        sort_by_id(&b);
        ok = search(&b);
    }
    if (ok) {
        choose(&b);
        ok = orb_bundle_tell(&b, out);
    }
    orb_free(b.slot);
    orb_free(b.candidates.items);
    orb_free(b.partials.items);
    return ok ? ORB_OK : orb_error_memory(err);
}
