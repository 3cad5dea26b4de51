/* Looks for the offers that answer. When only the first lines are asked, what could not
 * enter any of them is left aside: the lists are exact, the counts are not made. */
#include "engine/match/search.h"

#include <math.h>
#include <string.h>

#include "engine/match/totals.h"

static bool look_at(struct orb_matcher *m, const struct orb_cat_member *x,
                    uint64_t counts[ORB_CLASSES])
{
    struct orb_evaluation e;

    orb_marks_add(&m->done, (uint32_t)(x - m->c->members));
    if (!orb_evaluate(m, x, false, &e))
        return false;
    counts[e.verdict->class_]++;
    return !e.scored || (orb_enter_lists(m, x, &e) && orb_bundle_note(m, x, &e));
}

/* ---- the search */

struct searcher {
    struct orb_walker walker;
    uint64_t *counts;
    double from_m; /* of the stage */
    struct orb_from_afar site,
        home;      /* the best a stage holds: on site alone, home beside */
    size_t looked; /* how many of what was seen */
    bool within;   /* near misses of the operator's own are for later */
    bool linked;   /* what is met may be in the operator's circles */
    bool filled;   /* the lists hold what is nearer: only remember what may enter them */
};

static bool cares(struct orb_walker *w, const struct orb_care_facts *care)
{
    return care->covers || care->coordination || !w->m->no_need_excludes;
}

/* Do the near misses met so far leave open whether a coordination is advised? */
static bool lacks_misses(const struct orb_matcher *m)
{
    return m->near_misses < (uint64_t)m->p->coordination.near_miss_threshold;
}

/* Could an offer at hand, with a place, enter some list? */
static bool opens(struct orb_walker *w, const struct orb_view *v)
{
    const struct orb_matcher *m = w->m;
    struct orb_glance glance = { .class_ = v->floor, .w = fmax(1, m->p->unknown) };

    if (v->floor == ORB_EXCLUDED || !m->bounded || lacks_misses(m))
        return v->floor != ORB_EXCLUDED;
    for (int f = 0; f < ORB_FREQUENCIES; f++)
        glance.g[f] = glance.w;
    return v->facts.care->covers && orb_is_useful(m, v, &glance, 0);
}

/* Looked at already, or by itself, since what the operator may hold nearer is unlike its
 * kind. */
static bool is_passed(const struct searcher *s, const struct orb_cat_member *x)
{
    return orb_search_did(s->walker.m, x) || (!s->linked && orb_linked_has(s->walker.m, x));
}

static bool visit(struct orb_walker *w, const struct orb_view *v,
                  const struct orb_cat_member *x)
{
    const struct searcher *s = (const struct searcher *)w;
    struct orb_matcher *m = w->m;
    struct orb_glance glance;

    if (is_passed(s, x))
        return true;
    orb_view_glance(m, v, x, &glance);
    return glance.class_ == ORB_EXCLUDED ||
           (m->bounded && !lacks_misses(m) && !orb_is_useful(m, v, &glance, x->id_rank)) ||
           look_at(m, x, s->counts);
}

static bool gather(struct orb_walker *w, const struct orb_view *v,
                   const struct orb_cat_member *x)
{
    struct searcher *s = (struct searcher *)w;
    struct orb_seen seen = { .number = (uint32_t)(x - w->m->c->members),
                             .linked = s->linked };
    struct orb_glance glance;

    if (is_passed(s, x))
        return true;
    orb_view_glance(w->m, v, x, &glance);
    return glance.class_ == ORB_EXCLUDED ||
           (s->filled && !orb_is_useful(w->m, v, &glance, x->id_rank)) ||
           orb_seen_add(w->m, v, &glance, seen);
}

/* Could offers seen so enter some list, other than as near misses? */
static bool is_worth(const struct orb_matcher *m, const struct orb_view *v,
                     const struct orb_glance *glance)
{
    return glance->class_ < ORB_NEAR_MISS && orb_is_useful(m, v, glance, 0);
}

/* Could offers that are there at best? */
static bool may_be(struct orb_walker *w, const struct orb_view *v,
                   const struct orb_from_afar *afar)
{
    struct orb_glance glance;

    orb_view_glance_afar(w->m, v, afar, &glance);
    return is_worth(w->m, v, &glance);
}

