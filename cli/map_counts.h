/* The page that counts the persons of a team for others (--class partner, --class public).
 */
#ifndef CLI_MAP_COUNTS_H
#define CLI_MAP_COUNTS_H

#include "cli/command.h"
#include "engine/base/file.h"

/*
 * Read the persons of the operands or of --vault, sort them and write what --class may
 * read. What is told of a vault is kept there; ORB_ERR_UNSUPPORTED when it would tell of
 * somebody together with what was told before.
 */
ORB_MUST_CHECK enum orb_status cli_map_counts_write(struct orb_output *out,
                                                    const struct cli_context *cli,
                                                    const struct cli_arguments *args,
                                                    struct orb_error *err);

#endif
