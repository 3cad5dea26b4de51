/* The first lines of each class for each need, beside the counts: an offer is evaluated
 * only when the class that it was counted in may still take it. */
#include <math.h>

#include "engine/match/totals_parts.h"

static bool is_noted(const struct orb_totals *t, const struct orb_cat_member *x)
{
    return orb_search_did(t->m, x) ||
           orb_marks_has(&t->noted, (uint32_t)(x - t->m->c->members));
}

static bool note(struct orb_totals *t, const struct orb_cat_member *x)
{
    struct orb_matcher *m = t->m;
    struct orb_evaluation e;

    orb_marks_add(&t->noted, (uint32_t)(x - m->c->members));
    if (!orb_evaluate(m, x, false, &e))
        return false;
    for (uint32_t i = 0; i < e.need_count; i++) {
        const struct orb_need_evaluation *n = &e.needs[i];
        enum orb_class class_ = m->verdicts[n->frequency].class_;
        struct orb_ranked row;

        if (class_ == ORB_EXCLUDED)
            continue;
        row = orb_need_row(m, x, n);
        if (!orb_top_add(m->policy, &m->rows[n->need].of_class[class_], &row))
            return false;
    }
    return true;
}

/* ---- what may enter a list */

/* For the i-th need that the care covers. */
static bool may_enter(const struct orb_matcher *m, const struct orb_view *v, uint32_t i,
                      const struct orb_glance *glance, uint32_t id_rank)
{
    uint32_t need = m->indices.items[v->facts.care->needs_first + i];
    const struct orb_best best = { glance->class_,
                                   orb_view_bound(m, v, i, glance->g, glance->w),
                                   glance->minutes, id_rank };

    return orb_may_enter(m, &m->rows[need].of_class[glance->class_], &best);
}

bool orb_lines_open(const struct orb_totals *t, uint32_t slot, enum orb_class class_,
                    bool near)
{
    const struct orb_matcher *m = t->m;
    const struct orb_care_facts *care = t->facts.care;
    double most = fmax(1, m->p->unknown);
    struct orb_glance glance = { .class_ = class_, .w = most };

    for (int f = 0; near && f < ORB_FREQUENCIES; f++)
        glance.g[f] = most;
    for (uint32_t i = 0; i < care->need_count; i++)
        if (m->needs[m->indices.items[care->needs_first + i]].frequency == t->slots[slot] &&
            may_enter(m, &t->view, i, &glance, 0))
            return true;
    return false;
}

/* The class of the i-th need that the care covers. */
static enum orb_class class_of(const struct orb_totals *t, uint32_t i,
                               const uint8_t classes[SLOTS])
{
    const struct orb_matcher *m = t->m;
    uint32_t need = m->indices.items[t->facts.care->needs_first + i];

    for (uint32_t slot = 0; slot < t->slot_count; slot++)
        if (t->slots[slot] == m->needs[need].frequency)
            return (enum orb_class)classes[slot];
    return ORB_EXCLUDED;
}

/* Could it enter the list of its class for some need? */
static bool is_open(const struct orb_totals *t, const uint8_t classes[SLOTS],
                    struct orb_glance *glance, uint32_t id_rank)
{
    for (uint32_t i = 0; i < t->facts.care->need_count; i++) {
        glance->class_ = class_of(t, i, classes);
        if (glance->class_ != ORB_EXCLUDED && may_enter(t->m, &t->view, i, glance, id_rank))
            return true;
    }
    return false;
}

bool orb_lines_note(struct orb_totals *t, uint32_t member, const uint8_t classes[SLOTS])
{
    const struct orb_cat_member *x = &t->m->c->members[member];
    struct orb_glance glance;

    if (is_noted(t, x) || orb_linked_has(t->m, x))
        return true;
    orb_view_glance_spot(t->m, &t->view, member, &glance);
    if (!is_open(t, classes, &glance, 0))
        return true;
    orb_view_glance(t->m, &t->view, x, &glance);
    return !is_open(t, classes, &glance, x->id_rank) || note(t, x);
}

/* ---- to begin with */

/* Could it enter a list, of the class it may have at best or of a lower one? */
static bool is_useful(const struct orb_matcher *m, const struct orb_view *v,
                      struct orb_glance *glance, uint32_t id_rank)
{
    for (; glance->class_ < ORB_EXCLUDED; glance->class_++)
        for (uint32_t i = 0; i < v->facts.care->need_count; i++)
            if (may_enter(m, v, i, glance, id_rank))
                return true;
    return false;
}

/* What the operator may hold nearer is unlike its kind. */
static bool note_linked(struct orb_totals *t)
{
    struct orb_matcher *m = t->m;

    for (uint32_t i = 0; i < m->linked_near_count; i++) {
        const struct orb_cat_member *x = &m->c->members[m->linked_near[i].member];
        const struct orb_care_facts *care = orb_query_care(m, m->linked_near[i].care);
        struct orb_glance glance;
        struct orb_view v;

        if (care == NULL)
            return false;
        if (!care->covers || is_noted(t, x))
            continue;
        if (!orb_view_make(m, m->linked_near[i].kind, true, &v))
            return false;
        if (v.floor == ORB_EXCLUDED)
            continue;
        orb_view_glance_spot(m, &v, m->linked_near[i].member, &glance);
        if (!is_useful(m, &v, &glance, 0))
            continue;
        orb_view_glance(m, &v, x, &glance);
        if (is_useful(m, &v, &glance, x->id_rank) && !note(t, x))
            return false;
    }
    return true;
}

/* The key of the last line of a class once there are enough, else below all of it. */
static float least_key(const struct orb_top *top, enum orb_class class_)
{
    double score = -1;

    if (top->count == top->keep)
        score = 1e-6 * (double)top->items[0].score_key;
    return orb_seen_key(class_, score);
}

/* The best that the search met near of what it took for a class: they close the lists to
 * most of what follows. */
static bool note_seen(struct orb_totals *t, uint32_t need, enum orb_class class_)
{
    struct orb_matcher *m = t->m;
    const struct orb_top *top = &m->rows[need].of_class[class_];
    struct orb_seen_rank few[ORB_SEEN_FEW];
    struct orb_seen_rest rest = { .list = 2 + need };
    uint32_t count;

    rest.after.key = orb_seen_key(class_, ORB_CLASS_STEP / 2);
    do {
        rest.least = least_key(top, class_);
        count = orb_seen_next(m, &rest, few);
        for (uint32_t i = 0; i < count && few[i].key >= least_key(top, class_); i++) {
            const struct orb_seen *seen = &m->seen.items[few[i].seen];
            const struct orb_cat_member *x = &m->c->members[seen->number];

            if (!seen->whole && !is_noted(t, x) && !note(t, x))
                return false;
        }
        if (count > 0)
            rest.after = few[count - 1];
    } while (count == ORB_SEEN_FEW);
    return true;
}

bool orb_lines_begin(struct orb_totals *t)
{
    struct orb_matcher *m = t->m;

    t->noted.bits = orb_arena_array(&m->arena, (size_t)m->c->offer_count / 64 + 1,
                                    sizeof *t->noted.bits);
    if (t->noted.bits == NULL)
        return false;
    for (uint32_t i = 0; i < m->need_count; i++)
        for (int c = 0; c < ORB_EXCLUDED; c++)
            if (!note_seen(t, i, (enum orb_class)c))
                return false;
    return note_linked(t);
}
