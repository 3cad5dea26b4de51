/* The profile from JSON: the built-in document, with the user's laid over it. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/embedded.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/json_form.h"
#include "engine/model/profile.h"

#define BIG 1e9

static double number(struct orb_form *f, const char *key)
{
    double value = orb_form_number(f, key, NAN, -BIG, BIG);

    if (isnan(value))
        orb_form_fail(f, key, _("this key is missing"));
    return value;
}

static int64_t integer(struct orb_form *f, const char *key)
{
    int64_t value = orb_form_integer(f, key, INT64_MIN, 0, (int64_t)BIG);

    if (value == INT64_MIN)
        orb_form_fail(f, key, _("this key is missing"));
    return value;
}

/* count elements in the arena for a list of the profile. */
static void *elements(struct orb_form *f, size_t count, size_t size)
{
    void *items = orb_arena_array(f->arena, count, size);

    if (items == NULL && f->status == ORB_OK)
        f->status = orb_error_memory(f->err);
    return items;
}

/* An object whose keys are the user's: visits its members in the order of their bytes. */
struct member_list {
    const char **keys;
    const struct orb_json **values;
    size_t count;
    struct orb_form *form;
};

static enum orb_status collect(void *context, const char *key, const struct orb_json *value,
                               struct orb_error *err)
{
    struct member_list *list = context;
    size_t at = list->count;

    (void)err;
    for (; at > 0 && strcmp(list->keys[at - 1], key) > 0; at--) {
        list->keys[at] = list->keys[at - 1];
        list->values[at] = list->values[at - 1];
    }
    list->keys[at] = orb_arena_strdup(list->form->arena, key);
    list->values[at] = value;
    if (list->keys[at] == NULL)
        return orb_error_memory(list->form->err);
    list->count++;
    return ORB_OK;
}

static void members(struct member_list *list, struct orb_form *f, const char *key)
{
    const struct orb_json *object = orb_form_value(f, key);
    size_t count = orb_json_count(object);

    memset(list, 0, sizeof *list);
    list->form = f;
    if (orb_json_type(object) != ORB_JSON_OBJECT) {
        orb_form_fail(f, key, _("an object is expected here"));
        return;
    }
    list->keys = elements(f, count, sizeof *list->keys);
    list->values = elements(f, count, sizeof(void *));
    if (f->status == ORB_OK)
        f->status = orb_json_each(object, collect, list, f->err);
    if (f->status != ORB_OK)
        list->count = 0;
}

/* A list of texts that is a member of an object with free keys. */
static struct orb_code_list texts(struct orb_form *f, const char *key,
                                  const struct orb_json *value)
{
    struct orb_code_list list = { .known = true };
    size_t count = orb_json_count(value);
    const char **items = elements(f, count, sizeof *items);

    if (orb_json_type(value) != ORB_JSON_ARRAY)
        orb_form_fail(f, key, _("a list is expected here"));
    for (size_t i = 0; items != NULL && i < count && f->status == ORB_OK; i++) {
        const char *text = orb_json_text(orb_json_at(value, i));

        if (text == NULL)
            orb_form_fail(f, key, _("a list of texts is expected here"));
        else if ((items[i] = orb_arena_strdup(f->arena, text)) == NULL)
            f->status = orb_error_memory(f->err);
    }
    list.items = items;
    list.count = f->status == ORB_OK ? (uint32_t)count : 0;
    return list;
}

static void read_switches(struct orb_profile *p, struct orb_form *rule, int i)
{
    static const char *const missing[] = { "unknown", "yes" };

    p->rules[i].enabled = orb_form_bool(rule, "enabled", true);
    p->rules[i].relaxable = orb_form_bool(rule, "relaxable", true);
    p->rules[i].missing_is_yes = orb_form_choice(rule, "on_missing", missing, 2, 0) == 1;
}

