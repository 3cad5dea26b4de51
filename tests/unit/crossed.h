/* Tables of counts of persons, made at random, whose hidden cells many sums tie together.
 */
#ifndef TESTS_UNIT_CROSSED_H
#define TESTS_UNIT_CROSSED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/cohort/disclosure.h"

struct crossed {
    struct orb_disclosure table;
    struct orb_disclosure_cell *cells;
    struct orb_disclosure_sum *sums;
    size_t *members;
    size_t cell_count, sum_count, member_count;
    uint64_t state;
};

/* Lines of eight counts and their total; twice: they are shown by nobody, but two exports
 * show areas of four of them, which cut across. Aborts without memory. */
void crossed_make(struct crossed *out, size_t lines, bool twice, uint64_t seed);
void crossed_release(struct crossed *crossed);

/* Hidden cells of the largest group that sums tie together. */
size_t crossed_largest(const struct crossed *crossed);

#endif
