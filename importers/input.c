/* Fills whole blocks before handing them, so that the digest does not depend on how a pipe
 * was cut. */
#include "importers/input.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"
#include "importers/converter.h"

#define RAW_SIZE   ((size_t)64 * 1024)
#define BLOCK_SIZE ((size_t)256 * 1024)

struct orb_input {
    char *path;
    char *layer; /* what follows '#' in path, when it names a part of the file */
    int fd;
    struct orb_process *process; /* whose output is read; NULL = the file itself */
    bool as_it_lies;             /* never through another program */
    bool is_regular;
    bool twice;   /* may be rewound */
    off_t origin; /* where it started, when it may be rewound */
    bool at_end;  /* the file has no more bytes */
    bool is_gzip;
    bool in_member; /* inside a gzip member */
    bool zlib_ready;
    bool no_digest;
    z_stream zlib;
    unsigned char *raw;
    size_t raw_start;
    size_t raw_end;
    char *block;
    uint64_t digest;
};

static enum orb_status fail(const struct orb_input *in, struct orb_error *err,
                            enum orb_status status, const char *sentence)
{
    status = orb_error_set(err, status, "%s", sentence);
    orb_error_at(err, "%s", strcmp(in->path, "-") == 0 ? _("standard input") : in->path);
    return status;
}

/* The name of the file without that of its part. */
static void cut_layer(struct orb_input *in, bool cut)
{
    if (in->layer != NULL)
        in->layer[-1] = cut ? '\0' : '#';
}

/* The text is whole only when the program that wrote it says so. */
static enum orb_status end_process(struct orb_input *in, struct orb_error *err)
{
    enum orb_status status;

    cut_layer(in, true);
    status = orb_converter_end(in->process, in->path, err);
    cut_layer(in, false);
    if (status != ORB_OK)
        orb_error_at(err, "%s", in->path);
    orb_process_free(in->process);
    in->process = NULL;
    in->fd = -1;
    return status;
}

static enum orb_status refill(struct orb_input *in, struct orb_error *err)
{
    ssize_t n;

    if (in->raw_start < in->raw_end || in->at_end)
        return ORB_OK;
    do
        n = read(in->fd, in->raw, RAW_SIZE);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return fail(in, err, ORB_ERR_IO, strerror(errno));
    in->at_end = n == 0;
    in->raw_start = 0;
    in->raw_end = (size_t)n;
    return n == 0 && in->process != NULL ? end_process(in, err) : ORB_OK;
}

/* The first bytes may come one at a time from a pipe. */
static enum orb_status look_at_start(struct orb_input *in, struct orb_error *err)
{
    while (in->raw_end < ORB_CONVERTER_START) {
        ssize_t n = read(in->fd, in->raw + in->raw_end, RAW_SIZE - in->raw_end);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return fail(in, err, ORB_ERR_IO, strerror(errno));
        if (n == 0)
            break;
        in->raw_end += (size_t)n;
    }
    if (in->raw_end < 2)
        return ORB_OK;
    in->is_gzip = in->raw[0] == 0x1f && in->raw[1] == 0x8b;
    if (!in->is_gzip)
        return ORB_OK;
    if ((in->zlib_ready ? inflateReset(&in->zlib) : inflateInit2(&in->zlib, 15 + 16)) !=
        Z_OK)
        return orb_error_memory(err);
    in->zlib_ready = true;
    in->in_member = true;
    return ORB_OK;
}

static enum orb_status copy_to(struct orb_input *in, FILE *copy, struct orb_error *err)
{
    for (;;) {
        enum orb_status status = refill(in, err);

        if (status != ORB_OK)
            return status;
        if (in->at_end)
            break;
        if (fwrite(in->raw, 1, in->raw_end, copy) != in->raw_end)
            return fail(in, err, ORB_ERR_IO, strerror(errno));
        in->raw_start = in->raw_end;
    }
    in->at_end = false;
    in->raw_start = in->raw_end = 0;
    return fflush(copy) == 0 ? ORB_OK : fail(in, err, ORB_ERR_IO, strerror(errno));
}

/* A pipe gives its bytes once: read on from a copy of it. */
static enum orb_status keep_copy(struct orb_input *in, struct orb_error *err)
{
    FILE *copy = tmpfile();
    int fd = -1;
    enum orb_status status;

