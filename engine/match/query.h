/* A question made ready: the person's codes as numbers of the catalogue, and what is
 * remembered while answering. Private to engine/match. */
#ifndef ORB_MATCH_QUERY_H
#define ORB_MATCH_QUERY_H

#include "engine/base/arena.h"
#include "engine/geo/frame.h"
#include "engine/match/columns.h"
#include "engine/match/facts.h"
#include "engine/match/lines.h"
#include "engine/match/marks.h"
#include "engine/match/match.h"
#include "engine/match/tiles.h"

/* Distances are cut in rings, whose inner edge bounds the minutes. The last one has no end.
 */
#define ORB_RINGS  1024
#define ORB_RING_M 250.0

/* By the density of the offer's commune, 0 to 4, then whatever it is. */
#define ORB_RING_DENSITIES 6
#define ORB_RING_LEAST     5

/* The minutes by one mode from a commune of some density, made when first asked for. */
struct orb_rings {
    double minutes[ORB_RING_DENSITIES][ORB_RINGS];
};

/* Minutes are cut in steps, whose beginning bounds criterion G. */
#define ORB_STEPS           4096
#define ORB_STEPS_OF_MINUTE 16

/* Criterion G at most with a half-life, remembered from one question to the next. */
struct orb_decay {
    double half_life;
    uint32_t asked; /* the last question that asked for it */
    double g[ORB_STEPS];
};
#define ORB_DECAYS 12 /* more than a question has frequencies */

/* Lists of an answer: overall, neutral, then one for each need. */
#define ORB_LISTS (2 + ORB_PERSON_MAX_NEEDS)

/* Waiting times in days bound criterion W. */
#define ORB_WAITS 1024

/* Needs whose coverage is remembered from one question to the next: more than the table has
 * at the level of a request. */
#define ORB_REMEMBERED 128

/* Codes that a person says something of, and whose flags are then put back one by one. */
#define ORB_FLAGGED 256

/* Kinds by what they have apart, that neither the grid nor the zones lead to: residential,
 * at home or remote without a zone, whatever the person. In lists, each care by care then
 * entry by entry; the first list is that of all kinds. */
#define ORB_APARTS 16
struct orb_apart_run {
    uint32_t entry, first; /* the first of its kinds; those of the next run follow */
};
struct orb_apart_kinds {
    uint32_t *kinds;
    struct orb_apart_run *runs; /* one more at the end */
    uint32_t *first;            /* by list, then by care, care_count + 1: into runs */
    bool *home;                 /* by care: some come home, without a zone */
};

/* What tells without a look at a member whether it is too far. */
struct orb_linked {
    double x, y, z;
    uint32_t member, kind, care, ways, zone;
};

/* One that is not too far for anything; within: the place does not refuse it. */
struct orb_linked_near {
    uint32_t member, kind, care;
    bool within;
};

/* How far a mode goes in so many minutes: found by halves, hence remembered from one
 * question to the next. */
#define ORB_REACHES 16
struct orb_reaches {
    double minutes[ORB_REACHES], km[ORB_REACHES];
    uint32_t count; /* found so far: the last ones are there */
};

