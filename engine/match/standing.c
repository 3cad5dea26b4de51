/* The verdict of an offer, rule by rule, for somebody who lives nowhere. */
#include "engine/match/standing.h"

#include <math.h>

#include "engine/match/search.h"

struct orb_person orb_standing_person(orb_date date)
{
    struct orb_person p = { .id = "",
                            .reference_date = date,
                            .age_years = -1,
                            .lon = NAN,
                            .lat = NAN,
                            .max_minutes_default = NAN,
                            .urgency_days = -1 };

    for (int f = 0; f < ORB_FREQUENCIES; f++)
        p.max_minutes[f] = NAN;
    return p;
}

enum orb_status orb_matcher_stand(struct orb_matcher *m, const struct orb_person *person,
                                  const struct orb_match_options *options,
                                  struct orb_error *err)
{
    m->person = person;
    m->options = *options;
    return orb_query_prepare(m, err);
}

bool orb_matcher_covers(struct orb_matcher *m, uint32_t offer)
{
    const struct orb_care_facts *care =
        orb_query_care(m, orb_cat_offer_parts(m->c, offer)->care);

    return care != NULL && care->covers;
}

static void tell(const struct orb_verdict *v, struct orb_standing *out)
{
    bool failed = false;

    for (size_t i = 0; i < v->reason_count; i++) {
        const struct orb_reason *r = &v->reasons[i];
        bool no = r->outcome == ORB_RULE_NO;

        if (r->code == ORB_REASON_NOT_ACCEPTING) {
            out->not_accepting = true;
            continue;
        }
        if (no)
            out->failed |= 1U << r->rule;
        else
            out->unknown |= 1U << r->rule;
        if (out->first == ORB_REASON_CODES || (no && !failed))
            out->first = r->code;
        failed = failed || no;
    }
    out->unknown &= ~out->failed;
}

enum orb_status orb_matcher_standing(struct orb_matcher *m, uint32_t offer, unsigned rules,
                                     struct orb_standing *out, struct orb_error *err)
{
    const struct orb_cat_member *x = &m->c->members[m->c->offers[offer].member];
    struct orb_standing made = { .first = ORB_REASON_CODES };
    struct orb_verdict verdict;
    struct orb_facts facts;

    if (!orb_kind_facts(m, x->kind, &facts) || !orb_judge(m, x, rules, true, &verdict))
        return orb_error_memory(err);
    made.covers = facts.care->covers;
    made.droit_commun = facts.entry->droit_commun;
    tell(&verdict, &made);
    *out = made;
    return ORB_OK;
}
