/* What stands beside the records of a store: assertions. A replay gives each record with
 * them. */
#ifndef ORB_STORE_SPATIALITE_OVERLAY_H
#define ORB_STORE_SPATIALITE_OVERLAY_H

#include "engine/store/spatialite/row.h"

struct orb_overlay;

/* *out is NULL when there is nothing beside the records. Owned by the caller, release with
 * orb_overlay_close. */
ORB_MUST_CHECK enum orb_status
orb_overlay_open(struct orb_overlay **out, struct orb_store *store, struct orb_error *err);

/* Lay what is said over a row as the reader gave it; its texts are valid until the next
 * call. */
ORB_MUST_CHECK enum orb_status orb_overlay_apply(struct orb_overlay *overlay,
                                                 const struct orb_table *table,
                                                 struct orb_row *row,
                                                 struct orb_error *err);

void orb_overlay_close(struct orb_overlay *overlay);

#endif
