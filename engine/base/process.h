/* Another program whose output is read while it runs. No shell is between. */
#ifndef ORB_BASE_PROCESS_H
#define ORB_BASE_PROCESS_H

#include <stddef.h>

#include "engine/base/error.h"

/* A program that runs; opaque. */
struct orb_process;

/*
 * Start argv[0], a path or a name of PATH, with arguments that end with NULL. Its standard
 * input is empty. ORB_ERR_NOT_FOUND when there is no such program, ORB_ERR_IO when it
 * cannot be started. *out is owned by the caller, release with orb_process_free.
 */
ORB_MUST_CHECK enum orb_status
orb_process_start(struct orb_process **out, const char *const *argv, struct orb_error *err);

/* Where its standard output is read; closed with the process. */
int orb_process_output(const struct orb_process *process);

/*
 * Wait for its end, once all its output is read. *status is its exit status, or 128 and the
 * number of the signal that ended it; said gets the last line of its standard error.
 */
ORB_MUST_CHECK enum orb_status orb_process_wait(struct orb_process *process, int *status,
                                                char *said, size_t size,
                                                struct orb_error *err);

/* Stop it when it still runs. NULL is accepted. */
void orb_process_free(struct orb_process *process);

#endif
