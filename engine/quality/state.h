/* What the rules share while a territory is read. Private to engine/quality. */
#ifndef ORB_QUALITY_STATE_H
#define ORB_QUALITY_STATE_H

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "engine/quality/quality.h"
#include "engine/quality/table.h"
#include "engine/vocabulary/vocabulary.h"

#define QUALITY_CODE_RULES 8
#define QUALITY_CODE_LISTS 2

struct quality_source {
    const char *id;
    const char *name;
    orb_date observed_on;
    unsigned long long records;
};

/* An agreement that may be told at the end. */
struct quality_agreement {
    struct quality_agreement *next;
    struct orb_quality_finding finding; /* its texts are in the arena */
    uint32_t key;                       /* entry of the parties */
    orb_date to;
};

/* An offer that names one not read yet: the finding, unless it comes. */
struct quality_pending {
    struct quality_pending *next;
    struct orb_quality_finding finding;
};

struct orb_quality {
    struct orb_quality_settings settings;
    struct orb_quality_listener listener;
    struct orb_quality_count counts[ORB_QUALITY_KINDS];
    uint64_t last[ORB_QUALITY_KINDS]; /* hash of the last record told */
    struct orb_vocabulary vocabulary;
    const struct orb_term_list *lists[QUALITY_CODE_RULES][QUALITY_CODE_LISTS];
    const struct orb_term_list *departements;
    struct orb_arena arena;
    struct orb_buf names; /* of organizations and services, each with its NUL */
    struct orb_buf sentence;
    struct orb_buf value;
    struct orb_strmap communes; /* codes of sites */
    struct orb_strmap source_ids;
    struct quality_source *sources; /* by number of their id */
    size_t source_capacity;
    uint32_t last_source; /* of the last record */
    struct quality_table organizations;
    struct quality_table sites;
    struct quality_table services;
    struct quality_table offers;
    struct quality_table agreements;       /* by what they bind and type */
    struct quality_table postcodes;        /* "01000", and "01000 01053" */
    struct quality_table own_departements; /* of the list of communes */
    struct quality_agreement *first_agreement;
    struct quality_agreement **last_agreement;
    struct quality_pending *first_pending;
    struct quality_pending **last_pending;
    const char *operator_id; /* NULL = none */
    bool has_communes;
    bool has_contours;
};

/* The record a finding is about. */
struct quality_subject {
    enum orb_record_kind record;
    const char *id;
    const char *name;
    const struct orb_provenance *provenance; /* NULL = none */
    uint32_t site;                           /* entry of its place */
};

/* A finding about a record, with its place; the field, the value and the sentence are to be
 * added. */
struct orb_quality_finding orb_quality_about(const struct orb_quality *q,
                                             const struct quality_subject *subject,
                                             enum orb_quality_kind kind, const char *field);

/*
 * Tell a finding. A sentence of NULL is that of q->sentence, a value of NULL that of
 * q->value; both are empty afterwards.
 */
ORB_MUST_CHECK enum orb_status orb_quality_tell(struct orb_quality *q,
                                                struct orb_quality_finding *finding,
                                                struct orb_error *err);

/* A rule looks at one more record. */
void orb_quality_examine(struct orb_quality *q, enum orb_quality_kind kind);

#define QUALITY_DATE_LEN 48

/* A date as the reader writes it; returns out. */
const char *orb_quality_date(const struct orb_quality *q, char out[QUALITY_DATE_LEN],
                             orb_date date);

/* Replace a text by a copy that lives as long as q; NULL stays. False without memory, and
 * the text as it was. */
bool orb_quality_hold(struct orb_quality *q, const char **text);

/* Is a last day past at the date? ORB_DATE_NONE never is. */
bool orb_quality_is_past(const struct orb_quality *q, orb_date closed_on);

/* Whole months from a date to the day of the settings; -1 when unknown. */
int orb_quality_age_months(const struct orb_quality *q, orb_date date);

const char *orb_quality_name(const struct orb_quality *q,
                             const struct quality_entry *entry);

/* ---- the rules, each for one kind of record */

ORB_MUST_CHECK enum orb_status orb_quality_first_service(struct orb_quality *q,
                                                         const struct orb_service *s,
                                                         struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_first_offer(struct orb_quality *q,
                                                       const struct orb_offer *o,
                                                       struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_first_relation(struct orb_quality *q,
                                                          const struct orb_relation *r,
                                                          struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_first_site(struct orb_quality *q,
                                                      const struct orb_site *s,
                                                      struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_first_territory(struct orb_quality *q,
                                                           const struct orb_territory *t,
                                                           struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_quality_second_organization(struct orb_quality *q, const struct orb_organization *o,
                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_second_site(struct orb_quality *q,
                                                       const struct orb_site *s,
                                                       struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_second_service(struct orb_quality *q,
                                                          const struct orb_service *s,
                                                          struct orb_error *err);

/* ---- parts of rules */

/* Keep a name; QUALITY_NONE for NULL. Lack of memory is told by q->names. */
uint32_t orb_quality_add_name(struct orb_quality *q, const char *name);

/* Something open is there, of this name. */
void orb_quality_use_site(struct orb_quality *q, uint32_t site, uint32_t name);

/* Opening before closing. */
ORB_MUST_CHECK enum orb_status orb_quality_dates(struct orb_quality *q,
                                                 const struct quality_subject *subject,
                                                 orb_date opened_on, orb_date closed_on,
                                                 struct orb_error *err);

/* A reference that is not in a table; NULL is none. *at is its entry. */
struct quality_reference {
    const char *field;
    const char *id;
    const struct quality_table *table;
    const struct quality_table *other; /* where it may be too; NULL = nowhere */
};
ORB_MUST_CHECK enum orb_status orb_quality_refers(struct orb_quality *q,
                                                  const struct quality_subject *subject,
                                                  const struct quality_reference *reference,
                                                  struct orb_error *err);

ORB_MUST_CHECK enum orb_status orb_quality_capacities(struct orb_quality *q,
                                                      const struct quality_subject *subject,
                                                      const struct orb_offer *o,
                                                      struct orb_error *err);

/* Load the nomenclatures. */
ORB_MUST_CHECK enum orb_status orb_quality_codes_open(struct orb_quality *q,
                                                      struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_category(struct orb_quality *q,
                                                    const struct quality_subject *subject,
                                                    const char *category,
                                                    struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_quality_codes(struct orb_quality *q,
                                                 const struct quality_subject *subject,
                                                 const struct orb_terms *terms,
                                                 struct orb_error *err);
/* Communes and départements of a zone, and the département that pays. */
ORB_MUST_CHECK enum orb_status orb_quality_zone(struct orb_quality *q,
                                                const struct quality_subject *subject,
                                                const struct orb_offer *o,
                                                struct orb_error *err);

/* Findings that wait for the end. */
ORB_MUST_CHECK enum orb_status orb_quality_agreements_end(struct orb_quality *q,
                                                          struct orb_error *err);

#endif
