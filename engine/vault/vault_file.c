/* flock is of the file opened, not of its name: once held, it is checked to be still the
 * one of that name. */
#define _DEFAULT_SOURCE /* flock, realpath */
#include "engine/vault/vault_file.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"

#define VAULT_MAX ((size_t)1 << 31)
#define LOG_MAX   ((size_t)1 << 30)
#define TRIES     100

enum orb_status orb_vault_disk_name(struct orb_vault_disk *disk, const char *path,
                                    struct orb_error *err)
{
    char real[PATH_MAX];
    char *slash;

    memset(disk, 0, sizeof *disk);
    disk->fd = disk->temporary_fd = -1;
    if (realpath(path, real) != NULL)
        path = real;
    disk->path = orb_file_name(path, "");
    disk->temporary = orb_file_name(path, ".tmp");
    disk->log = orb_file_name(path, ".log");
    disk->log_temporary = orb_file_name(path, ".log.tmp");
    disk->folder = orb_file_name(strchr(path, '/') == NULL ? "./" : path, "");
    if (disk->path == NULL || disk->temporary == NULL || disk->log == NULL ||
        disk->log_temporary == NULL || disk->folder == NULL)
        return orb_error_memory(err);
    slash = strrchr(disk->folder, '/');
    slash[slash == disk->folder ? 1 : 0] = '\0'; /* "/" stays */
    return ORB_OK;
}

static bool is_still(int fd, const char *path)
{
    struct stat held, named;

    return fstat(fd, &held) == 0 && stat(path, &named) == 0 &&
           held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

static enum orb_status held_by_another(const char *path, struct orb_error *err)
{
    enum orb_status status = orb_error_set(
        err, ORB_ERR_EXISTS,
        _("another command is using this vault; start again when it has ended"));

    orb_error_at(err, "%s", path);
    return status;
}

static enum orb_status hold(int *out, const char *path, struct orb_error *err)
{
    for (int i = 0; i < TRIES; i++) {
        int fd = open(path, O_RDWR | O_CLOEXEC);

        if (fd < 0 && (errno == EACCES || errno == EROFS))
            fd = open(path, O_RDONLY | O_CLOEXEC); /* to read it is enough */
        if (fd < 0)
            return orb_file_error(err, path, errno);
        if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
            int number = errno;

            (void)close(fd);
            return number == EWOULDBLOCK ? held_by_another(path, err)
                                         : orb_file_error(err, path, number);
        }
        if (is_still(fd, path)) {
            *out = fd;
            return ORB_OK;
        }
        (void)close(fd); /* replaced in between */
    }
    return held_by_another(path, err);
}

enum orb_status orb_vault_disk_hold(struct orb_vault_disk *disk, struct orb_error *err)
{
    return hold(&disk->fd, disk->path, err);
}

enum orb_status orb_vault_disk_hold_temporary(struct orb_vault_disk *disk,
                                              struct orb_error *err)
{
    return hold(&disk->temporary_fd, disk->temporary, err);
}

static enum orb_status read_all(int fd, const char *path, struct orb_buf *out,
                                struct orb_error *err)
{
    struct stat about;
    size_t done = 0;

