/* French postal addresses as text: what to send to a geocoder, what to compare. */
#ifndef ORB_MODEL_ADDRESS_H
#define ORB_MODEL_ADDRESS_H

#include <stdbool.h>

#include "engine/base/buf.h"

/*
 * All append to out one line made from a text in UTF-8; orb_buf_check tells of missing
 * memory. What they do not recognise they keep. Cases of METHODS 8 and of addok-france.
 */

/*
 * Without what is no place: BP, CS and TSA with their number, CEDEX with its number,
 * floors, a leading « lieu-dit ». "s/" and "s/s" become "sur" and "sous". Letters keep
 * their case.
 */
void orb_address_clean(struct orb_buf *out, const char *text);

/* From the house number on, when a number is followed by a type of way; else all of it. */
void orb_address_extract(struct orb_buf *out, const char *text);

/* "6 bis avenue" becomes "6bis avenue". */
void orb_address_glue_ordinal(struct orb_buf *out, const char *text);

/* One word: "60BIS" becomes "60b". */
void orb_address_fold_ordinal(struct orb_buf *out, const char *word);

/* One word: "007" becomes "7"; "0" stays. */
void orb_address_strip_zeros(struct orb_buf *out, const char *word);

/*
 * The form two addresses are compared in: cleaned, from the house number on, lower case
 * without accents or punctuation, ordinals folded, types of way and saints in full. Starts
 * with the house number when there is one: "12, Av. de la Rép. BP 3" is "12 avenue de la
 * rep".
 */
void orb_address_key(struct orb_buf *out, const char *text);

/* Is the word of a key a type of way ("avenue") or a small word ("de")? */
bool orb_address_is_common(const char *word, size_t len);

#endif
