/* What enters the lists, and what still may: decided from bounds, exactly at a limit. */
#include <math.h>

#include "engine/match/search.h"

/* What is told of a line is found once a list takes it. row: as far as a place and a class
 * decide. */
static bool note_need(struct orb_matcher *m, const struct orb_cat_member *x,
                      const struct orb_need_evaluation *n, struct orb_ranked *row)
{
    struct orb_need_rows *rows = &m->rows[n->need];
    struct orb_top *class_top = &rows->of_class[row->class_];
    struct orb_ranked whole;

    rows->classes |= 1U << row->class_;
    rows->class_totals[row->class_]++;
    row->score_key = orb_key(n->score);
    if (!orb_top_takes(m->policy, &rows->top, row) &&
        !orb_top_takes(m->policy, class_top, row)) {
        rows->top.total++;
        class_top->total++;
        return true;
    }
    whole = orb_need_row(m, x, n);
    return orb_top_add(m->policy, &rows->top, &whole) &&
           orb_top_add(m->policy, class_top, &whole);
}

/* lead: the line of the need that leads. */
static bool note_needs(struct orb_matcher *m, const struct orb_cat_member *x,
                       const struct orb_evaluation *e, struct orb_ranked *lead)
{
    for (uint32_t i = 0; i < e->need_count; i++) {
        const struct orb_need_evaluation *n = &e->needs[i];
        const struct orb_verdict *v = &m->verdicts[n->frequency];
        struct orb_ranked *row = lead;
        struct orb_ranked other;

        if (v->class_ == ORB_EXCLUDED)
            continue;
        if (v != e->verdict) {
            other = orb_row(x, v);
            row = &other;
        }
        if (!note_need(m, x, n, row))
            return false;
    }
    return true;
}

/* In the overall list, or in the neutral one by the score that row has. */
static bool note_in(struct orb_matcher *m, struct orb_top *top,
                    const struct orb_evaluation *e, struct orb_ranked *row)
{
    if (!orb_top_takes(m->policy, top, row)) {
        top->total++;
        return true;
    }
    row->low_key = orb_key(e->low);
    row->high_key = orb_key(e->high);
    row->neutral_key = orb_key(e->neutral);
    return orb_top_add(m->policy, top, row);
}

/* The ranking without the circle's weight is always told beside: no hidden advantage for
 * the operator (R26). */
bool orb_enter_lists(struct orb_matcher *m, const struct orb_cat_member *x,
                     const struct orb_evaluation *e)
{
    struct orb_ranked row = orb_row(x, e->verdict);

    m->near_misses += e->verdict->class_ == ORB_NEAR_MISS;
    row.score_key = orb_key(e->score);
    if (!note_in(m, &m->overall, e, &row))
        return false;
    row.score_key = orb_key(e->neutral);
    return note_in(m, &m->neutral, e, &row) && note_needs(m, x, e, &row);
}

/* A thousandth of a key more than the bound, for the rounding of the sums. */
static int64_t highest_key(double bound)
{
    return orb_key(bound + 1e-9);
}

bool orb_may_replace(const struct orb_matcher *m, const struct orb_top *top,
                     const struct orb_best *best)
{
    struct orb_ranked row = { .class_ = (uint8_t)best->class_,
                              .score_key = highest_key(best->score),
                              .id_rank = best->id_rank };

    row.minutes_key = best->minutes > 0 ? orb_key(best->minutes * (1 - 1e-9)) : 0;
    return !orb_rank_before(m->policy, &top->items[0], &row);
}

/* Could an offer seen so enter some list? */
bool orb_is_useful(const struct orb_matcher *m, const struct orb_view *v,
                   const struct orb_glance *glance, uint32_t id_rank)
{
    struct orb_best best = { glance->class_, 0, glance->minutes, id_rank };
    double overall = 0;
    double neutral = 0;

    if (glance->class_ == ORB_NEAR_MISS &&
        m->near_misses < (uint64_t)m->p->coordination.near_miss_threshold)
        return true;
    for (uint32_t i = 0; i < v->facts.care->need_count; i++) {
        uint32_t need = m->indices.items[v->facts.care->needs_first + i];
        const struct orb_query_need *n = &m->needs[need];

        best.score = orb_view_bound(m, v, i, glance->g, glance->w);
        if (orb_may_enter(m, &m->rows[need].top, &best))
            return true;
        overall += n->share * best.score;
        neutral += n->share * orb_view_neutral(n, v, best.score);
    }
    best.score = overall;
    if (orb_may_enter(m, &m->overall, &best))
        return true;
    best.score = neutral;
    return orb_may_enter(m, &m->neutral, &best);
}

bool orb_is_useful_care(struct orb_walker *w, const struct orb_care_facts *care)
{
    const struct orb_matcher *m = w->m;
    struct orb_view v = { .tally = care->tally, .floor = orb_tally_class(m, &care->tally) };
    struct orb_glance glance;
    struct orb_best best = { .id_rank = 0 };
    double overall = 0;
    double neutral = 0;

    orb_view_glance_afar(m, &v, &w->afar, &glance);
    best.class_ = glance.class_;
    if (!care->covers || best.class_ >= ORB_NEAR_MISS)
        return false;
    for (uint32_t i = 0; i < care->need_count; i++) {
        uint32_t need = m->indices.items[care->needs_first + i];
        const struct orb_query_need *n = &m->needs[need];

        best.score =
            n->weight[ORB_CRITERION_N] * m->numbers.items[care->coverage_first + need] +
            n->most_others -
            n->weight_g * (m->most[ORB_CRITERION_G] - glance.g[n->frequency]);
        if (orb_may_enter(m, &m->rows[need].top, &best))
            return true;
        overall += n->share * best.score;
        neutral += n->share * best.score * n->to_neutral;
    }
    best.score = overall;
    if (orb_may_enter(m, &m->overall, &best))
        return true;
    best.score = neutral;
    return orb_may_enter(m, &m->neutral, &best);
}
