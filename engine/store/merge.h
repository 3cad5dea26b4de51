/* One record made of several that are one: field by field, the one that is believed. */
#ifndef ORB_STORE_MERGE_H
#define ORB_STORE_MERGE_H

#include "engine/store/row.h"

enum { ORB_MERGE_GROUPS = 24 };

/* A row on its way; begun once, then given each donor. */
struct orb_merge {
    const struct orb_table *table;
    struct orb_row *row;
    struct orb_arena *arena;
    struct orb_claim claims[ORB_MERGE_GROUPS]; /* of what the row now says */
};

void orb_merge_begin(struct orb_merge *merge, const struct orb_table *table,
                     struct orb_row *row, struct orb_arena *arena);

/* Take from another row of the same table, whose texts live as long as the arena.
 * ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_merge_take(struct orb_merge *merge,
                                              struct orb_row *donor, struct orb_error *err);

#endif
