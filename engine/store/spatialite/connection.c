/* A connection without SpatiaLite's functions is enough for all but creation: our writes
 * run with triggers off, encode the geometries and keep the spatial indices themselves, and
 * opening stays under a millisecond. */
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/store/spatialite/migrate.h"
#include "engine/store/spatialite/spatialite.h"

enum { BUSY_TIMEOUT_MS = 5000, HEADER_LEN = 100 };

/* SQLite's words for a refusal; those of the connection say more, of its last call alone.
 */
static const char *said(sqlite3 *db, int code)
{
    return (sqlite3_errcode(db) & 0xff) == (code & 0xff) ? sqlite3_errmsg(db)
                                                         : sqlite3_errstr(code);
}

enum orb_status orb_spatialite_refuse(struct orb_store *store, int code,
                                      struct orb_error *err)
{
    struct orb_error why = { 0 };

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        (void)orb_error_memory(&why);
        break;
    case SQLITE_FULL:
        (void)orb_error_set(&why, ORB_ERR_IO,
                            _("no space left for the store, which is unchanged"));
        break;
    case SQLITE_IOERR:
        (void)orb_error_set(
            &why, ORB_ERR_IO,
            _("the disk refused to read or write the store, which is unchanged"));
        break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
        (void)orb_error_set(&why, ORB_ERR_IO,
                            _("the store or its folder cannot be written"));
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        (void)orb_error_set(&why, ORB_ERR_DATABASE,
                            _("another command is writing to the store"));
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        (void)orb_error_set(&why, ORB_ERR_CORRUPT, _("the store is damaged"));
        break;
    default:
        (void)orb_error_set(&why, ORB_ERR_DATABASE, _("the database refused: %s"),
                            said(store->connection->db, code));
        break;
    }
    if (store->path != NULL)
        orb_error_at(&why, "%s", store->path);
    return orb_db_refused(store, &why, err);
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
    else if (big_endian(header + 68) != ORB_SPATIALITE_APPLICATION_ID)
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("this database is not an Orbite store"));
    else if (is_cut_short(path, header, (long long)about.st_size))
        status = orb_error_set(err, ORB_ERR_CORRUPT, _("the store is cut short"));
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    return status;
}

enum orb_status orb_spatialite_connect(struct orb_store *store, const char *name, int flags,
                                       struct orb_error *err)
{
    struct orb_connection *made;
    int code;

    orb_spatialite_disconnect(store);
    made = store->connection = orb_calloc(1, sizeof *made);
    if (made == NULL)
        return orb_error_memory(err);
    code = sqlite3_open_v2(name, &made->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    return code == SQLITE_OK ? ORB_OK : orb_spatialite_refuse(store, code, err);
}

void orb_spatialite_disconnect(struct orb_store *store)
{
    if (store->connection == NULL)
        return;
    (void)sqlite3_close(store->connection->db);
    orb_free(store->connection);
    store->connection = NULL;
}

static enum orb_status connect(struct orb_store *store, int flags, const char *name,
                               struct orb_error *err)
{
    enum orb_status status = orb_spatialite_connect(store, name, flags, err);

    if (status != ORB_OK)
        return status;
    (void)sqlite3_busy_timeout(store->connection->db, BUSY_TIMEOUT_MS);
    (void)sqlite3_extended_result_codes(store->connection->db, 1);
    (void)sqlite3_db_config(store->connection->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
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
        status = orb_spatialite_exec(store, "SELECT 1 FROM meta", err);
    orb_spatialite_disconnect(store);
    return status;
}

void orb_spatialite_write_name(char name[ORB_SPATIALITE_NAME_LEN], const char *path)
{
    static const char end[] = "?immutable=1";
    size_t len = (size_t)snprintf(name, ORB_SPATIALITE_NAME_LEN, "file:");

    while (path[0] == '/' && path[1] == '/') /* else the name of a host */
        path++;
    for (; *path != '\0' && len + 3 + sizeof end < ORB_SPATIALITE_NAME_LEN; path++) {
        bool plain = *path != '%' && *path != '?' && *path != '#';

        len += (size_t)snprintf(name + len, ORB_SPATIALITE_NAME_LEN - len,
                                plain ? "%c" : "%%%02X", (unsigned char)*path);
    }
    (void)snprintf(name + len, ORB_SPATIALITE_NAME_LEN - len, "%s", end);
}

/* A store in a folder that cannot be written (a CD, a shared disk) has no place for
 * SQLite's shared memory: it is then opened as a file that nobody changes. */
static enum orb_status connect_to_read(struct orb_store *store, struct orb_error *err)
{
    char name[ORB_SPATIALITE_NAME_LEN];
    enum orb_status status = take_back(store, err);

