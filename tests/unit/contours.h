/* Contours made for tests, as the store keeps them. */
#ifndef ORB_TESTS_CONTOURS_H
#define ORB_TESTS_CONTOURS_H

#include <stddef.h>

#include "engine/base/buf.h"

/* count positions of a ring, longitude then latitude; the first is told again by the
 * writer. */
struct made_ring {
    const double (*positions)[2];
    size_t count;
    int begins_polygon; /* else it is a hole of the polygon at hand */
};

/* Append a little-endian WKB MULTIPOLYGON. */
void write_contour(struct orb_buf *wkb, const struct made_ring *rings, size_t count);

#endif
