/* What an identifier in the operator's file names: one of our ids, or a bare FINESS or
 * SIRET number. */
#ifndef ORB_IMPORTERS_RELATION_TARGET_H
#define ORB_IMPORTERS_RELATION_TARGET_H

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/territory_view.h"

enum orb_target_answer {
    ORB_TARGET_FOUND,
    ORB_TARGET_UNCHECKED, /* nobody knows what exists: taken by its form */
    ORB_TARGET_UNKNOWN,
    ORB_TARGET_AMBIGUOUS, /* a SIRET of several services */
    ORB_TARGET_UNREADABLE
};

struct orb_target {
    enum orb_target_answer answer;
    enum orb_record_kind kind; /* organization, service or offer */
    const char *id;            /* in the arena; NULL unless found or unchecked */
};

/* view may be NULL. Only lack of memory is an error. */
ORB_MUST_CHECK enum orb_status orb_target_find(struct orb_target *out, const char *text,
                                               const struct orb_territory_view *view,
                                               struct orb_arena *arena,
                                               struct orb_error *err);

#endif
