/* The geodesic of the WGS 84 ellipsoid without a library, for decisions at a limit in pure
 * computations. What is displayed comes from PROJ. */
#ifndef ORB_GEO_GEODESIC_H
#define ORB_GEO_GEODESIC_H

/*
 * Metres between two positions in degrees, by Vincenty's inverse formula (Survey Review
 * XXIII, 176, 1975): within 0.1 mm, but NaN between points almost opposite on the Earth,
 * where it does not converge.
 */
double orb_geodesic_m(double lon_a, double lat_a, double lon_b, double lat_b);

#endif
