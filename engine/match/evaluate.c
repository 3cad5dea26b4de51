/* All about one offer: its circle, its verdict at each frequency, its score for each need
 * it covers, the overall score. */
#include <math.h>
#include <string.h>

#include "engine/match/blocks.h"
#include "engine/match/criterion/criterion.h"
#include "engine/match/search.h"

/* What the person and the place add to know of this offer. */
static uint32_t alerts_of_person(const struct orb_matcher *m,
                                 const struct orb_verdict_input *in)
{
    bool tried = in->facts.entry->past_tried;
    uint32_t alerts = 0;

    if (in->special != NULL) {
        if (in->special->tried)
            (void)orb_criterion_past(m, ORB_CAT_NONE, in->special, &tried);
        if (in->special->named)
            alerts |= 1U << ORB_ALERT_DEROGATION;
        if (in->special->supported)
            alerts |= 1U << ORB_ALERT_CURRENT_SUPPORT;
    }
    return tried ? alerts | 1U << ORB_ALERT_ALREADY_TRIED : alerts;
}

static uint32_t alerts_of(const struct orb_matcher *m, const struct orb_verdict_input *in,
                          const struct orb_verdict *v)
{
    const char *funding = orb_cat_known(m->c, m->c->offers[in->offer].funding_department);
    bool away = v->place.kind == ORB_KIND_HOME || v->place.kind == ORB_KIND_REMOTE;
    uint32_t alerts = in->circle->alerts | alerts_of_person(m, in);

    if (v->place.kind == ORB_KIND_REMOTE && v->place.outcome == ORB_RULE_YES)
        alerts |= 1U << ORB_ALERT_REMOTE;
    if (v->place.imprecise && !away)
        alerts |= 1U << ORB_ALERT_IMPRECISE_LOCATION;
    if (v->igas)
        alerts |= 1U << ORB_ALERT_HORS_AUTORISATION;
    if (funding != NULL && m->department != ORB_CAT_NONE &&
        strcmp(funding, orb_cat_code_name(m->c, m->department)) != 0)
        alerts |= 1U << ORB_ALERT_DEPARTMENT_AGREEMENT;
    return alerts;
}

/* What a search needs to know of the circle of an offer that nothing links to the operator.
 */
static struct orb_circle_fact circle_of(const struct orb_matcher *m,
                                        const struct orb_verdict_input *in)
{
    struct orb_circle_fact out = { .relation = ORB_CAT_NONE, .stale = ORB_CAT_NONE };

    if (in->told || orb_linked_has(m, in->member))
        return orb_circles_get(&m->circles, in->offer);
    out.circle =
        (uint8_t)orb_unlinked_circle(in->like->institution, in->like->droit_commun);
    return out;
}

/* All that is told is read of the entry itself. */
static bool facts_told(struct orb_matcher *m, const struct orb_cat_member *x,
                       struct orb_verdict_input *in, struct orb_entry_like *like)
{
    const struct orb_entry_facts *entry;

    if (!orb_kind_facts(m, x->kind, &in->facts))
        return false;
    entry = in->facts.entry;
    *like = (struct orb_entry_like){ .expertise = entry->expertise,
                                     .past = entry->past,
                                     .institution = entry->institution,
                                     .droit_commun = entry->droit_commun };
    in->like = like;
    return true;
}

/* What a search reads is known of all entries that are alike: the entry itself is only
 * looked at for what the person refuses. */
static bool facts_alike(struct orb_matcher *m, const struct orb_cat_member *x,
                        struct orb_verdict_input *in)
{
    const struct orb_cat_parts *parts = &m->c->kinds[x->kind].parts;
    const struct orb_pair_facts *pair = orb_query_pair(m, x->kind, orb_linked_has(m, x));
    const struct orb_like_of *like = &m->like_of[parts->entry];

    if (pair == NULL ||
        (like->number == ORB_LIKES && !orb_query_make_like(m, parts->entry)))
        return false;
    in->like = &m->likes[like->number];
    in->parts = pair->tally;
    in->facts.care = orb_query_care(m, parts->care);
    in->facts.ways = orb_query_ways(m, parts->ways);
    in->facts.entry = m->refuses ? orb_query_entry_facts(m, parts->entry) : NULL;
    return in->facts.care != NULL && in->facts.ways != NULL &&
           (!m->refuses || in->facts.entry != NULL);
}

