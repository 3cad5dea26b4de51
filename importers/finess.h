/* What the files of the FINESS importer share; private to importers/finess*.c. */
#ifndef ORB_IMPORTERS_FINESS_H
#define ORB_IMPORTERS_FINESS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/json.h"
#include "engine/geo/project.h"
#include "engine/vocabulary/vocabulary.h"
#include "importers/feed_tree.h"
#include "importers/finess_activities.h"
#include "importers/finess_coordinates.h"
#include "importers/finess_drift.h"
#include "importers/finess_links.h"
#include "importers/finess_terms.h"
#include "importers/importer.h"
#include "importers/tally.h"

#define FINESS_SOURCE_STRUCTURES "finess-structures"
#define FINESS_SOURCE_ACTIVITIES "finess-activites"

/* Facts that happen too often for a finding each; finess_report.c names them. */
enum finess_count {
    FINESS_READ_GCO,
    FINESS_READ_GCC,
    FINESS_READ_ORGANIZATIONS,
    FINESS_READ_ESTABLISHMENTS,
    FINESS_READ_ADDRESSES,
    FINESS_READ_ORGANIZATION_ADDRESSES,
    FINESS_READ_ROLES,
    FINESS_READ_ENGAGEMENTS,
    FINESS_READ_AUTHORISED,
    FINESS_READ_EXERCISED,
    FINESS_READ_CAPACITIES,
    FINESS_READ_ZONES,
    FINESS_READ_GEOLOCATIONS,
    FINESS_READ_EQUIPMENTS,
    FINESS_KEPT_ORGANIZATIONS,
    FINESS_KEPT_SERVICES,
    FINESS_KEPT_SITES,
    FINESS_KEPT_OFFERS,
    FINESS_KEPT_RELATIONS,
    FINESS_NOTE_CLOSED,
    FINESS_NOTE_CEDEX,
    FINESS_NOTE_ORGANIZATION_CEDEX,
    FINESS_NOTE_BLANKS,
    FINESS_NOTE_INACTIVE_ACTIVITY,
    FINESS_NOTE_INACTIVE_IN_OPEN,
    FINESS_NOTE_ACTIVE_IN_CLOSED,
    FINESS_NOTE_JOINED,
    FINESS_NOTE_JOINED_ZONES,
    FINESS_NOTE_NOT_OBSERVED,
    FINESS_NOTE_NO_ACTIVITIES,
    FINESS_NOTE_OFFER_LEFT,
    FINESS_NOTE_TYPE_LEFT,
    FINESS_NOTE_OUTSIDE,
    FINESS_NOTE_LAYOUT_USUAL,
    FINESS_NOTE_CHECKED,
    FINESS_UNKNOWN_POSITION,
    FINESS_UNKNOWN_SIRET,
    FINESS_UNKNOWN_AGE,
    FINESS_UNKNOWN_MODALITIES,
    FINESS_UNKNOWN_PUBLICS,
    FINESS_UNKNOWN_FAMILIES,
    FINESS_UNKNOWN_ORIENTATIONS,
    FINESS_UNKNOWN_ZONE,
    FINESS_COUNTS
};

/* Where the reading stands, so that a pointer is written only when a finding needs it. -1 =
 * not inside. */
struct finess_place {
    const char *pointer; /* of the element at the top: "/pmej/12" */
    long ege;
    const char *list; /* "adresse", "activitesExercees"; NULL = none */
    long index;
};

struct finess {
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    struct orb_projector *projector;
    struct orb_vocabulary vocabulary;
    struct finess_terms terms;
    struct finess_activities activities;
    struct finess_links links;
    struct orb_feed_paths paths; /* of the feed being read */
    struct orb_feed_tree tree;
    struct orb_tally unlabelled; /* "list:code" */
    struct orb_tally categories; /* of what is open */
    struct orb_strmap postcodes;
    struct finess_numbers seen_organizations; /* already read */
    struct finess_numbers seen_establishments;
    struct orb_arena scratch; /* of the element at the top */
    unsigned long long counts[FINESS_COUNTS];
    const char *file; /* being read */
    struct finess_place place;
    orb_date dates[2]; /* of the structures, of the activities */
    orb_date date;     /* of the file being read */
    bool with_activities;
    bool source_told;
    bool blanks;             /* a value of the current row was trimmed */
    const char *coordinates; /* the field of the file that findings on positions name */
};

