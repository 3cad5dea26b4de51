/* Vincenty's inverse formula. */
#include "engine/geo/geodesic.h"

#include <math.h>

#define RADIANS 0.017453292519943295
#define A       6378137.0
#define F       (1 / 298.257223563)
#define B       (A * (1 - F))

/* What the iteration finds on the auxiliary sphere. */
struct sphere {
    double sigma, sin_sigma, cos_sigma;
    double cos2_alpha, cos_2m;
};

static double longitude(const double u[4], double lambda, double l, struct sphere *s)
{
    double su1 = u[0];
    double cu1 = u[1];
    double su2 = u[2];
    double cu2 = u[3];
    double east = cu2 * sin(lambda);
    double north = cu1 * su2 - su1 * cu2 * cos(lambda);
    double sin_alpha;
    double c;

    s->sin_sigma = sqrt(east * east + north * north);
    s->cos_sigma = su1 * su2 + cu1 * cu2 * cos(lambda);
    s->sigma = atan2(s->sin_sigma, s->cos_sigma);
    if (s->sin_sigma == 0)
        return lambda;
    sin_alpha = cu1 * cu2 * sin(lambda) / s->sin_sigma;
    s->cos2_alpha = 1 - sin_alpha * sin_alpha;
    s->cos_2m = s->cos2_alpha == 0 ? 0 : s->cos_sigma - 2 * su1 * su2 / s->cos2_alpha;
    c = F / 16 * s->cos2_alpha * (4 + F * (4 - 3 * s->cos2_alpha));
    return l + (1 - c) * F * sin_alpha *
                   (s->sigma +
                    c * s->sin_sigma *
                        (s->cos_2m + c * s->cos_sigma * (2 * s->cos_2m * s->cos_2m - 1)));
}

static double length(const struct sphere *s)
{
    double u2 = s->cos2_alpha * (A * A - B * B) / (B * B);
    double a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
    double b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
    double m2 = s->cos_2m * s->cos_2m;
    double inner = s->cos_sigma * (2 * m2 - 1) -
                   b / 6 * s->cos_2m * (4 * s->sin_sigma * s->sin_sigma - 3) * (4 * m2 - 3);

    return B * a * (s->sigma - b * s->sin_sigma * (s->cos_2m + b / 4 * inner));
}

double orb_geodesic_m(double lon_a, double lat_a, double lon_b, double lat_b)
{
    double u1 = atan((1 - F) * tan(lat_a * RADIANS));
    double u2 = atan((1 - F) * tan(lat_b * RADIANS));
    double u[4] = { sin(u1), cos(u1), sin(u2), cos(u2) };
    double l = remainder(lon_b - lon_a, 360) * RADIANS;
    double lambda = l;
    struct sphere s = { 0 };

    for (int i = 0; i < 200; i++) {
        double before = lambda;

        lambda = longitude(u, before, l, &s);
        if (s.sin_sigma == 0 && s.cos_sigma > 0)
            return 0;
        if (fabs(lambda) > 3.2)
            return NAN;
        if (fabs(lambda - before) < 1e-13)
            return length(&s);
    }
    return NAN;
}
