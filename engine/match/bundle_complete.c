/* The rankings did not need every offer: the plan may need one that a bounded search left
 * aside. What is looked for is what no candidate at hand would always be taken instead of.
 */
#include "engine/match/bundle_complete.h"

#include <math.h>
#include <string.h>

/* ---- what is asked */

static void find_demand(const struct orb_bundler *b, uint64_t covers,
                        struct orb_demand *out)
{
    const struct orb_candidate *best = NULL;

    *out = (struct orb_demand){ covers, ORB_KEY_UNKNOWN, 0, UINT32_MAX };
    for (size_t i = 0; i < b->candidates.count; i++) {
        const struct orb_candidate *x = &b->candidates.items[i];

        if ((x->covers & covers) == covers &&
            (best == NULL || orb_bundle_is_better(x, best)))
            best = x;
    }
    if (best != NULL)
        *out = (struct orb_demand){ covers, best->minutes, best->score, best->id_rank };
}

/* Made again once a candidate was found or bettered. */
const struct orb_demand *orb_completer_demand(struct orb_completer *c, uint64_t covers)
{
    struct orb_demand *d = &c->demands[(covers ^ covers >> 6 ^ covers >> 12) % ORB_DEMANDS];

    if (c->b->changed)
        memset(c->demands, 0, sizeof c->demands);
    c->b->changed = false;
    if (d->covers != covers)
        find_demand(c->b, covers, d);
    return d;
}

/* Is that enough, whatever the score? */
static bool is_asked(struct orb_completer *c, const struct orb_offered *offered)
{
    return offered->covers != 0 &&
           orb_least_minutes(offered) <= orb_completer_demand(c, offered->covers)->minutes;
}

/* The same care is often asked for several times on end. */
uint64_t orb_completer_covered(struct orb_completer *c, const struct orb_care_facts *care)
{
    if (c->care == care)
        return c->covers;
    c->care = care;
    c->covers = 0;
    for (uint32_t i = 0; i < care->need_count; i++) {
        uint32_t at = c->place[c->b->m->indices.items[care->needs_first + i]];

        if (at < c->b->kept)
            c->covers |= UINT64_C(1) << at;
    }
    return c->covers;
}

/* The needs whose limit some minutes do not pass, by ways on site alone. */
static uint64_t within(const struct orb_completer *c, bool residential, double minutes)
{
    const struct orb_matcher *m = c->b->m;
    uint64_t covers = c->near_misses;

    for (uint32_t f = 0; f < m->frequency_count; f++) {
        double max = m->max_minutes[m->frequencies[f]];

        if (residential && m->max_minutes[ORB_RESIDENTIAL] > max)
            max = m->max_minutes[ORB_RESIDENTIAL];
        if (!(minutes > max + 1e-5))
            covers |= c->of_frequency[f];
    }
    return covers;
}

/* At a place, by some ways. An unknown way counts for what the profile says. */
static struct orb_offered offered_by(struct orb_completer *c,
                                     const struct orb_care_facts *care,
                                     const struct orb_ways_facts *ways,
                                     enum orb_class class_, double minutes)
{
    const struct orb_matcher *m = c->b->m;
    struct orb_offered out = { orb_completer_covered(c, care) & c->of_class[class_],
                               minutes };

    if (ways->away || out.covers == 0)
        return out;
    if (ways->on_site && m->p->rules[ORB_RULE_PLACE].enabled)
        out.covers &= within(c, ways->residential, minutes);
    if (!m->located)
        out.minutes = m->p->plan.unknown_travel_minutes;
    return out;
}

/* Is that enough? Where no minute is saved, the score decides, then the id. */
static bool is_asked_scored(struct orb_completer *c, const struct orb_view *v,
                            const struct orb_glance *glance,
                            const struct orb_offered *offered, uint32_t id_rank)
{
    const struct orb_demand *demand;
    int64_t minutes = orb_least_minutes(offered);
    int64_t highest;

    if (offered->covers == 0)
        return false;
    demand = orb_completer_demand(c, offered->covers);
    if (minutes != demand->minutes)
        return minutes < demand->minutes;
    /* A thousandth of a key more than the bound, for the rounding of the sums. */
    highest = orb_key(orb_view_overall(c->b->m, v, glance) + 1e-9);
    return highest > demand->score ||
           (highest == demand->score && id_rank < demand->id_rank);
}

/* Could an offer seen so be better than what is there? */
static bool is_asked_glance(struct orb_completer *c, const struct orb_view *v,
                            const struct orb_glance *glance, uint32_t id_rank)
{
    struct orb_offered offered =
        offered_by(c, v->facts.care, v->facts.ways, glance->class_, glance->minutes);

    return is_asked_scored(c, v, glance, &offered, id_rank);
}

/* ---- offers */

