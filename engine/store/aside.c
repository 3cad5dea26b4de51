/* A connection belongs to one thread at a time: the second has it while something is left
 * to write, the first once it has waited for that. */
#include "engine/store/aside.h"

#include <pthread.h>

#include "engine/base/alloc.h"
#include "engine/base/thread.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

/* Of a row of a table come two or three kinds, in batches. */
enum { JOBS = 8 };

struct job {
    struct orb_kind_state *kind;
    struct orb_pending pending;
};

struct orb_aside {
    struct orb_store *store;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    struct job jobs[JOBS]; /* in a ring; the first is being written */
    unsigned first, count;
    bool is_closing;
    enum orb_status status;
    struct orb_error err; /* the first refusal */
};

static void *run(void *context)
{
    struct orb_aside *aside = context;

    (void)pthread_mutex_lock(&aside->lock);
    for (;;) {
        struct job *job = &aside->jobs[aside->first];
        struct orb_error err = { 0 };
        enum orb_status status = aside->status;

        if (aside->count == 0 && aside->is_closing)
            break;
        if (aside->count == 0) {
            (void)pthread_cond_wait(&aside->changed, &aside->lock);
            continue;
        }
        (void)pthread_mutex_unlock(&aside->lock);
        if (status == ORB_OK)
            status = orb_import_write(aside->store, job->kind, &job->pending, &err);
        orb_pending_clear(&job->pending);
        (void)pthread_mutex_lock(&aside->lock);
        if (aside->status == ORB_OK && status != ORB_OK) {
            aside->status = status;
            aside->err = err;
        }
        aside->first = (aside->first + 1) % JOBS;
        aside->count--;
        (void)pthread_cond_broadcast(&aside->changed);
    }
    (void)pthread_mutex_unlock(&aside->lock);
    return NULL;
}

static struct orb_aside *make(struct orb_store *store)
{
    struct orb_aside *aside = orb_calloc(1, sizeof *aside);

    if (aside == NULL)
        return NULL;
    aside->store = store;
    (void)pthread_mutex_init(&aside->lock, NULL);
    (void)pthread_cond_init(&aside->changed, NULL);
    (void)pthread_mutex_lock(&aside->lock); /* until it knows its own name */
    if (!orb_thread_start(&aside->thread, run, aside)) {
        (void)pthread_mutex_unlock(&aside->lock);
        (void)pthread_cond_destroy(&aside->changed);
        (void)pthread_mutex_destroy(&aside->lock);
        orb_free(aside);
        return NULL;
    }
    (void)pthread_mutex_unlock(&aside->lock);
    return aside;
}

static enum orb_status tell(const struct orb_aside *aside, struct orb_error *err)
{
    if (aside->status != ORB_OK && err != NULL && err->status == ORB_OK)
        *err = aside->err;
    return aside->status;
}

enum orb_status orb_aside_give(struct orb_store *store, struct orb_kind_state *kind,
                               struct orb_error *err)
{
    struct orb_aside *aside = store->aside;
    struct orb_pending taken;
    struct job *job;
    enum orb_status status;

    if (aside == NULL)
        aside = store->aside = make(store);
    if (aside == NULL)
        return orb_import_flush(store, kind, err);
    (void)pthread_mutex_lock(&aside->lock);
    while (aside->count == JOBS)
        (void)pthread_cond_wait(&aside->changed, &aside->lock);
    job = &aside->jobs[(aside->first + aside->count) % JOBS];
    taken = kind->pending;
    kind->pending = job->pending; /* empty: its memory is used again */
    *job = (struct job){ kind, taken };
    aside->count++;
    status = tell(aside, err);
    (void)pthread_cond_broadcast(&aside->changed);
    (void)pthread_mutex_unlock(&aside->lock);
    return status;
}

enum orb_status orb_aside_wait(struct orb_store *store, struct orb_error *err)
{
    struct orb_aside *aside = store->aside;
    enum orb_status status = ORB_OK;

    if (aside == NULL)
        return ORB_OK;
    (void)pthread_mutex_lock(&aside->lock);
    if (!pthread_equal(pthread_self(), aside->thread)) {
        while (aside->count > 0)
            (void)pthread_cond_wait(&aside->changed, &aside->lock);
        status = tell(aside, err);
    }
    (void)pthread_mutex_unlock(&aside->lock);
    return status;
}

/* While something is written, the refusals of the connection are the thread's. */
enum orb_status orb_aside_check(struct orb_store *store, struct orb_error *err)
{
    struct orb_aside *aside = store->aside;
    enum orb_status status;

    if (aside == NULL)
        return orb_db_check(store, err);
    (void)pthread_mutex_lock(&aside->lock);
    status = aside->count > 0 ? tell(aside, err) : orb_db_check(store, err);
    (void)pthread_mutex_unlock(&aside->lock);
    return status;
}

void orb_aside_close(struct orb_store *store)
{
    struct orb_aside *aside = store->aside;

    if (aside == NULL)
        return;
    (void)pthread_mutex_lock(&aside->lock);
    aside->is_closing = true;
    (void)pthread_cond_broadcast(&aside->changed);
    (void)pthread_mutex_unlock(&aside->lock);
    (void)pthread_join(aside->thread, NULL);
    for (size_t i = 0; i < JOBS; i++)
        orb_pending_release(&aside->jobs[i].pending);
    (void)pthread_cond_destroy(&aside->changed);
    (void)pthread_mutex_destroy(&aside->lock);
    orb_free(aside);
    store->aside = NULL;
}
