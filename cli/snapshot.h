/* A snapshot on its way into its file: written by a second thread while the next bytes are
 * made. */
#ifndef CLI_SNAPSHOT_H
#define CLI_SNAPSHOT_H

#include "engine/base/file.h"
#include "engine/catalogue/build.h"

struct orb_queue;

/* What is being filled, and what is being written. */
enum { CLI_SNAPSHOT_PIECES = 3 };

/* Zero-initialised, then database set and out opened; end with cli_snapshot_close. */
struct cli_snapshot {
    const char *database; /* borrowed */
    struct orb_output out;
    struct orb_error err; /* why the file could not be written */
    bool is_refused;
    struct orb_queue *queue; /* NULL = pieces are written at once */
    struct orb_buf pieces[CLI_SNAPSHOT_PIECES];
    struct orb_buf *filling;   /* NULL = none is */
    unsigned long long synced; /* bytes that the disk has */
};

/* Note that the file could not be written, as snapshot->err says. Returns the status. */
ORB_MUST_CHECK enum orb_status cli_snapshot_refuse(struct cli_snapshot *snapshot,
                                                   enum orb_status status,
                                                   struct orb_error *err);

/* Where the image goes. Once it had its last bytes, all is in the file. */
struct orb_image_sink cli_snapshot_sink(struct cli_snapshot *snapshot);

/* What was not committed is removed. */
void cli_snapshot_close(struct cli_snapshot *snapshot);

#endif