struct orb_matcher {
    const struct orb_catalogue *c;
    const struct orb_profile *p;
    const struct orb_person *person;
    struct orb_match_options options;
    const struct orb_profile_policy *policy;
    bool igas[ORB_IGAS_OPTIONS];
    struct orb_arena arena; /* of the question */
    struct orb_arena linked_arena;
    uint32_t *flags;                   /* by code of the catalogue */
    uint32_t *base_flags;              /* those of the profile */
    uint32_t flagged[ORB_FLAGGED];     /* codes whose flags are no longer those */
    uint32_t flagged_count;            /* more than there is room for = maybe all */
    uint8_t scope_rules[5][ORB_RULES]; /* by enum orb_rule_scope: the rules enabled */
    uint32_t scope_count[5];
    /* the person */
    bool age_known;
    int64_t age_lo, age_hi; /* completed months */
    bool located;
    double lon, lat; /* when located */
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
    double nearest_slack; /* the least slack of a way over the limit */
    int64_t shortest;     /* key of the minutes that any way takes, or is taken for */
    struct orb_query_need *needs;
    uint32_t need_count;
    double priority_total;
    struct orb_query_feature
        *features; /* required and wished features by name, then wished languages */
    uint32_t feature_count;
    struct orb_query_feature *languages; /* required, by name */
    uint32_t language_count;
    struct orb_query_decision *decisions; /* by orientation of the person */
    struct orb_query_special *specials;   /* by offer */
    uint32_t special_count;
    struct orb_marks special; /* by offer */
    uint32_t *special_at;     /* by offer: its place in specials, when it is marked */
    bool no_need_excludes;    /* what answers no need is excluded for that */
    bool plain;    /* the dates of an offer decide alone of rules refused, deadline */
    bool disabled; /* some group of the person is one of disability */
    bool refuses;  /* the person refuses or wants something rule refused must look at */
    struct orb_circles circles;
    ORB_QUERY_GROW(struct orb_linked)
    linked; /* members whose circle the operator may hold nearer */
    struct orb_linked_near *linked_near;
    uint32_t linked_near_count;
    uint64_t *linked_bits;       /* by member */
    char *linked_id, *linked_ej; /* the operator they were looked for with */
    bool linked_known;
    /* what is remembered */
    uint32_t question;                /* numbers the questions, from 1 */
    struct orb_pair_facts *pairs[2];  /* by pair: when nothing links the offer to the
                                         operator, when something does; of entries like no
                                         other */
    struct orb_pair_facts **alike[2]; /* by care, then by like: what pairs are there */
    struct orb_marks done;            /* by member: not to be looked at (again) */
    struct orb_apart_kinds apart;
    struct orb_care_facts *care; /* by number of the part */
    uint8_t *care_coordinates;   /* by care: 0 = not looked at yet, 1 = no, 2 = yes */
    struct orb_care_facts idle;  /* the rules of a care say the same of all those that
                                    neither cover a need nor coordinate */
    struct orb_entry_facts *entry;
    struct orb_signs signs[ORB_ENTRY_SIGNS]; /* of entries, made when first needed */
    orb_cat_code *entry_category;            /* by entry, made with the signs */
    struct orb_sign_facts *sign_facts[ORB_ENTRY_SIGNS]; /* by number of the sign */
    struct orb_entry_signs *entry_signs;                /* by entry, made with them too */
    struct orb_entry_beside *beside;                    /* by number of entry_signs */
    struct orb_beside_key *beside_keys;                 /* the same */
    uint32_t beside_count;
    struct orb_like_of *like_of; /* by entry */
    struct orb_entry_like likes[ORB_LIKES + 1];
    uint32_t like_count;
    struct orb_sign_class sign_classes[ORB_ENTRY_SIGNS][ORB_SIGN_CLASSES];
    uint32_t sign_class_count[ORB_ENTRY_SIGNS];
    uint8_t *sign_class_of[ORB_ENTRY_SIGNS]; /* by number of the sign, of a public then by
                                                orb_sign_public_at: 0 = not told yet */
    struct orb_like_key like_keys[ORB_LIKE_KEYS];
    uint32_t like_key_count;
    uint8_t like_slots[ORB_LIKE_SLOTS]; /* by what they are made of: 1 + number */
    struct orb_ways_facts *ways;
    struct orb_apart_at *apart_at; /* by ways, without a zone then with one */
    double far_chord_m[2];         /* of day modalities, of residential ones */
    double near_chord_m[2];
    const struct orb_rings *rings[ORB_MODES]; /* by mode of the person */
    const struct orb_decay
        *decay[ORB_FREQUENCIES + 1]; /* by index in frequencies, then residential */
    struct orb_rings *made_rings[ORB_MODES][ORB_RING_LEAST]; /* by mode and density */
    struct orb_decay *decays[ORB_DECAYS];
    struct orb_reaches reaches[ORB_MODES];
    double most[ORB_CRITERIA]; /* f is never above */
    double *wait_w;            /* by whole days waited */
    double *kind_w;            /* by kind: criterion W at best; 0 = not looked for yet */
    uint8_t *zone_state;       /* by zone: 0 = not yet, else 1 + enum orb_outcome_of_rule */
    struct orb_arena memory;   /* of all questions */
    struct orb_remembered {
        const char *code; /* of a need */
        double *coverage; /* N by care, NaN = not yet */
    } remembered[ORB_REMEMBERED];
    uint32_t remembered_count;
    ORB_QUERY_GROW(double) numbers; /* scratch of facts */
    ORB_QUERY_GROW(uint32_t) indices;
    struct orb_reasons terms_reasons;
    struct orb_reasons offer_reasons;  /* of the offer being evaluated, and of its place */
    size_t offer_first[ORB_RULES + 1]; /* by rule: the first of offer_reasons */
    struct orb_reasons verdict_reasons;
    struct orb_verdict verdicts[ORB_FREQUENCIES];
    size_t verdict_first[ORB_FREQUENCIES];
    struct orb_need_evaluation evaluations[ORB_PERSON_MAX_NEEDS];
    const struct orb_cat_member *last_judged; /* where it stands does not count; NULL = it
                                                 does, or nothing was judged */
    struct orb_evaluation last_evaluation;
    /* results */
    bool class_first; /* the best classes come first in the plan */
    bool bounded; /* only the first rows are looked for: what cannot be among them is left
                     aside */
    struct orb_top overall;
    struct orb_top neutral;
    uint64_t near_misses; /* met so far */
    struct orb_need_rows rows[ORB_PERSON_MAX_NEEDS];
    ORB_QUERY_GROW(struct orb_seen) seen; /* what the search met near */
    float *seen_keys; /* by list (overall, neutral, then by need), seen.capacity of each:
                         the higher, the better it may stand */
    struct orb_tiles tiles;                  /* made once a second question is asked */
    uint32_t *stage_of_care, *stage_of_kind; /* what the stage being walked decided */
    uint32_t *care_order; /* cares by what they may bring, made for care_ordered */
    uint32_t care_ordered;
    uint32_t care_covering; /* how many of them come first, that cover a need */
    uint32_t walk;          /* numbers the walks by stages */
    ORB_QUERY_GROW(struct orb_candidate) candidates; /* the best of each set of needs */
    size_t last_candidate;
    struct orb_sides coordination, carers;
    ORB_QUERY_GROW(struct orb_side_seen) side_seen; /* met for one of them */
    uint32_t *side_kinds[2]; /* kinds of coordination resources, then those for carers; NULL
                                = not looked for yet */
    uint32_t side_count[2];
    uint32_t side_members[2]; /* offers of these kinds */
    struct orb_side_rows side_rows[2];
    uint32_t *distinct;      /* by kind: its offers, duplicates apart */
    struct orb_masks *masks; /* of surveys that count; NULL = not made yet */
};

