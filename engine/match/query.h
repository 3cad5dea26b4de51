/* A question made ready: the person's codes as numbers of the catalogue, and what is
 * remembered while answering. Private to engine/match. */
#ifndef ORB_MATCH_QUERY_H
#define ORB_MATCH_QUERY_H

#include "engine/base/arena.h"
#include "engine/geo/frame.h"
#include "engine/match/match.h"

/* What a code of the dictionary means for the profile and the person: bits of struct
 * orb_query.flags. */
enum orb_code_flag {
    ORB_CODE_PUBLIC_OPEN = 1U << 0,
    ORB_CODE_PUBLIC_ALL = 1U << 1,
    ORB_CODE_PUBLIC_CARERS = 1U << 2,
    ORB_CODE_PUBLIC_EXACT = 1U << 3,    /* one of the person's groups */
    ORB_CODE_PUBLIC_PARENT = 1U << 4,   /* broader than one of them */
    ORB_CODE_PUBLIC_NARROWER = 1U << 5, /* narrower than one of them */
    ORB_CODE_TRIED = 1U << 6,           /* category of an attempt */
    ORB_CODE_COORDINATION = 1U << 7,    /* prestation of coordination */
    ORB_CODE_REFUSED = 1U << 8,         /* category refused by the person */
    ORB_CODE_CARER_FAMILY = 1U << 9,    /* family of the carers' needs */
    ORB_CODE_WANTED = 1U << 10,         /* modality required by the person */
    ORB_CODE_HOME = 1U << 11,           /* modality at home */
    ORB_CODE_REMOTE = 1U << 12,
    ORB_CODE_RESIDENTIAL = 1U << 13,
    ORB_CODE_TEMPORARY = 1U << 14,
    ORB_CODE_ORIENTED =
        1U << 15, /* a valid decision of the person opens it (orientation or engagement) */
    ORB_CODE_ENGAGED = 1U << 16 /* engagement that a valid decision of the person opens */
};

enum orb_public_level {
    ORB_PUBLIC_EXACT = 0,
    ORB_PUBLIC_PARENT,
    ORB_PUBLIC_ALL_DISABILITY,
    ORB_PUBLIC_OPEN,
    ORB_PUBLIC_NONE,
    ORB_PUBLIC_CARERS,
    ORB_PUBLIC_UNKNOWN,        /* the offer does not say */
    ORB_PUBLIC_GROUPS_UNKNOWN, /* the person does not say */
    ORB_PUBLIC_NARROWER
};

/* An entry of the table of needs, ready for comparison with the prestations of the
 * catalogue. */
struct orb_query_entry {
    const char *prestation;
    double strength;
    const orb_cat_code *professions; /* codes known to the catalogue */
    uint32_t profession_count;
    bool any_profession;
};

struct orb_query_need {
    const struct orb_need *need;
    const struct orb_query_entry *entries;
    uint32_t entry_count;
    double total_strength;
    double weight[ORB_CRITERIA]; /* w'; NaN = does not apply */
    double neutral[ORB_CRITERIA];
    double priority;    /* weight of the priority */
    uint32_t frequency; /* index in frequencies */
    const orb_cat_code
        *themes; /* of the wishes mapped to this need, known to the catalogue */
    uint32_t theme_count;
    bool has_themes; /* some theme was given, known to the catalogue or not */
};

struct orb_query_feature {
    const char *name;
    orb_cat_code code; /* ORB_CAT_NONE = the catalogue never speaks of it */
    bool required;
    bool premises;
    bool language; /* a wished language, for criterion A */
};

/* What the person says of one offer. */
struct orb_query_special {
    uint32_t offer;
    bool named; /* a valid decision names it */
    bool refused;
    bool supported;
    bool tried; /* has attempts on the offer itself */
};

/* What a part of terms means for this person, computed when first met. Reasons are those of
 * the rules that look at the part alone. */
struct orb_part_reasons {
    uint32_t first[ORB_RULES];
    uint8_t count[ORB_RULES];
};

struct orb_care_facts {
    bool made;
    bool covers; /* at least one need */
    bool coordination;
    bool carers;             /* a family that the carers need */
    uint32_t coverage_first; /* N by need, in numbers; 0 = not covered */
    uint32_t wish_first; /* wish part of H by need: 0, 1, NaN unknown, -1 does not apply */
    struct orb_part_reasons reasons;
};

