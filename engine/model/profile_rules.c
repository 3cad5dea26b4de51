/* The rules of the profile: switches, slacks and tolerances (MATCHING 4). */
#include "engine/base/json.h"
#include "engine/base/text.h"
#include "engine/model/profile_form.h"

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
    struct orb_profile_step *steps = orb_form_elements(rule, count, sizeof *steps);

    for (size_t i = 0; steps != NULL && i < count; i++) {
        struct orb_form step;

        orb_form_item(&step, rule, "travel_steps", orb_json_at(array, i), i);
        steps[i].times_max = orb_field_number(&step, "times_max");
        steps[i].slack = orb_field_number(&step, "slack");
        orb_form_join(rule, &step);
    }
    p->travel_steps = steps;
    p->travel_step_count = steps == NULL ? 0 : (uint32_t)count;
}

static void read_place_rule(struct orb_profile *p, struct orb_form *r)
{
    p->zone_slack = orb_field_number(r, "slack_zone");
    p->travel_slack_beyond = orb_field_number(r, "slack_beyond");
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
        p->open.tolerance_days = orb_field_number(r, "tolerance_days");
        p->open.slack_within = orb_field_number(r, "slack_within");
        p->open.slack_beyond = orb_field_number(r, "slack_beyond");
        p->open.slack_not_accepting = orb_field_number(r, "slack_not_accepting");
        break;
    case ORB_RULE_AGE:
        p->age.tolerance_months = orb_field_number(r, "tolerance_months");
        p->age.slack_within = orb_field_number(r, "slack_within");
        p->age.slack_beyond = orb_field_number(r, "slack_beyond");
        p->age.igas_min_months = orb_field_integer(r, "igas_min_months");
        p->age.igas_max_months = orb_field_integer(r, "igas_max_months");
        break;
    case ORB_RULE_PUBLIC:
        p->public_slack_covered = orb_field_number(r, "slack_covered");
        p->public_slack_uncovered = orb_field_number(r, "slack_uncovered");
        break;
    case ORB_RULE_ASSOCIATED:
        p->associated_slack = orb_field_number(r, "slack");
        break;
    case ORB_RULE_ORIENTATION:
        p->orientation_slack = orb_field_number(r, "slack");
        break;
    case ORB_RULE_MODALITY:
        p->modality_slack = orb_field_number(r, "slack");
        break;
    case ORB_RULE_LANGUAGE:
        p->language_slack = orb_field_number(r, "slack");
        break;
    case ORB_RULE_PLACE:
        read_place_rule(p, r);
        break;
    case ORB_RULE_ACCESSIBILITY:
        p->accessibility_slack_limited = orb_field_number(r, "slack_limited");
        p->accessibility_slack_no = orb_field_number(r, "slack_no");
        break;
    case ORB_RULE_DEADLINE:
        p->deadline_slack = orb_field_number(r, "slack");
        break;
    default:
        break;
    }
}

void orb_profile_read_rules(struct orb_profile *p, struct orb_form *f)
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
