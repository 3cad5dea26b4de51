/* The name holds the digest: a file of another question is never even opened. */
#include "cli/batch_output.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/leftovers.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"

#define STEP ((off_t)1 << 16)

/* A pipe or a device is written where it is. */
static bool is_special(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && !S_ISREG(about.st_mode);
}

static enum orb_status fail(const struct cli_batch_output *out, struct orb_error *err)
{
    return orb_file_error(err, out->unfinished.data, errno);
}

/* ---- what is there already */

/* The end of the last whole line before a byte of the file: one after its line end; 0 when
 * there is none. -1 when it cannot be read. */
static off_t line_end_before(int fd, off_t before)
{
    char bytes[STEP];

    while (before > 0) {
        off_t start = before > STEP ? before - STEP : 0;
        ssize_t n = pread(fd, bytes, (size_t)(before - start), start);

        if (n != before - start)
            return -1;
        while (n > 0 && bytes[n - 1] != '\n')
            n--;
        if (n > 0)
            return start + n;
        before = start;
    }
    return 0;
}

static enum orb_status read_last(struct cli_batch_output *out, off_t start, off_t end,
                                 struct orb_error *err)
{
    size_t len = (size_t)(end - start);

    if (!orb_buf_reserve(&out->last, len + 1))
        return orb_error_memory(err);
    if (pread(out->out.fd, out->last.data, len, start) != (ssize_t)len)
        return fail(out, err);
    out->last.data[len] = '\0';
    out->last.len = len;
    return ORB_OK;
}

/* Cut after the last whole line. */
static enum orb_status take_up(struct cli_batch_output *out, struct orb_error *err)
{
    struct stat about;
    off_t end, start;

    if (fstat(out->out.fd, &about) != 0)
        return fail(out, err);
    end = line_end_before(out->out.fd, about.st_size);
    if (end < 0 || ftruncate(out->out.fd, end) != 0 ||
        lseek(out->out.fd, end, SEEK_SET) < 0)
        return fail(out, err);
    if (end == 0)
        return ORB_OK;
    start = line_end_before(out->out.fd, end - 1);
    return start < 0 ? fail(out, err) : read_last(out, start, end, err);
}

/* ---- opening */

/* Who held the file may have finished since it was opened: it is then what was asked. */
static bool is_still_there(const struct cli_batch_output *out)
{
    struct stat mine, named;

    return fstat(out->out.fd, &mine) == 0 && lstat(out->unfinished.data, &named) == 0 &&
           mine.st_dev == named.st_dev && mine.st_ino == named.st_ino;
}

static enum orb_status open_unfinished(struct cli_batch_output *out, bool resume,
                                       struct orb_error *err)
{
    static const struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    struct flock lock = whole;

    out->out.fd = open(out->unfinished.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
                       S_IRUSR | S_IWUSR);
    if (out->out.fd < 0)
        return fail(out, err);
    out->out.is_open = true;
    out->out.path = orb_file_name(out->unfinished.data, "");
    if (out->out.path == NULL)
        return orb_error_memory(err);
    if (fcntl(out->out.fd, F_SETLK, &lock) != 0 || !is_still_there(out)) {
        enum orb_status status =
            orb_error_set(err, ORB_ERR_EXISTS, _("another command is writing this file"));

        orb_error_at(err, "%s", out->unfinished.data);
        /* It is not ours to remove. */
        orb_buf_clear(&out->unfinished);
        out->target = NULL;
        return status;
    }
    if (fchmod(out->out.fd, S_IRUSR | S_IWUSR) != 0)
        return fail(out, err);
    if (resume)
        return take_up(out, err);
    return ftruncate(out->out.fd, 0) == 0 ? ORB_OK : fail(out, err);
}

enum orb_status cli_batch_output_open(struct cli_batch_output *out, const char *path,
                                      uint64_t digest, bool resume, struct orb_error *err)
{
    memset(out, 0, sizeof *out);
    if (path == NULL || strcmp(path, "-") == 0 || is_special(path)) {
        if (resume)
            return orb_error_set(err, ORB_ERR_UNSUPPORTED,
                                 _("'--resume' goes with '--output FILE'"));
        return cli_output_open(&out->out, path == NULL ? "-" : path, false, err);
    }
    out->target = path;
    orb_buf_printf(&out->unfinished, "%s.%016" PRIx64 ".unfinished", path, digest);
    if (out->unfinished.failed)
        return orb_error_memory(err);
    return open_unfinished(out, resume, err);
}

/* ---- writing */

enum orb_status cli_batch_output_write(struct cli_batch_output *out, struct orb_buf *text,
                                       struct orb_error *err)
{
    struct orb_buf own = out->out.pending;

    /* Written from where it is, without a copy. */
    out->out.pending = *text;
    *text = own;
    return orb_output_flush(&out->out, true, err);
}

enum orb_status cli_batch_output_commit(struct cli_batch_output *out, struct orb_error *err)
{
    if (out->target == NULL)
        return orb_output_commit(&out->out, err);
    if (fsync(out->out.fd) != 0 || rename(out->unfinished.data, out->target) != 0)
        return fail(out, err);
    out->target = NULL;
    return ORB_OK;
}

const char *cli_batch_output_stop(struct cli_batch_output *out, bool is_lasting)
{
    struct stat about;

    if (out->target == NULL || !out->out.is_open)
        return NULL;
    if (is_lasting && fstat(out->out.fd, &about) == 0 && about.st_size > 0)
        return out->unfinished.data;
    (void)unlink(out->unfinished.data);
    out->target = NULL;
    return NULL;
}

void cli_batch_output_close(struct cli_batch_output *out)
{
    orb_output_close(&out->out);
    orb_buf_release(&out->unfinished);
    orb_buf_release(&out->last);
    out->target = NULL;
}
