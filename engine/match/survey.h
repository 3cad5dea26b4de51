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
    uint32_t count; /* offers it stands for, member being one of them: 1 unless the survey
                       is grouped */
};

/* What to look at; the caller embeds it in a struct of its own. */
struct orb_survey {
    uint64_t needs; /* bits looked for; visit may clear some: with none left the walk ends
                     */
    bool
        near; /* only what may be eligible or to verify: failed and unknown are not told,
                 and an offer may be met twice. Else every offer that covers a need, once */
    bool grouped; /* offers that the same reasons keep out, or leave unsure, whatever their
                     place, may be told at once: those out of reach, those that come without
                     a zone; the member is the first by id. gap and minutes are the
                     member's */
    double long_wait; /* grouped: offers that wait more, without a place, are apart */
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

/*
 * The first coordination resource (MATCHING 9.1) around the person of the last question,
 * by class, minutes, id; ORB_CAT_NONE when there is none or the person is nowhere.
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_matcher_coordination(struct orb_matcher *matcher,
                                                        uint32_t *offer,
                                                        struct orb_error *err);

#endif
