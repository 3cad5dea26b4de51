/*
 * What was read by number and may be asked for again, in bounded memory: two generations.
 * The older is forgotten when the younger is full, at a moment the reader chooses.
 */
#ifndef ORB_STORE_KEPT_H
#define ORB_STORE_KEPT_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/strmap.h"

/* A generation with more bytes than this is full. */
#define ORB_KEPT_FULL ((size_t)1 << 20)

enum orb_kept_set {
    ORB_KEPT_TERMS, /* struct orb_terms */
    ORB_KEPT_ZONES, /* struct orb_zone */
    ORB_KEPT_SOURCES,
    ORB_KEPT_PROVENANCES,
    ORB_KEPT_SETS
};

struct orb_kept_item {
    uint64_t key; /* of a number of a set; 0 = free */
    void *item;
};

/* Zero-initialised is empty. */
struct orb_kept_generation {
    struct orb_arena arena;
    struct orb_strmap codes;
    struct orb_kept_item *slots;
    size_t slot_count; /* power of two, or 0 */
    size_t count;
};

/* Zero-initialised is empty. Items and texts are valid until the second trim that finds the
 * younger generation full, or release. */
struct orb_kept {
    struct orb_kept_generation young;
    struct orb_kept_generation old;
    size_t full; /* bytes of a full generation; 0 = ORB_KEPT_FULL */
};

/* Where items live. */
struct orb_arena *orb_kept_arena(struct orb_kept *kept);

/* Keep an item of that arena, in the place of one of the same number. ORB_ERR_MEMORY;
 * ORB_ERR_CORRUPT when there is no such number. */
ORB_MUST_CHECK enum orb_status orb_kept_put(struct orb_kept *kept, enum orb_kept_set set,
                                            int64_t no, void *item, struct orb_error *err);

/* NULL = not there, or no longer. */
void *orb_kept_find(const struct orb_kept *kept, enum orb_kept_set set, int64_t no);
/* Among the younger: what was put since the last trim is there. */
void *orb_kept_find_young(const struct orb_kept *kept, enum orb_kept_set set, int64_t no);

/* One copy of a text, valid as items are; NULL gives NULL. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_kept_intern(struct orb_kept *kept, const char *text,
                                               const char **out, struct orb_error *err);

/* The younger generation is as large as it may be. */
bool orb_kept_is_full(const struct orb_kept *kept);
/* Forget the older generation when the younger is full, which then is the older. */
void orb_kept_trim(struct orb_kept *kept);
/* Bytes held. */
size_t orb_kept_weight(const struct orb_kept *kept);
/* What was put since the last trim is no longer found; it stays valid as before. */
void orb_kept_hide_young(struct orb_kept *kept);
/* Safe to call twice; it is empty and ready again. */
void orb_kept_release(struct orb_kept *kept);

#endif