static bool gathers(struct orb_walker *w, const struct orb_view *v)
{
    (void)w;
    return v->floor != ORB_EXCLUDED && v->facts.care->covers;
}

/* Could an offer of a kind that stands as far as the stage does enter some list? */
static bool gathers_from(struct orb_walker *w, const struct orb_view *v)
{
    const struct searcher *s = (const struct searcher *)w;
    struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };
    struct orb_glance glance;

    if (!gathers(w, v))
        return false;
    if (v->facts.ways->on_site)
        orb_view_beyond(w->m, v->facts.ways, s->from_m, v->facts.ways->near_chord_m, &afar);
    orb_view_glance_afar(w->m, v, &afar, &glance);
    if (w->m->c->soon != NULL && !is_worth(w->m, v, &glance))
        return false; /* without a look at who waits */
    glance.w = orb_view_soonest(w->m, v->kind);
    return is_worth(w->m, v, &glance);
}

static void set_stage(struct searcher *s, uint32_t stage)
{
    struct orb_matcher *m = s->walker.m;

    s->from_m = orb_walk_stage_from(m, stage);
    s->site = (struct orb_from_afar){ .outcome = ORB_RULE_NO, .minutes = INFINITY };
    orb_view_beyond(m, NULL, s->from_m, m->near_chord_m[0], &s->site);
    s->home = s->site;
    orb_from_afar_add_home(m, &s->home);
}

/* Could an offer of a care that stands as far as the stage does? */
static bool cares_from(struct orb_walker *w, const struct orb_care_facts *care)
{
    const struct searcher *s = (const struct searcher *)w;
    bool home = orb_apart_has_home(w->m, (uint32_t)(care - w->m->care));

    w->afar = home ? s->home : s->site;
    return orb_is_useful_care(w, care);
}

static bool gathers_pair_from(struct orb_walker *w, const struct orb_view *v)
{
    const struct searcher *s = (const struct searcher *)w;
    bool home = orb_apart_has_home(w->m, (uint32_t)(v->facts.care - w->m->care));

    return may_be(w, v, home ? &s->home : &s->site);
}

static bool gathers_pair(struct orb_walker *w, const struct orb_view *v)
{
    return may_be(w, v, &w->afar);
}

/* What the operator may hold nearer, but for what the person says something of. */
static bool walk_linked(struct searcher *s)
{
    bool ok;

    s->linked = true;
    ok = orb_walk_linked(&s->walker, s->within);
    s->linked = false;
    return ok;
}

static bool look_at_specials(struct searcher *s)
{
    struct orb_matcher *m = s->walker.m;

    orb_marks_clear(&m->done, m->c->offer_count);
    for (uint32_t i = 0; i < m->special_count; i++)
        if (!look_at(m, &m->c->members[m->c->offers[m->specials[i].offer].member],
                     s->counts))
            return false;
    return true;
}

/* Those that come from anywhere are judged alike: only what stands somewhere, or serves a
 * zone, is worth a glance of its own. */
static bool look_at_one(struct searcher *s, const struct orb_view *v,
                        const struct orb_cat_member *x)
{
    struct orb_matcher *m = s->walker.m;
    bool anywhere = !v->facts.ways->on_site && x->zone == ORB_CAT_NONE;
    struct orb_glance glance;

    if (!anywhere) {
        orb_view_glance(m, v, x, &glance);
        if (!orb_is_useful(m, v, &glance, x->id_rank))
            return true;
    }
    return look_at(m, x, s->counts);
}

/* The offers of a kind that are neither near nor in a zone, those that may take somebody
 * soonest first: past one that is of no use, only those that wait otherwise may be. */
static bool look_at_kind(struct searcher *s, const struct orb_view *v, uint32_t kind)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_cat_span *span = &m->c->kinds[kind].members;
    uint32_t end = span->first + span->count;
    struct orb_from_afar afar;
    struct orb_glance glance;

    orb_view_find_apart(m, v, kind, &afar);
    orb_view_glance_afar(m, v, &afar, &glance);
    for (uint32_t i = span->first; i < end;) {
        const struct orb_cat_member *x = &m->c->members[i];

        glance.w = orb_view_waiting(m, x);
        if (orb_search_did(m, x)) {
            i++;
        } else if (orb_is_useful(m, v, &glance, x->id_rank)) {
            if (!look_at_one(s, v, x))
                return false;
            i++;
        } else if (orb_is_useful(m, v, &glance, 0)) {
            i = orb_view_longer(m, i, end);
        } else {
            i = orb_view_waits_unknown(m, x) ? end : orb_view_unknown(m, i, end);
        }
    }
    return true;
}

