/*
 * From a person to ranked, explained offers (MATCHING.md). Pure computation on a catalogue:
 * no file, no SQL, no library but libm.
 *
 * A matcher is made once for a catalogue and a profile, and asked many times; it belongs to
 * one thread. Everything it gives is valid until the next question or until it is freed.
 */
#ifndef ORB_MATCH_MATCH_H
#define ORB_MATCH_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/circle.h"
#include "engine/match/reason.h"
#include "engine/model/person.h"
#include "engine/model/profile.h"

struct orb_matcher;

/* An unknown travel time, as a key (MATCHING 2). */
#define ORB_KEY_UNKNOWN ((int64_t)1 << 62)

/*
 * llround(x * 1e6) for x >= 0: every comparison of scores, minutes and slacks is made on
 * keys.
 */
static inline int64_t orb_key(double x)
{
    double y = x * 1e6;
    int64_t floor = (int64_t)y;

    return floor + (y - (double)floor >= 0.5);
}

enum orb_alert {
    ORB_ALERT_ALREADY_TRIED =
        0, /* in the order of their names, which is the order of output */
    ORB_ALERT_CIRCLE_UNCERTAIN,
    ORB_ALERT_CONVENTION_EXPIRED,
    ORB_ALERT_CONVENTION_NOT_STARTED,
    ORB_ALERT_CURRENT_SUPPORT,
    ORB_ALERT_DEPARTMENT_AGREEMENT,
    ORB_ALERT_DEROGATION,
    ORB_ALERT_HORS_AUTORISATION,
    ORB_ALERT_IMPRECISE_LOCATION,
    ORB_ALERT_REMOTE,
    ORB_ALERTS
};

extern const char *const orb_alert_names[ORB_ALERTS];

/* Where and how: the best feasible modality (MATCHING 4.5). */
struct orb_place {
    double minutes; /* NaN = unknown */
    double slack;
    double gap;            /* minutes over; NaN = none */
    double g;              /* criterion G; NaN = unknown */
    orb_cat_code modality; /* ORB_CAT_NONE = none usable */
    uint8_t kind;          /* enum orb_place_kind */
    uint8_t outcome;       /* enum orb_outcome_of_rule */
    uint8_t code;          /* enum orb_reason_code, when outcome is not yes */
    uint8_t mode;          /* enum orb_travel_mode; ORB_MODES = none */
    bool temporary;
    bool imprecise;
    bool estimate; /* minutes come from the built-in estimate */
};

/* One offer for one need. */
struct orb_need_evaluation {
    uint32_t need;      /* place in the person's needs */
    uint32_t frequency; /* which of struct orb_evaluation's verdicts */
    double f[ORB_CRITERIA], low[ORB_CRITERIA], high[ORB_CRITERIA];
    double points[ORB_CRITERIA];
    double score, score_low, score_high, neutral; /* set when the class is not excluded */
    double share;                                 /* of the overall score; NaN = none */
};

/* The verdict of an offer at one frequency. */
struct orb_verdict {
    const struct orb_reason *reasons;
    size_t reason_count;
    double slack;
    struct orb_place place;
    enum orb_class class_;
    enum orb_circle circle; /* C4 when place says no to C2 or C3 */
    bool relaxable;         /* every failed reason is */
    double slack_elsewhere; /* slack without rule place */
    bool igas;              /* some reason is unknown thanks to an IGAS option */
    int only_rule;          /* the one rule that says no; -1 when none or several do */
};

/* All about one offer. */
struct orb_evaluation {
    uint32_t offer;
    struct orb_circle_fact circle;
    const struct orb_verdict *verdicts; /* one for each frequency of the needs it covers */
    const struct orb_need_evaluation
        *needs; /* the needs it covers, in the person's order */
    uint32_t need_count;
    uint32_t lead; /* place in needs; its verdict is the offer's */
    const struct orb_verdict
        *verdict; /* of the lead; of the coordination frequency when it covers nothing */
    bool scored;
    double score, low, high, neutral;
    uint32_t alerts;
};

/* One line of a ranking. */
struct orb_ranked {
    int64_t score_key, minutes_key;
    int64_t low_key, high_key, neutral_key;
    int64_t slack_key;
    uint32_t offer;
    uint32_t id_rank;
    uint8_t class_;
};

struct orb_ranking {
    const struct orb_ranked *rows;
    size_t count; /* rows listed */
    size_t total; /* rows that exist, when result.totals */
};

