/* What the parts of the HSDS importer share: every form of the format as rows of tables.
 * Internal to importers/hsds*.c. */
#ifndef ORB_IMPORTERS_HSDS_H
#define ORB_IMPORTERS_HSDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "engine/model/record.h"
#include "engine/vocabulary/vocabulary.h"
#include "importers/importer.h"
#include "importers/input.h"

struct orb_geo_context;
struct orb_node;

/* Tables of the package that are read. */
enum hsds_table {
    HSDS_ACCESSIBILITY,
    HSDS_ADDRESSES,
    HSDS_ATTRIBUTES,
    HSDS_CONTACTS,
    HSDS_COST_OPTIONS,
    HSDS_LANGUAGES,
    HSDS_LOCATIONS,
    HSDS_ORGANIZATION_IDENTIFIERS,
    HSDS_ORGANIZATIONS,
    HSDS_PHONES,
    HSDS_REQUIRED_DOCUMENTS,
    HSDS_SCHEDULES,
    HSDS_SERVICE_AREAS,
    HSDS_SERVICE_AT_LOCATIONS,
    HSDS_SERVICES,
    HSDS_TAXONOMIES,
    HSDS_TAXONOMY_TERMS,
    HSDS_TABLES
};

struct hsds_names {
    const char *plural;   /* of the list and of the file */
    const char *singular; /* of an object inside another; "service" gives "service_id" */
};

extern const struct hsds_names orb_hsds_names[HSDS_TABLES];

/* A value; texts are trimmed and live until the tables are cleared. */
struct hsds_cell {
    const char *name; /* of the column */
    const char *text;
};

struct hsds_row {
    const char *place;
    unsigned long line; /* in a table of a package */
    const char *file;
    const char *id;
    const struct hsds_cell *cells; /* those that are given */
    uint32_t cell_count;
    bool is_embedded; /* inside another element, so it may come again */
};

/* The rows of one element of a list lie in memory; those of a package, which has all of a
 * country, lie in a temporary file, and one is read when it is asked for. */
struct hsds_rows {
    struct hsds_row *items; /* in memory */
    size_t count;
    size_t capacity;
    /* of a package */
    const char *file;
    const char **names; /* of the columns */
    uint32_t width;
    uint64_t *places; /* of the rows in the temporary file */
    size_t place_capacity;
    struct orb_buf window; /* what was read last of the file */
    uint64_t window_at;
};

/* A row whose column has a value of this hash. */
struct hsds_key {
    uint64_t hash;
    uint32_t row;
};

/* Rows of a table by the value of a column. */
struct hsds_index {
    enum hsds_table table;
    const char *column;
    struct hsds_key *keys; /* in order of hash, then of row */
    size_t count;
    size_t capacity;
};

enum { HSDS_INDEXES = 24 };

enum hsds_rule {
    HSDS_NO_OBJECT,
    HSDS_ROW_TOO_WIDE,
    HSDS_ID_NO_UUID,
    HSDS_ID_TWICE,
    HSDS_MISSING,
    HSDS_LINK_MISSING,
    HSDS_STATUS,
    HSDS_CLOSED_WITHOUT_DATE,
    HSDS_DATE,
    HSDS_AGE,
    HSDS_AGES_REVERSED,
    HSDS_LOCATION_TYPE,
    HSDS_POSITION_HALF,
    HSDS_POSITION_RANGE,
    HSDS_PHONE,
    HSDS_EMAIL,
    HSDS_SCHEDULE,
    HSDS_AREA,
    HSDS_RULES
};

struct hsds {
    const struct orb_import_input *in;
    const struct orb_sink *sink;
    struct orb_import_report *report;
    const char *file;
    const char *source; /* identifier of the source */
    orb_date newest;
    struct orb_arena kept; /* of the import */
    struct orb_arena rows; /* of the tables */
    struct orb_vocabulary vocabulary;
    struct orb_geo_context *geo;
    struct hsds_rows tables[HSDS_TABLES];
    struct hsds_index indexes[HSDS_INDEXES];
    size_t index_count;
    struct orb_strmap seen; /* identifiers of records given */
    FILE *spill;            /* rows of the package; NULL = rows lie in memory */
    uint64_t spill_len;
    struct orb_buf spill_row; /* the one being written */
    struct orb_arena one;     /* a row looked at and forgotten */
    enum orb_status failed;   /* while rows were read back, and why */
    struct orb_error why;
    char digest[ORB_INPUT_DIGEST_LEN];
};

/* ---- tables (hsds_tables.c) */

/* The table of a list, a file or an object, or HSDS_TABLES. */
enum hsds_table orb_hsds_table(const char *name, size_t len);

/* The text of a column, or NULL. row may be NULL. */
const char *orb_hsds_text(const struct hsds_row *row, const char *column);

/* End a text written from rows that gave that status: kept in *out with the rows, unless it
 * is empty; the buffer is released. */
ORB_MUST_CHECK enum orb_status orb_hsds_keep(struct hsds *h, struct orb_buf *text,
                                             enum orb_status status, const char **out,
                                             struct orb_error *err);

/* Take a row, whose cells are copied; the identifier is checked. */
ORB_MUST_CHECK enum orb_status orb_hsds_add(struct hsds *h, enum hsds_table table,
                                            struct hsds_row row, struct orb_error *err);

