/* The sixteen rules in reporting order. */
#include "engine/match/rule/rule.h"

const struct orb_rule orb_rules[ORB_RULES] = {
    { ORB_RULE_DUPLICATE, ORB_SCOPE_OFFER, false, orb_rule_duplicate },
    { ORB_RULE_INSTITUTION, ORB_SCOPE_ENTRY, false, orb_rule_institution },
    { ORB_RULE_CARERS_ONLY, ORB_SCOPE_ENTRY, false, orb_rule_carers_only },
    { ORB_RULE_CLOSED, ORB_SCOPE_OFFER, false, orb_rule_closed },
    { ORB_RULE_NO_NEED, ORB_SCOPE_CARE, false, orb_rule_no_need },
    { ORB_RULE_REFUSED, ORB_SCOPE_OFFER, false, orb_rule_refused },
    { ORB_RULE_OPEN, ORB_SCOPE_OFFER, false, orb_rule_open },
    { ORB_RULE_AGE, ORB_SCOPE_ENTRY, true, orb_rule_age },
    { ORB_RULE_PUBLIC, ORB_SCOPE_ENTRY, true, orb_rule_public },
    { ORB_RULE_ASSOCIATED, ORB_SCOPE_ENTRY, true, orb_rule_associated },
    { ORB_RULE_ORIENTATION, ORB_SCOPE_ENTRY, true, orb_rule_orientation },
    { ORB_RULE_MODALITY, ORB_SCOPE_WAYS, false, orb_rule_modality },
    { ORB_RULE_LANGUAGE, ORB_SCOPE_WAYS, false, orb_rule_language },
    { ORB_RULE_PLACE, ORB_SCOPE_PLACE, false, orb_rule_place },
    { ORB_RULE_ACCESSIBILITY, ORB_SCOPE_PLACE, false, orb_rule_accessibility },
    { ORB_RULE_DEADLINE, ORB_SCOPE_OFFER, false, orb_rule_deadline },
};
