/* A position without a geocoder: the point of the commune, else the middle of the communes
 * of the postcode. Pure. */
#ifndef ORB_GEOCODE_FALLBACK_H
#define ORB_GEOCODE_FALLBACK_H

#include <stdbool.h>

#include "engine/geocode/query.h"

enum orb_geocode_level {
    ORB_GEOCODE_NOWHERE = 0, /* lon and lat are NaN: never (0, 0) */
    ORB_GEOCODE_COMMUNE,
    ORB_GEOCODE_POSTCODE
};

struct orb_geocode_fallback {
    enum orb_geocode_level level;
    double lon; /* degrees */
    double lat;
    double radius_m;      /* of a postcode: to the point of its farthest commune; else 0 */
    bool from_resources;  /* the commune has no contour: the median of its resources */
    orb_date observed_on; /* of what is known of the communes; ORB_DATE_NONE = unknown */
};

void orb_geocode_fall_back(struct orb_geocode_fallback *out,
                           const struct orb_geocode_towns *towns,
                           const struct orb_geocode_query *query);

/* "none", "commune", "postcode". */
const char *orb_geocode_level_name(enum orb_geocode_level level);

#endif
