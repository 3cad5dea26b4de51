/* The families that needs are counted by: health, autonomy, and the parts of social
 * participation (SERAFIN-PH). */
#ifndef ORB_MAPS_NEED_FAMILY_H
#define ORB_MAPS_NEED_FAMILY_H

#include <stddef.h>

#define ORB_NEED_FAMILIES 7

extern const char *const orb_need_families[ORB_NEED_FAMILIES]; /* codes */

/* How much of a code names its family: "1.1" of "1.1.10", "1.3.2" of "1.3.2.1"; all of a
 * code that is larger than any family. */
size_t orb_need_family_len(const char *code);

/* Its number among them; ORB_NEED_FAMILIES = it is larger than any. */
int orb_need_family_find(const char *code);

#endif
