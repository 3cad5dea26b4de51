/*
 * Which services come to an area from elsewhere (METHODS 4, "served from here"): those that
 * go to people, by their zone, and have no site in it. A table of its own beside the
 * matrix, which counts where sites stand. Pure.
 *
 * It does not add up: a service that comes to three communes counts in each of them, once
 * in their EPCI, and not at all there when it has a site in it. What is said of the
 * perimeter as one area, of what answers everywhere and of zones that nobody tells does not
 * depend on the level.
 *
 * Counted: offers that are open at the date and that duplicate no other, of the whole
 * catalogue. A zone that names a former commune comes to today's, one that names a
 * département to all its communes. How far people travel to a site is not asked here.
 */
#ifndef ORB_PLANNING_SERVED_H
#define ORB_PLANNING_SERVED_H

#include "engine/planning/matrix.h"

/* Services, each once in an area. */
struct orb_served_line {
    uint32_t elsewhere;    /* they come there and have no site there */
    uint32_t unplaced;     /* they come there; where they stand is not known */
    uint32_t here;         /* they stand there and come to people of it */
    uint32_t zone_unknown; /* they stand there and go to people, nobody says where */
};

/* Zero is empty. */
struct orb_served {
    struct orb_served_line *lines; /* the areas, then "in no area", then the perimeter as
                                      one area */
    uint32_t *cells; /* by line, then by column of the matrix of the same request: services
                        that come from elsewhere */
    uint32_t *columns; /* by column: of those that answer everywhere */
    uint32_t line_count, column_count;
    uint32_t everywhere; /* services for the whole country, or at a distance without a zone;
                            in no line */
    uint32_t zone_unknown; /* services with no site in the perimeter that go to people,
                              nobody says where: they may come */
};

/* Columns are numbered as those of orb_matrix_make. ORB_ERR_MEMORY. Release with
 * orb_served_release, which accepts a zeroed one. */
ORB_MUST_CHECK enum orb_status orb_served_make(struct orb_served *out,
                                               const struct orb_matrix_request *request,
                                               struct orb_error *err);
void orb_served_release(struct orb_served *served);

#endif
