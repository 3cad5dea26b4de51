/* The candidates of the plan: of the offers that cover the same needs, the best one. Noted
 * while searching, then completed with what a bounded search left aside. */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/match/bundle.h"

static bool better(const struct orb_candidate *a, const struct orb_candidate *b)
{
    if (a->minutes != b->minutes)
        return a->minutes < b->minutes;
    if (a->score != b->score)
        return a->score > b->score;
    return a->id_rank < b->id_rank;
}

static struct orb_candidate candidate_of(const struct orb_matcher *m,
                                         const struct orb_cat_member *x,
                                         const struct orb_evaluation *e)
{
    double minutes = e->verdict->place.minutes;
    struct orb_candidate c = { .offer = e->offer,
                               .id_rank = x->id_rank,
                               .score = orb_key(e->score) };

    c.minutes = orb_key(isnan(minutes) ? m->p->plan.unknown_travel_minutes : minutes);
    for (uint32_t i = 0; i < e->need_count; i++) {
        enum orb_class class_ = m->verdicts[e->needs[i].frequency].class_;

        if (class_ != ORB_EXCLUDED)
            c.needs[class_] |= UINT64_C(1) << e->needs[i].need;
    }
    return c;
}

static bool same_needs(const struct orb_candidate *a, const struct orb_candidate *b)
{
    return memcmp(a->needs, b->needs, sizeof a->needs) == 0;
}

/* Of the offers that are of the same class for the same needs, the best one. Neighbours
 * often are: the last found is looked at first. */
bool orb_bundle_note(struct orb_matcher *m, const struct orb_cat_member *x,
                     const struct orb_evaluation *e)
{
    struct orb_candidate c = candidate_of(m, x, e);
    size_t at = m->last_candidate;

    if (at >= m->candidates.count || !same_needs(&m->candidates.items[at], &c))
        for (at = 0; at < m->candidates.count; at++)
            if (same_needs(&m->candidates.items[at], &c))
                break;
    m->last_candidate = at;
    if (at < m->candidates.count) {
        if (better(&c, &m->candidates.items[at]))
            m->candidates.items[at] = c;
        return true;
    }
    if (orb_grow((void **)&m->candidates.items, &m->candidates.capacity,
                 m->candidates.count, sizeof c) != ORB_OK)
        return false;
    m->candidates.items[m->candidates.count++] = c;
    return true;
}

/* The needs of the plan for which it is of the class chosen. */
static uint64_t covers_of(const struct orb_bundler *b, const struct orb_candidate *c)
{
    uint64_t covers = 0;

    for (uint32_t i = 0; i < b->kept; i++)
        if (b->class_[i] != ORB_EXCLUDED &&
            (c->needs[b->class_[i]] >> b->order[i] & 1) != 0)
            covers |= UINT64_C(1) << i;
    return covers;
}

/* Keep the best candidate of each set of needs. */
static bool keep_best(struct orb_bundler *b, const struct orb_candidate *candidate)
{
    struct orb_candidate c = *candidate;
    uint32_t *slot;

    c.covers = covers_of(b, &c);
    slot = &b->slot[c.covers];
    if (c.covers == 0)
        return true;
    if (*slot == 0) {
        if (orb_grow((void **)&b->candidates.items, &b->candidates.capacity,
                     b->candidates.count, sizeof c) != ORB_OK)
            return false;
        b->candidates.items[b->candidates.count++] = c;
        *slot = (uint32_t)b->candidates.count;
        b->changed = true;
    } else if (better(&c, &b->candidates.items[*slot - 1])) {
        b->candidates.items[*slot - 1] = c;
        b->changed = true;
    }
    return true;
}

/* ---- what a bounded search left aside */

/* What answers more needs in fewer minutes would always be taken instead: the most minutes
 * that the best offer for these needs may ask. */
static int64_t least_minutes(const struct orb_bundler *b, uint64_t part)
{
    int64_t least = ORB_KEY_UNKNOWN;

    for (size_t i = 0; i < b->candidates.count; i++)
        if ((b->candidates.items[i].covers & part) == part &&
            b->candidates.items[i].minutes < least)
            least = b->candidates.items[i].minutes;
    return least;
}

/* What an offer must do to be the best for some of the needs it covers: not more than these
 * minutes, and when it takes none, not less than that score. */
struct demand {
    uint64_t covers;
    int64_t minutes, score;
};
#define DEMANDS 64

/* Where an offer stands decides which of its frequencies are within reach, hence which of
 * the needs it covers it answers. */
static void find_demand(const struct orb_bundler *b, uint64_t covers, struct demand *out)
{
    const struct orb_matcher *m = b->m;

    *out = (struct demand){ covers, -1, INT64_MAX };
    for (uint32_t set = 1; set < 1U << m->frequency_count; set++) {
        uint64_t part = 0;
        int64_t least;
        int64_t score = 0;

        for (uint32_t i = 0; i < b->kept; i++)
            if ((covers >> i & 1) != 0 && (set >> m->needs[b->order[i]].frequency & 1) != 0)
                part |= UINT64_C(1) << i;
        if (part == 0)
            continue;
        least = least_minutes(b, part);
        if (b->slot[part] != 0 && b->candidates.items[b->slot[part] - 1].minutes == 0)
            score = b->candidates.items[b->slot[part] - 1].score;
        out->minutes = least > out->minutes ? least : out->minutes;
        out->score = score < out->score ? score : out->score;
    }
}

