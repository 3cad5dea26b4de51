/* What is near, care by care: the offers of a tile, some cells of the grid on a side, lie
 * by care then by kind, so that a question reads only those of the cares it looks for.
 * Private to engine/match. */
#ifndef ORB_MATCH_TILES_H
#define ORB_MATCH_TILES_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/catalogue/catalogue.h"

/* Cells on a side. */
#define ORB_TILE_SIDE 4

/* An offer, and its kind without a look at it. */
struct orb_tile_item {
    uint32_t member, kind;
};

/* The first item of a care in a tile; those of the next one follow. */
struct orb_tile_care {
    uint32_t care, first;
};

struct orb_tiles {
    struct orb_tile_item *items;
    struct orb_tile_care *cares; /* one more at the end */
    uint32_t *first;             /* by tile, row by row, count + 1: into cares */
    uint32_t rows, columns;
};

/* False without memory; release in both cases. */
bool orb_tiles_make(const struct orb_catalogue *catalogue, struct orb_tiles *out);
void orb_tiles_release(struct orb_tiles *tiles);

#endif
