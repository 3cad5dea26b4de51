/* What offers repeat of their place and of their service waits on disk until they come.
 * Private to maps/native*.c. */
#ifndef ORB_MAPS_NATIVE_REPEATED_H
#define ORB_MAPS_NATIVE_REPEATED_H

#include <stdbool.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

struct native_parent;
struct native_place;
struct orb_lookup;

/* Zero-initialised is closed. */
struct native_repeated {
    struct orb_lookup *lookup;
    struct orb_buf text;   /* of what is added */
    struct orb_buf place;  /* of the place found last */
    struct orb_buf parent; /* of the parent found last */
};

/* Release with orb_native_repeated_close, also on failure. Errors here and below are those
 * of maps/lookup.h. */
ORB_MUST_CHECK enum orb_status orb_native_repeated_open(struct native_repeated *out,
                                                        struct orb_error *err);
void orb_native_repeated_close(struct native_repeated *repeated);

/* An id is added once. */
ORB_MUST_CHECK enum orb_status
orb_native_repeated_add_place(struct native_repeated *repeated, const char *id,
                              const struct native_place *place, struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_native_repeated_add_parent(struct native_repeated *repeated, const char *id,
                               const struct native_parent *parent, struct orb_error *err);

/* *found is false when there is none (id may be NULL), and out untouched; texts are valid
 * until the next place (parent) is looked for. */
ORB_MUST_CHECK enum orb_status
orb_native_repeated_find_place(struct native_repeated *repeated, const char *id,
                               struct native_place *out, bool *found,
                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_native_repeated_find_parent(struct native_repeated *repeated, const char *id,
                                struct native_parent *out, bool *found,
                                struct orb_error *err);

#endif
