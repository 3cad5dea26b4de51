/* Persons by class of age, and the text that stores keep of them:
 * "0-17:123;18-59:456;60-:78". */
#ifndef ORB_MODEL_AGES_H
#define ORB_MODEL_AGES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"

/* No one is counted beyond; the upper bound of the last class is open. */
#define ORB_AGES_YEARS 130
#define ORB_AGES_OPEN  (-1)
#define ORB_AGES_MAX   (ORB_AGES_YEARS + 1) /* classes of one year each */

struct orb_age_class {
    int32_t from; /* years, included */
    int32_t to;   /* years, included; ORB_AGES_OPEN = no upper bound */
    int64_t count;
};

/* Are the classes in order, disjoint, within bounds and their counts not negative? */
bool orb_ages_are_sound(const struct orb_age_class *classes, size_t count);

/* Append the text of sound classes. */
void orb_ages_write(struct orb_buf *out, const struct orb_age_class *classes, size_t count);

/* Read a text of orb_ages_write into at most ORB_AGES_MAX classes; the number of classes, 0
 * when the text is NULL, empty or not sound. */
size_t orb_ages_read(struct orb_age_class out[ORB_AGES_MAX], const char *text);

#endif
