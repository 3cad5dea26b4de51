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
#include "tests/unit/store_fixture.h"

static char folder[] = "/tmp/orbite-store-XXXXXX";

static const struct fixture small = { .source = "invented", .count = 120, .version = 1 };

static const char *path_of(const char *name)
{
    static char path[200];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void remove_store(const char *name)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    char path[260];

    for (size_t i = 0; i < 3; i++) {
        (void)snprintf(path, sizeof path, "%s/%s%s", folder, name, ends[i]);
        (void)unlink(path);
    }
}

static struct orb_store *open_store(const char *name, enum orb_store_mode mode)
{
    struct orb_store *store = NULL;
    struct orb_error err = { 0 };

    if (mode == ORB_STORE_CREATE)
        remove_store(name);
    if (orb_store_open(&store, path_of(name), mode, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return store;
}

static void must_import(struct orb_store *store, const struct fixture *fixture, bool full,
                        struct orb_store_summary *summary)
{
    struct orb_error err = { 0 };

    if (fixture_import(store, fixture, full, summary, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
}

static char *dump_of(struct orb_store *store)
{
    struct orb_buf out = { 0 };
    struct orb_error err = { 0 };

    if (fixture_dump(store, NULL, &out, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return out.data;
}

static void assert_sound(const char *name)
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

static void what_is_put_is_replayed(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store("replay", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct orb_buf expected = { 0 };
    struct fixture one = small;
    struct orb_sink sink = fixture_dump_sink(&expected);
    char *got;

    (void)state;
    must_import(store, &small, true, &summary);
    assert_false(summary.nothing_changed);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].added, 120);
    assert_int_equal(summary.kinds[ORB_RECORD_ORGANIZATION].added, 40);
    got = dump_of(store);
    one.count = 1;
    for (int i = 0; i < 120; i++) {
        char *line, *end;

        orb_buf_clear(&expected);
        one.first = i;
        assert_int_equal(fixture_put(&one, &sink, &err), ORB_OK);
        for (line = strchr(expected.data, '\n') + 1; *line != '\0'; line = end) {
            end = strstr(line, "\n  from ");
            end = end == NULL ? NULL : strchr(end + 1, '\n');
            if (end == NULL)
                break;
            end++;
            char kept = *end;

            *end = '\0';
            if (strstr(got, line) == NULL)
                fail_msg("not replayed: %s", line);
            *end = kept;
        }
    }
    orb_buf_release(&expected);
    free(got);
    orb_store_close(store);
    assert_sound("replay");
}

static void the_same_import_twice_changes_no_byte(void **state)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store("twice", ORB_STORE_CREATE);
    struct orb_buf before = { 0 }, after = { 0 };
    struct orb_error err = { 0 };
    int64_t version;

    (void)state;
    must_import(store, &small, true, &summary);
    orb_store_close(store);
    assert_int_equal(orb_file_read(&before, path_of("twice"), 1 << 28, &err), ORB_OK);
    store = open_store("twice", ORB_STORE_WRITE);
    must_import(store, &small, true, &summary);
    assert_true(summary.nothing_changed);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].unchanged, 120);
    assert_int_equal(orb_store_version(store, &version, &err), ORB_OK);
    assert_int_equal(version, 1);
    orb_store_close(store);
    assert_int_equal(orb_file_read(&after, path_of("twice"), 1 << 28, &err), ORB_OK);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.data, after.data, before.len);
    orb_buf_release(&before);
    orb_buf_release(&after);
}

static void the_order_of_records_and_of_sources_does_not_matter(void **state)
{
    struct fixture other = {
        .source = "other", .first = 60, .count = 120, .version = 2, .edition_day = 30
    };
    struct fixture backwards = small;
    struct orb_store_summary summary;
    struct orb_store *a = open_store("order-a", ORB_STORE_CREATE);
    struct orb_store *b = open_store("order-b", ORB_STORE_CREATE);
    char *first, *second;

    (void)state;
    backwards.backwards = true;
    must_import(a, &small, false, &summary);
    must_import(a, &other, false, &summary);
    other.backwards = true;
    must_import(b, &other, false, &summary);
    must_import(b, &backwards, false, &summary);
    first = dump_of(a);
    second = dump_of(b);
    assert_string_equal(first, second);
    free(first);
    free(second);
    orb_store_close(a);
    orb_store_close(b);
    assert_sound("order-a");
}

struct counts {
    int added, opened, closed, gone, moved, changed;
};

static enum orb_status count_change(void *context, const struct orb_store_change *change,
                                    struct orb_error *err)
{
    struct counts *counts = context;

