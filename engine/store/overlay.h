/* What stands beside the records of a store: assertions, and which records are one. A
 * replay gives each record with them. */
#ifndef ORB_STORE_OVERLAY_H
#define ORB_STORE_OVERLAY_H

#include "engine/store/row.h"

struct orb_overlay;

/* *out is NULL when there is nothing beside the records. Owned by the caller, release with
 * orb_overlay_close. */
ORB_MUST_CHECK enum orb_status
orb_overlay_open(struct orb_overlay **out, struct orb_store *store, struct orb_error *err);

/* Lay what is said over a row as the reader gave it; its texts are valid until the next
 * call. *given is false when the record is another one and is left out. */
ORB_MUST_CHECK enum orb_status orb_overlay_apply(struct orb_overlay *overlay,
                                                 const struct orb_table *table,
                                                 struct orb_row *row, bool *given,
                                                 struct orb_error *err);

/* The id of the record that this one is, itself when it is none; overlay NULL = itself. */
const char *orb_overlay_canonical(struct orb_overlay *overlay, enum orb_record_kind kind,
                                  const char *id);

void orb_overlay_close(struct orb_overlay *overlay);

#endif
