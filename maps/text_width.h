/*
 * How wide a text is, without a font: advance widths of Liberation Sans, which are those of
 * Arial and Helvetica.
 */
#ifndef ORB_MAPS_TEXT_WIDTH_H
#define ORB_MAPS_TEXT_WIDTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The character at *text, which moves behind it; 0 at the end. What is no UTF-8 reads as
 * U+FFFD, byte by byte.
 */
uint32_t orb_text_next(const char **text);

/* Width in the unit of size (height of the em). Kerning is left out; a character that the
 * font lacks counts a whole em, a combining mark nothing. */
double orb_text_width(const char *text, double size, bool bold);

/* Bytes of the longest beginning that is at most width wide; never splits a character from
 * its marks. */
size_t orb_text_fit(const char *text, double size, bool bold, double width);

#endif