    if (copy == NULL)
        return fail(in, err, ORB_ERR_IO, strerror(errno));
    status = copy_to(in, copy, err);
    if (status == ORB_OK) {
        fd = fcntl(fileno(copy), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
        if (fd < 0 || lseek(fd, 0, SEEK_SET) != 0)
            status = fail(in, err, ORB_ERR_IO, strerror(errno));
    }
    (void)fclose(copy);
    if (in->process == NULL && in->fd > STDERR_FILENO)
        (void)close(in->fd);
    in->fd = fd;
    return status;
}

/* "workbook.xlsx#Sheet" is the sheet of a file, unless a file has that name. */
static void open_path(struct orb_input *in)
{
    char *mark = strrchr(in->path, '#');

    in->fd = open(in->path, O_RDONLY | O_CLOEXEC);
    if (in->fd >= 0 || errno != ENOENT || mark == NULL)
        return;
    in->layer = mark + 1;
    cut_layer(in, true);
    in->fd = open(in->path, O_RDONLY | O_CLOEXEC);
    cut_layer(in, false);
}

static enum orb_status open_any(struct orb_input *in, struct orb_error *err)
{
    struct stat st = { 0 };

    if (strcmp(in->path, "-") == 0)
        in->fd = STDIN_FILENO;
    else
        open_path(in);
    if (in->fd < 0)
        return fail(in, err, errno == ENOENT ? ORB_ERR_NOT_FOUND : ORB_ERR_IO,
                    strerror(errno));
    if (fstat(in->fd, &st) == 0 && S_ISDIR(st.st_mode))
        return fail(in, err, ORB_ERR_IO, _("this is a directory, a file was expected"));
    in->is_regular = S_ISREG(st.st_mode);
    return ORB_OK;
}

/* From now on the bytes are those that the other program writes. */
static enum orb_status convert(struct orb_input *in, struct orb_error *err)
{
    enum orb_status status;

    cut_layer(in, true);
    status = orb_converter_start(&in->process, in->path, in->layer, err);
    cut_layer(in, false);
    if (status != ORB_OK) {
        orb_error_at(err, "%s", in->path);
        return status;
    }
    (void)close(in->fd);
    in->fd = orb_process_output(in->process);
    in->raw_start = in->raw_end = 0;
    if (in->twice)
        status = keep_copy(in, err);
    in->origin = 0;
    return status == ORB_OK ? look_at_start(in, err) : status;
}

/* What is no text goes through another program, which reads files and not pipes. */
static enum orb_status look_at_kind(struct orb_input *in, struct orb_error *err)
{
    bool wanted;
    enum orb_status status = look_at_start(in, err);

    if (status != ORB_OK || in->as_it_lies)
        return status;
    wanted = orb_converter_wants(in->raw, in->raw_end);
    if (wanted && (strcmp(in->path, "-") == 0 || !in->is_regular))
        return fail(
            in, err, ORB_ERR_UNSUPPORTED,
            _("a spreadsheet, an archive, a shapefile, a GeoPackage or a .osm.pbf is read by its name, not from a pipe"));
    if (wanted)
        return convert(in, err);
    return in->layer == NULL
               ? ORB_OK
               : fail(in, err, ORB_ERR_NOT_FOUND,
                      _("only a file of several tables has parts named after '#'"));
}

static enum orb_status open_file(struct orb_input *in, struct orb_error *err)
{
    enum orb_status status = open_any(in, err);

    if (status == ORB_OK && in->twice && !in->is_regular)
        status = keep_copy(in, err);
    if (status != ORB_OK)
        return status;
    if (in->twice && (in->origin = lseek(in->fd, 0, SEEK_CUR)) < 0)
        return fail(in, err, ORB_ERR_IO, strerror(errno));
    return look_at_kind(in, err);
}

/* How a file is opened. */
enum opening { ONCE, TWICE, AS_IT_LIES };

static enum orb_status open_input(struct orb_input **out, const char *path,
                                  enum opening how, struct orb_error *err)
{
    struct orb_input *in = orb_calloc(1, sizeof *in);
    size_t len = strlen(path) + 1;
    enum orb_status status;

    if (in == NULL)
        return orb_error_memory(err);
    in->fd = -1;
    in->twice = how == TWICE;
    in->as_it_lies = how == AS_IT_LIES;
    in->digest = ORB_HASH_SEED;
    in->path = orb_calloc(len, 1);
    in->raw = orb_calloc(RAW_SIZE, 1);
    in->block = orb_calloc(BLOCK_SIZE, 1);
    if (in->path == NULL || in->raw == NULL || in->block == NULL) {
        status = orb_error_memory(err);
    } else {
        memcpy(in->path, path, len);
        status = open_file(in, err);
    }
    if (status != ORB_OK) {
        orb_input_close(in);
        return status;
    }
    *out = in;
    return ORB_OK;
}

enum orb_status orb_input_open(struct orb_input **out, const char *path,
                               struct orb_error *err)
{
    return open_input(out, path, ONCE, err);
}

enum orb_status orb_input_open_twice(struct orb_input **out, const char *path,
                                     struct orb_error *err)
{
    return open_input(out, path, TWICE, err);
}

enum orb_status orb_input_rewind(struct orb_input *in, struct orb_error *err)
{
    if (lseek(in->fd, in->origin, SEEK_SET) < 0)
        return fail(in, err, ORB_ERR_IO, strerror(errno));
    in->raw_start = in->raw_end = 0;
    in->at_end = in->in_member = false;
    in->digest = ORB_HASH_SEED;
    return look_at_start(in, err);
}

static void copy_plain(struct orb_input *in, size_t *len)
{
    size_t want = BLOCK_SIZE - *len;
    size_t have = in->raw_end - in->raw_start;
    size_t n = have < want ? have : want;

    memcpy(in->block + *len, in->raw + in->raw_start, n);
    in->raw_start += n;
    *len += n;
}

/* After a member, another may follow; anything else there (padding of tapes and downloads)
 * is ignored like gzip does. */
static enum orb_status next_member(struct orb_input *in, struct orb_error *err)
{
    enum orb_status status = refill(in, err);

