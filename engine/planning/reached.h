/*
 * Which services people of an area can go to within some minutes (METHODS 4, "served from
 * here" by isochrone): on site, wherever they stand. A table of its own beside the matrix:
 * a service in reach of three communes counts in each of them, once in their EPCI, so that
 * areas do not add up. Membership is decided on minutes from the point of a commune to the
 * site (METHODS 1.4). Pure.
 *
 * Counted: offers that are open at the date, that duplicate no other and that people come
 * to, those whose way of giving nobody says among them.
 */
#ifndef ORB_PLANNING_REACHED_H
#define ORB_PLANNING_REACHED_H

#include "engine/planning/matrix.h"

struct orb_travel_table;

struct orb_reached_request {
    const struct orb_matrix_request *matrix;
    double minutes; /* included */
    enum orb_travel_mode mode;
    const struct orb_travel_table *table; /* NULL = the estimate */
};

/* Services, each once in an area. */
struct orb_reached_line {
    uint32_t reached; /* within the minutes of some commune of it */
    uint32_t here;    /* of them, with such a site in it */
    uint32_t unknown; /* of the others, those to which nobody knows the way */
};

/* Zero is empty. */
struct orb_reached {
    struct orb_reached_line *lines; /* the areas, then "in no area", then the perimeter as
                                       one area */
    uint32_t *cells;                /* by line, then by column of the matrix: reached */
    uint32_t line_count, column_count;
    uint32_t unlocated;                 /* offers on site without a position */
    unsigned long long told, estimated; /* pairs of a commune and an offer within reach */
};

/* Columns are numbered as those of orb_matrix_make. ORB_ERR_MEMORY, ORB_ERR_RANGE (too many
 * links). Release with orb_reached_release, which accepts a zeroed one. */
ORB_MUST_CHECK enum orb_status orb_reached_make(struct orb_reached *out,
                                                const struct orb_reached_request *request,
                                                struct orb_error *err);
void orb_reached_release(struct orb_reached *reached);

/* Do people come to an offer that is open and itself, or may they? */
bool orb_reached_counts(const struct orb_matrix_request *request, uint32_t offer);

#endif
