/* What is common to all, then each unit against it. */
#include "engine/cohort/rates.h"

#include <math.h>

struct orb_rates orb_rates_of(const double *cases, const double *bases, size_t count)
{
    struct orb_rates r = { NAN, 0 };
    double all = 0;
    double base = 0;
    double variance = 0;

    for (size_t i = 0; i < count; i++) {
        all += cases[i];
        base += bases[i];
    }
    if (!(base > 0))
        return r;
    r.mean = all / base;
    for (size_t i = 0; i < count; i++)
        if (bases[i] > 0) {
            double d = cases[i] / bases[i] - r.mean;

            variance += bases[i] * d * d;
        }
    r.spread = fmax(0, variance / base - r.mean / (base / (double)count));
    return r;
}

double orb_rate_shrunk(const struct orb_rates *rates, double cases, double base)
{
    double chance;

    if (!(base > 0))
        return rates->mean;
    chance = rates->mean / base;
    if (!(rates->spread + chance > 0))
        return rates->mean;
    return rates->mean +
           rates->spread / (rates->spread + chance) * (cases / base - rates->mean);
}

double orb_rate_index(const struct orb_rates *rates, double cases, double base)
{
    return base > 0
               ? (cases / base - rates->mean) / sqrt(rates->spread + rates->mean / base)
               : (double)NAN;
}
