/* What a person decided of two services: one, or two. */
#ifndef ORB_MODEL_DECISION_H
#define ORB_MODEL_DECISION_H

#include "engine/base/date.h"

enum orb_decision_choice {
    ORB_DECISION_SAME = 0,
    ORB_DECISION_DISTINCT,
    ORB_DECISION_NONE /* an earlier decision is withdrawn: the comparison decides again */
};

/* Texts are borrowed. One for each pair; it outlives every import of either. */
struct orb_decision {
    const char *a; /* service ids, a before b in bytes; either may be missing for a while */
    const char *b;
    enum orb_decision_choice choice;
    const char *author;  /* NULL = not said */
    orb_date decided_on; /* ORB_DATE_NONE = not said */
    const char *reason;  /* NULL = none */
};

const char *orb_decision_choice_name(enum orb_decision_choice choice); /* same, distinct,
                                                                          none */

#endif
