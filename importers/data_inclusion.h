/* What the parts of the data·inclusion importer share: rows by field whatever the file
 * format, findings, counts. Internal to importers/data_inclusion*.c. */
#ifndef ORB_IMPORTERS_DATA_INCLUSION_H
#define ORB_IMPORTERS_DATA_INCLUSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "engine/model/record.h"
#include "engine/vocabulary/vocabulary.h"
#include "importers/importer.h"
#include "importers/input.h"

/* Fields of schema v1, in byte order of their names (orb_dinc_columns). */
enum dinc_field {
    DINC_IGNORE, /* of spreadsheets: the row is an example */
    DINC_ACCESSIBILITE_LIEU,
    DINC_ADRESSE,
    DINC_CODE_INSEE,
    DINC_CODE_POSTAL,
    DINC_COMMUNE,
    DINC_COMPLEMENT_ADRESSE,
    DINC_CONDITIONS_ACCES,
    DINC_CONTACT_NOM_PRENOM,
    DINC_COURRIEL,
    DINC_DATE_MAJ,
    DINC_DESCRIPTION,
    DINC_FRAIS,
    DINC_FRAIS_PRECISIONS,
    DINC_HORAIRES_ACCUEIL,
    DINC_ID,
    DINC_LATITUDE,
    DINC_LIEN_MOBILISATION,
    DINC_LIEN_SOURCE,
    DINC_LONGITUDE,
    DINC_MOBILISABLE_PAR,
    DINC_MOBILISATION_PRECISIONS,
    DINC_MODES_ACCUEIL,
    DINC_MODES_MOBILISATION,
    DINC_NOM,
    DINC_NOMBRE_SEMAINES,
    DINC_PUBLICS,
    DINC_PUBLICS_PRECISIONS,
    DINC_RESEAUX_PORTEURS,
    DINC_SCORE_QUALITE,
    DINC_SIRET,
    DINC_SITE_WEB,
    DINC_SOURCE,
    DINC_STRUCTURE_ID,
    DINC_TELEPHONE,
    DINC_THEMATIQUES,
    DINC_TYPE,
    DINC_VOLUME_HORAIRE_HEBDOMADAIRE,
    DINC_ZONE_ELIGIBILITE,
    DINC_FIELDS
};

struct dinc_column {
    const char *name;
    bool is_list;
    bool is_private;  /* never quoted in findings */
    const char *list; /* vocabulary of its codes; NULL = none */
};

extern const struct dinc_column orb_dinc_columns[DINC_FIELDS];

/* A value as read; text and items unset = unknown. */
struct dinc_value {
    const char *text;
    const char *const *items;
    uint32_t count;
    bool is_set;
    bool is_wrong; /* neither text, nor number, nor list as its column is */
};

struct dinc_row {
    struct dinc_value values[DINC_FIELDS];
    const char *place;
    bool is_service;
    bool is_rejected;
    const char *producer;
    const char *id; /* ours */
    struct orb_provenance provenance;
};

enum dinc_rule {
    DINC_NO_OBJECT,
    DINC_ROW_TOO_WIDE,
    DINC_HEADER_AGAIN,
    DINC_MISSING,
    DINC_ID_UNREADABLE,
    DINC_ID_TWICE,
    DINC_WRONG_TYPE,
    DINC_NAME_LENGTH,
    DINC_NAME_STOP,
    DINC_DESCRIPTION_LENGTH,
    DINC_DATE,
    DINC_DATE_RANGE,
    DINC_SIRET_FORM,
    DINC_POSTCODE_FORM,
    DINC_COMMUNE_FORM,
    DINC_COMMUNE_UNKNOWN,
    DINC_PHONE_FORM,
    DINC_EMAIL_FORM,
    DINC_URL_FORM,
    DINC_NUMBER_FORM,
    DINC_POSITION_HALF,
    DINC_POSITION_RANGE,
    DINC_POSITION_SWAPPED,
    DINC_POSITION_OUTSIDE,
    DINC_UNKNOWN_CODE,
    DINC_PUBLICS_NOT_ALONE,
    DINC_ZONE_CODE,
    DINC_ZONE_EPCI,
    DINC_STRUCTURE_UNKNOWN,
    DINC_DATE_HEADER,
    DINC_RULES
};

/* What is common and only counted. */
enum dinc_count {
    DINC_READ_STRUCTURES,
    DINC_READ_SERVICES,
    DINC_KEPT_ORGANIZATIONS,
    DINC_KEPT_SITES,
    DINC_KEPT_SERVICES,
    DINC_KEPT_OFFERS,
    DINC_UNKNOWN_POSITION,
    DINC_UNKNOWN_FAMILIES,
    DINC_UNKNOWN_PUBLICS,
    DINC_UNKNOWN_MODALITIES,
    DINC_UNKNOWN_ZONE,
    DINC_NOTE_EMPTY,
    DINC_NOTE_IGNORED,
    DINC_NOTE_BLANKS,
    DINC_NOTE_DECIMALS,
    DINC_NOTE_ZERO,
    DINC_NOTE_NO_FAMILY,
    DINC_COUNTS
};

/* A producer's structures or services: one source each, so that a file of structures alone
 * closes no service. */
struct dinc_source {
    orb_date newest;
    const char *producer;
    char digest[ORB_INPUT_DIGEST_LEN]; /* of the file that named it first */
    bool is_services;
};

/* Communes of an EPCI. */
struct dinc_members {
    const char **items;
    size_t count;
};

