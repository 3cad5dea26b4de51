/* How far the person goes: limits, and the distances that they make certain. */
#include <math.h>

#include "engine/match/query.h"
#include "engine/travel/estimate.h"

void orb_reach_limits(struct orb_matcher *m)
{
    const struct orb_person *p = m->person;
    double k = m->policy->time_factor;
    double shortest = m->p->plan.unknown_travel_minutes;

    for (uint32_t i = 0; i < m->mode_count; i++)
        shortest = fmin(shortest, orb_travel_estimate_minutes(m->p, m->modes[i], 0, 0, 0));
    m->shortest = m->mode_count > 0 ? orb_key(shortest) : 0;
    for (int f = 0; f < ORB_FREQUENCIES; f++) {
        m->half_life[f] = m->p->frequencies[f].half_life * k;
        if (!isnan(p->max_minutes[f]))
            m->max_minutes[f] = p->max_minutes[f];
        else if (f != ORB_RESIDENTIAL && !isnan(p->max_minutes_default))
            m->max_minutes[f] = p->max_minutes_default;
        else
            m->max_minutes[f] = m->p->frequencies[f].max * k;
    }
}

/* The farthest that the person's modes go in some times the limit, for day modalities or
 * residential ones. What covers no need, and what serves the carers, is judged at the
 * frequency of coordination. A millimetre's margin keeps the decision to the keys. */
static double reach_chord(const struct orb_matcher *m, bool residential, double times)
{
    double max =
        m->max_minutes[residential ? ORB_RESIDENTIAL : m->p->coordination.frequency];
    double km = 0;

    for (uint32_t f = 0; !residential && f < m->frequency_count; f++)
        max = fmax(max, m->max_minutes[m->frequencies[f]]);
    for (uint32_t i = 0; i < m->mode_count; i++)
        km = fmax(km, orb_travel_reach_km(m->p, m->modes[i], times * max));
    return orb_arc_to_chord(km, m->p->travel.earth_radius_km) * 1000 + 1e-3;
}

/* Beyond these straight lines, travel alone excludes, or is over the limit: more than the
 * largest step times the limit, where the slack of such a distance is over the limit of
 * near misses. */
static void prepare_far(struct orb_matcher *m)
{
    const struct orb_profile *p = m->p;
    bool limits = p->rules[ORB_RULE_PLACE].enabled;
    bool excludes =
        limits && (!p->rules[ORB_RULE_PLACE].relaxable ||
                   orb_key(p->travel_slack_beyond) > orb_key(p->near_miss_limit));
    double times = 1;

    for (uint32_t i = 0; i < p->travel_step_count; i++)
        times = fmax(times, p->travel_steps[i].times_max);
    for (int residential = 0; residential < 2; residential++) {
        m->far_chord_m[residential] =
            excludes ? reach_chord(m, residential != 0, times) : INFINITY;
        m->near_chord_m[residential] =
            limits ? reach_chord(m, residential != 0, 1) : INFINITY;
    }
}

/* In a ring, no way is shorter than from its inner edge by the fastest mode, whatever the
 * densities. */
static double least_minutes(const struct orb_matcher *m, double km)
{
    double least = INFINITY;

    for (uint32_t i = 0; i < m->mode_count; i++)
        for (int density = 1; density <= 4; density++)
            least = fmin(least, orb_travel_estimate_minutes(m->p, m->modes[i], km,
                                                            m->density, density));
    return m->mode_count == 0 ? 0 : least;
}

static void prepare_rings(struct orb_matcher *m)
{
    double far = fmax(m->far_chord_m[0], m->far_chord_m[1]);

    m->nearest_slack = m->p->travel_slack_beyond;
    for (uint32_t i = 0; i < m->p->travel_step_count; i++)
        m->nearest_slack = fmin(m->nearest_slack, m->p->travel_steps[i].slack);
    m->ring_m = (isinf(far) ? 200000 : far) / ORB_RINGS;
    for (int ring = 0; ring < ORB_RINGS; ring++) {
        double minutes = least_minutes(m, m->ring_m * ring / 1000);

        m->ring_minutes[ring] = minutes;
        for (uint32_t f = 0; f < m->frequency_count; f++)
            m->ring_g[f][ring] =
                exp2(-minutes / m->half_life[m->frequencies[f]]) * (1 + 1e-9);
        m->ring_g[ORB_FREQUENCIES][ring] =
            exp2(-minutes / m->half_life[ORB_RESIDENTIAL]) * (1 + 1e-9);
    }
}

void orb_reach_prepare(struct orb_matcher *m)
{
    prepare_far(m);
    prepare_rings(m);
}
