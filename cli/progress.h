/* How far a long work is, on a terminal. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"
#include "engine/base/buf.h"

struct cli_progress {
    const struct cli_context *cli;
    size_t total;    /* persons */
    double started;  /* seconds of a clock that nobody sets */
    double told;     /* the last time */
    bool is_shown;   /* standard error is a terminal, and nobody asked for quiet */
    bool is_written; /* a line is on the terminal */
};

void cli_progress_start(struct cli_progress *p, const struct cli_context *cli,
                        size_t total);

/* Nothing before the first second, nor more than twice a second. */
void cli_progress_tell(struct cli_progress *p, size_t done);

/* The line that is told after elapsed_s seconds: how many, and about how long is left. */
void cli_progress_write(struct orb_buf *out, const struct cli_progress *p, size_t done,
                        double elapsed_s);

/* Before anything else is written on the terminal. */
void cli_progress_clear(struct cli_progress *p);

#endif
