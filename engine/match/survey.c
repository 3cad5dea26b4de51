/* The walks of a search with nothing ranked: reasons of parts are gathered once a kind. */
#include "engine/match/survey.h"

#include <math.h>

#include "engine/match/rule/rule.h"
#include "engine/match/search.h"

/* What reasons amount to, by their codes. */
struct blocks {
    uint64_t failed, unknown;
    double slack, gap;
    uint32_t count; /* reasons that say no */
    bool fixed;     /* one of them cannot be relaxed */
};

struct surveyor {
    struct orb_walker walker;
    struct orb_survey *survey;
    struct blocks kind;  /* of the parts of the kind at hand */
    struct blocks plain; /* of rules open and refused, for plain offers */
    bool failed;         /* memory lacks */
    bool groups;         /* offers of a kind are told at once */
};

/* Offers of a kind that are told at once. */
struct far_group {
    const struct orb_cat_member *first;
    uint32_t count;
};

/* ---- reasons */

static void count(struct blocks *b, const struct orb_reason *r, bool relaxable)
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

/* As the verdict takes them: a no hides the unknown of its rule, the profile may take a
 * missing value for a yes (MATCHING 4.1). */
static void add_rule(const struct orb_matcher *m, struct blocks *b, enum orb_rule_id rule,
                     const struct orb_reason *reasons, size_t n)
{
    const struct orb_profile_rule *cfg = &m->p->rules[rule];
    bool failed = false;

    for (size_t i = 0; i < n; i++)
        failed = failed || reasons[i].outcome == ORB_RULE_NO;
    for (size_t i = 0; i < n; i++)
        if (reasons[i].outcome == ORB_RULE_NO ||
            (!failed && (!cfg->missing_is_yes || orb_reason_is_igas(&reasons[i]))))
            count(b, &reasons[i], reasons[i].relaxable && cfg->relaxable);
}

static void add_part(const struct orb_matcher *m, struct blocks *b,
                     const struct orb_part_reasons *part)
{
    for (int r = 0; r < ORB_RULES; r++)
        if (part->count[r] > 0)
            add_rule(m, b, (enum orb_rule_id)r, m->terms_reasons.items + part->first[r],
                     part->count[r]);
}

static void merge(struct blocks *b, const struct blocks *more)
{
    if (more->count > 0)
        b->gap = b->count == 0 ? more->gap : NAN;
    b->failed |= more->failed;
    b->unknown |= more->unknown;
    b->slack += more->slack;
    b->count += more->count;
    b->fixed = b->fixed || more->fixed;
}

/* What the person refuses and when it is wanted can be told of a kind at once. */
static bool is_plain_person(const struct orb_matcher *m)
{
    return m->person->refused_organizations.count == 0 &&
           !(m->policy->deadline && m->person->urgency_days >= 0);
}

/* Rules open and refused, of what is open today and of which the person says nothing by
 * name: they look at the parts alone. offer is any of the kind. */
static struct blocks plain_rules(struct orb_matcher *m, const struct orb_facts *facts,
                                 uint32_t offer)
{
    struct orb_rule_case k = {
        .m = m, .facts = *facts, .offer = offer, .out = &m->offer_reasons
    };
    struct blocks b = { .gap = NAN };

    m->offer_reasons.count = 0;
    if (m->p->rules[ORB_RULE_OPEN].enabled)
        orb_rule_open_ways(&k);
    add_rule(m, &b, ORB_RULE_OPEN, m->offer_reasons.items, m->offer_reasons.count);
    m->offer_reasons.count = 0;
    if (m->refuses && m->p->rules[ORB_RULE_REFUSED].enabled && is_plain_person(m))
        orb_rule_refused(&k);
    add_rule(m, &b, ORB_RULE_REFUSED, m->offer_reasons.items, m->offer_reasons.count);
    return b;
}

/* ---- one offer */

static bool is_plain(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    orb_date today = m->person->reference_date;

    return is_plain_person(m) &&
           (x->flags & (ORB_MEMBER_DUPLICATE | ORB_MEMBER_CLOSURES)) == 0 &&
           (x->closed_on == ORB_DATE_NONE || x->closed_on > today) &&
           (x->opened_on == ORB_DATE_NONE || x->opened_on <= today);
}

