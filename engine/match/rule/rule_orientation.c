/* Offers under a CDAPH decision: any valid one suffices; a double orientation is a plain OR
 * (MATCHING 4.4). */
#include "engine/match/rule/rule.h"

static bool any(const struct orb_rule_case *k, const struct orb_cat_codes *list,
                const orb_cat_code *codes, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (orb_cat_codes_have(k->m->c, list, codes[i]))
            return true;
    return false;
}

/* By its code, or by an engagement of the offer that the code opens. */
static bool opens(const struct orb_rule_case *k, uint32_t decision)
{
    const struct orb_query_decision *d = &k->m->decisions[decision];

    return any(k, &k->terms->orientations, &d->code, d->code != ORB_CAT_NONE) ||
           any(k, &k->terms->engagements, d->engagements, d->engagement_count);
}

static void add_dated(const struct orb_rule_case *k, enum orb_reason_code code,
                      enum orb_lever lever, orb_date date)
{
    struct orb_reason *r =
        orb_reason_no(k->out, ORB_RULE_ORIENTATION, code, k->m->p->orientation_slack);
    orb_date today = k->m->person->reference_date;

    r->gap = code == ORB_REASON_ORIENTATION_EXPIRED ? today - date : date - today;
    r->unit = ORB_UNIT_DAYS;
    r->levers = ORB_LEVER_BIT(lever);
    r->detail = ORB_DETAIL_DATE;
    r->value = date;
}

static void tell_codes(const struct orb_rule_case *k, struct orb_reason *r)
{
    r->detail = ORB_DETAIL_ORIENTATIONS;
    r->value = k->facts.entry->terms;
}

/* No valid decision opens the offer: expired, still to come, or absent. */
static void fail(const struct orb_rule_case *k)
{
    const struct orb_person *p = k->m->person;
    orb_date last = ORB_DATE_NONE;
    orb_date first = ORB_DATE_NONE;
    struct orb_reason *r;

    for (uint32_t i = 0; i < p->orientation_count; i++) {
        const struct orb_orientation *o = &p->orientations[i];
        bool future = o->decided_on != ORB_DATE_NONE && o->decided_on > p->reference_date;

        if (!opens(k, i))
            continue;
        if (!future && (last == ORB_DATE_NONE || o->valid_until > last))
            last = o->valid_until;
        if (future && (first == ORB_DATE_NONE || o->decided_on < first))
            first = o->decided_on;
    }
    if (last != ORB_DATE_NONE) {
        add_dated(k, ORB_REASON_ORIENTATION_EXPIRED, ORB_LEVER_RENEW_MDPH, last);
    } else if (first != ORB_DATE_NONE) {
        add_dated(k, ORB_REASON_ORIENTATION_FUTURE, ORB_LEVER_WAIT_DECISION, first);
    } else {
        r = orb_reason_no(k->out, ORB_RULE_ORIENTATION, ORB_REASON_ORIENTATION,
                          k->m->p->orientation_slack);
        r->levers = ORB_LEVER_BIT(ORB_LEVER_REQUEST_MDPH);
        tell_codes(k, r);
    }
}

void orb_rule_orientation(const struct orb_rule_case *k)
{
    const struct orb_cat_codes *asked = &k->terms->orientations;

    if ((asked->known && asked->count == 0) || k->facts.entry->oriented)
        return;
    if (!asked->known) {
        (void)orb_reason_unknown(k->out, ORB_RULE_ORIENTATION,
                                 ORB_REASON_ORIENTATION_UNKNOWN);
        return;
    }
    if (!k->m->person->orientations_known) {
        tell_codes(k, orb_reason_unknown(k->out, ORB_RULE_ORIENTATION,
                                         ORB_REASON_PERSON_ORIENTATION_UNKNOWN));
        return;
    }
    fail(k);
}
