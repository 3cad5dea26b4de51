/* How the members of the model's structs become columns: one description drives writing,
 * reading, comparing and telling. */
#ifndef ORB_STORE_COLUMN_H
#define ORB_STORE_COLUMN_H

#include <stddef.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/model/record.h"
#include "engine/store/database.h"

enum orb_column_type {
    ORB_COLUMN_TEXT,       /* const char *; NULL = unknown */
    ORB_COLUMN_DATE,       /* orb_date */
    ORB_COLUMN_INT,        /* int or int32_t; missing = unknown */
    ORB_COLUMN_LONG,       /* int64_t; missing = unknown */
    ORB_COLUMN_REAL,       /* double; NaN = unknown */
    ORB_COLUMN_BOOL,       /* bool */
    ORB_COLUMN_TRISTATE,   /* enum orb_tristate */
    ORB_COLUMN_NAME,       /* an enumeration, by the names; a NULL name = unknown */
    ORB_COLUMN_CODES,      /* struct orb_code_list; not a column of its own */
    ORB_COLUMN_MODALITIES, /* members of struct orb_terms, offset of the struct; not columns
                              of their own */
    ORB_COLUMN_PRESTATIONS,
    ORB_COLUMN_FEATURES
};

struct orb_column {
    const char *name;
    enum orb_column_type type;
    size_t offset;
    int missing;
    const char *const *names;
    int name_count;
};

/* Rows that belong to a record: contacts, capacities... */
struct orb_child {
    const char *field; /* name in the journal */
    const char *table;
    const char *owner_kind; /* of the table it shares with others; NULL = has it alone */
    unsigned bit;           /* in column details */
    size_t item_size;
    const struct orb_column *columns;
    size_t column_count;
};

struct orb_child_place {
    const struct orb_child *child;
    size_t items_offset; /* of the pointer to the first item */
    size_t count_offset; /* of its uint32_t count */
};

#define ORB_TABLE_NONE ((size_t)-1)

enum orb_table_extra {
    ORB_EXTRA_NONE,
    ORB_EXTRA_POSITION,
    ORB_EXTRA_TERMS,
    ORB_EXTRA_CONTOUR
};

struct orb_table {
    enum orb_record_kind kind;
    const char *name;         /* of the SQL table */
    const char *label;        /* kind in the journal */
    size_t id_offset;         /* ORB_TABLE_NONE: the id is made of other members */
    size_t provenance_offset; /* ORB_TABLE_NONE: has none */
    enum orb_table_extra extra;
    size_t size; /* of the struct of a record */
    const struct orb_column *columns;
    size_t column_count;
    const struct orb_child_place *children;
    size_t child_count;
};

/* By kind; the operator has none. Territories go to territory_fact. */
const struct orb_table *orb_table_of(enum orb_record_kind kind);
/* Table territory, of the same columns as territory_fact, and the contour. */
const struct orb_table *orb_table_of_territories(bool with_contours);
/* The same table with the few columns that tell one list from another; that of the kind
 * when it has no such. */
const struct orb_table *orb_table_brief(enum orb_record_kind kind);

/* The description of struct orb_terms and of its scalar columns first. */
extern const struct orb_column orb_terms_columns[];
extern const size_t orb_terms_column_count;
extern const size_t orb_terms_scalar_count;

const char *const *orb_column_basis_names(void);

/* Values as SQL has them. */
struct orb_value orb_value_integer(int64_t value);
struct orb_value orb_value_text(const char *text); /* borrowed; NULL is NULL */
struct orb_value orb_value_date(orb_date date);
struct orb_value orb_column_value(const struct orb_column *column, const void *record);
/* The text must stay until the statement has run. */
void orb_column_bind(struct orb_statement *statement, int at,
                     const struct orb_column *column, const void *record);
/* Texts stay valid until the statement moves, or in arena when it is not NULL. */
ORB_MUST_CHECK enum orb_status orb_column_read(struct orb_statement *statement, int at,
                                               const struct orb_column *column,
                                               void *record, struct orb_arena *arena);
uint64_t orb_column_hash(uint64_t hash, const struct orb_column *column,
                         const void *record);
/* The value as JSON; null when it is unknown. */
void orb_column_json(struct orb_buf *out, const struct orb_column *column,
                     const void *record);

/* Number of a name, or missing (the number of the NULL name, else 0). */
int orb_column_name_find(const char *const *names, int count, const char *text);

/* The first item and the number of items of a child. */
const void *orb_child_items(const struct orb_child_place *place, const void *record,
                            uint32_t *count);

#endif
