/* Telephone numbers as people in France write them. */
#ifndef ORB_MAPS_PHONE_H
#define ORB_MAPS_PHONE_H

#include <stddef.h>

/*
 * Write "04 74 45 46 47" for a French number of ten digits however it is punctuated, with
 * +33 or 0033 too; text as it is for any other. Returns out. What does not fit is cut.
 */
char *orb_phone_write(char *out, size_t size, const char *text);

/* Bytes of the telephone number that text starts with, 0 = none: ten digits from 0 on, or
 * "+" and 8 to 15 digits, with at most a blank, a dot, a dash or a stroke between two. */
size_t orb_phone_len(const char *text);

#endif