    (void)err;
    if (change->run < 2)
        return ORB_OK;
    counts->added += strcmp(change->change, "new") == 0;
    counts->opened += strcmp(change->change, "opened") == 0;
    counts->closed += strcmp(change->change, "closed") == 0;
    counts->gone += strcmp(change->change, "gone") == 0;
    counts->moved += strcmp(change->change, "moved") == 0;
    counts->changed += strcmp(change->change, "changed") == 0;
    return ORB_OK;
}

static void a_new_edition_is_journalled_member_by_member(void **state)
{
    struct fixture next = {
        .source = "invented", .count = 130, .version = 2, .missing = 40, .edition_day = 31
    };
    struct orb_store_summary summary;
    struct orb_store *store = open_store("journal", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct counts counts = { 0 };
    struct orb_buf dump = { 0 };
    const struct orb_store_filter one = { .id = "op:offer-000040" };

    (void)state;
    must_import(store, &small, true, &summary);
    must_import(store, &next, true, &summary);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].added, 9);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].closed,
                     3); /* 0, 40, 80; 120 was never there */
    assert_int_equal(summary.closings,
                     2 * 3 + 3); /* offers and services gone, three closed */
    assert_int_equal(summary.openings, 2 * 9);
    assert_int_equal(
        orb_store_changes(store, ORB_DATE_NONE, NULL, count_change, &counts, &err), ORB_OK);
    assert_int_equal(counts.gone, 3 * 3);
    assert_int_equal(counts.closed, 3);
    assert_true(counts.moved > 0 && counts.changed > 0 && counts.opened > 0);
    assert_int_equal(fixture_dump(store, &one, &dump, &err), ORB_OK);
    assert_non_null(strstr(dump.data, "closed_on=\"2026-02-01\""));
    orb_buf_release(&dump);
    must_import(store, &next, true, &summary);
    assert_true(summary.nothing_changed);
    next.missing = 0;
    must_import(store, &next, true, &summary);
    assert_int_equal(summary.kinds[ORB_RECORD_OFFER].changed, 3);
    orb_store_close(store);
    assert_sound("journal");
}

static void
several_records_of_one_id_leave_the_last_and_no_trace_of_the_others(void **state)
{
    const struct orb_store_import import = { .importer = "fixture" };
    struct fixture next = small;
    struct orb_store_summary summary;
    struct orb_store *store = open_store("last", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct orb_sink sink;

    (void)state;
    must_import(store, &small, false, &summary);
    next.version = 2;
    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(fixture_put(&next, &sink, &err), ORB_OK);
    assert_int_equal(fixture_put(&small, &sink, &err), ORB_OK);
    assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
    assert_true(summary.nothing_changed);
    orb_store_close(store);
}

static void a_filter_gives_only_what_it_asks(void **state)
{
    static const struct {
        struct orb_store_filter filter;
        const char *there;
        const char *absent;
    } cases[] = {
        { { .id = "op:offer-000007" }, "offer op:offer-000007", "offer op:offer-000008" },
        { { .of_service = "op:service-000001" }, "relation op:org-0|", "op:offer-000002" },
        { { .of_organization = "op:org-1" },
          "service op:service-000005",
          "op:service-000006 " },
        { { .commune = "01002" }, "offer op:offer-000001", "offer op:offer-000002" },
        { { .kinds = 1U << ORB_RECORD_SITE }, "site op:site-000002", "offer op:offer" },
    };
    struct orb_store_summary summary;
    struct orb_store *store = open_store("filter", ORB_STORE_CREATE);
    struct orb_error err = { 0 };

    (void)state;
    must_import(store, &small, true, &summary);
    orb_store_close(store);
    store = open_store("filter", ORB_STORE_READ);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf dump = { 0 };

        assert_int_equal(fixture_dump(store, &cases[i].filter, &dump, &err), ORB_OK);
        assert_non_null(strstr(dump.data, cases[i].there));
        assert_null(strstr(dump.data, cases[i].absent));
        orb_buf_release(&dump);
    }
    orb_store_close(store);
}

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

