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

struct orb_trip orb_query_trip(const struct orb_matcher *m, const struct orb_cat_member *x)
{
    const struct orb_query_special *special = orb_query_special(m, x->offer);
    struct orb_trip best = { NAN, ORB_MODES, false, false };
    double km = NAN;

    if (m->located && !isnan(x->x)) {
        struct orb_ecef there = { x->x, x->y, x->z };

        km = orb_chord_to_arc(orb_ecef_chord_m(m->position, there) / 1000.0,
                              m->p->travel.earth_radius_km);
    }
    for (uint32_t i = 0; i < m->mode_count; i++) {
        const struct orb_travel_row *row =
            special == NULL ? NULL : special->rows[m->modes[i]];
        struct orb_trip trip = { NAN, (uint8_t)m->modes[i], false, row == NULL };

        if (row != NULL) {
            trip.minutes = row->minutes;
            trip.imprecise = row->of_commune && is_near(m, km, x);
        } else if (!isnan(km)) {
            trip.minutes =
                orb_travel_estimate_minutes(m->p, m->modes[i], km, m->density, x->density);
            trip.imprecise =
                km * 1000.0 < m->precision_m + m->p->travel.precision_m[x->precision];
        }
        if (!isnan(trip.minutes) &&
            (isnan(best.minutes) || orb_key(trip.minutes) < orb_key(best.minutes)))
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
    } else if (orb_key(trip->minutes) <= orb_key(max)) {
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

static struct orb_place option(struct orb_matcher *m, uint32_t zone,
                               const struct orb_cat_modality *x,
                               enum orb_frequency frequency, const struct orb_trip *trip)
{
    uint32_t bits = m->flags[x->code];
    struct orb_place p = { .gap = NAN, .modality = x->code, .mode = ORB_MODES };

    p.temporary = (bits & ORB_CODE_TEMPORARY) != 0;
    p.kind = (bits & ORB_CODE_HOME) != 0     ? ORB_KIND_HOME
             : (bits & ORB_CODE_REMOTE) != 0 ? ORB_KIND_REMOTE
                                             : ORB_KIND_ONSITE;
    if (p.kind == ORB_KIND_ONSITE)
        by_travel(m, &p, (bits & ORB_CODE_RESIDENTIAL) != 0 ? ORB_RESIDENTIAL : frequency,
                  trip);
    else
        by_zone(m, &p, zone);
    if (p.outcome == ORB_RULE_YES && x->certainty != ORB_CERTAINTY_DECLARED) {
        p.outcome = ORB_RULE_UNKNOWN;
        p.code = x->certainty == ORB_CERTAINTY_POSSIBLE ? ORB_REASON_MODALITY_POSSIBLE
                                                        : ORB_REASON_MODALITY_IGAS;
    }
    return p;
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
    int64_t ga = isnan(a->g) ? 0 : orb_key(a->g);
    int64_t gb = isnan(b->g) ? 0 : orb_key(b->g);

    if (a->outcome != b->outcome)
        return a->outcome < b->outcome ? -1 : 1;
    if (orb_key(a->slack) != orb_key(b->slack))
        return orb_key(a->slack) < orb_key(b->slack) ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (ga != gb)
        return ga > gb ? -1 : 1;
    if (minutes_key(a->minutes) != minutes_key(b->minutes))
        return minutes_key(a->minutes) < minutes_key(b->minutes) ? -1 : 1;
    return strcmp(orb_cat_code_name(c, a->modality), orb_cat_code_name(c, b->modality));
}

struct orb_place orb_query_place(struct orb_matcher *m, uint32_t zone,
                                 const struct orb_ways_facts *ways,
                                 enum orb_frequency frequency, const struct orb_trip *trip)
{
    struct orb_place best = { .gap = NAN,
                              .g = NAN,
                              .modality = ORB_CAT_NONE,
                              .kind = ORB_KIND_NONE,
                              .outcome = ORB_RULE_UNKNOWN,
                              .code = ORB_REASON_MODALITY_UNKNOWN };

    if (ways->usable_count == 0) {
        best.minutes = trip->minutes;
        best.mode = trip->mode;
        best.imprecise = trip->imprecise;
        best.estimate = trip->estimate;
        return best;
    }
    for (uint32_t i = 0; i < ways->usable_count; i++) {
        uint32_t at = m->indices.items[ways->usable_first + i];
        struct orb_place p = option(m, zone, &m->c->modalities[at], frequency, trip);

        if (i == 0 || compare(m->c, &p, &best) < 0)
            best = p;
    }
    return best;
}
