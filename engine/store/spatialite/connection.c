/* A connection without SpatiaLite's functions is enough for all but creation: our writes
 * run with triggers off, encode the geometries and keep the spatial indices themselves, and
 * opening stays under a millisecond. */
#include "engine/store/database.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/store/rows.h"
#include "engine/store/spatialite/migrate.h"

enum { BUSY_TIMEOUT_MS = 5000, HEADER_LEN = 100 };

enum orb_status orb_db_error(struct orb_store *store, int code, struct orb_error *err)
{
    enum orb_status status = ORB_ERR_DATABASE;

    store->is_broken = true;
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return orb_error_memory(err);
    case SQLITE_FULL:
        status = orb_error_set(err, ORB_ERR_IO,
                               _("no space left for the store, which is unchanged"));
        break;
    case SQLITE_IOERR:
        status = orb_error_set(
            err, ORB_ERR_IO,
            _("the disk refused to read or write the store, which is unchanged"));
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        status =
            orb_error_set(err, ORB_ERR_IO, _("the store or its folder cannot be written"));
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        status = orb_error_set(err, ORB_ERR_DATABASE,
                               _("another command is writing to the store"));
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        status = orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
        break;
    default:
        status = orb_error_set(err, ORB_ERR_DATABASE, _("the database refused: %s"),
                               sqlite3_errmsg(store->db));
        break;
    }
    if (store->path != NULL)
        orb_error_at(err, "%s", store->path);
    return status;
}

enum orb_status orb_db_exec(struct orb_store *store, const char *sql, struct orb_error *err)
{
    int code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? ORB_OK : orb_db_error(store, code, err);
}

enum orb_status orb_db_prepare(struct orb_store *store, sqlite3_stmt **out, const char *sql,
                               struct orb_error *err)
{
    int code = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);

    return code == SQLITE_OK ? ORB_OK : orb_db_error(store, code, err);
}

enum orb_status orb_db_statement(struct orb_store *store, sqlite3_stmt **out,
                                 const char *sql, struct orb_error *err)
{
    size_t at = ((uintptr_t)sql >> 3) % ORB_DB_STATEMENTS;

    for (size_t tries = 0; tries < ORB_DB_STATEMENTS;
         tries++, at = (at + 1) % ORB_DB_STATEMENTS) {
        if (store->statements[at].sql == sql) {
            *out = store->statements[at].statement;
            (void)sqlite3_reset(*out);
            return ORB_OK;
        }
        if (store->statements[at].sql != NULL)
            continue;
        enum orb_status status = orb_db_prepare(store, out, sql, err);

        if (status == ORB_OK) {
            store->statements[at].sql = sql;
            store->statements[at].statement = *out;
        }
        return status;
    }
    return orb_error_set(err, ORB_ERR_INTERNAL, "too many statements");
}

enum orb_status orb_db_run(struct orb_store *store, sqlite3_stmt *statement,
                           struct orb_error *err)
{
    int code = sqlite3_step(statement);
    enum orb_status status = ORB_OK;

    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = orb_db_error(store, code, err);
    (void)sqlite3_reset(statement);
    return status;
}

enum orb_status orb_db_step(struct orb_store *store, sqlite3_stmt *statement, bool *row,
                            struct orb_error *err)
{
    int code = sqlite3_step(statement);

    *row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE ? ORB_OK
                                                     : orb_db_error(store, code, err);
}

enum orb_status orb_db_integer(struct orb_store *store, const char *sql, int64_t missing,
                               int64_t *out, struct orb_error *err)
{
    sqlite3_stmt *statement;
    bool row;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    if (status == ORB_OK)
        status = orb_db_step(store, statement, &row, err);
    if (status != ORB_OK)
        return status;
    *out = row && sqlite3_column_type(statement, 0) != SQLITE_NULL
               ? sqlite3_column_int64(statement, 0)
               : missing;
    (void)sqlite3_reset(statement);
    return ORB_OK;
}

void orb_db_bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    if (text == NULL)
        (void)sqlite3_bind_null(statement, at);
    else
        (void)sqlite3_bind_text(statement, at, text, -1, SQLITE_STATIC);
}

const char *orb_db_text(sqlite3_stmt *statement, int at)
{
    return (const char *)sqlite3_column_text(statement, at);
}

static enum orb_status refuse_errno(const char *path, int number, struct orb_error *err)
{
    enum orb_status status = ORB_ERR_IO;

    if (number == ENOENT || number == ENOTDIR)
        status = orb_error_set(err, ORB_ERR_NOT_FOUND,
                               _("there is no store here; 'orbite init' makes one"));
    else
        status = orb_error_set(err, ORB_ERR_IO, "%s", strerror(number));
    orb_error_at(err, "%s", path);
    return status;
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
           bytes[3];
}

/* Does a file with something in it lie beside the store, with this end added to its name?
 */
static bool has_beside(const char *path, const char *end)
{
    struct stat about;
    char name[4200];

    (void)snprintf(name, sizeof name, "%s%s", path, end);
    return stat(name, &about) == 0 && about.st_size > 0;
}

/* SQLite notices a file cut short only when it needs a missing page; the header says it at
 * once. The header may lag behind while a log or a journal waits, so only a quiet file is
 * judged. */
static bool is_cut_short(const char *path, const unsigned char *header, long long size)
{
    uint32_t page = (uint32_t)header[16] << 8 | header[17];

    if (has_beside(path, "-wal") || has_beside(path, "-journal"))
        return false;
    if (page == 1)
        page = 65536;
    return big_endian(header + 24) == big_endian(header + 92) &&
           size < (long long)page * (long long)big_endian(header + 28);
}

