/* Beside the needs: who coordinates, and who serves the carers (MATCHING 9). */
#include "engine/match/sides.h"

#include <string.h>

#include "engine/base/alloc.h"

/* For the carers, only being open, near and in time count. */
#define CARERS_RULES                                                                       \
    (1U << ORB_RULE_CLOSED | 1U << ORB_RULE_OPEN | 1U << ORB_RULE_PLACE |                  \
     1U << ORB_RULE_DEADLINE)

static bool before(const struct orb_side_offer *a, const struct orb_side_offer *b)
{
    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (orb_side_minutes(a) != orb_side_minutes(b))
        return orb_side_minutes(a) < orb_side_minutes(b);
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

bool orb_side_is_for_carers(const struct orb_matcher *m, uint32_t entry)
{
    const struct orb_cat_codes *publics = &m->c->terms[m->c->entry_terms[entry]].publics;

    for (uint32_t i = 0; i < publics->count; i++)
        if ((m->base_flags[m->c->codes[publics->first + i]] & ORB_CODE_PUBLIC_CARERS) != 0)
            return true;
    return false;
}

bool orb_side_opens(struct orb_walker *w, const struct orb_view *v)
{
    uint32_t entry = w->m->c->kinds[v->kind].parts.entry;

    return !w->m->circles.entries[entry].institution &&
           (!((struct orb_side_search *)w)->carers || orb_side_is_for_carers(w->m, entry));
}

bool orb_side_look_at(struct orb_side_search *s, const struct orb_cat_member *x)
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
    struct orb_side_search *s = (struct orb_side_search *)w;

    (void)v;
    if ((x->flags & ORB_MEMBER_DUPLICATE) != 0)
        return true;
    s->list->total++;
    return orb_side_look_at(s, x);
}

static bool list(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;

    if (s->carers && m->person->carer_needs.count == 0)
        return true;
    return m->options.limit > 0 ? orb_side_list_first(s) : orb_walk_all(&s->walker);
}

/* The reasons of those that are listed. */
static bool tell(struct orb_side_search *s)
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
    struct orb_side_search coordination = { .walker = { .cares = cares_to_coordinate,
                                                        .opens = orb_side_opens,
                                                        .visit = visit,
                                                        .m = m },
                                            .list = &m->coordination };
    struct orb_side_search carers = { .walker = { .cares = cares_for_carers,
                                                  .opens = orb_side_opens,
                                                  .visit = visit,
                                                  .m = m },
                                      .list = &m->carers,
                                      .carers = true };

    m->coordination.count = m->carers.count = 0;
    m->coordination.total = m->carers.total = 0;
    return list(&coordination) && tell(&coordination) && list(&carers) && tell(&carers);
}
