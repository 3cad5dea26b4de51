/* Looks at every offer that may answer: the first pass skips what cannot be even a near
 * miss, by parts of terms and by distance; the second comes back to it for the needs that
 * nothing covers, to tell what could be moved. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/query.h"

static struct orb_ranked row_of(const struct orb_matcher *m, uint32_t offer,
                                const struct orb_verdict *v)
{
    struct orb_ranked row = { .offer = offer,
                              .id_rank = m->c->offers[offer].id_rank,
                              .class_ = (uint8_t)v->class_ };

    row.minutes_key = isnan(v->place.minutes) ? ORB_KEY_UNKNOWN : orb_key(v->place.minutes);
    row.slack_key = orb_key(v->slack);
    return row;
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

static bool is_candidate_class(const struct orb_profile *p, enum orb_class class_)
{
    for (uint32_t i = 0; i < p->plan.class_count; i++)
        if (p->plan.classes[i] == class_)
            return true;
    return false;
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

static bool add_row(struct orb_need_rows *rows, const struct orb_ranked *row)
{
    if (orb_grow((void **)&rows->items, &rows->capacity, rows->count, sizeof *row) !=
        ORB_OK)
        return false;
    rows->items[rows->count++] = *row;
    return true;
}

/* What keeps an offer out of a need, and whether it could be prospected. */
static void note_obstacles(struct orb_matcher *m, const struct orb_evaluation *e,
                           uint64_t needs)
{
    for (uint32_t i = 0; i < e->need_count; i++) {
        const struct orb_verdict *v = &m->verdicts[e->needs[i].frequency];
        struct orb_need_rows *rows = &m->rows[e->needs[i].need];
        struct orb_ranked row = row_of(m, e->offer, v);

        if ((needs >> e->needs[i].need & 1) == 0)
            continue;
        note_prospect(m, rows, v, &row);
        if (v->only_rule >= 0)
            rows->only_rule[v->only_rule]++;
    }
}

static bool note_needs(struct orb_matcher *m, const struct orb_evaluation *e)
{
    for (uint32_t i = 0; i < e->need_count; i++) {
        const struct orb_need_evaluation *n = &e->needs[i];
        const struct orb_verdict *v = &m->verdicts[n->frequency];
        struct orb_need_rows *rows = &m->rows[n->need];
        struct orb_ranked row = row_of(m, e->offer, v);

        if (v->class_ == ORB_EXCLUDED)
            continue;
        row.score_key = orb_key(n->score);
        row.low_key = orb_key(n->score_low);
        row.high_key = orb_key(n->score_high);
        row.neutral_key = orb_key(n->neutral);
        row.overall = (uint32_t)m->overall.count - 1;
        if (!add_row(rows, &row))
            return false;
    }
    return true;
}

static bool note_overall(struct orb_matcher *m, const struct orb_evaluation *e)
{
    struct orb_ranked row = row_of(m, e->offer, e->verdict);

    if (!e->scored)
        return true;
    row.score_key = orb_key(e->score);
    row.low_key = orb_key(e->low);
    row.high_key = orb_key(e->high);
    row.neutral_key = orb_key(e->neutral);
    if (orb_grow((void **)&m->overall.items, &m->overall.capacity, m->overall.count,
                 sizeof row) != ORB_OK)
        return false;
    m->overall.items[m->overall.count++] = row;
    return true;
}

static bool keep_reasons(struct orb_matcher *m, struct orb_verdict *v)
{
    struct orb_reason *copy = orb_arena_array(&m->arena, v->reason_count, sizeof *copy);

    if (copy == NULL)
        return false;
    if (v->reason_count > 0)
        memcpy(copy, v->reasons, v->reason_count * sizeof *copy);
    v->reasons = copy;
    return true;
}

static bool is_canonical(const struct orb_matcher *m, uint32_t offer)
{
    return m->c->offers[offer].canonical == offer;
}

static bool note_coordination(struct orb_matcher *m, const struct orb_evaluation *e)
{
    struct orb_side_offer side = { .offer = e->offer,
                                   .class_ = e->verdict->class_,
                                   .verdict = *e->verdict };

    if (!keep_reasons(m, &side.verdict) ||
        orb_grow((void **)&m->coordination.items, &m->coordination.capacity,
                 m->coordination.count, sizeof side) != ORB_OK)
        return false;
    m->coordination.items[m->coordination.count++] = side;
    return true;
}

/* What serves the carers: only being open, near and in time count (MATCHING 9.2). */
static bool note_carers(struct orb_matcher *m, uint32_t offer)
{
    unsigned rules = 1U << ORB_RULE_CLOSED | 1U << ORB_RULE_OPEN | 1U << ORB_RULE_PLACE |
                     1U << ORB_RULE_DEADLINE;
    struct orb_side_offer side = { .offer = offer };

    if (!orb_judge(m, offer, rules, &side.verdict) || !keep_reasons(m, &side.verdict) ||
        orb_grow((void **)&m->carers.items, &m->carers.capacity, m->carers.count,
                 sizeof side) != ORB_OK)
        return false;
    side.class_ = side.verdict.class_;
    m->carers.items[m->carers.count++] = side;
    return true;
}

