/* An offer seen from afar: the class it may have and the score it may reach, from its kind,
 * its distance, its zone and its waiting time, for a tenth of what an evaluation costs. */
#include <float.h>
#include <math.h>

#include "engine/match/search.h"

bool orb_view_make(struct orb_matcher *m, uint32_t kind, bool linked, struct orb_view *out)
{
    const struct orb_cat_parts *parts = &m->c->kinds[kind].parts;

    out->kind = kind;
    out->pair = orb_query_pair(m, kind, linked);
    out->facts.care = orb_query_care(m, parts->care);
    out->facts.entry = m->bounded ? NULL : orb_query_entry_facts(m, parts->entry);
    out->facts.ways = orb_query_ways(m, parts->ways);
    if (out->pair == NULL || out->facts.care == NULL || out->facts.ways == NULL ||
        (!m->bounded && out->facts.entry == NULL))
        return false;
    out->tally = out->pair->tally;
    orb_tally_add(&out->tally, &out->facts.ways->tally);
    orb_tally_add(&out->tally, &out->facts.ways->open);
    if (out->facts.ways->refused)
        out->tally.flags |= ORB_TALLY_FAILED | ORB_TALLY_FIXED;
    out->floor = orb_tally_class(m, &out->tally);
    return true;
}

/* The class at best when the place is refused with that slack at least. */
static enum orb_class class_when_out(const struct orb_matcher *m, const struct orb_view *v,
                                     double slack)
{
    struct orb_tally t = v->tally;

    t.flags |=
        ORB_TALLY_FAILED | (m->p->rules[ORB_RULE_PLACE].relaxable ? 0 : ORB_TALLY_FIXED);
    t.slack += slack;
    return orb_tally_class(m, &t);
}

/* What stands beside a member says when it takes somebody: all of it is in memory, while
 * members lie far apart. */
static const struct orb_cat_spot *spot_of(const struct orb_matcher *m,
                                          const struct orb_cat_member *x)
{
    return &m->c->spots[x - m->c->members];
}

static bool has_place(const struct orb_cat_spot *x)
{
    return (x->flags & (ORB_MEMBER_PLACE | ORB_MEMBER_TEMPORARY_PLACE)) != 0;
}

double orb_view_waiting(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    const struct orb_cat_spot *s = spot_of(m, x);

    if (has_place(s))
        return 1;
    if (s->wait_days == ORB_SPOT_UNKNOWN)
        return m->p->unknown;
    return m->wait_w[s->wait_days < ORB_WAITS - 1 ? s->wait_days : ORB_WAITS - 1];
}

/* As they lie, the first takes somebody soonest of those of whom that is known. */
double orb_view_soonest(struct orb_matcher *m, uint32_t kind)
{
    const struct orb_cat_span *span = &m->c->kinds[kind].members;
    const struct orb_cat_member *x = &m->c->members[span->first];

    if (m->kind_w[kind] > 0)
        return m->kind_w[kind];
    m->kind_w[kind] = orb_view_waiting(m, x);
    if (orb_view_waits_unknown(m, x + span->count - 1))
        m->kind_w[kind] = fmax(m->kind_w[kind], m->p->unknown);
    return m->kind_w[kind];
}

bool orb_view_waits_unknown(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    const struct orb_cat_spot *s = spot_of(m, x);

    return !has_place(s) && s->wait_days == ORB_SPOT_UNKNOWN;
}

#define LONGEST 1e6 /* days: all longer ones are alike in the order of members */

/* Whole days; none for who has a place, no end for who does not know. */
static double days(const struct orb_matcher *m, uint32_t member)
{
    const struct orb_cat_spot *s = &m->c->spots[member];

    if (has_place(s))
        return -1;
    if (s->wait_days == ORB_SPOT_UNKNOWN)
        return INFINITY;
    return s->wait_days < ORB_SPOT_LONG
               ? s->wait_days
               : fmin(floor(m->c->members[member].wait_days), LONGEST);
}

/* By halves: the first from i to end - 1 that waits longer, as the members of a kind lie.
 */
static uint32_t after_days(const struct orb_matcher *m, uint32_t i, uint32_t end,
                           double longest)
{
    while (i < end) {
        uint32_t middle = i + (end - i) / 2;

        if (days(m, middle) > longest)
            end = middle;
        else
            i = middle + 1;
    }
    return end;
}

uint32_t orb_view_longer(const struct orb_matcher *m, uint32_t i, uint32_t end)
{
    return after_days(m, i, end, days(m, i));
}

uint32_t orb_view_unknown(const struct orb_matcher *m, uint32_t i, uint32_t end)
{
    return after_days(m, i, end, DBL_MAX);
}

static void set_g(const struct orb_matcher *m, struct orb_glance *out, double g)
{
    for (uint32_t f = 0; f < m->frequency_count; f++)
        out->g[f] = out->g[f] > g ? out->g[f] : g;
}

