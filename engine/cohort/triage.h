/*
 * Persons without solution, or without one that holds (METHODS 5.1 to 5.4): the state of
 * each need, the level of the person, what keeps offers out, which changes would really
 * bring one in, what to do first. Pure: a person, a matcher, an answer.
 *
 * The definitions are ours: no official machine-readable one exists. Three choices that
 * they leave open: a wait longer than the most accepted says no to any offer, eligible or
 * to verify, unless a place is available today; a cause of fragility that belongs to offers
 * makes a need fragile when no eligible offer is free of such causes; an offer of unknown
 * organization counts as an organization of its own.
 */
#ifndef ORB_COHORT_TRIAGE_H
#define ORB_COHORT_TRIAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/match/match.h"
#include "engine/model/case.h"

enum orb_need_state {
    ORB_NEED_COVERED = 0, /* an eligible offer at least */
    ORB_NEED_FRAGILE,
    ORB_NEED_TO_VERIFY, /* only offers to verify */
    ORB_NEED_NEAR,      /* only near misses */
    ORB_NEED_EMPTY,
    ORB_NEED_STATES
};

/* Exclusive, the first that is true. */
enum orb_level {
    ORB_LEVEL_TOTAL = 0,
    ORB_LEVEL_PARTIAL,
    ORB_LEVEL_DEFAULT,
    ORB_LEVEL_AT_RISK,
    ORB_LEVEL_COVERED,
    ORB_LEVELS
};

/* Why a covered need is fragile: bits 1 << this. */
enum orb_fragility {
    ORB_FRAGILE_ORGANIZATION = 0, /* one single organization */
    ORB_FRAGILE_ORIENTATION,      /* the decision it rests on ends soon */
    ORB_FRAGILE_AGE,              /* the age bound comes soon */
    ORB_FRAGILE_WAIT,
    ORB_FRAGILE_CLOSING,
    ORB_FRAGILE_RELATIVES, /* met today by relatives alone */
    ORB_FRAGILE_DEADLINE,  /* the person must have a solution soon */
    ORB_FRAGILE_REORIENTATION,
    ORB_FRAGILITIES
};

/* Causes: enum orb_reason_code, then these. */
enum orb_own_cause {
    ORB_CAUSE_WAIT = ORB_REASON_CODES, /* longer than the most accepted */
    ORB_CAUSE_ABSENT,                  /* no offer covers the need */
    ORB_CAUSES
};

/* "wait_too_long" and "absence_offre" too, by cause. */
const char *orb_cause_name(unsigned cause);
/* The code of TRE_R358 of a cause; 0 = none, ours alone. */
int orb_cause_code(unsigned cause);

extern const char *const orb_need_state_names[ORB_NEED_STATES];
extern const char *const orb_level_names[ORB_LEVELS]; /* "totale"... */
extern const char *const orb_fragility_names[ORB_FRAGILITIES];

struct orb_triage_cause {
    unsigned cause;
    uint32_t blocked; /* offers covering the need that it keeps out */
    uint32_t alone;   /* that it alone keeps out */
};

/* A change that works: lifting these causes, and no fewer, lets offers through. */
struct orb_relaxation {
    uint64_t causes; /* bits 1 << cause: one, two or three */
    uint32_t offers; /* kept out by exactly these */
    uint32_t offer;  /* the nearest to being let through */
    double slack;    /* its slack */
    double gap;      /* months, days or minutes that it lacks; NaN = none */
    double minutes;  /* to go there; NaN = unknown */
    double limit;    /* of travel, in minutes, when travel is one of the causes */
    enum orb_frequency frequency; /* that limit is for */
};

/* What may come about: dates and waits behind fragility, and the end of what supports the
 * person today. */
struct orb_triage_event {
    enum orb_fragility kind;
    uint32_t offer;
    uint64_t needs; /* bits */
    orb_date date;  /* ORB_DATE_NONE: a wait */
    double days;    /* of wait; NaN = a date */
    bool current;   /* of a service that supports the person today */
    bool creton;    /* an age bound between 16 and 20: amendement Creton */
};

