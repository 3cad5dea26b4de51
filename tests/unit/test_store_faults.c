#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "engine/base/file.h"
#include "engine/model/territory_view.h"
#include "engine/store/database.h"
#include "engine/store/driver.h"
#include "engine/store/spatialite/spatialite.h"
#include "tests/unit/store_folder.h"

static void sleep_us(long us)
{
    struct timespec t = { .tv_sec = 0, .tv_nsec = us * 1000 };

    (void)nanosleep(&t, NULL);
}

static void a_kill_at_any_moment_leaves_the_previous_state_or_the_next(void **state)
{
    const struct fixture big = {
        .source = "invented", .count = 3000, .version = 2, .edition_day = 31
    };
    struct orb_store_summary summary;
    struct orb_store *store;
    int kept = 0, done = 0;

    (void)state;
    for (int i = 0; i < 14; i++) {
        char *before, *after;
        int64_t version;
        pid_t child;

        store = open_store("killed", ORB_STORE_CREATE);
        must_import(store, &small, false, &summary);
        before = dump_of(store);
        orb_store_close(store);
        child = fork();
        assert_true(child >= 0);
        if (child == 0) {
            store = open_store("killed", ORB_STORE_WRITE);
            must_import(store, &big, false, &summary);
            orb_store_close(store);
            _exit(0);
        }
        sleep_us(i * 12000L);
        (void)kill(child, SIGKILL);
        (void)waitpid(child, NULL, 0);
        store = open_store("killed", ORB_STORE_READ);
        assert_int_equal(orb_store_version(store, &version, NULL), ORB_OK);
        after = dump_of(store);
        if (version == 1)
            assert_string_equal(before, after);
        kept += version == 1;
        done += version == 2;
        free(before);
        free(after);
        orb_store_close(store);
        assert_sound("killed");
    }
    assert_int_equal(kept + done, 14);
    assert_true(kept > 0);
}

/* Die in the middle of a first import, with pages of it already in the file. */
static void die_writing(const char *path)
{
    static const char sql[] =
        "PRAGMA cache_size = 5; BEGIN IMMEDIATE; UPDATE meta SET value = 7;"
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
        "INSERT INTO provenance (no, fields) SELECT i, 'field ' || i FROM n";
    sqlite3 *db;

    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK ||
        sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        _exit(1);
    (void)kill(getpid(), SIGKILL);
}

static void a_first_import_that_was_killed_is_taken_back_by_a_reader(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store;
    struct stat journal;
    int64_t version;
    int ended = 0;
    pid_t child;

    (void)state;
    orb_store_close(open_store("first", ORB_STORE_CREATE));
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        die_writing(path_of("first"));
    (void)waitpid(child, &ended, 0);
    assert_true(WIFSIGNALED(ended));
    assert_int_equal(stat(path_of("first-journal"), &journal), 0);
    assert_true(journal.st_size > 0);
    store = open_store("first", ORB_STORE_READ);
    assert_int_equal(orb_store_version(store, &version, NULL), ORB_OK);
    assert_int_equal(version, 0);
    orb_store_close(store);
    assert_sound("first");
    store = open_store("first", ORB_STORE_WRITE);
    must_import(store, &small, false, &summary);
    orb_store_close(store);
}

/* Everything after two imports of many rows, the second of which changes some and adds
 * others. */
static char *dump_of_two(const char *name, bool writes_aside)
{
    static const struct fixture first = {
        .source = "invented", .count = 2500, .version = 1, .edition_day = 3
    };
    static const struct fixture second = {
        .source = "invented", .count = 6000, .version = 2, .edition_day = 31
    };
    struct orb_store *store = open_store(name, ORB_STORE_CREATE);
    struct orb_driver driver = *store->driver;
    struct orb_store_summary summary;
    char *dump;

    driver.writes_aside = writes_aside;
    store->driver = &driver;
    must_import(store, &first, false, &summary);
    must_import(store, &second, false, &summary);
    assert_null(store->aside);
    dump = dump_of(store);
    orb_store_close(store);
    assert_sound(name);
    return dump;
}

static void rows_written_by_a_second_thread_are_those_written_by_one(void **state)
{
    char *alone = dump_of_two("alone", false);
    char *aside = dump_of_two("aside", true);

    (void)state;
    assert_string_equal(alone, aside);
    free(alone);
    free(aside);
}

/* A store that is there, then an import by another process whose files may not grow beyond
 * some bytes: the reason is told, and the store is what it was. */
