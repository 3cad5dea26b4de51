/* Zone or travel: what the best feasible modality found (MATCHING 4.5). */
#include "engine/match/rule/rule.h"

void orb_rule_place(const struct orb_rule_case *k)
{
    const struct orb_place *p = k->place;
    struct orb_reason *r;

    if (p->outcome == ORB_RULE_YES)
        return;
    if (p->outcome == ORB_RULE_UNKNOWN) {
        (void)orb_reason_unknown(k->out, ORB_RULE_PLACE, (enum orb_reason_code)p->code);
        return;
    }
    r = orb_reason_no(k->out, ORB_RULE_PLACE, (enum orb_reason_code)p->code, p->slack);
    r->gap = p->gap;
    r->unit = p->code == ORB_REASON_TRAVEL ? ORB_UNIT_MINUTES : ORB_UNIT_NONE;
    r->levers = ORB_LEVER_BIT(p->code == ORB_REASON_ZONE ? ORB_LEVER_ZONE_EXTENSION
                                                         : ORB_LEVER_TRANSPORT);
}
