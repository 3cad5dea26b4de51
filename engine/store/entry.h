/* What the store holds of each record, kept in memory during an import so that an equal
 * record costs no statement. */
#ifndef ORB_STORE_ENTRY_H
#define ORB_STORE_ENTRY_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"

enum orb_entry_flag {
    ORB_ENTRY_SEEN = 1,  /* put in this run */
    ORB_ENTRY_NEW = 2,   /* inserted in this run */
    ORB_ENTRY_GONE = 4,  /* marked gone by an earlier run */
    ORB_ENTRY_BACK = 8,  /* was gone, is back */
    ORB_ENTRY_FRESH = 16 /* only its date of observation moved */
};

/* The id is held as two independent hashes: 128 bits, so that a national store fits in
 * little memory. */
struct orb_entry {
    uint64_t key;
    uint64_t check;
    uint64_t hash;     /* of the row as it is now */
    uint64_t original; /* of the row before the run */
    int32_t no;
    int32_t source; /* 0 = none */
    orb_date observed_on;
    uint32_t flags;
};

/* Zero-initialised is empty and ready. */
struct orb_entry_map {
    struct orb_entry *entries;
    size_t count;
    size_t capacity;
    uint32_t *slots;
    size_t slot_count;
};

/* The entry of an id, or NULL. Valid until the next add. */
struct orb_entry *orb_entry_find(const struct orb_entry_map *map, const char *id,
                                 size_t len);

/* A new entry of an id that is not there yet, zero-initialised but for the id. NULL without
 * memory. */
struct orb_entry *orb_entry_add(struct orb_entry_map *map, const char *id, size_t len);

/* The same for a number that is already a hash. */
struct orb_entry *orb_entry_find_hash(const struct orb_entry_map *map, uint64_t hash);
struct orb_entry *orb_entry_add_hash(struct orb_entry_map *map, uint64_t hash);

void orb_entry_release(struct orb_entry_map *map);

#endif
