/* Minutes along a road table of one's own, instead of a router. */
#ifndef CLI_TRAVEL_ROADS_H
#define CLI_TRAVEL_ROADS_H

#include "cli/travel_options.h"

#define CLI_TRAVEL_ROADS "roads:"

/* The road table that a router names, or NULL. */
const char *cli_travel_roads_path(const char *router);

/* As cli_travel_ask, of the road table at path; a place more than 1 km from any crossing is
 * off the network. Errors as orb_roads_open. */
ORB_MUST_CHECK enum orb_status cli_travel_roads(struct cli_travel *travel, const char *path,
                                                const struct cli_travel_pairs *pairs,
                                                struct orb_error *err);

#endif
