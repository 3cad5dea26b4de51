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

static bool visit(struct orb_walker *w, const struct orb_view *v,
                  const struct orb_cat_member *x)
{
    struct sides *s = (struct sides *)w;
    struct orb_side_offer side = { .offer = x->offer };

    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    s->list->total++;
    if (is_late(s, v, x))
        return true;
    if (!judge(w->m, x, s->carers, false, &side.verdict))
        return false;
    side.class_ = side.verdict.class_;
    return add(w->m, s->list, &side);
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
    return orb_walk_all(&coordination.walker) && tell(&coordination) &&
           orb_walk_all(&carers.walker) && tell(&carers);
}
