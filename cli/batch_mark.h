/* What tells a file of persons from another, without anything of what is in it. */
#ifndef CLI_BATCH_MARK_H
#define CLI_BATCH_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/error.h"

/*
 * Add a file to the digest by its inode, size and date, never by its texts: whoever reads a
 * name that holds the digest could else confirm a guess of a person. "-" is standard input.
 * What is no file, as a pipe, is never the same again: *is_lasting is then false.
 * ORB_ERR_IO.
 */
ORB_MUST_CHECK enum orb_status cli_batch_mark(uint64_t *digest, bool *is_lasting,
                                              const char *path, struct orb_error *err);

#endif
