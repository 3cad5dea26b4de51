/* The table of the products that need more than the catalogue, and what they share. */
#include "cli/map_product.h"

#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "engine/base/number.h"
#include "engine/store/store.h"

const struct cli_map_product *const cli_map_products[] = {
    &cli_map_circles,
    &cli_map_native,
    NULL,
};

const struct cli_map_product *cli_map_product_find(const char *name)
{
    for (const struct cli_map_product *const *p = cli_map_products; *p != NULL; p++)
        if (strcmp((*p)->name, name) == 0)
            return *p;
    return NULL;
}

struct orb_export_options cli_map_options(const struct cli_context *cli,
                                          const struct cli_arguments *args,
                                          orb_date reference_date)
{
    const char *simplify = cli_option_value(args, "simplify");
    double simplify_m = 0;

    /* Checked when the arguments were parsed. */
    if (simplify != NULL)
        (void)orb_number_parse(&simplify_m, simplify, strlen(simplify));
    return (struct orb_export_options){
        .reference_date = reference_date,
        .operator_id = cli->operator_id,
        .circle = cli_option_value(args, "circle"),
        .commune = cli_option_value(args, "commune"),
        .departement = cli_option_value(args, "departement"),
        .from = cli_option_value(args, "from"),
        .output = cli_option_value(args, "output"),
        .scratch = getenv("TMPDIR"),
        .title = cli_option_value(args, "title"),
        .simplify_m = simplify_m,
        .with_closed = cli_option_value(args, "closed") != NULL,
        .without_osm = cli_option_value(args, "without") != NULL,
        .excel_fr = cli_option_value(args, "excel-fr") != NULL,
        .french = cli->french,
    };
}

enum orb_status cli_map_replay(void *store, const struct orb_map_replay *which,
                               const struct orb_sink *sink, struct orb_error *err)
{
    struct cli_map_store *s = store;
    const struct orb_store_filter filter = { .kinds = which->kinds,
                                             .with_contours = which->with_contours,
                                             .raw = which->raw,
                                             .hidden_only = which->hidden_only };
    enum orb_status status = ORB_OK;

    if (s->of == NULL && s->store == NULL)
        status = orb_store_open(&s->store, s->cli->database, ORB_STORE_READ, err);
    return status == ORB_OK
               ? orb_store_replay(s->of != NULL ? s->of : s->store, &filter, sink, err)
               : status;
}

void cli_map_store_close(struct cli_map_store *store)
{
    orb_store_close(store->store);
    store->store = NULL;
}
