/* Asks every offer that may answer, ranks what it finds and makes the plan. */
#include "engine/match/match.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/match/criterion/criterion.h"
#include "engine/match/query.h"

const char *const orb_alert_names[ORB_ALERTS] = {
    "already_tried",      "circle_uncertain",
    "convention_expired", "convention_not_started",
    "current_support",    "department_agreement",
    "derogation",         "hors_autorisation",
    "imprecise_location", "remote"
};

/* ---- the matcher */

static void base_flag(struct orb_matcher *m, const char *code, uint32_t bits)
{
    orb_cat_code number = orb_cat_code_find(m->c, code);

    if (number != ORB_CAT_NONE)
        m->base_flags[number] |= bits;
}

static void flag_profile(struct orb_matcher *m)
{
    const struct orb_profile *p = m->p;

    base_flag(m, p->public_open, ORB_CODE_PUBLIC_OPEN);
    base_flag(m, p->public_all_disability, ORB_CODE_PUBLIC_ALL);
    base_flag(m, p->public_carers, ORB_CODE_PUBLIC_CARERS);
    for (uint32_t i = 0; i < p->institution_categories.count; i++)
        base_flag(m, p->institution_categories.items[i], ORB_CODE_INSTITUTION);
    for (uint32_t i = 0; i < p->coordination.prestations.count; i++)
        base_flag(m, p->coordination.prestations.items[i], ORB_CODE_COORDINATION);
    for (uint32_t i = 0; i < p->modality_count; i++) {
        const struct orb_profile_modality *x = &p->modalities[i];

        base_flag(m, x->code,
                  (x->kind == ORB_KIND_HOME ? ORB_CODE_HOME : 0) |
                      (x->kind == ORB_KIND_REMOTE ? ORB_CODE_REMOTE : 0) |
                      (x->residential ? ORB_CODE_RESIDENTIAL : 0) |
                      (x->temporary ? ORB_CODE_TEMPORARY : 0));
    }
}

static bool reserve(struct orb_reasons *list)
{
    return orb_grow((void **)&list->items, &list->capacity, 0, sizeof *list->items) ==
           ORB_OK;
}

struct orb_matcher *orb_matcher_new(const struct orb_catalogue *catalogue,
                                    const struct orb_profile *profile)
{
    struct orb_matcher *m = orb_calloc(1, sizeof *m);

    if (m == NULL)
        return NULL;
    m->c = catalogue;
    m->p = profile;
    m->flags = orb_calloc((size_t)catalogue->code_count + 1, sizeof *m->flags);
    m->base_flags = orb_calloc((size_t)catalogue->code_count + 1, sizeof *m->base_flags);
    m->special_bits =
        orb_calloc((size_t)catalogue->offer_count / 64 + 1, sizeof *m->special_bits);
    m->facts_of = orb_calloc((size_t)catalogue->terms_count + 1, sizeof *m->facts_of);
    m->zone_state = orb_calloc((size_t)catalogue->zone_count + 1, 1);
    if (m->flags == NULL || m->base_flags == NULL || m->special_bits == NULL ||
        m->facts_of == NULL || m->zone_state == NULL || !reserve(&m->terms_reasons) ||
        !reserve(&m->offer_reasons) || !reserve(&m->verdict_reasons)) {
        orb_matcher_free(m);
        return NULL;
    }
    flag_profile(m);
    return m;
}

void orb_matcher_free(struct orb_matcher *m)
{
    if (m == NULL)
        return;
    orb_arena_release(&m->arena);
    orb_free(m->flags);
    orb_free(m->base_flags);
    orb_free(m->special_bits);
    orb_free(m->facts_of);
    orb_free(m->zone_state);
    orb_free(m->facts.items);
    orb_free(m->numbers.items);
    orb_free(m->indices.items);
    orb_free(m->terms_reasons.items);
    orb_free(m->offer_reasons.items);
    orb_free(m->verdict_reasons.items);
    orb_free(m->overall.items);
    for (int i = 0; i < ORB_PERSON_MAX_NEEDS; i++)
        orb_free(m->rows[i].items);
    orb_free(m->coordination.items);
    orb_free(m->carers.items);
    orb_free(m);
}

/* ---- one offer */

