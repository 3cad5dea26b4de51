/* Texts by key that wait on disk until the record that names them comes: memory does not
 * grow with their number. Internal to maps. */
#ifndef ORB_MAPS_LOOKUP_H
#define ORB_MAPS_LOOKUP_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

/* Opaque; a temporary file without a name holds what does not fit in some megabytes. */
struct orb_lookup;

/* *out is owned by the caller, release with orb_lookup_free, which accepts NULL. */
ORB_MUST_CHECK enum orb_status orb_lookup_new(struct orb_lookup **out,
                                              struct orb_error *err);
void orb_lookup_free(struct orb_lookup *lookup);

/* Give a key of a set (any number) one more text; the texts of a key stay in order. */
ORB_MUST_CHECK enum orb_status orb_lookup_add(struct orb_lookup *lookup, int set,
                                              const char *key, const char *text,
                                              struct orb_error *err);

/* Append the texts of a key, each after a comma but the first; nothing when it has none. */
ORB_MUST_CHECK enum orb_status orb_lookup_get(struct orb_lookup *lookup, int set,
                                              const char *key, struct orb_buf *out,
                                              struct orb_error *err);

ORB_MUST_CHECK enum orb_status orb_lookup_has(struct orb_lookup *lookup, int set,
                                              const char *key, bool *has,
                                              struct orb_error *err);

/* Replace what key holds ("" at first) by the next key of a set, in byte order, that
 * another set does not have; *found is false at the end. */
struct orb_lookup_walk {
    int set;
    int without;
    struct orb_buf key;
};
ORB_MUST_CHECK enum orb_status orb_lookup_next(struct orb_lookup *lookup,
                                               struct orb_lookup_walk *walk, bool *found,
                                               struct orb_error *err);

#endif
