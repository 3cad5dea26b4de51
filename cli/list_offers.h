/* The offers of the territory, with their circle. */
#ifndef CLI_LIST_OFFERS_H
#define CLI_LIST_OFFERS_H

#include "cli/listing.h"

/* Rows of the offers that the options commune, need, category, circle and closed keep, by
 * identifier. */
ORB_MUST_CHECK enum orb_status cli_list_offers(struct cli_listing *listing,
                                               const struct cli_arguments *args,
                                               struct orb_error *err);

#endif
