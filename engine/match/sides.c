/* Beside the needs: who coordinates, and who serves the carers (MATCHING 9). */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/search.h"

/* For the carers, only being open, near and in time count. */
#define CARERS_RULES                                                                       \
    (1U << ORB_RULE_CLOSED | 1U << ORB_RULE_OPEN | 1U << ORB_RULE_PLACE |                  \
     1U << ORB_RULE_DEADLINE)

struct sides {
    struct orb_walker walker;
    struct orb_sides *list;
    double from_m; /* of the stage */
    bool carers;
    bool gathers; /* what a stage meets is looked at once it is all met, best first */
};

static int64_t minutes_of(const struct orb_side_offer *side)
{
    double minutes = side->verdict.place.minutes;

    return isnan(minutes) ? ORB_KEY_UNKNOWN : orb_key(minutes);
}

static bool before(const struct orb_side_offer *a, const struct orb_side_offer *b)
{
    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (minutes_of(a) != minutes_of(b))
        return minutes_of(a) < minutes_of(b);
    return a->id_rank < b->id_rank;
}

/* Shell sort: some hundreds, some thousands for a country. */
static void sort(struct orb_sides *list)
{
    for (size_t gap = list->count / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < list->count; i++) {
            struct orb_side_offer moved = list->items[i];
            size_t at = i;

            for (; at >= gap && before(&moved, &list->items[at - gap]); at -= gap)
                list->items[at] = list->items[at - gap];
            list->items[at] = moved;
        }
}

/* All of them, or the first few in order. */
static bool add(struct orb_matcher *m, struct orb_sides *list,
                const struct orb_side_offer *side)
{
    size_t at = list->count;

    if (m->options.limit > 0 && at == m->options.limit) {
        if (!before(side, &list->items[at - 1]))
            return true;
        at--;
    } else {
        if (orb_grow((void **)&list->items, &list->capacity, list->count, sizeof *side) !=
            ORB_OK)
            return false;
        list->count++;
    }
    for (; m->options.limit > 0 && at > 0 && before(side, &list->items[at - 1]); at--)
        list->items[at] = list->items[at - 1];
    list->items[at] = *side;
    return true;
}

static bool judge(struct orb_matcher *m, const struct orb_cat_member *x, bool carers,
                  bool told, struct orb_verdict *out)
{
    struct orb_evaluation e;

    if (carers)
        return orb_judge(m, x, CARERS_RULES, told, out);
    if (!orb_evaluate(m, x, told, &e))
        return false;
    *out = *e.verdict;
    return true;
}

static bool cares_to_coordinate(struct orb_walker *w, const struct orb_care_facts *care)
{
    (void)w;
    return care->coordination;
}

static bool cares_for_carers(struct orb_walker *w, const struct orb_care_facts *care)
{
    (void)w;
    return care->carers;
}

static bool is_for_carers(const struct orb_matcher *m, uint32_t entry)
{
    const struct orb_cat_codes *publics = &m->c->terms[m->c->entry_terms[entry]].publics;

    for (uint32_t i = 0; i < publics->count; i++)
        if ((m->base_flags[m->c->codes[publics->first + i]] & ORB_CODE_PUBLIC_CARERS) != 0)
            return true;
    return false;
}

static bool opens(struct orb_walker *w, const struct orb_view *v)
{
    uint32_t entry = w->m->c->kinds[v->kind].parts.entry;

    return !w->m->circles.entries[entry].institution &&
           (!((struct sides *)w)->carers || is_for_carers(w->m, entry));
}

/* What a side looks at of a kind: for the carers, whether it is open alone. */
static bool see(const struct sides *s, uint32_t kind, struct orb_view *v)
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
static bool is_late(const struct sides *s, const struct orb_glance *best, uint32_t id_rank)
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
    return least > minutes_of(last) ||
           (least == minutes_of(last) && id_rank > last->id_rank);
}

static bool is_listed(const struct orb_sides *list, uint32_t offer)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].offer == offer)
            return true;
    return false;
}

static bool look_at(struct sides *s, const struct orb_cat_member *x)
{
    struct orb_side_offer side = { .offer = x->offer, .id_rank = x->id_rank };

    if (!judge(s->walker.m, x, s->carers, false, &side.verdict))
        return false;
    side.class_ = side.verdict.class_;
    return add(s->walker.m, s->list, &side);
}

