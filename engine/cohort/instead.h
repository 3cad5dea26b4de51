/* What a person is offered instead when services close (R69): matched again among those
 * that stay, the nearest offer for each need. Pure. */
#ifndef ORB_COHORT_INSTEAD_H
#define ORB_COHORT_INSTEAD_H

#include <stdint.h>

#include "engine/base/error.h"
#include "engine/match/match.h"
#include "engine/model/person.h"
#include "engine/model/profile.h"

struct orb_instead_question {
    const struct orb_person *person;
    const struct orb_match_options *options; /* the limit is not read */
    const struct orb_profile *profile;
    const uint64_t *closed; /* a bit for each offer of the catalogue */
};

struct orb_instead {
    uint32_t offer;        /* the nearest that is eligible, else to verify; ORB_CAT_NONE */
    enum orb_class class_; /* of it */
    double minutes;        /* to go there; NaN = unknown; 0 = it comes */
};

/* An answer for each need of the person, in order; an offer whose known wait is longer than
 * the most accepted is none (METHODS 5.1). Fails like orb_matcher_ask. */
ORB_MUST_CHECK enum orb_status orb_instead_find(struct orb_matcher *matcher,
                                                const struct orb_instead_question *question,
                                                struct orb_instead *out,
                                                struct orb_error *err);

#endif
