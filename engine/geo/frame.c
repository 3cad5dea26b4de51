/* Earth-centred coordinates and chords. */
#include "engine/geo/frame.h"

#include <math.h>

#define RADIANS 0.017453292519943295

struct orb_ecef orb_ecef_make(double lon, double lat)
{
    const double a = 6378137.0;
    const double f = 1 / 298.257223563;
    const double e2 = f * (2 - f);
    double sl = sin(lat * RADIANS);
    double cl = cos(lat * RADIANS);
    double n = a / sqrt(1 - e2 * sl * sl);
    struct orb_ecef out = { n * cl * cos(lon * RADIANS), n * cl * sin(lon * RADIANS),
                            n * (1 - e2) * sl };

    return out;
}

double orb_ecef_chord_m(struct orb_ecef a, struct orb_ecef b)
{
    double dx = a.x - b.x;
    double dy = a.y - b.y;
    double dz = a.z - b.z;

    return sqrt(dx * dx + dy * dy + dz * dz);
}

double orb_chord_to_arc(double chord, double radius)
{
    double half = chord / (2 * radius);

    return 2 * radius * asin(half < 1.0 ? half : 1.0);
}

double orb_arc_to_chord(double arc, double radius)
{
    return 2 * radius * sin(fmin(arc / (2 * radius), 1.5707963267948966));
}
