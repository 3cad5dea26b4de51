/*
 * Age in completed months against a lower bound included and an upper bound excluded: a
 * "0-20" service ends on the 20th birthday. The person's age is an interval when only a
 * month or a year is known; a bound inside it is unknown, never a refusal (MATCHING 4.2).
 */
#include "engine/base/date.h"
#include "engine/match/rule/rule.h"
#include "engine/model/terms.h"

/* The date at which the person reaches that many months, as precise as the birth. */
static void tell_when(const struct orb_person *p, struct orb_reason *r, int64_t months)
{
    int64_t n = (int64_t)p->birth_year * 12 + p->birth_month - 1 + months;
    int year = (int)(n / 12);
    int month = (int)(n % 12) + 1;
    int last;

    if (p->birth_year == 0)
        return;
    if (p->birth_day == 0) {
        r->detail = ORB_DETAIL_MONTH;
        r->value = n;
        return;
    }
    last = orb_date_month_length(year, month);
    r->detail = ORB_DETAIL_DATE;
    r->value = orb_date_make(year, month, p->birth_day < last ? p->birth_day : last);
}

static void fail_bound(const struct orb_rule_case *k, enum orb_reason_code code,
                       int64_t bound, int64_t gap)
{
    const struct orb_profile *p = k->m->p;
    bool igas = bound >= p->age.igas_min_months && bound <= p->age.igas_max_months;
    struct orb_reason *r;

    if (igas && k->m->igas[ORB_IGAS_AGE_BOUNDS]) {
        r = orb_reason_unknown(k->out, ORB_RULE_AGE, ORB_REASON_AGE_IGAS);
        r->detail = ORB_DETAIL_NUMBER;
        r->value = bound;
        return;
    }
    r = orb_reason_no(k->out, ORB_RULE_AGE, code,
                      (double)gap <= p->age.tolerance_months ? p->age.slack_within
                                                             : p->age.slack_beyond);
    r->gap = (double)gap;
    r->unit = ORB_UNIT_MONTHS;
    r->levers = ORB_LEVER_BIT(ORB_LEVER_DEROGATION_NAMED) |
                (igas ? ORB_LEVER_BIT(ORB_LEVER_IGAS_AGE_16_20) : 0);
    if (code == ORB_REASON_AGE_MIN) {
        r->levers |= ORB_LEVER_BIT(ORB_LEVER_WAIT_UNTIL);
        tell_when(k->m->person, r, bound);
    }
}

void orb_rule_age(const struct orb_rule_case *k)
{
    const struct orb_matcher *m = k->m;
    int32_t min = k->terms->age_min_months;
    int32_t max = k->terms->age_max_months;

    if (!m->age_known) {
        if (min != 0 || max < ORB_AGE_NO_MAX)
            (void)orb_reason_unknown(k->out, ORB_RULE_AGE, ORB_REASON_AGE_PERSON_UNKNOWN);
        return;
    }
    if (min == ORB_AGE_UNKNOWN || max == ORB_AGE_UNKNOWN)
        (void)orb_reason_unknown(k->out, ORB_RULE_AGE, ORB_REASON_AGE_UNKNOWN);
    if (min > 0 && m->age_hi < min)
        fail_bound(k, ORB_REASON_AGE_MIN, min, min - m->age_hi);
    else if (min > 0 && m->age_lo < min)
        (void)orb_reason_unknown(k->out, ORB_RULE_AGE, ORB_REASON_AGE_MIN_BOUNDARY);
    if (max == ORB_AGE_UNKNOWN || max >= ORB_AGE_NO_MAX)
        return;
    if (m->age_lo >= max)
        fail_bound(k, ORB_REASON_AGE_MAX, max, m->age_lo - max);
    else if (m->age_hi >= max)
        (void)orb_reason_unknown(k->out, ORB_RULE_AGE, ORB_REASON_AGE_MAX_BOUNDARY);
}
