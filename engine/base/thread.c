/* Threads are made with all signals held back. */
#include "engine/base/thread.h"

#include <signal.h>

bool orb_thread_start(pthread_t *out, void *(*run)(void *context), void *context)
{
    sigset_t all, before;
    bool started;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    started = pthread_create(out, NULL, run, context) == 0;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}
