/* The first lines of coordination and carers: the best that a kind may be leaves most
 * aside, and what may be listed is judged best first. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/sides.h"

/* What a side looks at of a kind: for the carers, whether it is open alone. */
bool orb_side_see(struct orb_side_search *s, uint32_t kind, struct orb_view *v)
{
    struct orb_matcher *m = s->walker.m;

    *v = (struct orb_view){ .kind = kind };
    v->facts.ways = orb_query_ways(m, m->c->kinds[kind].parts.ways);
    if (!s->carers && (s->pair == NULL || s->pair_number != m->c->kinds[kind].pair)) {
        s->pair = orb_query_pair(m, kind, false);
        s->pair_number = m->c->kinds[kind].pair;
    }
    v->pair = s->pair;
    if (v->facts.ways == NULL || (v->pair == NULL && !s->carers))
        return false;
    v->tally = v->facts.ways->open;
    if (!s->carers) {
        orb_tally_add(&v->tally, &v->pair->tally);
        orb_tally_add(&v->tally, &v->facts.ways->tally);
    }
    v->floor = orb_tally_class(m, &v->tally);
    return true;
}

/* Worse than the last line, at best? */
bool orb_side_is_late(const struct orb_side_search *s, const struct orb_glance *best,
                      uint32_t id_rank)
{
    const struct orb_side_offer *last;
    int64_t least;

    if (s->walker.m->options.limit == 0 || s->list->count < s->walker.m->options.limit)
        return false;
    last = &s->list->items[s->list->count - 1];
    if (best->class_ != last->class_)
        return best->class_ > last->class_;
    if (!isfinite(best->minutes))
        return false;
    least = orb_key(best->minutes * (1 - 1e-9));
    return least > orb_side_minutes(last) ||
           (least == orb_side_minutes(last) && id_rank > last->id_rank);
}

bool orb_side_is_listed(const struct orb_sides *list, uint32_t offer)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].offer == offer)
            return true;
    return false;
}

/* Class, then minutes, then id, as far as they tell. */
static uint64_t key_of(const struct orb_side_seen *seen)
{
    const uint32_t most = (UINT32_C(1) << 30) - 1;
    uint32_t minutes;

    memcpy(&minutes, &seen->minutes, sizeof minutes); /* not negative: in their order */
    return (uint64_t)seen->class_ << 61 | (uint64_t)minutes << 30 |
           (seen->id_rank < most ? seen->id_rank : most);
}

/* What is met is looked at once it is all met, best first. */
static bool keep(struct orb_side_search *s, const struct orb_glance *glance,
                 uint32_t member, uint32_t id_rank)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_side_seen seen = { .member = member,
                                  .id_rank = id_rank,
                                  .minutes = (float)glance->minutes,
                                  .class_ = (uint8_t)glance->class_ };

    if (s->defers && glance->class_ > ORB_TO_VERIFY) {
        s->deferred = true;
        return true;
    }
    if (orb_side_is_late(s, glance, id_rank))
        return true;
    if (orb_grow((void **)&m->side_seen.items, &m->side_seen.capacity, m->side_seen.count,
                 sizeof seen) != ORB_OK)
        return false;
    seen.key = key_of(&seen);
    m->side_seen.items[m->side_seen.count++] = seen;
    return true;
}

bool orb_side_gather(struct orb_side_search *s, const struct orb_view *v,
                     const struct orb_cat_member *x, uint32_t member)
{
    struct orb_glance glance;

    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    orb_view_stand(s->walker.m, v, x, &glance);
    return keep(s, &glance, member, x->id_rank);
}

/* Met again, it is listed already. */
static bool visit_first(struct orb_walker *w, const struct orb_view *v,
                        const struct orb_cat_member *x)
{
    struct orb_side_search *s = (struct orb_side_search *)w;
    struct orb_view mine = *v;

    return (!s->carers || orb_side_see(s, x->kind, &mine)) &&
           orb_side_gather(s, &mine, x, (uint32_t)(x - w->m->c->members));
}

static bool is_late_seen(const struct orb_side_search *s, const struct orb_side_seen *seen)
{
    struct orb_glance glance = { .class_ = (enum orb_class)seen->class_ };

    glance.minutes = (double)seen->minutes * (1 - 1e-6); /* the float rounds by less */
    return orb_side_is_late(s, &glance, seen->id_rank);
}

/* Leave aside what is late by now, or looked at. */
static void drop_late(struct orb_side_search *s)
{
    struct orb_side_seen *items = s->walker.m->side_seen.items;
    size_t count = 0;

    for (size_t i = 0; i < s->walker.m->side_seen.count; i++)
        if (items[i].key != UINT64_MAX && !is_late_seen(s, &items[i]))
            items[count++] = items[i];
    s->walker.m->side_seen.count = count;
}

/* So many are chosen at once. */
#define CHOSEN 32

