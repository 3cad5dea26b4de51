/* Legal plane systems of France to and from degrees WGS 84. */
#ifndef ORB_GEO_PROJECT_H
#define ORB_GEO_PROJECT_H

#include "engine/base/error.h"

/* Transformations, each prepared on first use; opaque, for one thread. */
struct orb_projector;

/* *out is owned by the caller, release with orb_projector_free. */
ORB_MUST_CHECK enum orb_status orb_projector_new(struct orb_projector **out,
                                                 struct orb_error *err);

/*
 * The EPSG code of the legal system of a département ("01", "2A", "974"): 2154, 5490 (971,
 * 972, 977, 978), 2972 (973), 2975 (974), 4467 (975), 4471 (976); 0 where Orbite knows
 * none.
 */
int orb_project_legal_epsg(const char *departement);

/*
 * Easting and northing in metres of a position in degrees. ORB_ERR_UNSUPPORTED for another
 * EPSG code or when its definition is not installed, ORB_ERR_RANGE when a number is not
 * finite or the system does not reach that far.
 */
ORB_MUST_CHECK enum orb_status orb_project_to_metres(struct orb_projector *projector,
                                                     int epsg, const double lon_lat[2],
                                                     double out[2], struct orb_error *err);

/* Longitude and latitude in degrees of an easting and a northing; fails like
 * orb_project_to_metres. */
ORB_MUST_CHECK enum orb_status orb_project_to_degrees(struct orb_projector *projector,
                                                      int epsg,
                                                      const double easting_northing[2],
                                                      double out[2], struct orb_error *err);

/* NULL is accepted. */
void orb_projector_free(struct orb_projector *projector);

#endif
