/* Communes and offers as points, the land they stand on, and distances at a limit. */
#include <math.h>
#include <string.h>

#include "engine/geo/geodesic.h"
#include "engine/planning/decay.h"
#include "engine/planning/link_distance.h"

#define NOWHERE UINT32_MAX

/* The territories of METHODS 8 and their boxes: west, south, east, north. */
static const struct {
    const char *code;
    uint16_t number;
    double box[4];
} lands[] = {
    { "977", 977, { -62.96, 17.8, -62.7, 18.0 } },
    { "978", 978, { -63.2, 18.0, -62.9, 18.2 } },
    { "971", 971, { -62.0, 15.7, -60.9, 16.7 } },
    { "972", 972, { -61.4, 14.2, -60.7, 15.1 } },
    { "973", 973, { -54.8, 2.0, -51.4, 6.1 } },
    { "974", 974, { 55.1, -21.5, 55.95, -20.7 } },
    { "975", 975, { -56.6, 46.6, -56.0, 47.3 } },
    { "976", 976, { 44.9, -13.2, 45.5, -12.5 } },
    { "986", 986, { -179.0, -15.0, -176.0, -13.0 } },
    { "987", 987, { -155.0, -28.0, -134.0, -7.0 } },
    { "988", 988, { 158.0, -23.5, 172.5, -17.5 } },
};

uint16_t orb_link_frame(const char *departement, double lon, double lat)
{
    for (size_t i = 0; departement != NULL && i < sizeof lands / sizeof lands[0]; i++)
        if (strcmp(lands[i].code, departement) == 0)
            return lands[i].number;
    for (size_t i = 0; i < sizeof lands / sizeof lands[0]; i++) {
        const double *b = lands[i].box;

        if (lon >= b[0] && lat >= b[1] && lon <= b[2] && lat <= b[3])
            return lands[i].number;
    }
    return 0;
}

struct orb_link_point orb_link_commune(const struct orb_catalogue *catalogue,
                                       const struct orb_profile *profile, uint32_t commune)
{
    const struct orb_cat_commune *c = &catalogue->communes[commune];
    struct orb_link_point out = {
        .lon = c->lon,
        .lat = c->lat,
        .precision_m = profile->travel.precision_m[ORB_PRECISION_MUNICIPALITY],
        .travel = NOWHERE,
        .density = (uint8_t)c->density,
    };

    out.frame = orb_link_frame(orb_cat_known(catalogue, c->department), c->lon, c->lat);
    return out;
}

struct orb_link_point orb_link_offer(const struct orb_catalogue *catalogue,
                                     const struct orb_profile *profile, uint32_t offer)
{
    const struct orb_cat_offer *o = &catalogue->offers[offer];
    const char *departement = NULL;
    struct orb_link_point out = {
        .lon = o->lon,
        .lat = o->lat,
        .precision_m = profile->travel.precision_m[o->precision],
        .travel = NOWHERE,
        .density = o->density,
    };

    if (o->commune != ORB_CAT_NONE)
        departement = orb_cat_known(catalogue, catalogue->communes[o->commune].department);
    out.frame = orb_link_frame(departement, o->lon, o->lat);
    return out;
}

bool orb_link_within_km(const struct orb_link_point *a, const struct orb_link_point *b,
                        double km, double limit_km)
{
    if (fabs(km - limit_km) <= 1e-4) {
        double geodesic = orb_geodesic_m(a->lon, a->lat, b->lon, b->lat);

        km = isnan(geodesic) ? km : geodesic / 1000;
    }
    return orb_decay_within(km, limit_km);
}
