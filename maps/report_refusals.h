/* Refusals of services counted: by motive, official reason, service, need and year (R34);
 * and the rule of matching that looks at the same thing as a motive. */
#ifndef ORB_MAPS_REPORT_REFUSALS_H
#define ORB_MAPS_REPORT_REFUSALS_H

#include "engine/model/case.h"
#include "engine/model/profile.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/report.h"

enum orb_refusal_motive {
    ORB_REFUSAL_AGE = 0,   /* TRE_R358 122 */
    ORB_REFUSAL_SPECIALTY, /* 86, 115, 116 */
    ORB_REFUSAL_PLACE,     /* 114 */
    ORB_REFUSAL_ZONE,      /* 113 */
    ORB_REFUSAL_OTHER,
    ORB_REFUSAL_MOTIVES
};

/* The motive of a reason TRE_R358 of a refusal. */
enum orb_refusal_motive orb_refusal_motive_of(const char *reason);

/* The rules, bits 1 << enum orb_rule_id, that look at what a reason tells; 0 = none does.
 */
uint32_t orb_refusal_rules(const char *reason);

/* "age", in the language of messages. */
const char *orb_refusal_words(enum orb_refusal_motive motive);

struct orb_refusal_line {
    int64_t refusals, persons;
    orb_date first, last; /* ORB_DATE_NONE = no date is known */
};

/* Zero-initialised is empty. */
struct orb_refusals {
    struct orb_strmap
        keys; /* kind and code: "m0", "r122", "sfiness:...", "n1.1.1", "y2026" */
    struct orb_refusal_line *lines; /* by number of the key */
    size_t capacity;
    int64_t all, persons, refusals; /* persons met; refused at least once; refusals */
    int64_t attempts;               /* of the refusals, those that an attempt alone tells */
};

/* Count what services refused to one more person. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_refusals_count(struct orb_refusals *refusals,
                                                  const struct orb_case *case_,
                                                  struct orb_error *err);
void orb_refusals_release(struct orb_refusals *refusals);

/*
 * The tables of a report that was begun. k 0: for the team, with dates. Else for others:
 * persons with and without, to be protected (orb_report_protect); a service has a line from
 * k persons on. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_report_refusals(struct orb_report *report,
                                                   const struct orb_refusals *refusals,
                                                   struct orb_vocabulary *vocabulary, int k,
                                                   struct orb_error *err);

/* How reports name the persons who were refused for a motive. */
const char *orb_refusal_population(enum orb_refusal_motive motive);
/* Is a motive of one reason alone? */
bool orb_refusal_is_one_reason(enum orb_refusal_motive motive);
/*
 * Tie all persons to those refused, who stand nowhere, and these to the counts of motives
 * when nobody was refused for two: a reader who takes each to be refused once knows that
 * they add up. motives: where they stand. The count of those refused, for other sums.
 */
struct orb_report_place orb_refusals_tie(struct orb_report *report,
                                         const struct orb_refusals *refusals,
                                         const struct orb_report_place *all,
                                         const struct orb_report_place *motives);

/* Persons refused for a motive. */
int64_t orb_refusals_persons(const struct orb_refusals *refusals,
                             enum orb_refusal_motive motive);

#endif
