/* The same work for many items, on several threads. */
#include "cli/jobs.h"

#include <pthread.h>
#include <stdbool.h>

#include "engine/base/alloc.h"

struct job {
    pthread_t thread;
    const struct cli_jobs *jobs;
    void *worker;
    size_t first;
    bool started;
    enum orb_status status;
    struct orb_error err;
};

static void *run_one(void *context)
{
    struct job *job = context;
    const struct cli_jobs *jobs = job->jobs;

    for (size_t i = job->first; i < jobs->items && job->status == ORB_OK;
         i += (size_t)jobs->count)
        job->status = jobs->work(job->worker, i, &job->err);
    return NULL;
}

static void run_all(struct job *all, int count)
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

enum orb_status cli_jobs_run(const struct cli_jobs *jobs, struct orb_error *err)
{
    struct job *all = orb_calloc((size_t)jobs->count, sizeof *all);
    enum orb_status status = ORB_OK;

    if (all == NULL)
        return orb_error_memory(err);
    for (int i = 0; i < jobs->count; i++) {
        all[i].jobs = jobs;
        all[i].worker = (char *)jobs->workers + (size_t)i * jobs->size;
        all[i].first = (size_t)i;
    }
    run_all(all, jobs->count);
    for (int i = 0; i < jobs->count && status == ORB_OK; i++) {
        status = all[i].status;
        if (status != ORB_OK && err != NULL)
            *err = all[i].err;
    }
    orb_free(all);
    return status;
}
