/* A closed offer is never proposed (R92). */
#include "engine/match/rule/rule.h"

void orb_rule_closed(const struct orb_rule_case *k)
{
    orb_date closed =
        k->member != NULL ? k->member->closed_on : orb_case_offer(k)->closed_on;
    struct orb_reason *r;

    if (closed == ORB_DATE_NONE || closed > k->m->person->reference_date)
        return;
    r = orb_reason_no(k->out, ORB_RULE_CLOSED, ORB_REASON_CLOSED, 0.0);
    r->detail = ORB_DETAIL_DATE;
    r->value = closed;
}
