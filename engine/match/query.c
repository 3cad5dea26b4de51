/* Makes a question ready: the person in the terms of the catalogue. */
#include "engine/match/query.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/match/totals.h"

static void flag_number(struct orb_matcher *m, orb_cat_code number, uint32_t bits)
{
    if (m->flagged_count < ORB_FLAGGED)
        m->flagged[m->flagged_count] = number;
    m->flagged_count += m->flagged_count <= ORB_FLAGGED;
    m->flags[number] |= bits;
}

static void flag(struct orb_matcher *m, const char *code, uint32_t bits)
{
    orb_cat_code number = orb_cat_code_find(m->c, code);

    if (number != ORB_CAT_NONE)
        flag_number(m, number, bits);
}

/* Back to the flags of the profile. */
static void forget_flags(struct orb_matcher *m)
{
    if (m->flagged_count > ORB_FLAGGED)
        memcpy(m->flags, m->base_flags, m->c->code_count * sizeof *m->flags);
    else
        for (uint32_t i = 0; i < m->flagged_count; i++)
            m->flags[m->flagged[i]] = m->base_flags[m->flagged[i]];
    m->flagged_count = 0;
}

static void flag_all(struct orb_matcher *m, const struct orb_code_list *list, uint32_t bits)
{
    for (uint32_t i = 0; i < list->count; i++)
        flag(m, list->items[i], bits);
}

static const char *parent_of(const struct orb_profile *p, const char *group)
{
    for (uint32_t i = 0; i < p->parent_count; i++)
        if (strcmp(p->parents[i].key, group) == 0)
            return p->parents[i].value;
    return NULL;
}

/* A chain of parents cannot be longer than the table, whatever it holds. */
static void flag_publics(struct orb_matcher *m)
{
    const struct orb_profile *p = m->p;
    const struct orb_code_list *groups = &m->person->groups;

    flag_all(m, groups, ORB_CODE_PUBLIC_EXACT);
    for (uint32_t i = 0; i < groups->count; i++) {
        const char *g = parent_of(p, groups->items[i]);

        m->disabled =
            m->disabled || orb_code_list_has(&p->disability_groups, groups->items[i]);
        for (uint32_t n = 0; g != NULL && n < p->parent_count; n++, g = parent_of(p, g))
            flag(m, g, ORB_CODE_PUBLIC_PARENT);
    }
    for (uint32_t i = 0; i < p->parent_count; i++) {
        const char *g = p->parents[i].value;

        for (uint32_t n = 0; g != NULL && n < p->parent_count; n++, g = parent_of(p, g))
            if (orb_code_list_has(groups, g))
                flag(m, p->parents[i].key, ORB_CODE_PUBLIC_NARROWER);
    }
}

bool orb_query_is_valid(const struct orb_matcher *m, const struct orb_orientation *o)
{
    orb_date today = m->person->reference_date;

    return (o->decided_on == ORB_DATE_NONE || o->decided_on <= today) &&
           (o->valid_until == ORB_DATE_NONE || o->valid_until >= today);
}

static bool add_engagements(struct orb_matcher *m, const struct orb_profile_list *list,
                            struct orb_query_decision *d)
{
    orb_cat_code *codes = orb_arena_array(
        &m->arena, (size_t)d->engagement_count + list->values.count, sizeof *codes);

    if (codes == NULL)
        return false;
    if (d->engagement_count > 0)
        memcpy(codes, d->engagements, d->engagement_count * sizeof *codes);
    for (uint32_t i = 0; i < list->values.count; i++) {
        orb_cat_code code = orb_cat_code_find(m->c, list->values.items[i]);

        if (code != ORB_CAT_NONE)
            codes[d->engagement_count++] = code;
    }
    d->engagements = codes;
    return true;
}

