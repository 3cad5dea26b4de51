/* Groups by complete linkage: two groups join only when all their pairs meet the test and
 * all their members do one same thing, so that A like B like C is not A like C. */
#include "engine/planning/overlaps.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/planning/overlap_parts.h"

const char *const orb_overlap_way_names[ORB_OVERLAP_WAYS] = { "home", "day", "lodging" };

/* The group of each service; members are chained. */
struct linkage {
    struct overlap_work *w;
    const struct overlap_pair *pairs; /* those allowed, by a then b */
    size_t count;
    uint32_t *group, *next, *last, *size; /* by service; of its first member */
    uint64_t *common;                     /* sub-services of a group, by its first member */
};

static int by_members(const void *a, const void *b)
{
    const struct overlap_pair *x = a;
    const struct overlap_pair *y = b;

    if (x->a != y->a)
        return x->a < y->a ? -1 : 1;
    return (x->b > y->b) - (x->b < y->b);
}

struct ranked {
    bool certain;
    int64_t nearness;
    uint32_t rank_a, rank_b; /* of the ids, the lesser first */
    uint32_t a, b;
};

static int best_first(const void *a, const void *b)
{
    const struct ranked *x = a;
    const struct ranked *y = b;

    /* certain pairs are told already: those to verify must not lose their members to them
     */
    if (x->certain != y->certain)
        return x->certain ? 1 : -1;
    if (x->nearness != y->nearness)
        return x->nearness > y->nearness ? -1 : 1;
    if (x->rank_a != y->rank_a)
        return x->rank_a < y->rank_a ? -1 : 1;
    if (x->rank_b != y->rank_b)
        return x->rank_b < y->rank_b ? -1 : 1;
    return (x->a > y->a) - (x->a < y->a);
}

static const struct overlap_pair *pair_of(const struct linkage *l, uint32_t a, uint32_t b)
{
    struct overlap_pair key = { .a = a < b ? a : b, .b = a < b ? b : a };

    return l->count == 0 ? NULL : bsearch(&key, l->pairs, l->count, sizeof key, by_members);
}

static bool may_join(const struct linkage *l, uint32_t a, uint32_t b)
{
    uint32_t words = l->w->words;
    uint64_t both = 0;

    for (uint32_t i = 0; i < words; i++)
        both |= l->common[(size_t)a * words + i] & l->common[(size_t)b * words + i];
    if (both == 0)
        return false;
    for (uint32_t x = a; x != ORB_CAT_NONE; x = l->next[x])
        for (uint32_t y = b; y != ORB_CAT_NONE; y = l->next[y])
            if (pair_of(l, x, y) == NULL)
                return false;
    return true;
}

static void join(struct linkage *l, uint32_t a, uint32_t b)
{
    uint32_t words = l->w->words;

    for (uint32_t i = 0; i < words; i++)
        l->common[(size_t)a * words + i] &= l->common[(size_t)b * words + i];
    for (uint32_t y = b; y != ORB_CAT_NONE; y = l->next[y])
        l->group[y] = a;
    l->next[l->last[a]] = b;
    l->last[a] = l->last[b];
    l->size[a] += l->size[b];
}

static bool linkage_start(struct linkage *l, struct overlap_work *w)
{
    uint32_t count = w->out->service_count;
    struct orb_arena *scratch = &w->scratch;

    l->w = w;
    l->group = orb_arena_array(scratch, (size_t)count + 1, sizeof(uint32_t));
    l->next = orb_arena_array(scratch, (size_t)count + 1, sizeof(uint32_t));
    l->last = orb_arena_array(scratch, (size_t)count + 1, sizeof(uint32_t));
    l->size = orb_arena_array(scratch, (size_t)count + 1, sizeof(uint32_t));
    l->common = orb_arena_array(scratch, (size_t)count * w->words + 1, sizeof(uint64_t));
    if (l->group == NULL || l->next == NULL || l->last == NULL || l->size == NULL ||
        l->common == NULL)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        l->group[i] = l->last[i] = i;
        l->next[i] = ORB_CAT_NONE;
        l->size[i] = 1;
        memcpy(l->common + (size_t)i * w->words, w->sides[i].sub_services,
               w->words * sizeof(uint64_t));
    }
    return true;
}

/* Join the nearest first. Only grows: what may not join now never will. */
static enum orb_status link_all(struct linkage *l, struct orb_error *err)
{
    struct ranked *ranked = orb_calloc(l->count + 1, sizeof *ranked);