/* The best of what was gathered, in order, whose key is below another. */
static uint32_t choose(const struct orb_matcher *m, uint64_t below, uint32_t out[CHOSEN])
{
    const struct orb_side_seen *items = m->side_seen.items;
    uint32_t count = 0;

    for (size_t i = 0; i < m->side_seen.count; i++) {
        uint32_t at;

        if (items[i].key >= below)
            continue;
        at = count < CHOSEN ? count++ : CHOSEN - 1;
        for (; at > 0 && items[out[at - 1]].key > items[i].key; at--)
            out[at] = out[at - 1];
        out[at] = (uint32_t)i;
        if (count == CHOSEN)
            below = items[out[CHOSEN - 1]].key;
    }
    return count;
}

/* The best of what was gathered, as long as it may be listed; what is not of a class, or of
 * a better one, waits. Past one that is late there is hardly any that is not. */
bool orb_side_look_at_gathered(struct orb_side_search *s, enum orb_class class_)
{
    struct orb_matcher *m = s->walker.m;
    uint32_t chosen[CHOSEN];
    uint32_t count;
    bool late = false;

    do {
        if (late)
            drop_late(s);
        count = choose(m, ((uint64_t)class_ + 1) << 61, chosen);
        late = false;
        for (uint32_t i = 0; i < count && !late; i++) {
            struct orb_side_seen *seen = &m->side_seen.items[chosen[i]];
            const struct orb_cat_member *x = &m->c->members[seen->member];

            late = is_late_seen(s, seen);
            if (!late && !orb_side_is_listed(s->list, x->offer) && !orb_side_look_at(s, x))
                return false;
            seen->key = UINT64_MAX;
        }
    } while (late || count == CHOSEN);
    return true;
}

/* Could a kind be listed from where the stage begins? */
static bool opens_first(struct orb_walker *w, const struct orb_view *v)
{
    const struct orb_side_search *s = (const struct orb_side_search *)w;
    struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };
    struct orb_glance glance;
    struct orb_view mine = *v;

    if (!orb_side_opens(w, v))
        return false;
    if (s->carers) {
        mine.tally = v->facts.ways->open;
        mine.floor = orb_tally_class(w->m, &mine.tally);
    }
    if (v->facts.ways->on_site)
        orb_view_beyond(w->m, v->facts.ways, s->from_m, v->facts.ways->near_chord_m, &afar);
    if (v->facts.ways->away || !v->facts.ways->on_site)
        orb_from_afar_add(&afar, ORB_RULE_YES, 0);
    orb_view_glance_afar(w->m, &mine, &afar, &glance);
    return !orb_side_is_late(s, &glance, 0);
}

/* The best that the offers of a side kind may be; once what is near is met by stages, those
 * that are neither near nor in a zone. */
static bool see_best(struct orb_side_search *s, uint32_t kind, struct orb_view *v,
                     struct orb_glance *glance)
{
    const struct orb_matcher *m = s->walker.m;
    struct orb_from_afar afar;

    if (!orb_side_see(s, kind, v))
        return false;
    if (s->staged) {
        orb_view_find_apart(m, v, kind, &afar);
        orb_view_glance_afar(m, v, &afar, glance);
        return true;
    }
    glance->class_ = v->floor;
    glance->minutes = v->facts.ways->away || !v->facts.ways->on_site || !m->located
                          ? 0
                          : orb_reach_minutes(m, ORB_RING_LEAST, 0);
    return true;
}

/* Count those that there are, and find the classes they may be of. */
static bool find_best(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;
    uint32_t count = m->side_count[s->carers];
    struct orb_view v;

    s->best = orb_arena_array(&m->arena, count, sizeof *s->best);
    for (uint32_t i = 0; s->best != NULL && i < count; i++) {
        uint32_t kind = m->side_kinds[s->carers][i];
        const struct orb_care_facts *care = orb_query_care(m, m->c->kinds[kind].parts.care);
        struct orb_glance glance = { .class_ = ORB_CLASSES };

        if (care == NULL)
            return false;
        if (s->walker.cares(&s->walker, care)) {
            s->list->total += m->distinct[kind];
            if (!see_best(s, kind, &v, &glance))
                return false;
        }
        s->best[i] = (uint8_t)glance.class_;
    }
    return s->best != NULL;
}

/* Those of a kind of which there are copies. */
static bool gather_rows(struct orb_side_search *s, const struct orb_view *v, uint32_t i)
{
    const struct orb_side_rows *rows = &s->walker.m->side_rows[s->carers];

    for (uint32_t at = rows->first[i]; at < rows->first[i + 1]; at++)
        if (!orb_side_gather(s, v, &rows->rows[at], rows->members[at]))
            return false;
    return true;
}