/* An offer that a list may take is judged at once: another glance would cost as much. */
static bool look_at_thing(struct searcher *s, const struct orb_seen *seen)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_view v;

    if (!seen->whole)
        return orb_marks_has(&m->done, seen->number) ||
               look_at(m, &m->c->members[seen->number], s->counts);
    return orb_view_make(m, seen->number, seen->linked, &v) &&
           look_at_kind(s, &v, seen->number);
}

/* What may enter a list, from the best bound. */
static bool fill(struct searcher *s, struct orb_top *top, uint32_t list, size_t from)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_seen_rank few[ORB_SEEN_FEW];
    struct orb_seen_rest rest = { .from = from, .after = { INFINITY, 0 }, .list = list };
    uint32_t count;

    do {
        rest.least = orb_seen_least(m, top);
        count = orb_seen_next(m, &rest, few);
        for (uint32_t i = 0; i < count; i++)
            if (few[i].key >= orb_seen_least(m, top) &&
                !look_at_thing(s, &m->seen.items[few[i].seen]))
                return false;
        if (count > 0)
            rest.after = few[count - 1];
    } while (count == ORB_SEEN_FEW);
    return true;
}

/* What was seen since a moment. */
static bool look_at_seen(struct searcher *s, size_t from)
{
    struct orb_matcher *m = s->walker.m;

    if (!fill(s, &m->overall, 0, from) || !fill(s, &m->neutral, 1, from))
        return false;
    for (uint32_t i = 0; i < m->need_count; i++)
        if (!fill(s, &m->rows[i].top, 2 + i, from))
            return false;
    return true;
}

/* What was not looked at yet. */
static bool look_at_rest(struct searcher *s)
{
    size_t from = s->looked;

    s->looked = s->walker.m->seen.count;
    return look_at_seen(s, from);
}

/* So many are seen before the best of them are looked at: lists that fill early leave the
 * rest aside. */
#define MANY 256

static bool gather_kind(struct orb_walker *w, const struct orb_view *v, uint32_t kind)
{
    struct searcher *s = (struct searcher *)w;
    struct orb_seen seen = { .number = kind, .whole = true };
    struct orb_from_afar afar;
    struct orb_glance glance;

    orb_view_find_apart(w->m, v, kind, &afar);
    orb_view_glance_afar(w->m, v, &afar, &glance);
    glance.w = orb_view_soonest(w->m, kind);
    if (is_worth(w->m, v, &glance) && !orb_seen_add(w->m, v, &glance, seen))
        return false;
    return !s->filled || w->m->seen.count - s->looked < MANY || look_at_rest(s);
}

static bool covers(struct orb_walker *w, const struct orb_care_facts *care)
{
    (void)w;
    return care->covers;
}

/* What may come from anywhere as well as from next door is met with what is near: the best
 * of both leave the rest aside. */
static bool gather_remote(struct searcher *s)
{
    bool ok;

    s->walker.cares = covers;
    s->walker.whole = gather_kind;
    ok = orb_walk_remote(&s->walker);
    s->walker.whole = NULL;
    return ok;
}

/* More than any score. */
#define ABOVE_ALL 1000

/* Does some list still take near misses of a care, which may be anywhere? */
static bool cares_far(struct orb_walker *w, const struct orb_care_facts *care)
{
    const struct orb_matcher *m = w->m;
    struct orb_best best = { ORB_NEAR_MISS, ABOVE_ALL, 0, 0 };
    bool takes = lacks_misses(m) || orb_may_enter(m, &m->overall, &best) ||
                 orb_may_enter(m, &m->neutral, &best);

    for (uint32_t i = 0; !takes && i < care->need_count; i++)
        takes =
            orb_may_enter(m, &m->rows[m->indices.items[care->needs_first + i]].top, &best);
    return care->covers && takes;
}

