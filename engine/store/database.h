/* The connection of a store to its database, whichever it is: transactions, statements,
 * values. SQL is written once, in what SQLite and PostgreSQL have in common. */
#ifndef ORB_STORE_DATABASE_H
#define ORB_STORE_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/base/error.h"
#include "engine/store/store.h"

#define ORB_DB_STATEMENTS 160

struct orb_aside;
struct orb_connection; /* of a driver */
struct orb_driver;
struct orb_import_state;
struct orb_read_state;
struct orb_rows;
struct orb_statement; /* of a driver */
struct orb_view_state;

struct orb_store {
    const struct orb_driver *driver;
    struct orb_connection *connection;
    char *path; /* as errors name the store: without password */
    enum orb_store_mode mode;
    bool is_writing;          /* the transaction that was begun last may write */
    struct orb_error refusal; /* the first one of that transaction: only rollback is left */
    struct orb_aside *aside;  /* of an import that writes many rows; aside.h */
    struct orb_import_state *import; /* NULL outside an import */
    struct orb_view_state *view;     /* made at first use */
    struct orb_read_state *reading;  /* made at first use */
    struct {
        const char *sql; /* the key: one constant text for each statement */
        struct orb_statement *statement;
    } statements[ORB_DB_STATEMENTS];
};

/* Open the database that the path names, with the driver for it; check that it is ours,
 * migrate it when mode allows. */
ORB_MUST_CHECK enum orb_status orb_db_open(struct orb_store *store, const char *path,
                                           enum orb_store_mode mode, struct orb_error *err);
void orb_db_close(struct orb_store *store);

/* ---- transactions */

