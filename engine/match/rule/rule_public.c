/* A different public is a near miss only when a CDAPH decision opens the category (MATCHING
 * 12). */
#include "engine/match/rule/rule.h"

void orb_rule_public(const struct orb_rule_case *k)
{
    const struct orb_profile *p = k->m->p;
    struct orb_reason *r;

    switch (k->facts.entry->public_level) {
    case ORB_PUBLIC_UNKNOWN:
        (void)orb_reason_unknown(k->out, ORB_RULE_PUBLIC, ORB_REASON_PUBLIC_UNKNOWN);
        break;
    case ORB_PUBLIC_GROUPS_UNKNOWN:
        (void)orb_reason_unknown(k->out, ORB_RULE_PUBLIC, ORB_REASON_GROUPS_UNKNOWN);
        break;
    case ORB_PUBLIC_NARROWER:
        (void)orb_reason_unknown(k->out, ORB_RULE_PUBLIC, ORB_REASON_PUBLIC_NARROWER);
        break;
    case ORB_PUBLIC_NONE:
        r = orb_reason_no(k->out, ORB_RULE_PUBLIC, ORB_REASON_PUBLIC,
                          k->facts.entry->oriented ? p->public_slack_covered
                                                   : p->public_slack_uncovered);
        r->levers = ORB_LEVER_BIT(ORB_LEVER_DEROGATION_NAMED);
        break;
    default:
        break;
    }
}
