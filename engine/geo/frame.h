/* Distance between points of the WGS 84 ellipsoid by the chord of their earth-centred
 * positions. Pure: needs libm only. */
#ifndef ORB_GEO_FRAME_H
#define ORB_GEO_FRAME_H

/* Metres from the centre of the Earth. */
struct orb_ecef {
    double x, y, z;
};

/* Position of a point at height 0; degrees. a = 6378137 m, f = 1/298.257223563 (MATCHING
 * 6). */
struct orb_ecef orb_ecef_make(double lon, double lat);

/* Length in metres of the straight line between two positions. */
double orb_ecef_chord_m(struct orb_ecef a, struct orb_ecef b);

/*
 * Distance along the surface, same unit as radius: 2 R asin(min(1, c / 2R)); within 1.2 mm
 * of the geodesic at 50 km, 3 m at 1,000 km (METHODS 1.1).
 */
double orb_chord_to_arc(double chord, double radius);

/* The chord of an arc, the inverse of the above for arcs up to half the circle. */
double orb_arc_to_chord(double arc, double radius);

#endif