static void add_offer(struct surveyor *s, const struct orb_verdict_input *in,
                      struct blocks *b)
{
    struct orb_matcher *m = s->walker.m;

    if (is_plain(m, in->member)) {
        merge(b, &s->plain);
        return;
    }
    orb_verdict_apply(m, in);
    for (int r = 0; r < ORB_RULES; r++)
        add_rule(m, b, (enum orb_rule_id)r, m->offer_reasons.items + m->offer_first[r],
                 m->offer_first[r + 1] - m->offer_first[r]);
}

static void add_place(struct orb_matcher *m, const struct orb_verdict_input *in,
                      const struct orb_place *place, struct blocks *b)
{
    struct orb_rule_case k = { .m = m,
                               .terms = &m->c->terms[in->member->terms],
                               .facts = in->facts,
                               .circle = in->circle,
                               .place = place,
                               .offer = in->offer,
                               .out = &m->offer_reasons };

    for (int r = ORB_RULE_PLACE; r <= ORB_RULE_ACCESSIBILITY; r++) {
        size_t before = m->offer_reasons.count;

        if (!m->p->rules[r].enabled ||
            (r == ORB_RULE_PLACE ? place->outcome == ORB_RULE_YES : m->feature_count == 0))
            continue;
        orb_rules[r].apply(&k);
        add_rule(m, b, (enum orb_rule_id)r, m->offer_reasons.items + before,
                 m->offer_reasons.count - before);
        m->offer_reasons.count = before;
    }
}

static enum orb_class class_of(const struct orb_matcher *m, const struct blocks *b)
{
    struct orb_tally t = { .slack = b->slack,
                           .flags = (b->count > 0 ? ORB_TALLY_FAILED : 0U) |
                                    (b->fixed ? ORB_TALLY_FIXED : 0U) |
                                    (b->unknown != 0 ? ORB_TALLY_UNKNOWN : 0U) };

    return orb_tally_class(m, &t);
}

/* The needs looked for that a care covers at a frequency. */
static uint64_t covered(const struct surveyor *s, const struct orb_care_facts *care,
                        uint32_t frequency)
{
    const struct orb_matcher *m = s->walker.m;
    uint64_t needs = 0;

    for (uint32_t i = 0; i < care->need_count; i++) {
        uint32_t need = m->indices.items[care->needs_first + i];

        if (m->needs[need].frequency == frequency)
            needs |= UINT64_C(1) << need;
    }
    return needs & s->survey->needs;
}

static bool tell(struct surveyor *s, const struct orb_sighting *sighting)
{
    s->failed = !s->survey->visit(s->survey, sighting);
    return !s->failed && s->survey->needs != 0;
}

/* An offer of which the person says something, with all that an evaluation tells. */
static bool tell_special(struct surveyor *s, const struct orb_cat_member *x, bool named)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_evaluation e;

    if (!orb_evaluate(m, x, true, &e)) {
        s->failed = true;
        return false;
    }
    for (uint32_t i = 0; i < e.need_count; i++) {
        const struct orb_verdict *v = &e.verdicts[e.needs[i].frequency];
        struct orb_sighting out = {
            .member = x, .place = v->place, .named = named, .count = 1
        };
        struct blocks b = { .gap = NAN };

        out.needs = UINT64_C(1) << e.needs[i].need & s->survey->needs;
        out.frequency = m->frequencies[e.needs[i].frequency];
        for (size_t k = 0; k < v->reason_count; k++)
            count(&b, &v->reasons[k], v->reasons[k].relaxable);
        out.failed = b.failed;
        out.unknown = b.unknown;
        out.slack = v->slack;
        out.gap = b.gap;
        out.class_ = v->class_;
        out.relaxable = v->relaxable;
        if (out.needs != 0 && !tell(s, &out))
            return false;
    }
    return true;
}

/* ---- the walks */

