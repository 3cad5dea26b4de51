/* The parts of the importer of tables: the mapping, the rows, what becomes of them. */
#ifndef ORB_IMPORTERS_TABLE_H
#define ORB_IMPORTERS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/json.h"
#include "engine/base/strmap.h"
#include "engine/geo/project.h"
#include "engine/model/record.h"
#include "engine/vocabulary/vocabulary.h"
#include "importers/importer.h"
#include "importers/tally.h"

/* What a mapping can fill in. */
enum table_field {
    TABLE_ID,
    TABLE_NAME,
    TABLE_DESCRIPTION,
    TABLE_CATEGORY,
    TABLE_FAMILY,
    TABLE_THEME,
    TABLE_PUBLIC,
    TABLE_PRESTATION,
    TABLE_ORIENTATION,
    TABLE_PROFESSION,
    TABLE_LANGUAGE,
    TABLE_MODALITY,
    TABLE_AGE_MIN,
    TABLE_AGE_MAX,
    TABLE_ADDRESS,
    TABLE_POSTCODE,
    TABLE_COMMUNE,
    TABLE_X,
    TABLE_Y,
    TABLE_ZONE_COMMUNES,
    TABLE_ZONE_DEPARTEMENTS,
    TABLE_FINESS,
    TABLE_SIRET,
    TABLE_SIREN,
    TABLE_RNA,
    TABLE_PHONE,
    TABLE_EMAIL,
    TABLE_URL,
    TABLE_SCHEDULE,
    TABLE_OPENED,
    TABLE_CLOSED,
    TABLE_DROIT_COMMUN,
    TABLE_ACCEPTS_NEW,
    TABLE_DATE,
    /* what a table written by Orbite tells too */
    TABLE_SERVICE,
    TABLE_ORGANIZATION,
    TABLE_ORGANIZATION_ID,
    TABLE_FINESS_EJ,
    TABLE_DUPLICATE_OF,
    TABLE_DISPOSITIF,
    TABLE_HOW,
    TABLE_CHECKED_ON,
    TABLE_CHECKED_BY,
    TABLE_AGE_MIN_MONTHS,
    TABLE_AGE_MAX_MONTHS,
    TABLE_AGE_STRENGTH,
    TABLE_PUBLIC_STRENGTH,
    TABLE_PRECISION,
    TABLE_ZONE_NATIONAL,
    TABLE_PLACES_AVAILABLE,
    TABLE_PLACES_ON,
    TABLE_WAITING,
    TABLE_WAIT_DAYS,
    TABLE_AUTHORISED,
    TABLE_INSTALLED,
    TABLE_CAPACITY_ON,
    TABLE_INFERRED,
    TABLE_SOURCE_ID,
    TABLE_SOURCE_ATTRIBUTION,
    TABLE_SOURCE_LICENCE,
    /* of rows that are communes */
    TABLE_POPULATION,
    TABLE_DENSITY,
    TABLE_INCOME,
    TABLE_DEPARTEMENT,
    TABLE_REGION,
    TABLE_EPCI,
    TABLE_EPCI_NAME,
    TABLE_LIFE_AREA,
    TABLE_LIFE_AREA_NAME,
    TABLE_CANTON,
    TABLE_CANTON_NAME,
    TABLE_FIELDS
};

/* How they are written in the mapping; x and y stand inside position, date inside source.
 */
extern const char *const orb_table_field_names[TABLE_FIELDS];

enum table_else { TABLE_ELSE_REPORT, TABLE_ELSE_KEEP, TABLE_ELSE_IGNORE };

/* Where the text of a field comes from and what is done to it, in the order of the members.
 */
struct table_value {
    bool given;
    const char *constant;    /* NULL = from the columns */
    const uint32_t *columns; /* numbers of columns of the mapping */
    uint32_t column_count;
    bool is_join; /* all columns, else the first that is not empty */
    const char *by;
    const char *split; /* characters that end an item; NULL = one text */
    const char *none;  /* the text that says the list is empty; NULL = none does */
    const char *trim;  /* characters removed around an item; NULL = blanks only */
    uint32_t pad;      /* digits a number is filled up to with zeros; 0 = none */
    struct orb_strmap from;
    const char *const *to; /* by number in from; NULL = the text is left out on purpose */
    enum table_else otherwise;
    const char *date; /* pattern; NULL = 2026-01-31 or 31/01/2026 */
};

