/* What persons decided of pairs. Private to engine/linkage. */
#ifndef ORB_LINKAGE_DECISION_H
#define ORB_LINKAGE_DECISION_H

#include "engine/linkage/form.h"

enum linkage_choice { LINKAGE_UNDECIDED, LINKAGE_SAME, LINKAGE_DISTINCT };

struct linkage_decision {
    uint32_t a; /* forms, a < b */
    uint32_t b;
    enum linkage_choice choice;
};

/* Sorted, each pair once; zero-initialised is empty. */
struct linkage_decisions {
    struct linkage_decision *items;
    size_t count;
};

/* Decisions on ids that are no record are left out; of two that disagree on a pair,
 * "distinct" wins. */
ORB_MUST_CHECK enum orb_status
orb_linkage_decisions_make(struct linkage_decisions *out, const struct linkage_forms *forms,
                           const struct orb_linkage_input *in, struct orb_error *err);

enum linkage_choice orb_linkage_decided(const struct linkage_decisions *decisions, size_t a,
                                        size_t b);

void orb_linkage_decisions_release(struct linkage_decisions *decisions);

#endif
