/* A folder rather than a file: what the library puts beside its file goes with it. */
#include "engine/base/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"

#define BLOCK ((size_t)1 << 18)

static char *folder_name(const struct orb_output *out)
{
    if (out->temporary != NULL)
        return orb_file_name(out->path, ".XXXXXX");
    return orb_file_name(out->scratch == NULL ? "/tmp" : out->scratch, "/orbite-XXXXXX");
}

enum orb_status orb_scratch_open(struct orb_scratch *scratch, const struct orb_output *out,
                                 struct orb_error *err)
{
    enum orb_status status;

    *scratch = (struct orb_scratch){ .folder = folder_name(out), .named = out->named };
    if (scratch->folder == NULL)
        return orb_error_memory(err);
    if (mkdtemp(scratch->folder) == NULL) {
        status = orb_file_error(err,
                                out->temporary != NULL ? out->path
                                : out->scratch == NULL ? "/tmp"
                                                       : out->scratch,
                                errno);
        orb_free(scratch->folder);
        scratch->folder = NULL;
        return status;
    }
    if (scratch->named != NULL)
        scratch->named(scratch->folder, true);
    scratch->path = orb_file_name(scratch->folder, "/file");
    if (scratch->path == NULL) {
        orb_scratch_close(scratch);
        return orb_error_memory(err);
    }
    return ORB_OK;
}

static enum orb_status copy_all(struct orb_output *out, int fd, const char *path,
                                struct orb_error *err)
{
    for (;;) {
        struct orb_buf *buf = &out->pending;
        enum orb_status status;
        ssize_t n;

        if (!orb_buf_reserve(buf, BLOCK))
            return orb_error_memory(err);
        n = read(fd, buf->data + buf->len, BLOCK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return orb_file_error(err, path, errno);
        if (n == 0)
            return ORB_OK;
        buf->len += (size_t)n;
        status = orb_output_flush(out, true, err);
        if (status != ORB_OK)
            return status;
    }
}

enum orb_status orb_scratch_copy(const struct orb_scratch *scratch, struct orb_output *out,
                                 struct orb_error *err)
{
    int fd = open(scratch->path, O_RDONLY | O_CLOEXEC);
    enum orb_status status;

    if (fd < 0)
        return orb_file_error(err, scratch->path, errno);
    status = copy_all(out, fd, scratch->path, err);
    (void)close(fd);
    return status;
}

void orb_scratch_close(struct orb_scratch *scratch)
{
    if (scratch->path != NULL)
        (void)unlink(scratch->path);
    if (scratch->folder != NULL)
        (void)rmdir(scratch->folder);
    if (scratch->folder != NULL && scratch->named != NULL)
        scratch->named(scratch->folder, false);
    orb_free(scratch->path);
    orb_free(scratch->folder);
    *scratch = (struct orb_scratch){ 0 };
}
