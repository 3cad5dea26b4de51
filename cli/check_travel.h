/* How far the estimate of travel is from minutes that a matrix or a router tells, and the
 * profile that would come nearer; changes nothing. */
#ifndef CLI_CHECK_TRAVEL_H
#define CLI_CHECK_TRAVEL_H

#include "cli/command.h"

/* For the parse function of the command: ORB_ERR_SYNTAX when an option is wrong, or means
 * nothing with --travel, or without it. */
ORB_MUST_CHECK enum orb_status cli_check_travel_parse(const struct cli_arguments *args,
                                                      struct orb_error *err);

ORB_MUST_CHECK enum orb_status cli_check_travel(const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);

#endif