static void read_steps(struct orb_profile *p, struct orb_form *rule)
{
    const struct orb_json *array = orb_form_array(rule, "travel_steps");
    size_t count = orb_json_count(array);
    struct orb_profile_step *steps = elements(rule, count, sizeof *steps);

    for (size_t i = 0; steps != NULL && i < count; i++) {
        struct orb_form step;

        orb_form_item(&step, rule, "travel_steps", orb_json_at(array, i), i);
        steps[i].times_max = number(&step, "times_max");
        steps[i].slack = number(&step, "slack");
        orb_form_join(rule, &step);
    }
    p->travel_steps = steps;
    p->travel_step_count = steps == NULL ? 0 : (uint32_t)count;
}

static void read_place_rule(struct orb_profile *p, struct orb_form *r)
{
    p->zone_slack = number(r, "slack_zone");
    p->travel_slack_beyond = number(r, "slack_beyond");
    read_steps(p, r);
}

static void read_rule(struct orb_profile *p, struct orb_form *r, int i)
{
    read_switches(p, r, i);
    switch (i) {
    case ORB_RULE_INSTITUTION:
        p->institution_categories = orb_form_codes(r, "categories");
        break;
    case ORB_RULE_OPEN:
        p->open.tolerance_days = number(r, "tolerance_days");
        p->open.slack_within = number(r, "slack_within");
        p->open.slack_beyond = number(r, "slack_beyond");
        p->open.slack_not_accepting = number(r, "slack_not_accepting");
        break;
    case ORB_RULE_AGE:
        p->age.tolerance_months = number(r, "tolerance_months");
        p->age.slack_within = number(r, "slack_within");
        p->age.slack_beyond = number(r, "slack_beyond");
        p->age.igas_min_months = integer(r, "igas_min_months");
        p->age.igas_max_months = integer(r, "igas_max_months");
        break;
    case ORB_RULE_PUBLIC:
        p->public_slack_covered = number(r, "slack_covered");
        p->public_slack_uncovered = number(r, "slack_uncovered");
        break;
    case ORB_RULE_ASSOCIATED:
        p->associated_slack = number(r, "slack");
        break;
    case ORB_RULE_ORIENTATION:
        p->orientation_slack = number(r, "slack");
        break;
    case ORB_RULE_MODALITY:
        p->modality_slack = number(r, "slack");
        break;
    case ORB_RULE_LANGUAGE:
        p->language_slack = number(r, "slack");
        break;
    case ORB_RULE_PLACE:
        read_place_rule(p, r);
        break;
    case ORB_RULE_ACCESSIBILITY:
        p->accessibility_slack_limited = number(r, "slack_limited");
        p->accessibility_slack_no = number(r, "slack_no");
        break;
    case ORB_RULE_DEADLINE:
        p->deadline_slack = number(r, "slack");
        break;
    default:
        break;
    }
}

static void read_rules(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form rules;

    orb_form_enter(&rules, f, "rules", true);
    for (int i = 0; i < ORB_RULES; i++) {
        struct orb_form rule;

        orb_form_enter(&rule, &rules, orb_rule_names[i], true);
        read_rule(p, &rule, i);
        orb_form_join(&rules, &rule);
    }
    orb_form_join(f, &rules);
}

static void read_publics(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form publics;
    struct member_list list;
    struct orb_profile_pair *pairs;

    orb_form_enter(&publics, f, "publics", true);
    p->public_open = orb_form_text(&publics, "open", true);
    p->public_all_disability = orb_form_text(&publics, "all_disability", true);
    p->public_carers = orb_form_text(&publics, "carers", true);
    p->disability_groups = orb_form_codes(&publics, "disability_groups");
    members(&list, &publics, "parents");
    pairs = elements(f, list.count, sizeof *pairs);
    for (size_t i = 0; pairs != NULL && i < list.count; i++) {
        const char *text = orb_json_text(list.values[i]);

        pairs[i].key = list.keys[i];
        if (text == NULL)
            orb_form_fail(&publics, "parents",
                          _("a text that is not empty is expected here"));
        pairs[i].value = orb_arena_strdup(f->arena, text == NULL ? "" : text);
        p->parent_count++;
    }
    p->parents = pairs;
    orb_form_join(f, &publics);
}

