/* Which snapshots were checked whole, and when: a private note of the user, so that each
 * command need not read all of them again. */
#ifndef CLI_CHECKED_H
#define CLI_CHECKED_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"

/* How long a check holds, in seconds: a disk that loses a bit changes no date. */
#define CLI_CHECKED_FOR_S 86400

/* A file changed less than this before is not noted: it could change again without its
 * dates telling. */
#define CLI_CHECKED_STILL_S 3

/* Append the path of the note, "checked" in the folder of cli_cache_folder. False when
 * there is none; then everything is checked each time. */
bool cli_checked_path(struct orb_buf *out);

/*
 * True when the note says that this file was checked in this very state less than
 * CLI_CHECKED_FOR_S before now_s (since 1970). A note that others could have written says
 * nothing.
 */
bool cli_checked_has(const char *note, const struct orb_catalogue_state *state,
                     int64_t now_s);

/* Note that the file was checked (found whole, or not: then what the note said of it is
 * removed). What cannot be kept costs the time of another check, and is no error. */
void cli_checked_put(const char *note, const struct orb_catalogue_state *state,
                     int64_t now_s, bool is_whole);

/*
 * Map a snapshot, and check it unless that was done. always: check it in any case. Errors
 * of orb_catalogue_map and orb_catalogue_check; the place is the path. Release with
 * orb_catalogue_close.
 */
ORB_MUST_CHECK enum orb_status cli_checked_open(struct orb_catalogue *out, const char *path,
                                                bool always, struct orb_error *err);

#endif
