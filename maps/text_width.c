/* A letter outside the table comes from another font: a whole em is more than most take, so
 * that texts are cut too early rather than drawn over each other. */
#include "maps/text_width.h"

#include "engine/base/utf8.h"
#include "maps/text_width_table.h"

#define OTHER_WIDTH 1000
#define REPLACEMENT 0xFFFDU

uint32_t orb_text_next(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    size_t len = *at == 0 ? 0 : orb_utf8_len(*text);
    uint32_t c;

    if (*at == 0)
        return 0;
    *text += len == 0 ? 1 : len;
    switch (len) {
    case 1:
        return at[0];
    case 2:
        return (at[0] & 0x1FU) << 6 | (at[1] & 0x3FU);
    case 3:
        c = (at[0] & 0x0FU) << 12;
        return c | (at[1] & 0x3FU) << 6 | (at[2] & 0x3FU);
    case 4:
        c = (at[0] & 0x07U) << 18 | (at[1] & 0x3FU) << 12;
        return c | (at[2] & 0x3FU) << 6 | (at[3] & 0x3FU);
    default:
        return REPLACEMENT;
    }
}

/* Marks that stand over the letter before them, joiners and selectors. */
static bool is_mark(uint32_t c)
{
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x2060 ||
           c == 0xFEFF || c == 0xAD;
}

static unsigned advance(uint32_t c, bool bold)
{
    if (is_mark(c))
        return 0;
    for (size_t i = 0; i < ORB_TEXT_RANGES && orb_text_ranges[i].first <= c; i++) {
        const struct orb_text_range *range = &orb_text_ranges[i];
        unsigned width = 0;

        if (c > range->last)
            continue;
        width = (bold ? range->bold : range->regular)[c - range->first];
        return width > 0 ? width : OTHER_WIDTH;
    }
    return OTHER_WIDTH;
}

double orb_text_width(const char *text, double size, bool bold)
{
    double width = 0;
    uint32_t c;

    while ((c = orb_text_next(&text)) != 0)
        width += advance(c, bold);
    return width * size / 1000;
}

size_t orb_text_fit(const char *text, double size, bool bold, double width)
{
    const char *at = text;
    const char *fits = text;
    double used = 0;
    uint32_t c;

    while ((c = orb_text_next(&at)) != 0) {
        used += advance(c, bold) * size / 1000;
        if (used > width)
            break;
        fits = at;
    }
    return (size_t)(fits - text);
}
