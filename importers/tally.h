/* How many times each text was met. */
#ifndef ORB_IMPORTERS_TALLY_H
#define ORB_IMPORTERS_TALLY_H

#include <stddef.h>

#include "engine/base/error.h"
#include "engine/base/strmap.h"

/* Zero-initialised is empty and ready. */
struct orb_tally {
    struct orb_strmap texts;
    unsigned long long *counts; /* by number of the text */
    size_t capacity;
};

/* Count a text once more. */
ORB_MUST_CHECK enum orb_status orb_tally_add(struct orb_tally *tally, const char *text,
                                             struct orb_error *err);

void orb_tally_release(struct orb_tally *tally);

#endif
