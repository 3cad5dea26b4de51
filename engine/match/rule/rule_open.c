/* Not open yet, closed for a while, or taking nobody new: a matter of time, hence a near
 * miss when the time is short. */
#include <math.h>

#include "engine/match/rule/rule.h"

/* days NaN = no end is known. */
static void add_dated(const struct orb_rule_case *k, enum orb_reason_code code, double days,
                      orb_date detail)
{
    const struct orb_profile *p = k->m->p;
    bool soon = !isnan(days) && days <= p->open.tolerance_days;
    struct orb_reason *r = orb_reason_no(
        k->out, ORB_RULE_OPEN, code, soon ? p->open.slack_within : p->open.slack_beyond);

    r->gap = days;
    r->unit = isnan(days) ? ORB_UNIT_NONE : ORB_UNIT_DAYS;
    r->levers = ORB_LEVER_BIT(ORB_LEVER_WAIT_OPENING);
    r->detail = detail == ORB_DATE_NONE ? ORB_DETAIL_NONE : ORB_DETAIL_DATE;
    r->value = detail;
}

void orb_rule_open_ways(const struct orb_rule_case *k)
{
    if (k->facts.ways->refuses_new) {
        struct orb_reason *r =
            orb_reason_no(k->out, ORB_RULE_OPEN, ORB_REASON_NOT_ACCEPTING,
                          k->m->p->open.slack_not_accepting);

        r->levers = ORB_LEVER_BIT(ORB_LEVER_WAITING_LIST);
    }
    if (k->facts.ways->activity_unknown)
        (void)orb_reason_unknown(k->out, ORB_RULE_OPEN, ORB_REASON_ACTIVITY_UNKNOWN);
}

void orb_rule_open_days(const struct orb_rule_case *k, orb_date opened_on,
                        const struct orb_cat_span *closures)
{
    orb_date today = k->m->person->reference_date;

    if (opened_on != ORB_DATE_NONE && opened_on > today)
        add_dated(k, ORB_REASON_NOT_OPEN_YET, opened_on - today, opened_on);
    for (uint32_t i = 0; i < closures->count; i++) {
        const struct orb_cat_closure *c = &k->m->c->closures[closures->first + i];

        if (c->from > today || (c->to != ORB_DATE_NONE && c->to < today))
            continue;
        add_dated(k, ORB_REASON_TEMPORARILY_CLOSED,
                  c->to == ORB_DATE_NONE ? (double)NAN : (double)(c->to - today + 1),
                  c->to);
    }
    orb_rule_open_ways(k);
}

void orb_rule_open(const struct orb_rule_case *k)
{
    const struct orb_cat_offer *o = orb_case_offer(k);
    const struct orb_cat_span none = { 0, 0 };

    if (k->member != NULL && (k->member->flags & ORB_MEMBER_CLOSURES) == 0)
        orb_rule_open_days(k, k->member->opened_on, &none);
    else
        orb_rule_open_days(k, o->opened_on, &o->closures);
}
