/* The files of a vault on disk: holding them, and writing them so that a kill at any moment
 * leaves the old or the new. */
#ifndef ORB_VAULT_VAULT_FILE_H
#define ORB_VAULT_VAULT_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

/*
 * The order of a change: the new vault in NAME.tmp, then its line in NAME.log, then
 * NAME.tmp over NAME, each on the disk before the next. What is found later tells how far
 * it went: the journal goes with NAME (forget NAME.tmp) or with NAME.tmp (end the change).
 */
struct orb_vault_disk {
    char *path, *temporary, *log, *log_temporary, *folder; /* owned */
    int fd;                                                /* of NAME, locked; -1 = none */
    int temporary_fd; /* of NAME.tmp, locked; -1 = none */
};

/* Names only. A link is followed first: what it leads to is what is replaced. Release with
 * orb_vault_disk_close. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_name(struct orb_vault_disk *disk,
                                                   const char *path, struct orb_error *err);

/* Hold NAME, without waiting. ORB_ERR_NOT_FOUND, ORB_ERR_EXISTS (held by another). */
ORB_MUST_CHECK enum orb_status orb_vault_disk_hold(struct orb_vault_disk *disk,
                                                   struct orb_error *err);
/* The same of NAME.tmp. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_hold_temporary(struct orb_vault_disk *disk,
                                                             struct orb_error *err);

/* Append the bytes of NAME, or of NAME.tmp. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_read(const struct orb_vault_disk *disk,
                                                   bool is_temporary, struct orb_buf *out,
                                                   struct orb_error *err);
/* Append the journal; ORB_ERR_NOT_FOUND. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_read_log(const struct orb_vault_disk *disk,
                                                       struct orb_buf *out,
                                                       struct orb_error *err);

/* Make NAME.tmp anew, its owner's alone, and hold it; one left behind, which nobody holds,
 * goes first. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_begin(struct orb_vault_disk *disk,
                                                    struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_vault_disk_write(struct orb_vault_disk *disk,
                                                    const void *bytes, size_t len,
                                                    struct orb_error *err);
/* What was written is on the disk after this. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_sync(struct orb_vault_disk *disk,
                                                   struct orb_error *err);
/* Put NAME.tmp over NAME and hold that. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_end(struct orb_vault_disk *disk,
                                                  struct orb_error *err);
/* Remove NAME.tmp, and what was to be the journal. */
void orb_vault_disk_forget(struct orb_vault_disk *disk);

/* Add a line at the end of the journal, which has len bytes. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_log_add(struct orb_vault_disk *disk,
                                                      size_t len,
                                                      const struct orb_buf *line,
                                                      struct orb_error *err);
/* Cut the journal at len bytes. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_log_cut(struct orb_vault_disk *disk,
                                                      size_t len, struct orb_error *err);
/* Put another text in the place of the journal. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_log_replace(struct orb_vault_disk *disk,
                                                          const struct orb_buf *text,
                                                          struct orb_error *err);
/* Rename the journal NAME.log.NUMBER, or with a further number when that is taken; nothing
 * when there is none. */
ORB_MUST_CHECK enum orb_status orb_vault_disk_log_aside(struct orb_vault_disk *disk,
                                                        uint64_t number,
                                                        struct orb_error *err);

/* A new file of these bytes, its owner's alone, on the disk. ORB_ERR_EXISTS. */
ORB_MUST_CHECK enum orb_status
orb_vault_disk_copy(const char *path, const struct orb_buf *bytes, struct orb_error *err);

/* Remove such a file. */
void orb_vault_disk_uncopy(const char *path);

/* Lets others in. Safe to call twice. */
void orb_vault_disk_close(struct orb_vault_disk *disk);

#endif
