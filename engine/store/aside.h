/* Rows that a second thread writes while the first reads the next ones. */
#ifndef ORB_STORE_ASIDE_H
#define ORB_STORE_ASIDE_H

#include "engine/base/error.h"

struct orb_aside;
struct orb_kind_state;
struct orb_store;

/*
 * Take the records of a kind that wait, and write them after those given before; waits
 * itself while much is left to write. The thread is made at first use; where there is none,
 * they are written at once. What was refused may be told by a later call.
 */
ORB_MUST_CHECK enum orb_status
orb_aside_give(struct orb_store *store, struct orb_kind_state *kind, struct orb_error *err);

/*
 * Nothing is left to write, and the connection is the caller's alone until something is
 * given: to be called before anything is asked of it. Costs nothing without a thread, and
 * in the thread itself. The first refusal, if there was one.
 */
ORB_MUST_CHECK enum orb_status orb_aside_wait(struct orb_store *store,
                                              struct orb_error *err);

/* What was refused so far, by the thread too; waits for nothing. */
ORB_MUST_CHECK enum orb_status orb_aside_check(struct orb_store *store,
                                               struct orb_error *err);

/* The same as orb_aside_wait, then the thread ends. */
void orb_aside_close(struct orb_store *store);

#endif
