/* What the codes, the needs and the parts of terms mean for one person. Private to
 * engine/match. */
#ifndef ORB_MATCH_FACTS_H
#define ORB_MATCH_FACTS_H

#include "engine/match/match.h"

#define ORB_QUERY_GROW(type)                                                               \
    struct {                                                                               \
        type *items;                                                                       \
        size_t count;                                                                      \
        size_t capacity;                                                                   \
    }

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
    double *coverage;            /* N by care, NaN = not yet; NULL = not remembered */
    double weight[ORB_CRITERIA]; /* w'; NaN = does not apply */
    double neutral[ORB_CRITERIA];
    double priority;                     /* weight of the priority */
    double share;                        /* of the overall score */
    double weight_g, weight_w, weight_r; /* 0 when they do not apply */
    double most_others;                  /* the most that all criteria but N may bring */
    double to_neutral;  /* neutral weights are the others, that of R apart, times this */
    uint32_t frequency; /* index in frequencies */
    const orb_cat_code
        *themes; /* of the wishes mapped to this need, known to the catalogue */
    uint32_t theme_count;
    bool has_themes; /* some theme was given, known to the catalogue or not */
};

/* A decision of the person, in the codes known to the catalogue. */
struct orb_query_decision {
    orb_cat_code code;               /* ORB_CAT_NONE = the catalogue never speaks of it */
    const orb_cat_code *engagements; /* that the code opens */
    uint32_t engagement_count;
};

struct orb_query_feature {
    const char *name;
    orb_cat_code code; /* ORB_CAT_NONE = the catalogue never speaks of it */
    bool required;
    bool premises;
    bool language; /* a wished language, for criterion A */
};

/* What the person says of one offer, or others of the way there. */
struct orb_query_special {
    const struct orb_travel_row *rows[ORB_MODES]; /* NULL = to be estimated */
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

/* What reasons amount to, without telling them (MATCHING 4.6). */
enum orb_tally_flag {
    ORB_TALLY_FAILED = 1U << 0,
    ORB_TALLY_FIXED = 1U << 1, /* some failed reason cannot be relaxed */
    ORB_TALLY_UNKNOWN = 1U << 2,
    ORB_TALLY_IGAS = 1U << 3
};

struct orb_tally {
    double slack;
    uint32_t flags; /* enum orb_tally_flag */
};

static inline void orb_tally_add(struct orb_tally *to, const struct orb_tally *more)
{
    to->slack += more->slack;
    to->flags |= more->flags;
}

struct orb_care_facts {
    uint32_t made; /* the question it was computed for */
    bool covers;   /* at least one need */
    uint32_t need_count;
    uint32_t needs_first; /* the needs covered, in indices */
    bool coordination;
    bool carers;             /* a family that the carers need */
    uint32_t coverage_first; /* N by need, in numbers; 0 = not covered */
    uint32_t wish_first; /* wish part of H by need: 0, 1, NaN unknown, -1 does not apply */
    struct orb_part_reasons reasons;
    struct orb_tally tally;
};

/* The signs of entries by which facts are remembered: enum orb_sign, age to associated. */
#define ORB_ENTRY_SIGNS 4

/* What entries of one sign share for one person: the reasons of one rule, the level of the
 * public. */
struct orb_sign_facts {
    uint32_t made;
    uint32_t first; /* in terms_reasons */
    uint8_t count;
    uint8_t public_level; /* enum orb_public_level */
    bool oriented;
    bool narrow;   /* the range of ages */
    bool applied;  /* the rule that reads the sign alone */
    uint8_t known; /* bits: which of own are */
    struct orb_tally tally;
    struct orb_tally own[4]; /* of a public: all rules of an entry but those that read
                                another sign alone, by orb_sign_public_at */
};

/* Besides the public, its rules read whether a decision opens the entry and whether it is
 * an institution. */
static inline uint32_t orb_sign_public_at(bool oriented, bool institution)
{
    return (oriented ? 1U : 0U) | (institution ? 2U : 0U);
}

/* What entries that are alike share: all that bounds read. */
struct orb_entry_like {
    struct orb_tally tally;
    double expertise; /* NaN = unknown */
    double past;      /* NaN = the person has no attempt */
    bool institution;
    uint8_t droit_commun; /* enum orb_tristate */
};

/* Likes that are told apart; those of entries beyond have this number. */
#define ORB_LIKES      64
#define ORB_LIKE_SLOTS 256
#define ORB_LIKE_KEYS  1024 /* by a hash: few of those in use meet */

struct orb_like_of {
    uint32_t made;
    uint32_t number;
};

/* What an entry is made of, side by side: thousands are read for a question. */
struct orb_entry_signs {
    uint32_t public; /* number of its sign */
    uint32_t beside; /* all but the public and the category: a few hundred in all */
    orb_cat_code category;
};

/* What entries have beside their public and their category. */
struct orb_entry_beside {
    uint32_t of[ORB_ENTRY_SIGNS]; /* none of a public */
    uint8_t institution, droit_commun;
};

/* What that says in the numbers of the person's question: bits of the key of a like. */
struct orb_beside_key {
    uint32_t key;    /* 0 = not told yet */
    uint32_t public; /* orb_sign_public_at */
};

/* What signs of one sort say, in the numbers of the person's question: a few say the same.
 */
struct orb_sign_class {
    struct orb_tally tally;
    uint32_t more; /* besides: narrow, oriented or the level of the public */
};
#define ORB_SIGN_CLASSES 32

/* The like of entries whose signs are of the same classes: key 0 = none. */
struct orb_like_key {
    uint32_t key, number;
};

struct orb_entry_facts {
    uint32_t made;
    bool institution;
    bool oriented; /* a valid decision opens it */
    bool past_tried;
    uint8_t public_level; /* enum orb_public_level */
    uint8_t droit_commun; /* enum orb_tristate */
    orb_cat_code category;
    uint32_t terms;   /* that show it */
    double expertise; /* NaN = unknown */
    double past;      /* attempts on the category; NaN = the person has no attempt */
    struct orb_part_reasons reasons;
    struct orb_tally tally;
};

struct orb_ways_facts {
    uint32_t made;
    uint32_t usable_first; /* usable modalities in indices, by place in the catalogue's */
    uint32_t usable_count;
    bool refuses_new; /* takes nobody new for now */
    bool activity_unknown;
    bool on_site;        /* some usable modality is */
    bool residential;    /* some is */
    bool away;           /* some is at home or remote */
    bool remote;         /* some is remote */
    bool refused;        /* all are, by the person, who is never overridden */
    double far_chord_m;  /* beyond it, every modality is too far to be even a near miss;
                            infinite when some does not travel */
    double near_chord_m; /* beyond it, none of those on site is within the limit */
    struct orb_part_reasons reasons;
    struct orb_tally tally;
    struct orb_tally open; /* rule open of an offer that is neither closed for a while nor
                              still to open */
};

/* A care given to some persons: what all its offers share but their ways. Upper bounds of
 * the scores are rest + weight of G * G + weight of W * W. */
struct orb_pair_facts {
    uint32_t made;
    uint32_t rest_first; /* by need covered, in numbers */
    double highest_r;    /* criterion R, part of rest that the neutral ranking leaves out */
    struct orb_tally tally;
    bool excluded;    /* all its offers are, unless a decision names them */
    uint32_t decided; /* what the stage being walked decided of it, as of a kind */
};

struct orb_facts {
    const struct orb_care_facts *care;
    const struct orb_entry_facts *entry;
    const struct orb_ways_facts *ways;
};

#endif
