/* A ring: places are given in order, and done in order. */
#include "engine/base/queue.h"

#include <pthread.h>

#include "engine/base/alloc.h"
#include "engine/base/thread.h"

struct orb_queue {
    struct orb_queue_work work;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    size_t first, count; /* the first is being done */
    bool is_closing;
    enum orb_status status;
    struct orb_error err; /* the first refusal */
};

static void *run(void *context)
{
    struct orb_queue *queue = context;

    (void)pthread_mutex_lock(&queue->lock);
    while (queue->count > 0 || !queue->is_closing) {
        size_t place = queue->first;
        enum orb_status status = queue->status;
        struct orb_error err = { 0 };

        if (queue->count == 0) {
            (void)pthread_cond_wait(&queue->changed, &queue->lock);
            continue;
        }
        (void)pthread_mutex_unlock(&queue->lock);
        if (status == ORB_OK)
            status = queue->work.run(queue->work.context, place, &err);
        (void)pthread_mutex_lock(&queue->lock);
        if (queue->status == ORB_OK && status != ORB_OK) {
            queue->status = status;
            queue->err = err;
        }
        queue->first = (queue->first + 1) % queue->work.places;
        queue->count--;
        (void)pthread_cond_broadcast(&queue->changed);
    }
    (void)pthread_mutex_unlock(&queue->lock);
    return NULL;
}

static void release(struct orb_queue *queue)
{
    (void)pthread_cond_destroy(&queue->changed);
    (void)pthread_mutex_destroy(&queue->lock);
    orb_free(queue);
}

struct orb_queue *orb_queue_open(const struct orb_queue_work *work)
{
    struct orb_queue *queue = orb_calloc(1, sizeof *queue);
    bool started;

    if (queue == NULL)
        return NULL;
    queue->work = *work;
    (void)pthread_mutex_init(&queue->lock, NULL);
    (void)pthread_cond_init(&queue->changed, NULL);
    (void)pthread_mutex_lock(&queue->lock); /* until it knows its own name */
    started = orb_thread_start(&queue->thread, run, queue);
    (void)pthread_mutex_unlock(&queue->lock);
    if (started)
        return queue;
    release(queue);
    return NULL;
}

size_t orb_queue_take(struct orb_queue *queue)
{
    size_t place;

    (void)pthread_mutex_lock(&queue->lock);
    while (queue->count == queue->work.places)
        (void)pthread_cond_wait(&queue->changed, &queue->lock);
    place = (queue->first + queue->count) % queue->work.places;
    (void)pthread_mutex_unlock(&queue->lock);
    return place;
}

static enum orb_status tell(const struct orb_queue *queue, struct orb_error *err)
{
    if (queue->status != ORB_OK && err != NULL && err->status == ORB_OK)
        *err = queue->err;
    return queue->status;
}

enum orb_status orb_queue_give(struct orb_queue *queue, struct orb_error *err)
{
    enum orb_status status;

    (void)pthread_mutex_lock(&queue->lock);
    queue->count++;
    status = tell(queue, err);
    (void)pthread_cond_broadcast(&queue->changed);
    (void)pthread_mutex_unlock(&queue->lock);
    return status;
}

enum orb_status orb_queue_wait(struct orb_queue *queue, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    (void)pthread_mutex_lock(&queue->lock);
    if (!pthread_equal(pthread_self(), queue->thread)) {
        while (queue->count > 0)
            (void)pthread_cond_wait(&queue->changed, &queue->lock);
        status = tell(queue, err);
    }
    (void)pthread_mutex_unlock(&queue->lock);
    return status;
}

enum orb_status orb_queue_check(struct orb_queue *queue, bool *is_busy,
                                struct orb_error *err)
{
    enum orb_status status;

    (void)pthread_mutex_lock(&queue->lock);
    *is_busy = queue->count > 0;
    status = tell(queue, err);
    (void)pthread_mutex_unlock(&queue->lock);
    return status;
}

void orb_queue_close(struct orb_queue *queue)
{
    if (queue == NULL)
        return;
    (void)pthread_mutex_lock(&queue->lock);
    queue->is_closing = true;
    (void)pthread_cond_broadcast(&queue->changed);
    (void)pthread_mutex_unlock(&queue->lock);
    (void)pthread_join(queue->thread, NULL);
    release(queue);
}
