/* Three bytes become four letters. */
#include "maps/base64.h"

static const char letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void write_three(struct orb_buf *out, const unsigned char *b)
{
    const char four[4] = { letters[b[0] >> 2], letters[(b[0] & 3) << 4 | b[1] >> 4],
                           letters[(b[1] & 15) << 2 | b[2] >> 6], letters[b[2] & 63] };

    orb_buf_add(out, four, sizeof four);
}

void orb_base64_add(struct orb_base64 *b, struct orb_buf *out, const void *bytes,
                    size_t len)
{
    const unsigned char *from = bytes;

    for (size_t i = 0; i < len; i++) {
        b->held[b->held_count++] = from[i];
        if (b->held_count == sizeof b->held) {
            write_three(out, b->held);
            b->held_count = 0;
        }
    }
}

void orb_base64_end(struct orb_base64 *b, struct orb_buf *out)
{
    size_t count = b->held_count;

    if (count > 0) {
        for (size_t i = count; i < sizeof b->held; i++)
            b->held[i] = 0;
        write_three(out, b->held);
        for (size_t i = count; i < sizeof b->held && !out->failed; i++)
            out->data[out->len - (sizeof b->held - i)] = '=';
    }
    b->held_count = 0;
}
