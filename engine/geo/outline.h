/* Lines and rings of one thing, position by position, and the point that stands for it. */
#ifndef ORB_GEO_OUTLINE_H
#define ORB_GEO_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"
#include "engine/geo/context.h"

/* Zero-initialised is empty and ready. */
struct orb_outline {
    double *xy; /* degrees WGS 84, longitude then latitude */
    size_t count;
    size_t capacity;
    size_t *ends; /* of each line: number of positions up to its last one */
    size_t line_count;
    size_t line_capacity;
};

/* Add a position to the line that is open. */
ORB_MUST_CHECK enum orb_status orb_outline_add(struct orb_outline *outline, double lon,
                                               double lat, struct orb_error *err);

/* End the line that is open; nothing happens when it has no position. */
ORB_MUST_CHECK enum orb_status orb_outline_end(struct orb_outline *outline,
                                               struct orb_error *err);

/*
 * A point on the area that the lines enclose, put end to end: what lies within a second
 * ring is a hole. *found is false when they enclose nothing.
 */
ORB_MUST_CHECK enum orb_status orb_outline_area_point(const struct orb_outline *outline,
                                                      struct orb_geo_context *context,
                                                      double point[2], bool *found,
                                                      struct orb_error *err);

/* A point on the lines; on one of the positions when no line has two. */
ORB_MUST_CHECK enum orb_status orb_outline_line_point(const struct orb_outline *outline,
                                                      struct orb_geo_context *context,
                                                      double point[2], bool *found,
                                                      struct orb_error *err);

/* Forget the positions, keep the memory. */
void orb_outline_clear(struct orb_outline *outline);
void orb_outline_release(struct orb_outline *outline);

#endif
