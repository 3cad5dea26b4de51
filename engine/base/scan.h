/* Fast search in long texts. */
#ifndef ORB_BASE_SCAN_H
#define ORB_BASE_SCAN_H

/*
 * The first byte from at on that is not plain, or end. Plain is what stands for itself in a
 * JSON string of ASCII: no quote, backslash, control character or byte over 127.
 */
const char *orb_scan_plain(const char *at, const char *end);

#endif