/* When rule no_need always excludes, offers that answer nothing need no look. */
static bool no_need_excludes(const struct orb_profile *p)
{
    return p->rules[ORB_RULE_NO_NEED].enabled && !p->rules[ORB_RULE_NO_NEED].relaxable;
}

/* Is the offer farther than anything its modalities allow? */
static bool is_far(const struct orb_matcher *m, uint32_t offer,
                   const struct orb_ways_facts *ways)
{
    const struct orb_cat_position *at = &m->c->positions[offer];
    double dx = at->x - m->position.x;
    double dy = at->y - m->position.y;
    double dz = at->z - m->position.z;

    /* An unknown position gives NaN, which is not farther than anything. */
    return m->located &&
           dx * dx + dy * dy + dz * dz > ways->far_chord_m * ways->far_chord_m;
}

static bool is_special(const struct orb_matcher *m, uint32_t offer)
{
    return (m->special_bits[offer / 64] >> (offer % 64) & 1) != 0;
}

/* Surely excluded: for the offer's terms, or for its distance. What the person says of the
 * offer itself is not looked at here. */
static bool is_out(struct orb_matcher *m, uint32_t offer, bool *ok)
{
    const struct orb_cat_parts *parts = &m->c->offer_parts[offer];
    const struct orb_entry_facts *entry = orb_query_entry_facts(m, parts->entry);
    const struct orb_ways_facts *ways = orb_query_ways(m, parts->ways);

    *ok = entry != NULL && ways != NULL;
    return *ok && !is_special(m, offer) && (entry->hopeless || is_far(m, offer, ways));
}

static bool serves_carers(struct orb_matcher *m, uint32_t offer,
                          const struct orb_care_facts *care, bool *ok)
{
    const struct orb_entry_facts *entry;

    if (!care->carers)
        return false;
    entry = orb_query_entry_facts(m, m->c->offer_parts[offer].entry);
    *ok = entry != NULL;
    return *ok && entry->carers && !entry->institution && is_canonical(m, offer);
}

static bool coordinates(struct orb_matcher *m, uint32_t offer,
                        const struct orb_care_facts *care)
{
    return care->coordination && is_canonical(m, offer) &&
           !orb_query_entry_facts(m, m->c->offer_parts[offer].entry)->institution;
}

static bool look_at(struct orb_matcher *m, uint32_t offer, uint64_t counts[ORB_CLASSES],
                    bool skip)
{
    const struct orb_care_facts *care = orb_query_care(m, m->c->offer_parts[offer].care);
    struct orb_evaluation e;
    bool ok = care != NULL;

    if (!ok)
        return false;
    if (serves_carers(m, offer, care, &ok) && !note_carers(m, offer))
        return false;
    if (!care->coordination && ((skip && !care->covers) || is_out(m, offer, &ok))) {
        counts[ORB_EXCLUDED]++;
        return ok;
    }
    if (!ok || !orb_evaluate(m, offer, &e) || !note_overall(m, &e) || !note_needs(m, &e))
        return false;
    note_obstacles(m, &e, ~UINT64_C(0));
    counts[e.verdict->class_]++;
    return !coordinates(m, offer, care) || note_coordination(m, &e);
}

/* The needs that the plan may leave uncovered: those without a candidate, or all when the
 * plan is limited. */
static uint64_t open_needs(const struct orb_matcher *m)
{
    uint64_t open = 0;

    for (uint32_t i = 0; i < m->need_count; i++) {
        bool candidate = false;

        for (size_t r = 0; r < m->rows[i].count && !candidate; r++)
            candidate =
                is_candidate_class(m->p, (enum orb_class)m->rows[i].items[r].class_);
        if (!candidate || m->p->plan.max_offers >= 0)
            open |= UINT64_C(1) << i;
    }
    return open;
}

static bool covers_one(const struct orb_matcher *m, const struct orb_care_facts *care,
                       uint64_t needs)
{
    for (uint32_t i = 0; i < m->need_count; i++)
        if ((needs >> i & 1) != 0 && m->numbers.items[care->coverage_first + i] > 0)
            return true;
    return false;
}

/* Come back to what the first pass skipped, for the needs that nothing covers. */
static bool look_again(struct orb_matcher *m, uint64_t needs)
{
    for (uint32_t i = 0; i < m->c->offer_count; i++) {
        const struct orb_care_facts *care = orb_query_care(m, m->c->offer_parts[i].care);
        struct orb_evaluation e;
        bool ok = care != NULL;

        if (!ok || care->coordination || !care->covers || !covers_one(m, care, needs) ||
            !is_out(m, i, &ok)) {
            if (!ok)
                return false;
            continue;
        }
        if (!orb_evaluate(m, i, &e))
            return false;
        note_obstacles(m, &e, needs);
    }
    return true;
}

bool orb_search(struct orb_matcher *m, uint64_t counts[ORB_CLASSES])
{
    bool skip = no_need_excludes(m->p);
    uint64_t open;

    for (uint32_t i = 0; i < m->c->offer_count; i++)
        if (!look_at(m, i, counts, skip))
            return false;
    open = open_needs(m);
    return open == 0 || look_again(m, open);
}
