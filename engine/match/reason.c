/* Names and making of reasons. */
#include "engine/match/reason.h"

#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"

const char *const orb_reason_code_names[ORB_REASON_CODES] = {
    "duplicate",
    "institution",
    "carers_only",
    "closed",
    "no_need",
    "refused_by_person",
    "not_droit_commun",
    "residential_refused",
    "droit_commun_unknown",
    "not_open_yet",
    "temporarily_closed",
    "not_accepting",
    "activity_unknown",
    "age_min",
    "age_max",
    "age_unknown",
    "age_person_unknown",
    "age_min_boundary",
    "age_max_boundary",
    "age_igas",
    "public",
    "public_unknown",
    "groups_unknown",
    "public_narrower",
    "associated",
    "associated_unknown",
    "associated_igas",
    "orientation",
    "orientation_expired",
    "orientation_future",
    "orientation_unknown",
    "person_orientation_unknown",
    "modality",
    "modality_unknown",
    "modality_possible",
    "modality_igas",
    "language",
    "language_unknown",
    "zone",
    "travel",
    "zone_unknown",
    "travel_unknown",
    "accessibility",
    "accessibility_unknown",
    "deadline",
    "wait_unknown",
};
const char *const orb_lever_names[ORB_LEVERS] = {
    "wait_opening",    "waiting_list",        "wait_until",       "igas_age_16_20",
    "igas_associated", "igas_home_temporary", "derogation_named", "request_mdph",
    "renew_mdph",      "wait_decision",       "ask_provider",     "interpreter",
    "zone_extension",  "transport",           "adaptation",       "dated"
};
const char *const orb_unit_names[4] = { NULL, "months", "days", "minutes" };
const char *const orb_outcome_names[3] = { "yes", "unknown", "no" };

static struct orb_reason *add(struct orb_reasons *list, enum orb_rule_id rule,
                              enum orb_reason_code code)
{
    struct orb_reason *r;

    if (orb_grow((void **)&list->items, &list->capacity, list->count,
                 sizeof *list->items) == ORB_OK)
        list->count++;
    else
        list->failed = true;
    /* The list holds at least one place before any rule runs (orb_matcher_new), so a spare
     * one exists. */
    r = &list->items[list->count == 0 ? 0 : list->count - 1];
    memset(r, 0, sizeof *r);
    r->gap = NAN;
    r->rule = (uint8_t)rule;
    r->code = (uint8_t)code;
    r->relaxable = true;
    return r;
}

struct orb_reason *orb_reason_no(struct orb_reasons *list, enum orb_rule_id rule,
                                 enum orb_reason_code code, double slack)
{
    struct orb_reason *r = add(list, rule, code);

    r->outcome = ORB_RULE_NO;
    r->slack = slack;
    return r;
}

struct orb_reason *orb_reason_unknown(struct orb_reasons *list, enum orb_rule_id rule,
                                      enum orb_reason_code code)
{
    struct orb_reason *r = add(list, rule, code);

    r->outcome = ORB_RULE_UNKNOWN;
    r->levers = ORB_LEVER_BIT(ORB_LEVER_ASK_PROVIDER);
    return r;
}

bool orb_reason_is_igas(const struct orb_reason *reason)
{
    return reason->code == ORB_REASON_AGE_IGAS ||
           reason->code == ORB_REASON_ASSOCIATED_IGAS ||
           reason->code == ORB_REASON_MODALITY_IGAS;
}