/* Make the question ready: fills the person's part of the matcher. */
ORB_MUST_CHECK enum orb_status orb_query_prepare(struct orb_matcher *m,
                                                 struct orb_error *err);

/* Is a decision valid at the date of the question? */
bool orb_query_is_valid(const struct orb_matcher *m, const struct orb_orientation *o);

/* Gather what the person says of single offers. False without memory. */
bool orb_specials_prepare(struct orb_matcher *m);

/* The limits of travel, then the distances beyond which nothing is near, nor a near miss,
 * what distances leave of criterion G, and what is near; false without memory. */
void orb_reach_limits(struct orb_matcher *m);
bool orb_reach_prepare(struct orb_matcher *m);

/* The shortest way at some distance to a place of some density. */
double orb_reach_minutes(const struct orb_matcher *m, uint32_t density, size_t ring);

static inline size_t orb_ring_of(double m)
{
    return m >= ORB_RING_M * ORB_RINGS ? ORB_RINGS - 1 : (size_t)(m / ORB_RING_M);
}

/* The entries of the table that answer a need; a coarse code gives the union of its
 * descendants (MATCHING 5). */
ORB_MUST_CHECK enum orb_status orb_query_entries(struct orb_matcher *m,
                                                 struct orb_query_need *need,
                                                 struct orb_error *err);

/* The facts about a part, computed when first asked for. NULL without memory. */
const struct orb_care_facts *orb_query_make_care(struct orb_matcher *m, uint32_t care);
const struct orb_entry_facts *orb_query_make_entry(struct orb_matcher *m, uint32_t entry);
const struct orb_ways_facts *orb_query_make_ways(struct orb_matcher *m, uint32_t ways);