struct orb_entry_facts {
    bool made;
    bool institution;
    bool carers;   /* carers are among the publics */
    bool oriented; /* a valid decision opens it */
    bool past_tried;
    bool hopeless; /* excluded whatever the place, unless a decision names the offer */
    uint8_t public_level; /* enum orb_public_level */
    uint8_t droit_commun; /* enum orb_tristate */
    orb_cat_code category;
    uint32_t terms;   /* that show it */
    double expertise; /* NaN = unknown */
    double past;      /* attempts on the category; NaN = the person has no attempt */
    struct orb_part_reasons reasons;
};

struct orb_ways_facts {
    bool made;
    uint32_t usable_first; /* usable modalities in indices, by place in the catalogue's */
    uint32_t usable_count;
    bool refuses_new; /* takes nobody new for now */
    bool activity_unknown;
    double far_chord_m; /* beyond it, every modality is too far to be even a near miss;
                           infinite when some does not travel */
    struct orb_part_reasons reasons;
};

struct orb_facts {
    const struct orb_care_facts *care;
    const struct orb_entry_facts *entry;
    const struct orb_ways_facts *ways;
};

#define ORB_QUERY_GROW(type)                                                               \
    struct {                                                                               \
        type *items;                                                                       \
        size_t count;                                                                      \
        size_t capacity;                                                                   \
    }

struct orb_matcher {
    const struct orb_catalogue *c;
    const struct orb_profile *p;
    const struct orb_person *person;
    struct orb_match_options options;
    const struct orb_profile_policy *policy;
    bool igas[ORB_IGAS_OPTIONS];
    struct orb_arena arena; /* of the question */
    uint32_t *flags;        /* by code of the catalogue */
    uint32_t *base_flags;   /* those of the profile */
    /* the person */
    bool age_known;
    int64_t age_lo, age_hi; /* completed months */
    bool located;
    struct orb_ecef position;
    double precision_m;
    int density;
    uint32_t commune;          /* row, ORB_CAT_NONE = not in the catalogue */
    orb_cat_code commune_code; /* ORB_CAT_NONE = no zone speaks of it */
    orb_cat_code commune_successor;
    orb_cat_code department;
    enum orb_travel_mode modes[ORB_MODES];
    uint32_t mode_count;
    enum orb_frequency frequencies[ORB_FREQUENCIES];
    uint32_t frequency_count;
    double half_life[ORB_FREQUENCIES]; /* by enum orb_frequency */
    double max_minutes[ORB_FREQUENCIES];
    struct orb_query_need *needs;
    uint32_t need_count;
    double priority_total;
    struct orb_query_feature
        *features; /* required and wished features by name, then wished languages */
    uint32_t feature_count;
    struct orb_query_feature *languages; /* required, by name */
    uint32_t language_count;
    struct orb_query_special *specials; /* by offer */
    uint32_t special_count;
    uint64_t *special_bits; /* by offer */
    bool disabled;          /* some group of the person is one of disability */
    bool refuses; /* the person refuses or wants something rule refused must look at */
    struct orb_circles circles;
    /* what is remembered */
    struct orb_care_facts *care; /* by number of the part */
    struct orb_entry_facts *entry;
    struct orb_ways_facts *ways;
    double far_chord_m[2]; /* of day modalities, of residential ones */
    uint8_t *zone_state;   /* by zone: 0 = not yet, else 1 + enum orb_outcome_of_rule */
    ORB_QUERY_GROW(double) numbers; /* scratch of facts */
    ORB_QUERY_GROW(uint32_t) indices;
    struct orb_reasons terms_reasons;
    struct orb_reasons offer_reasons;  /* of the offer being evaluated, and of its place */
    size_t offer_first[ORB_RULES + 1]; /* by rule: the first of offer_reasons */
    struct orb_reasons verdict_reasons;
    struct orb_verdict verdicts[ORB_FREQUENCIES];
    size_t verdict_first[ORB_FREQUENCIES];
    struct orb_need_evaluation evaluations[ORB_PERSON_MAX_NEEDS];
    /* results */
    ORB_QUERY_GROW(struct orb_ranked) overall;
    struct orb_need_rows {
        struct orb_ranked *items;
        size_t count;
        size_t capacity;
        struct orb_ranked *prospects; /* the best few, in order */
        size_t prospect_count;
        uint64_t prospect_any; /* how many there are */
        uint64_t only_rule[ORB_RULES];
    } rows[ORB_PERSON_MAX_NEEDS];
    ORB_QUERY_GROW(struct orb_side_offer) coordination;
    ORB_QUERY_GROW(struct orb_side_offer) carers;
};