static void import_with_room(const char *name, rlim_t bytes,
                             enum orb_status (*import)(const char *path,
                                                       struct orb_error *err))
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store(name, ORB_STORE_CREATE);
    char *before, *after;
    int result = 0;
    pid_t child;

    must_import(store, &small, false, &summary);
    before = dump_of(store);
    orb_store_close(store);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit limit = { bytes, bytes };
        struct orb_error err = { 0 };

        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        if (import(path_of(name), &err) != ORB_ERR_IO)
            _exit(2);
        _exit(strstr(err.text, "unchanged") != NULL ? 0 : 3);
    }
    (void)waitpid(child, &result, 0);
    assert_true(WIFEXITED(result));
    assert_int_equal(WEXITSTATUS(result), 0);
    store = open_store(name, ORB_STORE_READ);
    after = dump_of(store);
    assert_string_equal(before, after);
    free(before);
    free(after);
    orb_store_close(store);
    assert_sound(name);
}

static enum orb_status import_big(const char *path, struct orb_error *err)
{
    const struct fixture big = {
        .source = "invented", .count = 20000, .version = 2, .edition_day = 31
    };
    struct orb_store_summary summary;
    struct orb_store *store = NULL;
    enum orb_status status;

    if (orb_store_open(&store, path, ORB_STORE_WRITE, err) != ORB_OK)
        return ORB_ERR_INTERNAL;
    status = fixture_import(store, &big, false, &summary, err);
    orb_store_close(store);
    return status;
}

static void a_full_disk_gives_one_sentence_and_an_unchanged_store(void **state)
{
    (void)state;
    import_with_room("full", 4 << 20, import_big);
}

/* Between two records an importer asks what is there, which writes what waits. */
struct asking {
    struct orb_sink sink;
    const struct orb_territory_view *view;
    int count;
};

static enum orb_status ask_then_put(void *context, const struct orb_record *record,
                                    struct orb_error *err)
{
    struct asking *asking = context;

    if (asking->count++ % 97 == 0)
        (void)asking->view->exists(asking->view->context, ORB_RECORD_SITE,
                                   "op:site-000001");
    return asking->sink.put(asking->sink.context, record, err);
}

/* Import into little room, all pages going to the disk at once. */
static enum orb_status import_asking(const char *path, struct orb_error *err)
{
    static const struct orb_store_import import = { .importer = "fixture" };
    const struct fixture big = {
        .source = "invented", .count = 4000, .version = 2, .edition_day = 31
    };
    struct orb_store *store = NULL;
    struct asking asking = { 0 };
    const struct orb_sink sink = { &asking, ask_then_put };
    struct orb_store_summary summary;
    enum orb_status status;

    if (orb_store_open(&store, path, ORB_STORE_WRITE, err) != ORB_OK ||
        orb_db_exec(store, "PRAGMA cache_size = 5", err) != ORB_OK ||
        orb_store_territory_view(store, &asking.view, err) != ORB_OK ||
        orb_store_import_begin(store, &import, &asking.sink, err) != ORB_OK)
        return ORB_ERR_INTERNAL;
    (void)fixture_put(&big, &sink, NULL); /* an importer that goes on */
    status = orb_store_import_commit(store, "{}", &summary, err);
    orb_store_close(store);
    return status;
}

/* As on a full disk: what goes into a file without a name is refused. */
static int refused_writes;

static ssize_t write_if_named(int fd, const void *bytes, size_t len, off_t at)
{
    struct stat about;

    if (fstat(fd, &about) == 0 && about.st_nlink > 0)
        return pwrite(fd, bytes, len, at);
    refused_writes++;
    errno = ENOSPC;
    return -1;
}

static void an_index_is_made_although_the_room_to_sort_it_is_taken(void **state)
{
    static const char *const calls[] = { "pwrite", "pwrite64" };
    static const char many[] =
        "CREATE TABLE many (a TEXT); INSERT INTO many WITH RECURSIVE n (i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) "
        "SELECT printf('%080d', i * 7919 % 100003) FROM n";
    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    struct orb_store *store = open_store("sorted", ORB_STORE_CREATE);
    struct orb_error err = { 0 };

    (void)state;
    refused_writes = 0;
    assert_int_equal(orb_db_begin(store, true, &err), ORB_OK);
    assert_int_equal(orb_db_exec(store, many, &err), ORB_OK);
    for (size_t i = 0; i < 2; i++)
        if (vfs->xGetSystemCall(vfs, calls[i]) != NULL)
            assert_int_equal(
                vfs->xSetSystemCall(vfs, calls[i], (sqlite3_syscall_ptr)write_if_named),
                SQLITE_OK);
    assert_int_equal(
        store->driver->make_index(store, "CREATE INDEX many_a ON many (a)", &err), ORB_OK);
    (void)vfs->xSetSystemCall(vfs, NULL, NULL);
    assert_true(refused_writes > 0);
    assert_int_equal(orb_db_commit(store, &err), ORB_OK);
    orb_store_close(store);
    assert_int_equal(count_of("sorted", "SELECT count(*) FROM sqlite_master "
                                        "WHERE name = 'many_a'"),
                     1);
    assert_int_equal(count_of("sorted", "SELECT count(*) FROM many INDEXED BY many_a "
                                        "WHERE a > ''"),
                     100000);
}