/* What the first bytes say, so that a wrong file gets a sentence of its own and is never
 * touched. */
static enum orb_status check_header(const char *path, struct orb_error *err)
{
    unsigned char header[HEADER_LEN] = { 0 };
    struct stat about;
    size_t got = 0;
    FILE *file;

    if (stat(path, &about) != 0)
        return refuse_errno(path, errno, err);
    if (S_ISDIR(about.st_mode))
        return refuse_errno(path, EISDIR, err);
    file = fopen(path, "rb");
    if (file == NULL)
        return refuse_errno(path, errno, err);
    got = fread(header, 1, sizeof header, file);
    (void)fclose(file);
    enum orb_status status = ORB_OK;

    if (got < sizeof header || memcmp(header, "SQLite format 3", 16) != 0)
        status =
            orb_error_set(err, ORB_ERR_UNSUPPORTED, _("this file is not an Orbite store"));
    else if (big_endian(header + 68) != ORB_DB_APPLICATION_ID)
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("this database is not an Orbite store"));
    else if (is_cut_short(path, header, (long long)about.st_size))
        status = orb_error_set(err, ORB_ERR_CORRUPT, _("the store is cut short"));
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    return status;
}

static enum orb_status connect(struct orb_store *store, int flags, const char *name,
                               struct orb_error *err)
{
    int code = sqlite3_open_v2(name, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);

    if (code != SQLITE_OK)
        return orb_db_error(store, code, err);
    (void)sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
    (void)sqlite3_extended_result_codes(store->db, 1);
    (void)sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    return ORB_OK;
}

/* A first import that was killed left its journal, which only a connection that may write
 * takes back. One that is still at work is left alone by SQLite's locks. */
static enum orb_status take_back(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status;

    if (!has_beside(store->path, "-journal") || access(store->path, W_OK) != 0)
        return ORB_OK;
    status = connect(store, SQLITE_OPEN_READWRITE, store->path, err);
    if (status == ORB_OK)
        status = orb_db_exec(store, "SELECT 1 FROM meta", err);
    (void)sqlite3_close(store->db);
    store->db = NULL;
    return status;
}

/* A store in a folder that cannot be written (a CD, a shared disk) has no place for
 * SQLite's shared memory: it is then opened as a file that nobody changes. */
static enum orb_status connect_to_read(struct orb_store *store, struct orb_error *err)
{
    char name[4200];
    size_t len = 0;
    enum orb_status status = take_back(store, err);

    if (status == ORB_OK)
        status = connect(store, SQLITE_OPEN_READONLY, store->path, err);
    if (status != ORB_OK ||
        sqlite3_exec(store->db, "SELECT 1 FROM meta", NULL, NULL, NULL) != SQLITE_CANTOPEN)
        return status;
    (void)sqlite3_close(store->db);
    store->db = NULL;
    len += (size_t)snprintf(name, sizeof name, "file:");
    for (const char *p = store->path; *p != '\0' && len + 20 < sizeof name; p++)
        len +=
            (size_t)(*p == '%' || *p == '?' || *p == '#'
                         ? snprintf(name + len, sizeof name - len, "%%%02X", (unsigned)*p)
                         : snprintf(name + len, sizeof name - len, "%c", *p));
    (void)snprintf(name + len, sizeof name - len, "?immutable=1");
    return connect(store, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, name, err);
}

/* A log lets others read while one writes, and writes each page twice. Nobody waits for
 * what a store without data holds: its first import does without, in half the time. */
static enum orb_status choose_journal(struct orb_store *store, struct orb_error *err)
{
    int64_t version = 0;
    enum orb_status status = orb_store_version(store, &version, err);

    if (status != ORB_OK || version == 0)
        return status;
    return orb_db_exec(store, "PRAGMA journal_mode = WAL", err);
}

static enum orb_status connect_as(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status;

    if (store->mode == ORB_STORE_READ) {
        status = connect_to_read(store, err);
        return status != ORB_OK
                   ? status
                   : orb_db_exec(store,
                                 "PRAGMA query_only = 1; PRAGMA mmap_size = 4294967296;"
                                 "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000",
                                 err);
    }
    if (access(store->path, W_OK) != 0)
        return refuse_errno(store->path, errno, err);
    status = connect(store, SQLITE_OPEN_READWRITE, store->path, err);
    if (status == ORB_OK)
        status = orb_db_exec(store,
                             "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                             "PRAGMA cache_size = -64000",
                             err);
    if (status == ORB_OK)
        status = orb_rows_open(store, err);
    return status == ORB_OK ? choose_journal(store, err) : status;
}

enum orb_status orb_db_open(struct orb_store *store, const char *path,
                            enum orb_store_mode mode, struct orb_error *err)
{
    size_t len = strlen(path);
    enum orb_status status = ORB_OK;

    if (len > 4000)
        return refuse_errno(path, ENAMETOOLONG, err);
    store->mode = mode;
    store->path = orb_calloc(len + 1, 1);
    if (store->path == NULL)
        return orb_error_memory(err);
    memcpy(store->path, path, len);
    if (mode == ORB_STORE_CREATE)
        status = orb_migrate_create(path, err);
    if (status == ORB_OK)
        status = check_header(path, err);
    if (status == ORB_OK)
        status = connect_as(store, err);
    if (status == ORB_OK)
        status = orb_migrate_check(store, err);
    return status;
}

void orb_db_close(struct orb_store *store)
{
    for (size_t i = 0; i < ORB_DB_STATEMENTS; i++)
        (void)sqlite3_finalize(store->statements[i].statement);
    (void)sqlite3_close(store->db);
    orb_free(store->path);
}
