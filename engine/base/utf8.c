/* Decoding by hand where speed counts, utf8proc where knowledge of Unicode counts. */
#include "engine/base/utf8.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "engine/base/alloc.h"

/* Are these count bytes continuations, the first of them within [low, high]? */
static bool continues(const unsigned char *p, size_t count, unsigned char low,
                      unsigned char high)
{
    if (p[0] < low || p[0] > high)
        return false;
    for (size_t i = 1; i < count; i++)
        if ((p[i] & 0xc0) != 0x80)
            return false;
    return true;
}

/* The bounds leave out surrogates, what is above U+10FFFF, and forms longer than needed
 * (Unicode, table 3-7). */
size_t orb_utf8_len(const char *text)
{
    const unsigned char *p = (const unsigned char *)text;

    if (p[0] < 0x80)
        return p[0] == 0 ? 0 : 1;
    if (p[0] < 0xc2 || p[0] > 0xf4)
        return 0;
    if (p[0] < 0xe0)
        return continues(p + 1, 1, 0x80, 0xbf) ? 2 : 0;
    if (p[0] < 0xf0)
        return continues(p + 1, 2, p[0] == 0xe0 ? 0xa0 : 0x80, p[0] == 0xed ? 0x9f : 0xbf)
                   ? 3
                   : 0;
    return continues(p + 1, 3, p[0] == 0xf0 ? 0x90 : 0x80, p[0] == 0xf4 ? 0x8f : 0xbf) ? 4
                                                                                       : 0;
}

/* Eight bytes of plain ASCII, none of them NUL? (The classic test for a zero byte, exact
 * when no byte has its high bit.) */
static bool is_ascii_word(const char *bytes)
{
    uint64_t word;

    memcpy(&word, bytes, sizeof word);
    return ((word | (word - UINT64_C(0x0101010101010101))) &
            UINT64_C(0x8080808080808080)) == 0;
}

bool orb_utf8_valid(const char *text, size_t len)
{
    size_t i = 0;

    while (i < len) {
        char window[5] = { 0 };
        size_t n;

        if (len - i >= 8 && is_ascii_word(text + i)) {
            i += 8;
            continue;
        }
        if ((unsigned char)text[i] < 0x80 && text[i] != '\0') {
            i++;
            continue;
        }
        memcpy(window, text + i, len - i < 4 ? len - i : 4);
        n = orb_utf8_len(window);
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

size_t orb_utf8_width(const char *text)
{
    size_t width = 0;
    utf8proc_ssize_t n;
    utf8proc_int32_t c;

    for (; *text != '\0'; text += n) {
        n = *text >= ' ' && *text <= '~'
                ? 0 /* most letters: one column each, nothing to look up */
                : utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &c);
        if (n <= 0) {
            n = 1;
            width++;
        } else {
            int w = utf8proc_charwidth(c);

            width += w > 0 ? (size_t)w : 0;
        }
    }
    return width;
}

static void fold_char(struct orb_buf *out, utf8proc_int32_t c, bool *blank)
{
    utf8proc_uint8_t bytes[4];
    utf8proc_category_t kind = utf8proc_category(c);

    if (kind == UTF8PROC_CATEGORY_MN)
        return;
    if (c == 0x153 || c == 0x152) {
        orb_buf_text(out, "oe");
    } else if (c == 0xe6 || c == 0xc6) {
        orb_buf_text(out, "ae");
    } else if ((kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) ||
               kind == UTF8PROC_CATEGORY_ND) {
        utf8proc_ssize_t n = utf8proc_encode_char(utf8proc_tolower(c), bytes);

        orb_buf_add(out, bytes, (size_t)n);
    } else {
        if (!*blank)
            orb_buf_char(out, ' ');
        *blank = true;
        return;
    }
    *blank = false;
}

void orb_utf8_fold(struct orb_buf *out, const char *text)
{
    size_t start = out->len;
    bool blank = true;
    utf8proc_ssize_t n;
    utf8proc_int32_t c;

    for (; *text != '\0'; text += n) {
        utf8proc_int32_t parts[8];
        utf8proc_ssize_t count;
        int last = 0;

        n = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &c);
        if (n <= 0) {
            n = 1;
            continue;
        }
        count = utf8proc_decompose_char(c, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT,
                                        &last);
        for (utf8proc_ssize_t i = 0; i < count && i < 8; i++)
            fold_char(out, parts[i], &blank);
    }
    if (out->len > start && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}

static bool is_ascii(const char *text)
{
    while ((unsigned char)*text < 0x80 && *text != '\0')
        text++;
    return *text == '\0';
}

void orb_utf8_compose(struct orb_buf *out, const char *text)
{
    const utf8proc_option_t form =
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_NULLTERM;
    const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
    utf8proc_ssize_t room =
        is_ascii(text) ? 0 : utf8proc_decompose(bytes, 0, NULL, 0, form);
    utf8proc_int32_t *parts;
    utf8proc_ssize_t len;

    if (room <= 0) { /* nothing to compose, or nothing that can be */
        orb_buf_text(out, text);
        return;
    }
    /* One more for the NUL that utf8proc_reencode writes. */
    parts = orb_realloc(NULL, (size_t)room + 1, sizeof *parts);
    if (parts == NULL) {
        out->failed = true;
        return;
    }
    len = utf8proc_reencode(parts, utf8proc_decompose(bytes, 0, parts, room, form), form);
    orb_buf_add(out, parts, len > 0 ? (size_t)len : 0);
    orb_free(parts);
}

size_t orb_utf8_nfc(void *room, size_t size, const void *text, size_t len)
{
    const utf8proc_option_t form = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
    utf8proc_ssize_t most = (utf8proc_ssize_t)(size / sizeof(utf8proc_int32_t)) - 1;
    utf8proc_ssize_t count;

    if (len == 0 || len > SIZE_MAX / 16 || ORB_UTF8_NFC_ROOM(len) > size)
        return 0;
    count = utf8proc_decompose(text, (utf8proc_ssize_t)len, room, most, form);
    if (count <= 0 || count > most) /* utf8proc_reencode adds a NUL */
        return 0;
    count = utf8proc_reencode(room, count, form);
    return count > 0 ? (size_t)count : 0;
}
