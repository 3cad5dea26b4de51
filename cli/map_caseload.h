/* The pages of a team: its persons for itself (--private), counts of them for others
 * (--class). */
#ifndef CLI_MAP_CASELOAD_H
#define CLI_MAP_CASELOAD_H

#include "cli/command.h"
#include "engine/base/file.h"

/* Is a caseload given, in a file or in a vault? */
bool cli_map_has_caseload(const struct cli_arguments *args);

/* Check --caseload, --vault and what goes with them, or that nothing does without; opens
 * nothing. */
ORB_MUST_CHECK enum orb_status cli_map_caseload_check(const struct cli_arguments *args,
                                                      struct orb_error *err);

/* Read the persons, sort them and write the page; into a private output with --private. */
ORB_MUST_CHECK enum orb_status cli_map_caseload_write(struct orb_output *out,
                                                      const struct cli_context *cli,
                                                      const struct cli_arguments *args,
                                                      struct orb_error *err);

#endif
