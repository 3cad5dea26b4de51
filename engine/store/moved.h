/* A place of which the address is corrected and not the position: the point is that of the
 * address before. */
#ifndef ORB_STORE_MOVED_H
#define ORB_STORE_MOVED_H

#include "engine/base/error.h"
#include "engine/model/site.h"

/* What a place says before its corrections. Texts are borrowed; NULL = unknown. */
struct orb_moved_from {
    const char *address;
    const char *commune;
};

/* *moved: the field ("address" or "commune") was known and now says another place; an
 * address written another way is the same. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_moved_has(bool *moved, const struct orb_moved_from *from,
                                             const struct orb_site *site, const char *field,
                                             struct orb_error *err);

/* The position, when there is one, becomes doubtful and says why. */
void orb_moved_doubt(struct orb_site *site);

#endif