/* The rankings did not need every offer: the plan may need one of the others. */
struct completer {
    struct orb_walker walker;
    struct orb_bundler *b;
    struct demand demands[DEMANDS]; /* by some bits of what they cover */
    const struct demand *demand;    /* of the kind opened */
    double from_m;                  /* of the stage */
};

static bool cares(struct orb_walker *w, const struct orb_care_facts *care)
{
    (void)w;
    return care->covers;
}

/* The needs of the plan that a care may answer as they must. */
static uint64_t may_answer(const struct orb_bundler *b, const struct orb_care_facts *care,
                           enum orb_class class_)
{
    uint64_t covers = 0;

    for (uint32_t i = 0; i < b->kept; i++)
        if (b->class_[i] != ORB_EXCLUDED && class_ <= b->class_[i] &&
            b->m->numbers.items[care->coverage_first + b->order[i]] > 0)
            covers |= UINT64_C(1) << i;
    return covers;
}

/* Made again once a candidate was found or bettered. */
static const struct demand *demand_of(struct completer *c, uint64_t covers)
{
    struct demand *d = &c->demands[(covers ^ covers >> 6 ^ covers >> 12) % DEMANDS];

    if (c->b->changed)
        memset(c->demands, 0, sizeof c->demands);
    c->b->changed = false;
    if (d->covers != covers)
        find_demand(c->b, covers, d);
    return d;
}

static bool opens(struct orb_walker *w, const struct orb_view *v)
{
    struct completer *c = (struct completer *)w;
    uint64_t covers =
        v->floor == ORB_EXCLUDED ? 0 : may_answer(c->b, v->facts.care, v->floor);

    if (covers == 0)
        return false;
    c->demand = demand_of(c, covers);
    return v->facts.ways->away || !v->facts.ways->on_site ||
           c->demand->minutes >= w->m->shortest;
}

/* Could it be better than what is there? */
static bool is_asked(const struct completer *c, const struct orb_view *v,
                     const struct orb_glance *glance)
{
    if (may_answer(c->b, v->facts.care, glance->class_) == 0)
        return false;
    if (!isfinite(glance->minutes))
        return true;
    if (glance->minutes > 0)
        return orb_key(glance->minutes * (1 - 1e-9)) <= c->demand->minutes;
    return c->demand->minutes > 0 ||
           orb_key(orb_view_overall(c->b->m, v, glance)) + 1 >= c->demand->score;
}

static bool is_asked_from(const struct completer *c, const struct orb_view *v,
                          const struct orb_from_afar *afar)
{
    struct orb_glance glance;

    orb_view_glance_afar(c->b->m, v, afar, &glance);
    return is_asked(c, v, &glance);
}

static bool visit(struct orb_walker *w, const struct orb_view *v,
                  const struct orb_cat_member *x)
{
    struct completer *c = (struct completer *)w;
    struct orb_glance glance;
    struct orb_evaluation e;
    struct orb_candidate found;

    if (orb_search_did(w->m, x))
        return true;
    orb_view_glance(w->m, v, x, &glance);
    if (!is_asked(c, v, &glance))
        return true;
    if (!orb_evaluate(w->m, x, false, &e))
        return false;
    found = candidate_of(w->m, x, &e);
    return !e.scored || keep_best(c->b, &found);
}

static bool meet(struct completer *c, uint32_t member, bool linked)
{
    const struct orb_cat_member *x = &c->b->m->c->members[member];
    struct orb_view v;

    if (orb_search_did(c->b->m, x))
        return true;
    return orb_view_make(c->b->m, x->kind, linked, &v) &&
           (!v.facts.care->covers || !opens(&c->walker, &v) || visit(&c->walker, &v, x));
}

static bool visit_from(struct orb_walker *w, const struct orb_view *v,
                       const struct orb_cat_member *x)
{
    return !opens(w, v) || visit(w, v, x);
}

/* The offers of a kind that are neither near nor in a zone. */
static bool meet_kind(struct orb_walker *w, const struct orb_view *v, uint32_t kind)
{
    const struct orb_cat_span *span = &w->m->c->kinds[kind].members;
    uint32_t end = span->first + span->count;
    struct completer *c = (struct completer *)w;
    struct orb_from_afar afar;
    struct orb_glance glance;

    orb_view_find_apart(w->m, v, kind, &afar);
    orb_view_glance_afar(w->m, v, &afar, &glance);
    for (uint32_t i = span->first; i < end;) {
        const struct orb_cat_member *x = &w->m->c->members[i];

        glance.w = orb_view_waiting(w->m, x);
        if (!opens(w, v))
            return true;
        if (!is_asked(c, v, &glance))
            i = orb_view_waits_unknown(x) ? end : orb_view_unknown(w->m, i, end);
        else if (!visit(w, v, x))
            return false;
        else
            i++;
    }
    return true;
}

