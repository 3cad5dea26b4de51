/* W: a known place, else the waiting time. An unknown one costs half the weight, never the
 * class (MATCHING 12). */
#include <math.h>

#include "engine/match/criterion/criterion.h"

double orb_criterion_waiting(const struct orb_matcher *m, const struct orb_cat_member *x,
                             const struct orb_place *place)
{
    if ((x->flags & ORB_MEMBER_PLACE) != 0 ||
        ((x->flags & ORB_MEMBER_TEMPORARY_PLACE) != 0 && place->temporary))
        return 1.0;
    if (isnan(x->wait_days))
        return NAN;
    return pow(2.0, -x->wait_days / m->p->waiting_half_life_days);
}
