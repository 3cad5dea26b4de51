/* The walks of a search with nothing ranked: reasons of parts are gathered once a kind. */
#include "engine/match/survey.h"

#include <math.h>

#include "engine/match/sighting.h"

/* ---- one offer */

bool orb_member_waits(const struct orb_cat_member *member, double days)
{
    return (member->flags & ORB_MEMBER_PLACE) == 0 && member->wait_days > days;
}

/* The needs looked for that a care covers at a frequency. */
static uint64_t covered(const struct orb_surveyor *s, const struct orb_care_facts *care,
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

bool orb_survey_tell(struct orb_surveyor *s, const struct orb_sighting *sighting)
{
    s->failed = !s->survey->visit(s->survey, sighting);
    return !s->failed && s->survey->needs != 0;
}

/* An offer of which the person says something, with all that an evaluation tells. */
static bool tell_special(struct orb_surveyor *s, const struct orb_cat_member *x, bool named)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_evaluation e;

    if (!orb_evaluate(m, x, true, &e)) {
        s->failed = true;
        return false;
    }
    for (uint32_t i = 0; i < e.need_count; i++) {
        const struct orb_verdict *v = &e.verdicts[e.needs[i].frequency];
        struct orb_sighting out = { .member = x, .place = v->place, .named = named };
        struct orb_blocks b = orb_blocks_none;

        out.needs = UINT64_C(1) << e.needs[i].need & s->survey->needs;
        out.frequency = m->frequencies[e.needs[i].frequency];
        for (size_t k = 0; k < v->reason_count; k++)
            orb_blocks_count(&b, &v->reasons[k], v->reasons[k].relaxable);
        out.failed = b.failed;
        out.unknown = b.unknown;
        out.slack = v->slack;
        out.gap = b.gap;
        out.class_ = v->class_;
        out.relaxable = v->relaxable;
        if (out.needs != 0 && !orb_survey_tell(s, &out))
            return false;
    }
    return true;
}

/* ---- the walks */

static bool cares(struct orb_walker *w, const struct orb_care_facts *care)
{
    const struct orb_surveyor *s = (const struct orb_surveyor *)w;

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
    struct orb_surveyor *s = (struct orb_surveyor *)w;
    struct orb_matcher *m = w->m;
    struct orb_verdict_input in = { .offer = x->offer,
                                    .member = x,
                                    .facts = v->facts,
                                    .parts = v->pair->tally,
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
                                    .frequency = m->frequencies[f],
                                    .needs = covered(s, v->facts.care, f) };
        struct orb_verdict verdict;
        size_t first;

        if (out.needs == 0)
            continue;
        verdict.place = orb_query_place(m, x->zone, v->facts.ways, out.frequency, &trip);
        orb_verdict_make(m, &in, &verdict, &first);
        out.place = verdict.place;
        out.class_ = verdict.class_;
        out.slack = verdict.slack;
        if (out.class_ <= ORB_TO_VERIFY && !orb_survey_tell(s, &out))
            return false;
    }
    return true;
}

void orb_survey_blocks(struct orb_surveyor *s, const struct orb_cat_member *x, uint32_t f,
                       struct orb_sighting *out)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_blocks b = s->kind.parts;
    struct orb_trip trip = orb_query_trip(m, x);

    orb_blocks_add_offer(m, &s->kind, x, &b);
    out->place = orb_query_place(m, x->zone, s->kind.facts.ways, m->frequencies[f], &trip);
    orb_blocks_add_place(m, &s->kind.facts, x, &out->place, &b);
    out->failed = b.failed;
    out->unknown = b.unknown;
    out->slack = b.slack;
    out->gap = b.gap;
    out->relaxable = !b.fixed;
    out->class_ = orb_blocks_class(m, &b);
}

bool orb_survey_offer(struct orb_surveyor *s, const struct orb_cat_member *x)
{
    const struct orb_matcher *m = s->walker.m;

    for (uint32_t f = 0; f < m->frequency_count; f++) {
        struct orb_sighting out = { .member = x,
                                    .frequency = m->frequencies[f],
                                    .needs = covered(s, s->kind.facts.care, f) };

        if (out.needs == 0)
            continue;
        orb_survey_blocks(s, x, f, &out);
        if (!orb_survey_tell(s, &out))
            return false;
    }
    return true;
}

static bool tell_kind(struct orb_surveyor *s, uint32_t kind)
{
    const struct orb_catalogue *c = s->walker.m->c;
    const struct orb_cat_span *span = &c->kinds[kind].members;

    for (uint32_t i = span->first; i < span->first + span->count; i++)
        if (orb_query_special(s->walker.m, c->members[i].offer) == NULL &&
            !orb_survey_offer(s, &c->members[i]))
            return false;
    return true;
}

static bool walk_kinds(struct orb_surveyor *s)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_catalogue *c = m->c;

    for (uint32_t care = 0; care < c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);

        if (f == NULL)
            return false;
        if (!cares(&s->walker, f))
            continue;
        for (uint32_t i = c->care_kinds[care]; i < c->care_kinds[care + 1]; i++)
            if (!orb_kind_blocks_make(m, i, &s->kind) || !tell_kind(s, i))
                return false;
    }
    return true;
}

bool orb_survey_specials(struct orb_surveyor *s)
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

static bool walk(struct orb_surveyor *s)
{
    struct orb_matcher *m = s->walker.m;

    if (!s->survey->near)
        return walk_kinds(s);
    return orb_walk_is_near(m) ? orb_walk_around(&s->walker) && orb_walk_apart(&s->walker)
                               : orb_walk_all(&s->walker);
}

enum orb_status orb_matcher_survey(struct orb_matcher *m, struct orb_survey *survey,
                                   struct orb_error *err)
{
    struct orb_surveyor s = { .walker = { .cares = cares, .m = m }, .survey = survey };
    bool done;

    survey->matcher = m;
    if (survey->needs == 0)
        return ORB_OK;
    s.walker.opens = opens_near;
    s.walker.visit = visit_near;
    done = orb_survey_specials(&s) && walk(&s);
    /* A walk ends early for want of memory, or because nothing is looked for any more. */
    return done || (!s.failed && survey->needs == 0) ? ORB_OK : orb_error_memory(err);
}
