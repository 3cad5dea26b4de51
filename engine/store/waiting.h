/* Rows of a table that wait in memory to be loaded together. */
#ifndef ORB_STORE_WAITING_H
#define ORB_STORE_WAITING_H

#include "engine/base/arena.h"
#include "engine/store/database.h"

/* Zero-initialised is empty and ready. */
struct orb_waiting {
    const struct orb_target *target; /* of the first row */
    struct orb_statement *statement;
    struct orb_value *values; /* row by row */
    size_t count;             /* of values */
    size_t capacity;
    struct orb_arena arena; /* of their texts */
};

/* Add a row: a value for each column of the target, which stays the same; texts are
 * copied. Rows that are many are loaded. */
ORB_MUST_CHECK enum orb_status orb_waiting_add(struct orb_store *store,
                                               struct orb_waiting *waiting,
                                               const struct orb_target *target,
                                               const struct orb_value *values,
                                               struct orb_error *err);
/* Load the rows that wait. */
ORB_MUST_CHECK enum orb_status orb_waiting_load(struct orb_store *store,
                                                struct orb_waiting *waiting,
                                                struct orb_error *err);
/* Forget them. */
void orb_waiting_release(struct orb_waiting *waiting);

#endif
