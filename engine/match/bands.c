/* Between which limits of travel an offer is: by squares of distances, exactly at a limit.
 */
#include "engine/match/bands.h"

#include <math.h>

/* Once each, in order. */
static void add_limit(struct orb_bands *bands, double minutes, bool pure)
{
    int64_t key = orb_key(minutes);
    uint32_t at = bands->limit_count;

    for (uint32_t i = 0; i < bands->limit_count; i++)
        if (bands->limits[i] == key) {
            bands->pure[i] = bands->pure[i] || pure;
            return;
        }
    for (; at > 0 && bands->limits[at - 1] > key; at--) {
        bands->limits[at] = bands->limits[at - 1];
        bands->pure[at] = bands->pure[at - 1];
    }
    bands->limits[at] = key;
    bands->pure[at] = pure;
    bands->limit_count++;
}

static void add_limits(const struct orb_matcher *m, struct orb_bands *bands,
                       enum orb_frequency frequency)
{
    double max = m->max_minutes[frequency];

    add_limit(bands, max, true);
    for (uint32_t i = 0; i < m->p->travel_step_count; i++)
        add_limit(bands, m->p->travel_steps[i].times_max * max, false);
}

/* Of the frequencies of the needs, of residential modalities, and of what is judged at the
 * frequency of coordination. */
static void find_limits(const struct orb_matcher *m, struct orb_bands *bands)
{
    bands->limit_count = 0;
    for (uint32_t f = 0; f < m->frequency_count; f++)
        add_limits(m, bands, m->frequencies[f]);
    add_limits(m, bands, ORB_RESIDENTIAL);
    add_limits(m, bands, m->p->coordination.frequency);
}

uint32_t orb_band_of_limit(const struct orb_bands *bands, uint32_t band)
{
    while (band < bands->limit_count && !bands->pure[band])
        band++;
    return band;
}

/* How far some minutes lead by a mode between two densities, in km along the surface: the
 * inverse of orb_travel_estimate_minutes by pieces. Less than 0 when nowhere. */
static double reach_km(const struct orb_profile *p, enum orb_travel_mode mode,
                       double minutes, const int density[2])
{
    const struct orb_profile_travel_mode *t = &p->travel.modes[mode];
    int a = density[0] == 0 ? (int)p->travel.default_density : density[0];
    int b = density[1] == 0 ? (int)p->travel.default_density : density[1];
    double speeds[3] = { (t->local_kmh[a] + t->local_kmh[b]) / 2, t->mid_kmh, t->far_kmh };
    double hours = (minutes - t->access_minutes) / 60;
    double road = 0;
    double km = 0;

    if (hours < 0)
        return -1;
    for (int i = 0; i < 3 && hours > 0; i++) {
        double piece = i == 2 ? INFINITY : p->travel.speed_km[i] - road;
        double done = fmin(hours * speeds[i], piece);

        road += done;
        hours -= done / speeds[i];
        if (done < piece)
            break;
    }
    for (int i = 0; i < 3 && road > 0; i++) {
        double piece = i == 2 ? INFINITY : p->travel.detour_km[i] - km;
        double done = fmin(road / t->detour[i], piece);

        km += done;
        road -= done * t->detour[i];
        if (done < piece)
            break;
    }
    return km;
}

/* Around the limit, two metres and a millionth are left to the exact decision. */
static void find_chords(const struct orb_matcher *m, struct orb_bands *bands, int density,
                        uint32_t limit)
{
    const int densities[2] = { m->density, density };
    double km = -1;
    double chord;
    double within;
    double beyond;

    for (uint32_t i = 0; i < m->mode_count; i++)
        km = fmax(km, reach_km(m->p, m->modes[i], (double)bands->limits[limit] * 1e-6,
                               densities));
    km = fmin(km, 20000);
    chord = km < 0 ? -1 : 1000 * orb_arc_to_chord(km, m->p->travel.earth_radius_km);
    within = chord * (1 - 1e-6) - 2;
    beyond = chord * (1 + 1e-6) + 2;
    bands->within[density][limit] = within <= 0 ? -1 : within * within;
    bands->beyond[density][limit] = beyond <= 0 ? 0 : beyond * beyond;
}

void orb_bands_find(const struct orb_matcher *m, struct orb_bands *bands)
{
    bands->travels = m->located && m->mode_count > 0;
    find_limits(m, bands);
    for (int density = 0; density < 5; density++)
        for (uint32_t limit = 0; limit < bands->limit_count; limit++)
            find_chords(m, bands, density, limit);
}

uint32_t orb_band_of(const struct orb_matcher *m, const struct orb_bands *bands,
                     const struct orb_cat_member *x)
{
    const struct orb_ecef at = { x->x, x->y, x->z };
    uint32_t band = orb_band_at(m, bands, at, x->density < 5 ? x->density : 0);
    int64_t key;

    if (band != ORB_BAND_UNSURE)
        return band;
    key = orb_key(orb_query_trip(m, x).minutes);
    for (band = 0; band < bands->limit_count && key > bands->limits[band];)
        band++;
    return band;
}

double orb_band_minutes(const struct orb_bands *bands, uint32_t band)
{
    if (band == ORB_BAND_UNKNOWN)
        return NAN;
    return band < bands->limit_count ? (double)bands->limits[band] * 1e-6 : 1e9;
}
