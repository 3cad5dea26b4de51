/* From what is asked to the one problem behind it. Private to locate. */
#ifndef ORB_PLANNING_LOCATE_ROWS_H
#define ORB_PLANNING_LOCATE_ROWS_H

#include "engine/planning/locate.h"
#include "engine/planning/median.h"

struct locate_rows {
    struct median m;
    uint32_t *place; /* per place of m: its number in what is asked */
};

/* The problem, in the arena; marks in out the places that no candidate can take. */
ORB_MUST_CHECK enum orb_status orb_locate_rows(struct locate_rows *rows,
                                               const struct orb_locate *in,
                                               struct orb_arena *arena,
                                               struct orb_locate_answer *out,
                                               struct orb_error *err);

/* Fewest sites that take everything: sets rows->m.p and the answer at that p; *bound is a
 * number of sites below which it is proven impossible. *short_of is true when all the sites
 * together do not suffice; all are then open. */
ORB_MUST_CHECK enum orb_status orb_locate_cover(struct locate_rows *rows,
                                                const struct orb_program_solver *solver,
                                                struct median_answer *answer, size_t *bound,
                                                bool *short_of);

#endif
