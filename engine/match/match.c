/* Asks every offer that may answer, ranks what it finds and makes the plan. */
#include "engine/match/match.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/match/masks.h"
#include "engine/match/rule/rule.h"
#include "engine/match/search.h"

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

static double highest(double at_least, const double *values, int count)
{
    for (int i = 0; i < count; i++)
        at_least = fmax(at_least, values[i]);
    return at_least;
}

/* The most that the profile lets each criterion be. */
static void find_most(struct orb_matcher *m)
{
    const struct orb_profile *p = m->p;
    const double expertise[] = { p->expertise.exact, p->expertise.parent,
                                 p->expertise.all_disability, p->expertise.open,
                                 p->expertise.none };
    const double history[] = { p->history.success,   p->history.none,
                               p->history.refused,   p->history.refused_old,
                               p->history.abandoned, p->history.failure };

    for (int k = 0; k < ORB_CRITERIA; k++)
        m->most[k] = fmax(1, p->unknown);
    m->most[ORB_CRITERION_E] = highest(m->most[ORB_CRITERION_E], expertise, 5);
    m->most[ORB_CRITERION_H] = highest(m->most[ORB_CRITERION_H], history, 6);
    m->most[ORB_CRITERION_A] = highest(m->most[ORB_CRITERION_A], p->accessibility_value, 4);
    m->most[ORB_CRITERION_I] = fmax(m->most[ORB_CRITERION_I], p->droit_commun_i);
    for (int c = 0; c < ORB_CIRCLE_INST; c++) {
        m->most[ORB_CRITERION_R] = fmax(m->most[ORB_CRITERION_R], p->circles[c].r);
        m->most[ORB_CRITERION_I] = fmax(m->most[ORB_CRITERION_I], p->circles[c].i);
    }
}

/* Columns beside those of the catalogue. */
static bool allocate(struct orb_matcher *m)
{
    const struct orb_catalogue *c = m->c;
    size_t words = (size_t)c->offer_count / 64 + 1;
    const struct {
        void **to;
        size_t count, size;
    } columns[] = {
        { (void **)&m->flags, c->code_count, sizeof *m->flags },
        { (void **)&m->base_flags, c->code_count, sizeof *m->base_flags },
        { (void **)&m->special.bits, words, sizeof *m->special.bits },
        { (void **)&m->special_at, c->offer_count, sizeof *m->special_at },
        { (void **)&m->linked_bits, words, sizeof *m->linked_bits },
        { (void **)&m->done.bits, words, sizeof *m->done.bits },
        { (void **)&m->care, c->care_count, sizeof *m->care },
        { (void **)&m->care_coordinates, c->care_count, sizeof *m->care_coordinates },
        { (void **)&m->entry, c->entry_count, sizeof *m->entry },
        { (void **)&m->like_of, c->entry_count, sizeof *m->like_of },
        { (void **)&m->alike[0], c->care_count, sizeof *m->alike[0] },
        { (void **)&m->alike[1], c->care_count, sizeof *m->alike[1] },
        { (void **)&m->ways, c->ways_count, sizeof *m->ways },
        { (void **)&m->pairs[0], c->pair_count, sizeof *m->pairs[0] },
        { (void **)&m->pairs[1], c->pair_count, sizeof *m->pairs[1] },
        { (void **)&m->zone_state, c->zone_count, sizeof *m->zone_state },
        { (void **)&m->apart_at, 2 * (size_t)c->ways_count, sizeof *m->apart_at },
        { (void **)&m->wait_w, ORB_WAITS, sizeof *m->wait_w },
        { (void **)&m->kind_w, c->kind_count, sizeof *m->kind_w },
        { (void **)&m->care_order, c->care_count, sizeof *m->care_order },
        { (void **)&m->stage_of_care, c->care_count, sizeof *m->stage_of_care },
        { (void **)&m->stage_of_kind, c->kind_count, sizeof *m->stage_of_kind },
    };

    for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++) {
        *columns[i].to = orb_calloc(columns[i].count + 1, columns[i].size);
        if (*columns[i].to == NULL)
            return false;
    }
    return reserve(&m->terms_reasons) && reserve(&m->offer_reasons) &&
           reserve(&m->verdict_reasons);
}

/* Does the plan take the best classes, none left out, in the order of all rankings? The
 * first lines then hold what it takes. */
static bool is_class_first(const struct orb_profile *p)
{
    for (uint32_t i = 0; i < p->plan.class_count; i++)
        if (p->plan.classes[i] != (enum orb_class)i)
            return false;
    return true;
}

