/* A product of 'orbite map' that is more than one pass over the catalogue. */
#ifndef CLI_MAP_PRODUCT_H
#define CLI_MAP_PRODUCT_H

#include "cli/command.h"
#include "engine/base/file.h"
#include "maps/exporter.h"

/* Options of 'orbite map' that only some products take, beside enum orb_export_takes: bits
 * of struct cli_map_product.takes and of the table in cli/cmd/map.c. */
enum cli_map_takes { CLI_MAP_OWN = 1 << 8, CLI_MAP_CIRCLES = 1 << 9 };

struct cli_map_product {
    const char *name;
    const char *summary; /* N_() */
    unsigned takes;      /* enum orb_export_takes and cli_map_takes */
    /* Checks the values of its options, opens nothing; NULL = nothing to check. */
    enum orb_status (*check)(const struct cli_arguments *args, struct orb_error *err);
    enum orb_status (*write)(struct orb_output *out, const struct cli_context *cli,
                             const struct cli_arguments *args, struct orb_error *err);
};

extern const struct cli_map_product cli_map_circles;
extern const struct cli_map_product cli_map_native;

/* Ends with NULL, in the order of help; after those of maps/registry.h. */
extern const struct cli_map_product *const cli_map_products[];

/* NULL when there is none of that name. */
const struct cli_map_product *cli_map_product_find(const char *name);

/* The options of the user as products read them; borrowed from args and cli. */
struct orb_export_options cli_map_options(const struct cli_context *cli,
                                          const struct cli_arguments *args,
                                          orb_date reference_date);

/* Give the records of the territory of cli to products: for struct orb_map_territory. The
 * store is opened at the first use. */
struct orb_store;
struct cli_map_store {
    const struct cli_context *cli;
    struct orb_store *store; /* NULL = not opened */
    struct orb_store *of; /* that of the catalogue of the product, borrowed; NULL = none */
};
ORB_MUST_CHECK enum orb_status cli_map_replay(void *store,
                                              const struct orb_map_replay *which,
                                              const struct orb_sink *sink,
                                              struct orb_error *err);
void cli_map_store_close(struct cli_map_store *store);

#endif
