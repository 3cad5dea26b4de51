/*
 * Where the answers of a batch go. A file is written beside its target under a name that
 * holds a digest of the question, for its owner alone, and takes its name when all is
 * there: what was written before an interruption can be gone on with, and only by the same
 * question.
 */
#ifndef CLI_BATCH_OUTPUT_H
#define CLI_BATCH_OUTPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/file.h"

/* Zero-initialised is closed. */
struct cli_batch_output {
    struct orb_output out;
    const char *target;        /* borrowed; NULL = standard output or a device */
    struct orb_buf unfinished; /* name of the file being written, with target */
    struct orb_buf last;       /* its last whole line when it is gone on with */
};

/*
 * path: NULL or "-" is standard output. resume: keep the whole lines of an unfinished file
 * of the same digest, when there is one: out->last then holds the last. ORB_ERR_EXISTS when
 * another command is writing that file; ORB_ERR_UNSUPPORTED to resume what is no file.
 * Release with cli_batch_output_close, also on failure.
 */
ORB_MUST_CHECK enum orb_status cli_batch_output_open(struct cli_batch_output *out,
                                                     const char *path, uint64_t digest,
                                                     bool resume, struct orb_error *err);

/* Write the bytes of text, which is empty afterwards. ORB_ERR_INTERRUPTED when a pipe was
 * closed early, ORB_ERR_IO. */
ORB_MUST_CHECK enum orb_status cli_batch_output_write(struct cli_batch_output *out,
                                                      struct orb_buf *text,
                                                      struct orb_error *err);

/* All is written: give the file its name. */
ORB_MUST_CHECK enum orb_status cli_batch_output_commit(struct cli_batch_output *out,
                                                       struct orb_error *err);

/* The file that stays, to be gone on with, when the work stopped; NULL = none. Removes it
 * when nothing was written, or nothing can go on with it. */
const char *cli_batch_output_stop(struct cli_batch_output *out, bool is_lasting);

/* Safe to call twice. */
void cli_batch_output_close(struct cli_batch_output *out);

#endif
