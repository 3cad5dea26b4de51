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

/* Minutes or areas around a commune, as they were told. */
struct cli_map_rings;

/* Borrowed. */
struct cli_map_rings_of {
    const struct orb_catalogue *catalogue; /* until the rings are freed */
    const char *from;                      /* code of the commune; NULL = none was chosen */
};

/*
 * Read the matrix and ask the router, when one is given: nothing but the catalogue
 * is read meanwhile. A router that fails is told on standard error: the page then keeps its
 * circles. *out is NULL when there is nothing to draw. Release with cli_map_rings_free.
 */
ORB_MUST_CHECK enum orb_status cli_map_rings_ask(struct cli_map_rings **out,
                                                 const struct cli_context *cli,
                                                 const struct cli_arguments *args,
                                                 const struct cli_map_rings_of *of,
                                                 struct orb_error *err);

/* Write the rings of a page, with the contours of the communes when minutes were told. out
 * is released by the caller. */
ORB_MUST_CHECK enum orb_status
cli_map_rings_write(struct cli_map_rings *rings, struct orb_buf *out,
                    const struct orb_map_territory *territory, struct orb_error *err);

/* NULL does nothing. */
void cli_map_rings_free(struct cli_map_rings *rings);

#endif