/* None when the limit of the frequency is passed. */
static double g_of(const struct orb_matcher *m, uint32_t f, enum orb_frequency frequency,
                   double minutes)
{
    if (minutes > m->max_minutes[frequency] + 1e-5)
        return 0;
    return minutes >= (double)ORB_STEPS / ORB_STEPS_OF_MINUTE
               ? m->decay[f]->g[ORB_STEPS - 1]
               : m->decay[f]->g[(size_t)(minutes * ORB_STEPS_OF_MINUTE)];
}

static inline double g_within(const struct orb_matcher *m,
                              const struct orb_ways_facts *ways, double minutes, uint32_t f)
{
    double day = g_of(m, f, m->frequencies[f], minutes);
    double residential =
        ways->residential ? g_of(m, ORB_FREQUENCIES, ORB_RESIDENTIAL, minutes) : 0;

    return day > residential ? day : residential;
}

/* Where an offer stands: on site, and at home or remote. */
struct stand {
    double nearer;               /* metres less than the place says, which may be rounded */
    double minutes;              /* on site; NaN = unknown */
    enum orb_outcome_of_rule in; /* is the person in its zone? */
};

/* Beyond the limit the way is refused. */
static enum orb_outcome_of_rule by_distance(const struct orb_matcher *m,
                                            const struct orb_ways_facts *ways,
                                            const struct orb_cat_member *x,
                                            struct stand *out, double *slack)
{
    double dx = x->x - m->position.x;
    double dy = x->y - m->position.y;
    double dz = x->z - m->position.z;
    double d = sqrt(dx * dx + dy * dy + dz * dz) - out->nearer;

    out->minutes = NAN;
    if (!m->located || isnan(d))
        return ORB_RULE_YES;
    if (d < 0)
        d = 0;
    out->minutes = orb_reach_minutes(m, x->density, orb_ring_of(d));
    *slack = d > ways->far_chord_m ? m->p->travel_slack_beyond : m->nearest_slack;
    return d > ways->near_chord_m ? ORB_RULE_NO : ORB_RULE_YES;
}

/* Which class, when the best way there is refused at the least with that slack. */
static inline enum orb_class class_of(const struct orb_matcher *m, const struct orb_view *v,
                                      enum orb_outcome_of_rule best, double slack)
{
    const struct orb_profile_rule *rule = &m->p->rules[ORB_RULE_PLACE];

    if (!rule->enabled || best == ORB_RULE_YES)
        return v->floor;
    if (best == ORB_RULE_NO)
        return class_when_out(m, v, slack);
    return v->floor > ORB_TO_VERIFY || rule->missing_is_yes ? v->floor : ORB_TO_VERIFY;
}

static enum orb_outcome_of_rule better(enum orb_outcome_of_rule a,
                                       enum orb_outcome_of_rule b)
{
    return a < b ? a : b;
}

static bool excludes(const struct orb_matcher *m, enum orb_rule_id rule)
{
    return m->p->rules[rule].enabled && !m->p->rules[rule].relaxable;
}

/* What no lever changes: the same as another, or closed for good. */
static bool is_out(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    bool closed =
        x->closed_on != ORB_DATE_NONE && x->closed_on <= m->person->reference_date;

    return ((x->flags & ORB_MEMBER_DUPLICATE) != 0 && excludes(m, ORB_RULE_DUPLICATE)) ||
           (closed && excludes(m, ORB_RULE_CLOSED));
}

/* Unknown minutes are none: the plan counts them for what the profile says. */
static inline void stand(struct orb_matcher *m, const struct orb_view *v,
                         const struct orb_cat_member *x, struct stand *at,
                         struct orb_glance *out)
{
    const struct orb_ways_facts *ways = v->facts.ways;
    enum orb_outcome_of_rule best = ORB_RULE_NO;
    double slack = INFINITY;

    out->minutes = 0;
    if (ways->on_site) {
        best = by_distance(m, ways, x, at, &slack);
        out->minutes = isnan(at->minutes) || ways->away ? 0 : at->minutes;
    }
    if (ways->away) {
        at->in = x->zone == ORB_CAT_NONE && ways->remote ? ORB_RULE_YES
                                                         : orb_query_zone(m, x->zone);
        best = better(best, at->in);
        slack = slack < m->p->zone_slack ? slack : m->p->zone_slack;
    }
    if (!ways->on_site && !ways->away) /* none is usable */
        best = ORB_RULE_UNKNOWN;
    out->class_ = class_of(m, v, best, slack);
}

void orb_view_stand(struct orb_matcher *m, const struct orb_view *v,
                    const struct orb_cat_member *x, struct orb_glance *out)
{
    struct stand at = { 0 };

    stand(m, v, x, &at, out);
    if (is_out(m, x))
        out->class_ = ORB_EXCLUDED;
}