static void a_disk_that_is_full_when_somebody_asks_is_told_as_such(void **state)
{
    (void)state;
    import_with_room("asked", 1 << 20, import_asking);
}

static void a_value_that_is_not_taken_makes_its_statement_fail(void **state)
{
    struct orb_store *store = open_store("bound", ORB_STORE_CREATE);
    struct orb_statement *statement = NULL;
    struct orb_error err = { 0 };
    char text[2001];
    bool row = false;

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(orb_db_prepare(store, &statement, "SELECT ?1, ?2", NULL), ORB_OK);
    (void)sqlite3_limit(store->connection->db, SQLITE_LIMIT_LENGTH, 1000);
    orb_db_bind_text(statement, 1, text);
    orb_db_bind_text(statement, 2, "short");
    assert_int_equal(orb_db_step(store, statement, &row, &err), ORB_ERR_DATABASE);
    assert_non_null(strstr(err.text, "too big"));
    assert_int_equal(orb_db_run(store, statement, NULL), ORB_ERR_DATABASE);
    orb_db_bind_text(statement, 1, "shorter");
    assert_int_equal(orb_db_step(store, statement, &row, NULL), ORB_OK);
    assert_true(row);
    assert_string_equal(orb_db_text(statement, 0), "shorter");
    orb_db_reset(statement);
    orb_db_bind_text(statement, 2, text);
    orb_db_clear(statement);
    assert_int_equal(orb_db_step(store, statement, &row, NULL), ORB_OK);
    assert_true(orb_db_is_null(statement, 1));
    orb_db_finalize(statement);
    orb_store_close(store);
}

static void write_bytes(const char *name, const void *bytes, size_t len)
{
    FILE *file = fopen(path_of(name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    (void)fclose(file);
}

static void assert_refused(const char *name, enum orb_store_mode mode,
                           enum orb_status wanted)
{
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };
    enum orb_status status = orb_store_open(&store, path_of(name), mode, &err);

    if (status != wanted || err.text[0] == '\0' || strstr(err.place, name) == NULL)
        fail_msg("%s: status %d, wanted %d: %s: %s", name, status, wanted, err.place,
                 err.text);
    assert_null(store);
}

static void what_is_not_a_store_is_refused_with_a_sentence(void **state)
{
    struct orb_store *store = open_store("good", ORB_STORE_CREATE);
    struct orb_buf bytes = { 0 };
    struct orb_error err = { 0 };
    sqlite3 *db;

    (void)state;
    orb_store_close(store);
    assert_refused("good", ORB_STORE_CREATE, ORB_ERR_EXISTS);
    assert_refused("absent", ORB_STORE_READ, ORB_ERR_NOT_FOUND);
    assert_refused("absent/absent", ORB_STORE_WRITE, ORB_ERR_NOT_FOUND);
    assert_int_equal(mkdir(path_of("directory"), 0700), 0);
    assert_refused("directory", ORB_STORE_READ, ORB_ERR_IO);
    assert_refused("directory", ORB_STORE_CREATE, ORB_ERR_EXISTS);
    write_bytes("text", "bonjour", 7);
    assert_refused("text", ORB_STORE_WRITE, ORB_ERR_UNSUPPORTED);
    write_bytes("empty", "", 0);
    assert_refused("empty", ORB_STORE_READ, ORB_ERR_UNSUPPORTED);
    assert_int_equal(sqlite3_open(path_of("foreign"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_refused("foreign", ORB_STORE_WRITE, ORB_ERR_UNSUPPORTED);
    assert_int_equal(orb_file_read(&bytes, path_of("good"), 1 << 28, &err), ORB_OK);
    write_bytes("short", bytes.data, bytes.len / 2);
    assert_refused("short", ORB_STORE_READ, ORB_ERR_CORRUPT);
    orb_buf_release(&bytes);
    assert_int_equal(sqlite3_open(path_of("good"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    assert_refused("good", ORB_STORE_READ, ORB_ERR_UNSUPPORTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kill_at_any_moment_leaves_the_previous_state_or_the_next),
        cmocka_unit_test(a_first_import_that_was_killed_is_taken_back_by_a_reader),
        cmocka_unit_test(rows_written_by_a_second_thread_are_those_written_by_one),
        cmocka_unit_test(a_full_disk_gives_one_sentence_and_an_unchanged_store),
        cmocka_unit_test(an_index_is_made_although_the_room_to_sort_it_is_taken),
        cmocka_unit_test(a_disk_that_is_full_when_somebody_asks_is_told_as_such),
        cmocka_unit_test(a_value_that_is_not_taken_makes_its_statement_fail),
        cmocka_unit_test(what_is_not_a_store_is_refused_with_a_sentence),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
