/* Which areas are beside each other: those that share a border, or whose points are near.
 * Pure. */
#ifndef ORB_COHORT_NEIGHBOURS_H
#define ORB_COHORT_NEIGHBOURS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/cohort/autocorrelation.h"

struct orb_pair {
    uint32_t a, b;
};

/* Owned; zero-initialised is empty. Release with orb_neighbour_list_release. */
struct orb_neighbour_list {
    uint32_t *first; /* count + 1 */
    uint32_t *items; /* of each unit, in ascending order, each once */
    uint32_t count;
};

/* Both ways, each once, nobody beside itself. out is zero-initialised; ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_neighbours_join(struct orb_neighbour_list *out,
                                                   uint32_t count, struct orb_pair *pairs,
                                                   size_t pair_count,
                                                   struct orb_error *err);

/* A point of each unit, in degrees; lon NaN = none. Borrowed. */
struct orb_unit_points {
    const double *lon, *lat;
    uint32_t count;
};

/* Units whose points are at most metres apart, as the crow flies; without a point, beside
 * nobody. out is zero-initialised; ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_neighbours_near(struct orb_neighbour_list *out,
                                                   const struct orb_unit_points *points,
                                                   double metres, struct orb_error *err);

struct orb_neighbours orb_neighbours_view(const struct orb_neighbour_list *list);
void orb_neighbour_list_release(struct orb_neighbour_list *list);

#endif
