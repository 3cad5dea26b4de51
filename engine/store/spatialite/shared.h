/* What many rows share, read once and kept: terms, zones, sources, provenance texts. */
#ifndef ORB_STORE_SPATIALITE_SHARED_H
#define ORB_STORE_SPATIALITE_SHARED_H

#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/strmap.h"
#include "engine/model/record.h"

struct orb_store;

struct orb_shared_list {
    void **items; /* by no; NULL = not read */
    size_t count;
};

/* Everything here is valid until the store is closed or an import begins or ends. */
struct orb_read_state {
    struct orb_arena arena;
    struct orb_strmap codes;
    struct orb_shared_list terms;       /* struct orb_terms */
    struct orb_shared_list zones;       /* struct orb_zone */
    struct orb_shared_list sources;     /* char */
    struct orb_shared_list provenances; /* char */
};

/* Make the state at first use. */
ORB_MUST_CHECK enum orb_status orb_shared_open(struct orb_store *store,
                                               struct orb_error *err);
/* Forget everything; numbers may mean something else after a rollback. */
void orb_shared_forget(struct orb_store *store);

/* By number; ORB_ERR_CORRUPT when there is no such row. */
ORB_MUST_CHECK enum orb_status orb_shared_terms(struct orb_store *store, int64_t no,
                                                const struct orb_terms **out,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_zone(struct orb_store *store, int64_t no,
                                               const struct orb_zone **out,
                                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_source(struct orb_store *store, int64_t no,
                                                 const char **out, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_provenance(struct orb_store *store, int64_t no,
                                                     const char **out,
                                                     struct orb_error *err);

/* Read all terms and zones at once, before a replay of every offer. */
ORB_MUST_CHECK enum orb_status orb_shared_read_all(struct orb_store *store,
                                                   struct orb_error *err);

/* Room for number no in a list. */
ORB_MUST_CHECK enum orb_status orb_shared_reserve(struct orb_shared_list *list, int64_t no,
                                                  struct orb_error *err);
/* An interned copy of a text, valid as the state; NULL gives NULL. */
ORB_MUST_CHECK enum orb_status orb_shared_intern(struct orb_read_state *state,
                                                 const char *text, const char **out,
                                                 struct orb_error *err);

/* Read the terms (zones) numbered from first to last. In shared_terms.c and shared_zone.c.
 */
ORB_MUST_CHECK enum orb_status orb_shared_load_terms(struct orb_store *store, int64_t first,
                                                     int64_t last, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_load_zones(struct orb_store *store, int64_t first,
                                                     int64_t last, struct orb_error *err);

#endif
