/* What is remembered of each record, found by its identifier. Private to engine/quality. */
#ifndef ORB_QUALITY_TABLE_H
#define ORB_QUALITY_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

#define QUALITY_NONE UINT32_MAX /* no entry, no name */

enum {
    QUALITY_CLOSED = 1,
    QUALITY_HAS_CONTACT = 2,
    QUALITY_HAS_OFFER = 4, /* a service with an open offer */
    QUALITY_USED = 8,      /* a site that something open uses */
    QUALITY_CONFIDENTIAL = 16
};

/*
 * The hash stands for the identifier: among a million, two that share one are found once in
 * forty million territories, and would hide one missing reference.
 */
struct quality_entry {
    uint64_t hash;
    union {
        struct {           /* organization, service, offer */
            uint32_t name; /* offset in the names */
            uint32_t site;
            uint32_t organization;
            uint32_t category; /* hash of the service's; 0 = none */
        };
        struct {              /* site */
            int32_t lon, lat; /* millionths of a degree; INT32_MAX = no position */
            uint32_t commune; /* number of the code */
            uint32_t user;    /* name of a service that is there, offset in the names */
        };
        int32_t last_day; /* agreement: the latest of those between the same parties */
    };
    uint32_t flags;
};

/* Zero-initialised is empty and ready; release with quality_table_release. */
struct quality_table {
    struct quality_entry *entries;
    size_t count;
    size_t capacity;
    uint32_t *slots;
    size_t slot_count; /* power of two, or 0 */
};

/* The place in entries of an identifier; QUALITY_NONE when it is not there or NULL. */
uint32_t orb_quality_table_find(const struct quality_table *table, const char *id);

/* The entry of an identifier, made with zeros when new; NULL without memory. Valid until
 * the next addition. */
struct quality_entry *orb_quality_table_add(struct quality_table *table, const char *id);

void orb_quality_table_release(struct quality_table *table);

#endif