/* The decisions of the person, and what the valid ones open. */
static bool prepare_decisions(struct orb_matcher *m)
{
    uint32_t count = m->person->orientation_count;

    m->decisions = orb_arena_array(&m->arena, count, sizeof *m->decisions);
    for (uint32_t i = 0; m->decisions != NULL && i < count; i++) {
        const struct orb_orientation *o = &m->person->orientations[i];
        struct orb_query_decision *d = &m->decisions[i];

        d->code = orb_cat_code_find(m->c, o->code);
        for (uint32_t j = 0; j < m->p->dispositif_count; j++)
            if (strcmp(m->p->dispositif_orientations[j].key, o->code) == 0 &&
                !add_engagements(m, &m->p->dispositif_orientations[j], d))
                return false;
        if (!orb_query_is_valid(m, o))
            continue;
        if (d->code != ORB_CAT_NONE)
            flag_number(m, d->code, ORB_CODE_ORIENTED);
        for (uint32_t j = 0; j < d->engagement_count; j++)
            flag_number(m, d->engagements[j], ORB_CODE_ENGAGED);
    }
    return m->decisions != NULL;
}

static void flag_person(struct orb_matcher *m)
{
    const struct orb_person *p = m->person;

    forget_flags(m);
    m->disabled = false;
    flag_publics(m);
    flag_all(m, &p->refused_categories, ORB_CODE_REFUSED);
    flag_all(m, &p->carer_needs, ORB_CODE_CARER_FAMILY);
    flag_all(m, &p->modalities_required, ORB_CODE_WANTED);
    for (uint32_t i = 0; i < p->attempt_count; i++)
        if (p->attempts[i].offer == NULL)
            flag(m, p->attempts[i].category, ORB_CODE_TRIED);
    m->refuses = p->refused_offers.count > 0 || p->refused_organizations.count > 0 ||
                 p->refused_categories.count > 0 || p->droit_commun_only ||
                 p->no_residential;
}

/* Completed months as an interval (MATCHING 4.2). */
static void prepare_age(struct orb_matcher *m)
{
    const struct orb_person *p = m->person;
    int year;
    int month;
    int day;
    int last;
    int64_t d;

    m->age_known = true;
    if (p->birth_year == 0) {
        m->age_known = p->age_years >= 0;
        m->age_lo = (int64_t)p->age_years * 12;
        m->age_hi = m->age_lo + 11;
        return;
    }
    orb_date_split(p->reference_date, &year, &month, &day);
    last = orb_date_month_length(year, month);
    d = (int64_t)(year - p->birth_year) * 12 + month - p->birth_month;
    if (p->birth_day == 0) {
        m->age_lo = day == last ? d : d - 1;
        m->age_hi = d;
    } else {
        m->age_lo = m->age_hi =
            day >= (p->birth_day < last ? p->birth_day : last) ? d : d - 1;
    }
}

static void prepare_place(struct orb_matcher *m)
{
    const struct orb_person *p = m->person;
    const struct orb_cat_commune *c = NULL;

    m->commune = orb_cat_commune_find(m->c, p->commune);
    if (m->commune != ORB_CAT_NONE)
        c = &m->c->communes[m->commune];
    m->commune_code = orb_cat_code_find(m->c, p->commune);
    m->commune_successor = c == NULL ? ORB_CAT_NONE : c->successor_number;
    m->department = c == NULL ? ORB_CAT_NONE : c->department_number;
    m->density = c == NULL ? 0 : (int)c->density;
    m->located = !isnan(p->lon);
    m->lon = p->lon;
    m->lat = p->lat;
    m->precision_m = m->p->travel.precision_m[p->precision];
    if (m->located) {
        m->position = orb_ecef_make(p->lon, p->lat);
    } else if (c != NULL && !isnan(c->lon) && !isnan(c->lat)) {
        m->located = true;
        m->lon = c->lon;
        m->lat = c->lat;
        m->position = orb_ecef_make(c->lon, c->lat);
        m->precision_m = m->p->travel.precision_m[ORB_PRECISION_MUNICIPALITY];
    }
    memcpy(m->modes, p->mode_count > 0 ? p->modes : m->p->travel.default_modes,
           sizeof m->modes);
    m->mode_count = p->mode_count > 0 ? p->mode_count : m->p->travel.default_mode_count;
}

static enum orb_status weigh(struct orb_matcher *m, const struct orb_query_need *need,
                             bool neutral, double out[ORB_CRITERIA], struct orb_error *err)
{
    const double *base = orb_profile_weights_find(m->p, need->need->code)->weight;
    double total = 0.0;

    for (int k = 0; k < ORB_CRITERIA; k++) {
        bool applies =
            (k != ORB_CRITERION_A || m->feature_count > 0) &&
            (k != ORB_CRITERION_H || m->person->attempt_count > 0 || need->has_themes);
        double multiply = neutral && k == ORB_CRITERION_R ? 0.0 : m->policy->multiply[k];

        out[k] = applies ? base[k] * multiply : (double)NAN;
        if (applies)
            total += out[k];
    }
    if (!(total > 0.0))
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("in the profile, all weights are zero for need %s"),
                             need->need->code);
    for (int k = 0; k < ORB_CRITERIA; k++)
        out[k] = 100.0 * out[k] / total;
    return ORB_OK;
}

