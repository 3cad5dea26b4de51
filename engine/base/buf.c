/* Doubles its room; refuses beyond its cap. */
#include "engine/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"

bool orb_buf_reserve(struct orb_buf *buf, size_t len)
{
    size_t cap = buf->cap == 0 ? ORB_BUF_CAP : buf->cap;
    size_t want;
    char *grown;

    if (buf->failed || len > cap - buf->len || buf->len + len + 1 < len) {
        buf->failed = true;
        return false;
    }
    if (buf->len + len + 1 <= buf->capacity)
        return true;
    want = buf->capacity < 256 ? 256 : buf->capacity * 2;
    if (want < buf->len + len + 1)
        want = buf->len + len + 1;
    grown = orb_realloc(buf->data, want, 1);
    if (grown == NULL) {
        buf->failed = true;
        return false;
    }
    buf->data = grown;
    buf->capacity = want;
    return true;
}

void orb_buf_add(struct orb_buf *buf, const void *bytes, size_t len)
{
    if (!orb_buf_reserve(buf, len))
        return;
    if (len > 0)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void orb_buf_text(struct orb_buf *buf, const char *text)
{
    orb_buf_add(buf, text, strlen(text));
}

void orb_buf_char(struct orb_buf *buf, char c)
{
    orb_buf_add(buf, &c, 1);
}

void orb_buf_vprintf(struct orb_buf *buf, const char *format, va_list args)
{
    va_list again;
    char usual[200]; /* most texts are printed once */
    int len;

    va_copy(again, args);
    len = vsnprintf(usual, sizeof usual, format, again);
    va_end(again);
    if (len < 0 || !orb_buf_reserve(buf, (size_t)len)) {
        buf->failed = true;
        return;
    }
    if ((size_t)len < sizeof usual)
        memcpy(buf->data + buf->len, usual, (size_t)len + 1);
    else
        (void)vsnprintf(buf->data + buf->len, (size_t)len + 1, format, args);
    buf->len += (size_t)len;
}

void orb_buf_printf(struct orb_buf *buf, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    orb_buf_vprintf(buf, format, args);
    va_end(args);
}

enum orb_status orb_buf_check(const struct orb_buf *buf, struct orb_error *err)
{
    return buf->failed ? orb_error_memory(err) : ORB_OK;
}

void orb_buf_clear(struct orb_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    if (buf->data != NULL)
        buf->data[0] = '\0';
}

void orb_buf_release(struct orb_buf *buf)
{
    orb_free(buf->data);
    memset(buf, 0, sizeof *buf);
}
