/* How far the person goes: limits, and the distances that they make certain. */
#include <math.h>

#include "engine/base/alloc.h"
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

static double reach_km(struct orb_matcher *m, enum orb_travel_mode mode, double minutes)
{
    struct orb_reaches *r = &m->reaches[mode];
    uint32_t at = r->count % ORB_REACHES;

    for (uint32_t i = 0; i < r->count && i < ORB_REACHES; i++)
        if (!(r->minutes[i] < minutes || r->minutes[i] > minutes))
            return r->km[i];
    r->minutes[at] = minutes;
    r->km[at] = orb_travel_reach_km(m->p, mode, minutes);
    r->count = r->count == 2 * ORB_REACHES - 1 ? ORB_REACHES : r->count + 1;
    return r->km[at];
}

/* The farthest that the person's modes go in some times the limit, for day modalities or
 * residential ones. What covers no need, and what serves the carers, is judged at the
 * frequency of coordination. A millimetre's margin keeps the decision to the keys. */
static double reach_chord(struct orb_matcher *m, bool residential, double times)
{
    double max =
        m->max_minutes[residential ? ORB_RESIDENTIAL : m->p->coordination.frequency];
    double km = 0;

    for (uint32_t f = 0; !residential && f < m->frequency_count; f++)
        max = fmax(max, m->max_minutes[m->frequencies[f]]);
    for (uint32_t i = 0; i < m->mode_count; i++)
        km = fmax(km, reach_km(m, m->modes[i], times * max));
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

static void fill_rings(const struct orb_matcher *m, enum orb_travel_mode mode,
                       struct orb_rings *out)
{
    for (int ring = 0; ring < ORB_RINGS; ring++) {
        double least = INFINITY;

        for (int density = 0; density < ORB_RING_LEAST; density++) {
            double minutes = orb_travel_estimate_minutes(
                m->p, mode, ORB_RING_M * ring / 1000, m->density, density);

            out->minutes[density][ring] = minutes;
            least = fmin(least, minutes);
        }
        out->minutes[ORB_RING_LEAST][ring] = least;
    }
}

static const struct orb_rings *rings_of(struct orb_matcher *m, enum orb_travel_mode mode)
{
    struct orb_rings **r = &m->made_rings[mode][m->density];

    if (*r != NULL)
        return *r;
    *r = orb_calloc(1, sizeof **r);
    if (*r != NULL)
        fill_rings(m, mode, *r);
    return *r;
}

double orb_reach_minutes(const struct orb_matcher *m, uint32_t density, size_t ring)
{
    double least = m->mode_count == 0 ? 0 : INFINITY;

    for (uint32_t i = 0; i < m->mode_count; i++) {
        double minutes = m->rings[i]->minutes[density][ring];

        least = minutes < least ? minutes : least;
    }
    return least;
}

/* Remembered, else made in the place of the one asked for the longest ago. */
static const struct orb_decay *decay_of(struct orb_matcher *m, double half_life)
{
    struct orb_decay **at = &m->decays[0];

    for (int i = 0; i < ORB_DECAYS; i++) {
        struct orb_decay **d = &m->decays[i];

        if (*d == NULL ||
            (!((*d)->half_life < half_life) && !((*d)->half_life > half_life))) {
            at = d;
            break;
        }
        at = (*d)->asked < (*at)->asked ? d : at;
    }
    if (*at == NULL)
        *at = orb_calloc(1, sizeof **at);
    if (*at == NULL)
        return NULL;
    if ((*at)->half_life < half_life || (*at)->half_life > half_life) {
        (*at)->half_life = half_life;
        for (int step = 0; step < ORB_STEPS; step++)
            (*at)->g[step] =
                exp2(-(double)step / ORB_STEPS_OF_MINUTE / half_life) * (1 + 1e-9);
    }
    (*at)->asked = m->question;
    return *at;
}

static bool prepare_rings(struct orb_matcher *m)
{
    bool ok = true;

    m->nearest_slack = m->p->travel_slack_beyond;
    for (uint32_t i = 0; i < m->p->travel_step_count; i++)
        m->nearest_slack = fmin(m->nearest_slack, m->p->travel_steps[i].slack);
    for (uint32_t i = 0; ok && i < m->mode_count; i++) {
        m->rings[i] = rings_of(m, m->modes[i]);
        ok = m->rings[i] != NULL;
    }
    for (uint32_t f = 0; ok && f < m->frequency_count; f++) {
        m->decay[f] = decay_of(m, m->half_life[m->frequencies[f]]);
        ok = m->decay[f] != NULL;
    }
    if (!ok)
        return false;
    m->decay[ORB_FREQUENCIES] = decay_of(m, m->half_life[ORB_RESIDENTIAL]);
    return m->decay[ORB_FREQUENCIES] != NULL;
}

/* What is near is met tile by tile when a few lines are looked for, but for the first
 * question: tiles cost more than one saves. */
static bool made_tiles(struct orb_matcher *m)
{
    if (m->options.limit == 0 || m->question == 1 || m->tiles.cares != NULL)
        return true;
    orb_tiles_release(&m->tiles);
    return orb_tiles_make(m->c, &m->tiles);
}

bool orb_reach_prepare(struct orb_matcher *m)
{
    prepare_far(m);
    return prepare_rings(m) && made_tiles(m) && orb_linked_reach(m);
}