    if (ranked == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < l->count; i++) {
        const struct overlap_pair *p = &l->pairs[i];
        uint32_t x = l->w->sides[p->a].id_rank;
        uint32_t y = l->w->sides[p->b].id_rank;

        ranked[i] = (struct ranked){ p->unknown == 0, p->nearness, x < y ? x : y,
                                     x < y ? y : x,   p->a,        p->b };
    }
    qsort(ranked, l->count, sizeof *ranked, best_first);
    for (size_t i = 0; i < l->count; i++) {
        uint32_t a = l->group[ranked[i].a];
        uint32_t b = l->group[ranked[i].b];

        if (a != b && may_join(l, a, b))
            join(l, a, b);
    }
    orb_free(ranked);
    return ORB_OK;
}

/* ---- what is told of groups */

struct told {
    struct orb_overlap_group *groups;
    uint32_t *members;
    orb_cat_code *sub_services;
    size_t group_count, group_capacity, member_count, member_capacity, sub_count,
        sub_capacity;
};

static uint32_t rank_of(const struct overlap_work *w, uint32_t service)
{
    return w->sides[service].id_rank;
}

static bool add_members(struct told *t, const struct linkage *l, uint32_t first,
                        struct orb_overlap_group *g)
{
    g->members.first = (uint32_t)t->member_count;
    for (uint32_t x = first; x != ORB_CAT_NONE; x = l->next[x]) {
        size_t at = t->member_count;

        if (orb_grow((void **)&t->members, &t->member_capacity, t->member_count,
                     sizeof *t->members) != ORB_OK)
            return false;
        for (;
             at > g->members.first && rank_of(l->w, t->members[at - 1]) > rank_of(l->w, x);
             at--)
            t->members[at] = t->members[at - 1];
        t->members[at] = x;
        t->member_count++;
    }
    g->members.count = (uint32_t)t->member_count - g->members.first;
    return true;
}

static bool add_sub_services(struct told *t, const struct linkage *l, uint32_t first,
                             struct orb_overlap_group *g)
{
    const struct overlap_work *w = l->w;

    g->sub_services.first = (uint32_t)t->sub_count;
    for (uint32_t sub = 0; sub < w->sub_count; sub++) {
        if ((l->common[(size_t)first * w->words + sub / 64] >> sub % 64 & 1) == 0)
            continue;
        if (orb_grow((void **)&t->sub_services, &t->sub_capacity, t->sub_count,
                     sizeof *t->sub_services) != ORB_OK)
            return false;
        t->sub_services[t->sub_count++] = w->sub_services[sub];
    }
    g->sub_services.count = (uint32_t)t->sub_count - g->sub_services.first;
    return true;
}

static double least(double a, double b)
{
    return isnan(a) || isnan(b) ? NAN : a < b ? a : b;
}

static void describe(const struct linkage *l, const uint32_t *members,
                     struct orb_overlap_group *g)
{
    const struct overlap_work *w = l->w;

    g->way = w->out->services[members[0]].way;
    g->publics = g->ages = g->zones = 1;
    for (uint32_t i = 0; i < g->members.count; i++) {
        const struct overlap_side *s = &w->sides[members[i]];
        bool seen = s->organization == ORB_CAT_NONE;

        g->imprecise = g->imprecise || (s->imprecise && g->way != ORB_OVERLAP_HOME);
        for (uint32_t j = 0; j < i; j++) {
            const struct overlap_pair *p = pair_of(l, members[j], members[i]);

            seen = seen || w->sides[members[j]].organization == s->organization;
            g->unknown |= p->unknown;
            g->publics = least(g->publics, p->publics);
            g->ages = least(g->ages, p->ages);
            g->zones = least(g->zones, p->zones);
            g->minutes = isnan(p->minutes) || isnan(g->minutes)
                             ? (double)NAN
                             : fmax(g->minutes, p->minutes);
        }
        g->organizations += seen ? 0 : 1;
    }
    if (g->way == ORB_OVERLAP_HOME)
        g->minutes = NAN;
    else
        g->zones = NAN;
}

static bool is_told(const struct overlap_work *w, const uint32_t *members, uint32_t count)
{
    const struct orb_catalogue *c = w->q->catalogue;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t commune = c->offers[w->out->services[members[i]].offer].commune;

        if (w->q->inside == NULL || (commune != ORB_CAT_NONE && w->q->inside[commune]))
            return true;
    }
    return false;
}

/* Tell the groups of a linkage; certain_only false: those to verify. */
static enum orb_status tell(struct told *t, const struct linkage *l, bool certain_only,
                            struct orb_error *err)
{
    for (uint32_t i = 0; i < l->w->out->service_count; i++) {
        struct orb_overlap_group g = { .unknown = 0 };
        size_t members = t->member_count;
        size_t subs = t->sub_count;

        if (l->group[i] != i || l->size[i] < 2)
            continue;
        if (!add_members(t, l, i, &g) || !add_sub_services(t, l, i, &g) ||
            orb_grow((void **)&t->groups, &t->group_capacity, t->group_count,
                     sizeof *t->groups) != ORB_OK)
            return orb_error_memory(err);
        describe(l, t->members + g.members.first, &g);
        if ((g.unknown == 0) == certain_only &&
            is_told(l->w, t->members + g.members.first, g.members.count)) {
            t->groups[t->group_count++] = g;
        } else {
            t->member_count = members;
            t->sub_count = subs;
        }
    }
    return ORB_OK;
}