/* Why a row or a value was not taken as it was; finess_report.c has the sentences. */
enum finess_rule {
    FINESS_RULE_ESTABLISHMENT_MISSING,
    FINESS_RULE_ACTIVITY_ID,
    FINESS_RULE_NUMBER,
    FINESS_RULE_NUMBER_TWICE,
    FINESS_RULE_ROW_UNEXPECTED,
    FINESS_RULE_AGE_UNREADABLE,
    FINESS_RULE_AGE_OVER_130,
    FINESS_RULE_AGE_ZERO,
    FINESS_RULE_AGE_MAX_ZERO,
    FINESS_RULE_AGE_REVERSED,
    FINESS_RULE_CAPACITY_UNREADABLE,
    FINESS_RULE_UNKNOWN_CODE,
    FINESS_RULE_STATE_UNKNOWN,
    FINESS_RULE_DATES_REVERSED,
    FINESS_RULE_POSTCODE_UNREADABLE,
    FINESS_RULE_COMMUNE_UNREADABLE,
    FINESS_RULE_ROLE_INCOMPLETE,
    FINESS_RULE_OFFER_REPEATED,
    FINESS_RULE_ACTIVITY_TWICE,
    FINESS_RULE_COORDINATES_DISAGREE,
    FINESS_RULE_COORDINATES_SWAPPED,
    FINESS_RULE_POSITION_OUTSIDE_COMMUNE,
    FINESS_RULE_COORDINATES_UNREADABLE,
    FINESS_RULE_TYPE_UNEXPECTED,
    FINESS_RULE_DATE_UNREADABLE,
    FINESS_RULE_IDENTIFIER_UNREADABLE,
    FINESS_RULE_CLOSED_WITHOUT_DATE,
    FINESS_RULE_LINE_KIND,
    FINESS_RULE_LINE_FIELDS,
    FINESS_RULE_LINE_QUOTES,
    FINESS_RULE_GEOLOCATION_ALONE,
    FINESS_RULE_GEOLOCATION_TWICE,
    FINESS_RULE_COORDINATES_PAIR,
    FINESS_RULE_COORDINATES_SYSTEM,
    FINESS_RULE_COMMUNE_ELSEWHERE,
    FINESS_RULE_ENCODING,
    FINESS_RULE_EQUIPMENT_TYPE,
    FINESS_RULE_EQUIPMENT_COMMUNE,
    FINESS_RULE_NO_LONGER_PUBLISHED,
    FINESS_RULE_OLDER_THAN_A_YEAR,
    FINESS_RULES
};

/* finess_report.c: what the import says of what it read. */

/* One finding at f->place; field and value may be NULL. */
ORB_MUST_CHECK enum orb_status orb_finess_find(struct finess *f, enum finess_rule rule,
                                               const char *field, const char *value,
                                               struct orb_error *err);
/* Count a code that the list has no label for. code may be NULL. */
ORB_MUST_CHECK enum orb_status orb_finess_label(struct finess *f, const char *list,
                                                const char *code, struct orb_error *err);
/* Count what is open in its category; NULL is counted as "". */
ORB_MUST_CHECK enum orb_status orb_finess_category(struct finess *f, const char *category,
                                                   struct orb_error *err);
/* Write the counts to the report. */
ORB_MUST_CHECK enum orb_status orb_finess_counts_flush(struct finess *f,
                                                       struct orb_error *err);

/* finess_read.c: values out of elements, with the dirt told. */

/* Load what the reading needs: the list of postal codes. */
ORB_MUST_CHECK enum orb_status orb_finess_read_init(struct finess *f,
                                                    struct orb_error *err);
/* A string without blanks around and control characters, valid like f->scratch; NULL when
 * absent, null or blank. */
ORB_MUST_CHECK enum orb_status orb_finess_text(struct finess *f,
                                               const struct orb_node *object,
                                               const char *key, const char **out,
                                               struct orb_error *err);
