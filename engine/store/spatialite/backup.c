/* A copy of the store page by page, then read from end to end: a copy that nobody ever
 * opened is a hope. */
#include <sqlite3.h>
#include <string.h>

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

/* The log that lets others read beside a writer is of no use to a copy; without it the copy
 * is one file, which can be read where nothing can be written. */
static int copy_pages(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");
    int code;

    if (backup == NULL)
        return sqlite3_errcode(to);
    (void)sqlite3_backup_step(backup, -1); /* all at once: of one moment */
    code = sqlite3_backup_finish(backup);
    return code != SQLITE_OK
               ? code
               : sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
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
    sqlite3 *copy = NULL;
    int code =
        sqlite3_open_v2(path, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

    if (code == SQLITE_OK)
        code = copy_pages(store->connection->db, copy);
    if (code == SQLITE_OK && !is_sound(copy))
        code = SQLITE_CORRUPT;
    (void)sqlite3_close(copy);
    return code == SQLITE_OK ? ORB_OK : refuse(code, err);
}
