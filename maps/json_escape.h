/* Texts as JSON strings. Private to maps. */
#ifndef ORB_MAPS_JSON_ESCAPE_H
#define ORB_MAPS_JSON_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"

/* No call when there is room: millions of short texts. */
static inline bool orb_jw_has_room(struct orb_buf *buf, size_t len)
{
    return (!buf->failed && buf->cap == 0 && buf->capacity - buf->len > len) ||
           orb_buf_reserve(buf, len);
}

static inline void orb_jw_put(struct orb_buf *buf, char c)
{
    if (!orb_jw_has_room(buf, 1))
        return;
    buf->data[buf->len++] = c;
    buf->data[buf->len] = '\0';
}

/* Copy the beginning of a text that goes as it is between quotes; how many bytes. There is
 * room for all of them. */
size_t orb_jw_copy_plain(char *to, const char *text, size_t len);

#endif