/* The rows of a table whose column has a value, in order. */
struct hsds_cursor {
    struct hsds *h;
    enum hsds_table table;
    const char *column;
    const char *value;
    const struct hsds_index *index; /* NULL = look at every row */
    uint64_t hash;
    size_t at;
};

ORB_MUST_CHECK enum orb_status orb_hsds_find(struct hsds *h, struct hsds_cursor *cursor,
                                             struct orb_error *err);
const struct hsds_row *orb_hsds_next(struct hsds_cursor *cursor);

/* The row of an identifier; *out is NULL when there is none. */
ORB_MUST_CHECK enum orb_status orb_hsds_get(struct hsds *h, enum hsds_table table,
                                            const char *id, const struct hsds_row **out,
                                            struct orb_error *err);

void orb_hsds_clear(struct hsds *h);
void orb_hsds_release(struct hsds *h);

/* Trimmed copy; NULL when nothing is left. Sets *status without memory. */
const char *orb_hsds_trim(struct hsds *h, const char *text, size_t len,
                          enum orb_status *status);

/* ---- rows of a package (hsds_spill.c) */

/* Rows taken from now on lie in a temporary file without a name. */
ORB_MUST_CHECK enum orb_status orb_hsds_spill_open(struct hsds *h, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_hsds_spill_add(struct hsds *h, enum hsds_table table,
                                                  const struct hsds_row *row,
                                                  struct orb_error *err);
/* The row of a number, from memory or read into an arena; NULL when that fails, which
 * h->failed then tells. */
const struct hsds_row *orb_hsds_row(struct hsds *h, enum hsds_table table, size_t number,
                                    struct orb_arena *arena);
void orb_hsds_spill_close(struct hsds *h);

/* ---- files (hsds_files.c, hsds_json.c) */

ORB_MUST_CHECK enum orb_status orb_hsds_read(struct hsds *h, const char *path,
                                             struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_hsds_read_json(struct hsds *h, const char *path,
                                                  struct orb_error *err);

/* ---- findings (hsds_report.c) */

ORB_MUST_CHECK enum orb_status orb_hsds_tell(struct hsds *h, const struct hsds_row *row,
                                             const char *column, enum hsds_rule rule,
                                             struct orb_error *err);
/* Count what is kept. */
ORB_MUST_CHECK enum orb_status orb_hsds_kept(struct hsds *h, const char *name,
                                             struct orb_error *err);

/* ---- records */

/* Give the records of all rows, then forget the rows. */
ORB_MUST_CHECK enum orb_status orb_hsds_flush(struct hsds *h, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_hsds_put_organization(struct hsds *h,
                                                         const struct hsds_row *row,
                                                         struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_hsds_put_site(struct hsds *h, const struct hsds_row *row,
                                                 struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_hsds_put_service(struct hsds *h, const struct hsds_row *row, struct orb_error *err);
/* Offers at a location whose service is in another file. */
ORB_MUST_CHECK enum orb_status
orb_hsds_put_lone_offer(struct hsds *h, const struct hsds_row *row, struct orb_error *err);

/* "hsds:<uuid>", NULL for NULL; sets *status without memory. */
const char *orb_hsds_id(struct hsds *h, const char *uuid, enum orb_status *status);

/* Is the record given for the first time? What comes twice and is not embedded is told. */
ORB_MUST_CHECK enum orb_status orb_hsds_is_new(struct hsds *h, char kind,
                                               const struct hsds_row *row, bool *is_new,
                                               struct orb_error *err);

struct orb_provenance orb_hsds_provenance(struct hsds *h, const struct hsds_row *row);

struct hsds_contacts {
    const struct orb_contact *items;
    uint32_t count;
};

/* E-mail, site, telephones and persons of a row; column names the owner ("service_id"). */
ORB_MUST_CHECK enum orb_status orb_hsds_contacts(struct hsds *h, const struct hsds_row *row,
                                                 const char *column,
                                                 struct hsds_contacts *out,
                                                 struct orb_error *err);

/* Columns of a row, or of the rows of a table that belong to it, as members of an object.
 */
enum { HSDS_MEMBER_COLUMNS = 5 };

struct hsds_member {
    const char *key;
    enum hsds_table table; /* HSDS_TABLES = the column of the row itself */
    const char *owner;     /* column of the table */
    const char *columns[HSDS_MEMBER_COLUMNS];
};

/* A JSON object of what is given; *out is NULL when nothing is. */
ORB_MUST_CHECK enum orb_status orb_hsds_object(struct hsds *h, const struct hsds_row *row,
                                               const struct hsds_member *members,
                                               const char **out, struct orb_error *err);

/* Opening hours of the rows of an owner: opening_hours text where they can be said so, else
 * their description; *out is NULL when there are none. (hsds_schedule.c) */
ORB_MUST_CHECK enum orb_status orb_hsds_schedule(struct hsds *h, const char *column,
                                                 const char *id, const char **out,
                                                 struct orb_error *err);

/* The communes of the service areas. (hsds_area.c) */
ORB_MUST_CHECK enum orb_status orb_hsds_zone(struct hsds *h, const struct hsds_row *service,
                                             struct orb_zone *zone, struct orb_error *err);

#endif
