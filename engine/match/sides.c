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
    bool carers;
};

static int64_t minutes_of(const struct orb_side_offer *side)
{
    double minutes = side->verdict.place.minutes;

    return isnan(minutes) ? ORB_KEY_UNKNOWN : orb_key(minutes);
}

static bool before(const struct orb_catalogue *c, const struct orb_side_offer *a,
                   const struct orb_side_offer *b)
{
    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (minutes_of(a) != minutes_of(b))
        return minutes_of(a) < minutes_of(b);
    return c->offers[a->offer].id_rank < c->offers[b->offer].id_rank;
}

/* Shell sort: some hundreds, some thousands for a country. */
static void sort(const struct orb_catalogue *c, struct orb_sides *list)
{
    for (size_t gap = list->count / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < list->count; i++) {
            struct orb_side_offer moved = list->items[i];
            size_t at = i;

            for (; at >= gap && before(c, &moved, &list->items[at - gap]); at -= gap)
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
        if (!before(m->c, side, &list->items[at - 1]))
            return true;
        at--;
    } else {
        if (orb_grow((void **)&list->items, &list->capacity, list->count, sizeof *side) !=
            ORB_OK)
            return false;
        list->count++;
    }
    for (; m->options.limit > 0 && at > 0 && before(m->c, side, &list->items[at - 1]); at--)
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

static bool opens(struct orb_walker *w, const struct orb_view *v)
{
    return !v->facts.entry->institution &&
           (!((struct sides *)w)->carers || v->facts.entry->carers);
}

/* Worse than the last line, at best? */
static bool is_late(const struct sides *s, const struct orb_view *v,
                    const struct orb_cat_member *x)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_side_offer *last;
    struct orb_glance glance;
    bool special = orb_query_special(m, x->offer) != NULL;

    if (special || s->carers || m->options.limit == 0 || s->list->count < m->options.limit)
        return false;
    last = &s->list->items[s->list->count - 1];
    if (v->floor != last->class_)
        return v->floor > last->class_;
    orb_view_glance(m, v, x, &glance);
    return orb_key(glance.minutes * (1 - 1e-9)) > minutes_of(last);
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
    struct orb_side_offer side = { .offer = x->offer };

    if (!judge(s->walker.m, x, s->carers, false, &side.verdict))
        return false;
    side.class_ = side.verdict.class_;
    return add(s->walker.m, s->list, &side);
}

static bool visit(struct orb_walker *w, const struct orb_view *v,
                  const struct orb_cat_member *x)
{
    struct sides *s = (struct sides *)w;

    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    s->list->total++;
    return is_late(s, v, x) || look_at(s, x);
}

/* ---- the first coordination resources */

/* Which kinds are depends on the catalogue and the profile alone. */
static bool find_coordinators(struct orb_matcher *m)
{
    const struct orb_catalogue *c = m->c;

    m->coordinators = orb_calloc((size_t)c->kind_count + 1, sizeof *m->coordinators);
    for (uint32_t i = 0; m->coordinators != NULL && i < c->kind_count; i++) {
        const struct orb_cat_kind *kind = &c->kinds[i];
        const struct orb_care_facts *care = orb_query_care(m, kind->parts.care);

        if (care == NULL)
            return false;
        if (!care->coordination || m->circles.entries[kind->parts.entry].institution)
            continue;
        m->coordinators[m->coordinator_count++] = i;
        for (uint32_t k = 0; k < kind->members.count; k++)
            m->coordinator_total +=
                (c->members[kind->members.first + k].flags & ORB_MEMBER_DUPLICATE) == 0;
    }
    return m->coordinators != NULL;
}

/* What is near fills the list; met again, it is listed already. */
static bool visit_first(struct orb_walker *w, const struct orb_view *v,
                        const struct orb_cat_member *x)
{
    struct sides *s = (struct sides *)w;

    return (x->flags & ORB_MEMBER_DUPLICATE) != 0 || is_late(s, v, x) ||
           is_listed(s->list, x->offer) || look_at(s, x);
}

/* All of a kind that no list of near ones holds: worse than the last line, at best? */
static bool is_late_kind(const struct sides *s, const struct orb_view *v, uint32_t kind)
{
    const struct orb_matcher *m = s->walker.m;
    const struct orb_side_offer *last;
    struct orb_from_afar afar;
    struct orb_glance glance;

    if (s->list->count < m->options.limit)
        return false;
    last = &s->list->items[s->list->count - 1];
    orb_view_find_apart(m, v, kind, &afar);
    orb_view_glance_afar(m, v, &afar, &glance);
    if (glance.class_ != last->class_)
        return glance.class_ > last->class_;
    return isfinite(glance.minutes) &&
           orb_key(glance.minutes * (1 - 1e-9)) > minutes_of(last);
}

static bool walk_coordinators(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    for (uint32_t i = 0; i < m->coordinator_count; i++) {
        uint32_t kind = m->coordinators[i];
        const struct orb_cat_span *span = &m->c->kinds[kind].members;
        struct orb_view v;

        if (!orb_view_make(m, kind, false, &v))
            return false;
        if (is_late_kind(s, &v, kind))
            continue;
        for (uint32_t k = span->first; k < span->first + span->count; k++)
            if (!visit_first(&s->walker, &v, &m->c->members[k]))
                return false;
    }
    return true;
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
        if (care->coordination && !m->circles.entries[parts->entry].institution &&
            (x->flags & ORB_MEMBER_DUPLICATE) == 0 &&
            !is_listed(s->list, x->offer) && !look_at(s, x))
            return false;
    }
    return true;
}

static bool list_first(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    if (m->coordinators == NULL && !find_coordinators(m))
        return false;
    s->list->total = m->coordinator_total;
    s->walker.visit = visit_first;
    if (!look_at_specials(s))
        return false;
    orb_walk_begin(m);
    for (uint32_t stage = 0; orb_walk_is_near(m) && stage < ORB_STAGES; stage++)
        if (!orb_walk_stage(&s->walker, stage))
            return false;
    return (!orb_walk_is_near(m) || orb_walk_elsewhere(&s->walker)) && walk_coordinators(s);
}

/* The reasons of those that are listed. */
static bool tell(struct sides *s)
{
    struct orb_matcher *m = s->walker.m;

    if (m->options.limit == 0)
        sort(m->c, s->list);
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
    struct sides coordination = { .walker = { .cares = cares_to_coordinate,
                                               .opens = opens,
                                               .visit = visit,
                                               .m = m },
                                   .list = &m->coordination };
    struct sides carers = { .walker = { .cares = cares_for_carers,
                                         .opens = opens,
                                         .visit = visit,
                                         .m = m },
                             .list = &m->carers,
                             .carers = true };

    m->coordination.count = m->carers.count = 0;
    m->coordination.total = m->carers.total = 0;
    return (m->options.limit > 0 ? list_first(&coordination)
                                 : orb_walk_all(&coordination.walker)) &&
           tell(&coordination) && orb_walk_all(&carers.walker) && tell(&carers);
}
