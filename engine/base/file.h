/* Whole files: reading with a cap, writing beside the target then renaming. */
#ifndef ORB_BASE_FILE_H
#define ORB_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

/*
 * Append the bytes of a file to out; "-" reads standard input. ORB_ERR_NOT_FOUND,
 * ORB_ERR_IO (directory, no permission, read error) or ORB_ERR_RANGE when it is longer than
 * cap bytes; the place is the path.
 */
ORB_MUST_CHECK enum orb_status orb_file_read(struct orb_buf *out, const char *path,
                                             size_t cap, struct orb_error *err);

bool orb_file_exists(const char *path);

/*
 * Give a file that is finished another name, in the same file system, which nothing may
 * have: ORB_ERR_EXISTS leaves both as they are, ORB_ERR_IO the file. The place is that
 * name.
 */
ORB_MUST_CHECK enum orb_status orb_file_rename_new(const char *from, const char *to,
                                                   struct orb_error *err);

/* What the system says of a path (errno): ORB_ERR_NOT_FOUND when it is not there, else
 * ORB_ERR_IO; the place is the path. */
ORB_MUST_CHECK enum orb_status orb_file_error(struct orb_error *err, const char *path,
                                              int number);

/* start, then end; owned by the caller, release with orb_free. NULL without memory. */
char *orb_file_name(const char *start, const char *end);

/* A file being written; "-" is standard output. Zero-initialised is closed. */
struct orb_output {
    int fd;
    bool is_open;
    char *path;          /* target, owned */
    char *temporary;     /* beside it, owned; NULL for standard output */
    const char *scratch; /* where the temporary files of a target that is no file go,
                            borrowed; NULL = /tmp */
    /* Told of the name of each temporary file or folder as it comes, once the output is
     * open, and goes; NULL = nobody. */
    void (*named)(const char *path, bool there);
    struct orb_buf pending;
    unsigned long long written;
};

ORB_MUST_CHECK enum orb_status orb_output_open(struct orb_output *out, const char *path,
                                               struct orb_error *err);
/*
 * The same for personal data: the file is its owner's alone (mode 0600) before it holds a
 * byte. ORB_ERR_UNSUPPORTED when standard output is a file that others may read.
 */
ORB_MUST_CHECK enum orb_status
orb_output_open_private(struct orb_output *out, const char *path, struct orb_error *err);
/* Write what is pending when it is long; call often. ORB_ERR_INTERRUPTED when a pipe was
 * closed early. */
ORB_MUST_CHECK enum orb_status orb_output_flush(struct orb_output *out, bool all,
                                                struct orb_error *err);
/* Write bytes over the first ones, which were flushed; for what is no pipe and no standard
 * output. */
ORB_MUST_CHECK enum orb_status orb_output_begin_with(struct orb_output *out,
                                                     const void *bytes, size_t len,
                                                     struct orb_error *err);
/* The target as messages name it; valid while the output is open. */
const char *orb_output_name(const struct orb_output *out);
/* Flush, sync and rename over the target. */
ORB_MUST_CHECK enum orb_status orb_output_commit(struct orb_output *out,
                                                 struct orb_error *err);
/* The same, but a file that has the name of the target is left as it is: ORB_ERR_EXISTS. */
ORB_MUST_CHECK enum orb_status orb_output_commit_new(struct orb_output *out,
                                                     struct orb_error *err);
/* Close; removes the temporary file when it was not committed. Safe to call twice. */
void orb_output_close(struct orb_output *out);

#endif
