/* Advance widths of the letters of one font, regular and bold. */
#ifndef ORB_MAPS_TEXT_WIDTH_TABLE_H
#define ORB_MAPS_TEXT_WIDTH_TABLE_H

#include <stdint.h>

/* Characters from first to last; widths in thousandths of an em, 0 = not in the font. */
struct orb_text_range {
    uint32_t first;
    uint32_t last;
    const uint16_t *regular;
    const uint16_t *bold;
};

#define ORB_TEXT_RANGES 14

/* In the order of characters. */
extern const struct orb_text_range orb_text_ranges[ORB_TEXT_RANGES];

#endif
