/* POSIX files; a failed write leaves the target as it was. */
#include "engine/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

#define FLUSH_AT ((size_t)1 << 18)

enum orb_status orb_file_error(struct orb_error *err, const char *path, int number)
{
    enum orb_status status = number == ENOENT ? ORB_ERR_NOT_FOUND : ORB_ERR_IO;

    status = orb_error_set(err, status, "%s", strerror(number));
    orb_error_at(err, "%s", path);
    return status;
}

static enum orb_status read_all(struct orb_buf *out, int fd, const char *path, size_t cap,
                                struct orb_error *err)
{
    size_t start = out->len;

    for (;;) {
        ssize_t n;

        if (!orb_buf_reserve(out, 65536))
            return orb_error_memory(err);
        n = read(fd, out->data + out->len, 65536);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return orb_file_error(err, strcmp(path, "-") == 0 ? _("standard input") : path,
                                  errno);
        if (n == 0)
            break;
        out->len += (size_t)n;
        if (out->len - start > cap) {
            enum orb_status status = orb_error_set(
                err, ORB_ERR_RANGE,
                _("the file is longer than the %zu bytes accepted here"), cap);

            orb_error_at(err, "%s", path);
            return status;
        }
    }
    out->data[out->len] = '\0';
    return ORB_OK;
}

enum orb_status orb_file_read(struct orb_buf *out, const char *path, size_t cap,
                              struct orb_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    enum orb_status status;

    if (fd < 0)
        return orb_file_error(err, path, errno);
    status = read_all(out, fd, path, cap, err);
    if (!standard)
        (void)close(fd);
    return status;
}

bool orb_file_exists(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0;
}

static enum orb_status refuse_name(const char *path, int number, struct orb_error *err)
{
    enum orb_status status;

    if (number != EEXIST)
        return orb_file_error(err, path, number);
    status = orb_error_set(err, ORB_ERR_EXISTS, _("this file exists already"));
    orb_error_at(err, "%s", path);
    return status;
}

/* link() refuses what is there, which rename() would replace. Where there are no links, as
 * on a USB key, an empty file of ours takes the name first. */
enum orb_status orb_file_rename_new(const char *from, const char *to, struct orb_error *err)
{
    int number, fd;

    if (link(from, to) == 0) {
        (void)unlink(from);
        return ORB_OK;
    }
    if (errno == EEXIST)
        return refuse_name(to, EEXIST, err);
    fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return refuse_name(to, errno, err);
    (void)close(fd);
    if (rename(from, to) == 0)
        return ORB_OK;
    number = errno;
    (void)unlink(to);
    return refuse_name(to, number, err);
}

char *orb_file_name(const char *start, const char *end)
{
    size_t len = strlen(start) + strlen(end) + 1;
    char *name = orb_calloc(len, 1);

    if (name != NULL)
        (void)snprintf(name, len, "%s%s", start, end);
    return name;
}

/* A device or a pipe is written where it is: renaming over it would put a file in its
 * place. */
static bool is_special(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

static enum orb_status open_output(struct orb_output *out, const char *path,
                                   struct orb_error *err)
{
    memset(out, 0, sizeof *out);
    out->fd = STDOUT_FILENO;
    out->path = orb_file_name(path, "");
    if (out->path == NULL)
        return orb_error_memory(err);
    out->is_open = true;
    if (strcmp(path, "-") == 0)
        return ORB_OK;
    if (is_special(path)) {
        out->fd = open(path, O_WRONLY | O_CLOEXEC);
        return out->fd < 0 ? orb_file_error(err, path, errno) : ORB_OK;
    }
    out->temporary = orb_file_name(path, ".XXXXXX");
    if (out->temporary == NULL)
        return orb_error_memory(err);
    out->fd = mkstemp(out->temporary);
    if (out->fd < 0) {
        int number = errno;

        orb_free(out->temporary);
        out->temporary = NULL;
        return orb_file_error(err, path, number);
    }
    return ORB_OK;
}

enum orb_status orb_output_open(struct orb_output *out, const char *path,
                                struct orb_error *err)
{
    enum orb_status status = open_output(out, path, err);

    if (status == ORB_OK && out->temporary != NULL) {
        mode_t mask = umask(0);

        (void)umask(mask);
        (void)fchmod(out->fd, 0666 & ~mask);
    }
    return status;
}

/* mkstemp gives the file to its owner alone; the rename keeps it so. */
enum orb_status orb_output_open_private(struct orb_output *out, const char *path,
                                        struct orb_error *err)
{
    struct stat about;
    enum orb_status status = open_output(out, path, err);

    if (status == ORB_OK && out->temporary == NULL && fstat(out->fd, &about) == 0 &&
        S_ISREG(about.st_mode) && (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        status = orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("these are personal data, and standard output is a file that others may read; write them with -o FILE"));
    return status;
}

const char *orb_output_name(const struct orb_output *out)
{
    return strcmp(out->path, "-") == 0 ? _("standard output") : out->path;
}

enum orb_status orb_output_flush(struct orb_output *out, bool all, struct orb_error *err)
{
    size_t done = 0;

    if (out->pending.failed)
        return orb_error_memory(err);
    if (!all && out->pending.len < FLUSH_AT)
        return ORB_OK;
    while (done < out->pending.len) {
        ssize_t n = write(out->fd, out->pending.data + done, out->pending.len - done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE)
            return orb_error_set(err, ORB_ERR_INTERRUPTED,
                                 _("the reader of the output has left"));
        if (n < 0)
            return orb_file_error(err, orb_output_name(out), errno);
        done += (size_t)n;
    }
    out->written += done;
    orb_buf_clear(&out->pending);
    return ORB_OK;
}

enum orb_status orb_output_begin_with(struct orb_output *out, const void *bytes, size_t len,
                                      struct orb_error *err)
{
    const char *from = bytes;
    size_t done = 0;

    while (done < len) {
        ssize_t n = pwrite(out->fd, from + done, len - done, (off_t)done);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return orb_file_error(err, orb_output_name(out), errno);
        done += (size_t)n;
    }
    return ORB_OK;
}

static enum orb_status commit(struct orb_output *out, bool is_new, struct orb_error *err)
{
    enum orb_status status = orb_output_flush(out, true, err);

    if (status != ORB_OK || out->temporary == NULL)
        return status;
    if (fsync(out->fd) != 0)
        return orb_file_error(err, out->path, errno);
    if (is_new)
        status = orb_file_rename_new(out->temporary, out->path, err);
    else if (rename(out->temporary, out->path) != 0)
        status = orb_file_error(err, out->path, errno);
    if (status != ORB_OK)
        return status;
    if (out->named != NULL)
        out->named(out->temporary, false);
    orb_free(out->temporary);
    out->temporary = NULL;
    return ORB_OK;
}

enum orb_status orb_output_commit(struct orb_output *out, struct orb_error *err)
{
    return commit(out, false, err);
}

enum orb_status orb_output_commit_new(struct orb_output *out, struct orb_error *err)
{
    return commit(out, true, err);
}

void orb_output_close(struct orb_output *out)
{
    if (!out->is_open)
        return;
    if (out->fd > STDERR_FILENO)
        (void)close(out->fd);
    if (out->temporary != NULL)
        (void)unlink(out->temporary);
    if (out->temporary != NULL && out->named != NULL)
        out->named(out->temporary, false);
    orb_free(out->temporary);
    orb_free(out->path);
    orb_buf_release(&out->pending);
    memset(out, 0, sizeof *out);
}