enum table_order { TABLE_ORDER_XY, TABLE_ORDER_AUTO };

struct table_skip {
    bool given;
    uint32_t column;
    struct orb_strmap texts;
};

/* A class of age and the columns whose numbers add up to its population. */
struct table_age {
    int32_t from, to; /* years, included; to -1 = no upper bound */
    const uint32_t *columns;
    uint32_t column_count;
};

struct table_mapping {
    struct orb_arena arena;
    const char *path;
    const char *source_id;
    const char *source_name;
    const char *licence; /* NULL = the command line says it, here and in attribution */
    const char *attribution;
    const char *url;
    const char *edition;
    const char *json; /* the mapping itself, kept with the source */
    const char *encoding;
    char separator; /* 0 = guessed */
    char decimal;
    uint32_t header;  /* row of the names; 0 = columns are numbered from 1 */
    const char *list; /* key of the rows in a JSON object; NULL = the document is a list */
    struct table_skip skip;
    struct table_value values[TABLE_FIELDS];
    int epsg; /* 4326 = degrees; 0 = the legal system of the département */
    enum table_order order;
    enum orb_confidentiality contacts;
    enum orb_tristate droit_commun;
    bool communes;       /* rows are communes, not services */
    int density_classes; /* of INSEE's grid: 4 or 7 */
    const struct table_age *ages;
    uint32_t age_count;
    struct orb_strmap columns;  /* every column named, numbered */
    const char **column_places; /* JSON pointer of the first mention, by number */
    size_t column_capacity;
};

/*
 * Read a mapping. Any fault is ORB_ERR_SYNTAX or ORB_ERR_RANGE with the path and a JSON
 * pointer. What mapping points to is released by orb_table_mapping_release, also after a
 * failure.
 */
ORB_MUST_CHECK enum orb_status orb_table_mapping_read(struct table_mapping *mapping,
                                                      const char *path,
                                                      struct orb_error *err);
void orb_table_mapping_release(struct table_mapping *mapping);

/* What can be wrong with a row or a value, or worth telling. */
enum table_rule {
    TABLE_ROW_TOO_WIDE,
    TABLE_ROW_UNEXPECTED,
    TABLE_ID_MISSING,
    TABLE_ID_TOO_LONG,
    TABLE_ID_TWICE,
    TABLE_NOT_IN_MAP,
    TABLE_NUMBER_UNREADABLE,
    TABLE_AGE_IMPOSSIBLE,
    TABLE_DATE_UNREADABLE,
    TABLE_DATES_REVERSED,
    TABLE_FLAG_UNREADABLE,
    TABLE_POSTCODE_UNREADABLE,
    TABLE_COMMUNE_UNREADABLE,
    TABLE_COMMUNE_UNKNOWN,
    TABLE_IDENTIFIER_UNREADABLE,
    TABLE_CONTACT_UNREADABLE,
    TABLE_POSITION_INCOMPLETE,
    TABLE_POSITION_UNREADABLE,
    TABLE_POSITION_OUTSIDE,
    TABLE_POSITION_SWAPPED,
    TABLE_POSITION_PROJECTED,
    TABLE_SCHEME_OTHER,
    TABLE_SOURCE_UNKNOWN,
    TABLE_COMMUNE_NOT_ONE,
    TABLE_COMMUNE_FORMER,
    TABLE_COMMUNE_NOT_LISTED,
    TABLE_DENSITY_UNREADABLE,
    TABLE_RULES
};