/* All of them. */
static bool visit(struct orb_walker *w, const struct orb_view *v,
                  const struct orb_cat_member *x)
{
    struct sides *s = (struct sides *)w;

    (void)v;
    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    s->list->total++;
    return look_at(s, x);
}

/* ---- the first ones */

static uint32_t count_distinct(const struct orb_catalogue *c, uint32_t kind)
{
    const struct orb_cat_span *span = &c->kinds[kind].members;
    uint32_t count = 0;

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        count += (c->members[i].flags & ORB_MEMBER_DUPLICATE) == 0;
    return count;
}

/* Whom kinds serve depends on the catalogue and the profile alone, and so does which ones
 * coordinate. */
static bool find_kinds(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_catalogue *c = m->c;
    uint32_t *kinds = orb_calloc((size_t)c->kind_count + 1, sizeof *kinds);
    uint32_t count = 0;

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
            (s->carers ? is_for_carers(m, parts->entry) : care->coordination)) {
            m->distinct[i] = count_distinct(c, i);
            kinds[count++] = i;
        }
    }
    m->side_kinds[s->carers] = kinds;
    m->side_count[s->carers] = count;
    return true;
}

static bool gather(const struct sides *s, const struct orb_cat_member *x,
                   const struct orb_glance *glance)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_seen seen = { .number = (uint32_t)(x - m->c->members),
                             .minutes = (float)glance->minutes,
                             .class_ = (uint8_t)glance->class_ };

    if (orb_grow((void **)&m->side_seen.items, &m->side_seen.capacity, m->side_seen.count,
                 sizeof seen) != ORB_OK)
        return false;
    m->side_seen.items[m->side_seen.count++] = seen;
    return true;
}

/* What is near fills the list; met again, it is listed already. */
static bool visit_first(struct orb_walker *w, const struct orb_view *v,
                        const struct orb_cat_member *x)
{
    struct sides *s = (struct sides *)w;
    struct orb_glance glance;
    struct orb_view mine = *v;

    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    if (s->carers && !see(s, x->kind, &mine))
        return false;
    orb_view_glance(w->m, &mine, x, &glance);
    if (is_late(s, &glance, x->id_rank))
        return true;
    return s->gathers ? gather(s, x, &glance)
                      : is_listed(s->list, x->offer) || look_at(s, x);
}

static bool is_better(const struct orb_seen *a, const struct orb_seen *b)
{
    return a->class_ != b->class_ ? a->class_ < b->class_ : a->minutes < b->minutes;
}

/* Of a heap, the best first: put one in its place from at down. */
static void sift(struct orb_seen *heap, size_t count, size_t at)
{
    struct orb_seen moved = heap[at];

    for (size_t below; (below = 2 * at + 1) < count; at = below) {
        below += below + 1 < count && is_better(&heap[below + 1], &heap[below]);
        if (!is_better(&heap[below], &moved))
            break;
        heap[at] = heap[below];
    }
    heap[at] = moved;
}

/* The best of what a stage met, as long as it may be listed. */
static bool look_at_gathered(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_seen *heap = m->side_seen.items;
    size_t left = m->side_seen.count;

    for (size_t i = left / 2; i-- > 0;)
        sift(heap, left, i);
    for (; left > 0; heap[0] = heap[--left], sift(heap, left, 0)) {
        const struct orb_cat_member *x = &m->c->members[heap[0].number];
        struct orb_glance glance = { .class_ = (enum orb_class)heap[0].class_ };

        glance.minutes =
            (double)heap[0].minutes * (1 - 1e-6); /* the float rounds by less */
        if (is_late(s, &glance, 0))
            break;
        if (!is_late(s, &glance, x->id_rank) && !is_listed(s->list, x->offer) &&
            !look_at(s, x))
            return false;
    }
    m->side_seen.count = 0;
    return true;
}

/* Could a kind be listed from where the stage begins? */
static bool opens_first(struct orb_walker *w, const struct orb_view *v)
{
    const struct sides *s = (const struct sides *)w;
    struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };
    struct orb_glance glance;
    struct orb_view mine = *v;

    if (!opens(w, v))
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

