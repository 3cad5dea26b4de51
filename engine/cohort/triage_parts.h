/* What the parts of triage share while a person is sorted. Private to engine/cohort. */
#ifndef ORB_COHORT_TRIAGE_PARTS_H
#define ORB_COHORT_TRIAGE_PARTS_H

#include "engine/cohort/triage.h"
#include "engine/match/survey.h"

/* What was seen around for a need: its eligible offers. */
struct orb_need_look {
    uint32_t organization; /* of the first */
    bool any;
    bool unsure;  /* an offer to verify was seen, when those are met */
    bool several; /* organizations */
    bool solid;   /* one of them no cause of fragility touches */
    bool creton;
    unsigned touched;                /* bits 1 << enum orb_fragility, of offers */
    uint32_t offer[ORB_FRAGILITIES]; /* the first that comes to its end */
    orb_date when[ORB_FRAGILITIES];  /* its date */
    double days;                     /* the shortest wait */
};

/* Offers kept out by exactly the same causes. */
struct orb_block_set {
    struct orb_relaxation best;
    int64_t minutes_key, gap_key, slack_key;
    uint32_t id_rank;
    uint32_t next; /* of the same slot, + 1 */
};

#define ORB_BLOCK_SLOTS 256

/* What keeps offers out of a need. */
struct orb_need_blocks {
    uint32_t blocked[ORB_CAUSES], alone[ORB_CAUSES];
    uint32_t covering, near, to_verify;
    uint32_t call, call_rank;
    int64_t call_minutes;
    uint64_t call_unknown;
    bool within, perhaps;            /* some offer is within the limit of travel, may be */
    uint32_t slots[ORB_BLOCK_SLOTS]; /* set + 1 */
    struct orb_block_set *sets;
    size_t set_count, set_capacity;
};

/* A valid decision of the person, in the codes of the catalogue. */
struct orb_live_decision {
    const struct orb_orientation *decision;
    orb_cat_code code;
    orb_cat_code *engagements;
    uint32_t engagement_count;
};

struct orb_triage {
    struct orb_matcher *matcher;
    const struct orb_catalogue *c;
    const struct orb_profile *p;
    const uint64_t *closed; /* by offer, NULL = none: as if they closed today */
    struct orb_need_look looks[ORB_PERSON_MAX_NEEDS];
    struct orb_need_blocks *blocks; /* ORB_PERSON_MAX_NEEDS, and so below */
    struct orb_census_need *census;
    /* of the person at hand */
    const struct orb_case *case_;
    const struct orb_person *person;
    struct orb_arena *arena;
    struct orb_live_decision *decisions;
    uint32_t decision_count;
    int64_t age_lo, age_hi; /* completed months; -1 = unknown */
};

#define ORB_CAUSE_BIT(cause) (UINT64_C(1) << (cause))

/* The wait of an offer is known, longer than that, and no place is free. */
bool orb_waits_more(const struct orb_cat_member *member, double days);

static inline bool orb_triage_closes(const struct orb_triage *t, uint32_t offer)
{
    return t->closed != NULL && (t->closed[offer / 64] >> (offer % 64) & 1) != 0;
}

/* state.c: what is around. Sets looks; the needs without an eligible offer are left in
 * *open. False without memory. */
ORB_MUST_CHECK enum orb_status orb_state_look(struct orb_triage *t, uint64_t *open,
                                              struct orb_error *err);
bool orb_state_prepare(struct orb_triage *t);

/* What touches an offer: bits of enum orb_fragility, with the dates. */
struct orb_offer_end {
    unsigned touched;
    orb_date when[ORB_FRAGILITIES];
    double days;
    bool creton;
};
struct orb_offer_end orb_state_end(const struct orb_triage *t,
                                   const struct orb_cat_member *member, bool named);

/* causes.c: every offer of some needs, one by one. Sets blocks; counts, without the sets of
 * causes. */
ORB_MUST_CHECK enum orb_status orb_causes_survey(struct orb_triage *t, uint64_t needs,
                                                 bool counts, struct orb_error *err);
/* The counts, without the sets nor near misses, at once: when orb_matcher_counts. */
ORB_MUST_CHECK enum orb_status orb_causes_count(struct orb_triage *t, uint64_t needs,
                                                struct orb_error *err);
/* The causes as they are told. False without memory. */
bool orb_causes_tell(struct orb_triage *t, uint32_t need, struct orb_triage_need *out);

/* lever.c: the relaxations that work. False without memory. */
bool orb_levers_tell(struct orb_triage *t, uint32_t need, struct orb_triage_need *out);

/* support.c: services that support the person today: what ends, what no longer suits. */
ORB_MUST_CHECK enum orb_status orb_supports_judge(struct orb_triage *t,
                                                  struct orb_triage_person *out,
                                                  struct orb_error *err);

/* isolation.c, order.c, next.c */
struct orb_isolation orb_isolation_of(const struct orb_triage *t,
                                      enum orb_tristate too_far);
struct orb_urgency orb_urgency_of(const struct orb_triage *t,
                                  const struct orb_triage_person *person);
ORB_MUST_CHECK enum orb_status
orb_next_of(struct orb_triage *t, struct orb_triage_person *person, struct orb_error *err);
bool orb_has_service(const struct orb_triage *t);

#endif
