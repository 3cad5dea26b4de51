/* The situation of a person, read from a file the user gave or from the vault; never a name
 * (MATCHING 1.1). */
#ifndef ORB_MODEL_PERSON_H
#define ORB_MODEL_PERSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/model/code_list.h"
#include "engine/model/profile.h"
#include "engine/model/site.h"

#define ORB_PERSON_MAX_NEEDS 64

struct orb_need {
    const char *code; /* SERAFIN-PH 1.x */
    int priority;     /* 1..3, 3 = essential */
    enum orb_frequency frequency;
};

enum orb_expressed { ORB_EXPRESSED_SELF = 0, ORB_EXPRESSED_WITH, ORB_EXPRESSED_FOR };

struct orb_wish {
    const char *domain; /* projet de vie, "AC.1" */
    const char *text;   /* the person's words, never altered; NULL = none */
    struct orb_code_list themes;
    enum orb_expressed expressed;
};

struct orb_orientation {
    const char *code; /* CDAPH */
    orb_date decided_on;
    orb_date valid_until; /* inclusive */
    struct orb_code_list named_offers;
};

enum orb_outcome {
    ORB_OUTCOME_SUCCESS = 0,
    ORB_OUTCOME_FAILURE,
    ORB_OUTCOME_REFUSED,
    ORB_OUTCOME_ABANDONED
};

struct orb_attempt {
    const char *offer; /* NULL = on the category */
    const char *category;
    enum orb_outcome outcome;
    orb_date date;
};

struct orb_support {
    const char *offer;
    bool by_relative;
    struct orb_code_list needs;
};

/* Minutes given by a router for an offer and a mode; NaN = no route. */
struct orb_travel_row {
    const char *offer;
    enum orb_travel_mode mode;
    double minutes;
    bool of_commune; /* from the point of the commune, where the person may not be */
};

struct orb_person {
    struct orb_arena arena;
    const char *id;
    orb_date reference_date;
    int birth_year; /* 0 = not given */
    int birth_month;
    int birth_day; /* 0 = month only */
    int age_years; /* -1 = not given */
    double lon;    /* degrees; NaN = not given */
    double lat;
    enum orb_precision precision;
    const char *commune; /* NULL = unknown */
    enum orb_travel_mode modes[ORB_MODES];
    uint32_t mode_count;                 /* 0 = the profile's */
    double max_minutes[ORB_FREQUENCIES]; /* NaN = not given */
    double max_minutes_default;
    const struct orb_travel_row *matrix;
    uint32_t matrix_count;
    const struct orb_need *needs;
    uint32_t need_count;
    const struct orb_wish *wishes;
    uint32_t wish_count;
    struct orb_code_list groups;     /* publics; unknown = nobody said */
    struct orb_code_list associated; /* associated disorders; known and empty = none */
    const struct orb_orientation *orientations;
    uint32_t orientation_count;
    bool orientations_known;
    struct orb_code_list accessibility_required, accessibility_wished;
    struct orb_code_list languages_required, languages_wished;
    struct orb_code_list modalities_required;
    bool droit_commun_only;
    bool no_residential;
    struct orb_code_list refused_offers, refused_organizations, refused_categories;
    const struct orb_attempt *attempts;
    uint32_t attempt_count;
    bool attempts_known; /* said, were it to say none */
    const struct orb_support *supports;
    uint32_t support_count;
    bool supports_known;
    int64_t urgency_days;             /* -1 = none */
    struct orb_code_list carer_needs; /* families L1..L8.x */
};

/* Answers whether a code belongs to a nomenclature: "serafin_besoins",
 * "mdph_droits_prestations", "groupes_publics", "loubat_familles". NULL function = not
 * checked. */
struct orb_person_codes {
    void *context;
    bool (*known)(void *context, const char *list, const char *code);
};

/*
 * Read a situation (schema orbite-person/1). Unknown keys, codes or domains, a need given
 * twice, what looks like a name, a phone number, an e-mail address or a NIR: ORB_ERR_SYNTAX
 * with the JSON pointer, no value is ever quoted. Owned by the caller, release with
 * orb_person_free.
 */
ORB_MUST_CHECK enum orb_status orb_person_parse(struct orb_person **out,
                                                const struct orb_json *document,
                                                const struct orb_profile *profile,
                                                const struct orb_person_codes *codes,
                                                struct orb_error *err);
void orb_person_free(struct orb_person *person);

/* What supports the person today for a need: 0 nothing, 1 a service, 2 relatives alone
 * (MATCHING 9: fragile). */
uint8_t orb_person_support(const struct orb_person *person, const char *code);

#endif
