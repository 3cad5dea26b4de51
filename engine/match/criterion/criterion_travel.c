/* G: halves with each half-life, so that the first minutes count most. */
#include <math.h>

#include "engine/match/criterion/criterion.h"

double orb_criterion_travel(double minutes, double half_life)
{
    return pow(2.0, -minutes / half_life);
}
