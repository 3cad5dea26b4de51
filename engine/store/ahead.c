/* Reading a row and taking it in cost about the same: side by side, they take the time of
 * one. */
#include "engine/store/ahead.h"

#include "engine/base/alloc.h"
#include "engine/base/queue.h"

/* One is filled, one is given, one waits. */
enum { BATCHES = 3 };

struct orb_ahead {
    const struct orb_sink *sink;
    struct orb_queue *queue;
    struct orb_ahead_batch *batches[BATCHES]; /* by place of the queue */
};

static enum orb_status give_rows(void *context, size_t place, struct orb_error *err)
{
    const struct orb_ahead *ahead = context;
    struct orb_ahead_batch *batch = ahead->batches[place];
    struct orb_record record = { .kind = batch->kind };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < batch->count; i++) {
        record.as.source = &batch->rows[i].as.source;
        status = ahead->sink->put(ahead->sink->context, &record, err);
    }
    return status;
}

struct orb_ahead *orb_ahead_open(const struct orb_sink *sink)
{
    struct orb_ahead *ahead = orb_calloc(1, sizeof *ahead);
    const struct orb_queue_work work = { ahead, BATCHES, give_rows };
    bool whole = ahead != NULL;

    if (ahead == NULL)
        return NULL;
    ahead->sink = sink;
    for (size_t i = 0; whole && i < BATCHES; i++) {
        ahead->batches[i] = orb_calloc(1, sizeof *ahead->batches[i]);
        whole = ahead->batches[i] != NULL;
    }
    if (whole)
        ahead->queue = orb_queue_open(&work);
    if (ahead->queue != NULL)
        return ahead;
    orb_ahead_close(ahead);
    return NULL;
}

struct orb_ahead_batch *orb_ahead_take(struct orb_ahead *ahead)
{
    struct orb_ahead_batch *batch = ahead->batches[orb_queue_take(ahead->queue)];

    batch->count = 0;
    orb_arena_clear(&batch->arena);
    return batch;
}

enum orb_status orb_ahead_give(struct orb_ahead *ahead, struct orb_error *err)
{
    return orb_queue_give(ahead->queue, err);
}

enum orb_status orb_ahead_wait(struct orb_ahead *ahead, struct orb_error *err)
{
    return orb_queue_wait(ahead->queue, err);
}

void orb_ahead_close(struct orb_ahead *ahead)
{
    if (ahead == NULL)
        return;
    orb_queue_close(ahead->queue);
    for (size_t i = 0; i < BATCHES; i++) {
        if (ahead->batches[i] != NULL)
            orb_arena_release(&ahead->batches[i]->arena);
        orb_free(ahead->batches[i]);
    }
    orb_free(ahead);
}