    if (fstat(fd, &about) != 0)
        return orb_file_error(err, path, errno);
    if (!S_ISREG(about.st_mode) || (uint64_t)about.st_size > VAULT_MAX) {
        enum orb_status status =
            orb_error_set(err, ORB_ERR_UNSUPPORTED, _("this is not a vault of Orbite"));

        orb_error_at(err, "%s", path);
        return status;
    }
    if (!orb_buf_reserve(out, (size_t)about.st_size + 1))
        return orb_error_memory(err);
    while (done < (size_t)about.st_size) {
        ssize_t n = pread(fd, out->data + done, (size_t)about.st_size - done, (off_t)done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return orb_file_error(err, path, errno);
        if (n == 0)
            break;
        done += (size_t)n;
    }
    out->len = done;
    out->data[done] = '\0';
    return ORB_OK;
}

enum orb_status orb_vault_disk_read(const struct orb_vault_disk *disk, bool is_temporary,
                                    struct orb_buf *out, struct orb_error *err)
{
    return is_temporary ? read_all(disk->temporary_fd, disk->temporary, out, err)
                        : read_all(disk->fd, disk->path, out, err);
}

enum orb_status orb_vault_disk_read_log(const struct orb_vault_disk *disk,
                                        struct orb_buf *out, struct orb_error *err)
{
    return orb_file_read(out, disk->log, LOG_MAX, err);
}

static enum orb_status write_all(int fd, const char *path, const void *bytes, size_t len,
                                 struct orb_error *err)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t n = write(fd, at, len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return orb_file_error(err, path, errno);
        at += n;
        len -= (size_t)n;
    }
    return ORB_OK;
}

static enum orb_status sync_folder(const struct orb_vault_disk *disk, struct orb_error *err)
{
    int fd = open(disk->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum orb_status status = ORB_OK;

    /* Some file systems cannot do that to a folder; they need not. */
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL))
        status = orb_file_error(err, disk->folder, errno);
    if (fd >= 0)
        (void)close(fd);
    return status;
}

