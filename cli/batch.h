/* The same question for many persons: orbite match --batch. */
#ifndef CLI_BATCH_H
#define CLI_BATCH_H

#include "cli/command.h"

/* Rows of each list when --limit is not given. */
#define CLI_BATCH_ROWS 5

/* The options of its own, in the table of a command. */
/* clang-format off */
#define CLI_BATCH_OPTIONS \
    { "batch", 0, NULL, \
      N_("answer many persons, of files or of a whole vault: a line each, by département") }, \
    { "jobs", 0, N_("N"), N_("with --batch, threads (1)") }, \
    { "part", 0, N_("I/N"), N_("with --batch, only the I-th of N parts: départements are never cut") }, \
    { "resume", 0, NULL, N_("with --batch and --output, go on with what an interruption left") }, \
    { "totals", 0, NULL, N_("with --batch, count every offer too: much longer") }
/* clang-format on */

/* Whether the arguments ask for a batch. */
bool cli_batch_is_asked(const struct cli_arguments *args);

/* ORB_ERR_SYNTAX when an option is wrong, or goes with a batch alone; opens nothing. */
ORB_MUST_CHECK enum orb_status cli_batch_check(const struct cli_arguments *args,
                                               struct orb_error *err);

/* Answer everybody; rows of each list, 0 = all. */
ORB_MUST_CHECK enum orb_status cli_batch(const struct cli_context *cli,
                                         const struct cli_arguments *args, size_t rows,
                                         struct orb_error *err);

#endif