/* What an input points at. */
struct judged {
    struct orb_circle_fact circle;
    struct orb_entry_like like;
};

static bool input_of(struct orb_matcher *m, const struct orb_cat_member *x, bool told,
                     struct judged *of, struct orb_verdict_input *in)
{
    in->offer = x->offer;
    in->member = x;
    in->special = orb_query_special(m, x->offer);
    in->told = told || in->special != NULL;
    if (!(in->told ? facts_told(m, x, in, &of->like) : facts_alike(m, x, in)))
        return false;
    of->circle = circle_of(m, in);
    in->circle = &of->circle;
    m->verdict_reasons.count = 0;
    orb_verdict_begin(m, in);
    return true;
}

static bool place_reasons(struct orb_matcher *m, struct orb_verdict *verdicts,
                          const size_t *first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        verdicts[i].reasons = m->verdict_reasons.items + first[i];
    return !m->verdict_reasons.failed && !m->offer_reasons.failed;
}

/* The way there, when some modality asks for it. */
static struct orb_trip trip_of(const struct orb_matcher *m,
                               const struct orb_verdict_input *in)
{
    const struct orb_trip none = { NAN, ORB_MODES, false, false };

    return in->facts.ways->on_site || in->facts.ways->usable_count == 0
               ? orb_query_trip(m, in->member)
               : none;
}

/* The verdict at one frequency, whatever the offer covers: for coordination, carers, and
 * offers that cover nothing. */
static bool judge_alone(struct orb_matcher *m, const struct orb_verdict_input *in,
                        struct orb_verdict *out)
{
    struct orb_trip trip = trip_of(m, in);
    size_t first;

    out->place = orb_query_place(m, in->member->zone, in->facts.ways,
                                 m->p->coordination.frequency, &trip);
    orb_verdict_make(m, in, out, &first);
    return place_reasons(m, out, &first, 1);
}

static void judge_at(struct orb_matcher *m, const struct orb_verdict_input *in,
                     uint32_t frequency, const struct orb_trip *trip)
{
    struct orb_verdict *v = &m->verdicts[frequency];

    v->place = orb_query_place(m, in->member->zone, in->facts.ways,
                               m->frequencies[frequency], trip);
    orb_verdict_make(m, in, v, &m->verdict_first[frequency]);
}

static void evaluate_needs(struct orb_matcher *m, const struct orb_verdict_input *in,
                           struct orb_evaluation *out)
{
    const struct orb_care_facts *care = in->facts.care;
    struct orb_trip trip = trip_of(m, in);
    unsigned done = 0; /* bits by frequency */

    for (uint32_t i = 0; i < care->need_count; i++) {
        uint32_t need = m->indices.items[care->needs_first + i];
        uint32_t f = m->needs[need].frequency;
        struct orb_need_evaluation *e = &m->evaluations[i];

        if ((done >> f & 1) == 0)
            judge_at(m, in, f, &trip);
        done |= 1U << f;
        e->need = need;
        e->frequency = f;
        e->share = NAN;
        if (m->verdicts[f].class_ != ORB_EXCLUDED)
            orb_score_need(m, in, &m->verdicts[f], e);
    }
    out->need_count = care->need_count;
    for (uint32_t f = 0; in->told && done != 0; f++, done >>= 1)
        if ((done & 1) != 0)
            m->verdicts[f].reasons = m->verdict_reasons.items + m->verdict_first[f];
}

static uint32_t choose_lead(const struct orb_matcher *m, const struct orb_evaluation *e)
{
    uint32_t lead = 0;

    for (uint32_t i = 1; i < e->need_count; i++) {
        const struct orb_verdict *a = &m->verdicts[e->needs[i].frequency];
        const struct orb_verdict *b = &m->verdicts[e->needs[lead].frequency];

        if (a->class_ < b->class_ ||
            (a->class_ == b->class_ && orb_key(a->slack) < orb_key(b->slack)))
            lead = i;
    }
    return lead;
}

/* Sum over the needs of the lead's group; the weight of all the person's needs divides it
 * (MATCHING 5, offer level). */
