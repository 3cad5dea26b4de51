/* From the reasons of the rules to a class. Unknown never refuses (MATCHING 4.6). */
#include "engine/match/query.h"
#include "engine/match/rule/rule.h"

#include <math.h>

/* A "no" of a rule hides its "unknown"; the profile may take a missing value for a yes. */
static bool is_kept(const struct orb_profile_rule *cfg, const struct orb_reason *r,
                    bool failed)
{
    return r->outcome == ORB_RULE_NO ||
           (!failed && (!cfg->missing_is_yes || orb_reason_is_igas(r)));
}

static bool any_no(const struct orb_reason *reasons, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (reasons[i].outcome == ORB_RULE_NO)
            return true;
    return false;
}

static void count(struct orb_tally *t, const struct orb_reason *r, bool relaxable)
{
    if (r->outcome == ORB_RULE_UNKNOWN) {
        t->flags |= ORB_TALLY_UNKNOWN | (orb_reason_is_igas(r) ? ORB_TALLY_IGAS : 0);
        return;
    }
    t->flags |= ORB_TALLY_FAILED | (relaxable ? 0 : ORB_TALLY_FIXED);
    t->slack += r->slack;
}

void orb_tally_rule(const struct orb_matcher *m, enum orb_rule_id rule,
                    const struct orb_reason *reasons, size_t n, struct orb_tally *out)
{
    const struct orb_profile_rule *cfg = &m->p->rules[rule];
    bool failed = any_no(reasons, n);

    for (size_t i = 0; i < n; i++)
        if (is_kept(cfg, &reasons[i], failed))
            count(out, &reasons[i], reasons[i].relaxable && cfg->relaxable);
}

/* A rule that does not look at the place. */
static struct orb_rule_case case_of(struct orb_matcher *m,
                                    const struct orb_verdict_input *in)
{
    return (struct orb_rule_case){ .m = m,
                                   .terms = &m->c->terms[in->member->terms],
                                   .facts = in->facts,
                                   .special = in->special,
                                   .circle = in->circle,
                                   .member = in->member,
                                   .offer = in->offer,
                                   .out = &m->offer_reasons };
}

/* Neither a duplicate, nor closed, nor to open, and the person says nothing that a rule
 * must compare with it. */
static bool is_plain(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    orb_date today = m->person->reference_date;

    return m->plain && (x->flags & (ORB_MEMBER_DUPLICATE | ORB_MEMBER_CLOSURES)) == 0 &&
           (x->closed_on == ORB_DATE_NONE || x->closed_on > today) &&
           (x->opened_on == ORB_DATE_NONE || x->opened_on <= today);
}

static void tally_offer(struct orb_matcher *m, const struct orb_verdict_input *in,
                        struct orb_tally *t)
{
    struct orb_rule_case k = case_of(m, in);

    for (uint32_t i = 0; i < m->scope_count[ORB_SCOPE_OFFER]; i++) {
        enum orb_rule_id rule = (enum orb_rule_id)m->scope_rules[ORB_SCOPE_OFFER][i];

        m->offer_reasons.count = 0;
        if ((in->rules >> rule & 1) == 0)
            continue;
        orb_rules[rule].apply(&k);
        if (m->offer_reasons.count > 0)
            orb_tally_rule(m, rule, m->offer_reasons.items, m->offer_reasons.count, t);
    }
    m->offer_reasons.count = 0;
}

static void begin_tally(struct orb_matcher *m, struct orb_verdict_input *in)
{
    struct orb_tally t = { 0 };

    if (in->rules == ORB_ALL_RULES) {
        t = in->parts;
        orb_tally_add(&t, &in->facts.ways->tally);
    }
    if (is_plain(m, in->member)) {
        orb_tally_add(&t, &in->facts.ways->open);
    } else {
        tally_offer(m, in, &t);
    }
    in->tally = t;
}

void orb_verdict_begin(struct orb_matcher *m, struct orb_verdict_input *in)
{
    if (in->told)
        orb_verdict_apply(m, in);
    else
        begin_tally(m, in);
}

void orb_verdict_apply(struct orb_matcher *m, const struct orb_verdict_input *in)
{
    struct orb_rule_case k = case_of(m, in);

    m->offer_reasons.count = 0;
    for (int r = 0; r < ORB_RULES; r++) {
        m->offer_first[r] = m->offer_reasons.count;
        if (orb_rules[r].scope == ORB_SCOPE_OFFER && m->p->rules[r].enabled &&
            (in->rules >> r & 1) != 0)
            orb_rules[r].apply(&k);
    }
    m->offer_first[ORB_RULES] = m->offer_reasons.count;
}

