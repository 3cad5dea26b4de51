/* What reasons amount to by their codes. */
#include "engine/match/blocks.h"

#include <math.h>

#include "engine/match/rule/rule.h"

const struct orb_blocks orb_blocks_none = { .gap = NAN };

/* ---- reasons */

void orb_blocks_count(struct orb_blocks *b, const struct orb_reason *r, bool relaxable)
{
    if (r->outcome == ORB_RULE_UNKNOWN) {
        b->unknown |= UINT64_C(1) << r->code;
        return;
    }
    b->failed |= UINT64_C(1) << r->code;
    b->slack += r->slack;
    b->gap = b->count == 0 ? r->gap : NAN;
    b->count++;
    b->fixed = b->fixed || !relaxable;
}

void orb_blocks_add_rule(const struct orb_matcher *m, struct orb_blocks *b,
                         enum orb_rule_id rule, const struct orb_reason *reasons, size_t n)
{
    const struct orb_profile_rule *cfg = &m->p->rules[rule];
    bool failed = false;

    for (size_t i = 0; i < n; i++)
        failed = failed || reasons[i].outcome == ORB_RULE_NO;
    for (size_t i = 0; i < n; i++)
        if (reasons[i].outcome == ORB_RULE_NO ||
            (!failed && (!cfg->missing_is_yes || orb_reason_is_igas(&reasons[i]))))
            orb_blocks_count(b, &reasons[i], reasons[i].relaxable && cfg->relaxable);
}

void orb_blocks_add_part(const struct orb_matcher *m, struct orb_blocks *b,
                         const struct orb_part_reasons *part, unsigned rules)
{
    for (int r = 0; r < ORB_RULES; r++)
        if (part->count[r] > 0 && (rules >> r & 1) != 0)
            orb_blocks_add_rule(m, b, (enum orb_rule_id)r,
                                m->terms_reasons.items + part->first[r], part->count[r]);
}

static void merge(struct orb_blocks *b, const struct orb_blocks *more)
{
    if (more->count > 0)
        b->gap = b->count == 0 ? more->gap : NAN;
    b->failed |= more->failed;
    b->unknown |= more->unknown;
    b->slack += more->slack;
    b->count += more->count;
    b->fixed = b->fixed || more->fixed;
}

bool orb_is_plain_person(const struct orb_matcher *m)
{
    return m->person->refused_organizations.count == 0 &&
           !(m->policy->deadline && m->person->urgency_days >= 0);
}

/* Rules open and refused, of what is open today and of which the person says nothing by
 * name: they look at the parts alone. offer is any of the kind. */
static struct orb_blocks plain_rules(struct orb_matcher *m, const struct orb_facts *facts,
                                     uint32_t offer)
{
    struct orb_rule_case k = {
        .m = m, .facts = *facts, .offer = offer, .out = &m->offer_reasons
    };
    struct orb_blocks b = { .gap = NAN };

    m->offer_reasons.count = 0;
    if (m->p->rules[ORB_RULE_OPEN].enabled)
        orb_rule_open_ways(&k);
    orb_blocks_add_rule(m, &b, ORB_RULE_OPEN, m->offer_reasons.items,
                        m->offer_reasons.count);
    m->offer_reasons.count = 0;
    if (m->refuses && m->p->rules[ORB_RULE_REFUSED].enabled && orb_is_plain_person(m))
        orb_rule_refused(&k);
    orb_blocks_add_rule(m, &b, ORB_RULE_REFUSED, m->offer_reasons.items,
                        m->offer_reasons.count);
    return b;
}

/* ---- one offer */

bool orb_is_plain(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    orb_date today = m->person->reference_date;

    return orb_is_plain_person(m) &&
           (x->flags & (ORB_MEMBER_DUPLICATE | ORB_MEMBER_CLOSURES)) == 0 &&
           (x->closed_on == ORB_DATE_NONE || x->closed_on > today) &&
           (x->opened_on == ORB_DATE_NONE || x->opened_on <= today);
}

void orb_blocks_add_offer(struct orb_matcher *m, const struct orb_kind_blocks *kind,
                          const struct orb_cat_member *x, struct orb_blocks *b)
{
    const struct orb_verdict_input in = {
        .offer = x->offer, .member = x, .facts = kind->facts, .rules = ORB_ALL_RULES
    };

    m->offer_reasons.count = 0;
    if (orb_is_plain(m, x)) {
        merge(b, &kind->plain);
        return;
    }
    orb_verdict_apply(m, &in);
    for (int r = 0; r < ORB_RULES; r++)
        orb_blocks_add_rule(m, b, (enum orb_rule_id)r,
                            m->offer_reasons.items + m->offer_first[r],
                            m->offer_first[r + 1] - m->offer_first[r]);
    m->offer_reasons.count = 0;
}

void orb_blocks_apply(struct orb_rule_case *k, enum orb_rule_id rule, struct orb_blocks *b)
{
    const struct orb_matcher *m = k->m;
    size_t before = k->out->count;

    if (!m->p->rules[rule].enabled ||
        (rule == ORB_RULE_PLACE ? k->place->outcome == ORB_RULE_YES
                                : m->feature_count == 0))
        return;
    orb_rules[rule].apply(k);
    orb_blocks_add_rule(m, b, rule, k->out->items + before, k->out->count - before);
    k->out->count = before;
}

void orb_blocks_add_place(struct orb_matcher *m, const struct orb_facts *facts,
                          const struct orb_cat_member *x, const struct orb_place *place,
                          struct orb_blocks *b)
{
    struct orb_rule_case k = { .m = m,
                               .terms = &m->c->terms[x->terms],
                               .facts = *facts,
                               .place = place,
                               .offer = x->offer,
                               .out = &m->offer_reasons };

    orb_blocks_apply(&k, ORB_RULE_PLACE, b);
    orb_blocks_apply(&k, ORB_RULE_ACCESSIBILITY, b);
}

enum orb_class orb_blocks_class(const struct orb_matcher *m, const struct orb_blocks *b)
{
    struct orb_tally t = { .slack = b->slack,
                           .flags = (b->count > 0 ? ORB_TALLY_FAILED : 0U) |
                                    (b->fixed ? ORB_TALLY_FIXED : 0U) |
                                    (b->unknown != 0 ? ORB_TALLY_UNKNOWN : 0U) };

    return orb_tally_class(m, &t);
}

bool orb_kind_blocks_make(struct orb_matcher *m, uint32_t kind, struct orb_kind_blocks *out)
{
    uint32_t first = m->c->kinds[kind].members.first;

    if (!orb_kind_facts(m, kind, &out->facts))
        return false;
    out->parts = orb_blocks_none;
    orb_blocks_add_part(m, &out->parts, &out->facts.care->reasons, ORB_ALL_RULES);
    orb_blocks_add_part(m, &out->parts, &out->facts.entry->reasons, ORB_ALL_RULES);
    orb_blocks_add_part(m, &out->parts, &out->facts.ways->reasons, ORB_ALL_RULES);
    out->plain = plain_rules(m, &out->facts, m->c->members[first].offer);
    return true;
}