static const struct orb_profile_list *read_lists(struct orb_form *f, const char *key,
                                                 uint32_t *count)
{
    struct member_list list;
    struct orb_profile_list *out;

    members(&list, f, key);
    out = elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        out[i].key = list.keys[i];
        out[i].values = texts(f, key, list.values[i]);
    }
    *count = out == NULL ? 0 : (uint32_t)list.count;
    return out;
}

static void read_modalities(struct orb_profile *p, struct orb_form *f)
{
    static const char *const kinds[] = { "home", "onsite", "remote" };
    struct member_list list;
    struct orb_profile_modality *out;

    members(&list, f, "modalities");
    out = elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        struct orb_form item;

        orb_form_item(&item, f, "modalities", list.values[i], i);
        out[i].code = list.keys[i];
        out[i].kind = (enum orb_place_kind)orb_form_choice(&item, "kind", kinds, 3, -2);
        out[i].residential = orb_form_bool(&item, "residential", false);
        out[i].temporary = orb_form_bool(&item, "temporary", false);
        orb_form_join(f, &item);
    }
    p->modalities = out;
    p->modality_count = out == NULL ? 0 : (uint32_t)list.count;
}

static void read_frequencies(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form all;

    orb_form_enter(&all, f, "frequencies", true);
    for (int i = 0; i < ORB_FREQUENCIES; i++) {
        struct orb_form one;

        orb_form_enter(&one, &all, orb_frequency_names[i], true);
        p->frequencies[i].half_life = number(&one, "half_life");
        p->frequencies[i].max = number(&one, "max");
        if (!(p->frequencies[i].half_life > 0))
            orb_form_fail(&one, "half_life", _("a number above zero is expected here"));
        orb_form_join(&all, &one);
    }
    orb_form_join(f, &all);
}

static void read_travel_mode(struct orb_profile_travel_mode *m, struct orb_form *f)
{
    static const char *const classes[] = { "1", "2", "3", "4" };
    struct orb_form local;
    struct orb_form detour;

    m->access_minutes = number(f, "access_minutes");
    m->mid_kmh = number(f, "mid_kmh");
    m->far_kmh = number(f, "far_kmh");
    orb_form_enter(&local, f, "local_kmh", true);
    for (int i = 0; i < 4; i++)
        m->local_kmh[i + 1] = number(&local, classes[i]);
    orb_form_join(f, &local);
    orb_form_enter(&detour, f, "detour", true);
    m->detour[0] = number(&detour, "near");
    m->detour[1] = number(&detour, "mid");
    m->detour[2] = number(&detour, "far");
    orb_form_join(f, &detour);
    if (!(m->mid_kmh > 0) || !(m->far_kmh > 0))
        orb_form_fail(f, "mid_kmh", _("a number above zero is expected here"));
}

static void read_two(double out[2], struct orb_form *f, const char *key)
{
    const struct orb_json *array = orb_form_array(f, key);

    for (size_t i = 0; i < 2; i++) {
        out[i] = orb_json_number(orb_json_at(array, i));
        if (!(out[i] >= 0) || orb_json_count(array) != 2)
            orb_form_fail(f, key, _("two numbers are expected here"));
    }
}

static void read_default_modes(struct orb_profile *p, struct orb_form *f)
{
    struct orb_code_list modes = orb_form_codes(f, "default_modes");

    for (uint32_t i = 0; i < modes.count && i < ORB_MODES; i++) {
        int mode = orb_name_index(orb_travel_mode_names, ORB_MODES, modes.items[i]);

        if (mode < 0)
            orb_form_fail(f, "default_modes",
                          _("this word is not one of those accepted here"));
        else
            p->travel.default_modes[p->travel.default_mode_count++] =
                (enum orb_travel_mode)mode;
    }
}

