/* From the reasons of the rules to a class. Unknown never refuses (MATCHING 4.6). */
#include "engine/match/query.h"
#include "engine/match/rule/rule.h"

#include <math.h>

void orb_verdict_begin(struct orb_matcher *m, const struct orb_verdict_input *in)
{
    struct orb_rule_case k = { .m = m,
                               .terms = &m->c->terms[m->c->offers[in->offer].terms],
                               .facts = in->facts,
                               .special = in->special,
                               .circle = in->circle,
                               .offer = in->offer,
                               .out = &m->offer_reasons };

    m->offer_reasons.count = 0;
    for (int r = 0; r < ORB_RULES; r++) {
        m->offer_first[r] = m->offer_reasons.count;
        if (orb_rules[r].scope == ORB_SCOPE_OFFER && m->p->rules[r].enabled &&
            (in->rules >> r & 1) != 0)
            orb_rules[r].apply(&k);
    }
    m->offer_first[ORB_RULES] = m->offer_reasons.count;
}

static void count(struct orb_verdict *out, const struct orb_reason *r, bool *failed,
                  bool *unknown)
{
    if (r->outcome == ORB_RULE_UNKNOWN) {
        *unknown = true;
        out->igas = out->igas || orb_reason_is_igas(r);
        return;
    }
    *failed = true;
    out->slack += r->slack;
    out->relaxable = out->relaxable && r->relaxable;
    if (r->rule != ORB_RULE_PLACE)
        out->slack_elsewhere += r->slack;
}

/* The reasons of one rule: "no" hides "unknown", and the profile may take a missing value
 * for a yes. */
static void take(struct orb_matcher *m, enum orb_rule_id rule,
                 const struct orb_reason *reasons, size_t n)
{
    const struct orb_profile_rule *cfg = &m->p->rules[rule];
    bool failed = false;

    for (size_t i = 0; i < n; i++)
        failed = failed || reasons[i].outcome == ORB_RULE_NO;
    for (size_t i = 0; i < n; i++) {
        struct orb_reasons *list = &m->verdict_reasons;
        struct orb_reason *r;

        if (reasons[i].outcome == ORB_RULE_UNKNOWN &&
            (failed || (cfg->missing_is_yes && !orb_reason_is_igas(&reasons[i]))))
            continue;
        r = orb_reason_no(list, rule, ORB_REASON_NO_NEED, 0);
        *r = reasons[i];
        if (r->outcome == ORB_RULE_NO)
            r->relaxable = r->relaxable && cfg->relaxable;
    }
}

static void take_part(struct orb_matcher *m, enum orb_rule_id rule,
                      const struct orb_verdict_input *in)
{
    const struct orb_part_reasons *r = &in->facts.ways->reasons;

    if (orb_rules[rule].scope == ORB_SCOPE_CARE)
        r = &in->facts.care->reasons;
    else if (orb_rules[rule].scope == ORB_SCOPE_ENTRY)
        r = &in->facts.entry->reasons;
    if (r->count[rule] > 0)
        take(m, rule, m->terms_reasons.items + r->first[rule], r->count[rule]);
}

static void apply_place(struct orb_matcher *m, const struct orb_verdict_input *in,
                        const struct orb_place *place, enum orb_rule_id rule)
{
    size_t before = m->offer_reasons.count;
    struct orb_rule_case k = { .m = m,
                               .terms = &m->c->terms[m->c->offers[in->offer].terms],
                               .facts = in->facts,
                               .special = in->special,
                               .circle = in->circle,
                               .place = place,
                               .offer = in->offer,
                               .out = &m->offer_reasons };

    orb_rules[rule].apply(&k);
    if (m->offer_reasons.count > before)
        take(m, rule, m->offer_reasons.items + before, m->offer_reasons.count - before);
    m->offer_reasons.count = before;
}

static void classify(const struct orb_matcher *m, size_t first, struct orb_verdict *out)
{
    bool failed = false;
    bool unknown = false;

    out->slack = out->slack_elsewhere = 0.0;
    out->relaxable = true;
    out->only_rule = -1;
    for (size_t i = first; i < m->verdict_reasons.count; i++) {
        const struct orb_reason *r = &m->verdict_reasons.items[i];

        if (r->outcome == ORB_RULE_NO)
            out->only_rule = !failed || out->only_rule == r->rule ? r->rule : -1;
        count(out, r, &failed, &unknown);
    }
    if (!failed)
        out->class_ = unknown ? ORB_TO_VERIFY : ORB_ELIGIBLE;
    else if (out->relaxable && orb_key(out->slack) <= orb_key(m->p->near_miss_limit))
        out->class_ = ORB_NEAR_MISS;
    else
        out->class_ = ORB_EXCLUDED;
}

void orb_verdict_make(struct orb_matcher *m, const struct orb_verdict_input *in,
                      const struct orb_place *place, struct orb_verdict *out, size_t *first)
{
    bool named = in->special != NULL && in->special->named;
    struct orb_verdict made = { .place = *place };

    *first = m->verdict_reasons.count;
    for (int r = 0; r < ORB_RULES; r++) {
        if (!m->p->rules[r].enabled || (in->rules >> r & 1) == 0 ||
            (named && orb_rules[r].lifted_by_decision))
            continue;
        if (orb_rules[r].scope == ORB_SCOPE_PLACE)
            apply_place(m, in, place, (enum orb_rule_id)r);
        else if (orb_rules[r].scope != ORB_SCOPE_OFFER)
            take_part(m, (enum orb_rule_id)r, in);
        else
            take(m, (enum orb_rule_id)r, m->offer_reasons.items + m->offer_first[r],
                 m->offer_first[r + 1] - m->offer_first[r]);
    }
    classify(m, *first, &made);
    made.reason_count = m->verdict_reasons.count - *first;
    made.circle = (enum orb_circle)in->circle->circle;
    if ((made.circle == ORB_CIRCLE_C2 || made.circle == ORB_CIRCLE_C3) &&
        place->outcome == ORB_RULE_NO)
        made.circle = ORB_CIRCLE_C4;
    *out = made;
}
