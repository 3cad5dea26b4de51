/* What answers none of the needs is left out, except coordination, which helps whatever the
 * needs (MATCHING 9.1). */
#include "engine/match/rule/rule.h"

void orb_rule_no_need(const struct orb_rule_case *k)
{
    if (!k->facts.care->covers && !k->facts.care->coordination)
        (void)orb_reason_no(k->out, ORB_RULE_NO_NEED, ORB_REASON_NO_NEED, 0.0);
}
