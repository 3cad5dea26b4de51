/* The first lines of a side of few offers: those that are too far to go to are alike but
 * for their ids, and are met in that order; those that are near are gathered. */
#include "engine/match/sides.h"

#include <math.h>

/* What the offers of a kind are, unless they are near. */
struct stance {
    uint8_t floor;                   /* none is of a better class; ORB_CLASSES = not met */
    uint8_t class_[ORB_RULE_NO + 1]; /* by what is said of the zone */
    uint8_t unzoned; /* what is said of those without one: enum orb_outcome_of_rule */
    bool zoned;      /* does the zone of an offer count? */
    bool on_site;    /* near ones may be better */
};

/* The view is that of orb_side_see. */
static struct stance stand(const struct orb_side_search *s, const struct orb_view *v)
{
    const struct orb_matcher *m = s->walker.m;
    const struct orb_ways_facts *ways = v->facts.ways;
    bool sure = v->floor > ORB_TO_VERIFY || m->p->rules[ORB_RULE_PLACE].missing_is_yes;
    struct stance out = { .floor = (uint8_t)v->floor,
                          .on_site = ways->on_site && m->located };

    out.class_[ORB_RULE_YES] = (uint8_t)v->floor;
    out.class_[ORB_RULE_UNKNOWN] = (uint8_t)(sure ? v->floor : ORB_TO_VERIFY);
    out.class_[ORB_RULE_NO] = ORB_NEAR_MISS;
    if (ways->on_site && !m->located) /* nobody knows how far */
        out.unzoned = ORB_RULE_YES;
    else if (ways->away)
        out.unzoned = ways->remote ? ORB_RULE_YES : ORB_RULE_UNKNOWN;
    else
        out.unzoned = ways->on_site ? ORB_RULE_NO : ORB_RULE_UNKNOWN;
    out.zoned = ways->away && (!ways->on_site || m->located);
    return out;
}

/* Counts those that there are, and finds the classes they may be of. */
static bool find_stances(struct orb_side_search *s, struct stance *out)
{
    struct orb_matcher *m = s->walker.m;

    for (uint32_t i = 0; i < m->side_count[s->carers]; i++) {
        uint32_t kind = m->side_kinds[s->carers][i];
        const struct orb_care_facts *care = orb_query_care(m, m->c->kinds[kind].parts.care);
        struct orb_view v;

        s->best[i] = out[i].floor = ORB_CLASSES;
        if (care == NULL)
            return false;
        if (!s->walker.cares(&s->walker, care))
            continue;
        s->list->total += m->distinct[kind];
        if (!orb_side_see(s, kind, &v))
            return false;
        s->best[i] = (uint8_t)v.floor;
        out[i] = stand(s, &v);
    }
    return true;
}

/* The square of a straight line beyond which nothing on site is near, and a little more. */
static double reach(const struct orb_matcher *m)
{
    double metres = fmax(0, fmax(m->near_chord_m[0], m->near_chord_m[1])) + 1;

    return metres * metres;
}

static bool is_far(const struct orb_matcher *m, const struct orb_side_place *at,
                   double reach)
{
    double dx = at->x - m->position.x;
    double dy = at->y - m->position.y;
    double dz = at->z - m->position.z;

    return dx * dx + dy * dy + dz * dz > reach; /* not when nobody knows where it is */
}

static bool gather(struct orb_side_search *s, const struct orb_side_place *at)
{
    struct orb_matcher *m = s->walker.m;
    struct orb_view v;

    return orb_side_see(s, m->side_kinds[s->carers][at->kind], &v) &&
           orb_side_gather(s, &v, &m->side_rows[s->carers].rows[at->row],
                           m->side_rows[s->carers].members[at->row]);
}

/* Is whatever takes no minute and comes after in the order of ids worse than the list? */
static bool is_over(const struct orb_side_search *s, enum orb_class class_,
                    uint32_t id_rank)
{
    const struct orb_glance glance = { .class_ = class_ };

    return orb_side_is_late(s, &glance, id_rank);
}

static bool list_place(struct orb_side_search *s, const struct orb_side_place *at)
{
    const struct orb_matcher *m = s->walker.m;
    const struct orb_cat_member *x =
        &m->c->members[m->side_rows[s->carers].members[at->row]];

    return orb_side_is_listed(s->list, x->offer) || orb_side_look_at(s, x);
}

/* Those to verify wait for the eligible ones. */
struct waiting {
    uint32_t *rows;
    uint32_t count;
};

static enum orb_class class_of(struct orb_matcher *m, const struct stance *stance,
                               uint32_t zone)
{
    return (enum orb_class)
        stance->class_[stance->zoned && zone != ORB_CAT_NONE ? orb_query_zone(m, zone)
                                                             : stance->unzoned];
}

/* Those of the kinds of a class, in the order of ids: past one that comes too late to be
 * listed, all do. */
static bool meet(struct orb_side_search *s, const struct stance *stances,
                 enum orb_class floor, struct waiting *later)
{
    struct orb_matcher *m = s->walker.m;
    const struct orb_side_rows *rows = &m->side_rows[s->carers];
    double limit = reach(m);

    for (uint32_t i = 0; i < rows->count; i++) {
        const struct orb_side_place *at = &rows->places[i];
        const struct stance *stance = &stances[at->kind];
        enum orb_class class_;

        if (stance->floor != floor)
            continue;
        if (at->dated || (stance->on_site && !is_far(m, at, limit))) {
            if (!gather(s, at))
                return false;
            continue;
        }
        class_ = class_of(m, stance, at->zone);
        if (class_ > ORB_TO_VERIFY)
            s->deferred = true;
        else if (class_ > floor)
            later->rows[later->count++] = i;
        else if (is_over(s, class_, at->id_rank))
            return true;
        else if (!list_place(s, at))
            return false;
    }
    return true;
}

/* Those to verify of the eligible kinds, then the kinds that are. */
static bool meet_later(struct orb_side_search *s, const struct stance *stances,
                       struct waiting *later)
{
    const struct orb_side_rows *rows = &s->walker.m->side_rows[s->carers];

    for (uint32_t i = 0; i < later->count; i++) {
        const struct orb_side_place *at = &rows->places[later->rows[i]];

        if (is_over(s, ORB_TO_VERIFY, at->id_rank))
            break;
        if (!list_place(s, at))
            return false;
    }
    return is_over(s, ORB_TO_VERIFY, 0) || meet(s, stances, ORB_TO_VERIFY, later);
}

bool orb_side_list_rows(struct orb_side_search *s)
{
    struct orb_matcher *m = s->walker.m;
    uint32_t kinds = m->side_count[s->carers];
    struct stance *stances = orb_arena_array(&m->arena, kinds, sizeof *stances);
    struct waiting later = { 0 };

    s->best = orb_arena_array(&m->arena, kinds, sizeof *s->best);
    later.rows =
        orb_arena_array(&m->arena, m->side_rows[s->carers].count, sizeof *later.rows);
    return stances != NULL && s->best != NULL && later.rows != NULL &&
           find_stances(s, stances) && meet(s, stances, ORB_ELIGIBLE, &later) &&
           orb_side_look_at_gathered(s, ORB_ELIGIBLE) && meet_later(s, stances, &later) &&
           orb_side_look_at_gathered(s, ORB_TO_VERIFY);
}
