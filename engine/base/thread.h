/* A thread that helps the one that began it. */
#ifndef ORB_BASE_THREAD_H
#define ORB_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* False when there is none to be had. Signals are for the first thread, which undoes what
 * it has begun. To be joined. */
bool orb_thread_start(pthread_t *out, void *(*run)(void *context), void *context);

#endif
