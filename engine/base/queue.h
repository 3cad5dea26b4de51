/* A second thread that does, one after the other, what the first prepares: the first goes
 * on, and waits only while much is left to do. */
#ifndef ORB_BASE_QUEUE_H
#define ORB_BASE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

struct orb_queue;

struct orb_queue_work {
    void *context;
    size_t places; /* what is prepared, waits or is being done: each lies in a place */
    /* Do what lies in a place, from 0 on; in the second thread. Once it has refused one, it
     * is not called again. */
    enum orb_status (*run)(void *context, size_t place, struct orb_error *err);
};

/* The work is copied, its context borrowed until orb_queue_close returns. NULL when there
 * is neither memory nor thread: the caller then does the work itself. */
struct orb_queue *orb_queue_open(const struct orb_queue_work *work);

/* A free place, the caller's until it is given; waits until there is one. The places follow
 * one another in a ring. */
size_t orb_queue_take(struct orb_queue *queue);

/* Give the place taken. What was refused, of this one or of one before. */
ORB_MUST_CHECK enum orb_status orb_queue_give(struct orb_queue *queue,
                                              struct orb_error *err);

/* Nothing is left to do, and the second thread touches nothing until something is given.
 * Called by that thread itself, it costs nothing. The first refusal, if there was one. */
ORB_MUST_CHECK enum orb_status orb_queue_wait(struct orb_queue *queue,
                                              struct orb_error *err);

/* The first refusal so far; is_busy = something is left to do. Waits for nothing. */
ORB_MUST_CHECK enum orb_status orb_queue_check(struct orb_queue *queue, bool *is_busy,
                                               struct orb_error *err);

/* What was given is done first, then the thread ends. NULL is accepted. */
void orb_queue_close(struct orb_queue *queue);

#endif
