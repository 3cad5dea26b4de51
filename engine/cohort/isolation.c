/* The isolation index: explicit factors, each yes, no or unknown (METHODS 5.1, R64). */
#include "engine/base/date.h"
#include "engine/cohort/triage_parts.h"

const char *const orb_isolation_names[ORB_ISOLATION_FACTORS] = {
    "no_service", "no_relative", "no_car", "too_far", "no_mdph_file", "break"
};

static enum orb_tristate opposite(enum orb_tristate t)
{
    return t == ORB_YES ? ORB_NO : t == ORB_NO ? ORB_YES : ORB_UNKNOWN;
}

static enum orb_tristate no_service(const struct orb_triage *t)
{
    if (orb_has_service(t))
        return ORB_NO;
    return t->person->supports_known ? ORB_YES : ORB_UNKNOWN;
}

static enum orb_tristate no_relative(const struct orb_triage *t)
{
    for (uint32_t i = 0; i < t->person->support_count; i++)
        if (t->person->supports[i].by_relative)
            return ORB_NO;
    return opposite(t->case_->relative_named);
}

/* A decision that was notified has a file behind it. */
static enum orb_tristate no_file(const struct orb_triage *t)
{
    return t->person->orientation_count > 0 ? ORB_NO : opposite(t->case_->mdph_file);
}

/* The last attempt; an unknown date is the oldest. */
static const struct orb_attempt *last_attempt(const struct orb_person *p)
{
    const struct orb_attempt *last = NULL;

    for (uint32_t i = 0; i < p->attempt_count; i++)
        if (last == NULL || p->attempts[i].date >= last->date)
            last = &p->attempts[i];
    return last;
}

static enum orb_tristate broken(const struct orb_triage *t)
{
    const struct orb_attempt *last = last_attempt(t->person);
    orb_date contact = t->case_->last_contact;

    if (last != NULL &&
        (last->outcome == ORB_OUTCOME_ABANDONED || last->outcome == ORB_OUTCOME_REFUSED))
        return ORB_YES;
    if (contact == ORB_DATE_NONE)
        return ORB_UNKNOWN;
    if (contact <
        orb_date_add_months(t->person->reference_date, -(int)t->p->cohort.contact_months))
        return ORB_YES;
    return t->person->attempts_known ? ORB_NO : ORB_UNKNOWN;
}

struct orb_isolation orb_isolation_of(const struct orb_triage *t, enum orb_tristate too_far)
{
    const enum orb_tristate factors[ORB_ISOLATION_FACTORS] = {
        no_service(t), no_relative(t), opposite(t->case_->car),
        too_far,       no_file(t),     broken(t)
    };
    struct orb_isolation out = { .low = 0 };

    for (int i = 0; i < ORB_ISOLATION_FACTORS; i++) {
        out.factors[i] = (uint8_t)factors[i];
        out.low += factors[i] == ORB_YES;
        out.high += factors[i] != ORB_NO;
    }
    out.isolated = out.low >= t->p->cohort.isolated_from;
    return out;
}
