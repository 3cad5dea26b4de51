/*
 * Tables that count persons, without the cells that would tell one (METHODS 6): counts
 * below k, zero included, are hidden, then others until no hidden count can be worked out
 * from what is left. Pure.
 */
#ifndef ORB_COHORT_DISCLOSURE_H
#define ORB_COHORT_DISCLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

enum {
    ORB_DISCLOSURE_PARTNER = 5,    /* tables for partners */
    ORB_DISCLOSURE_PUBLIC = 11,    /* tables for all */
    ORB_DISCLOSURE_TOGETHER = 2000 /* hidden cells tied by sums that are still worked out:
                                      the work of a second or two */
};

struct orb_disclosure_cell {
    int64_t value; /* >= 0 */
    bool hidden;
    bool primary; /* below k: it must not be worked out */
    bool unknown; /* published without a value anyway; hidden, value is not read */
    bool told;    /* given before: it can be hidden no more than it was; hidden and unknown,
                     it is feared to be below k, unless it is told already */
    bool dear;    /* what the table is made for: hidden when no other cell helps */
    bool apart;   /* in no table: what a reader works out, hidden from the start; unknown
                     too, it is a change between tables that were given: feared to be below
                     k, unless it is known to be more, or they tell it already */
    uint8_t height; /* found by orb_disclosure_protect: 0 = of no sum the total, else more
                       than its parts */
};

/* The cell first is the sum of the others. Cells by number. */
struct orb_disclosure_sum {
    const size_t *cells; /* borrowed; the total, then its parts */
    size_t count;
};

struct orb_disclosure {
    struct orb_disclosure_cell *cells; /* in and out */
    size_t cell_count;
    const struct orb_disclosure_sum *sums;
    size_t sum_count;
    int k;
};

/* What a reader can say of a hidden cell: the bounds over all tables of numbers >= 0, whole
 * or not, with the sums that are shown, rounded to the whole numbers between. Over tables
 * of whole numbers they can be narrower where sums cut across each other: met in rare
 * tables at k = 2, never at 5 or 11. high is INT64_MAX without bound. */
struct orb_disclosure_bounds {
    int64_t low, high;
};

/* High reaches k, and low and high are k apart. */
bool orb_disclosure_is_safe(struct orb_disclosure_bounds bounds, int k);

/*
 * The bounds of each hidden cell as the table stands (those of others are not written).
 * ORB_ERR_MEMORY; ORB_ERR_UNSUPPORTED above ORB_DISCLOSURE_TOGETHER hidden cells that sums
 * tie together; ORB_ERR_RANGE when a total is not the sum of its parts.
 */
ORB_MUST_CHECK enum orb_status orb_disclosure_audit(const struct orb_disclosure *table,
                                                    struct orb_disclosure_bounds *bounds,
                                                    struct orb_error *err);

/*
 * Hide what is below k and what would let it be worked out, each time the smallest cell
 * that helps; of equal ones a part rather than its total, which would else tell that all
 * the rest is 0; then the first; those that are dear last. Errors as above: above the
 * limit, publish larger areas.
 */
ORB_MUST_CHECK enum orb_status orb_disclosure_protect(struct orb_disclosure *table,
                                                      struct orb_error *err);

#endif
