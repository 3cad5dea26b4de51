/* The only caller of malloc, so that tests can make the n-th allocation fail. */
#ifndef ORB_BASE_ALLOC_H
#define ORB_BASE_ALLOC_H

#include <stddef.h>

#include "engine/base/error.h"

/* count * size bytes set to zero; NULL when there is no memory or the product overflows.
 * Release with orb_free. */
void *orb_calloc(size_t count, size_t size);

/* Grow or shrink to count * size bytes; NULL leaves old untouched. New bytes are not set.
 */
void *orb_realloc(void *old, size_t count, size_t size);

/* NULL is accepted. */
void orb_free(void *memory);

/* Give what was freed back to the system, where the C library keeps it: after much of it.
 */
void orb_alloc_trim(void);

/*
 * Make room for one more element in *items, an array of *capacity elements of which count
 * are used. Usage: if (orb_grow((void **)&items, &capacity, count, sizeof *items) !=
 * ORB_OK) ...
 */
ORB_MUST_CHECK enum orb_status orb_grow(void **items, size_t *capacity, size_t count,
                                        size_t size);

/* Tests only: let the next n allocations pass and fail all later ones; a negative n never
 * fails. */
void orb_alloc_fail_after(long n);

#endif