static void add_up(const struct orb_matcher *m, struct orb_evaluation *e)
{
    enum orb_class lead = e->verdict->class_;

    e->score = e->low = e->high = e->neutral = 0.0;
    for (uint32_t i = 0; i < e->need_count; i++) {
        struct orb_need_evaluation *n = (struct orb_need_evaluation *)&m->evaluations[i];
        enum orb_class c = m->verdicts[n->frequency].class_;
        double p = m->needs[n->need].priority;

        if (lead == ORB_NEAR_MISS ? c != ORB_NEAR_MISS : c > ORB_TO_VERIFY)
            continue;
        n->share = p * n->score / m->priority_total;
        e->score += n->share;
        e->low += p * n->score_low / m->priority_total;
        e->high += p * n->score_high / m->priority_total;
        e->neutral += p * n->neutral / m->priority_total;
    }
}

/* ---- as the last one */

static bool waits_as(const struct orb_cat_member *a, const struct orb_cat_member *b)
{
    bool unknown = isnan(a->wait_days);

    if (a->flags != b->flags || unknown != isnan(b->wait_days))
        return false;
    return unknown || !(a->wait_days < b->wait_days || a->wait_days > b->wait_days);
}

/* Offers of a kind that come home or answer from afar often lie together: those that wait
 * as long, in the same zone, are judged alike. */
static bool is_as_last(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    const struct orb_cat_member *last = m->last_judged;

    return last != NULL && x->kind == last->kind && x->zone == last->zone &&
           (m->feature_count == 0 || x->terms == last->terms) && waits_as(x, last) &&
           !orb_linked_has(m, x) && orb_query_special(m, x->offer) == NULL &&
           orb_is_plain(m, x);
}

/* Remember it when where it stands does not count: it does not travel, or nobody knows
 * where the person is. */
static void note_last(struct orb_matcher *m, const struct orb_verdict_input *in,
                      const struct orb_evaluation *e)
{
    const struct orb_ways_facts *ways = in->facts.ways;

    m->last_judged = NULL;
    if (in->told || (m->located && (ways->on_site || !ways->away)) ||
        orb_linked_has(m, in->member) || !orb_is_plain(m, in->member))
        return;
    m->last_judged = in->member;
    m->last_evaluation = *e;
}

static bool judge_all(struct orb_matcher *m, const struct orb_verdict_input *in,
                      struct orb_evaluation *out)
{
    out->circle = *in->circle;
    out->verdicts = m->verdicts;
    out->needs = m->evaluations;
    if (!in->facts.care->covers) {
        out->verdict = &m->verdicts[0];
        return judge_alone(m, in, &m->verdicts[0]);
    }
    evaluate_needs(m, in, out);
    out->lead = choose_lead(m, out);
    out->verdict = &m->verdicts[m->evaluations[out->lead].frequency];
    out->scored = out->verdict->class_ != ORB_EXCLUDED;
    if (out->scored)
        add_up(m, out);
    return true;
}

bool orb_evaluate(struct orb_matcher *m, const struct orb_cat_member *x, bool told,
                  struct orb_evaluation *out)
{
    struct orb_verdict_input in = { .rules = ORB_ALL_RULES };
    struct judged of;

    if (!told && is_as_last(m, x)) {
        *out = m->last_evaluation;
        out->offer = x->offer;
        return true;
    }
    *out = (struct orb_evaluation){ .offer = x->offer };
    if (!input_of(m, x, told, &of, &in) || !judge_all(m, &in, out))
        return false;
    note_last(m, &in, out);
    if (told)
        out->alerts = alerts_of(m, &in, out->verdict);
    return !m->verdict_reasons.failed && !m->offer_reasons.failed &&
           !m->terms_reasons.failed;
}

enum orb_status orb_matcher_evaluate(struct orb_matcher *matcher, uint32_t offer,
                                     struct orb_evaluation *out, struct orb_error *err)
{
    const struct orb_cat_member *x = &matcher->c->members[matcher->c->offers[offer].member];

    return orb_evaluate(matcher, x, true, out) ? ORB_OK : orb_error_memory(err);
}

bool orb_judge(struct orb_matcher *m, const struct orb_cat_member *x, unsigned rules,
               bool told, struct orb_verdict *out)
{
    struct judged of;
    struct orb_verdict_input in = { .rules = rules };

    return input_of(m, x, told, &of, &in) && judge_alone(m, &in, out);
}
