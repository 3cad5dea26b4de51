/* Who reads a store while others write to it, and copies of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/store/database.h"
#include "tests/unit/store_folder.h"

static const struct fixture newer = {
    .source = "invented", .count = 200, .version = 2, .edition_day = 31
};

static int64_t version_of(struct orb_store *store)
{
    int64_t version = -1;

    assert_int_equal(orb_store_version(store, &version, NULL), ORB_OK);
    return version;
}

static void make_store(const char *name)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store(name, ORB_STORE_CREATE);

    must_import(store, &small, false, &summary);
    orb_store_close(store);
}

static void import_newer(const char *name)
{
    struct orb_store_summary summary;
    struct orb_store *store = open_store(name, ORB_STORE_WRITE);

    must_import(store, &newer, true, &summary);
    orb_store_close(store);
}

static void a_reader_sees_one_version_until_it_closes(void **state)
{
    struct orb_store *reader;
    int64_t before, after;
    char *first, *second;

    (void)state;
    make_store("read");
    reader = open_store("read", ORB_STORE_READ);
    assert_int_equal(orb_store_stamp(reader, &before, NULL), ORB_OK);
    first = dump_of(reader);
    import_newer("read");
    second = dump_of(reader);
    assert_string_equal(first, second);
    assert_int_equal(orb_store_stamp(reader, &after, NULL), ORB_OK);
    assert_true(before == after);
    assert_int_equal(version_of(reader), 1);
    orb_store_close(reader);
    free(second);

    reader = open_store("read", ORB_STORE_READ);
    assert_int_equal(version_of(reader), 2);
    second = dump_of(reader);
    assert_string_not_equal(first, second);
    orb_store_close(reader);
    free(first);
    free(second);
}

static enum orb_status add_change(void *context, const struct orb_store_change *change,
                                  struct orb_error *err)
{
    struct orb_buf *out = context;

    (void)err;
    orb_buf_printf(out, "%lld %s %s %s\n", (long long)change->run, change->id,
                   change->change, change->field == NULL ? "" : change->field);
    return ORB_OK;
}

static char *changes_of(struct orb_store *store)
{
    struct orb_buf out = { 0 };
    const struct orb_store_visitor visitor = { &out, add_change };

    assert_int_equal(orb_store_changes(store, ORB_DATE_NONE, NULL, &visitor, NULL), ORB_OK);
    assert_true(out.len > 0);
    return out.data;
}

static void no_order_is_left_to_the_database(void **state)
{
    const struct fixture other = { .source = "other", .first = 500, .count = 30 };
    struct orb_store_summary summary;
    struct orb_store *store;
    int64_t stamps[2];
    char *dumps[2], *changes[2];

    (void)state;
    make_store("ordered");
    store = open_store("ordered", ORB_STORE_WRITE);
    must_import(store, &other, true, &summary);
    orb_store_close(store);
    import_newer("ordered");
    for (int i = 0; i < 2; i++) {
        store = open_store("ordered", ORB_STORE_READ);
        if (i == 1) /* what nobody asked to be in order comes the other way round */
            assert_int_equal(
                orb_db_exec(store, "PRAGMA reverse_unordered_selects = 1", NULL), ORB_OK);
        assert_int_equal(orb_store_stamp(store, &stamps[i], NULL), ORB_OK);
        dumps[i] = dump_of(store);
        changes[i] = changes_of(store);
        orb_store_close(store);
    }
    assert_true(stamps[0] == stamps[1]);
    for (char **texts = dumps; texts != NULL; texts = texts == dumps ? changes : NULL) {
        assert_string_equal(texts[0], texts[1]);
        free(texts[0]);
        free(texts[1]);
    }
}

static void make_empty(const char *path)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
}

static void a_backup_taken_during_an_import_is_the_store_before_it(void **state)
{
    const struct orb_store_import import = { .importer = "test",
                                             .files = "test",
                                             .imported_at = "2026-01-01T00:00:00Z" };
    struct orb_store_summary summary;
    struct orb_store *reader, *writer;
    struct orb_sink sink;
    char *before, *copied;

    (void)state;
    make_store("busy");
    reader = open_store("busy", ORB_STORE_READ);
    before = dump_of(reader);
    writer = open_store("busy", ORB_STORE_WRITE);
    assert_int_equal(orb_store_import_begin(writer, &import, &sink, NULL), ORB_OK);
    assert_int_equal(fixture_put(&newer, &sink, NULL), ORB_OK);
    make_empty(path_of("copy"));
    assert_int_equal(orb_store_backup(reader, path_of("copy"), NULL), ORB_OK);
    assert_int_equal(orb_store_import_commit(writer, NULL, &summary, NULL), ORB_OK);
    orb_store_close(writer);
    orb_store_close(reader);

    assert_int_equal(access(path_of("copy-wal"), F_OK), -1);
    assert_sound("copy");
    reader = open_store("copy", ORB_STORE_READ);
    copied = dump_of(reader);
    assert_string_equal(before, copied);
    orb_store_close(reader);
    free(before);
    free(copied);

    import_newer("copy"); /* it is a store */
    reader = open_store("copy", ORB_STORE_READ);
    assert_int_equal(version_of(reader), 2);
    orb_store_close(reader);
}

