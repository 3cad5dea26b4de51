/* Zone or travel: the best feasible modality (MATCHING 4.5 and 6). */
#include <math.h>
#include <string.h>

#include "engine/match/criterion/criterion.h"
#include "engine/match/query.h"
#include "engine/model/terms.h"
#include "engine/travel/estimate.h"

/* ---- zone */

static enum orb_outcome_of_rule in_zone(const struct orb_matcher *m,
                                        const struct orb_cat_zone *z)
{
    if (z->national != 0)
        return ORB_RULE_YES;
    if (m->person->commune == NULL)
        return ORB_RULE_UNKNOWN;
    if (orb_cat_zone_has(m->c, &z->communes, m->commune_code) ||
        orb_cat_zone_has(m->c, &z->communes, m->commune_successor))
        return ORB_RULE_YES;
    if (z->departments.count == 0)
        return ORB_RULE_NO;
    if (m->commune == ORB_CAT_NONE)
        return ORB_RULE_UNKNOWN;
    return orb_cat_zone_has(m->c, &z->departments, m->department) ? ORB_RULE_YES
                                                                  : ORB_RULE_NO;
}

enum orb_outcome_of_rule orb_query_zone(struct orb_matcher *m, uint32_t zone)
{
    if (zone == ORB_CAT_NONE)
        return ORB_RULE_UNKNOWN;
    if (m->zone_state[zone] == 0)
        m->zone_state[zone] = (uint8_t)(1 + in_zone(m, &m->c->zones[zone]));
    return (enum orb_outcome_of_rule)(m->zone_state[zone] - 1);
}

/* ---- travel */

/* Minutes from the point of a commune say little of what is as near as the commune is wide.
 */
static bool is_near(const struct orb_matcher *m, double km, const struct orb_cat_member *x)
{
    return isnan(km) || km * 1000.0 < m->p->travel.precision_m[ORB_PRECISION_MUNICIPALITY] +
                                          m->p->travel.precision_m[x->precision];
}

/* Length of the way in a straight line, on the ground; NaN = unknown. */
static double km_to(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    struct orb_ecef there = { x->x, x->y, x->z };

    return m->located && !isnan(x->x)
               ? orb_chord_to_arc(orb_ecef_chord_m(m->position, there) / 1000.0,
                                  m->p->travel.earth_radius_km)
               : (double)NAN;
}

/* By one mode: as others tell it, else as it is estimated. */
static struct orb_trip trip_by(const struct orb_matcher *m, const struct orb_cat_member *x,
                               enum orb_travel_mode mode, const struct orb_travel_row *row,
                               double km)
{
    struct orb_trip trip = { NAN, (uint8_t)mode, false, row == NULL };

    if (row != NULL) {
        trip.minutes = row->minutes;
        trip.imprecise = row->of_commune && is_near(m, km, x);
    } else if (!isnan(km)) {
        trip.minutes = orb_travel_estimate_minutes(m->p, mode, km, m->density, x->density);
        trip.imprecise =
            km * 1000.0 < m->precision_m + m->p->travel.precision_m[x->precision];
    }
    return trip;
}

struct orb_trip orb_query_trip(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    const struct orb_query_special *special = orb_query_special(m, x->offer);
    struct orb_trip best = { NAN, ORB_MODES, false, false };
    double km = km_to(m, x);

    for (uint32_t i = 0; i < m->mode_count; i++) {
        enum orb_travel_mode mode = m->modes[i];
        struct orb_trip trip =
            trip_by(m, x, mode, special == NULL ? NULL : special->rows[mode], km);

        if (isnan(trip.minutes))
            continue;
        if (m->mode_count == 1)
            return trip;
        if (isnan(best.minutes) || orb_key(trip.minutes) < orb_key(best.minutes))
            best = trip;
    }
    return best;
}

/* ---- modality */

static void by_zone(struct orb_matcher *m, struct orb_place *p, uint32_t zone)
{
    enum orb_outcome_of_rule inside = p->kind == ORB_KIND_REMOTE && zone == ORB_CAT_NONE
                                          ? ORB_RULE_YES
                                          : orb_query_zone(m, zone);

    p->minutes = 0.0;
    p->outcome = (uint8_t)inside;
    p->g = 1.0;
    if (inside == ORB_RULE_UNKNOWN) {
        p->code = ORB_REASON_ZONE_UNKNOWN;
        p->g = NAN;
    } else if (inside == ORB_RULE_NO) {
        p->code = ORB_REASON_ZONE;
        p->slack = m->p->zone_slack;
        p->g = 0.0;
    }
}

static double travel_slack(const struct orb_profile *p, double minutes, double max)
{
    for (uint32_t i = 0; i < p->travel_step_count; i++)
        if (orb_key(minutes) <= orb_key(p->travel_steps[i].times_max * max))
            return p->travel_steps[i].slack;
    return p->travel_slack_beyond;
}