/* The reasons of one rule that the verdict keeps. */
static void take(struct orb_matcher *m, enum orb_rule_id rule,
                 const struct orb_reason *reasons, size_t n)
{
    const struct orb_profile_rule *cfg = &m->p->rules[rule];
    bool failed = any_no(reasons, n);

    for (size_t i = 0; i < n; i++) {
        struct orb_reasons *list = &m->verdict_reasons;
        struct orb_reason *r;

        if (!is_kept(cfg, &reasons[i], failed))
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

static void apply_rule(struct orb_matcher *m, const struct orb_verdict_input *in,
                       const struct orb_place *place, enum orb_rule_id rule)
{
    struct orb_rule_case k = case_of(m, in);

    k.place = place;
    orb_rules[rule].apply(&k);
}

static void apply_place(struct orb_matcher *m, const struct orb_verdict_input *in,
                        const struct orb_place *place, enum orb_rule_id rule)
{
    size_t before = m->offer_reasons.count;

    apply_rule(m, in, place, rule);
    if (m->offer_reasons.count > before)
        take(m, rule, m->offer_reasons.items + before, m->offer_reasons.count - before);
    m->offer_reasons.count = before;
}

static void conclude(const struct orb_matcher *m, const struct orb_tally *t,
                     struct orb_verdict *out)
{
    out->slack = t->slack;
    out->relaxable = (t->flags & ORB_TALLY_FIXED) == 0;
    out->igas = (t->flags & ORB_TALLY_IGAS) != 0;
    out->class_ = orb_tally_class(m, t);
}

static void classify(const struct orb_matcher *m, size_t first, struct orb_verdict *out)
{
    struct orb_tally t = { 0 };

    out->slack_elsewhere = 0.0;
    out->only_rule = -1;
    for (size_t i = first; i < m->verdict_reasons.count; i++) {
        const struct orb_reason *r = &m->verdict_reasons.items[i];

        if (r->outcome == ORB_RULE_NO) {
            out->only_rule = (t.flags & ORB_TALLY_FAILED) == 0 || out->only_rule == r->rule
                                 ? r->rule
                                 : -1;
            if (r->rule != ORB_RULE_PLACE)
                out->slack_elsewhere += r->slack;
        }
        count(&t, r, r->relaxable);
    }
    conclude(m, &t, out);
}

static void judge_told(struct orb_matcher *m, const struct orb_verdict_input *in,
                       const struct orb_place *place, struct orb_verdict *out)
{
    bool named = in->special != NULL && in->special->named;
    size_t first = m->verdict_reasons.count;

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
    classify(m, first, out);
    out->reason_count = m->verdict_reasons.count - first;
}

/* Rule place without its reason. */
static void tally_place(const struct orb_matcher *m, const struct orb_place *place,
                        struct orb_tally *t)
{
    const struct orb_profile_rule *cfg = &m->p->rules[ORB_RULE_PLACE];
    bool igas = place->code == ORB_REASON_MODALITY_IGAS;

    if (place->outcome == ORB_RULE_NO) {
        t->flags |= ORB_TALLY_FAILED | (cfg->relaxable ? 0 : ORB_TALLY_FIXED);
        t->slack += place->slack;
    } else if (place->outcome == ORB_RULE_UNKNOWN && (!cfg->missing_is_yes || igas)) {
        t->flags |= ORB_TALLY_UNKNOWN | (igas ? ORB_TALLY_IGAS : 0);
    }
}

static bool applies(const struct orb_matcher *m, const struct orb_verdict_input *in,
                    enum orb_rule_id rule)
{
    return m->p->rules[rule].enabled && (in->rules >> rule & 1) != 0;
}

/* The rules of the place without their reasons. Most persons ask for no feature. */
static void judge_quickly(struct orb_matcher *m, const struct orb_verdict_input *in,
                          const struct orb_place *place, struct orb_verdict *out)
{
    struct orb_tally t = in->tally;

    if (applies(m, in, ORB_RULE_PLACE))
        tally_place(m, place, &t);
    if (m->feature_count > 0 && applies(m, in, ORB_RULE_ACCESSIBILITY)) {
        m->offer_reasons.count = 0;
        apply_rule(m, in, place, ORB_RULE_ACCESSIBILITY);
        if (m->offer_reasons.count > 0)
            orb_tally_rule(m, ORB_RULE_ACCESSIBILITY, m->offer_reasons.items,
                           m->offer_reasons.count, &t);
        m->offer_reasons.count = 0;
    }
    conclude(m, &t, out);
}

void orb_verdict_make(struct orb_matcher *m, const struct orb_verdict_input *in,
                      struct orb_verdict *out, size_t *first)
{
    enum orb_circle circle = (enum orb_circle)in->circle->circle;

    *first = m->verdict_reasons.count;
    out->reason_count = 0;
    out->slack_elsewhere = 0.0;
    out->only_rule = -1;
    if (in->told)
        judge_told(m, in, &out->place, out);
    else
        judge_quickly(m, in, &out->place, out);
    out->circle = (circle == ORB_CIRCLE_C2 || circle == ORB_CIRCLE_C3) &&
                          out->place.outcome == ORB_RULE_NO
                      ? ORB_CIRCLE_C4
                      : circle;
}