static void read_travel(struct orb_profile *p, struct orb_form *f)
{
    static const char *const densities[] = { "", "1", "2", "3", "4" };
    struct orb_form travel;
    struct orb_form inner;

    orb_form_enter(&travel, f, "travel", true);
    p->travel.earth_radius_km = number(&travel, "earth_radius_km");
    p->travel.default_density =
        orb_form_choice(&travel, "default_density", densities, 5, -2);
    read_default_modes(p, &travel);
    read_two(p->travel.detour_km, &travel, "detour_km");
    read_two(p->travel.speed_km, &travel, "speed_km");
    orb_form_enter(&inner, &travel, "precision_m", true);
    for (int i = ORB_PRECISION_HOUSENUMBER; i <= ORB_PRECISION_MUNICIPALITY; i++)
        p->travel.precision_m[i] =
            number(&inner, orb_precision_name((enum orb_precision)i));
    orb_form_join(&travel, &inner);
    orb_form_enter(&inner, &travel, "modes", true);
    for (int i = 0; i < ORB_MODES; i++) {
        struct orb_form mode;

        orb_form_enter(&mode, &inner, orb_travel_mode_names[i], true);
        read_travel_mode(&p->travel.modes[i], &mode);
        orb_form_join(&inner, &mode);
    }
    orb_form_join(&travel, &inner);
    orb_form_join(f, &travel);
}

static void read_circles(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form circles;

    orb_form_enter(&circles, f, "circles", true);
    for (int i = 0; i < ORB_CIRCLE_INST; i++) {
        struct orb_form circle;

        orb_form_enter(&circle, &circles, orb_circle_names[i], true);
        p->circles[i].r = number(&circle, "R");
        p->circles[i].i = number(&circle, "I");
        orb_form_join(&circles, &circle);
    }
    p->droit_commun_i = number(&circles, "droit_commun_I");
    orb_form_join(f, &circles);
}

static void read_history(struct orb_profile *p, struct orb_form *criteria)
{
    struct orb_form c;

    orb_form_enter(&c, criteria, "history", true);
    p->history.success = number(&c, "success");
    p->history.none = number(&c, "none");
    p->history.refused = number(&c, "refused");
    p->history.refused_old = number(&c, "refused_old");
    p->history.refused_days = integer(&c, "refused_days");
    p->history.abandoned = number(&c, "abandoned");
    p->history.failure = number(&c, "failure");
    orb_form_join(criteria, &c);
}

static void read_expertise(struct orb_profile *p, struct orb_form *criteria)
{
    struct orb_form c;

    orb_form_enter(&c, criteria, "expertise", true);
    p->expertise.exact = number(&c, "exact");
    p->expertise.parent = number(&c, "parent");
    p->expertise.all_disability = number(&c, "all_disability");
    p->expertise.open = number(&c, "open");
    p->expertise.none = number(&c, "none");
    p->expertise.narrow_age_months = integer(&c, "narrow_age_months");
    p->expertise.narrow_age_bonus = number(&c, "narrow_age_bonus");
    orb_form_join(criteria, &c);
}

static void read_criteria(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form criteria;
    struct orb_form c;

    orb_form_enter(&criteria, f, "criteria", true);
    orb_form_enter(&c, &criteria, "coverage", true);
    p->coverage.best = number(&c, "best");
    p->coverage.breadth = number(&c, "breadth");
    p->coverage.evidence[0] = number(&c, "declared");
    p->coverage.evidence[1] = number(&c, "inferred");
    orb_form_join(&criteria, &c);
    read_expertise(p, &criteria);
    orb_form_enter(&c, &criteria, "waiting", true);
    p->waiting_half_life_days = number(&c, "half_life_days");
    if (!(p->waiting_half_life_days > 0))
        orb_form_fail(&c, "half_life_days", _("a number above zero is expected here"));
    orb_form_join(&criteria, &c);
    orb_form_enter(&c, &criteria, "accessibility", true);
    for (int i = ORB_FEATURE_YES; i <= ORB_FEATURE_NO; i++)
        p->accessibility_value[i] =
            number(&c, orb_feature_level_name((enum orb_feature_level)i));
    p->premises_features = orb_form_codes(&c, "premises_features");
    orb_form_join(&criteria, &c);
    read_history(p, &criteria);
    p->unknown = number(&criteria, "unknown");
    orb_form_join(f, &criteria);
}