static uint32_t alerts_of(const struct orb_matcher *m, const struct orb_verdict_input *in,
                          const struct orb_verdict *v)
{
    const struct orb_cat_offer *o = &m->c->offers[in->offer];
    const char *funding = orb_cat_known(m->c, o->funding_department);
    uint32_t alerts = in->circle->alerts;
    bool tried = in->facts->past_tried;

    if (v->place.kind == ORB_KIND_REMOTE && v->place.outcome == ORB_RULE_YES)
        alerts |= 1U << ORB_ALERT_REMOTE;
    if (v->place.imprecise && v->place.kind != ORB_KIND_HOME &&
        v->place.kind != ORB_KIND_REMOTE)
        alerts |= 1U << ORB_ALERT_IMPRECISE_LOCATION;
    if (in->special != NULL && in->special->named)
        alerts |= 1U << ORB_ALERT_DEROGATION;
    if (v->igas)
        alerts |= 1U << ORB_ALERT_HORS_AUTORISATION;
    if (funding != NULL && m->department != ORB_CAT_NONE &&
        strcmp(funding, orb_cat_code_name(m->c, m->department)) != 0)
        alerts |= 1U << ORB_ALERT_DEPARTMENT_AGREEMENT;
    if (in->special != NULL && in->special->tried)
        (void)orb_criterion_past(m, ORB_CAT_NONE, in->special, &tried);
    if (tried)
        alerts |= 1U << ORB_ALERT_ALREADY_TRIED;
    if (in->special != NULL && in->special->supported)
        alerts |= 1U << ORB_ALERT_CURRENT_SUPPORT;
    return alerts;
}

static bool input_of(struct orb_matcher *m, uint32_t offer, unsigned rules,
                     struct orb_circle_fact *circle, struct orb_verdict_input *in)
{
    in->offer = offer;
    in->rules = rules;
    in->facts = orb_query_facts(m, m->c->offer_terms[offer]);
    if (in->facts == NULL)
        return false;
    in->special = orb_query_special(m, offer);
    *circle = orb_query_circle(m, offer, in->facts);
    in->circle = circle;
    m->verdict_reasons.count = 0;
    orb_verdict_begin(m, in);
    return true;
}

static bool place_reasons(struct orb_matcher *m, struct orb_verdict *verdicts,
                          const size_t *first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        verdicts[i].reasons = m->verdict_reasons.items + first[i];
    return !m->verdict_reasons.failed && !m->offer_reasons.failed;
}

/* The verdict at one frequency, whatever the offer covers: for coordination, carers, and
 * offers that cover nothing. */
static bool judge_alone(struct orb_matcher *m, const struct orb_verdict_input *in,
                        struct orb_verdict *out)
{
    struct orb_trip trip = orb_query_trip(m, in->offer);
    struct orb_place place =
        orb_query_place(m, in->offer, in->facts, m->p->coordination.frequency, &trip);
    size_t first;

    orb_verdict_make(m, in, &place, out, &first);
    return place_reasons(m, out, &first, 1);
}

static void evaluate_needs(struct orb_matcher *m, const struct orb_verdict_input *in,
                           struct orb_evaluation *out)
{
    struct orb_trip trip = orb_query_trip(m, in->offer);
    bool done[ORB_FREQUENCIES] = { false };

    for (uint32_t i = 0; i < m->need_count; i++) {
        uint32_t f = m->needs[i].frequency;
        struct orb_need_evaluation *e;

        if (!(m->numbers.items[in->facts->coverage_first + i] > 0))
            continue;
        if (!done[f]) {
            struct orb_place place =
                orb_query_place(m, in->offer, in->facts, m->frequencies[f], &trip);

            orb_verdict_make(m, in, &place, &m->verdicts[f], &m->verdict_first[f]);
            done[f] = true;
        }
        e = &m->evaluations[out->need_count++];
        e->need = i;
        e->frequency = f;
        e->share = NAN;
        if (m->verdicts[f].class_ != ORB_EXCLUDED)
            orb_score_need(m, in, &m->verdicts[f], e);
    }
    for (uint32_t f = 0; f < m->frequency_count; f++)
        if (done[f])
            m->verdicts[f].reasons = m->verdict_reasons.items + m->verdict_first[f];
}