/* Make the question ready: fills the person's part of the matcher. */
ORB_MUST_CHECK enum orb_status orb_query_prepare(struct orb_matcher *m,
                                                 struct orb_error *err);

/* The entries of the table that answer a need; a coarse code gives the union of its
 * descendants (MATCHING 5). */
ORB_MUST_CHECK enum orb_status orb_query_entries(struct orb_matcher *m,
                                                 struct orb_query_need *need,
                                                 struct orb_error *err);

/* The facts about a part, computed when first asked for. NULL without memory. */
const struct orb_care_facts *orb_query_care(struct orb_matcher *m, uint32_t care);
const struct orb_entry_facts *orb_query_entry_facts(struct orb_matcher *m, uint32_t entry);
const struct orb_ways_facts *orb_query_ways(struct orb_matcher *m, uint32_t ways);

/* Forget what was computed for the last person. */
void orb_query_forget(struct orb_matcher *m);

/* The evidence factor with which terms provide an entry; 0 = not at all. */
double orb_entry_evidence(const struct orb_matcher *m, const struct orb_cat_terms *t,
                          const struct orb_query_entry *e);
double orb_prestation_evidence(const struct orb_matcher *m,
                               const struct orb_cat_prestation *prestation,
                               const struct orb_cat_terms *t,
                               const struct orb_query_entry *e);

/* What the person says of an offer, or NULL. */
const struct orb_query_special *orb_query_special(const struct orb_matcher *m,
                                                  uint32_t offer);

/* Is the person in the zone? */
enum orb_outcome_of_rule orb_query_zone(struct orb_matcher *m, uint32_t zone);

/* The travel to an offer: minutes NaN = unknown. */
struct orb_trip {
    double minutes;
    uint8_t mode;
    bool imprecise;
    bool estimate;
};
struct orb_trip orb_query_trip(const struct orb_matcher *m, uint32_t offer);

/* The best feasible modality of an offer for a frequency (MATCHING 4.5). */
struct orb_place orb_query_place(struct orb_matcher *m, uint32_t offer,
                                 const struct orb_ways_facts *ways,
                                 enum orb_frequency frequency, const struct orb_trip *trip);

/* Only these rules, a bit each; the others are skipped (carers: 4 rules). */
#define ORB_ALL_RULES ((1U << ORB_RULES) - 1)

/* An offer being judged. */
struct orb_verdict_input {
    uint32_t offer;
    struct orb_facts facts;
    const struct orb_query_special *special;
    const struct orb_circle_fact *circle;
    unsigned rules; /* bits of the rules applied */
};

/* Apply the rules that look at the offer itself; once before the verdicts of an offer. */
void orb_verdict_begin(struct orb_matcher *m, const struct orb_verdict_input *in);

/* The verdict at a place. Its reasons are added to verdict_reasons from *first; reasons is
 * set by orb_verdict_end. */
void orb_verdict_make(struct orb_matcher *m, const struct orb_verdict_input *in,
                      const struct orb_place *place, struct orb_verdict *out,
                      size_t *first);

/* Scores of one need, given the verdict. */
void orb_score_need(struct orb_matcher *m, const struct orb_verdict_input *in,
                    const struct orb_verdict *verdict, struct orb_need_evaluation *out);

/* All about one offer. False without memory. */
bool orb_evaluate(struct orb_matcher *m, uint32_t offer, struct orb_evaluation *out);

/* The verdict of an offer at the frequency of coordination, by some rules only. Reasons are
 * valid until the next evaluation. */
bool orb_judge(struct orb_matcher *m, uint32_t offer, unsigned rules,
               struct orb_verdict *out);

/* Look at all offers: fills overall, rows, coordination, carers and the counts. False
 * without memory. */
bool orb_search(struct orb_matcher *m, uint64_t counts[ORB_CLASSES]);

/* Sorts rows in the order of the policy; the first keep rows are in order, the rest is left
 * out. */
size_t orb_rank(const struct orb_matcher *m, struct orb_ranked *rows, size_t count,
                size_t keep);

/* Does a come before b in the order of the policy? */
bool orb_rank_before(const struct orb_profile_policy *policy, const struct orb_ranked *a,
                     const struct orb_ranked *b);

/* The exact bundle (MATCHING 8), from overall and rows as they were found. */
ORB_MUST_CHECK enum orb_status orb_bundle(struct orb_matcher *m, struct orb_plan *out,
                                          struct orb_error *err);

#endif
