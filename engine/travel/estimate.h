/* The built-in travel time: an estimate from the distance, for every project page that
 * needs one (MATCHING 6). Pure. */
#ifndef ORB_TRAVEL_ESTIMATE_H
#define ORB_TRAVEL_ESTIMATE_H

#include "engine/model/profile.h"

/*
 * Minutes for distance_km (along the surface) between places of INSEE density classes a and
 * b (1..4; 0 = the profile's default). Never decreases with distance. Printed as
 * "estimate".
 */
double orb_travel_estimate_minutes(const struct orb_profile *profile,
                                   enum orb_travel_mode mode, double distance_km,
                                   int density_a, int density_b);

/* The largest distance in km that may be done within minutes, whatever the densities: an
 * upper bound for searching. */
double orb_travel_reach_km(const struct orb_profile *profile, enum orb_travel_mode mode,
                           double minutes);

#endif
