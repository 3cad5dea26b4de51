/* What the files of the legacy FINESS importer share; private to importers/finess_csv*.c.
 */
#ifndef ORB_IMPORTERS_FINESS_CSV_H
#define ORB_IMPORTERS_FINESS_CSV_H

#include "engine/base/csv.h"
#include "importers/finess.h"
#include "importers/lines.h"

#define FINESS_SOURCE_CSV "finess-csv"

/* Fields of a line "structureet", in its order; the publisher's names are those of
 * orb_finess_csv_names. */
enum finess_csv_field {
    FINESS_CSV_KIND,
    FINESS_CSV_NUMBER,
    FINESS_CSV_ENTITY,
    FINESS_CSV_NAME,
    FINESS_CSV_LONG_NAME,
    FINESS_CSV_COMPLEMENT,
    FINESS_CSV_DELIVERY,
    FINESS_CSV_STREET_NUMBER,
    FINESS_CSV_STREET_TYPE,
    FINESS_CSV_STREET,
    FINESS_CSV_STREET_LETTER,
    FINESS_CSV_PLACE,
    FINESS_CSV_COMMUNE,
    FINESS_CSV_DEPARTEMENT,
    FINESS_CSV_DEPARTEMENT_NAME,
    FINESS_CSV_ROUTING,
    FINESS_CSV_PHONE,
    FINESS_CSV_FAX,
    FINESS_CSV_CATEGORY,
    FINESS_CSV_CATEGORY_NAME,
    FINESS_CSV_GROUP,
    FINESS_CSV_GROUP_NAME,
    FINESS_CSV_SIRET,
    FINESS_CSV_APE,
    FINESS_CSV_TARIFF,
    FINESS_CSV_TARIFF_NAME,
    FINESS_CSV_HOSPITAL,
    FINESS_CSV_HOSPITAL_NAME,
    FINESS_CSV_OPENED,
    FINESS_CSV_AUTHORISED,
    FINESS_CSV_UPDATED,
    FINESS_CSV_UAI,
    FINESS_CSV_FIELDS
};

extern const char *const orb_finess_csv_names[FINESS_CSV_FIELDS];

/* Fields of a line "geolocalisation". */
enum { GEO_KIND, GEO_NUMBER, GEO_X, GEO_Y, GEO_SYSTEM, GEO_UPDATED, GEO_FIELDS };

/* A line of the second block, by the row of its number in struct finess_csv.located. */
struct finess_csv_point {
    const char *texts[2]; /* coordxet, coordyet */
    const char *updated;
    uint32_t system; /* in struct finess_csv.systems */
    unsigned long line;
    bool used;
};

struct orb_decoder;

struct finess_csv {
    struct finess f;             /* places, counts and rules are those of the feeds */
    struct orb_csv csv;          /* the fields of the current line */
    struct orb_buf utf8;         /* the current line */
    bool is_split;               /* the current line has its fields */
    struct orb_decoder *windows; /* NULL = the file is UTF-8 */
    unsigned long line;
    char place[32];
    struct finess_numbers located;
    struct finess_csv_point *points;
    size_t point_capacity;
    struct orb_strmap systems;
    struct orb_arena arena;                /* texts of the points */
    size_t establishments;                 /* lines of the first block */
    struct finess_numbers detailed;        /* those whose activities another source knows */
    const char *fields[FINESS_CSV_FIELDS]; /* of the current row, clean; NULL = empty */
};

/* Where findings say they are, until the next call. */
void orb_finess_csv_at(struct finess_csv *c, unsigned long line);

/* Split a line into c->csv; a line that is told and must be left out leaves c->is_split
 * false. A closing ';' after the last field is no field. */
ORB_MUST_CHECK enum orb_status orb_finess_csv_split(struct finess_csv *c, const char *line,
                                                    size_t len, size_t fields,
                                                    struct orb_error *err);

/* finess_csv_rows.c: one line "structureet", already split. */
ORB_MUST_CHECK enum orb_status orb_finess_csv_take(struct finess_csv *c,
                                                   struct orb_error *err);

/* finess_csv_points.c: one line "geolocalisation", already split. */
ORB_MUST_CHECK enum orb_status orb_finess_csv_take_point(struct finess_csv *c,
                                                         struct orb_error *err);
/* The position of the current row into site. */
ORB_MUST_CHECK enum orb_status
orb_finess_csv_position(struct finess_csv *c, const char *number, struct orb_site *site,
                        struct orb_buf *extra, struct orb_error *err);
/* Points of no establishment of the file. */
ORB_MUST_CHECK enum orb_status orb_finess_csv_tell_points(struct finess_csv *c,
                                                          struct orb_error *err);

/* finess_csv_address.c: the address of the current row into site. */
ORB_MUST_CHECK enum orb_status orb_finess_csv_address(struct finess_csv *c,
                                                      struct orb_site *site,
                                                      struct orb_buf *extra,
                                                      struct orb_error *err);

/* Add "key":"value" to an object under construction; NULL adds nothing. */
void orb_finess_csv_add(struct orb_buf *object, const char *key, const char *value);

#endif