/* qsort has no context: the rank of the first member stands beside. */
struct placed {
    struct orb_overlap_group group;
    uint32_t rank;
};

static int by_size(const void *a, const void *b)
{
    const struct placed *x = a;
    const struct placed *y = b;
    bool x_certain = x->group.unknown == 0;
    bool y_certain = y->group.unknown == 0;

    if (x_certain != y_certain)
        return x_certain ? -1 : 1;
    if (x->group.members.count != y->group.members.count)
        return x->group.members.count > y->group.members.count ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->group.way > y->group.way) - (x->group.way < y->group.way);
}

/* Copy what was told into the result, in its order. */
static enum orb_status keep(struct overlap_work *w, const struct told *t,
                            struct orb_error *err)
{
    struct orb_arena *arena = &w->out->arena;
    struct orb_overlap_group *groups =
        orb_arena_array(arena, t->group_count + 1, sizeof *groups);
    uint32_t *members = orb_arena_array(arena, t->member_count + 1, sizeof *members);
    orb_cat_code *subs = orb_arena_array(arena, t->sub_count + 1, sizeof *subs);
    struct placed *placed =
        orb_arena_array(&w->scratch, t->group_count + 1, sizeof *placed);

    if (groups == NULL || members == NULL || subs == NULL || placed == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < t->group_count; i++)
        placed[i] = (struct placed){ t->groups[i],
                                     rank_of(w, t->members[t->groups[i].members.first]) };
    if (t->group_count > 1)
        qsort(placed, t->group_count, sizeof *placed, by_size);
    for (size_t i = 0; i < t->group_count; i++)
        groups[i] = placed[i].group;
    if (t->member_count > 0)
        memcpy(members, t->members, t->member_count * sizeof *members);
    if (t->sub_count > 0)
        memcpy(subs, t->sub_services, t->sub_count * sizeof *subs);
    w->out->groups = groups;
    w->out->group_count = (uint32_t)t->group_count;
    w->out->members = members;
    w->out->sub_services = subs;
    return ORB_OK;
}

/* Link the first count pairs, which are sorted by members, and tell the groups. */
static enum orb_status group(struct overlap_work *w, size_t count, bool certain_only,
                             struct told *t, struct orb_error *err)
{
    struct linkage l = { .pairs = w->pairs, .count = count };
    enum orb_status status;

    if (!linkage_start(&l, w))
        return orb_error_memory(err);
    if (count > 1)
        qsort(w->pairs, count, sizeof *w->pairs, by_members);
    status = link_all(&l, err);
    if (status == ORB_OK)
        status = tell(t, &l, certain_only, err);
    return status;
}

/* Put the certain pairs first; their number. */
static size_t certain_first(struct overlap_pair *pairs, size_t count)
{
    size_t certain = 0;

    for (size_t i = 0; i < count; i++)
        if (pairs[i].unknown == 0) {
            struct overlap_pair pair = pairs[i];

            pairs[i] = pairs[certain];
            pairs[certain++] = pair;
        }
    return certain;
}

enum orb_status orb_overlaps_find(struct orb_overlaps *out,
                                  const struct orb_overlap_question *question,
                                  struct orb_error *err)
{
    struct orb_overlaps made = { .group_count = 0 };
    struct overlap_work w = { .q = question, .out = &made };
    struct told t = { 0 };
    enum orb_status status = orb_overlap_services_read(&w, err);

    if (status == ORB_OK)
        status = orb_overlap_pairs_find(&w, err);
    if (status == ORB_OK)
        status = group(&w, certain_first(w.pairs, w.pair_count), true, &t, err);
    if (status == ORB_OK)
        status = group(&w, w.pair_count, false, &t, err);
    if (status == ORB_OK)
        status = keep(&w, &t, err);
    orb_free(t.groups);
    orb_free(t.members);
    orb_free(t.sub_services);
    orb_free(w.pairs);
    orb_arena_release(&w.scratch);
    if (status == ORB_OK)
        *out = made;
    else
        orb_overlaps_release(&made);
    return status;
}

void orb_overlaps_release(struct orb_overlaps *overlaps)
{
    orb_arena_release(&overlaps->arena);
    memset(overlaps, 0, sizeof *overlaps);
}
