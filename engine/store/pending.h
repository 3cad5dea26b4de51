/* Records that wait to be written together: copies, since importers reuse their memory. */
#ifndef ORB_STORE_PENDING_H
#define ORB_STORE_PENDING_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/store/column.h"
#include "engine/store/entry.h"

enum { ORB_PENDING_MAX = 512, ORB_KEY_LEN = 4 };

/* Of the conditions and of the zone of an offer, whose contents many share. */
struct orb_shared_hashes {
    uint64_t terms;
    uint64_t zone;
};

/* One record and what is known of it beside. */
struct orb_pending_row {
    const void *record;
    const char *id;
    int32_t no;
    uint64_t hash;
    struct orb_shared_hashes shared; /* offers */
    int64_t run;
    int32_t source;                /* 0 = none */
    int64_t provenance;            /* number of its fields, 0 = none */
    int64_t terms;                 /* offers */
    int64_t zone;                  /* offers; 0 = none */
    char departement[ORB_KEY_LEN]; /* shard key; "" where the table has none */
};

/* Zero-initialised is empty and ready. */
struct orb_pending {
    struct orb_pending_row *rows;
    size_t count;
    size_t capacity;
    struct orb_arena arena;
};

/* Keep a row with a copy of its record and its id. */
ORB_MUST_CHECK enum orb_status orb_pending_add(struct orb_pending *pending,
                                               const struct orb_table *table,
                                               const struct orb_pending_row *row,
                                               struct orb_error *err);
void orb_pending_clear(struct orb_pending *pending);
void orb_pending_release(struct orb_pending *pending);

#endif