static void by_travel(const struct orb_matcher *m, struct orb_place *p,
                      enum orb_frequency frequency, const struct orb_trip *trip)
{
    double max = m->max_minutes[frequency];

    p->minutes = trip->minutes;
    p->mode = trip->mode;
    p->imprecise = trip->imprecise;
    p->estimate = trip->estimate;
    if (isnan(trip->minutes)) {
        p->outcome = ORB_RULE_UNKNOWN;
        p->code = ORB_REASON_TRAVEL_UNKNOWN;
        p->g = NAN;
    } else if (trip->minutes <= max || orb_key(trip->minutes) <= orb_key(max)) {
        p->outcome = ORB_RULE_YES;
        p->g = orb_criterion_travel(trip->minutes, m->half_life[frequency]);
    } else {
        p->outcome = ORB_RULE_NO;
        p->code = ORB_REASON_TRAVEL;
        p->slack = travel_slack(m->p, trip->minutes, max);
        p->gap = trip->minutes - max;
        p->g = 0.0;
    }
}

/* What is asked of each modality. */
struct way {
    uint32_t zone;
    enum orb_frequency frequency;
    const struct orb_trip *trip;
};

static void find_option(struct orb_matcher *m, const struct way *way,
                        const struct orb_cat_modality *x, struct orb_place *p)
{
    uint32_t bits = m->flags[x->code];

    *p = (struct orb_place){ .gap = NAN, .modality = x->code, .mode = ORB_MODES };
    p->temporary = (bits & ORB_CODE_TEMPORARY) != 0;
    p->kind = (bits & ORB_CODE_HOME) != 0     ? ORB_KIND_HOME
              : (bits & ORB_CODE_REMOTE) != 0 ? ORB_KIND_REMOTE
                                              : ORB_KIND_ONSITE;
    if (p->kind == ORB_KIND_ONSITE)
        by_travel(m, p,
                  (bits & ORB_CODE_RESIDENTIAL) != 0 ? ORB_RESIDENTIAL : way->frequency,
                  way->trip);
    else
        by_zone(m, p, way->zone);
    if (p->outcome == ORB_RULE_YES && x->certainty != ORB_CERTAINTY_DECLARED) {
        p->outcome = ORB_RULE_UNKNOWN;
        p->code = x->certainty == ORB_CERTAINTY_POSSIBLE ? ORB_REASON_MODALITY_POSSIBLE
                                                         : ORB_REASON_MODALITY_IGAS;
    }
}

static int64_t minutes_key(double minutes)
{
    return isnan(minutes) ? ORB_KEY_UNKNOWN : orb_key(minutes);
}

/* The order in which modalities are preferred (MATCHING 4.5): negative when a comes first.
 */
static int compare(const struct orb_catalogue *c, const struct orb_place *a,
                   const struct orb_place *b)
{
    int64_t ga;
    int64_t gb;

    if (a->outcome != b->outcome)
        return a->outcome < b->outcome ? -1 : 1;
    if (orb_key(a->slack) != orb_key(b->slack))
        return orb_key(a->slack) < orb_key(b->slack) ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    ga = isnan(a->g) ? 0 : orb_key(a->g);
    gb = isnan(b->g) ? 0 : orb_key(b->g);
    if (ga != gb)
        return ga > gb ? -1 : 1;
    if (minutes_key(a->minutes) != minutes_key(b->minutes))
        return minutes_key(a->minutes) < minutes_key(b->minutes) ? -1 : 1;
    return strcmp(orb_cat_code_name(c, a->modality), orb_cat_code_name(c, b->modality));
}

/* None is usable, as far as is known. */
static struct orb_place nowhere(const struct orb_trip *trip)
{
    return (struct orb_place){ .gap = NAN,
                               .g = NAN,
                               .modality = ORB_CAT_NONE,
                               .kind = ORB_KIND_NONE,
                               .outcome = ORB_RULE_UNKNOWN,
                               .code = ORB_REASON_MODALITY_UNKNOWN,
                               .minutes = trip->minutes,
                               .mode = trip->mode,
                               .imprecise = trip->imprecise,
                               .estimate = trip->estimate };
}

struct orb_place orb_query_place(struct orb_matcher *m, uint32_t zone,
                                 const struct orb_ways_facts *ways,
                                 enum orb_frequency frequency, const struct orb_trip *trip)
{
    const uint32_t *usable = m->indices.items + ways->usable_first;
    struct way way = { zone, frequency, trip };
    struct orb_place best;
    struct orb_place other;

    if (ways->usable_count == 0)
        return nowhere(trip);
    find_option(m, &way, &m->c->modalities[usable[0]], &best);
    for (uint32_t i = 1; i < ways->usable_count; i++) {
        find_option(m, &way, &m->c->modalities[usable[i]], &other);
        if (compare(m->c, &other, &best) < 0)
            best = other;
    }
    return best;
}
