/* Keys that are known when this is compiled, on one line: copied at once, not looked at.
 * Private to maps. */
#ifndef ORB_MAPS_JSON_LITERAL_H
#define ORB_MAPS_JSON_LITERAL_H

#include <string.h>

#include "maps/json_escape.h"
#include "maps/json_writer.h"

/* orb_jw_key of a string literal that goes as it is between quotes. */
#define ORB_JW_KEY(w, key)                                                                 \
    orb_jw_key_literal((w), (key), "\"" key "\":", sizeof("\"" key "\":") - 1)

static inline void orb_jw_key_literal(struct orb_json_writer *w, const char *key,
                                      const char *quoted, size_t len)
{
    const uint64_t bit = UINT64_C(1) << w->depth;
    struct orb_buf *buf = w->buf;
    char *at;

    if (w->indent != 0 || w->status != ORB_OK || !orb_jw_has_room(buf, len + 1)) {
        orb_jw_key(w, key);
        return;
    }
    at = buf->data + buf->len;
    *at = ',';
    at += (w->has_item & bit) != 0;
    memcpy(at, quoted, len + 1);
    buf->len = (size_t)(at - buf->data) + len;
    w->has_item |= bit;
    w->after_key = true;
}

#endif
