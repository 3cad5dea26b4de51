/* Parts of 'orbite map circles'. */
#ifndef CLI_MAP_CIRCLES_H
#define CLI_MAP_CIRCLES_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "engine/base/file.h"
#include "maps/circles_layout.h"

/*
 * Draw a map as --paper, --style, --table and --json ask: page 1, or the list, into out;
 * pages after it into files beside it, private when there is a --situation.
 */
ORB_MUST_CHECK enum orb_status cli_circles_draw(struct orb_output *out,
                                                const struct orb_circle_map_input *input,
                                                const struct cli_context *cli,
                                                const struct cli_arguments *args,
                                                struct orb_error *err);

/*
 * Read requests received and covered by family from a CSV file with the columns famille (1
 * or L1), demandes and couvertes; families without a row stay unknown. A bad row is
 * ORB_ERR_SYNTAX or ORB_ERR_RANGE with its line.
 */
ORB_MUST_CHECK enum orb_status
cli_circle_requests_read(struct orb_circle_requests out[ORB_CIRCLE_FAMILIES],
                         const char *path, struct orb_error *err);

/*
 * Hide the requests of each family of which those received, covered or left without answer
 * are fewer than k, zero included. k 0 = none: the team reads all.
 */
void cli_circle_requests_protect(struct orb_circle_requests requests[ORB_CIRCLE_FAMILIES],
                                 int k);

/* Write the partners as a table, or as JSON one at a time, in the order of the numbers of
 * the map. */
ORB_MUST_CHECK enum orb_status cli_circle_table_write(struct orb_output *out,
                                                      const struct cli_context *cli,
                                                      const struct orb_circle_map *map,
                                                      bool json, struct orb_error *err);

#endif
