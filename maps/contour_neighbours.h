/* The areas that share a border, by their contours. Internal to maps and cli. */
#ifndef ORB_MAPS_CONTOUR_NEIGHBOURS_H
#define ORB_MAPS_CONTOUR_NEIGHBOURS_H

#include <stdbool.h>

#include "engine/cohort/neighbours.h"
#include "engine/planning/mesh.h"
#include "maps/exporter.h"

/*
 * Units are the areas, in their order. *complete is false when some area has no contour:
 * its neighbours are not known. Sharing a line counts, touching in a point does not.
 * out is zero-initialised; release with orb_neighbour_list_release. Errors of the replay;
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status
orb_contour_neighbours(struct orb_neighbour_list *out, bool *complete,
                       const struct orb_areas *areas,
                       const struct orb_map_territory *territory, struct orb_error *err);

#endif
