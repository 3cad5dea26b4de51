/* An index is sorted in pieces that stay in the processor's cache, laid in a file that has
 * no name, then read together: a third of the time that sorting all of it in memory takes,
 * and none of the memory. */
#include <sqlite3.h>
#include <string.h>
#include <sys/statvfs.h>

#include "engine/base/alloc.h"
#include "engine/store/spatialite/spatialite.h"

/* Is there room where SQLite makes such files? What is sorted is less than the rows of the
 * store, and is written twice at most. */
static bool has_room(struct orb_store *store)
{
    struct statvfs about;
    int64_t pages = 0, size = 0;
    char *name = NULL, *end;
    bool known;

    (void)sqlite3_file_control(store->connection->db, "main", SQLITE_FCNTL_TEMPFILENAME,
                               &name);
    end = name == NULL ? NULL : strrchr(name, '/');
    if (end != NULL)
        end[1] = '\0';
    known = end != NULL && statvfs(name, &about) == 0;
    sqlite3_free(name);
    if (!known || orb_db_integer(store, "PRAGMA page_count", 0, &pages, NULL) != ORB_OK ||
        orb_db_integer(store, "PRAGMA page_size", 0, &size, NULL) != ORB_OK)
        return false;
    return (double)about.f_bavail * (double)about.f_frsize > 2.0 * (double)(pages * size);
}

/* When there is no room, SQLite takes back the statement alone, mostly; else all. */
static bool may_begin_again(sqlite3 *db, int code)
{
    return (code & 0xff) == SQLITE_FULL && sqlite3_get_autocommit(db) == 0;
}

/* False = others took the room meanwhile, and all is as before. */
static bool make_in_file(struct orb_store *store, const char *sql, enum orb_status *status,
                         struct orb_error *err)
{
    sqlite3 *db = store->connection->db;
    bool made;
    int code;

    /* a piece is as large as the cache of pages, and sorted while the next one is read */
    (void)sqlite3_exec(db,
                       "PRAGMA temp_store = FILE; PRAGMA cache_size = -4000;"
                       "PRAGMA threads = 1",
                       NULL, NULL, NULL);
    code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    made = !may_begin_again(db, code);
    if (made)
        *status = code == SQLITE_OK ? ORB_OK : orb_spatialite_refuse(store, code, err);
    (void)sqlite3_exec(db,
                       "PRAGMA threads = 0; PRAGMA temp_store = MEMORY;"
                       "PRAGMA cache_size = " ORB_SPATIALITE_CACHE,
                       NULL, NULL, NULL);
    orb_alloc_trim(); /* the pages of the cache were another thread's */
    return made;
}

enum orb_status orb_spatialite_make_index(struct orb_store *store, const char *sql,
                                          struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    if (has_room(store) && make_in_file(store, sql, &status, err))
        return status;
    return orb_spatialite_exec(store, sql, err);
}