static void read_weights(struct orb_profile *p, struct orb_form *f)
{
    struct member_list list;
    struct orb_profile_weights *out;

    members(&list, f, "weights");
    out = elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        struct orb_form item;

        orb_form_item(&item, f, "weights", list.values[i], i);
        out[i].branch = list.keys[i];
        for (int k = 0; k < ORB_CRITERIA; k++) {
            out[i].weight[k] = number(&item, orb_criterion_names[k]);
            if (out[i].weight[k] < 0)
                orb_form_fail(&item, orb_criterion_names[k],
                              _("this number is out of range"));
        }
        orb_form_join(f, &item);
    }
    p->weights = out;
    p->weights_count = out == NULL ? 0 : (uint32_t)list.count;
}

static void read_order(struct orb_profile_policy *policy, struct orb_form *f)
{
    static const char *const parts[] = { "class", "score", "travel", "id" };
    struct orb_code_list order = orb_form_codes(f, "order");
    unsigned seen = 0;

    for (uint32_t i = 0; i < order.count && i < ORB_RANK_PARTS; i++) {
        int part = orb_name_index(parts, 4, order.items[i]);

        if (part >= 0) {
            policy->order[i] = (enum orb_rank_part)part;
            seen |= 1U << part;
        }
    }
    if (order.count != ORB_RANK_PARTS || seen != 15 || policy->order[0] != ORB_RANK_CLASS)
        orb_form_fail(
            f, "order",
            _("class first, then score, travel and id, each once, are expected here"));
}

static void read_policies(struct orb_profile *p, struct orb_form *f)
{
    struct member_list list;
    struct orb_profile_policy *out;

    members(&list, f, "policies");
    out = elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        struct orb_form item;
        struct orb_form multiply;

        orb_form_item(&item, f, "policies", list.values[i], i);
        out[i].name = list.keys[i];
        orb_form_enter(&multiply, &item, "multiply", false);
        for (int k = 0; k < ORB_CRITERIA; k++)
            out[i].multiply[k] =
                orb_form_number(&multiply, orb_criterion_names[k], 1.0, 0, BIG);
        orb_form_join(&item, &multiply);
        out[i].time_factor = orb_form_number(&item, "time_factor", 1.0, 1e-3, BIG);
        out[i].deadline = orb_form_bool(&item, "deadline", false);
        read_order(&out[i], &item);
        orb_form_join(f, &item);
    }
    p->policies = out;
    p->policy_count = out == NULL ? 0 : (uint32_t)list.count;
    p->default_policy = orb_form_text(f, "default_policy", true);
    if (f->status == ORB_OK && orb_profile_policy_find(p, p->default_policy) == NULL)
        orb_form_fail(f, "default_policy", _("this policy does not exist"));
}

static void read_plan(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form plan;
    struct orb_code_list classes;

    orb_form_enter(&plan, f, "plan", true);
    classes = orb_form_codes(&plan, "classes");
    for (uint32_t i = 0; i < classes.count; i++) {
        int c = orb_name_index(orb_class_names, ORB_EXCLUDED, classes.items[i]);

        if (c < 0 || p->plan.class_count == ORB_CLASSES)
            orb_form_fail(&plan, "classes",
                          _("this word is not one of those accepted here"));
        else
            p->plan.classes[p->plan.class_count++] = (enum orb_class)c;
    }
    p->plan.max_needs = orb_form_integer(&plan, "max_needs", 20, 1, 20);
    p->plan.max_offers = orb_form_integer(&plan, "max_offers", -1, 0, 1000);
    p->plan.unknown_travel_minutes = number(&plan, "unknown_travel_minutes");
    p->plan.max_alternatives = integer(&plan, "max_alternatives");
    p->plan.max_prospects = integer(&plan, "max_prospects");
    orb_form_join(f, &plan);
}

static void read_coordination(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form c;

    orb_form_enter(&c, f, "coordination", true);
    p->coordination.prestations = orb_form_codes(&c, "prestations");
    p->coordination.frequency = (enum orb_frequency)orb_form_choice(
        &c, "frequency", orb_frequency_names, ORB_FREQUENCIES, -2);
    p->coordination.near_miss_threshold = integer(&c, "near_miss_threshold");
    p->coordination.refused_threshold = integer(&c, "refused_threshold");
    orb_form_join(f, &c);
}

