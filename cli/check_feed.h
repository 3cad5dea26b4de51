/* What is new in the files of a feed, without importing them. */
#ifndef CLI_CHECK_FEED_H
#define CLI_CHECK_FEED_H

#include "cli/command.h"

/*
 * Read the files of the feed that the first operand names, and list its fields that are
 * new, gone or of another type, its codes without label, its unusual coordinates, and the
 * counts that are more than a fifth away from those of the last import into the territory.
 * ORB_ERR_FINDINGS when there is any and --strict was given.
 */
ORB_MUST_CHECK enum orb_status cli_check_feed(const struct cli_context *cli,
                                              const struct cli_arguments *args,
                                              struct orb_error *err);

#endif