static void a_full_disk_gives_one_sentence_and_an_unchanged_store(void **state)
{
    const struct fixture big = {
        .source = "invented", .count = 20000, .version = 2, .edition_day = 31
    };
    struct orb_store_summary summary;
    struct orb_store *store = open_store("full", ORB_STORE_CREATE);
    char *before, *after;
    int result = 0;
    pid_t child;

    (void)state;
    must_import(store, &small, false, &summary);
    before = dump_of(store);
    orb_store_close(store);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit limit = { 4 << 20, 4 << 20 };
        struct orb_error err = { 0 };

        (void)signal(SIGXFSZ, SIG_IGN);
        (void)setrlimit(RLIMIT_FSIZE, &limit);
        if (orb_store_open(&store, path_of("full"), ORB_STORE_WRITE, &err) != ORB_OK ||
            fixture_import(store, &big, false, &summary, &err) != ORB_ERR_IO)
            _exit(2);
        orb_store_close(store);
        _exit(strstr(err.text, "unchanged") != NULL ? 0 : 3);
    }
    (void)waitpid(child, &result, 0);
    assert_true(WIFEXITED(result));
    assert_int_equal(WEXITSTATUS(result), 0);
    store = open_store("full", ORB_STORE_READ);
    after = dump_of(store);
    assert_string_equal(before, after);
    free(before);
    free(after);
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

static void a_record_of_an_unknown_source_is_refused_and_nothing_is_kept(void **state)
{
    const struct orb_store_import import = { .importer = "fixture" };
    const struct orb_site site = {
        .id = "op:site-1", .lon = 5, .lat = 46, .provenance = { .source = "nobody" }
    };
    struct orb_store *store = open_store("unknown", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    struct orb_sink sink;
    int64_t version;

    (void)state;
    assert_int_equal(orb_store_import_begin(store, &import, &sink, &err), ORB_OK);
    assert_int_equal(orb_sink_site(&sink, &site, &err), ORB_ERR_SYNTAX);
    orb_store_import_rollback(store);
    assert_int_equal(orb_store_version(store, &version, &err), ORB_OK);
    assert_int_equal(version, 0);
    orb_store_close(store);
}

static void the_operator_is_kept_with_its_dispositifs(void **state)
{
    static const char *const dispositifs[] = { "DIT-1", "PCPE-2" };
    const struct orb_operator op = { "op:org-1", "010000001", { dispositifs, 2, true } };
    struct orb_store *store = open_store("operator", ORB_STORE_CREATE);
    struct orb_error err = { 0 };
    int64_t version;
    char *dump;

    (void)state;
    assert_int_equal(orb_store_set_operator(store, &op, &err), ORB_OK);
    assert_int_equal(orb_store_set_operator(store, &op, &err), ORB_OK);
    assert_int_equal(orb_store_version(store, &version, &err), ORB_OK);
    assert_int_equal(version, 1);
    dump = dump_of(store);
    assert_string_equal(dump, "operator op:org-1\n");
    free(dump);
    orb_store_close(store);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    char command[200];

    (void)state;
    (void)snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_is_replayed),
        cmocka_unit_test(the_same_import_twice_changes_no_byte),
        cmocka_unit_test(the_order_of_records_and_of_sources_does_not_matter),
        cmocka_unit_test(a_new_edition_is_journalled_member_by_member),
        cmocka_unit_test(
            several_records_of_one_id_leave_the_last_and_no_trace_of_the_others),
        cmocka_unit_test(a_filter_gives_only_what_it_asks),
        cmocka_unit_test(a_kill_at_any_moment_leaves_the_previous_state_or_the_next),
        cmocka_unit_test(a_full_disk_gives_one_sentence_and_an_unchanged_store),
        cmocka_unit_test(what_is_not_a_store_is_refused_with_a_sentence),
        cmocka_unit_test(a_record_of_an_unknown_source_is_refused_and_nothing_is_kept),
        cmocka_unit_test(the_operator_is_kept_with_its_dispositifs),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
