/* Checked allocation with a failure point that tests can set. */
#include "engine/base/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/* The one mutable variable of the library: a test instrument, never written elsewhere. */
static long fail_after = -1;

void orb_alloc_fail_after(long n)
{
    fail_after = n;
}

static int refused(void)
{
    if (fail_after < 0)
        return 0;
    if (fail_after == 0)
        return 1;
    fail_after--;
    return 0;
}

void *orb_calloc(size_t count, size_t size)
{
    if (refused())
        return NULL;
    return calloc(count == 0 ? 1 : count, size == 0 ? 1 : size);
}

void *orb_realloc(void *old, size_t count, size_t size)
{
    if (refused() || (size != 0 && count > SIZE_MAX / size))
        return NULL;
    return realloc(old, count * size == 0 ? 1 : count * size);
}

void orb_free(void *memory)
{
    free(memory);
}

void orb_alloc_trim(void)
{
#ifdef __GLIBC__
    (void)malloc_trim(0);
#endif
}

enum orb_status orb_grow(void **items, size_t *capacity, size_t count, size_t size)
{
    size_t larger;
    void *grown;

    if (count < *capacity)
        return ORB_OK;
    larger = *capacity == 0 ? 16 : *capacity * 2;
    if (larger <= *capacity)
        return ORB_ERR_MEMORY;
    grown = orb_realloc(*items, larger, size);
    if (grown == NULL)
        return ORB_ERR_MEMORY;
    *items = grown;
    *capacity = larger;
    return ORB_OK;
}
