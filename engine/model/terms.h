/* What an offer asks of a person and gives: the part that many offers share. */
#ifndef ORB_MODEL_TERMS_H
#define ORB_MODEL_TERMS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/model/code_list.h"

#define ORB_AGE_UNKNOWN (-1)
#define ORB_AGE_NO_MAX  1800 /* this many months or more: no upper bound (MATCHING 1.2) */

enum orb_certainty {
    ORB_CERTAINTY_DECLARED = 0,
    ORB_CERTAINTY_POSSIBLE,
    ORB_CERTAINTY_IGAS
};
enum orb_evidence { ORB_EVIDENCE_DECLARED = 0, ORB_EVIDENCE_INFERRED };
enum orb_feature_level {
    ORB_FEATURE_UNKNOWN = 0,
    ORB_FEATURE_YES,
    ORB_FEATURE_LIMITED,
    ORB_FEATURE_NO
};
enum orb_strength {
    ORB_STRENGTH_DEROGABLE = 0, /* a CDAPH decision naming the establishment lifts it */
    ORB_STRENGTH_HARD,
    ORB_STRENGTH_PREFERENTIAL,
    ORB_STRENGTH_UNCONDITIONAL
};

struct orb_modality {
    const char *code;
    enum orb_certainty certainty;
};

struct orb_prestation {
    const char *code; /* SERAFIN-PH 2.x or 3.x */
    enum orb_evidence evidence;
};

struct orb_feature {
    const char *name;
    enum orb_feature_level level;
};

/* Zero-initialised, then ages set to ORB_AGE_UNKNOWN: everything unknown (orb_terms_init).
 */
struct orb_terms {
    const char *category;                  /* NULL = unknown */
    bool institution;                      /* decides, does not serve */
    const struct orb_modality *modalities; /* modalities_known and count 0: none */
    uint32_t modality_count;
    bool modalities_known;
    int32_t age_min_months; /* inclusive; ORB_AGE_UNKNOWN */
    int32_t age_max_months; /* exclusive; ORB_AGE_UNKNOWN */
    enum orb_strength age_strength;
    struct orb_code_list publics;
    enum orb_strength public_strength;
    enum orb_tristate excludes_associated;
    struct orb_code_list orientations; /* accepted CDAPH codes; empty = direct access */
    struct orb_code_list
        engagements; /* DIT, PDI, MDI, DEA, PCP...; unknown reads as empty */
    const struct orb_prestation *prestations;
    uint32_t prestation_count;
    bool prestations_known;
    struct orb_code_list professions;
    struct orb_code_list families; /* Loubat families L1..L8.x; unknown reads as empty */
    struct orb_code_list themes;
    struct orb_code_list languages;
    const struct orb_feature *features; /* accessibility */
    uint32_t feature_count;
    enum orb_tristate droit_commun;
    enum orb_tristate accepts_new;
    bool activity_unknown; /* the source does not say whether it is active */
};

void orb_terms_init(struct orb_terms *terms);

const char *orb_certainty_name(enum orb_certainty value); /* declared, possible, igas */
const char *orb_evidence_name(enum orb_evidence value);   /* declared, inferred */
const char *
orb_feature_level_name(enum orb_feature_level value); /* NULL, yes, limited, no */
const char *orb_strength_name(
    enum orb_strength value); /* derogable, hard, preferential, unconditional */

#endif