static void who_reads_a_copy_does_not_stop_who_writes_to_it(void **state)
{
    struct orb_store *store;

    (void)state;
    make_store("original");
    make_empty(path_of("shared"));
    store = open_store("original", ORB_STORE_READ);
    assert_int_equal(orb_store_backup(store, path_of("shared"), NULL), ORB_OK);
    orb_store_close(store);
    assert_int_equal(access(path_of("shared-wal"), F_OK), -1);
    assert_int_equal(access(path_of("shared-shm"), F_OK), -1);
    store = open_store("shared", ORB_STORE_READ);
    assert_int_equal(version_of(store), 1);
    import_newer("shared");
    assert_int_equal(version_of(store), 1);
    orb_store_close(store);
}

static void a_copy_that_is_killed_leaves_nothing_beside_it(void **state)
{
    static const char *const ends[] = { "killed-journal", "killed-wal", "killed-shm" };
    int ended = 0;
    pid_t child;

    (void)state;
    make_store("long");
    make_empty(path_of("killed"));
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit limit = { 200000, 200000 };
        struct orb_store *store = open_store("long", ORB_STORE_READ);

        (void)setrlimit(RLIMIT_FSIZE, &limit); /* whose signal nobody hears */
        (void)!orb_store_backup(store, path_of("killed"), NULL);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFSIGNALED(ended));
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        assert_int_equal(access(path_of(ends[i]), F_OK), -1);
}

static void a_copy_is_open_to_nobody_that_its_original_is_closed_to(void **state)
{
    static const struct {
        mode_t original, mask, copy;
    } cases[] = { { 0640, 022, 0640 }, { 0664, 022, 0644 }, { 0666, 077, 0600 } };

    (void)state;
    make_store("mode");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_store *store;
        struct stat about;
        mode_t mask;

        assert_int_equal(chmod(path_of("mode"), cases[i].original), 0);
        make_empty(path_of("mode-copy"));
        mask = umask(cases[i].mask);
        store = open_store("mode", ORB_STORE_READ);
        assert_int_equal(orb_store_backup(store, path_of("mode-copy"), NULL), ORB_OK);
        orb_store_close(store);
        (void)umask(mask);
        assert_int_equal(stat(path_of("mode-copy"), &about), 0);
        assert_int_equal(about.st_mode & 0777, cases[i].copy);
    }
}

/* Zeros in the place of one of its pages. */
static void damage(const char *path)
{
    static const char zeros[4096];
    FILE *file = fopen(path, "r+b");

    assert_non_null(file);
    assert_int_equal(fseek(file, 40 * 4096L, SEEK_SET), 0);
    assert_int_equal(fwrite(zeros, sizeof zeros, 1, file), 1);
    assert_int_equal(fclose(file), 0);
}

static void the_backup_of_a_damaged_store_is_refused(void **state)
{
    struct orb_error err = { 0 };
    struct orb_store *store;

    (void)state;
    make_store("hurt");
    damage(path_of("hurt"));
    store = open_store("hurt", ORB_STORE_READ);
    make_empty(path_of("hurt-copy"));
    assert_int_equal(orb_store_backup(store, path_of("hurt-copy"), &err), ORB_ERR_CORRUPT);
    assert_non_null(strstr(err.text, "damaged"));
    orb_store_close(store);
}

static void a_backup_that_cannot_be_written_says_so(void **state)
{
    struct orb_error err = { 0 };
    struct orb_store *store;

    (void)state;
    make_store("lost");
    store = open_store("lost", ORB_STORE_READ);
    assert_int_equal(orb_store_backup(store, path_of("no/folder"), &err), ORB_ERR_IO);
    assert_non_null(strstr(err.text, "the copy cannot be written"));
    orb_store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reader_sees_one_version_until_it_closes),
        cmocka_unit_test(no_order_is_left_to_the_database),
        cmocka_unit_test(a_backup_taken_during_an_import_is_the_store_before_it),
        cmocka_unit_test(who_reads_a_copy_does_not_stop_who_writes_to_it),
        cmocka_unit_test(a_copy_that_is_killed_leaves_nothing_beside_it),
        cmocka_unit_test(a_copy_is_open_to_nobody_that_its_original_is_closed_to),
        cmocka_unit_test(the_backup_of_a_damaged_store_is_refused),
        cmocka_unit_test(a_backup_that_cannot_be_written_says_so),
    };

    return cmocka_run_group_tests_name("store_readers", tests, make_folder, remove_folder);
}
