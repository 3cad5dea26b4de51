/* Reading a row and taking it in cost about the same: side by side, they take the time of
 * one. */
#include "engine/store/ahead.h"

#include <pthread.h>

#include "engine/base/alloc.h"
#include "engine/base/thread.h"

/* One is filled, one is given, one waits. */
enum { BATCHES = 3 };

struct orb_ahead {
    const struct orb_sink *sink;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    struct orb_ahead_batch *batches[BATCHES]; /* in a ring; the first is being given */
    unsigned first, count;
    bool is_closing;
    enum orb_status status;
    struct orb_error err; /* the first refusal */
};

static enum orb_status give_rows(const struct orb_sink *sink, struct orb_ahead_batch *batch,
                                 struct orb_error *err)
{
    struct orb_record record = { .kind = batch->kind };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < batch->count; i++) {
        record.as.source = &batch->rows[i].as.source;
        status = sink->put(sink->context, &record, err);
    }
    return status;
}

static void *run(void *context)
{
    struct orb_ahead *ahead = context;

    (void)pthread_mutex_lock(&ahead->lock);
    while (ahead->count > 0 || !ahead->is_closing) {
        struct orb_ahead_batch *batch = ahead->batches[ahead->first];
        enum orb_status status = ahead->status;
        struct orb_error err = { 0 };

        if (ahead->count == 0) {
            (void)pthread_cond_wait(&ahead->changed, &ahead->lock);
            continue;
        }
        (void)pthread_mutex_unlock(&ahead->lock);
        if (status == ORB_OK)
            status = give_rows(ahead->sink, batch, &err);
        (void)pthread_mutex_lock(&ahead->lock);
        if (ahead->status == ORB_OK && status != ORB_OK) {
            ahead->status = status;
            ahead->err = err;
        }
        ahead->first = (ahead->first + 1) % BATCHES;
        ahead->count--;
        (void)pthread_cond_broadcast(&ahead->changed);
    }
    (void)pthread_mutex_unlock(&ahead->lock);
    return NULL;
}

static void release(struct orb_ahead *ahead)
{
    for (size_t i = 0; i < BATCHES; i++) {
        if (ahead->batches[i] != NULL)
            orb_arena_release(&ahead->batches[i]->arena);
        orb_free(ahead->batches[i]);
    }
    orb_free(ahead);
}

struct orb_ahead *orb_ahead_open(const struct orb_sink *sink)
{
    struct orb_ahead *ahead = orb_calloc(1, sizeof *ahead);
    bool whole = ahead != NULL;

    for (size_t i = 0; whole && i < BATCHES; i++) {
        ahead->batches[i] = orb_calloc(1, sizeof *ahead->batches[i]);
        whole = ahead->batches[i] != NULL;
    }
    if (ahead == NULL)
        return NULL;
    ahead->sink = sink;
    (void)pthread_mutex_init(&ahead->lock, NULL);
    (void)pthread_cond_init(&ahead->changed, NULL);
    if (whole && orb_thread_start(&ahead->thread, run, ahead))
        return ahead;
    (void)pthread_cond_destroy(&ahead->changed);
    (void)pthread_mutex_destroy(&ahead->lock);
    release(ahead);
    return NULL;
}

struct orb_ahead_batch *orb_ahead_take(struct orb_ahead *ahead)
{
    struct orb_ahead_batch *batch;

    (void)pthread_mutex_lock(&ahead->lock);
    while (ahead->count == BATCHES)
        (void)pthread_cond_wait(&ahead->changed, &ahead->lock);
    batch = ahead->batches[(ahead->first + ahead->count) % BATCHES];
    (void)pthread_mutex_unlock(&ahead->lock);
    batch->count = 0;
    orb_arena_clear(&batch->arena);
    return batch;
}

static enum orb_status tell(const struct orb_ahead *ahead, struct orb_error *err)
{
    if (ahead->status != ORB_OK && err != NULL && err->status == ORB_OK)
        *err = ahead->err;
    return ahead->status;
}

enum orb_status orb_ahead_give(struct orb_ahead *ahead, struct orb_error *err)
{
    enum orb_status status;

    (void)pthread_mutex_lock(&ahead->lock);
    ahead->count++;
    status = tell(ahead, err);
    (void)pthread_cond_broadcast(&ahead->changed);
    (void)pthread_mutex_unlock(&ahead->lock);
    return status;
}

enum orb_status orb_ahead_wait(struct orb_ahead *ahead, struct orb_error *err)
{
    enum orb_status status;

    (void)pthread_mutex_lock(&ahead->lock);
    while (ahead->count > 0)
        (void)pthread_cond_wait(&ahead->changed, &ahead->lock);
    status = tell(ahead, err);
    (void)pthread_mutex_unlock(&ahead->lock);
    return status;
}

void orb_ahead_close(struct orb_ahead *ahead)
{
    if (ahead == NULL)
        return;
    (void)pthread_mutex_lock(&ahead->lock);
    ahead->is_closing = true;
    (void)pthread_cond_broadcast(&ahead->changed);
    (void)pthread_mutex_unlock(&ahead->lock);
    (void)pthread_join(ahead->thread, NULL);
    (void)pthread_cond_destroy(&ahead->changed);
    (void)pthread_mutex_destroy(&ahead->lock);
    release(ahead);
}
