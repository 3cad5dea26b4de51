/* The first lines of coordination and carers: the best that a kind may be leaves most
 * aside, and what may be listed is judged best first. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/sides.h"

/* So few offers are looked at kind by kind; of more, what is near is met by stages. */
#define FEW 4096

/* What a side looks at of a kind: for the carers, whether it is open alone. */
static bool see(const struct orb_side_search *s, uint32_t kind, struct orb_view *v)
{
    struct orb_matcher *m = s->walker.m;

    if (!s->carers)
        return orb_view_make(m, kind, false, v);
    *v = (struct orb_view){ .pair = NULL };
    v->facts.ways = orb_query_ways(m, m->c->kinds[kind].parts.ways);
    if (v->facts.ways == NULL)
        return false;
    v->tally = v->facts.ways->open;
    v->floor = orb_tally_class(m, &v->tally);
    return true;
}

/* Worse than the last line, at best? */
static bool is_late(const struct orb_side_search *s, const struct orb_glance *best,
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

static bool is_listed(const struct orb_sides *list, uint32_t offer)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].offer == offer)
            return true;
    return false;
}

static uint32_t count_distinct(const struct orb_catalogue *c, uint32_t kind)
{
    const struct orb_cat_span *span = &c->kinds[kind].members;
    uint32_t count = 0;

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        count += (c->spots[i].flags & ORB_MEMBER_DUPLICATE) == 0;
    return count;
}

/* Whom kinds serve depends on the catalogue and the profile alone, and so does which ones
 * coordinate. */
static bool find_kinds(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_catalogue *c = m->c;
    uint32_t *kinds = orb_calloc((size_t)c->kind_count + 1, sizeof *kinds);
    uint32_t count = 0;
    uint32_t members = 0;

    if (m->distinct == NULL)
        m->distinct = orb_calloc((size_t)c->kind_count + 1, sizeof *m->distinct);
    if (kinds == NULL || m->distinct == NULL) {
        orb_free(kinds);
        return false;
    }
    for (uint32_t i = 0; i < c->kind_count; i++) {
        const struct orb_cat_parts *parts = &c->kinds[i].parts;
        const struct orb_care_facts *care = orb_query_care(m, parts->care);

        if (care == NULL) {
            orb_free(kinds);
            return false;
        }
        if (!m->circles.entries[parts->entry].institution &&
            (s->carers ? orb_side_is_for_carers(m, parts->entry) : care->coordination)) {
            m->distinct[i] = count_distinct(c, i);
            members += c->kinds[i].members.count;
            kinds[count++] = i;
        }
    }
    m->side_kinds[s->carers] = kinds;
    m->side_count[s->carers] = count;
    m->side_members[s->carers] = members;
    return true;
}

/* What is met is looked at once it is all met, best first. */
static bool gather(struct orb_side_search *s, const struct orb_view *v,
                   const struct orb_cat_member *x)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_side_seen seen = { .member = (uint32_t)(x - m->c->members),
                                  .id_rank = x->id_rank };
    struct orb_glance glance;

    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    orb_view_stand(m, v, x, &glance);
    if (is_late(s, &glance, x->id_rank))
        return true;
    if (orb_grow((void **)&m->side_seen.items, &m->side_seen.capacity, m->side_seen.count,
                 sizeof seen) != ORB_OK)
        return false;
    seen.minutes = (float)glance.minutes;
    seen.class_ = (uint8_t)glance.class_;
    m->side_seen.items[m->side_seen.count++] = seen;
    return true;
}

/* Met again, it is listed already. */
static bool visit_first(struct orb_walker *w, const struct orb_view *v,
                        const struct orb_cat_member *x)
{
    struct orb_side_search *s = (struct orb_side_search *)w;
    struct orb_view mine = *v;

    return (!s->carers || see(s, x->kind, &mine)) && gather(s, &mine, x);
}

static bool is_better(const struct orb_side_seen *a, const struct orb_side_seen *b)
{
    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (a->minutes < b->minutes || a->minutes > b->minutes)
        return a->minutes < b->minutes;
    return a->id_rank < b->id_rank;
}

/* Of a heap, the best first: put one in its place from at down. */
static void sift(struct orb_side_seen *heap, size_t count, size_t at)
{
    struct orb_side_seen moved = heap[at];

    for (size_t below; (below = 2 * at + 1) < count; at = below) {
        below += below + 1 < count && is_better(&heap[below + 1], &heap[below]);
        if (!is_better(&heap[below], &moved))
            break;
        heap[at] = heap[below];
    }
    heap[at] = moved;
}

static bool is_late_seen(const struct orb_side_search *s, const struct orb_side_seen *seen)
{
    struct orb_glance glance = { .class_ = (enum orb_class)seen->class_ };

    glance.minutes = (double)seen->minutes * (1 - 1e-6); /* the float rounds by less */
    return is_late(s, &glance, seen->id_rank);
}

