/* What may not leave by a record may not leave beside it. Private to maps/native*.c. */
#ifndef ORB_MAPS_NATIVE_HIDDEN_H
#define ORB_MAPS_NATIVE_HIDDEN_H

#include <stdbool.h>

#include "engine/base/strmap.h"
#include "engine/model/record.h"

/* Zero-initialised is empty. */
struct native_hidden {
    struct orb_strmap keys; /* "kind id" of confidential places, "kind id channel" of
                               restricted contacts */
    struct orb_buf key;
};

/* Remember what the record keeps from being shown. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_native_hidden_note(struct native_hidden *hidden,
                                                      const struct orb_record *record,
                                                      struct orb_error *err);

/* Would the assertion tell what its record, noted before, keeps? Also when memory lacks. */
bool orb_native_hidden_has(struct native_hidden *hidden,
                           const struct orb_assertion *assertion);

void orb_native_hidden_release(struct native_hidden *hidden);

#endif
