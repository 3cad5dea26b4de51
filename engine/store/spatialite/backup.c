/* A copy of the store page by page, then read from end to end: a copy that nobody ever
 * opened is a hope. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/text.h"
#include "engine/store/spatialite/spatialite.h"

/* Each says "ok" of a file that is whole. */
static const char *const checks[] = { "PRAGMA integrity_check(1)",
                                      "SELECT rtreecheck('idx_site_position')",
                                      "SELECT rtreecheck('idx_offer_position_position')",
                                      "SELECT rtreecheck('idx_territory_contour')" };

/* What the first column of the first row says; the caller finalizes. */
static const char *first_text(sqlite3 *db, sqlite3_stmt **statement, const char *sql)
{
    const char *text = NULL;

    if (sqlite3_prepare_v2(db, sql, -1, statement, NULL) == SQLITE_OK &&
        sqlite3_step(*statement) == SQLITE_ROW)
        text = (const char *)sqlite3_column_text(*statement, 0);
    return text;
}

static bool is_sound(sqlite3 *copy)
{
    bool sound = true;

    for (size_t i = 0; sound && i < sizeof checks / sizeof checks[0]; i++) {
        sqlite3_stmt *statement = NULL;
        const char *said = first_text(copy, &statement, checks[i]);

        sound = said != NULL && strcmp(said, "ok") == 0;
        (void)sqlite3_finalize(statement);
    }
    return sound;
}

/* Nothing of the copy is worth a journal, which a signal would leave behind. */
static int copy_pages(sqlite3 *from, const char *path)
{
    sqlite3 *to = NULL;
    sqlite3_backup *backup = NULL;
    int code =
        sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_OK)
        code = sqlite3_exec(to, "PRAGMA journal_mode = OFF", NULL, NULL, NULL);
    if (code == SQLITE_OK) {
        backup = sqlite3_backup_init(to, "main", from, "main");
        code = sqlite3_errcode(to);
    }
    if (backup != NULL) {
        (void)sqlite3_backup_step(backup, -1); /* all at once: of one moment */
        code = sqlite3_backup_finish(backup);
    }
    (void)sqlite3_close(to);
    return code;
}

/*
 * Others read beside one who writes when the store has a log, which bytes 18 and 19 of the
 * file say: a copy has it too, whatever way its original was written last, from the first
 * import on. Said by SQLite itself, it would come with the two files of a log.
 */
static int keep_log(const char *path)
{
    static const char log[] = { 2, 2 };
    FILE *file = fopen(path, "r+b");
    bool kept = file != NULL && fseek(file, 18, SEEK_SET) == 0 &&
                fwrite(log, sizeof log, 1, file) == 1;

    if (file != NULL && fclose(file) != 0)
        kept = false;
    return kept ? SQLITE_OK : SQLITE_IOERR;
}

/* Not open to more than the original is, nor to more than its owner gives new files. */
static int limit_mode(const char *path, const char *original)
{
    mode_t mask = umask(0);
    struct stat about;

    (void)umask(mask);
    return stat(original, &about) == 0 && chmod(path, about.st_mode & 0666 & ~mask) == 0
               ? SQLITE_OK
               : SQLITE_CANTOPEN;
}

/* As a file that nobody changes: nothing is made beside it. */
static int check(const char *path)
{
    sqlite3 *copy = NULL;
    char name[ORB_SPATIALITE_NAME_LEN];
    int code;

    orb_spatialite_write_name(name, path);
    code = sqlite3_open_v2(
        name, &copy, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK && !is_sound(copy))
        code = SQLITE_CORRUPT;
    (void)sqlite3_close(copy);
    return code;
}

static enum orb_status refuse(int code, struct orb_error *err)
{
    enum orb_status status;

    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return orb_error_memory(err);
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
        status = orb_error_set(err, ORB_ERR_IO, _("the copy cannot be written: %s"),
                               sqlite3_errstr(code));
        break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        status = orb_error_set(err, ORB_ERR_DATABASE,
                               _("another command is writing to the store"));
        break;
    default:
        status = orb_error_set(err, ORB_ERR_CORRUPT,
                               _("the copy is not whole: the store is damaged"));
        break;
    }
    return status;
}

enum orb_status orb_spatialite_backup(struct orb_store *store, const char *path,
                                      struct orb_error *err)
{
    int64_t version = 0;
    enum orb_status status = orb_store_version(store, &version, err);
    int code;

    if (status != ORB_OK)
        return status;
    code = copy_pages(store->connection->db, path);
    if (code == SQLITE_OK && version > 0)
        code = keep_log(path);
    if (code == SQLITE_OK)
        code = check(path);
    if (code == SQLITE_OK)
        code = limit_mode(path, store->path);
    return code == SQLITE_OK ? ORB_OK : refuse(code, err);
}
