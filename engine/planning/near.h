/*
 * 2SFCA by distance alone at the size of a country: the same result as orb_links_make in
 * kilometres then orb_catchment_make, to the rounding of the sums, without keeping the
 * pairs. Cells wholly within the catchment are added as one (METHODS 2). Pure.
 */
#ifndef ORB_PLANNING_NEAR_H
#define ORB_PLANNING_NEAR_H

#include "engine/planning/catchment.h"

struct orb_near_request {
    const struct orb_link_point *places;
    const struct orb_link_point *sites;
    const double *demand; /* by place, >= 0 */
    const double *supply; /* by site, >= 0; NaN = unknown */
    uint32_t place_count, site_count;
    double limit_km;        /* included, above 0, finite */
    double earth_radius_km; /* of the profile */
};

/* One stratum. ORB_ERR_MEMORY. *out is released by orb_catchment_release. */
ORB_MUST_CHECK enum orb_status orb_near_2sfca(struct orb_catchment *out,
                                              const struct orb_near_request *request,
                                              struct orb_error *err);

#endif
