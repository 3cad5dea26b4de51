/* An institution (MDPH, ARS) decides and does not serve. */
#include "engine/match/rule/rule.h"

void orb_rule_institution(const struct orb_rule_case *k)
{
    if (k->facts.entry->institution)
        (void)orb_reason_no(k->out, ORB_RULE_INSTITUTION, ORB_REASON_INSTITUTION, 0.0);
}
