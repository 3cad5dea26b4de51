/* The connection to one SpatiaLite file: opening, statements, errors. */
#ifndef ORB_STORE_DATABASE_H
#define ORB_STORE_DATABASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"
#include "engine/store/store.h"

struct sqlite3;
struct sqlite3_stmt;

#define ORB_DB_APPLICATION_ID 0x4f524231 /* "ORB1" */
#define ORB_DB_STATEMENTS     160

struct orb_import_state;
struct orb_view_state;
struct orb_read_state;
struct orb_rows;

struct orb_store {
    struct sqlite3 *db;
    char *path;
    enum orb_store_mode mode;
    bool is_broken; /* a statement of the current import failed: only rollback is left */
    struct orb_import_state *import; /* NULL outside an import */
    struct orb_view_state *view;     /* made at first use */
    struct orb_read_state *reading;  /* made at first use */
    const struct orb_rows *rows;     /* read by the statement that runs; rows.c */
    struct {
        const char *sql; /* the key: one constant text for each statement */
        struct sqlite3_stmt *statement;
    } statements[ORB_DB_STATEMENTS];
};

/* Open the file, check that it is ours, migrate it when mode allows. */
ORB_MUST_CHECK enum orb_status orb_db_open(struct orb_store *store, const char *path,
                                           enum orb_store_mode mode, struct orb_error *err);
void orb_db_close(struct orb_store *store);

/* Turn the last refusal of SQLite into a sentence; place is the file. */
ORB_MUST_CHECK enum orb_status orb_db_error(struct orb_store *store, int code,
                                            struct orb_error *err);

/* Run SQL without result. */
ORB_MUST_CHECK enum orb_status orb_db_exec(struct orb_store *store, const char *sql,
                                           struct orb_error *err);

/*
 * The statement of a constant text (compared by address), prepared at first use, reset,
 * without bindings kept. Valid until the store is closed.
 */
ORB_MUST_CHECK enum orb_status orb_db_statement(struct orb_store *store,
                                                struct sqlite3_stmt **out, const char *sql,
                                                struct orb_error *err);

/* Prepare a text made at run time; the caller finalizes. */
ORB_MUST_CHECK enum orb_status orb_db_prepare(struct orb_store *store,
                                              struct sqlite3_stmt **out, const char *sql,
                                              struct orb_error *err);

/* Step a statement that gives no row, then reset it. */
ORB_MUST_CHECK enum orb_status
orb_db_run(struct orb_store *store, struct sqlite3_stmt *statement, struct orb_error *err);

/* Step a statement; *row is false at the end. */
ORB_MUST_CHECK enum orb_status orb_db_step(struct orb_store *store,
                                           struct sqlite3_stmt *statement, bool *row,
                                           struct orb_error *err);

/* The first column of the first row of a constant query, or missing when there is none or
 * it is NULL. */
ORB_MUST_CHECK enum orb_status orb_db_integer(struct orb_store *store, const char *sql,
                                              int64_t missing, int64_t *out,
                                              struct orb_error *err);

/* NULL text binds NULL. The text must stay until the statement has run. */
void orb_db_bind_text(struct sqlite3_stmt *statement, int at, const char *text);
const char *orb_db_text(struct sqlite3_stmt *statement, int at);

#endif
