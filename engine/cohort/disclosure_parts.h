/* What the audit and the hiding of counts of persons share. Internal to engine/cohort. */
#ifndef ORB_COHORT_DISCLOSURE_PARTS_H
#define ORB_COHORT_DISCLOSURE_PARTS_H

#include "engine/cohort/disclosure.h"

#define DISCLOSURE_NONE SIZE_MAX

/* Hidden cells that sums tie together, by their root. */
struct disclosure_groups {
    const struct orb_disclosure *table;
    size_t *parent;                 /* by cell */
    size_t *column;                 /* by cell: its variable in the program of its group */
    size_t *first_cell, *next_cell; /* by root, by cell: the hidden cells of a group */
    size_t *first_sum, *next_sum;   /* by root, by sum: its sums */
    bool *near, *sum_near;          /* by cell, by sum: false but while one is hidden */
    struct orb_disclosure_bounds *seen; /* by cell: what tables met so far let it be. Hiding
                                           more only lets it be more: a cell that was safe
                                           once is safe for good */
    double *point; /* by cell: a table that obeys, or where to look for one first */
    bool gave_up;  /* a cell is no longer feared: it is told already */
    bool *likely;  /* by cell: where the search of its group left it */
};

/* Release with disclosure_groups_release, also on failure. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status
orb_disclosure_groups_init(struct disclosure_groups *g, const struct orb_disclosure *table,
                           struct orb_error *err);
void orb_disclosure_groups_release(struct disclosure_groups *g);

/* Find the groups of the table as it stands. */
void orb_disclosure_tie(struct disclosure_groups *g);
size_t orb_disclosure_root(const struct disclosure_groups *g, size_t cell);

/* DISCLOSURE_NONE = none. */
size_t orb_disclosure_first_hidden(const struct orb_disclosure *t,
                                   const struct orb_disclosure_sum *sum);

/* Is some primary cell of the group not known to be safe yet? */
bool orb_disclosure_in_doubt(const struct disclosure_groups *g, size_t root);

/* Write the bounds of a group, or, without bounds, find its first primary cell that can be
 * worked out. Errors of orb_disclosure_audit. */
ORB_MUST_CHECK enum orb_status
orb_disclosure_audit_group(struct disclosure_groups *g, size_t root,
                           struct orb_disclosure_bounds *bounds, size_t *unsafe,
                           struct orb_error *err);

#endif
