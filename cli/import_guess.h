/* Proposes a mapping for a table instead of importing it. */
#ifndef CLI_IMPORT_GUESS_H
#define CLI_IMPORT_GUESS_H

#include "cli/command.h"

/* Print the mapping; what is unsure goes to standard error. */
ORB_MUST_CHECK enum orb_status cli_import_guess(const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);

#endif
