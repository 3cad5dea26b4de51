/* The same telephone number, address or site however it is written. */
#ifndef ORB_MODEL_CONTACT_H
#define ORB_MODEL_CONTACT_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/model/organization.h"

/*
 * Append to out the form in which two values of one channel are compared, never shown: its
 * letters and digits, A to Z in lower case; a French telephone number as 10 digits,
 * whatever calls the country ("+33 (0)4 99", "0033 4 99") and without its leading zero too
 * ("499000011"). orb_buf_check tells of missing memory.
 */
void orb_contact_key(struct orb_buf *out, const char *channel, const char *value);

/* Have both a channel and a value, and are they the same? */
bool orb_contact_is_same(const struct orb_contact *a, const struct orb_contact *b);

#endif
