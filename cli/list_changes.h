/* What opened, closed, moved and changed since a day. */
#ifndef CLI_LIST_CHANGES_H
#define CLI_LIST_CHANGES_H

#include "cli/command.h"

/*
 * Print what happened since the day on: for people a table of resources for each kind of
 * happening, in JSON each line of the journal with its resource. limit: resources of each
 * happening in the table; 0 = all.
 */
ORB_MUST_CHECK enum orb_status cli_list_changes(const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                orb_date since, unsigned long long limit,
                                                struct orb_error *err);

#endif
