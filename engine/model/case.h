/* The situation of a person and what surrounds it over time: phases, requests made to
 * services, evaluation, contacts, plan, commitments; never a name (METHODS 5, 7). */
#ifndef ORB_MODEL_CASE_H
#define ORB_MODEL_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/model/code_list.h"
#include "engine/model/person.h"

/* Months after the last contact at which a record expires when it does not say so. */
#define ORB_CASE_KEPT_MONTHS 24

enum orb_phase {
    ORB_PHASE_UNKNOWN = 0,
    ORB_PHASE_ACCUEIL,
    ORB_PHASE_APPRECIATION,
    ORB_PHASE_PLANIFICATION,
    ORB_PHASE_MISE_EN_OEUVRE,
    ORB_PHASE_EVALUATION,
    ORB_PHASE_SORTIE,
    ORB_PHASE_REAJUSTEMENT,
    ORB_PHASES
};

/* "accueil"... by enum orb_phase; NULL for ORB_PHASE_UNKNOWN. */
extern const char *const orb_phase_names[ORB_PHASES];

struct orb_case_phase {
    enum orb_phase phase; /* never unknown */
    orb_date from;        /* ORB_DATE_NONE = not given */
};

/* The four domains of the projet de vie. */
enum orb_life_domain {
    ORB_LIFE_MV = 0,
    ORB_LIFE_AC,
    ORB_LIFE_RE,
    ORB_LIFE_SA,
    ORB_LIFE_DOMAINS
};
extern const char
    *const orb_life_domain_codes[ORB_LIFE_DOMAINS]; /* "MV", "AC", "RE", "SA" */

/* What an official status JDV_J253, with its reason TRE_R358, says (METHODS 5.3). */
enum orb_request_kind {
    ORB_REQUEST_UNMAPPED =
        0,                 /* no status, or one we do not know: shown, counts for nothing */
    ORB_REQUEST_PENDING,   /* asked, admissible, admitted, on trial: never a solution */
    ORB_REQUEST_SUPPORT,   /* supported now */
    ORB_REQUEST_FRAGILE,   /* supported now, another orientation is asked for */
    ORB_REQUEST_FAILURE,   /* the trial failed */
    ORB_REQUEST_REFUSED,   /* the service said no */
    ORB_REQUEST_ABANDONED, /* withdrawn for another reason */
    ORB_REQUEST_ENDED,     /* support over, no judgement */
    ORB_REQUEST_KINDS
};

/* "pending"... by enum orb_request_kind; "unmapped" for the first. */
extern const char *const orb_request_kind_names[ORB_REQUEST_KINDS];

/* A request made to a service, at one of its moments. */
struct orb_case_request {
    const char *offer;          /* NULL = on the category */
    const char *category;       /* FINESS category, or another word for a kind of service */
    orb_date date;              /* ORB_DATE_NONE = not given */
    const char *status;         /* JDV_J253 as given, even when unknown; NULL = none */
    const char *reason;         /* TRE_R358 as given, even when unknown; NULL = none */
    const char *note;           /* free text; NULL = none */
    struct orb_code_list needs; /* SERAFIN-PH it was for */
    enum orb_request_kind kind;
    bool latest; /* the newest of its offer or category: what holds today */
};

/* What is hoped and what is needed in a domain or sub-domain (R2, R68). */
struct orb_case_evaluation {
    const char *domain;           /* "AC" or "AC.1" */
    const char *expectation;      /* NULL = blank */
    const char *need;             /* NULL = blank */
    const char *tried;            /* past attempts and experiences; NULL = blank */
    enum orb_expressed expressed; /* who said it */
    orb_date date;
};

enum orb_appreciation {
    ORB_APPRECIATION_UNKNOWN = 0,
    ORB_APPRECIATION_GOOD,
    ORB_APPRECIATION_MIXED,
    ORB_APPRECIATION_BAD
};

enum orb_contact_way {
    ORB_CONTACT_OTHER = 0,
    ORB_CONTACT_VISIT,
    ORB_CONTACT_OFFICE,
    ORB_CONTACT_PHONE,
    ORB_CONTACT_MESSAGE,
    ORB_CONTACT_MEETING,
    ORB_CONTACT_WAYS
};
extern const char *const orb_contact_way_names[ORB_CONTACT_WAYS];

/* One meeting; what the person thought of it and what the staff thought of it are two
 * things (R24). */
