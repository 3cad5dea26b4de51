/* Rows that are read ahead while a second thread gives the former ones to a sink. */
#ifndef ORB_STORE_AHEAD_H
#define ORB_STORE_AHEAD_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/record.h"
#include "engine/store/row.h"

struct orb_ahead;

enum { ORB_AHEAD_ROWS = 512 };

/* Rows of one kind, with what they hold. */
struct orb_ahead_batch {
    enum orb_record_kind kind;
    struct orb_row rows[ORB_AHEAD_ROWS];
    size_t count;
    struct orb_arena arena;
};

/* The sink is the thread's until orb_ahead_wait or orb_ahead_close returns. NULL when there
 * is neither memory nor thread: the caller then gives the rows itself. */
struct orb_ahead *orb_ahead_open(const struct orb_sink *sink);

/* An empty batch, to be filled and given before the next one is taken; waits until there is
 * one. */
struct orb_ahead_batch *orb_ahead_take(struct orb_ahead *ahead);

/* Give the batch taken. What the sink refused, of this batch or of one before. */
ORB_MUST_CHECK enum orb_status orb_ahead_give(struct orb_ahead *ahead,
                                              struct orb_error *err);

/* The sink has had all that was given, and nothing of it is read any longer. */
ORB_MUST_CHECK enum orb_status orb_ahead_wait(struct orb_ahead *ahead,
                                              struct orb_error *err);

/* The same, then the thread ends. NULL is accepted. */
void orb_ahead_close(struct orb_ahead *ahead);

#endif