static bool cares(struct orb_walker *w, const struct orb_care_facts *care)
{
    const struct surveyor *s = (const struct surveyor *)w;

    for (uint32_t i = 0; i < care->need_count; i++)
        if ((s->survey->needs >> w->m->indices.items[care->needs_first + i] & 1) != 0)
            return true;
    return false;
}

static bool opens_near(struct orb_walker *w, const struct orb_view *v)
{
    (void)w;
    return v->floor <= ORB_TO_VERIFY;
}

static bool visit_near(struct orb_walker *w, const struct orb_view *v,
                       const struct orb_cat_member *x)
{
    static const struct orb_circle_fact nobody = { .circle = ORB_CIRCLE_C2,
                                                   .relation = ORB_CAT_NONE,
                                                   .stale = ORB_CAT_NONE };
    struct surveyor *s = (struct surveyor *)w;
    struct orb_matcher *m = w->m;
    struct orb_verdict_input in = { .offer = x->offer,
                                    .member = x,
                                    .facts = v->facts,
                                    .circle = &nobody,
                                    .rules = ORB_ALL_RULES };
    struct orb_glance glance;
    struct orb_trip trip;

    orb_view_glance(m, v, x, &glance);
    if (glance.class_ > ORB_TO_VERIFY || orb_query_special(m, x->offer) != NULL)
        return true;
    orb_verdict_begin(m, &in);
    trip = orb_query_trip(m, x);
    for (uint32_t f = 0; f < m->frequency_count; f++) {
        struct orb_sighting out = { .member = x,
                                    .gap = NAN,
                                    .count = 1,
                                    .frequency = m->frequencies[f],
                                    .needs = covered(s, v->facts.care, f) };
        struct orb_verdict verdict;
        size_t first;

        if (out.needs == 0)
            continue;
        out.place = orb_query_place(m, x->zone, v->facts.ways, out.frequency, &trip);
        orb_verdict_make(m, &in, &out.place, &verdict, &first);
        out.class_ = verdict.class_;
        out.slack = verdict.slack;
        if (out.class_ <= ORB_TO_VERIFY && !tell(s, &out))
            return false;
    }
    return true;
}

static void gather_kind(struct surveyor *s, const struct orb_view *v, uint32_t kind)
{
    struct orb_matcher *m = s->walker.m;
    uint32_t first = m->c->kinds[kind].members.first;

    s->kind = (struct blocks){ .gap = NAN };
    add_part(m, &s->kind, &v->facts.care->reasons);
    add_part(m, &s->kind, &v->facts.entry->reasons);
    add_part(m, &s->kind, &v->facts.ways->reasons);
    s->plain = plain_rules(m, &v->facts, m->c->members[first].offer);
}

/* An offer, or those of its kind that look like it, told for each frequency. */
static bool tell_all(struct surveyor *s, const struct orb_view *v,
                     const struct orb_cat_member *x, uint32_t count)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_verdict_input in = {
        .offer = x->offer, .member = x, .facts = v->facts, .rules = ORB_ALL_RULES
    };
    struct blocks common = s->kind;
    struct orb_trip trip;

    m->offer_reasons.count = 0;
    add_offer(s, &in, &common);
    m->offer_reasons.count = 0;
    trip = orb_query_trip(m, x);
    for (uint32_t f = 0; f < m->frequency_count; f++) {
        struct orb_sighting out = { .member = x,
                                    .count = count,
                                    .frequency = m->frequencies[f],
                                    .needs = covered(s, v->facts.care, f) };
        struct blocks b = common;

        if (out.needs == 0)
            continue;
        out.place = orb_query_place(m, x->zone, v->facts.ways, out.frequency, &trip);
        add_place(m, &in, &out.place, &b);
        out.failed = b.failed;
        out.unknown = b.unknown;
        out.slack = b.slack;
        out.gap = b.gap;
        out.relaxable = !b.fixed;
        out.class_ = class_of(m, &b);
        if (!tell(s, &out))
            return false;
    }
    return true;
}

/* ---- offers told at once */