/* A service whose structure is checked when all files are read. */
struct dinc_pending {
    const char *structure; /* its identifier, ours */
    const char *file;
    const char *place;
    const char *value;
};

struct dinc {
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    const char *file;
    char digest[ORB_INPUT_DIGEST_LEN]; /* of the current file */
    struct orb_arena row;              /* cleared after each row */
    struct orb_arena kept;             /* lives as long as the import */
    struct orb_vocabulary vocabulary;
    struct orb_strmap names;   /* of columns; number = field */
    struct orb_strmap sources; /* source identifiers */
    struct dinc_source *source_rows;
    size_t source_capacity;
    struct orb_strmap structures; /* identifiers, ours */
    struct orb_strmap services;
    struct dinc_pending *pending;
    size_t pending_count;
    size_t pending_capacity;
    struct orb_strmap epcis; /* members of EPCI by the territory; number = rank */
    struct dinc_members *members;
    size_t member_capacity;
    bool epcis_read;
    size_t file_rows; /* objects read of the current file */
    unsigned long long counts[DINC_COUNTS];
};

/* ---- rows (data_inclusion_rows.c) */

/* Make the table of names. */
ORB_MUST_CHECK enum orb_status orb_dinc_names(struct dinc *d, struct orb_error *err);

/* Read one file, whatever its form, and take its rows. */
ORB_MUST_CHECK enum orb_status orb_dinc_read(struct dinc *d, const char *path,
                                             struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_dinc_read_json(struct dinc *d, struct orb_input *in,
                                                  struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_dinc_read_lines(struct dinc *d, struct orb_input *in,
                                                   struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_dinc_read_csv(struct dinc *d, struct orb_input *in,
                                                 struct orb_error *err);

/* ORB_ERR_SYNTAX at a place of the current file. */
ORB_MUST_CHECK enum orb_status orb_dinc_bad_file(const struct dinc *d, const char *place,
                                                 const char *sentence,
                                                 struct orb_error *err);

/* The field of a column's name; DINC_FIELDS for others, which are counted. */
ORB_MUST_CHECK enum orb_status orb_dinc_field(struct dinc *d, const char *name,
                                              uint32_t *field, struct orb_error *err);

struct dinc_text {
    const char *bytes;
    size_t len;
};

/* Give a field its text, cut into items for a list; blank is not given. */
ORB_MUST_CHECK enum orb_status orb_dinc_set(struct dinc *d, enum dinc_field field,
                                            struct dinc_text text, struct dinc_row *row,
                                            struct orb_error *err);

/* ---- findings and values (data_inclusion_values.c) */

ORB_MUST_CHECK enum orb_status orb_dinc_tell(struct dinc *d, struct dinc_row *row,
                                             enum dinc_field field, enum dinc_rule rule,
                                             struct orb_error *err);
/* What is wrong, with one item of a list. */
struct dinc_fault {
    enum dinc_field field;
    enum dinc_rule rule;
    const char *item;
};
ORB_MUST_CHECK enum orb_status orb_dinc_tell_item(struct dinc *d, struct dinc_row *row,
                                                  struct dinc_fault fault,
                                                  struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_dinc_count_all(struct dinc *d, struct orb_error *err);

/* Without the control characters and blanks around; NULL when nothing is left. Sets
 * *status without memory. */
const char *orb_dinc_clean(struct dinc *d, const char *text, size_t len,
                           enum orb_status *status);

/* Put right what spreadsheets do to codes, check the form of every value of the row; what
 * is wrong is told and forgotten. */
ORB_MUST_CHECK enum orb_status orb_dinc_check(struct dinc *d, struct dinc_row *row,
                                              struct orb_error *err);

/* ---- records */

/* Our identifier of a structure or service of a producer; NULL without memory. */
const char *orb_dinc_id(struct orb_arena *arena, bool is_service, const char *producer,
                        const char *id);

ORB_MUST_CHECK enum orb_status orb_dinc_take(struct dinc *d, struct dinc_row *row,
                                             struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_dinc_put_structure(struct dinc *d, struct dinc_row *row,
                                                      struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_dinc_put_service(struct dinc *d, struct dinc_row *row,
                                                    struct orb_error *err);

/* Does the row say where it is? */
bool orb_dinc_has_place(const struct dinc_row *row);
/* Its site, with the identifier of the row. */
ORB_MUST_CHECK enum orb_status orb_dinc_put_site(struct dinc *d, struct dinc_row *row,
                                                 struct orb_error *err);

/* Telephone, e-mail, person and addresses of the web. */
ORB_MUST_CHECK enum orb_status orb_dinc_contacts(struct dinc *d, const struct dinc_row *row,
                                                 const struct orb_contact **out,
                                                 uint32_t *count, struct orb_error *err);

/* A JSON object of the fields of a list ended by DINC_FIELDS, those that are known; *out is
 * NULL when none is. */
ORB_MUST_CHECK enum orb_status orb_dinc_object(struct dinc *d, const struct dinc_row *row,
                                               const enum dinc_field *fields,
                                               const char **out, struct orb_error *err);

/* ---- terms (data_inclusion_terms.c) */

/* Families, publics and droit commun; modalities by mode of reception (NULL = not
 * said). */
ORB_MUST_CHECK enum orb_status orb_dinc_terms(struct dinc *d, struct dinc_row *row,
                                              const char *mode, struct orb_offer *offer,
                                              struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_dinc_zone(struct dinc *d, struct dinc_row *row,
                                             struct orb_zone *zone, struct orb_error *err);

#endif