static inline const struct orb_care_facts *orb_query_care(struct orb_matcher *m,
                                                          uint32_t care)
{
    return m->care[care].made == m->question ? &m->care[care]
                                             : orb_query_make_care(m, care);
}

static inline const struct orb_entry_facts *orb_query_entry_facts(struct orb_matcher *m,
                                                                  uint32_t entry)
{
    return m->entry[entry].made == m->question ? &m->entry[entry]
                                               : orb_query_make_entry(m, entry);
}

static inline const struct orb_ways_facts *orb_query_ways(struct orb_matcher *m,
                                                          uint32_t ways)
{
    return m->ways[ways].made == m->question ? &m->ways[ways]
                                             : orb_query_make_ways(m, ways);
}

void orb_query_release_signs(struct orb_matcher *m);

/* What is remembered of an entry by one of its signs. */
static inline struct orb_sign_facts *orb_query_sign(struct orb_matcher *m,
                                                    enum orb_sign sign, uint32_t entry)
{
    return &m->sign_facts[sign][m->signs[sign].of[entry]];
}

/* Is what the person refuses out of question? Its rule reads offers, but says the same of
 * all those of a refused category, or of the side of the law that is not wished. */
static inline bool orb_query_refusal_excludes(const struct orb_matcher *m)
{
    const struct orb_profile_rule *rule = &m->p->rules[ORB_RULE_REFUSED];

    return m->refuses && rule->enabled && !rule->relaxable;
}

/* Lay what entries are made of side by side, once their signs are numbered. False without
 * memory. */
bool orb_query_lay_signs(struct orb_matcher *m);
void orb_query_release_laid(struct orb_matcher *m);

/* Tell what the entry is like. False without memory. */
bool orb_query_make_like(struct orb_matcher *m, uint32_t entry);

/* The slot where the search for a key begins. */
static inline uint32_t orb_like_slot(uint32_t key)
{
    return (key * 2654435761U >> 16) % ORB_LIKE_KEYS;
}

/* The same; most entries are of classes that were met together already. */
static inline bool orb_query_like(struct orb_matcher *m, uint32_t entry)
{
    const struct orb_entry_signs *e;
    const struct orb_beside_key *beside;
    const struct orb_like_key *known;
    uint32_t public;

    if (m->like_of[entry].made == m->question)
        return true;
    if (m->entry_signs == NULL)
        return orb_query_make_like(m, entry);
    e = &m->entry_signs[entry];
    beside = &m->beside_keys[e->beside];
    public = m->sign_class_of[ORB_SIGN_PUBLIC][4 * e->public + beside->public];
    known = &m->like_keys[orb_like_slot(beside->key | public << 18)];
    if (beside->key == 0 || public == 0 || known->key != (beside->key | public << 18) ||
        (e->category != ORB_CAT_NONE &&
         (m->flags[e->category] & (ORB_CODE_TRIED | ORB_CODE_REFUSED)) != 0))
        return orb_query_make_like(m, entry);
    m->like_of[entry] = (struct orb_like_of){ m->question, known->number };
    return true;
}
void orb_query_release_alike(struct orb_matcher *m);

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
static inline const struct orb_query_special *orb_query_special(const struct orb_matcher *m,
                                                                uint32_t offer)
{
    return m->special_count == 0 || !orb_marks_has(&m->special, offer)
               ? NULL
               : &m->specials[m->special_at[offer]];
}

/* Is the person in the zone? */
enum orb_outcome_of_rule orb_query_zone(struct orb_matcher *m, uint32_t zone);

/* The state of a zone, 0 when there is none. */
static inline uint32_t orb_zone_state(struct orb_matcher *m, uint32_t zone)
{
    return zone == ORB_CAT_NONE ? 0 : 1 + (uint32_t)orb_query_zone(m, zone);
}

/* The travel to an offer: minutes NaN = unknown. */
struct orb_trip {
    double minutes;
    uint8_t mode;
    bool imprecise;
    bool estimate;
};
struct orb_trip orb_query_trip(const struct orb_matcher *m, const struct orb_cat_member *x);

