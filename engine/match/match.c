/* Asks every offer that may answer, ranks what it finds and makes the plan. */
#include "engine/match/match.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
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
    m->care = orb_calloc((size_t)catalogue->care_count + 1, sizeof *m->care);
    m->entry = orb_calloc((size_t)catalogue->entry_count + 1, sizeof *m->entry);
    m->ways = orb_calloc((size_t)catalogue->ways_count + 1, sizeof *m->ways);
    m->zone_state = orb_calloc((size_t)catalogue->zone_count + 1, 1);
    if (m->flags == NULL || m->base_flags == NULL || m->special_bits == NULL ||
        m->care == NULL || m->entry == NULL || m->ways == NULL || m->zone_state == NULL ||
        !reserve(&m->terms_reasons) || !reserve(&m->offer_reasons) ||
        !reserve(&m->verdict_reasons) ||
        orb_circles_init(&m->circles, catalogue, profile, NULL) != ORB_OK) {
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
    orb_circles_release(&m->circles);
    orb_free(m->flags);
    orb_free(m->base_flags);
    orb_free(m->special_bits);
    orb_free(m->care);
    orb_free(m->entry);
    orb_free(m->ways);
    orb_free(m->zone_state);
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
    if (!clear(m) || !orb_search(m, result->counts))
        return orb_error_memory(err);
    result->policy = m->policy;
    memcpy(result->igas, m->igas, sizeof result->igas);
    result->has_operator = m->circles.whose.id != NULL || m->circles.whose.ej != NULL;
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