/* Leave aside what is late by now, and put the best on top of the others. */
static void heap_gathered(struct orb_side_search *s)
{
    struct orb_side_seen *heap = s->walker.m->side_seen.items;
    size_t count = 0;

    for (size_t i = 0; i < s->walker.m->side_seen.count; i++)
        if (!is_late_seen(s, &heap[i]))
            heap[count++] = heap[i];
    for (size_t i = count / 2; i-- > 0;)
        sift(heap, count, i);
    s->walker.m->side_seen.count = count;
}

/* The best of what was gathered, as long as it may be listed; what is not of a class, or of
 * a better one, waits. Past one that is late there is hardly any that is not. */
static bool look_at_gathered(struct orb_side_search *s, enum orb_class class_)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_side_seen *heap = m->side_seen.items;

    heap_gathered(s);
    while (m->side_seen.count > 0 && heap[0].class_ <= class_) {
        const struct orb_cat_member *x = &m->c->members[heap[0].member];

        if (is_late_seen(s, &heap[0])) {
            heap_gathered(s);
            continue;
        }
        if (!is_listed(s->list, x->offer) && !orb_side_look_at(s, x))
            return false;
        heap[0] = heap[--m->side_seen.count];
        sift(heap, m->side_seen.count, 0);
    }
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
    return !is_late(s, &glance, 0);
}

/* The best that the offers of a side kind may be; once what is near is met by stages, those
 * that are neither near nor in a zone. */
static bool see_best(const struct orb_side_search *s, uint32_t kind, struct orb_view *v,
                     struct orb_glance *glance)
{
    const struct orb_matcher *m = s->walker.m;
    struct orb_from_afar afar;

    if (!see(s, kind, v))
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

    s->best = orb_arena_array(&m->arena, count, sizeof *s->best);
    for (uint32_t i = 0; s->best != NULL && i < count; i++) {
        uint32_t kind = m->side_kinds[s->carers][i];
        const struct orb_care_facts *care = orb_query_care(m, m->c->kinds[kind].parts.care);
        struct orb_glance glance = { .class_ = ORB_CLASSES };
        struct orb_view v;

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

static bool gather_kind(struct orb_side_search *s, uint32_t kind)
{
    const struct orb_cat_span *span = &s->walker.m->c->kinds[kind].members;
    struct orb_glance glance;
    struct orb_view v;

    if (!see_best(s, kind, &v, &glance))
        return false;
    if (is_late(s, &glance, 0))
        return true;
    for (uint32_t i = span->first; i < span->first + span->count; i++)
        if (!gather(s, &v, &s->walker.m->c->members[i]))
            return false;
    return true;
}

/* From a class to another, the best first: lists are often full before the last. */
static bool walk_side_kinds(struct orb_side_search *s, enum orb_class from,
                            enum orb_class to)
{
    const struct orb_matcher *m = s->walker.m;
    struct orb_glance glance = { .minutes = 0 };

    for (glance.class_ = from; glance.class_ <= to; glance.class_++) {
        if (is_late(s, &glance, 0))
            return true;
        for (uint32_t i = 0; i < m->side_count[s->carers]; i++)
            if (s->best[i] == glance.class_ && !gather_kind(s, m->side_kinds[s->carers][i]))
                return false;
        if (!look_at_gathered(s, glance.class_))
            return false;
    }
    return true;
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
            (x->flags & ORB_MEMBER_DUPLICATE) == 0 && !is_listed(s->list, x->offer) &&
            !orb_side_look_at(s, x))
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
    return is_late(s, &glance, 0);
}

static bool list_near(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;

    orb_walk_begin(m);
    for (uint32_t stage = 0; stage < ORB_STAGES && !is_over(s, stage); stage++) {
        s->from_m = orb_walk_stage_from(m, stage);
        if (!orb_walk_stage(&s->walker, stage) || !look_at_gathered(s, ORB_TO_VERIFY))
            return false;
    }
    s->from_m = 0;
    return orb_walk_elsewhere(&s->walker) && look_at_gathered(s, ORB_TO_VERIFY);
}

bool orb_side_list_first(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;

    m->side_seen.count = 0;
    if (m->side_kinds[s->carers] == NULL && !find_kinds(s))
        return false;
    s->walker.visit = visit_first;
    s->walker.opens = opens_first;
    s->staged = m->side_members[s->carers] > FEW && orb_walk_is_near(m);
    /* What comes from anywhere takes no minute: it goes before what is near. */
    return look_at_specials(s) && find_best(s) &&
           walk_side_kinds(s, ORB_ELIGIBLE, ORB_TO_VERIFY) &&
           (!s->staged || list_near(s)) && walk_side_kinds(s, ORB_NEAR_MISS, ORB_EXCLUDED);
}
