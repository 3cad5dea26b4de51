/* What keeps offers out of the needs that nothing answers, and what could be asked for all
 * the same. */
#include "engine/match/search.h"

static bool is_candidate_class(const struct orb_profile *p, enum orb_class class_)
{
    for (uint32_t i = 0; i < p->plan.class_count; i++)
        if (p->plan.classes[i] == class_)
            return true;
    return false;
}

static bool prospect_before(const struct orb_ranked *a, const struct orb_ranked *b)
{
    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (a->slack_key != b->slack_key)
        return a->slack_key < b->slack_key;
    if (a->minutes_key != b->minutes_key)
        return a->minutes_key < b->minutes_key;
    return a->id_rank < b->id_rank;
}

/* Circle 4, the horizon: what would be at worst a near miss if distance and zone did not
 * count (MATCHING 8). */
static void note_prospect(const struct orb_matcher *m, struct orb_need_rows *rows,
                          const struct orb_verdict *v, const struct orb_ranked *row)
{
    size_t max = (size_t)m->p->plan.max_prospects;
    size_t at;

    if (is_candidate_class(m->p, v->class_) || !v->relaxable ||
        orb_key(v->slack_elsewhere) > orb_key(m->p->near_miss_limit))
        return;
    rows->prospect_any++;
    at = rows->prospect_count;
    if (max == 0 || (at == max && !prospect_before(row, &rows->prospects[at - 1])))
        return;
    if (at == max)
        at--;
    else
        rows->prospect_count++;
    for (; at > 0 && prospect_before(row, &rows->prospects[at - 1]); at--)
        rows->prospects[at] = rows->prospects[at - 1];
    rows->prospects[at] = *row;
}

static bool note_obstacles(struct orb_matcher *m, const struct orb_cat_member *x,
                           uint64_t needs)
{
    struct orb_evaluation e;

    if (!orb_evaluate(m, x, true, &e))
        return false;
    for (uint32_t i = 0; i < e.need_count; i++) {
        const struct orb_verdict *v = &m->verdicts[e.needs[i].frequency];
        struct orb_need_rows *rows = &m->rows[e.needs[i].need];
        struct orb_ranked row = orb_row(x, v);

        if ((needs >> e.needs[i].need & 1) == 0)
            continue;
        note_prospect(m, rows, v, &row);
        if (v->only_rule >= 0)
            rows->only_rule[v->only_rule]++;
    }
    return true;
}

static bool covers_one(const struct orb_matcher *m, const struct orb_care_facts *care,
                       uint64_t needs)
{
    for (uint32_t i = 0; i < m->need_count; i++)
        if ((needs >> i & 1) != 0 && m->numbers.items[care->coverage_first + i] > 0)
            return true;
    return false;
}

bool orb_search_obstacles(struct orb_matcher *m, uint64_t needs)
{
    for (uint32_t care = 0; care < m->c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);
        uint32_t last = m->c->care_kinds[care + 1];

        if (f == NULL)
            return false;
        if (m->c->care_kinds[care] == last || !covers_one(m, f, needs))
            continue;
        for (uint32_t i = m->c->kinds[m->c->care_kinds[care]].members.first;
             i < m->c->kinds[last - 1].members.first + m->c->kinds[last - 1].members.count;
             i++)
            if (!note_obstacles(m, &m->c->members[i], needs))
                return false;
    }
    return true;
}
