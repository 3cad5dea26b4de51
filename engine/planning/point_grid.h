/*
 * Positions in cells of a square grid, to meet those near a point. The grid is laid on the
 * plane that touches the Earth at the middle of the positions: lengths on it are never more
 * than the chord, hence safe for leaving cells aside (METHODS 1.1). Pure. Private to
 * engine/planning.
 */
#ifndef ORB_PLANNING_POINT_GRID_H
#define ORB_PLANNING_POINT_GRID_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

/* East, north and up in metres from an origin. Chords are what they are earth-centred. */
struct orb_enu {
    double x, y, z;
};

struct orb_enu_frame {
    double origin[3]; /* earth-centred, metres */
    double axes[3][3];
};

/* Touching at a point in degrees. */
struct orb_enu_frame orb_enu_frame_at(double lon, double lat);
struct orb_enu orb_enu_make(const struct orb_enu_frame *frame, double lon, double lat);

/* Zero-initialised is empty. */
struct orb_point_grid {
    struct orb_enu *at; /* by cell, row after row; then by number */
    uint32_t *number;   /* of the point that stands there */
    uint32_t *first;    /* by cell, columns * rows + 1 */
    double x_min, y_min, step;
    uint32_t columns, rows, count;
};

struct orb_point_set {
    const struct orb_enu *points;
    const uint32_t *numbers; /* NULL = 0, 1, ... */
    uint32_t count;
};

/* Cells of about step metres, larger when there would be too many. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_point_grid_make(struct orb_point_grid *out,
                                                   const struct orb_point_set *set,
                                                   double step, struct orb_error *err);
void orb_point_grid_release(struct orb_point_grid *grid);

/* The rows and columns of cells that a square of half side radius around (x, y) may touch;
 * empty when row_end <= row_begin. */
struct orb_grid_range {
    uint32_t row_begin, row_end, column_begin, column_end;
};
struct orb_grid_range orb_point_grid_range(const struct orb_point_grid *grid, double x,
                                           double y, double radius);

#endif