static bool visit(struct orb_walker *w, const struct orb_view *v,
                  const struct orb_cat_member *x)
{
    struct orb_completer *c = (struct orb_completer *)w;
    struct orb_glance glance;
    struct orb_evaluation e;
    struct orb_candidate found;

    if (orb_search_did(w->m, x))
        return true;
    orb_view_glance(w->m, v, x, &glance);
    if (!is_asked_glance(c, v, &glance, x->id_rank))
        return true;
    orb_marks_add(&w->m->done, (uint32_t)(x - w->m->c->members));
    if (!orb_evaluate(w->m, x, false, &e))
        return false;
    found = orb_bundle_candidate(w->m, x, &e);
    return !e.scored || orb_bundle_keep(c->b, &found);
}

static bool meet(struct orb_completer *c, uint32_t member, bool linked)
{
    const struct orb_cat_member *x = &c->b->m->c->members[member];
    struct orb_view v;

    return orb_view_make(c->b->m, x->kind, linked, &v) &&
           (v.floor == ORB_EXCLUDED || visit(&c->walker, &v, x));
}

/* ---- kinds */

static bool cares(struct orb_walker *w, const struct orb_care_facts *care)
{
    return orb_completer_covered((struct orb_completer *)w, care) != 0;
}

/* May an offer of a kind be asked, wherever it is? */
static bool opens(struct orb_walker *w, const struct orb_view *v)
{
    const struct orb_ways_facts *ways = v->facts.ways;
    double shortest = ways->on_site && !ways->away ? 1e-6 * (double)w->m->shortest : 0;
    struct orb_completer *c = (struct orb_completer *)w;
    struct orb_offered offered;

    if (v->floor == ORB_EXCLUDED)
        return false;
    offered = offered_by(c, v->facts.care, ways, v->floor, shortest);
    return is_asked(c, &offered);
}

/* The offers of a kind that are neither near nor in a zone. */
static bool meet_kind(struct orb_walker *w, const struct orb_view *v, uint32_t kind)
{
    const struct orb_cat_span *span = &w->m->c->kinds[kind].members;
    uint32_t end = span->first + span->count;
    struct orb_completer *c = (struct orb_completer *)w;
    struct orb_from_afar afar;
    struct orb_glance glance;

    orb_view_find_apart(w->m, v, kind, &afar);
    orb_view_glance_afar(w->m, v, &afar, &glance);
    for (uint32_t i = span->first; i < end;) {
        const struct orb_cat_member *x = &w->m->c->members[i];

        glance.w = orb_view_waiting(w->m, x);
        if (!is_asked_glance(c, v, &glance, 0))
            i = orb_view_waits_unknown(w->m, x) ? end : orb_view_unknown(w->m, i, end);
        else if (!is_asked_glance(c, v, &glance, x->id_rank))
            i = orb_view_longer(w->m, i, end);
        else if (!visit(w, v, x))
            return false;
        else
            i++;
    }
    return true;
}

/* The kinds of a pair, wherever their ways let them be. */
static bool asks_pair(struct orb_walker *w, const struct orb_view *v)
{
    struct orb_completer *c = (struct orb_completer *)w;
    struct orb_glance glance;
    struct orb_offered offered;

    orb_view_glance_afar(w->m, v, &w->afar, &glance);
    offered = (struct orb_offered){
        orb_completer_covered(c, v->facts.care) & c->of_class[glance.class_], glance.minutes
    };
    return is_asked_scored(c, v, &glance, &offered, 0);
}

/* The cares whose offers may answer as they must where they may be at best. */
static bool cares_apart(struct orb_walker *w, const struct orb_care_facts *care)
{
    struct orb_completer *c = (struct orb_completer *)w;
    struct orb_view v = { .facts.care = care };
    struct orb_glance glance;
    struct orb_offered offered;

    if (orb_completer_covered(c, care) == 0) /* most */
        return false;
    v.tally = care->tally;
    v.floor = orb_tally_class(w->m, &care->tally);
    orb_view_glance_afar(w->m, &v, &w->afar, &glance);
    offered =
        (struct orb_offered){ orb_completer_covered(c, care) & c->of_class[glance.class_],
                              glance.minutes };
    return is_asked(c, &offered);
}

/* ---- what is near */

/* Does a care ask for what takes these minutes? More needs are never asked for in fewer
 * minutes, nor any in more once a candidate is bettered; a key and more is left for the
 * rounding. */
static bool may_ask(struct orb_completer *c, const struct orb_care_facts *care,
                    double minutes)
{
    if (c->asker != care) {
        uint64_t covers = orb_completer_covered(c, care);

        c->asker = care;
        c->asked_most =
            covers == 0 ? -INFINITY : (double)orb_completer_demand(c, covers)->minutes + 2;
    }
    return !(1e6 * minutes > c->asked_most);
}

/* What the search met near and left aside: what was seen of it tells most of it. */
static bool meet_seen(struct orb_completer *c)
{
    const struct orb_matcher *m = c->b->m;

    for (size_t i = 0; i < m->seen.count; i++) {
        const struct orb_seen *seen = &m->seen.items[i];
        const struct orb_cat_parts *parts;
        struct orb_offered offered;

        if (seen->whole)
            continue;
        parts = &m->c->kinds[m->c->members[seen->number].kind].parts;
        if (!may_ask(c, &m->care[parts->care], (double)seen->minutes * (1 - 2e-6)) ||
            orb_search_did(m, &m->c->members[seen->number]))
            continue;
        /* The float rounds by less than a millionth. Facts were made when it was seen. */
        offered =
            offered_by(c, &m->care[parts->care], &m->ways[parts->ways],
                       (enum orb_class)seen->class_, (double)seen->minutes * (1 - 1e-6));
        if (is_asked(c, &offered) && !meet(c, seen->number, seen->linked))
            return false;
    }
    return true;
}

