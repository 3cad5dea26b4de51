/* zlib near its best ratio; the same bytes for the same version of zlib. */
#include "maps/deflate.h"

#include <assert.h>
#include <zlib.h>

#include "engine/base/alloc.h"
#include "maps/base64.h"

#define TAKE_AT      ((size_t)1 << 16)
#define LEVEL        8 /* 9 takes twice the time for half a hundredth */
#define MEMORY_LEVEL 9 /* the most: 384 KB */

struct orb_deflate {
    struct orb_output *out;
    struct orb_buf in;
    struct orb_base64 base64;
    z_stream z;
    bool is_open;
    unsigned char piece[16384];
};

static voidpf zlib_alloc(voidpf opaque, uInt items, uInt size)
{
    (void)opaque;
    return orb_calloc(items, size);
}

static void zlib_free(voidpf opaque, voidpf memory)
{
    (void)opaque;
    orb_free(memory);
}

enum orb_status orb_deflate_new(struct orb_deflate **deflate, struct orb_output *out,
                                struct orb_error *err)
{
    struct orb_deflate *d = orb_calloc(1, sizeof *d);

    if (d == NULL)
        return orb_error_memory(err);
    d->out = out;
    d->z.zalloc = zlib_alloc;
    d->z.zfree = zlib_free;
    if (deflateInit2(&d->z, LEVEL, Z_DEFLATED, MAX_WBITS, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
        orb_free(d);
        return orb_error_memory(err);
    }
    d->is_open = true;
    *deflate = d;
    return ORB_OK;
}

/* Give len bytes to zlib; flush is Z_NO_FLUSH or Z_FINISH. */
static enum orb_status compress_some(struct orb_deflate *d, size_t start, size_t len,
                                     int flush, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    d->z.next_in = len == 0 ? Z_NULL : (Bytef *)d->in.data + start;
    d->z.avail_in = (uInt)len;
    do {
        int result;

        d->z.next_out = d->piece;
        d->z.avail_out = sizeof d->piece;
        result = deflate(&d->z, flush);
        assert(result != Z_STREAM_ERROR);
        (void)result;
        orb_base64_add(&d->base64, &d->out->pending, d->piece,
                       sizeof d->piece - d->z.avail_out);
        status = orb_buf_check(&d->out->pending, err);
        if (status == ORB_OK)
            status = orb_output_flush(d->out, false, err);
    } while (status == ORB_OK && d->z.avail_out == 0);
    return status;
}

static enum orb_status take(void *context, bool all, struct orb_error *err)
{
    struct orb_deflate *d = context;
    enum orb_status status = orb_buf_check(&d->in, err);

    if (!all && d->in.len < TAKE_AT)
        return status;
    for (size_t start = 0; start < d->in.len && status == ORB_OK; start += TAKE_AT) {
        size_t left = d->in.len - start;

        status = compress_some(d, start, left < TAKE_AT ? left : TAKE_AT, Z_NO_FLUSH, err);
    }
    orb_buf_clear(&d->in);
    return status;
}

struct orb_stream orb_deflate_stream(struct orb_deflate *deflate)
{
    return (struct orb_stream){ &deflate->in, take, deflate };
}

enum orb_status orb_deflate_end(struct orb_deflate *deflate, struct orb_error *err)
{
    enum orb_status status = take(deflate, true, err);

    if (status == ORB_OK)
        status = compress_some(deflate, 0, 0, Z_FINISH, err);
    orb_base64_end(&deflate->base64, &deflate->out->pending);
    return status == ORB_OK ? orb_buf_check(&deflate->out->pending, err) : status;
}

void orb_deflate_free(struct orb_deflate *deflate)
{
    if (deflate == NULL)
        return;
    if (deflate->is_open)
        (void)deflateEnd(&deflate->z);
    orb_buf_release(&deflate->in);
    orb_free(deflate);
}
