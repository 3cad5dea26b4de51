/* The same resource from two sources is shown once: only its canonical offer may leave
 * class excluded (MATCHING 3.2). */
#include "engine/match/rule/rule.h"

void orb_rule_duplicate(const struct orb_rule_case *k)
{
    uint32_t canonical;
    struct orb_reason *r;

    if (k->member != NULL && (k->member->flags & ORB_MEMBER_DUPLICATE) == 0)
        return;
    canonical = orb_case_offer(k)->canonical;
    if (canonical == k->offer)
        return;
    r = orb_reason_no(k->out, ORB_RULE_DUPLICATE, ORB_REASON_DUPLICATE, 0.0);
    r->detail = ORB_DETAIL_OFFER;
    r->value = canonical;
}
