/* SQLite databases that are not the store: a file of a product, or rows that wait on disk.
 * A failure to bind is told by the next step. */
#ifndef ORB_BASE_SQLITE_H
#define ORB_BASE_SQLITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/error.h"

/* A connection, and a statement of it; opaque. */
struct orb_sqlite;
struct orb_sqlite_statement;

/*
 * Open the database of a path, made when there is none; NULL opens one that only this
 * connection sees, on disk when it is larger than its cache of some megabytes, gone when it
 * is closed. Errors have the path as place. *out is owned by the caller, release with
 * orb_sqlite_close.
 */
ORB_MUST_CHECK enum orb_status orb_sqlite_open(struct orb_sqlite **out, const char *path,
                                               struct orb_error *err);
/* Its statements come to an end before. NULL is accepted. */
void orb_sqlite_close(struct orb_sqlite *db);

/* Run SQL whose rows nobody reads: one statement or several, pragmas too. */
ORB_MUST_CHECK enum orb_status orb_sqlite_exec(struct orb_sqlite *db, const char *sql,
                                               struct orb_error *err);

/* *out is owned by the caller, release with orb_sqlite_finalize before the database is
 * closed. */
ORB_MUST_CHECK enum orb_status orb_sqlite_prepare(struct orb_sqlite_statement **out,
                                                  struct orb_sqlite *db, const char *sql,
                                                  struct orb_error *err);
/* NULL is accepted. */
void orb_sqlite_finalize(struct orb_sqlite_statement *statement);

/*
 * Parameters, numbered from 1. They stay bound after a reset. Texts and blobs are copied;
 * NULL binds NULL. A number that is not finite binds NULL.
 */
void orb_sqlite_bind_text(struct orb_sqlite_statement *statement, int at, const char *text);
void orb_sqlite_bind_blob(struct orb_sqlite_statement *statement, int at, const void *bytes,
                          size_t len);
void orb_sqlite_bind_integer(struct orb_sqlite_statement *statement, int at, int64_t value);
void orb_sqlite_bind_real(struct orb_sqlite_statement *statement, int at, double value);
void orb_sqlite_bind_null(struct orb_sqlite_statement *statement, int at);

/* The next row; *row is false at the end, after which the statement is ready to run
 * again. */
ORB_MUST_CHECK enum orb_status orb_sqlite_step(struct orb_sqlite_statement *statement,
                                               bool *row, struct orb_error *err);
/* Run to the end whatever the rows, ready to run again. */
ORB_MUST_CHECK enum orb_status orb_sqlite_run(struct orb_sqlite_statement *statement,
                                              struct orb_error *err);
/* Forget the rows that are left. */
void orb_sqlite_reset(struct orb_sqlite_statement *statement);

/* Columns of the row, numbered from 0; valid until the next step or reset. */
bool orb_sqlite_is_null(struct orb_sqlite_statement *statement, int at);
const char *orb_sqlite_text(struct orb_sqlite_statement *statement,
                            int at); /* NULL for NULL, or without memory */
const void *orb_sqlite_blob(struct orb_sqlite_statement *statement, int at, size_t *len);
int64_t orb_sqlite_integer(struct orb_sqlite_statement *statement, int at);
double orb_sqlite_real(struct orb_sqlite_statement *statement, int at); /* NaN for NULL */

#endif