struct orb_need_result {
    uint32_t need;
    enum orb_class status;        /* ORB_EXCLUDED = uncovered */
    uint8_t support;              /* 0 none, 1 current, 2 fragile */
    double weights[ORB_CRITERIA]; /* w' in hundredths of the score; NaN = does not apply */
    struct orb_ranking ranking;
    /* By class, the first lines of the ranking that are of it, and how many are: none
     * without class_lines. */
    struct orb_ranking classes[ORB_EXCLUDED];
    /* When nothing is eligible or to verify: offers that only one rule keeps out, by rule.
     */
    uint64_t only_rule[ORB_RULES];
};

struct orb_plan_offer {
    uint32_t offer;
    uint64_t covers;             /* bits by place in the person's needs */
    const orb_cat_code *surplus; /* prestations that answer no need, sorted by text */
    uint32_t surplus_count;
};

struct orb_plan_need {
    uint32_t need;
    bool covered;
    uint32_t served_by;
    enum orb_class class_;
    const uint32_t *others; /* alternatives when covered, prospects when not */
    uint32_t other_count;
    bool unmet_demand;
};

struct orb_plan {
    const struct orb_plan_offer *offers; /* by id */
    uint32_t offer_count;
    const struct orb_plan_need *needs; /* by priority */
    uint32_t need_count;
    const uint32_t *ignored;
    uint32_t ignored_count;
    double minutes, covered_weight, total_weight;
};

struct orb_side_offer {
    uint32_t offer;
    uint32_t id_rank;
    enum orb_class class_;
    struct orb_verdict verdict;
};

struct orb_match_options {
    const char *policy;          /* NULL = the profile's default */
    bool igas[ORB_IGAS_OPTIONS]; /* added to the profile's */
    const char
        *operator_id; /* organization id or "finess-ej:..."; NULL = the catalogue's */
    const struct orb_travel_row *travel; /* minutes that others tell, valid while answers
                                            are read; those of the person prevail */
    size_t travel_count;
    size_t limit;       /* rows of each list; 0 = all */
    bool totals;        /* with a limit: count everything all the same */
    size_t class_lines; /* rows of each class for each need, beside; with a limit, they go
                           with totals */
    bool rankings;      /* only ranking, neutral and uncertain are told, the rest of the
                           answer is empty: without totals */
};

struct orb_match_result {
    const struct orb_profile_policy *policy;
    bool igas[ORB_IGAS_OPTIONS];
    bool has_operator;
    bool totals; /* counts and the totals of the rankings are known */
    uint64_t counts[ORB_CLASSES];
    const struct orb_need_result *needs; /* in the person's order */
    uint32_t need_count;
    struct orb_ranking ranking;
    struct orb_ranking neutral;
    const uint32_t (
        *uncertain)[2]; /* adjacent offers of the ranking whose order is uncertain */
    size_t uncertain_count;
    const struct orb_side_offer *coordination;
    size_t coordination_count, coordination_total;
    bool coordination_recommended;
    const struct orb_side_offer *carers;
    size_t carer_count, carer_total;
    struct orb_plan plan;
};

/* catalogue and profile are borrowed until the matcher is freed. NULL without memory. */
struct orb_matcher *orb_matcher_new(const struct orb_catalogue *catalogue,
                                    const struct orb_profile *profile);
void orb_matcher_free(struct orb_matcher *matcher);

/*
 * Answer for a person, borrowed until the next question. ORB_ERR_NOT_FOUND (policy),
 * ORB_ERR_RANGE (all weights of a need are zero), ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_matcher_ask(struct orb_matcher *matcher,
                                               const struct orb_person *person,
                                               const struct orb_match_options *options,
                                               struct orb_match_result *result,
                                               struct orb_error *err);

/* All about one offer for the person of the last question; valid until the next evaluation.
 */
ORB_MUST_CHECK enum orb_status orb_matcher_evaluate(struct orb_matcher *matcher,
                                                    uint32_t offer,
                                                    struct orb_evaluation *out,
                                                    struct orb_error *err);

/*
 * Printed hundredths: parts[i] that add up to the printed score, largest remainders first
 * (MATCHING 2). NaN points are left out (0). Returns the printed score in hundredths.
 */
int64_t orb_hundredths(const double points[ORB_CRITERIA], double score,
                       int64_t parts[ORB_CRITERIA]);

#endif
