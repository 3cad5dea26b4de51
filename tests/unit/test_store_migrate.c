/* Several processes open at once a store that is not there yet, or that an older version
 * made. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "engine/base/embedded.h"
#include "tests/unit/store_folder.h"

enum { PROCESSES = 6, ROUNDS = 2 };

static const char *const first_schemas[] = {
    "engine/store/spatialite/schema/001_store.sql",
    "engine/store/spatialite/schema/002_assertions_links.sql",
    "engine/store/spatialite/schema/003_position_state.sql",
};

/* A store as the version that had the first migrations only made it. */
static void make_old(const char *name, size_t count)
{
    char version[40];
    sqlite3 *db = NULL;

    (void)unlink(path_of(name));
    assert_int_equal(sqlite3_open(path_of(name), &db), SQLITE_OK);
    (void)sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    if (sqlite3_load_extension(db, "mod_spatialite", NULL, NULL) != SQLITE_OK) {
        (void)sqlite3_close(db);
        skip();
    }
    assert_int_equal(
        sqlite3_exec(db, "PRAGMA application_id = 1330790961; BEGIN", NULL, NULL, NULL),
        SQLITE_OK);
    for (size_t i = 0; i < count; i++) {
        const struct orb_embedded_file *file = orb_embedded_find(first_schemas[i]);

        assert_non_null(file);
        assert_int_equal(sqlite3_exec(db, (const char *)file->data, NULL, NULL, NULL),
                         SQLITE_OK);
    }
    (void)snprintf(version, sizeof version, "PRAGMA user_version = %d; COMMIT", (int)count);
    assert_int_equal(sqlite3_exec(db, version, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* Wait for the pipe to end, as all do, then open; the status of that is the child's. */
static pid_t open_in_child(const char *name, enum orb_store_mode mode, const int gate[2])
{
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };
    enum orb_status status;
    pid_t child = fork();
    char byte;

    assert_true(child >= 0);
    if (child != 0)
        return child;
    (void)close(gate[1]);
    (void)!read(gate[0], &byte, 1);
    status = orb_store_open(&store, path_of(name), mode, &err);
    orb_store_close(store);
    if (status != ORB_OK && status != ORB_ERR_EXISTS)
        (void)fprintf(stderr, "%s: %s\n", err.place, err.text);
    _exit((int)status);
}

/* How many of the processes that open the store at once get this status. */
static int count_at_once(const char *name, enum orb_store_mode mode, enum orb_status wanted)
{
    pid_t children[PROCESSES];
    int gate[2];
    int count = 0;

    assert_int_equal(pipe(gate), 0);
    for (int i = 0; i < PROCESSES; i++)
        children[i] = open_in_child(name, mode, gate);
    (void)close(gate[0]);
    (void)close(gate[1]);
    for (int i = 0; i < PROCESSES; i++) {
        int ended = 0;

        assert_int_equal(waitpid(children[i], &ended, 0), children[i]);
        assert_true(WIFEXITED(ended));
        count += WEXITSTATUS(ended) == (int)wanted;
    }
    return count;
}

static void all_who_open_an_old_store_at_once_find_it_up_to_date(void **state)
{
    struct orb_store_summary summary;

    (void)state;
    for (size_t have = 1; have <= sizeof first_schemas / sizeof first_schemas[0]; have++)
        for (int round = 0; round < ROUNDS; round++) {
            struct orb_store *store;

            make_old("old", have);
            assert_int_equal(count_at_once("old", ORB_STORE_WRITE, ORB_OK), PROCESSES);
            assert_int_equal(count_of("old", "SELECT count(*) FROM "
                                             "pragma_table_info('territory') "
                                             "WHERE name = 'income'"),
                             1);
            store = open_store("old", ORB_STORE_WRITE);
            must_import(store, &small, false, &summary);
            orb_store_close(store);
            assert_sound("old");
            (void)unlink(path_of("old-wal"));
            (void)unlink(path_of("old-shm"));
        }
}

static void of_all_who_make_a_store_at_once_one_does(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        (void)unlink(path_of("new"));
        assert_int_equal(count_at_once("new", ORB_STORE_CREATE, ORB_ERR_EXISTS),
                         PROCESSES - 1);
        orb_store_close(open_store("new", ORB_STORE_WRITE));
        assert_sound("new");
    }
}

static void an_old_store_is_not_read_before_it_is_up_to_date(void **state)
{
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };

    (void)state;
    make_old("asked", 3);
    assert_int_equal(orb_store_open(&store, path_of("asked"), ORB_STORE_READ, &err),
                     ORB_ERR_UNSUPPORTED);
    assert_non_null(strstr(err.text, "older"));
    orb_store_close(open_store("asked", ORB_STORE_WRITE));
    orb_store_close(open_store("asked", ORB_STORE_READ));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_who_open_an_old_store_at_once_find_it_up_to_date),
        cmocka_unit_test(of_all_who_make_a_store_at_once_one_does),
        cmocka_unit_test(an_old_store_is_not_read_before_it_is_up_to_date),
    };

    return cmocka_run_group_tests_name("store_migrate", tests, make_folder, remove_folder);
}
