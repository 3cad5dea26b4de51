/* The parameters of matching: rules, weights, travel, policies; one JSON file (MATCHING.md,
 * profile-default.json). */
#ifndef ORB_MODEL_PROFILE_H
#define ORB_MODEL_PROFILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/code_list.h"
#include "engine/model/site.h"
#include "engine/model/terms.h"

struct orb_json;

/* Most steps of the weight by distance. */
#define ORB_PROFILE_STEPS 8

/* Classes of deadlines of the order of work. */
#define ORB_PROFILE_DEADLINES 3

/* The sixteen rules, in reporting order (MATCHING 4.1). */
enum orb_rule_id {
    ORB_RULE_DUPLICATE = 0,
    ORB_RULE_INSTITUTION,
    ORB_RULE_CARERS_ONLY,
    ORB_RULE_CLOSED,
    ORB_RULE_NO_NEED,
    ORB_RULE_REFUSED,
    ORB_RULE_OPEN,
    ORB_RULE_AGE,
    ORB_RULE_PUBLIC,
    ORB_RULE_ASSOCIATED,
    ORB_RULE_ORIENTATION,
    ORB_RULE_MODALITY,
    ORB_RULE_LANGUAGE,
    ORB_RULE_PLACE,
    ORB_RULE_ACCESSIBILITY,
    ORB_RULE_DEADLINE,
    ORB_RULES
};

/* The eight criteria, in the order of every sum (MATCHING 2). */
enum orb_criterion_id {
    ORB_CRITERION_N = 0,
    ORB_CRITERION_G,
    ORB_CRITERION_R,
    ORB_CRITERION_I,
    ORB_CRITERION_E,
    ORB_CRITERION_W,
    ORB_CRITERION_A,
    ORB_CRITERION_H,
    ORB_CRITERIA
};

enum orb_circle {
    ORB_CIRCLE_C0 = 0,
    ORB_CIRCLE_C1A,
    ORB_CIRCLE_C1B,
    ORB_CIRCLE_C2,
    ORB_CIRCLE_C3,
    ORB_CIRCLE_C4,
    ORB_CIRCLE_INST,
    ORB_CIRCLES
};

enum orb_frequency {
    ORB_DAILY = 0,
    ORB_WEEKLY,
    ORB_MONTHLY,
    ORB_RESIDENTIAL,
    ORB_ONCE,
    ORB_FREQUENCIES
};

enum orb_travel_mode {
    ORB_MODE_CAR = 0,
    ORB_MODE_ADAPTED_VEHICLE,
    ORB_MODE_TRANSIT,
    ORB_MODE_BIKE,
    ORB_MODE_WALK,
    ORB_MODE_WHEELCHAIR,
    ORB_MODES
};

enum orb_igas {
    ORB_IGAS_AGE_BOUNDS = 0,
    ORB_IGAS_ASSOCIATED,
    ORB_IGAS_HOME_TEMPORARY,
    ORB_IGAS_OPTIONS
};

enum orb_class {
    ORB_ELIGIBLE = 0,
    ORB_TO_VERIFY,
    ORB_NEAR_MISS,
    ORB_EXCLUDED,
    ORB_CLASSES
};

enum orb_place_kind { ORB_KIND_HOME = 0, ORB_KIND_ONSITE, ORB_KIND_REMOTE, ORB_KIND_NONE };

enum orb_rank_part {
    ORB_RANK_CLASS = 0,
    ORB_RANK_SCORE,
    ORB_RANK_TRAVEL,
    ORB_RANK_ID,
    ORB_RANK_PARTS
};

/* NULL-terminated-free name tables, indexed by the enumerations above. */
extern const char *const orb_rule_names[ORB_RULES];
extern const char *const orb_criterion_names[ORB_CRITERIA];
extern const char *const orb_circle_names[ORB_CIRCLES];
extern const char *const orb_frequency_names[ORB_FREQUENCIES];
extern const char *const orb_travel_mode_names[ORB_MODES];
extern const char *const orb_igas_names[ORB_IGAS_OPTIONS];
extern const char *const orb_class_names[ORB_CLASSES];

/* The index of text in a table of count names, or -1. */
int orb_name_index(const char *const *names, int count, const char *text);

struct orb_profile_rule {
    bool enabled;
    bool relaxable;
    bool missing_is_yes; /* on_missing "yes": unknown reasons are dropped, except igas */
};

struct orb_profile_travel_mode {
    double access_minutes;
    double local_kmh[5]; /* by INSEE density class 1..4; [0] unused */
    double mid_kmh;
    double far_kmh;
    double detour[3]; /* near, mid, far */
};

struct orb_profile_modality {
    const char *code;
    enum orb_place_kind kind;
    bool residential;
    bool temporary;
};

struct orb_profile_entry {
    const char *prestation;
    double strength;
    struct orb_code_list professions; /* empty = any */
};

struct orb_profile_need {
    const char *code;
    const struct orb_profile_entry *entries;
    uint32_t entry_count;
};

/* A key and its list: wishes by domain, orientations of dispositifs. */
struct orb_profile_list {
    const char *key;
    struct orb_code_list values;
};

struct orb_profile_pair {
    const char *key;
    const char *value;
};

struct orb_profile_weights {
    const char *branch; /* "1.1" */
    double weight[ORB_CRITERIA];
};

struct orb_profile_policy {
    const char *name;
    double multiply[ORB_CRITERIA];
    double time_factor;
    bool deadline;
    enum orb_rank_part order[ORB_RANK_PARTS];
};

struct orb_profile_step {
    double times_max;
    double slack;
};

