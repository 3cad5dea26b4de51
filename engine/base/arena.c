/* A list of blocks; an object never moves. */
#include "engine/base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"

/* Blocks are as large as what there is already: a person takes a few thousand bytes, and a
 * hundred thousand are kept at once. */
#define BLOCK_MIN ((size_t)1000)
#define BLOCK_MAX ((size_t)1024 * 1024)

struct orb_arena_block {
    struct orb_arena_block *next;
    size_t size;
    max_align_t bytes[];
};

static int add_block(struct orb_arena *arena, size_t size)
{
    size_t usual = arena->total < BLOCK_MIN ? BLOCK_MIN : arena->total;
    size_t want = size > usual ? size : usual;
    struct orb_arena_block *block;

    if (want > BLOCK_MAX)
        want = size > BLOCK_MAX ? size : BLOCK_MAX;
    if (want > SIZE_MAX - sizeof *block)
        return 0;
    block = orb_realloc(NULL, 1, sizeof *block + want);
    if (block == NULL)
        return 0;
    block->next = arena->first;
    block->size = want;
    arena->first = block;
    arena->next = (unsigned char *)block->bytes;
    arena->left = want;
    arena->total += want;
    return 1;
}

/* Take size bytes; none of them is aligned or set. */
static unsigned char *take(struct orb_arena *arena, size_t size)
{
    unsigned char *bytes;

    if (size > arena->left && !add_block(arena, size))
        return NULL;
    bytes = arena->next;
    arena->next += size;
    arena->left -= size;
    return bytes;
}

void *orb_arena_alloc(struct orb_arena *arena, size_t size)
{
    const size_t step = alignof(max_align_t);
    size_t after = (uintptr_t)arena->next % step; /* a text may end anywhere */
    void *object;

    if (size > SIZE_MAX - 2 * step)
        return NULL;
    if (after > 0) {
        size_t skip = step - after < arena->left ? step - after : arena->left;

        arena->next += skip;
        arena->left -= skip;
    }
    /* Nothing has a place of its own too: NULL means lack of memory only. */
    size = size == 0 ? step : (size + step - 1) / step * step;
    object = take(arena, size);
    if (object != NULL)
        memset(object, 0, size);
    return object;
}

void *orb_arena_array(struct orb_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return orb_arena_alloc(arena, count * size);
}

char *orb_arena_text(struct orb_arena *arena, const char *text, size_t len)
{
    char *copy;

    if (len == SIZE_MAX)
        return NULL;
    copy = (char *)take(arena, len + 1);
    if (copy != NULL && len > 0)
        memcpy(copy, text, len);
    if (copy != NULL)
        copy[len] = '\0';
    return copy;
}

char *orb_arena_strdup(struct orb_arena *arena, const char *text)
{
    return text == NULL ? NULL : orb_arena_text(arena, text, strlen(text));
}

char *orb_arena_printf(struct orb_arena *arena, const char *format, ...)
{
    va_list args;
    va_list again;
    char usual[200]; /* most texts are printed once */
    char *text;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(usual, sizeof usual, format, args);
    va_end(args);
    text = len < 0 ? NULL : orb_arena_alloc(arena, (size_t)len + 1);
    if (text != NULL && (size_t)len < sizeof usual)
        memcpy(text, usual, (size_t)len);
    else if (text != NULL)
        (void)vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

void orb_arena_clear(struct orb_arena *arena)
{
    struct orb_arena_block *keep = arena->first;
    struct orb_arena_block *block;

    for (block = arena->first; block != NULL; block = block->next)
        keep = block->size > keep->size ? block : keep;
    for (block = arena->first; block != NULL;) {
        struct orb_arena_block *next = block->next;

        if (block != keep)
            orb_free(block);
        block = next;
    }
    memset(arena, 0, sizeof *arena);
    if (keep == NULL)
        return;
    keep->next = NULL;
    arena->first = keep;
    arena->next = (unsigned char *)keep->bytes;
    arena->left = arena->total = keep->size;
}

void orb_arena_release(struct orb_arena *arena)
{
    while (arena->first != NULL) {
        struct orb_arena_block *next = arena->first->next;

        orb_free(arena->first);
        arena->first = next;
    }
    memset(arena, 0, sizeof *arena);
}
