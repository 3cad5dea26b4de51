/* Under the policy of urgency: can it start before the deadline? Capacities are never
 * places available (R46, R63). */
#include <math.h>

#include "engine/match/rule/rule.h"

static bool temporary_place(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;

    if (k->member != NULL ? (k->member->flags & ORB_MEMBER_TEMPORARY_PLACE) == 0
                          : orb_case_offer(k)->temporary_places < 1)
        return false;
    for (uint32_t i = 0; i < k->facts.ways->usable_count; i++) {
        uint32_t at = m->indices.items[k->facts.ways->usable_first + i];

        if ((m->flags[m->c->modalities[at].code] & ORB_CODE_TEMPORARY) != 0)
            return true;
    }
    return false;
}

static bool place(const struct orb_rule_case *k)
{
    return k->member != NULL ? (k->member->flags & ORB_MEMBER_PLACE) != 0
                             : orb_case_offer(k)->places_available >= 1;
}

void orb_rule_deadline(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;
    struct orb_reason *r;
    double days;

    if (!m->policy->deadline || m->person->urgency_days < 0 || place(k) ||
        temporary_place(k))
        return;
    days = k->member != NULL ? k->member->wait_days : orb_case_offer(k)->wait_days;
    if (isnan(days)) {
        (void)orb_reason_unknown(k->out, ORB_RULE_DEADLINE, ORB_REASON_WAIT_UNKNOWN);
        return;
    }
    if (days <= (double)m->person->urgency_days)
        return;
    r = orb_reason_no(k->out, ORB_RULE_DEADLINE, ORB_REASON_DEADLINE, m->p->deadline_slack);
    r->gap = days - (double)m->person->urgency_days;
    r->unit = ORB_UNIT_DAYS;
    r->levers = ORB_LEVER_BIT(ORB_LEVER_DATED);
    r->detail = ORB_DETAIL_DATE;
    r->value = m->person->reference_date + (int64_t)ceil(days);
}
