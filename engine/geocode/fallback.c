/* The middle of a postcode is weighted by population: that is where its resources are. */
#include "engine/geocode/fallback.h"

#include <math.h>

#include "engine/geo/frame.h"

#define EARTH_RADIUS_M 6371008.8

static double distance_m(const struct orb_geocode_town *town, double lon, double lat)
{
    struct orb_ecef here = orb_ecef_make(lon, lat);
    struct orb_ecef there = orb_ecef_make(town->lon, town->lat);

    return orb_chord_to_arc(orb_ecef_chord_m(here, there), EARTH_RADIUS_M);
}

/* A commune whose population is unknown, or nil, still counts a little. */
static double weight(const struct orb_geocode_town *town)
{
    return town->population > 0 ? town->population : 1;
}

static void take_postcode(struct orb_geocode_fallback *out,
                          const struct orb_geocode_towns *towns, const char *postcode)
{
    size_t count;
    const struct orb_geocode_postcode *first =
        orb_geocode_towns_of_postcode(towns, postcode, &count);
    double lon = 0, lat = 0, total = 0;

    for (size_t i = 0; i < count; i++) {
        const struct orb_geocode_town *town = orb_geocode_towns_find(towns, first[i].code);

        if (!orb_geocode_town_has_point(town))
            continue;
        lon += weight(town) * town->lon;
        lat += weight(town) * town->lat;
        total += weight(town);
        if (town->observed_on > out->observed_on)
            out->observed_on = town->observed_on;
    }
    if (total <= 0)
        return;
    out->level = ORB_GEOCODE_POSTCODE;
    out->lon = lon / total;
    out->lat = lat / total;
    for (size_t i = 0; i < count; i++) {
        const struct orb_geocode_town *town = orb_geocode_towns_find(towns, first[i].code);

        if (orb_geocode_town_has_point(town))
            out->radius_m = fmax(out->radius_m, distance_m(town, out->lon, out->lat));
    }
}

void orb_geocode_fall_back(struct orb_geocode_fallback *out,
                           const struct orb_geocode_towns *towns,
                           const struct orb_geocode_query *query)
{
    const struct orb_geocode_town *town = orb_geocode_towns_find(towns, query->commune);

    *out = (struct orb_geocode_fallback){ .lon = NAN,
                                          .lat = NAN,
                                          .observed_on = ORB_DATE_NONE };
    if (!orb_geocode_town_has_point(town)) {
        take_postcode(out, towns, query->known_postcode);
        return;
    }
    out->level = ORB_GEOCODE_COMMUNE;
    out->lon = town->lon;
    out->lat = town->lat;
    out->from_resources = town->from_resources;
    out->observed_on = town->observed_on;
}

const char *orb_geocode_level_name(enum orb_geocode_level level)
{
    static const char *const names[] = { "none", "commune", "postcode" };

    return names[level];
}
