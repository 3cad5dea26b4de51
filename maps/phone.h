/* Telephone numbers as people in France write them. */
#ifndef ORB_MAPS_PHONE_H
#define ORB_MAPS_PHONE_H

#include <stddef.h>

/*
 * Write "04 74 45 46 47" for a French number of ten digits however it is punctuated, with
 * +33 or 0033 too; text as it is for any other. Returns out. What does not fit is cut.
 */
char *orb_phone_write(char *out, size_t size, const char *text);

#endif