/* A new file, its owner's alone. -1 with errno. */
static int create(const char *path)
{
    return open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

/* Remove a temporary file that nobody holds: what a change that was cut left behind. */
static enum orb_status clear_away(const char *path, struct orb_error *err)
{
    int fd = -1;
    enum orb_status status = hold(&fd, path, err);

    if (status == ORB_OK && unlink(path) != 0)
        status = orb_file_error(err, path, errno);
    if (fd >= 0)
        (void)close(fd);
    return status;
}

enum orb_status orb_vault_disk_begin(struct orb_vault_disk *disk, struct orb_error *err)
{
    disk->temporary_fd = create(disk->temporary);
    if (disk->temporary_fd < 0 && errno == EEXIST) {
        enum orb_status status = clear_away(disk->temporary, err);

        if (status != ORB_OK)
            return status;
        disk->temporary_fd = create(disk->temporary);
    }
    if (disk->temporary_fd < 0)
        return orb_file_error(err, disk->temporary, errno);
    if (flock(disk->temporary_fd, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? held_by_another(disk->path, err)
                                    : orb_file_error(err, disk->temporary, errno);
    return ORB_OK;
}

enum orb_status orb_vault_disk_write(struct orb_vault_disk *disk, const void *bytes,
                                     size_t len, struct orb_error *err)
{
    return write_all(disk->temporary_fd, disk->temporary, bytes, len, err);
}

enum orb_status orb_vault_disk_sync(struct orb_vault_disk *disk, struct orb_error *err)
{
    if (fsync(disk->temporary_fd) != 0)
        return orb_file_error(err, disk->temporary, errno);
    return sync_folder(disk, err);
}

enum orb_status orb_vault_disk_end(struct orb_vault_disk *disk, struct orb_error *err)
{
    if (rename(disk->temporary, disk->path) != 0)
        return orb_file_error(err, disk->path, errno);
    if (disk->fd >= 0)
        (void)close(disk->fd);
    disk->fd = disk->temporary_fd;
    disk->temporary_fd = -1;
    return sync_folder(disk, err);
}

void orb_vault_disk_forget(struct orb_vault_disk *disk)
{
    (void)unlink(disk->temporary); /* at worst it is forgotten later */
    (void)unlink(disk->log_temporary);
    if (disk->temporary_fd >= 0)
        (void)close(disk->temporary_fd);
    disk->temporary_fd = -1;
}

/* Cut the journal at len, add what there is to add, and wait for the disk. */
static enum orb_status log_end(struct orb_vault_disk *disk, size_t len,
                               const struct orb_buf *line, struct orb_error *err)
{
    int fd = open(disk->log, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    enum orb_status status = ORB_OK;

    if (fd < 0)
        return orb_file_error(err, disk->log, errno);
    if (ftruncate(fd, (off_t)len) != 0 || lseek(fd, (off_t)len, SEEK_SET) < 0)
        status = orb_file_error(err, disk->log, errno);
    if (status == ORB_OK && line != NULL)
        status = write_all(fd, disk->log, line->data, line->len, err);
    if (status == ORB_OK && fsync(fd) != 0)
        status = orb_file_error(err, disk->log, errno);
    (void)close(fd);
    return status;
}

enum orb_status orb_vault_disk_log_add(struct orb_vault_disk *disk, size_t len,
                                       const struct orb_buf *line, struct orb_error *err)
{
    return log_end(disk, len, line, err);
}

enum orb_status orb_vault_disk_log_cut(struct orb_vault_disk *disk, size_t len,
                                       struct orb_error *err)
{
    return log_end(disk, len, NULL, err);
}

enum orb_status orb_vault_disk_copy(const char *path, const struct orb_buf *bytes,
                                    struct orb_error *err)
{
    int fd = create(path);
    enum orb_status status;

    if (fd < 0 && errno == EEXIST) {
        status = orb_error_set(err, ORB_ERR_EXISTS, _("the file is there already"));
        orb_error_at(err, "%s", path);
        return status;
    }
    if (fd < 0)
        return orb_file_error(err, path, errno);
    status = write_all(fd, path, bytes->data, bytes->len, err);
    if (status == ORB_OK && fsync(fd) != 0)
        status = orb_file_error(err, path, errno);
    (void)close(fd);
    if (status != ORB_OK)
        (void)unlink(path);
    return status;
}

void orb_vault_disk_uncopy(const char *path)
{
    (void)unlink(path);
}

enum orb_status orb_vault_disk_log_replace(struct orb_vault_disk *disk,
                                           const struct orb_buf *text,
                                           struct orb_error *err)
{
    enum orb_status status;

    (void)unlink(disk->log_temporary); /* of a change that was cut */
    status = orb_vault_disk_copy(disk->log_temporary, text, err);
    if (status == ORB_OK && rename(disk->log_temporary, disk->log) != 0)
        status = orb_file_error(err, disk->log, errno);
    return status == ORB_OK ? sync_folder(disk, err) : status;
}

enum orb_status orb_vault_disk_log_aside(struct orb_vault_disk *disk, uint64_t number,
                                         struct orb_error *err)
{
    char suffix[64];
    char *aside;
    enum orb_status status = ORB_OK;

    if (!orb_file_exists(disk->log))
        return ORB_OK;
    for (int i = 0; i < TRIES; i++) {
        if (i == 0)
            (void)snprintf(suffix, sizeof suffix, ".%" PRIu64, number);
        else
            (void)snprintf(suffix, sizeof suffix, ".%" PRIu64 ".%d", number, i);
        aside = orb_file_name(disk->log, suffix);
        if (aside == NULL)
            return orb_error_memory(err);
        if (orb_file_exists(aside)) {
            orb_free(aside);
            continue;
        }
        if (rename(disk->log, aside) != 0)
            status = orb_file_error(err, aside, errno);
        orb_free(aside);
        return status;
    }
    return orb_file_error(err, disk->log, EEXIST);
}

void orb_vault_disk_close(struct orb_vault_disk *disk)
{
    if (disk->path == NULL)
        return;
    if (disk->fd >= 0)
        (void)close(disk->fd);
    if (disk->temporary_fd >= 0)
        (void)close(disk->temporary_fd);
    orb_free(disk->path);
    orb_free(disk->temporary);
    orb_free(disk->log);
    orb_free(disk->log_temporary);
    orb_free(disk->folder);
    memset(disk, 0, sizeof *disk);
    disk->fd = disk->temporary_fd = -1;
}