static bool opens_from(struct orb_walker *w, const struct orb_view *v)
{
    struct completer *c = (struct completer *)w;
    struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };

    if (!opens(w, v))
        return false;
    if (v->facts.ways->on_site)
        orb_view_beyond(w->m, v->facts.ways, c->from_m, v->facts.ways->near_chord_m, &afar);
    return is_asked_from(c, v, &afar);
}

/* The kinds of a pair, wherever their ways let them be. */
static bool asks_pair(struct orb_walker *w, const struct orb_view *v)
{
    struct completer *c = (struct completer *)w;
    uint64_t covers = may_answer(c->b, v->facts.care, v->floor);

    if (covers == 0)
        return false;
    c->demand = demand_of(c, covers);
    return is_asked_from(c, v, &w->afar);
}

/* The cares whose offers may answer as they must where they may be at best. */
static bool cares_apart(struct orb_walker *w, const struct orb_care_facts *care)
{
    struct completer *c = (struct completer *)w;
    struct orb_view v = { .facts.care = care,
                          .tally = care->tally,
                          .floor = orb_tally_class(w->m, &care->tally) };
    struct orb_glance glance;

    orb_view_glance_afar(w->m, &v, &w->afar, &glance);
    return care->covers && may_answer(c->b, care, glance.class_) != 0;
}

/* The most minutes that some care may still ask of the plan. */
static int64_t most_minutes(struct completer *c)
{
    struct orb_matcher *m = c->b->m;
    int64_t most = -1;

    for (uint32_t care = 0; care < m->c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);
        uint64_t covers;

        if (f == NULL)
            return ORB_KEY_UNKNOWN; /* without memory, the walk says so */
        covers = may_answer(c->b, f, orb_tally_class(m, &f->tally));
        if (covers != 0 && demand_of(c, covers)->minutes > most)
            most = demand_of(c, covers)->minutes;
    }
    return most;
}

/* What the search met near, and what it left aside there. */
static bool complete_near(struct completer *c)
{
    const struct orb_matcher *m = c->b->m;
    int64_t most = most_minutes(c);

    for (size_t i = 0; i < m->seen.count; i++) {
        const struct orb_seen *seen = &m->seen.items[i];

        /* The float rounds by less than a millionth. */
        if (!seen->whole &&
            !(seen->minutes > 0 && orb_key((double)seen->minutes * (1 - 1e-6)) > most) &&
            !meet(c, seen->number, seen->linked))
            return false;
    }
    most = most_minutes(c);
    c->walker.opens = opens_from;
    c->walker.visit = visit_from;
    orb_walk_begin(c->b->m);
    for (uint32_t stage = 1; stage < ORB_STAGES; stage++) {
        struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };

        c->from_m = orb_walk_stage_from(m, stage);
        orb_view_beyond(m, NULL, c->from_m, m->near_chord_m[0], &afar);
        if (!isfinite(afar.minutes) || orb_key(afar.minutes * (1 - 1e-9)) > most)
            break;
        if (!orb_walk_stage(&c->walker, stage))
            return false;
    }
    c->walker.opens = opens;
    c->walker.visit = visit;
    c->walker.cares = cares_apart;
    return orb_walk_apart(&c->walker);
}

/* From the start: all that may answer, wherever it is. */
static bool complete_all(struct completer *c, bool near)
{
    const struct orb_matcher *m = c->b->m;

    for (uint32_t i = 0; i < m->linked_near_count; i++)
        if (!meet(c, m->linked_near[i].member, true))
            return false;
    if (!near)
        return orb_walk_anywhere(&c->walker);
    c->walker.whole = NULL;
    return orb_walk_all(&c->walker);
}

static bool complete(struct orb_bundler *b)
{
    struct completer c = { .walker = { .cares = cares,
                                       .opens = opens,
                                       .visit = visit,
                                       .pairs = asks_pair,
                                       .whole = meet_kind,
                                       .m = b->m },
                           .b = b };
    bool near = orb_walk_is_near(b->m); /* hence seen */
    bool misses = false;

    for (uint32_t i = 0; i < b->kept; i++)
        misses = misses || b->class_[i] == ORB_NEAR_MISS;
    if (!b->m->bounded)
        return true;
    return near && !misses ? complete_near(&c) : complete_all(&c, near);
}

bool orb_bundle_collect(struct orb_bundler *b)
{
    for (size_t i = 0; i < b->m->candidates.count; i++)
        if (!keep_best(b, &b->m->candidates.items[i]))
            return false;
    if (!complete(b))
        return false;
    for (size_t i = 0; i < b->candidates.count; i++)
        b->slot[b->candidates.items[i].covers] = 0;
    return true;
}