/* ORB_DATE_NONE when absent or, with a finding, unreadable. */
ORB_MUST_CHECK enum orb_status orb_finess_date(struct finess *f,
                                               const struct orb_node *object,
                                               const char *key, orb_date *out,
                                               struct orb_error *err);
/* Latest dateEvenement of an event code in evenement[]; ORB_DATE_NONE when there is none.
 */
orb_date orb_finess_event_date(const struct orb_node *object, const char *code);
bool orb_finess_is_number(const char *text); /* nine digits, or 2A, 2B and seven */
bool orb_finess_digits(const char *text, size_t len);
void orb_finess_read_release(struct finess *f);

/* finess_structures.c: one element of pmej, gcc or gco. */
ORB_MUST_CHECK enum orb_status orb_finess_take_structure(struct finess *f,
                                                         const struct orb_node *value,
                                                         struct orb_error *err);

/* finess_addresses.c: the sites of adresse[]. */
struct finess_owner {
    const char *id;         /* of the organization or service */
    const char *main_usage; /* "02" or "03" */
    bool confidential;
    const char *main_site; /* out: id of the site of the main address, or NULL */
    bool located;          /* out: a site has a position */
};
ORB_MUST_CHECK enum orb_status orb_finess_sites(struct finess *f,
                                                const struct orb_node *addresses,
                                                struct finess_owner *owner,
                                                struct orb_error *err);
/* The length of a post box at the beginning of a line ("BP 132", "CS 20100"), its number
 * included; 0 when there is none. */
size_t orb_finess_post_box_len(const char *line);
/* A postal code that no commune owns, or a line of routing that says CEDEX; routing may be
 * NULL. */
bool orb_finess_is_cedex(const struct finess *f, const char *postcode, const char *routing);
/* The form of an INSEE commune code: five digits, 2A and 2B in Corsica. */
bool orb_finess_is_commune(const char *text);
/* The current commune of an INSEE code into site; field is where the code was read. */
ORB_MUST_CHECK enum orb_status orb_finess_commune(struct finess *f, const char *field,
                                                  const char *code, struct orb_site *site,
                                                  struct orb_error *err);

/* finess_positions.c: the position of one address into site. extra gets the raw slots when
 * they are not understood. */
ORB_MUST_CHECK enum orb_status
orb_finess_position(struct finess *f, const struct orb_node *coordinates,
                    struct orb_site *site, struct orb_buf *extra, struct orb_error *err);
/* Put a position that was understood into site, checked against its commune. */
ORB_MUST_CHECK enum orb_status orb_finess_judge(struct finess *f,
                                                struct finess_position *found,
                                                struct orb_site *site,
                                                struct orb_error *err);

/* finess_offers.c: what an establishment offers. */
struct finess_engagement {
    const char *type;
    const char *subtype;
    orb_date from;
    orb_date to;
};

struct finess_establishment {
    const char *number;
    const char *id;
    const char *name;
    const char *category;
    orb_date opened_on;
    orb_date closed_on;
    const char *const *engagements; /* subtypes in force */
    size_t engagement_count;
    struct finess_engagement *dispositifs; /* one for each subtype, in force or not */
    size_t dispositif_count;
    const struct orb_service *service; /* once it is put */
};
ORB_MUST_CHECK enum orb_status orb_finess_offers(struct finess *f,
                                                 const struct finess_establishment *e,
                                                 struct orb_error *err);

/* Count what is unknown of an offer, and put it. */
ORB_MUST_CHECK enum orb_status orb_finess_put_offer(struct finess *f,
                                                    const struct orb_offer *offer,
                                                    struct orb_error *err);

/* finess_engagements.c: reads engagement[] into e and its codes; then dispositifs as
 * services with one offer each. */
ORB_MUST_CHECK enum orb_status orb_finess_engagements(struct finess *f,
                                                      const struct orb_node *engagements,
                                                      struct finess_establishment *e,
                                                      struct orb_buf *codes,
                                                      struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_finess_dispositifs(struct finess *f,
                                                      const struct finess_establishment *e,
                                                      struct orb_error *err);

#endif