struct orb_matcher *orb_matcher_new(const struct orb_catalogue *catalogue,
                                    const struct orb_profile *profile)
{
    struct orb_matcher *m = orb_calloc(1, sizeof *m);

    if (m == NULL)
        return NULL;
    m->c = catalogue;
    m->p = profile;
    if (!allocate(m) || orb_circles_init(&m->circles, catalogue, profile, NULL) != ORB_OK) {
        orb_matcher_free(m);
        return NULL;
    }
    m->class_first = is_class_first(profile);
    flag_profile(m);
    m->flagged_count = UINT32_MAX;
    find_most(m);
    for (int r = 0; r < ORB_RULES; r++)
        if (profile->rules[r].enabled) {
            enum orb_rule_scope scope = orb_rules[r].scope;

            m->scope_rules[scope][m->scope_count[scope]++] = (uint8_t)r;
        }
    for (int day = 0; day < ORB_WAITS; day++)
        m->wait_w[day] = exp2(-day / profile->waiting_half_life_days) * (1 + 1e-9);
    if (!orb_apart_prepare(m)) {
        orb_matcher_free(m);
        return NULL;
    }
    return m;
}

static void free_tables(struct orb_matcher *m)
{
    for (int i = 0; i < ORB_MODES * ORB_RING_LEAST; i++)
        orb_free(m->made_rings[i / ORB_RING_LEAST][i % ORB_RING_LEAST]);
    for (int i = 0; i < ORB_DECAYS; i++)
        orb_free(m->decays[i]);
    for (int i = 0; i < ORB_PERSON_MAX_NEEDS; i++) {
        orb_free(m->rows[i].top.items);
        for (int c = 0; c < ORB_EXCLUDED; c++)
            orb_free(m->rows[i].of_class[c].items);
    }
}

void orb_matcher_free(struct orb_matcher *m)
{
    if (m == NULL)
        return;
    orb_masks_free(m->masks);
    free_tables(m);
    orb_arena_release(&m->arena);
    orb_circles_release(&m->circles);
    orb_arena_release(&m->linked_arena);
    orb_arena_release(&m->memory);
    orb_free(m->linked.items);
    orb_free(m->linked_bits);
    orb_free(m->wait_w);
    orb_free(m->kind_w);
    orb_free(m->done.bits);
    orb_apart_release(&m->apart);
    orb_free(m->seen.items);
    orb_free(m->seen_keys);
    orb_free(m->distinct);
    orb_tiles_release(&m->tiles);
    orb_free(m->care_order);
    orb_free(m->stage_of_care);
    orb_free(m->stage_of_kind);
    orb_free(m->neutral.items);
    orb_free(m->candidates.items);
    orb_free(m->flags);
    orb_free(m->base_flags);
    orb_free(m->special.bits);
    orb_free(m->special_at);
    orb_free(m->care);
    orb_free(m->care_coordinates);
    orb_free(m->entry);
    orb_free(m->like_of);
    orb_query_release_alike(m);
    for (int i = 0; i < 2; i++) {
        orb_free(m->pairs[i]);
        orb_free(m->alike[i]);
        orb_free(m->side_kinds[i]);
        orb_free(m->side_rows[i].rows);
        orb_free(m->side_rows[i].members);
        orb_free(m->side_rows[i].first);
        orb_free(m->side_rows[i].places);
    }
    orb_query_release_signs(m);
    orb_free(m->ways);
    orb_free(m->apart_at);
    orb_free(m->zone_state);
    orb_free(m->numbers.items);
    orb_free(m->indices.items);
    orb_free(m->terms_reasons.items);
    orb_free(m->offer_reasons.items);
    orb_free(m->verdict_reasons.items);
    orb_free(m->overall.items);
    orb_free(m->coordination.items);
    orb_free(m->side_seen.items);
    orb_free(m->carers.items);
    orb_free(m);
}

/* ---- the answer */

/* The plan looks for its alternatives among the first lines of each need, when they hold
 * them. */
static size_t need_lines(const struct orb_matcher *m)
{
    size_t plan = (size_t)m->p->plan.max_alternatives + m->need_count;

    if (m->options.rankings)
        return 0;
    if (m->options.limit == 0 || !m->class_first)
        return SIZE_MAX;
    return m->options.limit > plan ? m->options.limit : plan;
}

static bool clear(struct orb_matcher *m)
{
    size_t lines = m->options.limit == 0 ? SIZE_MAX : m->options.limit;

    m->coordination.count = m->carers.count = m->candidates.count = 0;
    m->seen.count = 0;
    m->near_misses = 0;
    orb_top_begin(&m->overall, lines);
    orb_top_begin(&m->neutral, lines);
    for (uint32_t i = 0; i < m->need_count; i++) {
        struct orb_need_rows *rows = &m->rows[i];

        orb_top_begin(&rows->top, need_lines(m));
        for (int c = 0; c < ORB_EXCLUDED; c++)
            orb_top_begin(&rows->of_class[c], m->options.class_lines);
        memset(rows->class_totals, 0, sizeof rows->class_totals);
        rows->classes = 0;
        rows->prospect_count = 0;
        rows->prospect_any = 0;
        memset(rows->only_rule, 0, sizeof rows->only_rule);
        rows->prospects = orb_arena_array(&m->arena, (size_t)m->p->plan.max_prospects,
                                          sizeof *rows->prospects);
        if (rows->prospects == NULL)
            return false;
    }
    return true;
}

