/* What is within minutes of the commune that a page starts from, by a matrix or a router.
 */
#ifndef CLI_MAP_RINGS_H
#define CLI_MAP_RINGS_H

#include "cli/command.h"
#include "engine/base/buf.h"
#include "maps/exporter.h"

/* ORB_ERR_SYNTAX when an option is wrong, or goes without another. */
ORB_MUST_CHECK enum orb_status cli_map_rings_check(const struct cli_arguments *args,
                                                   struct orb_error *err);

/* Borrowed. */
struct cli_map_rings_of {
    const struct orb_map_territory *territory;
    const char *from; /* code of the commune; NULL = none was chosen */
};

/*
 * Write the rings of a page, when a matrix or a router is given; nothing otherwise. A
 * router that fails is told on standard error: the page then keeps its circles. out is
 * released by the caller.
 */
ORB_MUST_CHECK enum orb_status cli_map_rings(struct orb_buf *out,
                                             const struct cli_context *cli,
                                             const struct cli_arguments *args,
                                             const struct cli_map_rings_of *of,
                                             struct orb_error *err);

#endif