static bool gather_kind(struct orb_side_search *s, uint32_t i)
{
    struct orb_matcher *m = s->walker.m;
    uint32_t kind = m->side_kinds[s->carers][i];
    const struct orb_cat_span *span = &m->c->kinds[kind].members;
    struct orb_glance glance;
    struct orb_view v;

    if (!see_best(s, kind, &v, &glance))
        return false;
    if (orb_side_is_late(s, &glance, 0))
        return true;
    if (m->side_rows[s->carers].rows != NULL)
        return gather_rows(s, &v, i);
    for (uint32_t at = span->first; at < span->first + span->count; at++)
        if (!orb_side_gather(s, &v, &m->c->members[at], at))
            return false;
    return true;
}

static bool gather_class(struct orb_side_search *s, enum orb_class from, enum orb_class to)
{
    const struct orb_matcher *m = s->walker.m;

    for (uint32_t i = 0; i < m->side_count[s->carers]; i++)
        if (s->best[i] >= from && s->best[i] <= to && !gather_kind(s, i))
            return false;
    return true;
}

/* From a class to another, the best first: lists are often full before the last. */
static bool walk_side_kinds(struct orb_side_search *s, enum orb_class from,
                            enum orb_class to)
{
    struct orb_glance glance = { .minutes = 0 };

    for (glance.class_ = from; glance.class_ <= to; glance.class_++) {
        if (orb_side_is_late(s, &glance, 0))
            return true;
        if (!gather_class(s, glance.class_, glance.class_) ||
            !orb_side_look_at_gathered(s, glance.class_))
            return false;
    }
    return true;
}

/* Near misses and what is excluded, of all kinds: what was deferred is met again, and so is
 * what is listed already, or late. */
static bool walk_deferred(struct orb_side_search *s)
{
    struct orb_glance glance = { .class_ = ORB_NEAR_MISS };

    s->defers = false;
    if (s->deferred && !orb_side_is_late(s, &glance, 0) &&
        !gather_class(s, ORB_ELIGIBLE, ORB_TO_VERIFY))
        return false;
    return walk_side_kinds(s, ORB_NEAR_MISS, ORB_EXCLUDED);
}

/* What the person says something of may be better than its kind. */
static bool look_at_specials(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;

    for (uint32_t i = 0; i < m->special_count; i++) {
        const struct orb_cat_member *x =
            &m->c->members[m->c->offers[m->specials[i].offer].member];
        const struct orb_cat_parts *parts = &m->c->kinds[x->kind].parts;
        const struct orb_care_facts *care = orb_query_care(m, parts->care);

        if (care == NULL)
            return false;
        if (s->walker.cares(&s->walker, care) &&
            !m->circles.entries[parts->entry].institution &&
            (!s->carers || orb_side_is_for_carers(m, parts->entry)) &&
            (x->flags & ORB_MEMBER_DUPLICATE) == 0 &&
            !orb_side_is_listed(s->list, x->offer) && !orb_side_look_at(s, x))
            return false;
    }
    return true;
}

/* Nothing that must be reached from there could be listed. */
static bool is_over(const struct orb_side_search *s, uint32_t stage)
{
    const struct orb_matcher *m = s->walker.m;
    struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };
    struct orb_glance glance = { .class_ = ORB_ELIGIBLE };

    orb_view_beyond(m, NULL, orb_walk_stage_from(m, stage), INFINITY, &afar);
    glance.minutes = afar.minutes;
    return orb_side_is_late(s, &glance, 0);
}

static bool list_near(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;

    orb_walk_begin(m);
    for (uint32_t stage = 0; stage < ORB_STAGES && !is_over(s, stage); stage++) {
        s->from_m = orb_walk_stage_from(m, stage);
        if (!orb_walk_stage(&s->walker, stage) ||
            !orb_side_look_at_gathered(s, ORB_TO_VERIFY))
            return false;
    }
    s->from_m = 0;
    return orb_walk_elsewhere(&s->walker) && orb_side_look_at_gathered(s, ORB_TO_VERIFY);
}

bool orb_side_list_first(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;
    bool placed = m->p->rules[ORB_RULE_PLACE].enabled;

    m->side_seen.count = 0;
    if (m->side_kinds[s->carers] == NULL && !orb_side_find_kinds(s))
        return false;
    s->walker.visit = visit_first;
    s->walker.opens = opens_first;
    s->staged = m->side_members[s->carers] > ORB_SIDE_FEW && orb_walk_is_near(m);
    s->defers = !s->staged;
    if (!look_at_specials(s))
        return false;
    if (placed && m->side_rows[s->carers].rows != NULL)
        return orb_side_list_rows(s) && walk_deferred(s);
    /* What comes from anywhere takes no minute: it goes before what is near. */
    return find_best(s) && walk_side_kinds(s, ORB_ELIGIBLE, ORB_TO_VERIFY) &&
           (!s->staged || list_near(s)) && walk_deferred(s);
}
