/* W: a known place, else the waiting time. An unknown one costs half the weight, never the
 * class (MATCHING 12). */
#include <math.h>

#include "engine/match/criterion/criterion.h"

double orb_criterion_waiting(const struct orb_matcher *m, const struct orb_cat_offer *offer,
                             const struct orb_place *place)
{
    if (offer->places_available >= 1 || (offer->temporary_places >= 1 && place->temporary))
        return 1.0;
    if (isnan(offer->wait_days))
        return NAN;
    return pow(2.0, -offer->wait_days / m->p->waiting_half_life_days);
}