/* Everything is valid until orb_profile_free. */
struct orb_profile {
    struct orb_arena arena;
    const char *id;
    double near_miss_limit;
    struct orb_profile_rule rules[ORB_RULES];
    struct orb_code_list institution_categories;
    struct {
        double tolerance_days, slack_within, slack_beyond, slack_not_accepting;
    } open;
    struct {
        double tolerance_months, slack_within, slack_beyond;
        int64_t igas_min_months, igas_max_months;
    } age;
    double public_slack_covered, public_slack_uncovered;
    double associated_slack, orientation_slack, modality_slack, language_slack,
        deadline_slack;
    double zone_slack, travel_slack_beyond;
    const struct orb_profile_step *travel_steps;
    uint32_t travel_step_count;
    double accessibility_slack_limited, accessibility_slack_no;
    bool igas[ORB_IGAS_OPTIONS];
    const char *public_open, *public_all_disability, *public_carers;
    struct orb_code_list disability_groups;
    const struct orb_profile_pair *parents;
    uint32_t parent_count;
    const struct orb_profile_list *dispositif_orientations;
    uint32_t dispositif_count;
    const struct orb_profile_modality *modalities;
    uint32_t modality_count;
    struct {
        double half_life, max;
    } frequencies[ORB_FREQUENCIES];
    struct {
        double earth_radius_km;
        enum orb_travel_mode default_modes[ORB_MODES];
        uint32_t default_mode_count;
        int default_density;
        double detour_km[2], speed_km[2];
        double precision_m[ORB_PRECISION_MUNICIPALITY + 1];
        struct orb_profile_travel_mode modes[ORB_MODES];
    } travel;
    struct {
        double r, i;
    } circles[ORB_CIRCLE_INST]; /* C0..C4 */
    double droit_commun_i;
    struct {
        double best, breadth, evidence[2]; /* evidence by enum orb_evidence */
    } coverage;
    struct {
        double exact, parent, all_disability, open, none, narrow_age_bonus;
        int64_t narrow_age_months;
    } expertise;
    double waiting_half_life_days;
    double accessibility_value[4]; /* by enum orb_feature_level; [0] unused */
    struct orb_code_list premises_features;
    struct {
        double success, none, refused, refused_old, abandoned, failure;
        int64_t refused_days;
    } history;
    double unknown; /* f of an unknown criterion */
    const struct orb_profile_weights *weights;
    uint32_t weights_count;
    double priority_weights[4]; /* [1..3] */
    const struct orb_profile_policy *policies;
    uint32_t policy_count;
    const char *default_policy;
    struct {
        struct orb_code_list prestations;
        enum orb_frequency frequency;
        int64_t near_miss_threshold, refused_threshold;
    } coordination;
    struct {
        enum orb_class classes[ORB_CLASSES];
        uint32_t class_count;
        int64_t max_needs;
        int64_t max_offers; /* -1 = no limit */
        double unknown_travel_minutes;
        int64_t max_alternatives, max_prospects;
    } plan;
    /* Probabilities from which two records are merged, and from which a person is asked;
     * records of a block before it is split (METHODS 9). */
    struct {
        double automatic, review;
        int64_t block;
    } linkage;
    /* Who has access, what is missing or repeated on a territory (METHODS 2 and 4). */
    struct {
        double day_minutes;         /* catchment of what is given by the day, or at home */
        double residential_minutes; /* of what houses the person */
        double steps[ORB_PROFILE_STEPS]; /* weights of equal parts of the catchment, the
                                            nearest first */
        uint32_t step_count;
        double saturated_days; /* a longer wait is saturation */
        double overlap_publics, overlap_ages, overlap_zones; /* shares in common */
        double overlap_minutes; /* farthest apart of two sites that repeat each other */
    } planning;
    /* Persons without solution (METHODS 5). */
    struct {
        double wait_max_days;                        /* a longer wait is no solution */
        double deadline_days[ORB_PROFILE_DEADLINES]; /* classes of the order of work */
        int64_t orientation_months, age_months, closing_months; /* fragile: it ends within
                                                                    that */
        double wait_days;                                       /* fragile: a longer wait */
        double horizon_days;    /* fragile: a deadline within that */
        int64_t isolated_from;  /* factors of isolation */
        int64_t contact_months; /* without a contact for longer, it is a break */
    } cohort;
    const struct orb_profile_need *needs; /* sorted by code, by numbers between dots */
    uint32_t need_count;
    const struct orb_profile_list *wishes;
    uint32_t wish_count;
};

/*
 * The built-in profile with over laid on it key by key (NULL = as it is). ORB_ERR_SYNTAX
 * with the JSON pointer of a key that is unknown or a value that is not of its kind. Owned
 * by the caller, release with orb_profile_free.
 */
ORB_MUST_CHECK enum orb_status orb_profile_new(struct orb_profile **out,
                                               const struct orb_json *over,
                                               struct orb_error *err);
void orb_profile_free(struct orb_profile *profile);

/* NULL when there is none of that name. */
const struct orb_profile_policy *orb_profile_policy_find(const struct orb_profile *profile,
                                                         const char *name);
const struct orb_profile_modality *
orb_profile_modality_find(const struct orb_profile *profile, const char *code);
const struct orb_profile_need *orb_profile_need_find(const struct orb_profile *profile,
                                                     const char *code);

/* Weights of the branch of a need code ("1.3.3.2" -> "1.3"), or NULL. */
const struct orb_profile_weights *
orb_profile_weights_find(const struct orb_profile *profile, const char *need_code);

#endif