/* Does wish code c concern need code b? */
static bool wish_covers(const char *c, const char *b)
{
    size_t len = strlen(c);

    return strncmp(b, c, len) == 0 && (b[len] == '\0' || b[len] == '.');
}

static bool wish_concerns(const struct orb_matcher *m, const struct orb_wish *wish,
                          const char *need)
{
    for (uint32_t i = 0; i < m->p->wish_count; i++) {
        const struct orb_profile_list *w = &m->p->wishes[i];

        if (strcmp(w->key, wish->domain) != 0)
            continue;
        for (uint32_t j = 0; j < w->values.count; j++)
            if (wish_covers(w->values.items[j], need))
                return true;
    }
    return false;
}

static enum orb_status prepare_themes(struct orb_matcher *m, struct orb_query_need *need,
                                      struct orb_error *err)
{
    orb_cat_code *themes;
    size_t all = 0;

    for (uint32_t i = 0; i < m->person->wish_count; i++)
        all += m->person->wishes[i].themes.count;
    themes = orb_arena_array(&m->arena, all, sizeof *themes);
    if (themes == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < m->person->wish_count; i++) {
        const struct orb_wish *w = &m->person->wishes[i];

        if (!wish_concerns(m, w, need->need->code))
            continue;
        for (uint32_t j = 0; j < w->themes.count; j++) {
            orb_cat_code code = orb_cat_code_find(m->c, w->themes.items[j]);

            need->has_themes = true;
            if (code != ORB_CAT_NONE)
                themes[need->theme_count++] = code;
        }
    }
    need->themes = themes;
    return ORB_OK;
}

static uint32_t frequency_slot(struct orb_matcher *m, enum orb_frequency frequency)
{
    for (uint32_t i = 0; i < m->frequency_count; i++)
        if (m->frequencies[i] == frequency)
            return i;
    m->frequencies[m->frequency_count] = frequency;
    return m->frequency_count++;
}

/* Leaving out R multiplies all other weights by the same. */
static double ratio(const struct orb_query_need *n)
{
    for (int k = 0; k < ORB_CRITERIA; k++)
        if (k != ORB_CRITERION_R && n->weight[k] > 0)
            return n->neutral[k] / n->weight[k] * (1 + 1e-12);
    return 1;
}

static double applied(const struct orb_query_need *n, enum orb_criterion_id k)
{
    return isnan(n->weight[k]) ? 0 : n->weight[k];
}

static enum orb_status prepare_needs(struct orb_matcher *m, struct orb_error *err)
{
    const struct orb_person *p = m->person;
    enum orb_status status = ORB_OK;

    m->need_count = p->need_count;
    m->needs = orb_arena_array(&m->arena, p->need_count, sizeof *m->needs);
    if (m->needs == NULL)
        return orb_error_memory(err);
    m->frequency_count = 0;
    m->priority_total = 0.0;
    for (uint32_t i = 0; status == ORB_OK && i < p->need_count; i++) {
        struct orb_query_need *n = &m->needs[i];

        n->need = &p->needs[i];
        n->priority = m->p->priority_weights[p->needs[i].priority];
        m->priority_total += n->priority;
        n->frequency = frequency_slot(m, p->needs[i].frequency);
        status = prepare_themes(m, n, err);
        if (status == ORB_OK)
            status = orb_query_entries(m, n, err);
        if (status == ORB_OK)
            status = weigh(m, n, false, n->weight, err);
        if (status == ORB_OK)
            status = weigh(m, n, true, n->neutral, err);
        n->to_neutral = ratio(n);
        n->weight_g = applied(n, ORB_CRITERION_G);
        n->weight_w = applied(n, ORB_CRITERION_W);
        n->weight_r = applied(n, ORB_CRITERION_R);
        n->most_others = 0;
        for (int k = ORB_CRITERION_N + 1; k < ORB_CRITERIA; k++)
            n->most_others += applied(n, (enum orb_criterion_id)k) * m->most[k];
    }
    for (uint32_t i = 0; i < m->need_count; i++)
        m->needs[i].share = m->needs[i].priority / m->priority_total;
    return status;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct orb_query_feature *)a)->name,
                  ((const struct orb_query_feature *)b)->name);
}

