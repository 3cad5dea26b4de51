/* Whom to name beside one row that may travel alone. Internal to maps. */
#ifndef ORB_MAPS_CREDIT_H
#define ORB_MAPS_CREDIT_H

#include "maps/selection.h"

/* Append the attribution of a source (ORB_CAT_NONE or more = none), then those of the
 * sources that lend values to records of others, each once: which offers have something of
 * theirs is not known. */
void orb_credit_attribution(struct orb_buf *out, const struct orb_selection *selection,
                            uint32_t source);

/* The licence of a source, then of those that lend, the same way. */
void orb_credit_licence(struct orb_buf *out, const struct orb_selection *selection,
                        uint32_t source);

#endif
