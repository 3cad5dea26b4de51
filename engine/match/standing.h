/*
 * Whether offers would take a person wherever the person lives: the rules that look at the
 * person and at the offer, one by one, without a ranking. For territories, where a person
 * stands for many: an age, a public, an orientation.
 */
#ifndef ORB_MATCH_STANDING_H
#define ORB_MATCH_STANDING_H

#include "engine/match/match.h"

/* Every rule but those of the place: zone or travel, features of the premises, deadline. */
#define ORB_STANDING_RULES                                                                 \
    (((1U << ORB_RULES) - 1) &                                                             \
     ~(1U << ORB_RULE_PLACE | 1U << ORB_RULE_ACCESSIBILITY | 1U << ORB_RULE_DEADLINE))

struct orb_standing {
    uint32_t failed;  /* bits 1 << enum orb_rule_id that say no */
    uint32_t unknown; /* that cannot tell, among those that do not say no */
    uint8_t first;    /* enum orb_reason_code of the first no, else of the first unknown;
                         ORB_REASON_CODES = none */
    uint8_t droit_commun; /* enum orb_tristate (MATCHING 3.1) */
    bool covers;          /* at least one need of the person */
    bool not_accepting;   /* takes nobody new for now: told here and not in failed */
};

/* Make the matcher ready for a person, without looking for anything. Fails like
 * orb_matcher_ask. The person is borrowed until the next question. */
ORB_MUST_CHECK enum orb_status orb_matcher_stand(struct orb_matcher *matcher,
                                                 const struct orb_person *person,
                                                 const struct orb_match_options *options,
                                                 struct orb_error *err);

/* Does an offer cover a need of the person? False without memory too. */
bool orb_matcher_covers(struct orb_matcher *matcher, uint32_t offer);

/* What some rules (bits) say of an offer. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_matcher_standing(struct orb_matcher *matcher,
                                                    uint32_t offer, unsigned rules,
                                                    struct orb_standing *out,
                                                    struct orb_error *err);

/* A person of which nothing is known; needs and the rest are the caller's. */
struct orb_person orb_standing_person(orb_date date);

#endif