    if (status != ORB_OK)
        return status;
    if (in->raw_start < in->raw_end && in->raw[in->raw_start] == 0x1f) {
        if (inflateReset(&in->zlib) != Z_OK)
            return fail(in, err, ORB_ERR_SYNTAX, _("the gzip file is damaged"));
        in->in_member = true;
        return ORB_OK;
    }
    in->raw_start = in->raw_end;
    in->at_end = true;
    return ORB_OK;
}

static enum orb_status inflate_some(struct orb_input *in, size_t *len,
                                    struct orb_error *err)
{
    int code;

    if (!in->in_member)
        return next_member(in, err);
    if (in->raw_start == in->raw_end)
        return fail(in, err, ORB_ERR_SYNTAX,
                    _("the gzip file ends too early; it is truncated"));
    in->zlib.next_in = in->raw + in->raw_start;
    in->zlib.avail_in = (uInt)(in->raw_end - in->raw_start);
    in->zlib.next_out = (unsigned char *)in->block + *len;
    in->zlib.avail_out = (uInt)(BLOCK_SIZE - *len);
    code = inflate(&in->zlib, Z_NO_FLUSH);
    in->raw_start = in->raw_end - in->zlib.avail_in;
    *len = BLOCK_SIZE - in->zlib.avail_out;
    if (code == Z_STREAM_END)
        in->in_member = false;
    else if (code == Z_MEM_ERROR)
        return orb_error_memory(err);
    else if (code != Z_OK && code != Z_BUF_ERROR)
        return fail(in, err, ORB_ERR_SYNTAX, _("the gzip file is damaged"));
    return ORB_OK;
}

enum orb_status orb_input_next(struct orb_input *in, const char **bytes, size_t *len,
                               struct orb_error *err)
{
    size_t filled = 0;

    while (filled < BLOCK_SIZE) {
        enum orb_status status = refill(in, err);

        if (status != ORB_OK)
            return status;
        if (in->at_end && !in->in_member)
            break;
        if (!in->is_gzip)
            copy_plain(in, &filled);
        else if ((status = inflate_some(in, &filled, err)) != ORB_OK)
            return status;
    }
    if (filled > 0 && !in->no_digest)
        in->digest = orb_hash_more(in->digest, in->block, filled);
    *bytes = in->block;
    *len = filled;
    return ORB_OK;
}

enum orb_status orb_input_feed(void *context, const char **bytes, size_t *len,
                               struct orb_error *err)
{
    return orb_input_next(context, bytes, len, err);
}

const char *orb_input_path(const struct orb_input *in)
{
    return in->path;
}

char *orb_input_digest(const struct orb_input *in, char out[ORB_INPUT_DIGEST_LEN])
{
    (void)snprintf(out, ORB_INPUT_DIGEST_LEN, "%016" PRIx64, in->digest);
    return out;
}

enum orb_status orb_input_digest_path(const char *path, char out[ORB_INPUT_DIGEST_LEN],
                                      struct orb_error *err)
{
    struct orb_input *in = NULL;
    enum orb_status status;

    out[0] = '\0';
    if (strcmp(path, "-") == 0)
        return ORB_OK;
    status = open_input(&in, path, AS_IT_LIES, err);
    if (status != ORB_OK)
        return status;
    /* As it lies: the bytes already read belong to the digest, a gzip is not opened. */
    while (status == ORB_OK && in->raw_end > 0) {
        in->digest = orb_hash_more(in->digest, in->raw, in->raw_end);
        in->raw_start = in->raw_end;
        status = refill(in, err);
    }
    (void)orb_input_digest(in, out);
    orb_input_close(in);
    return status;
}

void orb_input_skip_digest(struct orb_input *in)
{
    in->no_digest = true;
}

void orb_input_close(struct orb_input *in)
{
    if (in == NULL)
        return;
    if (in->zlib_ready)
        (void)inflateEnd(&in->zlib);
    if (in->process != NULL)
        orb_process_free(in->process);
    else if (in->fd > STDERR_FILENO)
        (void)close(in->fd);
    orb_free(in->path);
    orb_free(in->raw);
    orb_free(in->block);
    orb_free(in);
}
