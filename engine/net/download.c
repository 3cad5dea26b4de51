/* The bytes go to a file beside the place, which takes it at the end. A beginning is only
 * gone on with when the server proves, by If-Range, that it still has the same file. */
#include "engine/net/download.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/digest.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/net/exchange.h"
#include "engine/net/remembered.h"

enum { PATH_LEN = 4096 };

struct work {
    const struct orb_download *download;
    char part[PATH_LEN + 8];
    int fd;                    /* of part, locked */
    struct orb_remembered had; /* of the file in its place */
    struct orb_remembered got; /* of part; url "" = it must begin anew */
    unsigned long long len;    /* bytes of part */
    bool is_taking;            /* this try has brought bytes of the file */
    bool is_unchanged;
};

static enum orb_status io_error(struct orb_error *err, const char *path)
{
    enum orb_status status = orb_error_set(err, ORB_ERR_IO, "%s", strerror(errno));

    orb_error_at(err, "%s", path);
    return status;
}

/* Bytes of a regular file; 0 when there is none. */
static unsigned long long size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISREG(st.st_mode) ? (unsigned long long)st.st_size : 0;
}

/* ---- the beginning that is kept */

static enum orb_status open_part(struct work *work, struct orb_error *err)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    work->fd = open(work->part, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (work->fd < 0)
        return io_error(err, work->part);
    if (fcntl(work->fd, F_SETLK, &lock) != 0) {
        (void)close(work->fd);
        work->fd = -1; /* the other's, not to be touched */
        return orb_error_set(err, ORB_ERR_EXISTS,
                             _("'%s' is being brought by another command"),
                             work->download->path);
    }
    orb_remembered_read(&work->got, work->part, work->download->url);
    work->len = size_of(work->part);
    return ORB_OK;
}

static enum orb_status begin_anew(struct work *work, struct orb_error *err)
{
    work->len = 0;
    memset(&work->got, 0, sizeof work->got);
    orb_remembered_remove(work->part);
    return ftruncate(work->fd, 0) == 0 ? ORB_OK : io_error(err, work->part);
}

static void remove_part(struct work *work)
{
    (void)unlink(work->part);
    orb_remembered_remove(work->part);
}

/* ---- one try */

static enum orb_status prepare(void *context, struct orb_http_lines *lines,
                               struct orb_error *err)
{
    struct work *work = context;
    char range[ORB_NUMBER_LEN + 16];

    work->is_taking = false;
    work->len = size_of(work->part);
    if (work->len > 0 && orb_remembered_mark(&work->got)[0] != '\0') {
        (void)snprintf(range, sizeof range, "bytes=%llu-", work->len);
        orb_http_lines_add(lines, "Range", range);
        orb_http_lines_add(lines, "If-Range", orb_remembered_mark(&work->got));
        lines->plain = true;
        return ORB_OK;
    }
    orb_http_lines_add(lines, "If-None-Match", work->had.etag);
    orb_http_lines_add(lines, "If-Modified-Since", work->had.modified);
    return begin_anew(work, err);
}

/* "bytes 100-199/200": whether the answer goes on where the part ends. */
static bool goes_on(const struct work *work, const struct orb_http_head *head)
{
    char wanted[ORB_NUMBER_LEN + 16];

    (void)snprintf(wanted, sizeof wanted, "bytes %llu-", work->len);
    return strncasecmp(head->range, wanted, strlen(wanted)) == 0 && !head->is_encoded &&
           (head->etag[0] == '\0' || strcmp(head->etag, work->got.etag) == 0);
}

/* The first bytes of an answer say whether they follow those that are there. */
static enum orb_status begin_taking(struct work *work, const struct orb_http_head *head,
                                    struct orb_error *err)
{
    enum orb_status status;

    work->is_taking = true;
    if (head->code == 206 && !goes_on(work, head)) {
        status = begin_anew(work, err);
        return status == ORB_OK
                   ? orb_error_set(err, ORB_ERR_IO,
                                   _("the server gives another part than asked"))
                   : status;
    }
    if (head->code == 206)
        return ORB_OK;
    status = begin_anew(work, err);
    if (status != ORB_OK || head->is_encoded)
        return status; /* bytes of a compressed answer cannot be counted from here */
    (void)snprintf(work->got.url, sizeof work->got.url, "%s", work->download->url);
    memcpy(work->got.etag, head->etag, sizeof work->got.etag);
    memcpy(work->got.modified, head->modified, sizeof work->got.modified);
    return orb_remembered_write(&work->got, work->part, err);
}

static enum orb_status take(void *context, const struct orb_http_head *head,
                            const char *bytes, size_t len, struct orb_error *err)
{
    struct work *work = context;
    enum orb_status status = ORB_OK;

    if (head->code != 200 && head->code != 206)
        return ORB_OK;
    if (!work->is_taking)
        status = begin_taking(work, head, err);
    while (status == ORB_OK && len > 0) {
        ssize_t n = pwrite(work->fd, bytes, len, (off_t)work->len);

        if (n < 0 && errno != EINTR)
            return io_error(err, work->part);
        if (n > 0) {
            bytes += n;
            len -= (size_t)n;
            work->len += (unsigned long long)n;
        }
    }
    return status;
}

