/* Looks at 8 bytes at once: most texts are short and go as they are. */
#include "maps/json_escape.h"

#include <stdint.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "maps/json_writer.h"

static void escape_char(struct orb_buf *buf, unsigned char c)
{
    static const char hex[] = "0123456789abcdef";
    char text[6] = { '\\', 'u', '0', '0', hex[c >> 4], hex[c & 15] };
    static const char shorts[] = "btnvfr"; /* 8 to 13; v has no short form in JSON */

    if (c == '"' || c == '\\') {
        text[1] = (char)c;
        orb_buf_add(buf, text, 2);
    } else if (c >= 8 && c <= 13 && c != 11) {
        text[1] = shorts[c - 8];
        orb_buf_add(buf, text, 2);
    } else {
        orb_buf_add(buf, text, 6);
    }
}

/* Bytes of the valid character at text, of which len are ours; 0 when it is none. */
static size_t char_len(const char *text, size_t len)
{
    unsigned char c = (unsigned char)text[0];
    char copy[5] = { 0 };
    size_t n;

    if (c >= 0xC2 && c <= 0xDF) /* most accents */
        return len >= 2 && ((unsigned char)text[1] & 0xC0) == 0x80 ? 2 : 0;
    memcpy(copy, text, len < 4 ? len : 4);
    n = orb_utf8_len(copy);
    return n <= len ? n : 0;
}

/* Are 8 bytes ASCII without control, quote or backslash? They go as they are. The high bit
 * of a byte is set when it is not ASCII, or when a difference went below zero. */
static inline bool are_plain(uint64_t w)
{
    const uint64_t ones = UINT64_C(0x0101010101010101);

    return ((w | (w - ones * 0x20) | ((w ^ ones * '"') - ones) |
             ((w ^ ones * '\\') - ones)) &
            ones * 0x80) == 0;
}

/* The first byte from i on that cannot be copied as it is; len when there is none. Looks at
 * 8 bytes at once, the last ones of a text twice rather than one by one. */
static size_t plain_end(const char *text, size_t len, size_t i)
{
    while (i < len) {
        size_t word = len - i >= 8 || len < 8 ? i : len - 8;
        size_t end = len < 8 ? len : word + 8;
        uint64_t w;

        if (len >= 8) {
            memcpy(&w, text + word, sizeof w);
            if (are_plain(w)) {
                i = end;
                continue;
            }
        }
        while (i < end) {
            unsigned char c = (unsigned char)text[i];
            size_t n = c >= 0x80 ? char_len(text + i, len - i)
                                 : c >= 0x20 && c != '"' && c != '\\';

            if (n == 0)
                return i;
            i += n;
        }
    }
    return i;
}

/* From the first byte that is not plain on. */
static void escape_rest(struct orb_buf *buf, const char *text, size_t len, size_t start)
{
    while (start < len) {
        size_t end;

        if ((unsigned char)text[start] >= 0x80)
            orb_buf_text(buf, "\xEF\xBF\xBD");
        else
            escape_char(buf, (unsigned char)text[start]);
        start++;
        end = plain_end(text, len, start);
        orb_buf_add(buf, text + start, end - start);
        start = end;
    }
}

/* Fewer than 8 bytes, from both ends, the middle twice; false when one is not plain. */
static inline bool copy_short(char *to, const char *text, size_t len)
{
    uint64_t both;
    uint32_t first, last;

    if (len < 4) {
        const unsigned char bytes[8] = { len == 0 ? ' ' : (unsigned char)text[0],
                                         len == 0 ? ' ' : (unsigned char)text[len / 2],
                                         len == 0 ? ' ' : (unsigned char)text[len - 1],
                                         ' ',
                                         ' ',
                                         ' ',
                                         ' ',
                                         ' ' };

        memcpy(&both, bytes, sizeof both);
        for (size_t i = 0; i < len; i++)
            to[i] = text[i];
        return are_plain(both);
    }
    memcpy(&first, text, sizeof first);
    memcpy(&last, text + len - sizeof last, sizeof last);
    memcpy(to, &first, sizeof first);
    memcpy(to + len - sizeof last, &last, sizeof last);
    return are_plain((uint64_t)first << 32 | last);
}

/* Copy the beginning that goes as it is; how many bytes. Most texts are ASCII: looked at
 * and copied 8 bytes at once. */
size_t orb_jw_copy_plain(char *to, const char *text, size_t len)
{
    size_t i = 0;
    size_t end;
    uint64_t w;

    if (len < 8 && copy_short(to, text, len))
        return len;
    while (len >= 8 && i < len) {
        size_t word = len - i >= 8 ? i : len - 8;

        memcpy(&w, text + word, sizeof w);
        if (!are_plain(w))
            break;
        memcpy(to + word, &w, sizeof w);
        i = word + 8;
    }
    if (i >= len)
        return i;
    end = plain_end(text, len, i);
    memcpy(to + i, text + i, end - i);
    return end;
}

void orb_jw_escape(struct orb_buf *buf, const char *text, size_t len)
{
    size_t end;

    if (!orb_jw_has_room(buf, len + 2))
        return;
    buf->data[buf->len++] = '"';
    end = orb_jw_copy_plain(buf->data + buf->len, text, len);
    buf->len += end;
    if (end < len) {
        escape_rest(buf, text, len, end);
        orb_jw_put(buf, '"');
        return;
    }
    buf->data[buf->len++] = '"';
    buf->data[buf->len] = '\0';
}
