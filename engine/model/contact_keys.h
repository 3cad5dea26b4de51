/* The telephone numbers, e-mail and web addresses that a text holds, each in one form. */
#ifndef ORB_MODEL_CONTACT_KEYS_H
#define ORB_MODEL_CONTACT_KEYS_H

#include "engine/base/buf.h"

/*
 * Append to out every number of nine digits or more (a French one as its 10 digits,
 * whatever stands between them, before and after), every e-mail address and every address
 * of the web (in lower case, without scheme, "www." nor last slash) of the text, each
 * followed by a line feed, possibly more than once. Digits that may be read as several
 * numbers give all of them: made to find what must not be shown, never to show.
 * orb_buf_check tells of missing memory.
 */
void orb_contact_keys(struct orb_buf *out, const char *text);

#endif
