/* The profile from JSON: the built-in document, with the user's laid over it. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/embedded.h"
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/profile_form.h"

static void read_publics(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form publics;
    struct orb_member_list list;
    struct orb_profile_pair *pairs;

    orb_form_enter(&publics, f, "publics", true);
    p->public_open = orb_form_text(&publics, "open", true);
    p->public_all_disability = orb_form_text(&publics, "all_disability", true);
    p->public_carers = orb_form_text(&publics, "carers", true);
    p->disability_groups = orb_form_codes(&publics, "disability_groups");
    orb_field_members(&list, &publics, "parents");
    pairs = orb_form_elements(f, list.count, sizeof *pairs);
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

static void read_modalities(struct orb_profile *p, struct orb_form *f)
{
    static const char *const kinds[] = { "home", "onsite", "remote" };
    struct orb_member_list list;
    struct orb_profile_modality *out;

    orb_field_members(&list, f, "modalities");
    out = orb_form_elements(f, list.count, sizeof *out);
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

static void read_circles(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form circles;

    orb_form_enter(&circles, f, "circles", true);
    for (int i = 0; i < ORB_CIRCLE_INST; i++) {
        struct orb_form circle;

        orb_form_enter(&circle, &circles, orb_circle_names[i], true);
        p->circles[i].r = orb_field_number(&circle, "R");
        p->circles[i].i = orb_field_number(&circle, "I");
        orb_form_join(&circles, &circle);
    }
    p->droit_commun_i = orb_field_number(&circles, "droit_commun_I");
    orb_form_join(f, &circles);
}

static void read_history(struct orb_profile *p, struct orb_form *criteria)
{
    struct orb_form c;

    orb_form_enter(&c, criteria, "history", true);
    p->history.success = orb_field_number(&c, "success");
    p->history.none = orb_field_number(&c, "none");
    p->history.refused = orb_field_number(&c, "refused");
    p->history.refused_old = orb_field_number(&c, "refused_old");
    p->history.refused_days = orb_field_integer(&c, "refused_days");
    p->history.abandoned = orb_field_number(&c, "abandoned");
    p->history.failure = orb_field_number(&c, "failure");
    orb_form_join(criteria, &c);
}

static void read_expertise(struct orb_profile *p, struct orb_form *criteria)
{
    struct orb_form c;

    orb_form_enter(&c, criteria, "expertise", true);
    p->expertise.exact = orb_field_number(&c, "exact");
    p->expertise.parent = orb_field_number(&c, "parent");
    p->expertise.all_disability = orb_field_number(&c, "all_disability");
    p->expertise.open = orb_field_number(&c, "open");
    p->expertise.none = orb_field_number(&c, "none");
    p->expertise.narrow_age_months = orb_field_integer(&c, "narrow_age_months");
    p->expertise.narrow_age_bonus = orb_field_number(&c, "narrow_age_bonus");
    orb_form_join(criteria, &c);
}

static void read_criteria(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form criteria;
    struct orb_form c;

    orb_form_enter(&criteria, f, "criteria", true);
    orb_form_enter(&c, &criteria, "coverage", true);
    p->coverage.best = orb_field_number(&c, "best");
    p->coverage.breadth = orb_field_number(&c, "breadth");
    p->coverage.evidence[0] = orb_field_number(&c, "declared");
    p->coverage.evidence[1] = orb_field_number(&c, "inferred");
    orb_form_join(&criteria, &c);
    read_expertise(p, &criteria);
    orb_form_enter(&c, &criteria, "waiting", true);
    p->waiting_half_life_days = orb_field_number(&c, "half_life_days");
    if (!(p->waiting_half_life_days > 0))
        orb_form_fail(&c, "half_life_days", _("a number above zero is expected here"));
    orb_form_join(&criteria, &c);
    orb_form_enter(&c, &criteria, "accessibility", true);
    for (int i = ORB_FEATURE_YES; i <= ORB_FEATURE_NO; i++)
        p->accessibility_value[i] =
            orb_field_number(&c, orb_feature_level_name((enum orb_feature_level)i));
    p->premises_features = orb_form_codes(&c, "premises_features");
    orb_form_join(&criteria, &c);
    read_history(p, &criteria);
    p->unknown = orb_field_number(&criteria, "unknown");
    orb_form_join(f, &criteria);
}

static void read_weights(struct orb_profile *p, struct orb_form *f)
{
    struct orb_member_list list;
    struct orb_profile_weights *out;

    orb_field_members(&list, f, "weights");
    out = orb_form_elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        struct orb_form item;

        orb_form_item(&item, f, "weights", list.values[i], i);
        out[i].branch = list.keys[i];
        for (int k = 0; k < ORB_CRITERIA; k++) {
            out[i].weight[k] = orb_field_number(&item, orb_criterion_names[k]);
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
    struct orb_member_list list;
    struct orb_profile_policy *out;

    orb_field_members(&list, f, "policies");
    out = orb_form_elements(f, list.count, sizeof *out);
    for (size_t i = 0; out != NULL && i < list.count; i++) {
        struct orb_form item;
        struct orb_form multiply;

        orb_form_item(&item, f, "policies", list.values[i], i);
        out[i].name = list.keys[i];
        orb_form_enter(&multiply, &item, "multiply", false);
        for (int k = 0; k < ORB_CRITERIA; k++)
            out[i].multiply[k] =
                orb_form_number(&multiply, orb_criterion_names[k], 1.0, 0, ORB_FIELD_BIG);
        orb_form_join(&item, &multiply);
        out[i].time_factor =
            orb_form_number(&item, "time_factor", 1.0, 1e-3, ORB_FIELD_BIG);
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
    p->plan.unknown_travel_minutes = orb_field_number(&plan, "unknown_travel_minutes");
    p->plan.max_alternatives = orb_field_integer(&plan, "max_alternatives");
    p->plan.max_prospects = orb_field_integer(&plan, "max_prospects");
    orb_form_join(f, &plan);
}

static void read_linkage(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form l;

    orb_form_enter(&l, f, "linkage", true);
    p->linkage.automatic = orb_field_number(&l, "automatic");
    p->linkage.review = orb_field_number(&l, "review");
    p->linkage.block = orb_form_integer(&l, "block", 200, 2, 100000);
    if (!(p->linkage.automatic > 0 && p->linkage.automatic <= 1))
        orb_form_fail(&l, "automatic", _("a number above 0, at most 1, is expected here"));
    else if (!(p->linkage.review >= 0 && p->linkage.review <= p->linkage.automatic))
        orb_form_fail(&l, "review", _("a number from 0 to 'automatic' is expected here"));
    orb_form_join(f, &l);
}

static void read_coordination(struct orb_profile *p, struct orb_form *f)
{
    struct orb_form c;

    orb_form_enter(&c, f, "coordination", true);
    p->coordination.prestations = orb_form_codes(&c, "prestations");
    p->coordination.frequency = (enum orb_frequency)orb_form_choice(
        &c, "frequency", orb_frequency_names, ORB_FREQUENCIES, -2);
    p->coordination.near_miss_threshold = orb_field_integer(&c, "near_miss_threshold");
    p->coordination.refused_threshold = orb_field_integer(&c, "refused_threshold");
    orb_form_join(f, &c);
}

static void read_need(struct orb_profile_need *need, struct orb_form *f,
                      const struct orb_json *array)
{
    size_t count = orb_json_count(array);
    struct orb_profile_entry *entries = orb_form_elements(f, count, sizeof *entries);

    if (orb_json_type(array) != ORB_JSON_ARRAY)
        orb_form_fail(f, "needs", _("a list is expected here"));
    for (size_t i = 0; entries != NULL && i < count; i++) {
        struct orb_form item;

        orb_form_item(&item, f, "needs", orb_json_at(array, i), i);
        entries[i].prestation = orb_form_text(&item, "prestation", true);
        entries[i].strength = orb_field_number(&item, "strength");
        entries[i].professions = orb_form_codes(&item, "professions");
        orb_form_join(f, &item);
    }
    need->entries = entries;
    need->entry_count = entries == NULL ? 0 : (uint32_t)count;
}

static void read_needs(struct orb_profile *p, struct orb_form *f)
{
    struct orb_member_list list;
    struct orb_profile_need *out;

    orb_field_members(&list, f, "needs");
    out = orb_form_elements(f, list.count, sizeof *out);
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
    p->near_miss_limit = orb_field_number(&f, "near_miss_limit");
    orb_profile_read_rules(p, &f);
    orb_form_enter(&inner, &f, "igas", true);
    for (int i = 0; i < ORB_IGAS_OPTIONS; i++)
        p->igas[i] = orb_form_bool(&inner, orb_igas_names[i], false);
    orb_form_join(&f, &inner);
    read_publics(p, &f);
    p->dispositif_orientations =
        orb_field_lists(&f, "dispositif_orientations", &p->dispositif_count);
    read_modalities(p, &f);
    orb_profile_read_travel(p, &f);
    read_circles(p, &f);
    read_criteria(p, &f);
    read_weights(p, &f);
    orb_form_enter(&inner, &f, "priority_weights", true);
    for (int i = 0; i < 3; i++)
        p->priority_weights[i + 1] = orb_field_number(&inner, priorities[i]);
    orb_form_join(&f, &inner);
    read_policies(p, &f);
    read_coordination(p, &f);
    read_plan(p, &f);
    read_linkage(p, &f);
    orb_profile_read_planning(p, &f);
    orb_profile_read_cohort(p, &f);
    read_needs(p, &f);
    p->wishes = orb_field_lists(&f, "wishes", &p->wish_count);
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