/* Counted without a place. */
enum table_count {
    TABLE_COUNT_READ,
    TABLE_COUNT_SKIPPED,
    TABLE_COUNT_SHORT,
    TABLE_COUNT_CLEANED,
    TABLE_COUNT_CHECKED,
    TABLE_COUNT_SERVICES,
    TABLE_COUNT_SITES,
    TABLE_COUNT_OFFERS,
    TABLE_COUNT_COMMUNES,
    TABLE_COUNT_AREAS,
    TABLE_COUNT_NO_NAME,
    TABLE_COUNT_NO_COMMUNE,
    TABLE_COUNT_NO_POSITION,
    TABLE_COUNT_NO_FAMILY,
    TABLE_COUNT_NO_PUBLIC,
    TABLE_COUNT_NO_POPULATION,
    TABLE_COUNT_NO_AGES,
    TABLE_COUNT_NO_DENSITY,
    TABLE_COUNT_NO_INCOME,
    TABLE_COUNTS
};

struct orb_form;
struct orb_input;

/* One import. */
struct table {
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    struct table_mapping mapping;
    const char *file;
    struct orb_vocabulary vocabulary;
    struct orb_projector *projector;
    struct orb_arena row; /* what the current row needs */
    const char **texts;   /* of the current row, by column; "" = empty */
    const char *place;    /* of the current row */
    uint64_t *ids;        /* hashes of identifiers read; 0 = free */
    size_t id_count;
    size_t id_room;              /* power of two, or 0 */
    struct orb_tally unlabelled; /* "list:code" */
    struct orb_strmap areas;     /* "kind:code" of those whose name was told */
    struct orb_strmap sources;   /* of the rows, when each tells its own */
    orb_date *source_days;       /* of the newest row of each */
    size_t source_capacity;
    orb_date newest; /* day of the rows, ORB_DATE_NONE = none has one */
    unsigned long long counts[TABLE_COUNTS];
};

/* Read the file row by row, filling table->texts and table->place for orb_table_row. */
ORB_MUST_CHECK enum orb_status orb_table_read(struct table *table, struct orb_input *input,
                                              const char *encoding, struct orb_error *err);

/* Does the text of an input opened to be read twice begin like JSON? */
ORB_MUST_CHECK enum orb_status orb_table_is_json(struct orb_input *input, bool *json,
                                                 struct orb_error *err);
/* Append a value of a JSON row as the text of a column; the items of a list are lines. */
void orb_table_json_text(struct orb_buf *out, const struct orb_json *value);

/* Make the records of the current row and hand them to the sink. */
ORB_MUST_CHECK enum orb_status orb_table_row(struct table *table, struct orb_error *err);

/* The text of a field of the current row, in the arena of the row or of the mapping; NULL
 * when it is empty or was not taken. */
ORB_MUST_CHECK enum orb_status orb_table_text(struct table *table, enum table_field field,
                                              const char **out, struct orb_error *err);
/* The items of a list. */
ORB_MUST_CHECK enum orb_status orb_table_list(struct table *table, enum table_field field,
                                              struct orb_code_list *out,
                                              struct orb_error *err);
/* ORB_DATE_NONE when there is none. */
ORB_MUST_CHECK enum orb_status orb_table_date(struct table *table, enum table_field field,
                                              orb_date *out, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_table_flag(struct table *table, enum table_field field,
                                              enum orb_tristate *out,
                                              struct orb_error *err);

/* Fill in the position of a site whose commune and postal code are known or not. */
ORB_MUST_CHECK enum orb_status
orb_table_position(struct table *table, struct orb_site *site, struct orb_error *err);

/* Tell a finding about a field of the current row; TABLE_FIELDS = the whole row. value may
 * be NULL. */
ORB_MUST_CHECK enum orb_status orb_table_find(struct table *table, enum table_rule rule,
                                              enum table_field field, const char *value,
                                              struct orb_error *err);
/* Count a code that its list does not hold; list NULL = anything goes. */
ORB_MUST_CHECK enum orb_status orb_table_label(struct table *table, const char *list,
                                               const char *code, struct orb_error *err);
/* A number with the decimal mark of the mapping and blanks anywhere. */
bool orb_table_number(const struct table *table, double *out, const char *text);

/* What a mapping of communes tells beside its fields: density_classes, ages. */
void orb_table_read_communes(struct orb_form *form, struct table_mapping *mapping);

/* Hand all counts to the report. */
ORB_MUST_CHECK enum orb_status orb_table_report(struct table *table, struct orb_error *err);

#endif
