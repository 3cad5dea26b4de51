/* The booklet of a territory: for each area, family by family, who does what and how to
 * reach them, in Markdown (R60). */
#ifndef ORB_MAPS_BOOKLET_H
#define ORB_MAPS_BOOKLET_H

#include <stdbool.h>

#include "engine/base/file.h"
#include "engine/planning/matrix.h"

/* All borrowed. */
struct orb_booklet {
    const struct orb_catalogue *catalogue;
    const struct orb_matrix *matrix;
    const struct orb_areas *areas;
    const struct orb_circles *circles; /* say what is droit commun */
    const char *perimeter;
    orb_date date;
    bool french;
};

/* Areas where nothing is known are named and left empty. What people wrote never makes
 * Markdown. */
ORB_MUST_CHECK enum orb_status orb_booklet_write(struct orb_output *out,
                                                 const struct orb_booklet *booklet,
                                                 struct orb_error *err);

#endif
