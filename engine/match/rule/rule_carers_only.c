/* What serves carers alone is never proposed to the person (R28). */
#include "engine/match/rule/rule.h"

void orb_rule_carers_only(const struct orb_rule_case *k)
{
    if (k->facts.entry->public_level == ORB_PUBLIC_CARERS)
        (void)orb_reason_no(k->out, ORB_RULE_CARERS_ONLY, ORB_REASON_CARERS_ONLY, 0.0);
}
