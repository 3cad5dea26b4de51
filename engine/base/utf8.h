/* UTF-8: validation and folding for comparison. */
#ifndef ORB_BASE_UTF8_H
#define ORB_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/buf.h"

/* Bytes of the valid character at text (NUL-terminated), 0 when it is none. */
size_t orb_utf8_len(const char *text);

/* True when all len bytes are valid UTF-8 without NUL. */
bool orb_utf8_valid(const char *text, size_t len);

/* Columns a terminal gives to the text (combining marks 0, wide characters 2). */
size_t orb_utf8_width(const char *text);

/*
 * Append the text folded for comparison: lower case, no accents, ligatures split (œ becomes
 * oe), apostrophes and other punctuation as single blanks, trimmed.
 */
void orb_utf8_fold(struct orb_buf *out, const char *text);

/*
 * Append the text in the form NFKC: composed accents, ordinary letters for their
 * typographic variants. Text that is not UTF-8 is kept as it is.
 */
void orb_utf8_compose(struct orb_buf *out, const char *text);

/* Bytes that orb_utf8_nfc needs to work on a text of len bytes. */
#define ORB_UTF8_NFC_ROOM(len) (8 * (size_t)(len) + 8)

/*
 * The text in the form NFC, in memory that the caller chose (for a secret) and aligned for
 * any type. Returns its length; 0, with nothing to use in room, for text that is not UTF-8
 * or when ORB_UTF8_NFC_ROOM is more than size.
 */
size_t orb_utf8_nfc(void *room, size_t size, const void *text, size_t len);

#endif
