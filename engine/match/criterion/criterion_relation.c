/* R: how easily the circle can be mobilised; visible, and 0 in the neutral ranking (R26).
 */
#include <math.h>

#include "engine/match/criterion/criterion.h"

double orb_criterion_relation(const struct orb_matcher *m, enum orb_circle circle)
{
    return circle == ORB_CIRCLE_INST ? (double)NAN : m->p->circles[circle].r;
}