/* The best feasible modality of an offer for a frequency (MATCHING 4.5). */
struct orb_place orb_query_place(struct orb_matcher *m, uint32_t zone,
                                 const struct orb_ways_facts *ways,
                                 enum orb_frequency frequency, const struct orb_trip *trip);

/* The offers that the operator may hold nearer than their kind, by a relation, their
 * organization or a dispositif. */
ORB_MUST_CHECK enum orb_status orb_linked_find(struct orb_matcher *m,
                                               struct orb_error *err);
/* Those that may answer, care by care, then kind by kind; once the needs and the distances
 * are known. False without memory. */
bool orb_linked_reach(struct orb_matcher *m);
static inline bool orb_linked_has(const struct orb_matcher *m,
                                  const struct orb_cat_member *x)
{
    size_t at = (size_t)(x - m->c->members);

    return (m->linked_bits[at / 64] >> (at % 64) & 1) != 0;
}

/* The circle of an offer that nothing links to the operator. */
static inline enum orb_circle orb_unlinked_circle(bool institution, uint8_t droit_commun)
{
    if (institution)
        return ORB_CIRCLE_INST;
    return droit_commun == ORB_YES ? ORB_CIRCLE_C3 : ORB_CIRCLE_C2;
}

/* Only these rules, a bit each; the others are skipped (carers: 4 rules). */
#define ORB_ALL_RULES ((1U << ORB_RULES) - 1)

/* An offer being judged. */
struct orb_verdict_input {
    uint32_t offer;
    const struct orb_cat_member *member;
    struct orb_facts facts; /* entry may be NULL when nothing told is asked of it */
    const struct orb_entry_like *like; /* what the entry amounts to */
    struct orb_tally parts; /* of the rules that look at the care and the entry */
    const struct orb_query_special *special;
    const struct orb_circle_fact *circle;
    unsigned rules;         /* bits of the rules applied */
    bool told;              /* with the reasons; else what they amount to, in tally */
    struct orb_tally tally; /* of all rules but those of the place */
};

/* Add the reasons of one rule, as the profile takes them, to what they amount to. */
void orb_tally_rule(const struct orb_matcher *m, enum orb_rule_id rule,
                    const struct orb_reason *reasons, size_t n, struct orb_tally *out);

/* The class of MATCHING 4.6. */
static inline enum orb_class orb_tally_class(const struct orb_matcher *m,
                                             const struct orb_tally *t)
{
    if ((t->flags & ORB_TALLY_FAILED) == 0)
        return (t->flags & ORB_TALLY_UNKNOWN) != 0 ? ORB_TO_VERIFY : ORB_ELIGIBLE;
    return (t->flags & ORB_TALLY_FIXED) == 0 &&
                   orb_key(t->slack) <= orb_key(m->p->near_miss_limit)
               ? ORB_NEAR_MISS
               : ORB_EXCLUDED;
}

/* Apply the rules that look at the offer itself; once before the verdicts of an offer. */
void orb_verdict_begin(struct orb_matcher *m, struct orb_verdict_input *in);
void orb_verdict_apply(struct orb_matcher *m, const struct orb_verdict_input *in);

/* The verdict at its place, which the caller sets. Its reasons, when they are told, are
 * added to verdict_reasons from *first; the caller sets them too. */
void orb_verdict_make(struct orb_matcher *m, const struct orb_verdict_input *in,
                      struct orb_verdict *out, size_t *first);

/* Scores of one need, given the verdict. */
void orb_score_need(struct orb_matcher *m, const struct orb_verdict_input *in,
                    const struct orb_verdict *verdict, struct orb_need_evaluation *out);

/* All about one offer; untold, its verdicts have no reasons and it has no alerts. False
 * without memory. */
bool orb_evaluate(struct orb_matcher *m, const struct orb_cat_member *x, bool told,
                  struct orb_evaluation *out);

/* The verdict of an offer at the frequency of coordination, by some rules only. Reasons are
 * valid until the next evaluation. */
bool orb_judge(struct orb_matcher *m, const struct orb_cat_member *x, unsigned rules,
               bool told, struct orb_verdict *out);

#endif
