/* What many rows share, read as rows ask for it: terms, zones, sources, provenance texts.
 */
#ifndef ORB_STORE_SHARED_H
#define ORB_STORE_SHARED_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/model/record.h"
#include "engine/store/kept.h"

struct orb_store;

/* How far a set is read beyond the number asked for: further as long as what is asked
 * follows what was read. */
struct orb_shared_ahead {
    int64_t last; /* number read */
    int64_t run;  /* numbers read at once; 0 = none yet */
};

/* The run that goes on, and one that may begin: what was read long ago and is asked for
 * again in between ends neither. */
enum { ORB_SHARED_RUNS = 2 };

struct orb_read_state {
    struct orb_kept kept;
    struct orb_shared_ahead terms[ORB_SHARED_RUNS];
    struct orb_shared_ahead zones[ORB_SHARED_RUNS];
    unsigned replays; /* that run, one inside the other */
};

/* Make the state at first use. */
ORB_MUST_CHECK enum orb_status orb_shared_open(struct orb_store *store,
                                               struct orb_error *err);
/* Forget everything; numbers may mean something else after a rollback. */
void orb_shared_forget(struct orb_store *store);

/* A replay begins, and ends. */
void orb_shared_enter(struct orb_store *store);
void orb_shared_leave(struct orb_store *store);
/* Between two rows of a replay: what was read before is no longer valid, unless the replay
 * runs inside another, whose row is still in use. Memory is bounded by this alone. */
void orb_shared_trim(struct orb_store *store);
/* Would a trim forget something? */
bool orb_shared_is_full(const struct orb_store *store);

/* By number; ORB_ERR_CORRUPT when there is no such row. Valid until a trim, or until an
 * import begins or ends, or the store is closed. */
ORB_MUST_CHECK enum orb_status orb_shared_terms(struct orb_store *store, int64_t no,
                                                const struct orb_terms **out,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_zone(struct orb_store *store, int64_t no,
                                               const struct orb_zone **out,
                                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_source(struct orb_store *store, int64_t no,
                                                 const char **out, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_provenance(struct orb_store *store, int64_t no,
                                                     const char **out,
                                                     struct orb_error *err);

struct orb_statement;

/* A question about the numbers from ?1 to ?2, and who takes each of its rows. */
struct orb_shared_rows {
    const char *sql;
    int64_t first;
    int64_t last;
    enum orb_status (*take)(void *context, struct orb_kept *kept, struct orb_statement *row,
                            struct orb_error *err);
    void *context;
};
ORB_MUST_CHECK enum orb_status orb_shared_read(struct orb_store *store,
                                               const struct orb_shared_rows *rows,
                                               struct orb_error *err);

/* Read the terms (zones) numbered from first to last. In shared_terms.c and shared_zone.c.
 */
ORB_MUST_CHECK enum orb_status orb_shared_load_terms(struct orb_store *store, int64_t first,
                                                     int64_t last, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_shared_load_zones(struct orb_store *store, int64_t first,
                                                     int64_t last, struct orb_error *err);

#endif
