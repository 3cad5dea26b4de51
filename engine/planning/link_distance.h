/* Whether two points are within a distance. Private to engine/planning. */
#ifndef ORB_PLANNING_LINK_DISTANCE_H
#define ORB_PLANNING_LINK_DISTANCE_H

#include "engine/planning/links.h"

/* km is their distance by the chord; within 0.1 m of the limit, the geodesic decides
 * (METHODS 1.1). The limit is included. */
bool orb_link_within_km(const struct orb_link_point *a, const struct orb_link_point *b,
                        double km, double limit_km);

#endif
