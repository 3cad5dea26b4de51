/* Whom to name beside one row that may travel alone. Internal to maps. */
#ifndef ORB_MAPS_CREDIT_H
#define ORB_MAPS_CREDIT_H

#include "maps/selection.h"

/* A row, as far as credits go. */
struct orb_credit_row {
    uint32_t source; /* ORB_CAT_NONE or more = none */
    bool osm;        /* it takes something from OpenStreetMap */
};

/* Append the attribution of the source of a row, then those of the sources that lend values
 * to records of others, each once: which offers have something of theirs is not known but
 * for OpenStreetMap. */
void orb_credit_attribution(struct orb_buf *out, const struct orb_selection *selection,
                            struct orb_credit_row row);

/* The licences, the same way. */
void orb_credit_licence(struct orb_buf *out, const struct orb_selection *selection,
                        struct orb_credit_row row);

#endif