static uint32_t choose_lead(const struct orb_matcher *m, const struct orb_evaluation *e)
{
    uint32_t lead = 0;

    for (uint32_t i = 1; i < e->need_count; i++) {
        const struct orb_verdict *a = &m->verdicts[e->needs[i].frequency];
        const struct orb_verdict *b = &m->verdicts[e->needs[lead].frequency];

        if (a->class_ < b->class_ ||
            (a->class_ == b->class_ && orb_key(a->slack) < orb_key(b->slack)))
            lead = i;
    }
    return lead;
}

/* Sum over the needs of the lead's group; the weight of all the person's needs divides it
 * (MATCHING 5, offer level). */
static void add_up(const struct orb_matcher *m, struct orb_evaluation *e)
{
    enum orb_class lead = e->verdict->class_;

    e->score = e->low = e->high = e->neutral = 0.0;
    for (uint32_t i = 0; i < e->need_count; i++) {
        struct orb_need_evaluation *n = (struct orb_need_evaluation *)&m->evaluations[i];
        enum orb_class c = m->verdicts[n->frequency].class_;
        double p = m->needs[n->need].priority;

        if (lead == ORB_NEAR_MISS ? c != ORB_NEAR_MISS : c > ORB_TO_VERIFY)
            continue;
        n->share = p * n->score / m->priority_total;
        e->score += n->share;
        e->low += p * n->score_low / m->priority_total;
        e->high += p * n->score_high / m->priority_total;
        e->neutral += p * n->neutral / m->priority_total;
    }
}

static bool evaluate(struct orb_matcher *m, uint32_t offer, struct orb_evaluation *out)
{
    struct orb_verdict_input in;

    memset(out, 0, sizeof *out);
    out->offer = offer;
    if (!input_of(m, offer, ORB_ALL_RULES, &out->circle, &in))
        return false;
    out->verdicts = m->verdicts;
    out->needs = m->evaluations;
    if (in.facts->covers) {
        evaluate_needs(m, &in, out);
        out->lead = choose_lead(m, out);
        out->verdict = &m->verdicts[m->evaluations[out->lead].frequency];
        out->scored = out->verdict->class_ != ORB_EXCLUDED;
        if (out->scored)
            add_up(m, out);
    } else {
        if (!judge_alone(m, &in, &m->verdicts[0]))
            return false;
        out->verdict = &m->verdicts[0];
    }
    out->alerts = alerts_of(m, &in, out->verdict);
    return !m->verdict_reasons.failed && !m->offer_reasons.failed &&
           !m->terms_reasons.failed;
}

enum orb_status orb_matcher_evaluate(struct orb_matcher *matcher, uint32_t offer,
                                     struct orb_evaluation *out, struct orb_error *err)
{
    return evaluate(matcher, offer, out) ? ORB_OK : orb_error_memory(err);
}

/* ---- all offers */

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