/* Could no care have an offer on site as far as the stage that may enter a list? */
static bool is_over(struct searcher *s)
{
    struct orb_matcher *m = s->walker.m;

    for (uint32_t care = 0; care < m->c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);

        /* without memory, the walk says so */
        if (f == NULL || cares_from(&s->walker, f))
            return false;
    }
    return true;
}

/* What is near, from the person outwards: what stands farther than the nearest stage is
 * only gathered when it may enter the lists all the same. */
static bool search_near(struct searcher *s)
{
    struct orb_matcher *m = s->walker.m;

    orb_walk_begin(m);
    if (!walk_linked(s) || !orb_walk_stage(&s->walker, 0) ||
        !orb_walk_elsewhere(&s->walker) || !gather_remote(s) || !look_at_seen(s, 0))
        return false;
    s->filled = true;
    s->walker.cares = cares_from;
    s->walker.opens = gathers_from;
    s->walker.nearer = gathers_pair_from;
    for (uint32_t stage = 1; stage < ORB_STAGES; stage++) {
        size_t before = m->seen.count;

        set_stage(s, stage);
        if (is_over(s))
            break;
        if (!orb_walk_stage(&s->walker, stage) || !look_at_seen(s, before))
            return false;
    }
    return true;
}

/* Near misses around are at hand, when some must be counted. */
static bool look_at_misses(struct searcher *s)
{
    struct orb_matcher *m = s->walker.m;

    for (size_t i = 0; lacks_misses(m) && i < m->seen.count; i++)
        if (m->seen.items[i].class_ == ORB_NEAR_MISS &&
            !look_at_thing(s, &m->seen.items[i]))
            return false;
    return true;
}

/* What is near is gathered, then looked at best first for each list; then what comes from
 * anywhere, as far as it may enter the lists; then near misses, for the lists that are not
 * full of better. */
static bool search_lines(struct searcher *s)
{
    struct orb_matcher *m = s->walker.m;
    bool near = orb_walk_is_near(m);

    s->walker.covering = true;
    s->walker.opens = gathers;
    s->walker.visit = gather;
    s->within = true;
    if (near ? !search_near(s) : !walk_linked(s) || !look_at_seen(s, 0))
        return false;
    s->looked = m->seen.count;
    s->filled = true;
    s->walker.cares = orb_is_useful_care;
    s->walker.opens = gathers;
    s->walker.pairs = gathers_pair;
    s->walker.whole = gather_kind;
    if (!(near ? orb_walk_farther(&s->walker) : orb_walk_anywhere(&s->walker)) ||
        !look_at_rest(s) || !look_at_misses(s))
        return false;
    s->within = false;
    s->walker.cares = cares_far;
    s->walker.opens = opens;
    s->walker.visit = visit;
    s->walker.pairs = NULL;
    s->walker.whole = NULL;
    return walk_linked(s) && orb_walk_all(&s->walker);
}

static bool search_all(struct searcher *s)
{
    return walk_linked(s) && orb_walk_all(&s->walker);
}

static bool sort_lists(struct orb_matcher *m)
{
    bool ok = orb_top_sort(m->policy, &m->overall, &m->arena) &&
              orb_top_sort(m->policy, &m->neutral, &m->arena);

    for (uint32_t i = 0; ok && i < m->need_count; i++) {
        ok = orb_top_sort(m->policy, &m->rows[i].top, &m->arena);
        for (int c = 0; ok && c < ORB_EXCLUDED; c++)
            ok = orb_top_sort(m->policy, &m->rows[i].of_class[c], &m->arena);
    }
    return ok;
}

bool orb_search(struct orb_matcher *m, uint64_t counts[ORB_CLASSES])
{
    struct searcher s = {
        .walker = { .cares = cares, .opens = opens, .visit = visit, .m = m },
        .counts = counts
    };

    if (!look_at_specials(&s) || !(m->bounded ? search_lines(&s) : search_all(&s)))
        return false;
    /* Whatever was not looked at is surely excluded, unless it was left aside. */
    counts[ORB_EXCLUDED] = m->c->offer_count - counts[ORB_ELIGIBLE] -
                           counts[ORB_TO_VERIFY] - counts[ORB_NEAR_MISS];
    return (!m->bounded || !m->options.totals || orb_totals_count(m, counts)) &&
           sort_lists(m);
}
