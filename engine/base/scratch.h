/* A folder of one's own for a library that writes to a path: beside the target of an
 * output, so that a full disk is the same disk, or among the temporary files. */
#ifndef ORB_BASE_SCRATCH_H
#define ORB_BASE_SCRATCH_H

#include <stdbool.h>

#include "engine/base/error.h"

struct orb_output;

/* Zero-initialised is closed. */
struct orb_scratch {
    char *folder; /* owned, read by its owner only */
    char *path;   /* owned: the one file in it, for others to write */
    void (*named)(const char *path, bool there); /* of the output: told of the folder */
};

/*
 * Make the folder: beside the target of out, or in its scratch when that is a pipe, a
 * device or standard output. Release with orb_scratch_close. ORB_ERR_IO, ORB_ERR_NOT_FOUND,
 * ORB_ERR_MEMORY; the place is where it
 * cannot be made.
 */
ORB_MUST_CHECK enum orb_status orb_scratch_open(struct orb_scratch *scratch,
                                                const struct orb_output *out,
                                                struct orb_error *err);

/* Append the bytes of the file to out, with its errors. */
ORB_MUST_CHECK enum orb_status orb_scratch_copy(const struct orb_scratch *scratch,
                                                struct orb_output *out,
                                                struct orb_error *err);

/* Remove the file and the folder. Safe to call twice. */
void orb_scratch_close(struct orb_scratch *scratch);

#endif
