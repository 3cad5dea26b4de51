/*
 * What answers the needs of a person and what keeps the rest out, offer by offer, without
 * scores, ranking nor plan: for a whole caseload, where most persons need only a look
 * around (METHODS 5). Classes and reasons are those of orb_matcher_evaluate.
 */
#ifndef ORB_MATCH_SURVEY_H
#define ORB_MATCH_SURVEY_H

#include "engine/match/match.h"

/* An offer for some needs of the same frequency. */
struct orb_sighting {
    const struct orb_cat_member *member;
    uint64_t needs;   /* bits by place in the person's needs */
    uint64_t failed;  /* bits 1 << enum orb_reason_code that say no */
    uint64_t unknown; /* that cannot tell */
    double slack;
    double gap; /* of the only reason that says no; NaN = none, several, or it has none */
    struct orb_place place;
    enum orb_frequency frequency;
    enum orb_class class_;
    bool relaxable; /* every reason that says no is */
    bool named;     /* a valid decision of the person names the offer */
};

/* What to look at; the caller embeds it in a struct of its own. */
struct orb_survey {
    uint64_t needs; /* bits looked for; visit may clear some: with none left the walk ends
                     */
    bool
        near;    /* only what may be eligible or to verify: failed and unknown are not told,
                    and an offer may be met twice. Else every offer that covers a need, once */
    bool places; /* orb_matcher_eligible tells the place of an offer too */
    bool (*visit)(struct orb_survey *survey, const struct orb_sighting *sighting);
    struct orb_matcher *matcher; /* set by orb_matcher_survey */
};

/*
 * Meet the offers that cover the needs looked for, for the person of the last
 * orb_matcher_stand or orb_matcher_ask. A sighting is valid for the call of visit, which
 * answers false when memory lacks. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_matcher_survey(struct orb_matcher *matcher,
                                                  struct orb_survey *survey,
                                                  struct orb_error *err);

/* Those who may wait, and what is taken for closed. */
struct orb_census_terms {
    double long_wait;       /* offers that wait longer, without a place, are apart */
    const uint64_t *closed; /* by offer, as if they closed today; NULL = none */
    bool calls; /* of a census: only to_verify, call and call_minutes are told */
};

/* Its wait is known, longer than that, and no place is free. */
bool orb_member_waits(const struct orb_cat_member *member, double days);

/* What keeps offers out of a need, counted: by enum orb_reason_code, then a wait too long.
 */
#define ORB_CENSUS_CAUSES (ORB_REASON_CODES + 1)
struct orb_census_need {
    uint32_t blocked[ORB_CENSUS_CAUSES]; /* offers that it keeps out */
    uint32_t alone[ORB_CENSUS_CAUSES];   /* that it alone keeps out */
    uint32_t covering;                   /* offers that cover the need */
    uint32_t to_verify;                  /* that nothing keeps out */
    uint32_t call;                       /* the nearest of these; ORB_CAT_NONE */
    int64_t call_minutes;                /* as a key */
    uint64_t call_unknown;               /* what it does not tell: bits */
    bool within, perhaps; /* some offer that is not closed is within the limits of travel,
                             may be */
};

/* Duplicates, institutions, what serves carers alone: nobody's. */
#define ORB_CENSUS_NOBODY                                                                  \
    (UINT64_C(1) << ORB_REASON_DUPLICATE | UINT64_C(1) << ORB_REASON_INSTITUTION |         \
     UINT64_C(1) << ORB_REASON_CARERS_ONLY)

/*
 * The same as orb_matcher_survey for most persons and most offers, at once: false when this
 * person asks for what only single offers can tell (minutes told by others, a deadline).
 */
bool orb_matcher_counts(const struct orb_matcher *matcher);

/* Meet every eligible offer that neither waits nor closes (survey.near is not read). Offers
 * of which the person says something are met whatever their class. */
ORB_MUST_CHECK enum orb_status orb_matcher_eligible(struct orb_matcher *matcher,
                                                    struct orb_survey *survey,
                                                    const struct orb_census_terms *terms,
                                                    struct orb_error *err);

/*
 * Count every offer that covers the needs looked for, none of which has an eligible offer:
 * out, by need of the person, is filled for these. Offers of which the person says
 * something by name are met instead, and not counted. Offers for nobody are left out.
 */
ORB_MUST_CHECK enum orb_status orb_matcher_census(struct orb_matcher *matcher,
                                                  struct orb_survey *survey,
                                                  const struct orb_census_terms *terms,
                                                  struct orb_census_need *out,
                                                  struct orb_error *err);

/*
 * The first coordination resource (MATCHING 9.1) around the person of the last question,
 * by class, minutes, id; ORB_CAT_NONE when there is none or the person is nowhere.
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_matcher_coordination(struct orb_matcher *matcher,
                                                        uint32_t *offer,
                                                        struct orb_error *err);

#endif