static bool note_needs(struct orb_matcher *m, const struct orb_evaluation *e)
{
    for (uint32_t i = 0; i < e->need_count; i++) {
        const struct orb_need_evaluation *n = &e->needs[i];
        const struct orb_verdict *v = &m->verdicts[n->frequency];
        struct orb_need_rows *rows = &m->rows[n->need];
        struct orb_ranked row = row_of(m, e->offer, v);

        note_prospect(m, rows, v, &row);
        if (v->only_rule >= 0)
            rows->only_rule[v->only_rule]++;
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
    struct orb_circle_fact circle;
    struct orb_verdict_input in;
    struct orb_side_offer side = { .offer = offer };

    if (!input_of(m, offer, rules, &circle, &in) || !judge_alone(m, &in, &side.verdict) ||
        !keep_reasons(m, &side.verdict) ||
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

static bool look_at(struct orb_matcher *m, uint32_t offer, uint64_t counts[ORB_CLASSES],
                    bool skip)
{
    const struct orb_terms_facts *facts = orb_query_facts(m, m->c->offer_terms[offer]);
    struct orb_evaluation e;
    bool coordination;
    bool carers;

    if (facts == NULL)
        return false;
    coordination = facts->coordination && !facts->institution && is_canonical(m, offer);
    carers = facts->carers && !facts->institution && is_canonical(m, offer);
    if (!facts->covers && !facts->coordination && skip) {
        counts[ORB_EXCLUDED]++;
    } else {
        if (!evaluate(m, offer, &e) || !note_overall(m, &e) || !note_needs(m, &e))
            return false;
        counts[e.verdict->class_]++;
        if (coordination && !note_coordination(m, &e))
            return false;
    }
    return !carers || note_carers(m, offer);
}

static bool look_at_all(struct orb_matcher *m, struct orb_match_result *result)
{
    bool skip = no_need_excludes(m->p);

    for (uint32_t i = 0; i < m->c->offer_count; i++)
        if (!look_at(m, i, result->counts, skip))
            return false;
    return true;
}

/* ---- the answer */

static bool clear(struct orb_matcher *m)
{
    m->overall.count = m->coordination.count = m->carers.count = 0;
    for (uint32_t i = 0; i < m->need_count; i++) {
        struct orb_need_rows *rows = &m->rows[i];

        rows->count = rows->prospect_count = 0;
        rows->prospect_any = 0;
        memset(rows->only_rule, 0, sizeof rows->only_rule);
        rows->prospects = orb_arena_array(&m->arena, (size_t)m->p->plan.max_prospects,
                                          sizeof *rows->prospects);
        if (rows->prospects == NULL)
            return false;
    }
    return true;
}

static uint8_t support_of(const struct orb_person *p, const char *code)
{
    uint8_t support = 0;

    for (uint32_t i = 0; i < p->support_count; i++) {
        if (!orb_code_list_has(&p->supports[i].needs, code))
            continue;
        if (!p->supports[i].by_relative)
            return 1;
        support = 2;
    }
    return support;
}

static struct orb_ranking rank_rows(struct orb_matcher *m, struct orb_ranked *rows,
                                    size_t count)
{
    size_t limit = m->options.limit == 0 ? count : m->options.limit;
    struct orb_ranking r = { rows, orb_rank(m, rows, count, limit), count };

    return r;
}

static bool tell_needs(struct orb_matcher *m, struct orb_match_result *result)
{
    struct orb_need_result *out = orb_arena_array(&m->arena, m->need_count, sizeof *out);

    if (out == NULL)
        return false;
    for (uint32_t i = 0; i < m->need_count; i++) {
        struct orb_need_rows *rows = &m->rows[i];

        out[i].need = i;
        out[i].status = ORB_EXCLUDED;
        for (size_t r = 0; r < rows->count; r++)
            if ((enum orb_class)rows->items[r].class_ < out[i].status)
                out[i].status = (enum orb_class)rows->items[r].class_;
        out[i].support = support_of(m->person, m->needs[i].need->code);
        memcpy(out[i].weights, m->needs[i].weight, sizeof out[i].weights);
        memcpy(out[i].only_rule, rows->only_rule, sizeof out[i].only_rule);
        out[i].ranking = rank_rows(m, rows->items, rows->count);
    }
    result->needs = out;
    result->need_count = m->need_count;
    return true;
}

/* The same ranking without the circle's weight, always told beside: no hidden advantage for
 * the operator (R26). */
static bool tell_neutral(struct orb_matcher *m, struct orb_match_result *result)
{
    struct orb_ranked *rows = orb_arena_array(&m->arena, m->overall.count, sizeof *rows);

    if (rows == NULL)
        return false;
    for (size_t i = 0; i < m->overall.count; i++) {
        rows[i] = m->overall.items[i];
        rows[i].score_key = rows[i].neutral_key;
    }
    result->neutral = rank_rows(m, rows, m->overall.count);
    return true;
}

static bool same_before_score(const struct orb_profile_policy *policy,
                              const struct orb_ranked *a, const struct orb_ranked *b)
{
    for (int i = 0; i < ORB_RANK_PARTS && policy->order[i] != ORB_RANK_SCORE; i++) {
        if (policy->order[i] == ORB_RANK_CLASS && a->class_ != b->class_)
            return false;
        if (policy->order[i] == ORB_RANK_TRAVEL && a->minutes_key != b->minutes_key)
            return false;
        if (policy->order[i] == ORB_RANK_ID)
            return false;
    }
    return true;
}

static bool tell_uncertain(struct orb_matcher *m, struct orb_match_result *result)
{
    const struct orb_ranking *r = &result->ranking;
    uint32_t(*pairs)[2] = orb_arena_array(&m->arena, r->count, sizeof *pairs);

    if (pairs == NULL)
        return false;
    for (size_t i = 0; i + 1 < r->count; i++) {
        const struct orb_ranked *a = &r->rows[i];
        const struct orb_ranked *b = &r->rows[i + 1];

        if (!same_before_score(m->policy, a, b) || a->low_key >= b->high_key)
            continue;
        pairs[result->uncertain_count][0] = a->offer;
        pairs[result->uncertain_count++][1] = b->offer;
    }
    result->uncertain = (const uint32_t(*)[2])pairs;
    return true;
}

static bool side_before(const struct orb_catalogue *c, const struct orb_side_offer *a,
                        const struct orb_side_offer *b)
{
    int64_t ka = isnan(a->verdict.place.minutes) ? ORB_KEY_UNKNOWN
                                                 : orb_key(a->verdict.place.minutes);
    int64_t kb = isnan(b->verdict.place.minutes) ? ORB_KEY_UNKNOWN
                                                 : orb_key(b->verdict.place.minutes);

    if (a->class_ != b->class_)
        return a->class_ < b->class_;
    if (ka != kb)
        return ka < kb;
    return c->offers[a->offer].id_rank < c->offers[b->offer].id_rank;
}

/* Few dozens at the most: the coordination resources and carers' services of a territory.
 * Shell sort. */
static void sort_side(const struct orb_catalogue *c, struct orb_side_offer *items,
                      size_t count)
{
    for (size_t gap = count / 2; gap > 0; gap /= 2)
        for (size_t i = gap; i < count; i++) {
            struct orb_side_offer moved = items[i];
            size_t at = i;

            for (; at >= gap && side_before(c, &moved, &items[at - gap]); at -= gap)
                items[at] = items[at - gap];
            items[at] = moved;
        }
}

static void recommend(struct orb_matcher *m, struct orb_match_result *result)
{
    int64_t near = 0;
    int64_t refused = 0;
    bool uncovered = false;

    for (size_t i = 0; i < m->overall.count; i++)
        near += m->overall.items[i].class_ == ORB_NEAR_MISS;
    for (uint32_t i = 0; i < m->person->attempt_count; i++)
        refused += m->person->attempts[i].outcome == ORB_OUTCOME_REFUSED;
    for (uint32_t i = 0; i < result->plan.need_count; i++)
        uncovered = uncovered || !result->plan.needs[i].covered;
    result->coordination_recommended = uncovered ||
                                       near >= m->p->coordination.near_miss_threshold ||
                                       refused >= m->p->coordination.refused_threshold;
}

enum orb_status orb_matcher_ask(struct orb_matcher *m, const struct orb_person *person,
                                const struct orb_match_options *options,
                                struct orb_match_result *result, struct orb_error *err)
{
    enum orb_status status;

    memset(result, 0, sizeof *result);
    m->person = person;
    m->options = *options;
    status = orb_query_prepare(m, err);
    if (status != ORB_OK)
        return status;
    if (!clear(m) || !look_at_all(m, result))
        return orb_error_memory(err);
    result->policy = m->policy;
    memcpy(result->igas, m->igas, sizeof result->igas);
    result->has_operator = m->operator_id != NULL || m->operator_ej != NULL;
    status = orb_bundle(m, &result->plan, err);
    if (status != ORB_OK)
        return status;
    recommend(m, result);
    if (!tell_neutral(m, result) || !tell_needs(m, result))
        return orb_error_memory(err);
    result->ranking = rank_rows(m, m->overall.items, m->overall.count);
    if (!tell_uncertain(m, result))
        return orb_error_memory(err);
    sort_side(m->c, m->coordination.items, m->coordination.count);
    sort_side(m->c, m->carers.items, m->carers.count);
    result->coordination = m->coordination.items;
    result->coordination_count = m->coordination.count;
    result->carers = m->carers.items;
    result->carer_count = m->carers.count;
    return ORB_OK;
}
