/* The plan of who has no place that is known: any offer may be part of it. What a care and
 * an entry may bring tells of most kinds, by where they are, that none is. */
#include <math.h>

#include "engine/match/bundle_complete.h"

/* Overall, of the care. */
static void weigh(struct orb_completer *c, const struct orb_care_facts *care)
{
    const struct orb_matcher *m = c->b->m;

    c->pair =
        (struct orb_asked_pair){ .care = care, .covers = orb_completer_covered(c, care) };
    for (uint32_t i = 0; i < care->need_count; i++) {
        const struct orb_query_need *n = &m->needs[m->indices.items[care->needs_first + i]];

        c->pair.g += n->share * n->weight_g;
        c->pair.w += n->share * n->weight_w;
    }
}

/* The overall score that offers must have at least, when they take some minutes. */
static double least_score(const struct orb_demand *demand, int64_t minutes)
{
    if (minutes != demand->minutes)
        return minutes < demand->minutes ? -INFINITY : INFINITY;
    /* A key and more is left for the rounding of the sums. */
    return 1e-6 * ((double)demand->score - 1);
}

/* Of the class that may be had without a place that is known. */
static enum orb_class class_of(const struct orb_matcher *m, enum orb_class floor)
{
    const struct orb_profile_rule *rule = &m->p->rules[ORB_RULE_PLACE];

    return floor < ORB_TO_VERIFY && rule->enabled && !rule->missing_is_yes ? ORB_TO_VERIFY
                                                                           : floor;
}

static bool asks_pair(struct orb_walker *w, const struct orb_view *v)
{
    struct orb_completer *c = (struct orb_completer *)w;
    const struct orb_matcher *m = w->m;
    const struct orb_offered on_site = { .minutes = m->p->plan.unknown_travel_minutes };
    double *least = c->pair.least;
    double rest = 0;
    uint64_t covers;

    if (c->pair.care != v->facts.care)
        weigh(c, v->facts.care);
    for (int at = 0; at < ORB_SOMEWHERES; at++)
        least[at] = INFINITY;
    for (uint32_t i = 0; i < v->facts.care->need_count; i++)
        rest += m->needs[m->indices.items[v->facts.care->needs_first + i]].share *
                m->numbers.items[v->pair->rest_first + i];
    covers = c->pair.covers & c->of_class[v->floor];
    if (covers != 0)
        least[ORB_SOMEWHERE_HERE] = least_score(orb_completer_demand(c, covers), 0) - rest -
                                    fmax(1, m->p->unknown) * c->pair.g;
    covers = c->pair.covers & c->of_class[class_of(m, v->floor)];
    if (covers != 0) {
        const struct orb_demand *demand = orb_completer_demand(c, covers);

        rest += m->p->unknown * c->pair.g;
        least[ORB_SOMEWHERE_AT_HOME] = least_score(demand, 0) - rest;
        least[ORB_SOMEWHERE_ON_SITE] =
            least_score(demand, orb_least_minutes(&on_site)) - rest;
    }
    return c->pair.w * fmax(1, m->p->unknown) >=
           fmin(least[ORB_SOMEWHERE_HERE],
                fmin(least[ORB_SOMEWHERE_AT_HOME], least[ORB_SOMEWHERE_ON_SITE]));
}

/* A place of which something is known, and any zone, count for the best. */
static bool asks_kind(struct orb_walker *w, uint32_t kind)
{
    const struct orb_completer *c = (const struct orb_completer *)w;
    const struct orb_cat_kind *k = &w->m->c->kinds[kind];
    const struct orb_ways_facts *ways = orb_query_ways(w->m, k->parts.ways);
    enum orb_somewhere at = ORB_SOMEWHERE_ON_SITE;

    if (ways == NULL)
        return true; /* without memory, the walk says so */
    if (w->m->located || (ways->away && (k->zoned != 0 || ways->remote)))
        at = ORB_SOMEWHERE_HERE;
    else if (ways->away)
        at = ORB_SOMEWHERE_AT_HOME;
    return c->pair.least[at] < INFINITY &&
           c->pair.w * orb_view_soonest(w->m, kind) >= c->pair.least[at];
}

bool orb_completer_walk_anywhere(struct orb_completer *c)
{
    c->walker.pairs = asks_pair;
    c->walker.kinds = asks_kind;
    return orb_walk_anywhere(&c->walker);
}