/* On site as far as the stage, by the best ways; what may come home too takes no minute. */
static bool cares_from(struct orb_walker *w, const struct orb_care_facts *care)
{
    struct orb_completer *c = (struct orb_completer *)w;
    bool home = orb_apart_has_home(w->m, (uint32_t)(care - w->m->care));
    double minutes = home ? 0 : w->afar.minutes;
    struct orb_offered offered = { orb_completer_covered(c, care) &
                                       c->of_class[orb_tally_class(w->m, &care->tally)] &
                                       within(c, true, minutes),
                                   minutes };

    return is_asked(c, &offered);
}

static bool opens_from(struct orb_walker *w, const struct orb_view *v)
{
    struct orb_completer *c = (struct orb_completer *)w;
    struct orb_from_afar afar = { .outcome = ORB_RULE_NO, .minutes = INFINITY };
    struct orb_glance glance;

    if (!opens(w, v))
        return false;
    if (v->facts.ways->on_site)
        orb_view_beyond(w->m, v->facts.ways, c->from_m, v->facts.ways->near_chord_m, &afar);
    orb_view_glance_afar(w->m, v, &afar, &glance);
    return is_asked_glance(c, v, &glance, 0);
}

/* Does no care ask for what stands as far as the stage? */
static bool is_over(struct orb_completer *c)
{
    struct orb_matcher *m = c->b->m;

    for (uint32_t care = 0; care < m->c->care_count; care++) {
        const struct orb_care_facts *f = orb_query_care(m, care);

        if (f == NULL || cares_from(&c->walker, f))
            return false; /* without memory, the walk says so */
    }
    return true;
}

static bool complete_near(struct orb_completer *c)
{
    struct orb_matcher *m = c->b->m;

    if (!meet_seen(c))
        return false;
    c->walker.cares = cares_from;
    c->walker.opens = opens_from;
    orb_walk_begin(m);
    for (uint32_t stage = 1; stage < ORB_STAGES; stage++) {
        c->walker.afar =
            (struct orb_from_afar){ .outcome = ORB_RULE_NO, .minutes = INFINITY };
        c->from_m = orb_walk_stage_from(m, stage);
        orb_view_beyond(m, NULL, c->from_m, m->near_chord_m[0], &c->walker.afar);
        if (!isfinite(c->walker.afar.minutes) || is_over(c))
            break;
        if (!orb_walk_stage(&c->walker, stage))
            return false;
    }
    c->walker.opens = opens;
    c->walker.cares = cares_apart;
    return orb_walk_apart(&c->walker);
}

/* From the start: all that may answer, wherever it is. */
static bool complete_all(struct orb_completer *c, bool near)
{
    if (!orb_walk_linked(&c->walker, false))
        return false;
    if (near) {
        c->walker.whole = NULL;
        return orb_walk_all(&c->walker);
    }
    return orb_completer_walk_anywhere(c);
}

/* May an offer that was not looked at answer a need of the plan as well as its candidates
 * do? Not when the first lines of the need hold all of these: a list that is not full, or
 * that ends with offers of a worse class, took all there are. */
static bool is_open(const struct orb_bundler *b, uint32_t i)
{
    const struct orb_top *top = &orb_bundle_rows(b, i)->top;

    return b->class_[i] != ORB_EXCLUDED && top->count >= top->keep &&
           (enum orb_class)top->items[top->count - 1].class_ <= b->class_[i];
}

/* False when every candidate is at hand. */
static bool sort_needs(struct orb_completer *c)
{
    const struct orb_bundler *b = c->b;

    memset(c->place, (int)b->kept, sizeof c->place);
    for (uint32_t i = 0; i < b->kept; i++) {
        uint64_t need = UINT64_C(1) << i;

        if (!is_open(b, i))
            continue;
        c->place[b->order[i]] = (uint8_t)i;
        c->of_frequency[b->m->needs[b->order[i]].frequency] |= need;
        c->near_misses |= b->class_[i] == ORB_NEAR_MISS ? need : 0;
        for (int class_ = 0; class_ <= (int)b->class_[i]; class_++)
            c->of_class[class_] |= need;
    }
    return c->of_class[ORB_ELIGIBLE] != 0;
}

bool orb_bundle_complete(struct orb_bundler *b)
{
    struct orb_completer c = { .walker = { .cares = cares,
                                           .opens = opens,
                                           .visit = visit,
                                           .pairs = asks_pair,
                                           .whole = meet_kind,
                                           .m = b->m,
                                           .covering = true },
                               .b = b };
    bool near = orb_walk_is_near(b->m); /* hence seen */

    if (!b->m->bounded || !sort_needs(&c))
        return true;
    return near && c.near_misses == 0 ? complete_near(&c) : complete_all(&c, near);
}
