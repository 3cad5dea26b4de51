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

/* The rules that say no to every offer of a kind. */
static unsigned failed_rules(const struct orb_matcher *m,
                             const struct orb_part_reasons *reasons)
{
    unsigned failed = 0;

    for (int r = 0; r < ORB_RULES; r++)
        for (uint32_t i = 0; i < reasons->count[r]; i++)
            if (m->terms_reasons.items[reasons->first[r] + i].outcome == ORB_RULE_NO)
                failed |= 1U << r;
    return failed;
}

/* Two rules say no to all its offers, and they cannot be relaxed, or not so far: none is a
 * prospect, none is kept out by one rule alone. */
static bool is_idle(const struct orb_matcher *m, const struct orb_view *v)
{
    unsigned failed = failed_rules(m, &v->facts.care->reasons) |
                      failed_rules(m, &v->facts.entry->reasons) |
                      failed_rules(m, &v->facts.ways->reasons);
    struct orb_tally t = v->facts.care->tally;

    orb_tally_add(&t, &v->facts.entry->tally);
    orb_tally_add(&t, &v->facts.ways->tally);
    return (failed & (failed - 1)) != 0 &&
           ((t.flags & ORB_TALLY_FIXED) != 0 ||
            orb_key(t.slack) > orb_key(m->p->near_miss_limit));
}

static bool look_at_kind(struct orb_matcher *m, uint32_t kind, uint64_t needs)
{
    const struct orb_cat_span *span = &m->c->kinds[kind].members;
    struct orb_view v;
    bool idle;

    if (!orb_kind_facts(m, kind, &v.facts))
        return false;
    idle = is_idle(m, &v);
    /* A decision of the person may lift rules for single offers. */
    if (idle && m->special_count == 0)
        return true;
    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        const struct orb_cat_member *x = &m->c->members[i];

        if ((!idle || orb_query_special(m, x->offer) != NULL) &&
            !note_obstacles(m, x, needs))
            return false;
    }
    return true;
}

bool orb_search_obstacles(struct orb_matcher *m, uint64_t needs)
{
    for (uint32_t care = 0; care < m->c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);

        if (f == NULL)
            return false;
        if (!covers_one(m, f, needs))
            continue;
        for (uint32_t i = m->c->care_kinds[care]; i < m->c->care_kinds[care + 1]; i++)
            if (!look_at_kind(m, i, needs))
                return false;
    }
    return true;
}