struct orb_case_contact {
    orb_date date; /* always given */
    enum orb_contact_way way;
    const char *by; /* role of who was there; NULL = not told */
    enum orb_appreciation person, staff;
    const char *person_words, *staff_words; /* NULL = none */
    const char *note;                       /* NULL = none */
};

enum orb_step_state {
    ORB_STEP_UNKNOWN = 0,
    ORB_STEP_TO_DO,
    ORB_STEP_UNDER_WAY,
    ORB_STEP_DONE,
    ORB_STEP_DROPPED,
    ORB_STEP_STATES
};
extern const char *const orb_step_state_names[ORB_STEP_STATES]; /* NULL for unknown */

/* One action of the programmatic plan (R22). NULL, ORB_DATE_NONE and -1 = blank. */
struct orb_case_action {
    const char *need; /* SERAFIN-PH 1.x */
    const char *objective;
    const char *step;
    const char *actor; /* a role or a service */
    const char *offer;
    orb_date deadline;
    int64_t duration_days;
    orb_date review_on;
    enum orb_step_state state;
    const char *result; /* what the review said */
};

/* What a partner undertook to do (R73). */
struct orb_case_commitment {
    const char *partner; /* organization id or name of a service */
    const char *what;
    orb_date date; /* always given */
    orb_date until;
    enum orb_step_state state;
};

/* The one professional to call (R72). */
struct orb_case_referent {
    const char *role; /* NULL = unknown, as the others */
    const char *service;
    const char *phone;
};

struct orb_case {
    struct orb_arena arena;
    struct orb_person *person; /* owned; holds what the requests add to its attempts and
                                  supports */
    uint32_t told_attempts;    /* of the situation itself: its first attempts */
    const struct orb_case_phase *phases; /* oldest first */
    uint32_t phase_count;
    enum orb_phase phase; /* the current one */
    enum orb_tristate mdph_file;
    enum orb_tristate relative_named; /* from the situation when it tells */
    enum orb_tristate car;            /* a car or an adapted vehicle; idem */
    struct orb_case_referent referent;
    orb_date first_decision; /* first favourable decision of the CDAPH that still waits */
    orb_date
        last_contact;    /* as given, or the newest of contacts; ORB_DATE_NONE = unknown */
    orb_date expires;    /* as given, or ORB_CASE_KEPT_MONTHS after the last contact */
    orb_date next_visit; /* ORB_DATE_NONE = none planned */
    const struct orb_case_request *requests; /* in the order of the document */
    uint32_t request_count;
    const struct orb_case_evaluation *evaluation;
    uint32_t evaluation_count;
    const struct orb_case_contact *contacts;
    uint32_t contact_count;
    const struct orb_case_action *plan;
    uint32_t action_count;
    const struct orb_case_commitment *commitments;
    uint32_t commitment_count;
};

/*
 * Read a case (schema orbite-case/1), or a bare situation (orbite-person/1), which is a
 * case whose other members are unknown. As strict as orb_person_parse: an unknown key, a
 * code that is no SERAFIN-PH or CDAPH code, a domain that does not exist, a text that holds
 * what looks like a telephone number, an e-mail address, a NIR or a civil title with a
 * name: ORB_ERR_SYNTAX with the JSON pointer, no value is ever quoted. The referent, a
 * professional, may have a telephone number. Official statuses and reasons are kept as
 * given, known or not. Owned by the caller, release with orb_case_free.
 */
ORB_MUST_CHECK enum orb_status orb_case_parse(struct orb_case **out,
                                              const struct orb_json *document,
                                              const struct orb_profile *profile,
                                              const struct orb_person_codes *codes,
                                              struct orb_error *err);
void orb_case_free(struct orb_case *case_);

/* What a status and a reason say; either may be NULL. */
enum orb_request_kind orb_request_kind_of(const char *status, const char *reason);

/* The age in whole years at the reference date; -1 = unknown. */
int orb_person_age(const struct orb_person *person);

/* Where expectations and needs are still blank (R68): true in domains of which neither the
 * evaluation nor, for expectations, the wishes say a word. */
struct orb_case_blanks {
    bool expectation[ORB_LIFE_DOMAINS];
    bool need[ORB_LIFE_DOMAINS];
};
struct orb_case_blanks orb_case_blanks_of(const struct orb_case *case_);

#endif