static enum orb_status finish(void *context, const struct orb_http_head *head, bool *again,
                              struct orb_error *err)
{
    struct work *work = context;
    unsigned long long size = work->download->size;

    enum orb_status status = ORB_OK;

    work->is_unchanged =
        head->code == 304 && (work->had.etag[0] != '\0' || work->had.modified[0] != '\0');
    if (work->is_unchanged)
        return ORB_OK;
    if (head->code != 200 && head->code != 206) {
        /* 416: the part is as long as the file, or longer. 304 unasked: the same cure. */
        *again = head->code == 416;
        status = begin_anew(work, err);
        return status == ORB_OK ? orb_error_set(err, ORB_ERR_IO,
                                                _("the server refused (%ld)"), head->code)
                                : status;
    }
    if (!work->is_taking)
        status = begin_taking(work, head, err); /* an empty answer */
    if (status != ORB_OK)
        return status;
    memcpy(work->got.etag, head->etag, sizeof work->got.etag);
    memcpy(work->got.modified, head->modified, sizeof work->got.modified);
    if (size == 0 || work->len == size)
        return ORB_OK;
    *again = work->len < size;
    return orb_error_set(err, ORB_ERR_CORRUPT,
                         _("%llu bytes came where %llu were announced"), work->len, size);
}

/* ---- the end */

static enum orb_status check_digest(const struct work *work, const char *path, bool *same,
                                    struct orb_error *err)
{
    char digest[ORB_DIGEST_LEN];
    enum orb_status status =
        orb_digest_file(path, work->download->digest_kind, digest, err);

    *same = status == ORB_OK && strcasecmp(digest, work->download->digest) == 0;
    return status;
}

static enum orb_status settle(struct work *work, struct orb_error *err)
{
    const struct orb_download *download = work->download;
    enum orb_status status = ORB_OK;
    bool same = true;

    if (download->digest_kind != NULL)
        status = check_digest(work, work->part, &same, err);
    if (status == ORB_OK && !same) {
        remove_part(work);
        status = orb_error_set(err, ORB_ERR_CORRUPT,
                               _("the file that came has not the digest announced"));
        orb_error_at(err, "%s", download->path);
    }
    if (status == ORB_OK &&
        (fsync(work->fd) != 0 || rename(work->part, download->path) != 0))
        status = io_error(err, download->path);
    if (status != ORB_OK)
        return status;
    (void)snprintf(work->got.url, sizeof work->got.url, "%s", download->url);
    work->got.size = work->len;
    orb_remembered_remove(work->part);
    return orb_remembered_write(&work->got, download->path, err);
}

/* What is there already: nothing to ask when its digest is the one announced. */
static enum orb_status look_at_place(struct work *work, bool *is_there,
                                     struct orb_error *err)
{
    const struct orb_download *download = work->download;
    enum orb_status status;
    bool same = false;

    *is_there = access(download->path, F_OK) == 0;
    if (!*is_there)
        return ORB_OK;
    orb_remembered_read(&work->had, download->path, download->url);
    if (work->had.size != size_of(download->path))
        memset(&work->had, 0, sizeof work->had); /* it was changed since */
    if (download->digest_kind == NULL)
        return ORB_OK;
    /* What is not as announced is asked for anew, whatever the server said of it. */
    memset(&work->had, 0, sizeof work->had);
    if (download->size != 0 && download->size != size_of(download->path))
        return ORB_OK;
    status = check_digest(work, download->path, &same, err);
    work->is_unchanged = same;
    return status;
}

static enum orb_status bring(struct orb_http *http, struct work *work,
                             struct orb_error *err)
{
    const struct orb_http_request request = { .url = work->download->url };
    const struct orb_http_taker taker = { work, prepare, take, finish };
    long code = 0;
    enum orb_status status = open_part(work, err);

    if (status == ORB_OK)
        status = orb_http_exchange(http, &request, &taker, &code, err);
    if (status == ORB_OK && !work->is_unchanged)
        status = settle(work, err);
    if (work->fd >= 0 &&
        (work->is_unchanged || work->len == 0 || status == ORB_ERR_CORRUPT))
        remove_part(work);
    if (work->fd >= 0)
        (void)close(work->fd);
    return status;
}

enum orb_status orb_download(struct orb_http *http, const struct orb_download *download,
                             enum orb_download_result *result, struct orb_error *err)
{
    struct work work = { .download = download, .fd = -1 };
    bool is_there = false;
    enum orb_status status;

    if (strlen(download->path) >= PATH_LEN ||
        strlen(download->url) >= ORB_REMEMBERED_URL_LEN)
        return orb_error_set(err, ORB_ERR_RANGE, _("the address or the path is too long"));
    (void)snprintf(work.part, sizeof work.part, "%s.part", download->path);
    status = look_at_place(&work, &is_there, err);
    if (status == ORB_OK && !work.is_unchanged)
        status = bring(http, &work, err);
    if (status != ORB_OK)
        return status;
    *result = work.is_unchanged ? ORB_DOWNLOAD_UNCHANGED
              : is_there        ? ORB_DOWNLOAD_CHANGED
                                : ORB_DOWNLOAD_NEW;
    return ORB_OK;
}
