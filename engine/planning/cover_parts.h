/*
 * A covering made smaller (Toregas and ReVelle 1973), exactly: a place whose every site
 * covers another place needs no more thought, nor does a site all of whose places another
 * covers; a place of one site decides it. What is left falls into parts that share nothing,
 * and the fewest sites of all are those of each. Private to locate.
 */
#ifndef ORB_PLANNING_COVER_PARTS_H
#define ORB_PLANNING_COVER_PARTS_H

#include "engine/planning/median.h"

/* One part: a covering of its own, and what its sites are called in the whole. */
struct cover_part {
    struct median m; /* its arrays are below */
    bool *kept;      /* none is */
    double *weight;
    size_t *row, *column;
    struct median_link *by_place, *by_site;
    uint32_t *site; /* per site of the part */
};

struct cover_parts {
    bool *forced; /* per site: kept, or the only one of a place left; open in the answer */
    uint32_t *places; /* per place: its part; MEDIAN_NONE: its sites cover another, or it is
                         covered by a forced one */
    uint32_t *sites;  /* per site: its part; MEDIAN_NONE: decided */
    size_t count;     /* parts */
};

/* For a binary problem without capacities. ORB_ERR_MEMORY. Release with
 * orb_cover_parts_release, also on failure. */
ORB_MUST_CHECK enum orb_status orb_cover_parts_make(struct cover_parts *out,
                                                    const struct median *m);
void orb_cover_parts_release(struct cover_parts *parts);

/* The part of a number. ORB_ERR_MEMORY. Release with orb_cover_part_release, also on
 * failure. */
ORB_MUST_CHECK enum orb_status orb_cover_part_make(struct cover_part *out,
                                                   const struct cover_parts *parts,
                                                   const struct median *m, uint32_t number);
void orb_cover_part_release(struct cover_part *part);

#endif