    if (status == ORB_OK)
        status = connect(store, SQLITE_OPEN_READONLY, store->path, err);
    if (status != ORB_OK || sqlite3_exec(store->connection->db, "SELECT 1 FROM meta", NULL,
                                         NULL, NULL) != SQLITE_CANTOPEN)
        return status;
    orb_spatialite_write_name(name, store->path);
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
    return orb_spatialite_exec(store, "PRAGMA journal_mode = WAL", err);
}

static enum orb_status connect_as(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status;

    if (store->mode == ORB_STORE_READ) {
        status = connect_to_read(store, err);
        return status != ORB_OK
                   ? status
                   : orb_spatialite_exec(
                         store,
                         "PRAGMA query_only = 1; PRAGMA mmap_size = 67108864;"
                         "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32000",
                         err);
    }
    if (access(store->path, W_OK) != 0)
        return refuse_errno(store->path, errno, err);
    status = connect(store, SQLITE_OPEN_READWRITE, store->path, err);
    if (status == ORB_OK)
        status =
            orb_spatialite_exec(store,
                                "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;"
                                "PRAGMA cache_size = " ORB_SPATIALITE_CACHE,
                                err);
    if (status == ORB_OK)
        status = orb_rows_open(store, err);
    return status == ORB_OK ? choose_journal(store, err) : status;
}

static enum orb_status open_file(struct orb_store *store, const char *path,
                                 struct orb_error *err)
{
    size_t len = strlen(path);
    enum orb_status status = ORB_OK;

    if (len > 4000)
        return refuse_errno(path, ENAMETOOLONG, err);
    store->path = orb_calloc(len + 1, 1);
    if (store->path == NULL)
        return orb_error_memory(err);
    memcpy(store->path, path, len);
    if (store->mode == ORB_STORE_CREATE)
        status = orb_migrate_create(path, err);
    if (status == ORB_OK)
        status = check_header(path, err);
    if (status == ORB_OK)
        status = connect_as(store, err);
    if (status == ORB_OK)
        status = orb_migrate_check(store, err);
    return status;
}

static void close_file(struct orb_store *store)
{
    orb_spatialite_disconnect(store);
    orb_free(store->path);
    store->path = NULL;
}

/* ---- transactions */

static enum orb_status begin(struct orb_store *store, bool to_write, struct orb_error *err)
{
    return orb_spatialite_exec(store, to_write ? "BEGIN IMMEDIATE" : "BEGIN", err);
}

static enum orb_status commit(struct orb_store *store, struct orb_error *err)
{
    return orb_spatialite_exec(store, "COMMIT", err);
}

static bool in_transaction(const struct orb_store *store)
{
    return sqlite3_get_autocommit(store->connection->db) == 0;
}

static void rollback(struct orb_store *store)
{
    if (in_transaction(store))
        (void)sqlite3_exec(store->connection->db, "ROLLBACK", NULL, NULL, NULL);
}

static enum orb_status changes(struct orb_store *store, int64_t *count,
                               struct orb_error *err)
{
    (void)err;
    *count = sqlite3_changes(store->connection->db);
    return ORB_OK;
}

static int64_t last_number(const struct orb_store *store)
{
    return sqlite3_last_insert_rowid(store->connection->db);
}

static enum orb_status loaded(struct orb_store *store, struct orb_error *err)
{
    (void)store;
    (void)err;
    return ORB_OK;
}

/* After a first import; a reader at work puts it off to the next opening. */
static void settle(struct orb_store *store)
{
    (void)sqlite3_exec(store->connection->db, "PRAGMA journal_mode = WAL", NULL, NULL,
                       NULL);
}

const struct orb_driver orb_driver_spatialite = {
    .is_near = true,
    .make_index = orb_spatialite_make_index,
    .writes_aside = true,
    .last_number = last_number,
    /* the index holds boxes, in single precision and widened */
    .sql_around =
        "SELECT code FROM territory WHERE kind = 'commune' AND gone_on IS NULL AND no IN "
        "(SELECT pkid FROM idx_territory_contour WHERE xmin <= ?1 AND xmax >= ?1 AND ymin <= ?2 "
        "AND ymax >= ?2) ORDER BY code",
    .open = open_file,
    .close = close_file,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .in_transaction = in_transaction,
    .exec = orb_spatialite_exec,
    .prepare = orb_spatialite_prepare,
    .prepare_load = orb_spatialite_prepare_load,
    .run = orb_spatialite_run,
    .step = orb_spatialite_step,
    .load = orb_spatialite_load,
    .changes = changes,
    .index = orb_rtree_rebuild,
    .loaded = loaded,
    .settle = settle,
    .backup = orb_spatialite_backup,
    .reset = orb_spatialite_reset,
    .finalize = orb_spatialite_finalize,
    .parameter_count = orb_spatialite_parameter_count,
    .bind = orb_spatialite_bind,
    .bind_polygons = orb_spatialite_bind_polygons,
    .clear = orb_spatialite_clear,
    .is_null = orb_spatialite_is_null,
    .integer = orb_spatialite_integer,
    .real = orb_spatialite_real,
    .text = orb_spatialite_text,
    .text_len = orb_spatialite_text_len,
    .point = orb_spatialite_point,
    .polygons = orb_spatialite_polygons,
};