/* One view of the store until the end; to_write: nobody else writes meanwhile. */
ORB_MUST_CHECK enum orb_status orb_db_begin(struct orb_store *store, bool to_write,
                                            struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_db_commit(struct orb_store *store,
                                             struct orb_error *err);
/* Reset the statements of constant text, undo the transaction if there is one. */
void orb_db_rollback(struct orb_store *store);
bool orb_db_in_transaction(const struct orb_store *store);

/*
 * Something was refused for the reason given, which its caller may not listen to. Of a
 * transaction that writes the first reason is kept, and told from then on: what follows is
 * refused because of it. Returns the status of the reason told.
 */
ORB_MUST_CHECK enum orb_status
orb_db_refused(struct orb_store *store, const struct orb_error *why, struct orb_error *err);
/* ORB_OK, or what this transaction was refused first. */
ORB_MUST_CHECK enum orb_status orb_db_check(const struct orb_store *store,
                                            struct orb_error *err);

/* ---- statements */

/* Run SQL without parameters or result: one statement or several. */
ORB_MUST_CHECK enum orb_status orb_db_exec(struct orb_store *store, const char *sql,
                                           struct orb_error *err);

/*
 * The statement of a constant text (compared by address), prepared at first use, reset,
 * with its bindings kept. Valid until the store is closed. It gives few rows: a driver may
 * hold them all.
 */
ORB_MUST_CHECK enum orb_status orb_db_statement(struct orb_store *store,
                                                struct orb_statement **out, const char *sql,
                                                struct orb_error *err);

/* Prepare a text; the caller finalizes. It gives few rows. */
ORB_MUST_CHECK enum orb_status orb_db_prepare(struct orb_store *store,
                                              struct orb_statement **out, const char *sql,
                                              struct orb_error *err);
/* The same for one that may give all rows of a table, which are never held together. */
ORB_MUST_CHECK enum orb_status orb_db_prepare_many(struct orb_store *store,
                                                   struct orb_statement **out,
                                                   const char *sql, struct orb_error *err);

/* Run a statement that gives no row, then reset it. A driver may put the work off until
 * something is read, or the commit, and fail only then. */
ORB_MUST_CHECK enum orb_status
orb_db_run(struct orb_store *store, struct orb_statement *statement, struct orb_error *err);
/* How many rows the statement run last changed. */
ORB_MUST_CHECK enum orb_status orb_db_changes(struct orb_store *store, int64_t *count,
                                              struct orb_error *err);

/* Step a statement; *row is false at the end. */
ORB_MUST_CHECK enum orb_status orb_db_step(struct orb_store *store,
                                           struct orb_statement *statement, bool *row,
                                           struct orb_error *err);

/* Forget the rows that are left; bindings stay. NULL is accepted by both. */
void orb_db_reset(struct orb_statement *statement);
void orb_db_finalize(struct orb_statement *statement);

/* The first column of the first row of a constant query, or missing when there is none or
 * it is NULL. */
ORB_MUST_CHECK enum orb_status orb_db_integer(struct orb_store *store, const char *sql,
                                              int64_t missing, int64_t *out,
                                              struct orb_error *err);

/* ---- values: parameters are numbered from 1, columns from 0 */

enum orb_value_type {
    ORB_VALUE_NULL,
    ORB_VALUE_INTEGER,
    ORB_VALUE_REAL,
    ORB_VALUE_TEXT,
    ORB_VALUE_POINT /* a geometry, WGS 84 */
};

struct orb_value {
    enum orb_value_type type;
    int64_t integer;
    double real;      /* or longitude */
    double lat;       /* of a point */
    const char *text; /* ends with NUL; NULL = that in date */
    char date[ORB_DATE_LEN];
};

int orb_db_parameter_count(const struct orb_statement *statement);
/* The text must stay until the statement has run. A value that is not taken, without memory
 * or because it is too long, makes the statement fail when it is run. */
void orb_db_bind(struct orb_statement *statement, int at, const struct orb_value *value);
void orb_db_bind_long(struct orb_statement *statement, int at, int64_t value);
void orb_db_bind_real(struct orb_statement *statement, int at, double value);
void orb_db_bind_text(struct orb_statement *statement, int at, const char *text);
void orb_db_bind_point(struct orb_statement *statement, int at, double lon, double lat);
/* A MULTIPOLYGON given as little-endian WKB, copied; ORB_ERR_SYNTAX when it is not one. */
ORB_MUST_CHECK enum orb_status orb_db_bind_polygons(struct orb_statement *statement, int at,
                                                    const unsigned char *wkb, size_t len,
                                                    struct orb_error *err);
/* All parameters are NULL again. */
void orb_db_clear(struct orb_statement *statement);

/* Of the row stepped to; texts are valid until the next step or reset. */
bool orb_db_is_null(struct orb_statement *statement, int at);
int orb_db_int(struct orb_statement *statement, int at); /* 0 for NULL */
int64_t orb_db_long(struct orb_statement *statement, int at);
double orb_db_real(struct orb_statement *statement, int at);
const char *orb_db_text(struct orb_statement *statement, int at); /* NULL for NULL */
size_t orb_db_text_len(struct orb_statement *statement, int at);
/* False when it is no point. */
bool orb_db_point(struct orb_statement *statement, int at, double *lon, double *lat);
/* Append the WKB of a MULTIPOLYGON. ORB_ERR_CORRUPT, ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_db_polygons(struct orb_statement *statement, int at,
                                               struct orb_buf *out, struct orb_error *err);

/* ---- many rows at once */

/* Rows that lie in memory, on their way into a table. */
struct orb_rows {
    size_t count;
    struct orb_value (*value)(const void *context, size_t row, int column);
    const void *context;
};

enum { ORB_ROWS_COLUMNS = 48 };

/* Where they go; borrowed until it is finalized. */
struct orb_target {
    const char *table;
    const char *columns[ORB_ROWS_COLUMNS];
    int column_count;
};

/* Prepare the loading of rows; the caller finalizes. */
ORB_MUST_CHECK enum orb_status orb_db_prepare_load(struct orb_store *store,
                                                   struct orb_statement **out,
                                                   const struct orb_target *target,
                                                   struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_db_load(struct orb_store *store,
                                           struct orb_statement *statement,
                                           const struct orb_rows *rows,
                                           struct orb_error *err);

/* ---- what databases do each in their way */

/* Bring the spatial index of a geometry column up to date. points: the number and the point
 * of every row, in order of the number, others without point among them; NULL = to be
 * read. */
ORB_MUST_CHECK enum orb_status orb_db_index(struct orb_store *store, const char *table,
                                            const char *column,
                                            const struct orb_rows *points,
                                            struct orb_error *err);
/* Tables that were empty are filled: what is read next may ask for another way to read. */
ORB_MUST_CHECK enum orb_status orb_db_loaded(struct orb_store *store,
                                             struct orb_error *err);
/* After the commit of an import: what could not be done inside. */
void orb_db_settle(struct orb_store *store);

#endif
