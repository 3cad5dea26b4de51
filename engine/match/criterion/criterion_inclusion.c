/* I: droit commun first, whatever its circle: a library under convention is still droit
 * commun (MATCHING 12). */
#include <math.h>

#include "engine/match/criterion/criterion.h"

double orb_criterion_inclusion(const struct orb_matcher *m, uint8_t droit_commun,
                               enum orb_circle circle)
{
    if (circle == ORB_CIRCLE_INST)
        return NAN;
    if (droit_commun == ORB_YES)
        return m->p->droit_commun_i;
    if (droit_commun == ORB_UNKNOWN)
        return NAN;
    return m->p->circles[circle].i;
}