static bool asks_features(const struct orb_matcher *m)
{
    for (uint32_t i = 0; i < m->feature_count; i++)
        if (m->features[i].required)
            return true;
    return false;
}

/* Out of reach: beyond the limit of every modality, all on site; or not to be reached,
 * since they come without a zone. */
static bool is_group(const struct orb_matcher *m, const struct orb_view *v, uint32_t kind,
                     const struct orb_cat_member *x)
{
    const struct orb_ways_facts *ways = v->facts.ways;
    double dx = x->x - m->position.x;
    double dy = x->y - m->position.y;
    double dz = x->z - m->position.z;

    if (!is_plain(m, x) || orb_query_special(m, x->offer) != NULL)
        return false;
    if (ways->away)
        return !ways->on_site && m->c->kinds[kind].zoned == 0;
    /* Without a position, no comparison holds. */
    return ways->on_site && m->located &&
           dx * dx + dy * dy + dz * dz > ways->near_chord_m * ways->near_chord_m;
}

static void add_to_group(struct far_group *g, const struct orb_cat_member *x)
{
    if (g->count == 0 || x->id_rank < g->first->id_rank)
        g->first = x;
    g->count++;
}

static bool tell_kind(struct surveyor *s, const struct orb_view *v, uint32_t kind)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_cat_span *span = &m->c->kinds[kind].members;
    struct far_group groups[2] = { { NULL, 0 }, { NULL, 0 } };

    for (uint32_t i = span->first; i < span->first + span->count; i++) {
        const struct orb_cat_member *x = &m->c->members[i];
        bool waits =
            (x->flags & ORB_MEMBER_PLACE) == 0 && x->wait_days > s->survey->long_wait;

        if (s->groups && is_group(m, v, kind, x))
            add_to_group(&groups[waits], x);
        else if (orb_query_special(m, x->offer) == NULL && !tell_all(s, v, x, 1))
            return false;
    }
    for (int i = 0; i < 2; i++)
        if (groups[i].count > 0 && !tell_all(s, v, groups[i].first, groups[i].count))
            return false;
    return true;
}

static bool walk_kinds(struct surveyor *s)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_catalogue *c = m->c;

    for (uint32_t care = 0; care < c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);

        if (f == NULL)
            return false;
        if (!cares(&s->walker, f))
            continue;
        for (uint32_t i = c->care_kinds[care]; i < c->care_kinds[care + 1]; i++) {
            struct orb_view v;

            if (!orb_kind_facts(m, i, &v.facts))
                return false;
            gather_kind(s, &v, i);
            if (!tell_kind(s, &v, i))
                return false;
        }
    }
    return true;
}

static bool walk_specials(struct surveyor *s)
{
    struct orb_matcher *m = s->walker.m;

    for (uint32_t i = 0; i < m->special_count; i++) {
        const struct orb_query_special *special = &m->specials[i];

        if (!tell_special(s, &m->c->members[m->c->offers[special->offer].member],
                          special->named))
            return false;
    }
    return true;
}

static bool walk(struct surveyor *s)
{
    struct orb_matcher *m = s->walker.m;

    if (!s->survey->near) {
        s->groups =
            s->survey->grouped && !asks_features(m) && m->p->rules[ORB_RULE_PLACE].enabled;
        return walk_kinds(s);
    }
    return orb_walk_is_near(m) ? orb_walk_around(&s->walker) && orb_walk_apart(&s->walker)
                               : orb_walk_all(&s->walker);
}

enum orb_status orb_matcher_survey(struct orb_matcher *m, struct orb_survey *survey,
                                   struct orb_error *err)
{
    struct surveyor s = { .walker = { .cares = cares, .m = m }, .survey = survey };
    bool done;

    survey->matcher = m;
    if (survey->needs == 0)
        return ORB_OK;
    s.walker.opens = opens_near;
    s.walker.visit = visit_near;
    done = walk_specials(&s) && walk(&s);
    /* A walk ends early for want of memory, or because nothing is looked for any more. */
    return done || (!s.failed && survey->needs == 0) ? ORB_OK : orb_error_memory(err);
}
