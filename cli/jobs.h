/* The same work for many items, on several threads. */
#ifndef CLI_JOBS_H
#define CLI_JOBS_H

#include <stddef.h>

#include "engine/base/error.h"

#define CLI_JOBS_MAX 64

/* Something that each thread does once, until there is nothing left to do. */
struct cli_crew {
    int count;     /* of threads, 1 to CLI_JOBS_MAX */
    void *workers; /* count of them, size bytes each: what a thread has for itself */
    size_t size;
    enum orb_status (*work)(void *worker, struct orb_error *err);
};

/*
 * Do it on every thread. The first is the one that calls; so is one that could not be made.
 * The failure told is that of the first thread that has one.
 */
ORB_MUST_CHECK enum orb_status cli_crew_run(const struct cli_crew *crew,
                                            struct orb_error *err);

struct cli_jobs {
    int count;     /* of threads, 1 to CLI_JOBS_MAX */
    size_t items;  /* each thread takes the next few, up to the first failure */
    void *workers; /* count of them, size bytes each: what a thread has for itself */
    size_t size;
    enum orb_status (*work)(void *worker, size_t item, struct orb_error *err);
};

/* Do the work of every item. The failure told is that of the first item that has one,
 * however many threads there are. */
ORB_MUST_CHECK enum orb_status cli_jobs_run(const struct cli_jobs *jobs,
                                            struct orb_error *err);

#endif
