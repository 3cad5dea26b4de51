/*
 * What if ages, zones, travel, or a rule that report IGAS 2021-010R proposes to lift, moved
 * for everybody (METHODS 5.4): the persons and needs that gain an offer, one change alone
 * and all changes up to it, and those that something else keeps out. Each change is made to
 * a copy and the person is looked at again: nothing is deduced. Pure.
 *
 * Only needs without an eligible offer are asked about. An offer whose known wait is longer
 * than the most accepted gains nobody anything (METHODS 5.1). What report IGAS proposes is
 * never more than to verify, since it is beyond today's authorisations.
 */
#ifndef ORB_COHORT_COUNTERFACTUAL_H
#define ORB_COHORT_COUNTERFACTUAL_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/cohort/triage.h"
#include "engine/match/match.h"
#include "engine/model/profile.h"

/* In the order in which they are cumulated: of a kind, a longer step holds the shorter. */
enum orb_change {
    ORB_CHANGE_AGE_6 = 0,
    ORB_CHANGE_AGE_12,
    ORB_CHANGE_AGE_24,
    ORB_CHANGE_ZONE_5,
    ORB_CHANGE_ZONE_15,
    ORB_CHANGE_TRAVEL_15,
    ORB_CHANGE_TRAVEL_30,
    ORB_CHANGE_IGAS_AGE_BOUNDS,
    ORB_CHANGE_IGAS_ASSOCIATED,
    ORB_CHANGE_IGAS_HOME_TEMPORARY,
    ORB_CHANGES
};

enum orb_change_kind {
    ORB_CHANGE_OF_AGE = 0, /* both bounds of every offer, apart by so many months */
    ORB_CHANGE_OF_ZONE,    /* every zone reaches communes so many km from one it holds */
    ORB_CHANGE_OF_TRAVEL,  /* every limit of the person, longer by so many minutes */
    ORB_CHANGE_OF_IGAS     /* an option of report IGAS */
};

struct orb_change_step {
    const char *name; /* "age_6", stable */
    enum orb_change_kind kind;
    int amount; /* months, km, minutes; enum orb_igas_option */
};
extern const struct orb_change_step orb_change_steps[ORB_CHANGES];

/* What a change alone is to a need; the first that holds. */
enum orb_change_answer {
    ORB_CHANGE_NOTHING = 0, /* its rule keeps no offer out */
    ORB_CHANGE_ELIGIBLE,    /* an offer becomes eligible */
    ORB_CHANGE_TO_VERIFY,   /* there was nothing, there is something to verify */
    ORB_CHANGE_ELSEWHERE,   /* another rule too keeps out each offer that it keeps out */
    ORB_CHANGE_SHORT        /* it does not go as far as the nearest */
};

struct orb_change_need {
    uint8_t alone[ORB_CHANGES];    /* enum orb_change_answer */
    uint32_t offer[ORB_CHANGES];   /* that it lets in alone: the nearest; ORB_CAT_NONE */
    uint8_t together[ORB_CHANGES]; /* with all changes up to it, or fewer: NOTHING, ELIGIBLE
                                      or TO_VERIFY */
};

struct orb_change_person {
    const struct orb_change_need *needs; /* in the person's order; those that have an
                                            eligible offer are left at 0 */
    uint64_t open;                       /* bits of those that have none */
    bool unplaced; /* something is out of a zone, and the commune has no known point: no
                      zone could be widened */
};

struct orb_counterfactual;

/* Borrows the catalogue and the profile until it is freed. One for each thread. NULL
 * without memory. */
struct orb_counterfactual *orb_counterfactual_new(const struct orb_catalogue *catalogue,
                                                  const struct orb_profile *profile);
void orb_counterfactual_free(struct orb_counterfactual *counterfactual);

/* As it was sorted, and asked: what changes would bring. The answer lives in the arena.
 * Fails like orb_matcher_ask. */
struct orb_change_question {
    const struct orb_triage_person
        *person; /* sorted with the same options, nothing closed */
    const struct orb_match_options *options;
    struct orb_arena *arena;
};
ORB_MUST_CHECK enum orb_status
orb_counterfactual_ask(struct orb_counterfactual *counterfactual,
                       const struct orb_change_question *question,
                       struct orb_change_person *out, struct orb_error *err);

/* Sums for a caseload. concerned = eligible + to_verify + elsewhere + too_short. */
struct orb_change_total {
    size_t concerned; /* needs */
    size_t eligible, to_verify, elsewhere, too_short;
    size_t persons, persons_to_verify;   /* some need gains an eligible offer; else one to
                                            verify */
    size_t together, together_to_verify; /* needs, with those before */
    size_t together_persons, together_persons_to_verify; /* persons */
};

/* Add a person to the sums of every change. */
void orb_counterfactual_add(struct orb_change_total totals[ORB_CHANGES],
                            const struct orb_change_person *person, uint32_t need_count);

#endif