static void glance(struct orb_matcher *m, const struct orb_view *v,
                   const struct orb_cat_member *x, struct stand *at, struct orb_glance *out)
{
    const struct orb_ways_facts *ways = v->facts.ways;

    stand(m, v, x, at, out);
    if ((ways->on_site && isnan(at->minutes)) || (!ways->on_site && !ways->away))
        set_g(m, out, m->p->unknown);
    else if (ways->on_site)
        for (uint32_t f = 0; f < m->frequency_count; f++)
            out->g[f] = g_within(m, ways, at->minutes, f);
    if (ways->away && at->in != ORB_RULE_NO)
        set_g(m, out, at->in == ORB_RULE_YES ? 1 : m->p->unknown);
}

void orb_view_glance(struct orb_matcher *m, const struct orb_view *v,
                     const struct orb_cat_member *x, struct orb_glance *out)
{
    struct stand at = { 0 };

    *out = (struct orb_glance){ .minutes = INFINITY, .w = orb_view_waiting(m, x) };
    if (is_out(m, x))
        out->class_ = ORB_EXCLUDED;
    else
        glance(m, v, x, &at, out);
}

void orb_view_glance_spot(struct orb_matcher *m, const struct orb_view *v, uint32_t member,
                          struct orb_glance *out)
{
    const struct orb_cat_spot *s = &m->c->spots[member];
    const struct orb_cat_member rounded = { .x = (double)s->x,
                                            .y = (double)s->y,
                                            .z = (double)s->z,
                                            .zone = m->c->member_zones[member],
                                            .density = s->density };
    struct stand at = { .nearer = 1 };

    *out = (struct orb_glance){ .minutes = INFINITY,
                                .w = orb_view_waiting(m, &m->c->members[member]) };
    glance(m, v, &rounded, &at, out);
}

void orb_from_afar_add_home(const struct orb_matcher *m, struct orb_from_afar *afar)
{
    orb_from_afar_add(afar, ORB_RULE_UNKNOWN, m->p->unknown);
}

/* The inner edge of its ring bounds criterion G. */
void orb_view_beyond(const struct orb_matcher *m, const struct orb_ways_facts *ways,
                     double from_m, double to_m, struct orb_from_afar *out)
{
    static const struct orb_ways_facts any = { .residential = true };
    double minutes = orb_reach_minutes(m, ORB_RING_LEAST, orb_ring_of(from_m));

    if (ways != NULL && ways->away)
        orb_from_afar_add_home(m, out);
    if (from_m >= to_m)
        return;
    out->outcome = ORB_RULE_YES;
    for (uint32_t f = 0; f < m->frequency_count; f++)
        out->g[f] = fmax(out->g[f], g_within(m, ways == NULL ? &any : ways, minutes, f));
    out->minutes = fmin(out->minutes, minutes);
}

void orb_view_glance_afar(const struct orb_matcher *m, const struct orb_view *v,
                          const struct orb_from_afar *afar, struct orb_glance *out)
{
    double slack =
        m->nearest_slack < m->p->zone_slack ? m->nearest_slack : m->p->zone_slack;

    out->w = m->p->unknown > 1 ? m->p->unknown : 1;
    out->minutes = afar->minutes;
    for (uint32_t f = 0; f < m->frequency_count; f++)
        out->g[f] = afar->g[f];
    out->class_ = class_of(m, v, afar->outcome, slack);
}

static void find_apart(const struct orb_matcher *m, const struct orb_ways_facts *ways,
                       bool zoned, struct orb_from_afar *out)
{
    bool met = orb_walk_is_near(m); /* what is near or in a zone */

    *out = (struct orb_from_afar){ .outcome = ORB_RULE_NO, .minutes = INFINITY };
    if (ways->on_site && m->located)
        orb_view_beyond(m, ways, met ? fmax(0, m->near_chord_m[0]) : 0, ways->near_chord_m,
                        out);
    if (ways->away && (zoned ? !met : ways->remote))
        orb_from_afar_add(out, ORB_RULE_YES, fmax(1, m->p->unknown));
    else if ((ways->away && !zoned) || (!ways->on_site && !ways->away) ||
             (ways->on_site && !met))
        orb_from_afar_add(out, ORB_RULE_UNKNOWN, m->p->unknown);
}

void orb_view_find_apart(const struct orb_matcher *m, const struct orb_view *v,
                         uint32_t kind, struct orb_from_afar *out)
{
    const struct orb_cat_kind *k = &m->c->kinds[kind];
    struct orb_apart_at *a = &m->apart_at[2 * (size_t)k->parts.ways + (k->zoned != 0)];

    if (a->made != m->question) {
        find_apart(m, v->facts.ways, k->zoned != 0, &a->at);
        a->made = m->question;
    }
    *out = a->at;
}

double orb_view_overall(const struct orb_matcher *m, const struct orb_view *v,
                        const struct orb_glance *glance)
{
    double overall = 0;

    for (uint32_t i = 0; i < v->facts.care->need_count; i++)
        overall += m->needs[m->indices.items[v->facts.care->needs_first + i]].share *
                   orb_view_bound(m, v, i, glance->g, glance->w);
    return overall;
}
