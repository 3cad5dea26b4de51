/*
 * The page of a team: its persons in the order of work, each with needs, what keeps
 * resources out, what would change it, its circles, and the resources with their sheets. A
 * private product: pseudonyms and communes, never a name, a birth, a note, nor a position
 * but one that was moved (maps/page/README.md).
 */
#ifndef ORB_MAPS_CASELOAD_PAGE_H
#define ORB_MAPS_CASELOAD_PAGE_H

#include "engine/cohort/triage.h"
#include "maps/caseload_answer.h"
#include "maps/page.h"
#include "maps/shown_point.h"

/* All borrowed. */
struct orb_caseload_page {
    struct orb_reader reader;
    const struct orb_selection *all;               /* every offer, at the day of the page */
    const struct orb_triage_person *const *people; /* in the order of work */
    const struct orb_caseload_answer *answers;     /* of each, in the same order */
    size_t count;
    size_t rejected;                           /* persons that were not understood */
    const struct orb_strmap *sentences;        /* of the answers */
    const struct orb_shown_point *points;      /* of each, in the same order */
    const struct orb_map_territory *territory; /* whose contours are drawn */
};

/* Write the page into a private output. As orb_page_write. */
ORB_MUST_CHECK enum orb_status orb_caseload_page_write(struct orb_output *out,
                                                       const struct orb_caseload_page *page,
                                                       struct orb_error *err);

/* ---- for maps/caseload_*.c */

/* What is being written. */
struct orb_caseload_writing {
    const struct orb_caseload_page *page;
    int32_t *rows;               /* of the columns, by offer; -1 = not there */
    struct orb_strmap needs;     /* codes, by number */
    struct orb_strmap families;  /* codes of families of needs */
    struct orb_strmap communes;  /* codes */
    struct orb_strmap sentences; /* those of the answers, then more */
    struct orb_buf text;
};

/* The document "caseload/1". ORB_ERR_MEMORY, ORB_ERR_IO. */
ORB_MUST_CHECK enum orb_status orb_caseload_write(const struct orb_stream *stream,
                                                  struct orb_caseload_writing *writing,
                                                  struct orb_error *err);

/* Its member "resources", whose brace is open: a number for each resource of each person,
 * column by column. */
ORB_MUST_CHECK enum orb_status
orb_caseload_write_resources(const struct orb_stream *stream,
                             const struct orb_caseload_writing *writing,
                             struct orb_error *err);

/* What is read without script. */
void orb_caseload_plain(struct orb_buf *out, const struct orb_page *page);

/* Needs of a person that its resources name: a number of JavaScript holds no more bits. */
#define ORB_CASELOAD_NEEDS 52

/* Changes that are told of a need, the least first. */
#define ORB_CASELOAD_CHANGES 3

#endif
