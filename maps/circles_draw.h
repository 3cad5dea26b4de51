/* The parts of the drawing of the concentric map. */
#ifndef ORB_MAPS_CIRCLES_DRAW_H
#define ORB_MAPS_CIRCLES_DRAW_H

#include "maps/circles_ink.h"

/* What is being written. */
struct orb_circle_drawing {
    struct orb_buf *out;
    const struct orb_circle_map *map;
    const struct orb_circle_palette *palette;
    unsigned page; /* from 1 */
};

/* Rings, cells, gauge, centre and names of the rings; then the marks. */
void orb_circle_draw_disc(const struct orb_circle_drawing *d);
void orb_circle_draw_marks(const struct orb_circle_drawing *d);

struct orb_circle_bar {
    struct orb_circle_point at; /* upper left corner */
    double width, height;
};

/* The states of a cell in a bar on a ground of that colour: white for those with a place,
 * empty for those that are full, faint for others. */
void orb_circle_draw_shares(const struct orb_circle_drawing *d,
                            const struct orb_circle_cell *cell, const char *colour,
                            const struct orb_circle_bar *bar);

/* Badges of families, their leaders and boxes. */
void orb_circle_draw_boxes(const struct orb_circle_drawing *d);

void orb_circle_draw_legend(const struct orb_circle_drawing *d);

/* A page of the table, from 2. */
void orb_circle_draw_table(const struct orb_circle_drawing *d);

/* Open a link to an anchor of a page, "#l12" or "cercles-2.svg#l12"; without a name for the
 * other page it is a plain group. Returns what closes it. */
const char *orb_circle_open_link(const struct orb_circle_drawing *d, unsigned page,
                                 char kind, unsigned number);

/* What is drawn where nothing is known or answered: "url(#...)". */
#define ORB_CIRCLE_HATCHING "url(#orbite-hatching)"

#endif