static uint32_t add_features(struct orb_matcher *m, struct orb_query_feature *out,
                             uint32_t count, const struct orb_code_list *list,
                             bool required)
{
    for (uint32_t i = 0; i < list->count; i++) {
        uint32_t at = 0;

        while (at < count && strcmp(out[at].name, list->items[i]) != 0)
            at++;
        out[at].name = list->items[i];
        out[at].code = orb_cat_code_find(m->c, list->items[i]);
        out[at].required = out[at].required || required;
        out[at].premises = orb_code_list_has(&m->p->premises_features, list->items[i]);
        count = at == count ? count + 1 : count;
    }
    return count;
}

static enum orb_status prepare_features(struct orb_matcher *m, struct orb_error *err)
{
    const struct orb_person *p = m->person;
    size_t all = (size_t)p->accessibility_required.count + p->accessibility_wished.count +
                 p->languages_wished.count;
    uint32_t features;

    m->features = orb_arena_array(&m->arena, all, sizeof *m->features);
    m->languages =
        orb_arena_array(&m->arena, p->languages_required.count, sizeof *m->languages);
    if (m->features == NULL || m->languages == NULL)
        return orb_error_memory(err);
    features = add_features(m, m->features, 0, &p->accessibility_required, true);
    features = add_features(m, m->features, features, &p->accessibility_wished, false);
    qsort(m->features, features, sizeof *m->features, by_name);
    m->feature_count =
        add_features(m, m->features + features, 0, &p->languages_wished, false);
    qsort(m->features + features, m->feature_count, sizeof *m->features, by_name);
    for (uint32_t i = 0; i < m->feature_count; i++)
        m->features[features + i].language = true;
    if (features > 0)
        orb_cat_soon(m->c, m->c->member_features,
                     m->c->offer_count * sizeof *m->c->member_features);
    m->feature_count += features;
    m->language_count = add_features(m, m->languages, 0, &p->languages_required, true);
    qsort(m->languages, m->language_count, sizeof *m->languages, by_name);
    return ORB_OK;
}

/* Codes, needs and distances. */
static enum orb_status prepare_parts(struct orb_matcher *m, struct orb_error *err)
{
    enum orb_status status = orb_linked_find(m, err);

    if (status == ORB_OK && !prepare_decisions(m))
        status = orb_error_memory(err);
    if (status == ORB_OK)
        status = prepare_features(m, err);
    if (status == ORB_OK && !orb_specials_prepare(m))
        status = orb_error_memory(err);
    if (status == ORB_OK)
        status = prepare_needs(m, err);
    if (status == ORB_OK && !orb_reach_prepare(m))
        status = orb_error_memory(err);
    return status;
}

enum orb_status orb_query_prepare(struct orb_matcher *m, struct orb_error *err)
{
    const char *name = m->options.policy == NULL ? m->p->default_policy : m->options.policy;

    m->policy = orb_profile_policy_find(m->p, name);
    if (m->policy == NULL)
        return orb_error_set(err, ORB_ERR_NOT_FOUND,
                             _("the policy '%s' does not exist in the profile"), name);
    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        m->igas[i] = m->p->igas[i] || m->options.igas[i];
    orb_arena_clear(&m->arena);
    orb_query_forget(m);
    m->last_judged = NULL;
    memset(m->zone_state, 0, (size_t)m->c->zone_count + 1);
    flag_person(m);
    prepare_age(m);
    prepare_place(m);
    orb_reach_limits(m);
    orb_circles_ask(&m->circles, m->options.operator_id, m->person->reference_date);
    m->plain = !m->refuses && !(m->policy->deadline && m->person->urgency_days >= 0);
    m->bounded = m->class_first && m->options.limit > 0 &&
                 (!m->options.totals || orb_totals_apply(m));
    m->no_need_excludes =
        m->p->rules[ORB_RULE_NO_NEED].enabled && !m->p->rules[ORB_RULE_NO_NEED].relaxable;
    return prepare_parts(m, err);
}
