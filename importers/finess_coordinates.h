/* The four coordinate slots of a FINESS address: which pair is degrees, which is metres, in
 * which order. */
#ifndef ORB_IMPORTERS_FINESS_COORDINATES_H
#define ORB_IMPORTERS_FINESS_COORDINATES_H

#include <stdbool.h>

#include "engine/geo/project.h"

/* In the order of the feed: coordonneeX, coordonneeY, directionLatitude,
 * directionLongitude. */
#define FINESS_SLOTS 4

/* Two pairs agree when they are this near. */
#define FINESS_AGREE_M 1.0

/* The layout of the feeds since summer 2026; any other is repaired and told. */
#define FINESS_USUAL_LAYOUT "lon,lat,northing,easting"

/* A département's bounding box, a little widened, in degrees. */
struct finess_box {
    const char *departement;
    double lon_min;
    double lat_min;
    double lon_max;
    double lat_max;
};

/* NULL for a département that is not known. */
const struct finess_box *orb_finess_box_find(const char *departement);

bool orb_finess_box_has(const struct finess_box *box, const double lon_lat[2]);

/* The département of an INSEE commune code: two characters, three overseas. */
void orb_finess_departement(char out[4], const char *commune);

struct finess_position {
    char layout[40];  /* "lon,lat,northing,easting" in slot order; "" when not understood */
    double chosen[2]; /* longitude, latitude */
    bool agree;       /* both pairs say the same place */
    bool single;      /* no legal system here: only the degrees were used */
    double gap_m;     /* between the two pairs; 0 when single */
    double other[2];  /* when they disagree and both fall in the département: the pair in
                         metres */
    bool has_other;
};

/*
 * Find the position in four numbers that may come in any order. False when they are not two
 * degrees and two metres, or when no pair falls in the département: the position is then
 * unknown.
 */
bool orb_finess_position_find(struct finess_position *out, const double slots[FINESS_SLOTS],
                              const char *departement, struct orb_projector *projector);

/*
 * Find the position in one pair, in degrees or in the metres of a system (0 = none), that
 * may come in any order. False when it falls nowhere in the département.
 */
bool orb_finess_pair_find(struct finess_position *out, const double pair[2], int epsg,
                          const char *departement, struct orb_projector *projector);

#endif
