/* What may not leave by a record may not leave beside it. Private to maps/native*.c. */
#ifndef ORB_MAPS_NATIVE_HIDDEN_H
#define ORB_MAPS_NATIVE_HIDDEN_H

#include <stdbool.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "engine/model/record.h"
#include "engine/model/restricted.h"

/* Zero-initialised is empty. */
struct native_hidden {
    struct orb_strmap keys; /* "site id " of confidential places, "kind id @" of what is
                               at one, "kind id channel" of restricted contacts; id is
                               that of the group */
    struct orb_restricted restricted;
    struct orb_strmap members; /* "kind id" of what belongs to a group */
    const char **groups;       /* by number in members: the id of the group */
    size_t group_capacity;
    struct orb_arena arena;
    struct orb_buf key;
    struct orb_buf text; /* scratch */
};

/* What one record keeps is kept of the other too. Before any note. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_native_hidden_join(struct native_hidden *hidden,
                                                      enum orb_record_kind kind,
                                                      const char *id, const char *canonical,
                                                      struct orb_error *err);

/* Remember what the record keeps from being shown. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_native_hidden_note(struct native_hidden *hidden,
                                                      const struct orb_record *record,
                                                      struct orb_error *err);

/* Would the assertion tell what its record, noted before, keeps? Also when memory lacks. */
bool orb_native_hidden_has(struct native_hidden *hidden,
                           const struct orb_assertion *assertion);

/* A record as it may be shown. Texts and lists are borrowed, from the record and from
 * struct native_hidden. */
struct native_shown {
    struct orb_record record;
    union {
        struct orb_organization organization;
        struct orb_site site;
        struct orb_service service;
        struct orb_offer offer;
        struct orb_relation relation;
        struct orb_assertion assertion;
    } copy;
};

/*
 * Fill shown, which must not move: a place that it or one that is the same keeps secret is
 * confidential, a contact likewise restricted, a text that holds one left out; what is at a
 * confidential place has no number nor link that tells where. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_native_hidden_show(struct native_hidden *hidden,
                                                      const struct orb_record *record,
                                                      struct native_shown *shown,
                                                      struct orb_error *err);

/* Is the record kept secret, or at a place that is? Also when memory lacks. Private to
 * maps/native_hidden*.c and native_shown.c, like the next. */
bool orb_native_hidden_is_at(struct native_hidden *hidden, const char *kind,
                             const char *id);
bool orb_native_hidden_is_site(struct native_hidden *hidden, const char *id);

void orb_native_hidden_release(struct native_hidden *hidden);

#endif
