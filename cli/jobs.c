/* The same work for many items, on several threads: who is done first takes more. */
#include "cli/jobs.h"

#include <pthread.h>
#include <stdbool.h>

#include "engine/base/alloc.h"

/* ---- threads */

struct member {
    pthread_t thread;
    const struct cli_crew *crew;
    void *worker;
    bool started;
    enum orb_status status;
    struct orb_error err;
};

static void *run_one(void *context)
{
    struct member *member = context;

    member->status = member->crew->work(member->worker, &member->err);
    return NULL;
}

static void run_all(struct member *all, int count)
{
    for (int i = 1; i < count; i++)
        all[i].started = pthread_create(&all[i].thread, NULL, run_one, &all[i]) == 0;
    for (int i = 0; i < count; i++)
        if (!all[i].started)
            (void)run_one(&all[i]);
    for (int i = 1; i < count; i++)
        if (all[i].started)
            (void)pthread_join(all[i].thread, NULL);
}

enum orb_status cli_crew_run(const struct cli_crew *crew, struct orb_error *err)
{
    struct member *all = orb_calloc((size_t)crew->count, sizeof *all);
    enum orb_status status = ORB_OK;

    if (all == NULL)
        return orb_error_memory(err);
    for (int i = 0; i < crew->count; i++) {
        all[i].crew = crew;
        all[i].worker = (char *)crew->workers + (size_t)i * crew->size;
    }
    run_all(all, crew->count);
    for (int i = 0; i < crew->count && status == ORB_OK; i++) {
        status = all[i].status;
        if (status != ORB_OK && err != NULL)
            *err = all[i].err;
    }
    orb_free(all);
    return status;
}

/* ---- items */

/* Few enough that no thread waits long for the others at the end. */
#define FEW 8

struct share {
    pthread_mutex_t lock;
    const struct cli_jobs *jobs;
    size_t next;   /* item that nobody took */
    size_t failed; /* the first item that failed */
    enum orb_status status;
    struct orb_error err; /* of that one */
};

struct taker {
    struct share *share;
    void *worker;
};

static size_t take(struct share *share)
{
    size_t first;

    (void)pthread_mutex_lock(&share->lock);
    first = share->status == ORB_OK ? share->next : share->jobs->items;
    if (first < share->jobs->items)
        share->next = first + FEW;
    (void)pthread_mutex_unlock(&share->lock);
    return first;
}

/* What was taken before is done to the end: an item before this one may fail too. */
static void fail(struct share *share, size_t item, enum orb_status status,
                 const struct orb_error *err)
{
    (void)pthread_mutex_lock(&share->lock);
    if (share->status == ORB_OK || item < share->failed) {
        share->failed = item;
        share->status = status;
        share->err = *err;
    }
    (void)pthread_mutex_unlock(&share->lock);
}

static enum orb_status work_on(void *context, struct orb_error *err)
{
    struct taker *taker = context;
    const struct cli_jobs *jobs = taker->share->jobs;
    enum orb_status status = ORB_OK;
    size_t first = take(taker->share);

    while (first < jobs->items) {
        for (size_t i = first; i < first + FEW && i < jobs->items && status == ORB_OK;
             i++) {
            status = jobs->work(taker->worker, i, err);
            if (status != ORB_OK)
                fail(taker->share, i, status, err);
        }
        first = take(taker->share);
    }
    return ORB_OK;
}

enum orb_status cli_jobs_run(const struct cli_jobs *jobs, struct orb_error *err)
{
    struct share share = { .lock = PTHREAD_MUTEX_INITIALIZER, .jobs = jobs };
    struct taker *takers = orb_calloc((size_t)jobs->count, sizeof *takers);
    const struct cli_crew crew = { jobs->count, takers, sizeof *takers, work_on };
    enum orb_status status;

    if (takers == NULL)
        return orb_error_memory(err);
    for (int i = 0; i < jobs->count; i++)
        takers[i] =
            (struct taker){ &share, (char *)jobs->workers + (size_t)i * jobs->size };
    status = cli_crew_run(&crew, err);
    if (status == ORB_OK && share.status != ORB_OK) {
        status = share.status;
        if (err != NULL)
            *err = share.err;
    }
    (void)pthread_mutex_destroy(&share.lock);
    orb_free(takers);
    return status;
}
