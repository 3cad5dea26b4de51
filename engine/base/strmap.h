/* Strings numbered in order of arrival, found again by their bytes. */
#ifndef ORB_BASE_STRMAP_H
#define ORB_BASE_STRMAP_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"

#define ORB_STRMAP_NONE UINT32_MAX

/* Zero-initialised is empty and ready. Keys are copied; strings[i] stays valid until
 * release. */
struct orb_strmap {
    struct orb_arena arena;
    const char **strings; /* by number */
    size_t count;
    size_t capacity;
    uint64_t *slots;
    size_t slot_count; /* power of two, or 0 */
};

/* The number of a string, added when new. */
ORB_MUST_CHECK enum orb_status orb_strmap_add(struct orb_strmap *map, const char *text,
                                              size_t len, uint32_t *number);

/* The number of a string, or ORB_STRMAP_NONE. */
uint32_t orb_strmap_find(const struct orb_strmap *map, const char *text, size_t len);

/* Give back what strings are found by: only strings[i] is left, until release. */
void orb_strmap_seal(struct orb_strmap *map);

void orb_strmap_release(struct orb_strmap *map);

#endif
