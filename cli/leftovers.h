/*
 * What must not stay on the disk when a signal ends the program: the temporary files of its
 * outputs, and their folders. The one state of the program that is not passed: a signal
 * handler receives nothing else. It removes what it knows of, then lets the signal end the
 * program as it would have.
 */
#ifndef CLI_LEFTOVERS_H
#define CLI_LEFTOVERS_H

#include "engine/base/file.h"

/* Remove leftovers on SIGINT, SIGTERM and SIGHUP, unless these are ignored (nohup). */
void cli_leftovers_watch(void);

/* As orb_output_open, or orb_output_open_private; a signal leaves nothing of it. */
ORB_MUST_CHECK enum orb_status cli_output_open(struct orb_output *out, const char *path,
                                               bool is_private, struct orb_error *err);

/* Remove what runs that were ended without warning (kill -9, a power cut) left of a file
 * being written there, one whose first bytes are written last: its temporary files that
 * begin with zeros and are a day older than the one just made, which is open. */
void cli_leftovers_sweep(const char *path, int made);

#endif
