/*
 * Records of one size put in order in bounded memory. Those that do not fit wait in a file
 * without a name, in runs that are merged: nothing is left behind, whatever happens.
 */
#ifndef ORB_BASE_SORTER_H
#define ORB_BASE_SORTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

#define ORB_SORTER_RUNS 64

/* Records from first on, count of them. */
struct orb_sorter_run {
    uint64_t first;
    uint64_t count;
};

/* Zero-initialised with size and compare set is empty; the rest is private but count. */
struct orb_sorter {
    size_t size; /* bytes of a record */
    /* A total order: no two records are equal. */
    int (*compare)(const void *left, const void *right);
    const char *folder; /* of the file, borrowed; NULL = /tmp */
    size_t memory;      /* bytes, at least 2 * ORB_SORTER_RUNS records; 0 = 512 KiB */
    uint64_t count;     /* records added */

    char *rows;
    size_t room, held;
    bool has_file;
    int fd;
    uint64_t written; /* records in the file, with those of runs already merged */
    struct orb_sorter_run runs[ORB_SORTER_RUNS];
    size_t run_count;
    uint64_t loaded; /* the first record in rows, once in order */
};

/* Copy a record in. ORB_ERR_MEMORY, ORB_ERR_IO (the file, with its folder as place). */
ORB_MUST_CHECK enum orb_status orb_sorter_add(struct orb_sorter *sorter, const void *record,
                                              struct orb_error *err);

/* Put all of them in order; none is added after. Same errors. */
ORB_MUST_CHECK enum orb_status orb_sorter_finish(struct orb_sorter *sorter,
                                                 struct orb_error *err);

/* Record number at, below count, of a finished sorter: valid until the next call. Reading
 * forward is fast. ORB_ERR_IO. */
ORB_MUST_CHECK enum orb_status orb_sorter_get(const void **out, struct orb_sorter *sorter,
                                              uint64_t at, struct orb_error *err);

/* Safe to call twice; the sorter is empty again, with the same size and order. */
void orb_sorter_release(struct orb_sorter *sorter);

#endif
