/* Windows-1252 holds ISO-8859-1: the same letters, and printed signs where that one has
 * controls. */
#include "importers/windows_1252.h"

#include <stdint.h>

/* What the bytes 0x80 to 0x9f mean; a blank where they mean nothing. */
static const uint16_t signs[32] = {
    0x20ac, ' ',    0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, ' ',    0x017d, ' ',    ' ',    0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, ' ',    0x017e, 0x0178,
};

void orb_windows_1252_decode(struct orb_buf *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned code = (unsigned char)text[i];

        if (code >= 0x80 && code < 0xa0)
            code = signs[code - 0x80];
        if (code >= 0x800) {
            orb_buf_char(out, (char)(0xe0 | (code >> 12)));
            orb_buf_char(out, (char)(0x80 | ((code >> 6) & 0x3f)));
        } else if (code >= 0x80) {
            orb_buf_char(out, (char)(0xc0 | (code >> 6)));
        }
        orb_buf_char(out, (char)(code < 0x80 ? code : 0x80 | (code & 0x3f)));
    }
}
