/* One connection is used by one thread, so SQLite's own locks are left out. */
#include "engine/base/sqlite.h"

#include <math.h>
#include <sqlite3.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

struct orb_sqlite {
    sqlite3 *db;
    char *path; /* NULL = of nobody else */
};

struct orb_sqlite_statement {
    struct orb_sqlite *db;
    sqlite3_stmt *statement;
    int failed; /* to bind; SQLITE_OK = nothing did */
};

static enum orb_status refuse(const struct orb_sqlite *db, int code, struct orb_error *err)
{
    enum orb_status status;

    if (code == SQLITE_IOERR_NOMEM)
        return orb_error_memory(err);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return orb_error_memory(err);
    case SQLITE_FULL:
        status = orb_error_set(err, ORB_ERR_IO, _("no space left for the database"));
        break;
    case SQLITE_IOERR:
        status = orb_error_set(err, ORB_ERR_IO,
                               _("the disk refused to read or write the database"));
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        status = orb_error_set(err, ORB_ERR_IO,
                               _("the database or its folder cannot be written"));
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        status = orb_error_set(err, ORB_ERR_CORRUPT, _("the database is damaged"));
        break;
    default:
        status =
            orb_error_set(err, ORB_ERR_DATABASE, _("the database refused: %s"),
                          db->db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(db->db));
        break;
    }
    if (db->path != NULL)
        orb_error_at(err, "%s", db->path);
    return status;
}

static enum orb_status connect_to(struct orb_sqlite *db, const char *path,
                                  struct orb_error *err)
{
    size_t len = path == NULL ? 0 : strlen(path);
    int code;

    if (path != NULL) {
        db->path = orb_calloc(len + 1, 1);
        if (db->path == NULL)
            return orb_error_memory(err);
        memcpy(db->path, path, len);
    }
    code = sqlite3_open_v2(path == NULL ? "" : path, &db->db,
                           SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                           NULL);
    if (code != SQLITE_OK)
        return refuse(db, code, err);
    (void)sqlite3_extended_result_codes(db->db, 1);
    if (path != NULL)
        return ORB_OK;
    return orb_sqlite_exec(db,
                           "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
                           "PRAGMA cache_size = -8000",
                           err);
}

enum orb_status orb_sqlite_open(struct orb_sqlite **out, const char *path,
                                struct orb_error *err)
{
    struct orb_sqlite *db = orb_calloc(1, sizeof *db);
    enum orb_status status;

    if (db == NULL)
        return orb_error_memory(err);
    status = connect_to(db, path, err);
    if (status == ORB_OK)
        *out = db;
    else
        orb_sqlite_close(db);
    return status;
}

void orb_sqlite_close(struct orb_sqlite *db)
{
    if (db == NULL)
        return;
    (void)sqlite3_close(db->db);
    orb_free(db->path);
    orb_free(db);
}

enum orb_status orb_sqlite_exec(struct orb_sqlite *db, const char *sql,
                                struct orb_error *err)
{
    int code = sqlite3_exec(db->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? ORB_OK : refuse(db, code, err);
}

enum orb_status orb_sqlite_prepare(struct orb_sqlite_statement **out, struct orb_sqlite *db,
                                   const char *sql, struct orb_error *err)
{
    struct orb_sqlite_statement *made = orb_calloc(1, sizeof *made);
    int code;

    if (made == NULL)
        return orb_error_memory(err);
    made->db = db;
    code = sqlite3_prepare_v3(db->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &made->statement,
                              NULL);
    if (code != SQLITE_OK) {
        orb_sqlite_finalize(made);
        return refuse(db, code, err);
    }
    *out = made;
    return ORB_OK;
}

void orb_sqlite_finalize(struct orb_sqlite_statement *statement)
{
    if (statement == NULL)
        return;
    (void)sqlite3_finalize(statement->statement);
    orb_free(statement);
}

/* ---- parameters */

static void remember(struct orb_sqlite_statement *statement, int code)
{
    if (statement->failed == SQLITE_OK)
        statement->failed = code;
}

void orb_sqlite_bind_text(struct orb_sqlite_statement *statement, int at, const char *text)
{
    remember(statement,
             sqlite3_bind_text(statement->statement, at, text, -1, SQLITE_TRANSIENT));
}

void orb_sqlite_bind_blob(struct orb_sqlite_statement *statement, int at, const void *bytes,
                          size_t len)
{
    remember(statement,
             sqlite3_bind_blob64(statement->statement, at, bytes, len, SQLITE_TRANSIENT));
}

void orb_sqlite_bind_integer(struct orb_sqlite_statement *statement, int at, int64_t value)
{
    remember(statement, sqlite3_bind_int64(statement->statement, at, value));
}

void orb_sqlite_bind_real(struct orb_sqlite_statement *statement, int at, double value)
{
    remember(statement, isfinite(value)
                            ? sqlite3_bind_double(statement->statement, at, value)
                            : sqlite3_bind_null(statement->statement, at));
}

void orb_sqlite_bind_null(struct orb_sqlite_statement *statement, int at)
{
    remember(statement, sqlite3_bind_null(statement->statement, at));
}

/* ---- rows */

enum orb_status orb_sqlite_step(struct orb_sqlite_statement *statement, bool *row,
                                struct orb_error *err)
{
    int code = statement->failed;
    enum orb_status status = ORB_OK;

    *row = false;
    if (code == SQLITE_OK)
        code = sqlite3_step(statement->statement);
    *row = code == SQLITE_ROW;
    if (code == SQLITE_ROW)
        return ORB_OK;
    if (code != SQLITE_DONE)
        status = refuse(statement->db, code, err);
    orb_sqlite_reset(statement);
    return status;
}

enum orb_status orb_sqlite_run(struct orb_sqlite_statement *statement,
                               struct orb_error *err)
{
    bool row = true;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && row)
        status = orb_sqlite_step(statement, &row, err);
    return status;
}

void orb_sqlite_reset(struct orb_sqlite_statement *statement)
{
    (void)sqlite3_reset(statement->statement);
    statement->failed = SQLITE_OK;
}

bool orb_sqlite_is_null(struct orb_sqlite_statement *statement, int at)
{
    return sqlite3_column_type(statement->statement, at) == SQLITE_NULL;
}

const char *orb_sqlite_text(struct orb_sqlite_statement *statement, int at)
{
    return (const char *)sqlite3_column_text(statement->statement, at);
}

const void *orb_sqlite_blob(struct orb_sqlite_statement *statement, int at, size_t *len)
{
    const void *bytes = sqlite3_column_blob(statement->statement, at);

    *len = (size_t)sqlite3_column_bytes(statement->statement, at);
    return bytes;
}

int64_t orb_sqlite_integer(struct orb_sqlite_statement *statement, int at)
{
    return sqlite3_column_int64(statement->statement, at);
}

double orb_sqlite_real(struct orb_sqlite_statement *statement, int at)
{
    return orb_sqlite_is_null(statement, at)
               ? NAN
               : sqlite3_column_double(statement->statement, at);
}