static bool walk_side_kinds(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    for (uint32_t i = 0; i < m->side_count[s->carers]; i++) {
        uint32_t kind = m->side_kinds[s->carers][i];
        const struct orb_cat_span *span = &m->c->kinds[kind].members;
        const struct orb_care_facts *care = orb_query_care(m, m->c->kinds[kind].parts.care);
        struct orb_from_afar afar;
        struct orb_glance glance;
        struct orb_view v;

        if (care == NULL || !see(s, kind, &v))
            return false;
        if (!s->walker.cares(&s->walker, care))
            continue;
        s->list->total += m->distinct[kind];
        orb_view_find_apart(m, &v, kind, &afar);
        orb_view_glance_afar(m, &v, &afar, &glance);
        if (is_late(s, &glance, 0))
            continue;
        for (uint32_t k = span->first; k < span->first + span->count; k++)
            if (!visit_first(&s->walker, &v, &m->c->members[k]))
                return false;
    }
    return look_at_gathered(s);
}

/* What the person says something of may be better than its kind. */
static bool look_at_specials(struct sides *s)
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
            (!s->carers || is_for_carers(m, parts->entry)) &&
            (x->flags & ORB_MEMBER_DUPLICATE) == 0 && !is_listed(s->list, x->offer) &&
            !look_at(s, x))
            return false;
    }
    return true;
}

/* Nothing that must be reached from there could be listed. */
static bool is_over(const struct sides *s, uint32_t stage)
{
    const struct orb_matcher *m = s->walker.m;
    struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };
    struct orb_glance glance = { .class_ = ORB_ELIGIBLE };

    orb_view_beyond(m, NULL, orb_walk_stage_from(m, stage), INFINITY, &afar);
    glance.minutes = afar.minutes;
    return is_late(s, &glance, 0);
}

static bool list_near(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    orb_walk_begin(m);
    for (uint32_t stage = 0; stage < ORB_STAGES && !is_over(s, stage); stage++) {
        s->from_m = orb_walk_stage_from(m, stage);
        if (!orb_walk_stage(&s->walker, stage) || !look_at_gathered(s))
            return false;
    }
    s->from_m = 0;
    return orb_walk_elsewhere(&s->walker) && look_at_gathered(s);
}

static bool list_first(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    s->gathers = true;
    m->side_seen.count = 0;
    if (m->side_kinds[s->carers] == NULL && !find_kinds(s))
        return false;
    s->walker.visit = visit_first;
    s->walker.opens = opens_first;
    return look_at_specials(s) && (!orb_walk_is_near(m) || list_near(s)) &&
           walk_side_kinds(s);
}

static bool list(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    if (s->carers && m->person->carer_needs.count == 0)
        return true;
    return m->options.limit > 0 ? list_first(s) : orb_walk_all(&s->walker);
}

/* The reasons of those that are listed. */
static bool tell(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    if (m->options.limit == 0)
        sort(s->list);
    for (size_t i = 0; i < s->list->count; i++) {
        struct orb_side_offer *side = &s->list->items[i];
        struct orb_verdict *v = &side->verdict;
        struct orb_reason *copy;

        if (!judge(m, &m->c->members[m->c->offers[side->offer].member], s->carers, true, v))
            return false;
        copy = orb_arena_array(&m->arena, v->reason_count, sizeof *copy);
        if (copy == NULL)
            return false;
        if (v->reason_count > 0)
            memcpy(copy, v->reasons, v->reason_count * sizeof *copy);
        v->reasons = copy;
    }
    return true;
}

bool orb_search_sides(struct orb_matcher *m)
{
    struct sides coordination = {
        .walker = { .cares = cares_to_coordinate, .opens = opens, .visit = visit, .m = m },
        .list = &m->coordination
    };
    struct sides carers = {
        .walker = { .cares = cares_for_carers, .opens = opens, .visit = visit, .m = m },
        .list = &m->carers,
        .carers = true
    };

    m->coordination.count = m->carers.count = 0;
    m->coordination.total = m->carers.total = 0;
    return list(&coordination) && tell(&coordination) && list(&carers) && tell(&carers);
}
