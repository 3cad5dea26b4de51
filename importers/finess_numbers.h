/* FINESS numbers with a row each: half the memory of a table of strings, for 270,000 of
 * them. */
#ifndef ORB_IMPORTERS_FINESS_NUMBERS_H
#define ORB_IMPORTERS_FINESS_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

#define FINESS_NUMBER_LEN  10
#define FINESS_NUMBER_NONE UINT32_MAX

/* Zero-initialised is empty. Rows are numbered from 0 in order of arrival. */
struct finess_numbers {
    uint64_t *keys; /* by row */
    size_t count;
    size_t capacity;
    uint32_t *slots;
    size_t slot_count;
};

/* The row of a number of nine letters or digits, or FINESS_NUMBER_NONE. */
uint32_t orb_finess_numbers_find(const struct finess_numbers *numbers, const char *text);

/* Add a number that is not there; its row is the count before. */
ORB_MUST_CHECK enum orb_status orb_finess_numbers_add(struct finess_numbers *numbers,
                                                      const char *text);

/* The text of a row. Returns out. */
char *orb_finess_numbers_text(const struct finess_numbers *numbers, size_t row,
                              char out[FINESS_NUMBER_LEN]);

void orb_finess_numbers_release(struct finess_numbers *numbers);

#endif
