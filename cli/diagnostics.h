/* Turns a struct orb_error into one sentence on standard error and an exit status; notes;
 * standard output. */
#ifndef CLI_DIAGNOSTICS_H
#define CLI_DIAGNOSTICS_H

#include "cli/command.h"
#include "engine/base/buf.h"

/* Print "orbite: place: sentence" and give the exit status. usage: the arguments were
 * wrong. */
enum cli_exit cli_fail(enum orb_status status, const struct orb_error *err, bool usage);

/* "orbite: " and a sentence on standard error, unless --quiet. */
void cli_note(const struct cli_context *cli, const char *format, ...) ORB_PRINTF(2, 3);

/* Write text to a file beside its target then renamed, or to standard output when path is
 * NULL or "-". */
ORB_MUST_CHECK enum orb_status cli_print(const char *path, const struct orb_buf *text,
                                         struct orb_error *err);

#endif
