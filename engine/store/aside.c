/* A connection belongs to one thread at a time: the second has it while something is left
 * to write, the first once it has waited for that. */
#include "engine/store/aside.h"

#include "engine/base/alloc.h"
#include "engine/base/queue.h"
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
    struct orb_queue *queue;
    struct job jobs[JOBS]; /* by place of the queue */
};

static enum orb_status write_job(void *context, size_t place, struct orb_error *err)
{
    struct orb_aside *aside = context;
    struct job *job = &aside->jobs[place];

    return orb_import_write(aside->store, job->kind, &job->pending, err);
}

static struct orb_aside *make(struct orb_store *store)
{
    struct orb_aside *aside = orb_calloc(1, sizeof *aside);
    const struct orb_queue_work work = { aside, JOBS, write_job };

    if (aside == NULL)
        return NULL;
    aside->store = store;
    aside->queue = orb_queue_open(&work);
    if (aside->queue != NULL)
        return aside;
    orb_free(aside);
    return NULL;
}

enum orb_status orb_aside_give(struct orb_store *store, struct orb_kind_state *kind,
                               struct orb_error *err)
{
    struct orb_pending taken = kind->pending;
    struct orb_aside *aside = store->aside;
    struct job *job;

    if (aside == NULL)
        aside = store->aside = make(store);
    if (aside == NULL)
        return orb_import_flush(store, kind, err);
    job = &aside->jobs[orb_queue_take(aside->queue)];
    orb_pending_clear(&job->pending); /* written: its memory is used again */
    kind->pending = job->pending;
    *job = (struct job){ kind, taken };
    return orb_queue_give(aside->queue, err);
}

enum orb_status orb_aside_wait(struct orb_store *store, struct orb_error *err)
{
    return store->aside == NULL ? ORB_OK : orb_queue_wait(store->aside->queue, err);
}

/* While something is written, the refusals of the connection are the thread's. */
enum orb_status orb_aside_check(struct orb_store *store, struct orb_error *err)
{
    bool is_busy = false;
    enum orb_status status = ORB_OK;

    if (store->aside != NULL)
        status = orb_queue_check(store->aside->queue, &is_busy, err);
    return is_busy ? status : orb_db_check(store, err);
}

void orb_aside_close(struct orb_store *store)
{
    struct orb_aside *aside = store->aside;

    if (aside == NULL)
        return;
    orb_queue_close(aside->queue);
    for (size_t i = 0; i < JOBS; i++)
        orb_pending_release(&aside->jobs[i].pending);
    orb_free(aside);
    store->aside = NULL;
}
