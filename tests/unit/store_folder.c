#include "tests/unit/store_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

static char folder[] = "/tmp/orbite-store-XXXXXX";

const struct fixture small = { .source = "invented", .count = 120, .version = 1 };

const char *path_of(const char *name)
{
    static char path[200];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void remove_store(const char *name)
{
    static const char *const ends[] = { "", "-wal", "-shm", "-journal" };
    char path[260];

    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s%s", folder, name, ends[i]);
        (void)unlink(path);
    }
}

struct orb_store *open_store(const char *name, enum orb_store_mode mode)
{
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };

    if (mode == ORB_STORE_CREATE)
        remove_store(name);
    if (orb_store_open(&store, path_of(name), mode, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return store;
}

void must_import(struct orb_store *store, const struct fixture *fixture, bool full,
                 struct orb_store_summary *summary)
{
    struct orb_error err = { 0 };

    if (fixture_import(store, fixture, full, summary, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
}

char *dump_of(struct orb_store *store)
{
    struct orb_buf out = { 0 };
    struct orb_error err = { 0 };

    if (fixture_dump(store, NULL, &out, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return out.data;
}

void assert_sound(const char *name)
{
    static const char *const checks[] = {
        "PRAGMA integrity_check", "SELECT rtreecheck('idx_site_position')",
        "SELECT rtreecheck('idx_offer_position_position')",
        "SELECT rtreecheck('idx_territory_contour')"
    };
    sqlite3 *db;

    assert_int_equal(sqlite3_open_v2(path_of(name), &db, SQLITE_OPEN_READWRITE, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        sqlite3_stmt *statement;

        assert_int_equal(sqlite3_prepare_v2(db, checks[i], -1, &statement, NULL),
                         SQLITE_OK);
        assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
        assert_string_equal((const char *)sqlite3_column_text(statement, 0), "ok");
        sqlite3_finalize(statement);
    }
    sqlite3_close(db);
}

int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

int remove_folder(void **state)
{
    char command[200];

    (void)state;
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

int64_t count_of(const char *name, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t count;

    assert_int_equal(sqlite3_open_v2(path_of(name), &db, SQLITE_OPEN_READONLY, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    count = sqlite3_column_int64(statement, 0);
    (void)sqlite3_finalize(statement);
    (void)sqlite3_close(db);
    return count;
}
