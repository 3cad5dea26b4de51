/* A growing byte buffer with a hard cap; an append that fails is remembered, so callers
 * check once. */
#ifndef ORB_BASE_BUF_H
#define ORB_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "engine/base/error.h"

/* Zero-initialised is empty with a cap of ORB_BUF_CAP. data is always NUL-terminated once
 * something was added. */
struct orb_buf {
    char *data;
    size_t len;
    size_t capacity;
    size_t cap;  /* 0 means ORB_BUF_CAP */
    bool failed; /* an append did not fit or found no memory */
};

#define ORB_BUF_CAP ((size_t)1 << 40)

void orb_buf_add(struct orb_buf *buf, const void *bytes, size_t len);
void orb_buf_text(struct orb_buf *buf, const char *text);
void orb_buf_char(struct orb_buf *buf, char c);
void orb_buf_printf(struct orb_buf *buf, const char *format, ...) ORB_PRINTF(2, 3);
void orb_buf_vprintf(struct orb_buf *buf, const char *format, va_list args)
    ORB_PRINTF(2, 0);

/* Make room for len more bytes; false when it cannot. */
bool orb_buf_reserve(struct orb_buf *buf, size_t len);

/* ORB_ERR_MEMORY when an append failed since the last clear. */
ORB_MUST_CHECK enum orb_status orb_buf_check(const struct orb_buf *buf,
                                             struct orb_error *err);

void orb_buf_clear(struct orb_buf *buf);
void orb_buf_release(struct orb_buf *buf);

#endif
