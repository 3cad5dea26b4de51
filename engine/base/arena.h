/* Many small objects with one release. */
#ifndef ORB_BASE_ARENA_H
#define ORB_BASE_ARENA_H

#include <stddef.h>

#include "engine/base/error.h"

struct orb_arena_block;

/* Zero-initialised is empty and ready. */
struct orb_arena {
    struct orb_arena_block *first; /* all blocks, newest first */
    unsigned char *next;
    size_t left;
    size_t total; /* bytes held */
};

/* size bytes set to zero, aligned for any type, valid until clear or release; NULL without
 * memory. */
void *orb_arena_alloc(struct orb_arena *arena, size_t size);

/* count * size bytes set to zero; NULL without memory or when the product overflows. */
void *orb_arena_array(struct orb_arena *arena, size_t count, size_t size);

/* A copy of len bytes followed by NUL; NULL without memory. */
char *orb_arena_text(struct orb_arena *arena, const char *text, size_t len);

/* A copy of a string; NULL gives NULL, as does lack of memory. */
char *orb_arena_strdup(struct orb_arena *arena, const char *text);

/* printf into the arena; NULL without memory. */
char *orb_arena_printf(struct orb_arena *arena, const char *format, ...) ORB_PRINTF(2, 3);

/* Forget the objects, keep the largest block for reuse. */
void orb_arena_clear(struct orb_arena *arena);

/* Release all memory; the arena is empty and ready again. */
void orb_arena_release(struct orb_arena *arena);

#endif
