/* UTF-8 passes as it is, its reader checks it; all else goes through the system's iconv. */
#include "importers/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"

#define OUT_SIZE ((size_t)256 * 1024)

const char *const orb_encodings[] = { "auto",       "utf-8",       "windows-1252",
                                      "iso-8859-1", "iso-8859-15", "utf-16",
                                      NULL };

struct orb_decoder {
    struct orb_input *in;
    bool plain; /* UTF-8 already */
    bool ended;
    bool is_open;
    iconv_t conversion;
    const char *at; /* what is left of the block of the input */
    size_t left;
    char kept[8]; /* the beginning of a character whose end is in the next block */
    size_t kept_len;
    char *out;
    unsigned long line;
};

/* The bytes a character needs by its first one; 1 for what begins none. */
static size_t needed(unsigned char lead)
{
    if (lead >= 0xf0)
        return 4;
    if (lead >= 0xe0)
        return 3;
    return lead >= 0xc0 ? 2 : 1;
}

/* How many bytes at the end begin a character that goes on. */
static size_t unfinished(const char *bytes, size_t len)
{
    for (size_t i = 1; i <= 3 && i <= len; i++) {
        unsigned char c = (unsigned char)bytes[len - i];

        if (c >= 0xc0)
            return needed(c) > i ? i : 0;
        if (c < 0x80)
            return 0;
    }
    return 0;
}

/* A character cut by the end of a block is completed from the next one. */
struct carry {
    char bytes[4];
    size_t len;
};

static bool block_valid(struct carry *carry, const char *bytes, size_t len)
{
    size_t tail;

    while (carry->len > 0 && len > 0 &&
           carry->len < needed((unsigned char)carry->bytes[0])) {
        carry->bytes[carry->len++] = *bytes++;
        len--;
    }
    if (carry->len > 0 && carry->len < needed((unsigned char)carry->bytes[0]))
        return true;
    if (carry->len > 0 && !orb_utf8_valid(carry->bytes, carry->len))
        return false;
    tail = unfinished(bytes, len);
    if (len > tail && !orb_utf8_valid(bytes, len - tail))
        return false;
    carry->len = tail;
    memcpy(carry->bytes, bytes + len - tail, tail);
    return true;
}

enum orb_status orb_encoding_detect(struct orb_input *in, const char **out,
                                    struct orb_error *err)
{
    struct carry carry = { .len = 0 };
    bool valid = true, marked = false, first = true;
    size_t len = 1;
    enum orb_status status = ORB_OK;

    while (len > 0) {
        const char *bytes = NULL;

        status = orb_input_next(in, &bytes, &len, err);
        if (status != ORB_OK)
            return status;
        if (first && len >= 2)
            marked = memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0;
        first = false;
        valid = valid && (len == 0 ? carry.len == 0 : block_valid(&carry, bytes, len));
    }
    *out = marked ? "utf-16" : valid ? "utf-8" : "windows-1252";
    return orb_input_rewind(in, err);
}

enum orb_status orb_decoder_new(struct orb_decoder **out, struct orb_input *in,
                                const char *encoding, struct orb_error *err)
{
    struct orb_decoder *d = orb_calloc(1, sizeof *d);

    if (d == NULL)
        return orb_error_memory(err);
    d->in = in;
    d->line = 1;
    d->plain = strcmp(encoding, "utf-8") == 0;
    if (!d->plain) {
        d->out = orb_calloc(OUT_SIZE, 1);
        d->conversion = iconv_open("UTF-8", encoding);
        d->is_open = d->conversion != (iconv_t)-1;
        if (d->out == NULL || !d->is_open) {
            enum orb_status status =
                d->out == NULL
                    ? orb_error_memory(err)
                    : orb_error_set(err, ORB_ERR_UNSUPPORTED,
                                    _("the encoding '%s' is not known here"), encoding);
            orb_decoder_free(d);
            return status;
        }
    }
    *out = d;
    return ORB_OK;
}

static enum orb_status fail(const struct orb_decoder *d, struct orb_error *err)
{
    enum orb_status status =
        orb_error_set(err, ORB_ERR_SYNTAX,
                      _("there are bytes that mean nothing in the encoding of the file"));

    orb_error_at(err, "%lu", d->line);
    return status;
}

/* A character cut by the end of the block: its bytes, one by one, until it is whole. */
static enum orb_status finish_kept(struct orb_decoder *d, char **to, size_t *room,
                                   struct orb_error *err)
{
    while (d->kept_len > 0) {
        char *from = d->kept;
        size_t len;

        if (d->left == 0)
            return d->ended ? fail(d, err) : ORB_OK;
        if (d->kept_len == sizeof d->kept)
            return fail(d, err);
        d->kept[d->kept_len++] = *d->at++;
        d->left--;
        len = d->kept_len;
        if (iconv(d->conversion, &from, &len, to, room) == (size_t)-1 && errno != EINVAL)
            return fail(d, err);
        memmove(d->kept, from, len);
        d->kept_len = len;
    }
    return ORB_OK;
}

static void count_lines(struct orb_decoder *d, const char *end)
{
    for (const char *p = d->out; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        d->line++;
}

static enum orb_status convert(struct orb_decoder *d, char **to, size_t *room,
                               struct orb_error *err)
{
    char *from = (char *)(uintptr_t)d->at;
    size_t result = iconv(d->conversion, &from, &d->left, to, room);
    int why = errno;

    d->at = from;
    if (result != (size_t)-1 || why == E2BIG)
        return ORB_OK;
    if (why != EINVAL || d->left > sizeof d->kept) {
        count_lines(d, *to);
        return fail(d, err);
    }
    memcpy(d->kept, d->at, d->left);
    d->kept_len = d->left;
    d->left = 0;
    return ORB_OK;
}

enum orb_status orb_decoder_feed(void *context, const char **bytes, size_t *len,
                                 struct orb_error *err)
{
    struct orb_decoder *d = context;
    char *to = d->out;
    size_t room = OUT_SIZE;
    enum orb_status status = ORB_OK;

    if (d->plain)
        return orb_input_next(d->in, bytes, len, err);
    while (status == ORB_OK && to == d->out && !(d->ended && d->left == 0)) {
        if (d->left == 0) {
            status = orb_input_next(d->in, &d->at, &d->left, err);
            d->ended = status == ORB_OK && d->left == 0;
        }
        if (status == ORB_OK)
            status = finish_kept(d, &to, &room, err);
        if (status == ORB_OK && d->left > 0)
            status = convert(d, &to, &room, err);
        count_lines(d, to);
    }
    *bytes = d->out;
    *len = (size_t)(to - d->out);
    return status;
}

void orb_decoder_text(struct orb_decoder *decoder, const char *text, size_t len,
                      struct orb_buf *out)
{
    char *from = (char *)(uintptr_t)text;

    if (decoder->plain)
        orb_buf_add(out, text, len);
    while (!decoder->plain && len > 0) {
        char *to = decoder->out;
        size_t room = OUT_SIZE;
        bool stopped = iconv(decoder->conversion, &from, &len, &to, &room) == (size_t)-1 &&
                       errno != E2BIG;

        orb_buf_add(out, decoder->out, (size_t)(to - decoder->out));
        if (stopped && len > 0) {
            orb_buf_char(out, ' ');
            from++;
            len--;
        }
    }
}

void orb_decoder_free(struct orb_decoder *decoder)
{
    if (decoder == NULL)
        return;
    if (decoder->is_open)
        (void)iconv_close(decoder->conversion);
    orb_free(decoder->out);
    orb_free(decoder);
}