struct orb_triage_need {
    enum orb_need_state state;
    unsigned fragile;       /* bits 1 << enum orb_fragility, when state is fragile */
    bool creton;            /* the age bound that comes lies between 16 and 20 */
    uint8_t support;        /* 0 none, 1 a service, 2 relatives alone */
    bool by_default;        /* met today only by a service that no longer suits */
    unsigned default_cause; /* enum orb_reason_code, when by_default */
    uint32_t default_offer;
    /* When state is to verify or worse. */
    uint32_t covering; /* offers that cover the need and might serve somebody */
    uint32_t to_verify;
    uint32_t call;         /* the nearest to verify; ORB_CAT_NONE */
    uint64_t call_unknown; /* what it does not tell: bits of enum orb_reason_code */
    const struct orb_triage_cause *causes; /* by offers blocked, most first */
    uint32_t cause_count;
    const struct orb_relaxation *relaxations; /* single ones; else pairs; else triples;
                                                 the least slack first */
    uint32_t relaxation_count;
};

/* Isolation: factors by enum orb_tristate. */
enum orb_isolation_factor {
    ORB_ISOLATION_SERVICE = 0, /* no active service */
    ORB_ISOLATION_RELATIVE,    /* no relative named */
    ORB_ISOLATION_CAR,         /* neither car nor adapted vehicle */
    ORB_ISOLATION_TIME,        /* the best time is above the limit for the main need */
    ORB_ISOLATION_MDPH,        /* no file */
    ORB_ISOLATION_BREAK, /* last attempt abandoned or refused, or no contact for long */
    ORB_ISOLATION_FACTORS
};
extern const char *const orb_isolation_names[ORB_ISOLATION_FACTORS];

struct orb_isolation {
    uint8_t factors[ORB_ISOLATION_FACTORS]; /* enum orb_tristate */
    int low, high;                          /* how many hold: surely, at most */
    bool isolated;                          /* low reaches the threshold */
};

enum orb_next {
    ORB_NEXT_NONE = 0,
    ORB_NEXT_VERIFY,       /* call the offer */
    ORB_NEXT_LEVER,        /* of the cause, for the offer */
    ORB_NEXT_COORDINATION, /* ask the offer, or any coordination resource */
    ORB_NEXT_SECURE,       /* the fragility */
    ORB_NEXT_REPLACE,      /* what supports the person no longer suits: the cause */
    ORB_NEXTS
};
extern const char *const orb_next_names[ORB_NEXTS];

struct orb_next_step {
    enum orb_next kind;
    uint32_t need;      /* place in the person's needs */
    uint32_t offer;     /* ORB_CAT_NONE = none */
    unsigned cause;     /* lever, replace */
    unsigned fragility; /* secure: enum orb_fragility */
    int lever;          /* enum orb_lever; -1 = none */
};

/* The order of work, a convention and not a medical priority (METHODS 5.2). */
struct orb_urgency {
    int deadline_class; /* 0 first .. ORB_DEADLINES = none */
    bool isolated;
    int state, priority; /* of the worst need */
    int64_t weight;      /* sum of state * priority */
    int64_t waiting;     /* days since the first valid decision; -1 = unknown */
};

struct orb_triage_person {
    const struct orb_case *case_; /* borrowed */
    enum orb_level level;
    struct orb_isolation isolation;
    struct orb_urgency urgency;
    struct orb_next_step next;
    uint32_t worst;                /* the worst need */
    uint32_t main;                 /* the need of highest priority, the first of them */
    struct orb_triage_need *needs; /* in the person's order */
    uint32_t need_count;
    const struct orb_triage_event *events;
    uint32_t event_count;
};

struct orb_triage;

/* matcher and profile are borrowed until orb_triage_free. NULL without memory. One for each
 * thread. */
struct orb_triage *orb_triage_new(struct orb_matcher *matcher,
                                  const struct orb_catalogue *catalogue,
                                  const struct orb_profile *profile);
void orb_triage_free(struct orb_triage *triage);

/* Sort as if these offers closed today, a bit for each of the catalogue (R69); NULL = none.
 * Borrowed until the next call. */
void orb_triage_close(struct orb_triage *triage, const uint64_t *offers);

struct orb_triage_question {
    const struct orb_case *case_;            /* borrowed by the answer */
    const struct orb_match_options *options; /* the limit is not read */
    struct orb_arena *arena;                 /* where the answer lives */
};

/* Sort a person. Fails like orb_matcher_ask. */
ORB_MUST_CHECK enum orb_status orb_triage_person(struct orb_triage *triage,
                                                 const struct orb_triage_question *question,
                                                 struct orb_triage_person *out,
                                                 struct orb_error *err);

/* Is the person told? Covered ones are not, unless isolated. */
bool orb_triage_is_listed(const struct orb_triage_person *person);

/* Negative when a comes before b in the order of work: the terms of the urgency, then the
 * pseudonym. */
int orb_triage_compare(const struct orb_triage_person *a,
                       const struct orb_triage_person *b);

#endif
