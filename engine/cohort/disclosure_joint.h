/*
 * Tables given one after the other on the same persons, as one table that a reader of all
 * of them works with (METHODS 6, memory): the same counts, or what changed in between. A
 * difference of fewer than k persons tells of them as a small count does. Pure.
 */
#ifndef ORB_COHORT_DISCLOSURE_JOINT_H
#define ORB_COHORT_DISCLOSURE_JOINT_H

#include "engine/cohort/disclosure.h"

#define ORB_DISCLOSURE_NOWHERE SIZE_MAX

/* A table as it was given; borrowed. */
struct orb_disclosure_earlier {
    const struct orb_disclosure_cell *cells; /* hidden: with their value, or unknown */
    const size_t *names; /* by cell: the number of who is counted, the same in all tables,
                            once in each; NOWHERE = in no other table */
    size_t cell_count;
    const struct orb_disclosure_sum *sums; /* over these cells */
    size_t sum_count;
};

/* What comes before a table; borrowed. */
struct orb_disclosure_past {
    const struct orb_disclosure_earlier *earlier; /* from the first one given to the last */
    size_t count;
    const size_t *names; /* of the cells of the table, as those of the earlier ones */
};

/* Zero-initialised is empty. Release with orb_disclosure_joint_release. */
struct orb_disclosure_joint {
    struct orb_disclosure table; /* the cells of today first, then those of each earlier
                                    table, then differences */
    size_t today;                /* cells */
    struct orb_disclosure_sum *sums;
    size_t *members; /* of the sums */
    bool has_steps;  /* counts are followed through tables that do not know them */
};

/* ORB_ERR_MEMORY. k is that of the table. */
ORB_MUST_CHECK enum orb_status
orb_disclosure_joint_make(struct orb_disclosure_joint *out,
                          const struct orb_disclosure *table,
                          const struct orb_disclosure_past *past, struct orb_error *err);
void orb_disclosure_joint_release(struct orb_disclosure_joint *joint);

/*
 * Hide in the table what it must hide alone, and what would tell a small count of any of
 * the tables, or by how few one changed from one table to the next that has it. Errors of
 * orb_disclosure_protect; the earlier tables cannot be hidden any more: ORB_ERR_UNSUPPORTED
 * too when they tell already, but for the difference of two counts that both are shown, and
 * for what they hid without its value. Counts that an earlier table does not know are
 * followed through it too, unless too many are then tied, or some change another way than
 * those beside them.
 */
ORB_MUST_CHECK enum orb_status
orb_disclosure_protect_beside(struct orb_disclosure *table,
                              const struct orb_disclosure_past *past,
                              struct orb_error *err);

#endif
