/* The shard key: the département of a row, where the database has the column. A place has
 * that of its commune, a service that of its place, an offer that of its own place or else
 * of its service, what belongs to a row that of the row; "00" is that of none. */
#ifndef ORB_STORE_SPREAD_H
#define ORB_STORE_SPREAD_H

#include "engine/store/import.h"

/* Do the rows of a kind have it? */
bool orb_spread_has(const struct orb_table *table);

/* The key of an entry of a kind that has one. Valid until the next entry. */
const char *orb_spread_key(const struct orb_kind_state *kind,
                           const struct orb_entry *entry);
/* Keep the key of the row of an entry; nothing when the kind has none. */
ORB_MUST_CHECK enum orb_status orb_spread_note(struct orb_kind_state *kind,
                                               const struct orb_entry *entry,
                                               const char *key, struct orb_error *err);
/* Choose that of a new record, as far as what came before it says where it lies. */
ORB_MUST_CHECK enum orb_status orb_spread_choose(struct orb_store *store,
                                                 struct orb_kind_state *kind,
                                                 const struct orb_entry *entry,
                                                 const void *record, struct orb_error *err);

/*
 * Before the commit: rows whose département is not that of their key any more are deleted
 * and inserted again with what belongs to them, since a key does not change in place.
 */
ORB_MUST_CHECK enum orb_status orb_spread_settle(struct orb_store *store,
                                                 struct orb_error *err);

#endif