static struct orb_ranking ranking_of(const struct orb_matcher *m, const struct orb_top *top)
{
    size_t limit = m->options.limit == 0 ? top->count : m->options.limit;
    struct orb_ranking r = { top->items, top->count < limit ? top->count : limit,
                             (size_t)top->total };

    return r;
}

static enum orb_class best_class(unsigned classes)
{
    for (int c = ORB_ELIGIBLE; c < ORB_EXCLUDED; c++)
        if ((classes >> c & 1) != 0)
            return (enum orb_class)c;
    return ORB_EXCLUDED;
}

static bool tell_needs(struct orb_matcher *m, struct orb_match_result *result)
{
    struct orb_need_result *out = orb_arena_array(&m->arena, m->need_count, sizeof *out);

    if (out == NULL)
        return false;
    for (uint32_t i = 0; i < m->need_count; i++) {
        struct orb_need_rows *rows = &m->rows[i];

        out[i].need = i;
        out[i].status = best_class(rows->classes);
        out[i].support = orb_person_support(m->person, m->needs[i].need->code);
        memcpy(out[i].weights, m->needs[i].weight, sizeof out[i].weights);
        memcpy(out[i].only_rule, rows->only_rule, sizeof out[i].only_rule);
        out[i].ranking = ranking_of(m, &rows->top);
        for (int c = 0; c < ORB_EXCLUDED; c++)
            out[i].classes[c] =
                (struct orb_ranking){ rows->of_class[c].items, rows->of_class[c].count,
                                      (size_t)rows->class_totals[c] };
    }
    result->needs = out;
    result->need_count = m->need_count;
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

static void recommend(struct orb_matcher *m, struct orb_match_result *result)
{
    int64_t refused = 0;
    bool uncovered = false;

    for (uint32_t i = 0; i < m->person->attempt_count; i++)
        refused += m->person->attempts[i].outcome == ORB_OUTCOME_REFUSED;
    for (uint32_t i = 0; i < result->plan.need_count; i++)
        uncovered = uncovered || !result->plan.needs[i].covered;
    result->coordination_recommended =
        uncovered || (int64_t)m->near_misses >= m->p->coordination.near_miss_threshold ||
        refused >= m->p->coordination.refused_threshold;
}

/* The needs that the plan may leave uncovered: those without a candidate, or all when the
 * plan is limited. */
static uint64_t open_needs(const struct orb_matcher *m)
{
    uint64_t open = 0;

    for (uint32_t i = 0; i < m->need_count; i++) {
        bool candidate = false;

        for (uint32_t c = 0; c < m->p->plan.class_count; c++)
            candidate = candidate || (m->rows[i].classes >> m->p->plan.classes[c] & 1) != 0;
        if (!candidate || m->p->plan.max_offers >= 0)
            open |= UINT64_C(1) << i;
    }
    return open;
}

static bool search(struct orb_matcher *m, struct orb_match_result *result)
{
    uint64_t open;

    if (!clear(m) || !orb_search(m, result->counts))
        return false;
    if (m->options.rankings)
        return true;
    if (!orb_search_sides(m))
        return false;
    open = open_needs(m);
    return open == 0 || orb_search_obstacles(m, open);
}

static void tell_sides(const struct orb_matcher *m, struct orb_match_result *result)
{
    result->coordination = m->coordination.items;
    result->coordination_count = m->coordination.count;
    result->coordination_total = m->coordination.total;
    result->carers = m->carers.items;
    result->carer_count = m->carers.count;
    result->carer_total = m->carers.total;
}

/* What stands beside the rankings. */
static enum orb_status tell_rest(struct orb_matcher *m, struct orb_match_result *result,
                                 struct orb_error *err)
{
    enum orb_status status = orb_bundle(m, &result->plan, err);

    if (status != ORB_OK)
        return status;
    recommend(m, result);
    tell_sides(m, result);
    return tell_needs(m, result) ? ORB_OK : orb_error_memory(err);
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
    if (!search(m, result))
        return orb_error_memory(err);
    result->policy = m->policy;
    memcpy(result->igas, m->igas, sizeof result->igas);
    result->has_operator = m->circles.whose.id != NULL || m->circles.whose.ej != NULL;
    result->totals = !m->bounded || m->options.totals;
    result->ranking = ranking_of(m, &m->overall);
    result->neutral = ranking_of(m, &m->neutral);
    if (!tell_uncertain(m, result))
        return orb_error_memory(err);
    return options->rankings ? ORB_OK : tell_rest(m, result, err);
}
