/* Marginal detours and speeds by pieces, so that a longer way never takes less time
 * (MATCHING 6 and 12). */
#include "engine/travel/estimate.h"

/* One instruction each, where fmin and fmax are calls; b where a is NaN. */
static inline double least(double a, double b)
{
    return a < b ? a : b;
}

static inline double most(double a, double b)
{
    return a > b ? a : b;
}

static double road_km(const struct orb_profile *p, const struct orb_profile_travel_mode *m,
                      double d)
{
    double k1 = p->travel.detour_km[0];
    double k2 = p->travel.detour_km[1];

    return m->detour[0] * least(d, k1) + m->detour[1] * most(least(d, k2) - k1, 0.0) +
           m->detour[2] * most(d - k2, 0.0);
}

static double minutes_at(const struct orb_profile *p,
                         const struct orb_profile_travel_mode *m, double road, double local)
{
    double r1 = p->travel.speed_km[0];
    double r2 = p->travel.speed_km[1];
    double hours = least(road, r1) / local + most(least(road, r2) - r1, 0.0) / m->mid_kmh +
                   most(road - r2, 0.0) / m->far_kmh;

    return m->access_minutes + 60.0 * hours;
}

double orb_travel_estimate_minutes(const struct orb_profile *profile,
                                   enum orb_travel_mode mode, double distance_km,
                                   int density_a, int density_b)
{
    const struct orb_profile_travel_mode *m = &profile->travel.modes[mode];
    int otherwise = profile->travel.default_density;
    double local = (m->local_kmh[density_a == 0 ? otherwise : density_a] +
                    m->local_kmh[density_b == 0 ? otherwise : density_b]) /
                   2;

    return minutes_at(profile, m, road_km(profile, m, distance_km), local);
}

/* By bisection on the fastest local speed: forty halvings of 20,000 km leave less than a
 * millimetre; a margin is added for it. */
double orb_travel_reach_km(const struct orb_profile *profile, enum orb_travel_mode mode,
                           double minutes)
{
    const struct orb_profile_travel_mode *m = &profile->travel.modes[mode];
    double fastest = m->local_kmh[1];
    double low = 0;
    double high = 20100;

    for (int i = 2; i <= 4; i++)
        fastest = most(fastest, m->local_kmh[i]);
    if (minutes_at(profile, m, 0, fastest) > minutes + 1e-3)
        return -1;
    for (int i = 0; i < 45; i++) {
        double middle = (low + high) / 2;

        if (minutes_at(profile, m, road_km(profile, m, middle), fastest) <= minutes)
            low = middle;
        else
            high = middle;
    }
    return high * (1 + 1e-9) + 1e-4;
}
