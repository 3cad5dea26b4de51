/* A page being written, and its maps. Internal to maps. */
#ifndef ORB_MAPS_REPORT_HTML_H
#define ORB_MAPS_REPORT_HTML_H

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "maps/page.h"
#include "maps/report_areas.h"
#include "maps/report_classes.h"

struct orb_html_map {
    const struct orb_report_map *map;
    size_t number; /* from 1: ids of its areas begin with it */
    struct orb_report_areas areas;
    struct orb_report_classes classes;
};

struct orb_html {
    struct orb_output *output;
    struct orb_buf *out;
    const struct orb_report *report;
    struct orb_html_map *maps;
    struct orb_buf words; /* what is said next */
    enum orb_status status;
};

/* Append the hatchings that maps and legends share, once, before them. */
void orb_html_add_patterns(struct orb_html *h);

/* Append a map with its legend and what it says in words (maps/report_map.c). */
ORB_MUST_CHECK enum orb_status
orb_html_add_map(struct orb_html *h, const struct orb_html_map *m, struct orb_error *err);

/* Append the drawing (maps/report_drawing.c). */
ORB_MUST_CHECK enum orb_status orb_html_add_drawing(struct orb_html *h,
                                                    const struct orb_html_map *m,
                                                    struct orb_error *err);

/* The fill of an area: a class of the style, or the hatching of the edge. */
void orb_html_add_fill(struct orb_html *h, const struct orb_html_map *m, size_t number,
                       bool edge);

/* What is read of a line on a map: "Bourg-en-Bresse: 12.5". In h->words. */
void orb_html_say_area(struct orb_html *h, const struct orb_html_map *m, size_t row);

#endif