static void read_need(struct orb_profile_need *need, struct orb_form *f,
                      const struct orb_json *array)
{
    size_t count = orb_json_count(array);
    struct orb_profile_entry *entries = elements(f, count, sizeof *entries);

    if (orb_json_type(array) != ORB_JSON_ARRAY)
        orb_form_fail(f, "needs", _("a list is expected here"));
    for (size_t i = 0; entries != NULL && i < count; i++) {
        struct orb_form item;

        orb_form_item(&item, f, "needs", orb_json_at(array, i), i);
        entries[i].prestation = orb_form_text(&item, "prestation", true);
        entries[i].strength = number(&item, "strength");
        entries[i].professions = orb_form_codes(&item, "professions");
        orb_form_join(f, &item);
    }
    need->entries = entries;
    need->entry_count = entries == NULL ? 0 : (uint32_t)count;
}

static void read_needs(struct orb_profile *p, struct orb_form *f)
{
    struct member_list list;
    struct orb_profile_need *out;

    members(&list, f, "needs");
    out = elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        out[i].code = list.keys[i];
        read_need(&out[i], f, list.values[i]);
    }
    p->needs = out;
    p->need_count = out == NULL ? 0 : (uint32_t)list.count;
}

static enum orb_status read_profile(struct orb_profile *p, const struct orb_json *document,
                                    struct orb_error *err)
{
    static const char *const formats[] = { "orbite-profile/1" };
    static const char *const priorities[] = { "1", "2", "3" };
    struct orb_form f;
    struct orb_form inner;

    orb_form_begin(&f, document, "", &p->arena, err);
    (void)orb_form_choice(&f, "format", formats, 1, -2);
    p->id = orb_form_text(&f, "id", true);
    p->near_miss_limit = number(&f, "near_miss_limit");
    read_rules(p, &f);
    orb_form_enter(&inner, &f, "igas", true);
    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        p->igas[i] = orb_form_bool(&inner, orb_igas_names[i], false);
    orb_form_join(&f, &inner);
    read_publics(p, &f);
    p->dispositif_orientations =
        read_lists(&f, "dispositif_orientations", &p->dispositif_count);
    read_modalities(p, &f);
    read_frequencies(p, &f);
    read_travel(p, &f);
    read_circles(p, &f);
    read_criteria(p, &f);
    read_weights(p, &f);
    orb_form_enter(&inner, &f, "priority_weights", true);
    for (int i = 0; i < 3; i++)
        p->priority_weights[i + 1] = number(&inner, priorities[i]);
    orb_form_join(&f, &inner);
    read_policies(p, &f);
    read_coordination(p, &f);
    read_plan(p, &f);
    read_needs(p, &f);
    p->wishes = read_lists(&f, "wishes", &p->wish_count);
    return orb_form_end(&f);
}

enum orb_status orb_profile_new(struct orb_profile **out, const struct orb_json *over,
                                struct orb_error *err)
{
    const struct orb_embedded_file *file =
        orb_embedded_find("engine/match/profile-default.json");
    struct orb_json *document = NULL;
    struct orb_profile *p = orb_calloc(1, sizeof *p);
    enum orb_status status;

    if (p == NULL || file == NULL)
        return orb_error_memory(err);
    status = orb_json_parse(&document, (const char *)file->data, file->len, err);
    if (status == ORB_OK && over != NULL && orb_json_type(over) != ORB_JSON_OBJECT)
        status = orb_error_set(err, ORB_ERR_SYNTAX, _("an object is expected here"));
    if (status == ORB_OK && over != NULL)
        status = orb_json_merge(document, over, err);
    if (status == ORB_OK)
        status = read_profile(p, document, err);
    orb_json_free(document);
    if (status != ORB_OK) {
        orb_profile_free(p);
        return status;
    }
    *out = p;
    return ORB_OK;
}

void orb_profile_free(struct orb_profile *profile)
{
    if (profile == NULL)
        return;
    orb_arena_release(&profile->arena);
    orb_free(profile);
}
