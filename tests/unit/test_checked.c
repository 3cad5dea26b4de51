#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/checked.h"
#include "engine/base/file.h"
#include "engine/catalogue/image.h"
#include "tests/unit/native_catalogue.h"
#include "tests/unit/native_file.h"

#define NOW INT64_C(1800000000)

static const char territory[] =
    HEAD "\"as_of\":\"2026-11-01\",\"offers\":[],\"communes\":["
         "{\"code\":\"01001\",\"name\":\"Aa\",\"department\":\"01\"}]}";

static char directory[] = "/tmp/orbite-checked-XXXXXX";
static char note[64], snapshot[64];

static int setup(void **state)
{
    if (native_setup(state) != 0 || mkdtemp(directory) == NULL ||
        setenv("XDG_CACHE_HOME", directory, 1) != 0)
        return -1;
    (void)snprintf(note, sizeof note, "%s/orbite", directory);
    if (mkdir(note, 0700) != 0)
        return -1;
    (void)snprintf(note, sizeof note, "%s/orbite/checked", directory);
    (void)snprintf(snapshot, sizeof snapshot, "%s/snapshot", directory);
    return 0;
}

static int teardown(void **state)
{
    char folder[80];

    if (native_teardown(state) != 0)
        return -1;
    (void)unlink(note);
    (void)unlink(snapshot);
    (void)snprintf(folder, sizeof folder, "%s/orbite", directory);
    (void)rmdir(folder);
    /* Fails when anything else was left. */
    return rmdir(directory);
}

static struct orb_catalogue_state state_of(uint64_t inode)
{
    return (struct orb_catalogue_state){ .device = 3,
                                         .inode = inode,
                                         .len = 4000,
                                         .checksum = 0xabcdef,
                                         .modified_s = NOW - 100,
                                         .modified_ns = 5,
                                         .changed_s = NOW - 50,
                                         .changed_ns = 7 };
}

static void a_check_holds_for_a_day(void **state)
{
    struct orb_catalogue_state s = state_of(1);

    (void)state;
    (void)unlink(note);
    assert_false(cli_checked_has(note, &s, NOW));
    cli_checked_put(note, &s, NOW, true);
    assert_true(cli_checked_has(note, &s, NOW));
    assert_true(cli_checked_has(note, &s, NOW + CLI_CHECKED_FOR_S - 1));
    assert_false(cli_checked_has(note, &s, NOW + CLI_CHECKED_FOR_S));
    /* A clock that was set back. */
    assert_false(cli_checked_has(note, &s, NOW - 1));
}

static void any_other_state_is_not_checked(void **state)
{
    struct orb_catalogue_state s = state_of(1);
    struct orb_catalogue_state others[8];

    (void)state;
    (void)unlink(note);
    cli_checked_put(note, &s, NOW, true);
    for (size_t i = 0; i < 8; i++)
        others[i] = s;
    others[0].device++;
    others[1].inode++;
    others[2].len++;
    others[3].checksum++;
    others[4].modified_s++;
    others[5].modified_ns++;
    others[6].changed_s++;
    others[7].changed_ns++;
    for (size_t i = 0; i < 8; i++)
        assert_false(cli_checked_has(note, &others[i], NOW));
    assert_true(cli_checked_has(note, &s, NOW));
}

static void a_file_that_just_changed_is_not_noted(void **state)
{
    struct orb_catalogue_state s = state_of(1);

    (void)state;
    (void)unlink(note);
    s.changed_s = NOW - CLI_CHECKED_STILL_S + 1;
    cli_checked_put(note, &s, NOW, true);
    assert_false(cli_checked_has(note, &s, NOW));
    s.changed_s = NOW + 10;
    cli_checked_put(note, &s, NOW, true);
    assert_false(cli_checked_has(note, &s, NOW));
    s.changed_s = NOW - CLI_CHECKED_STILL_S;
    cli_checked_put(note, &s, NOW, true);
    assert_true(cli_checked_has(note, &s, NOW));
}

static void a_file_found_damaged_is_forgotten_and_others_kept(void **state)
{
    struct orb_catalogue_state one = state_of(1), two = state_of(2), again = one;

    (void)state;
    (void)unlink(note);
    again.changed_s++;
    cli_checked_put(note, &one, NOW, true);
    cli_checked_put(note, &two, NOW, true);
    /* A new state replaces the old one of the same file. */
    cli_checked_put(note, &again, NOW, true);
    assert_false(cli_checked_has(note, &one, NOW));
    assert_true(cli_checked_has(note, &again, NOW));
    cli_checked_put(note, &again, NOW, false);
    assert_false(cli_checked_has(note, &again, NOW));
    assert_true(cli_checked_has(note, &two, NOW));
}

static void the_note_does_not_grow_for_ever(void **state)
{
    struct orb_catalogue_state s;
    struct orb_buf text = { 0 };

    (void)state;
    (void)unlink(note);
    for (uint64_t i = 0; i < 100; i++) {
        s = state_of(i);
        cli_checked_put(note, &s, NOW, true);
    }
    assert_int_equal(orb_file_read(&text, note, 100000, NULL), ORB_OK);
    assert_in_range(text.len, 60 * 50, 64 * 256);
    orb_buf_release(&text);
    s = state_of(99);
    assert_true(cli_checked_has(note, &s, NOW));
    s = state_of(0);
    assert_false(cli_checked_has(note, &s, NOW));
}

static void a_note_that_others_may_write_says_nothing(void **state)
{
    struct orb_catalogue_state s = state_of(1);
    struct stat about;
    char link[80];

    (void)state;
    (void)unlink(note);
    cli_checked_put(note, &s, NOW, true);
    assert_int_equal(stat(note, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_equal(chmod(note, 0620), 0);
    assert_false(cli_checked_has(note, &s, NOW));
    assert_int_equal(chmod(note, 0600), 0);
    assert_true(cli_checked_has(note, &s, NOW));
    (void)snprintf(link, sizeof link, "%s/link", directory);
    assert_int_equal(symlink(note, link), 0);
    assert_false(cli_checked_has(link, &s, NOW));
    assert_int_equal(unlink(link), 0);
    assert_false(cli_checked_has(directory, &s, NOW));
}

static void a_note_that_does_not_read_says_nothing(void **state)
{
    static const char *const texts[] = {
        "", "\n\n", "3 1 4000", "\xff\xfe no note",
        "3 1 4000 0000000000abcdef 1799999900.000000005 1799999950.000000007 x\n"
    };
    struct orb_catalogue_state s = state_of(1);

    (void)state;
    cli_checked_put(note, &s, NOW, true);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct orb_output out = { 0 };

        assert_int_equal(orb_output_open_private(&out, note, NULL), ORB_OK);
        orb_buf_text(&out.pending, texts[i]);
        assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
        orb_output_close(&out);
        assert_false(cli_checked_has(note, &s, NOW));
    }
    cli_checked_put(note, &s, NOW, true);
    assert_true(cli_checked_has(note, &s, NOW));
}

static void write_bytes(const void *bytes, size_t len, int64_t age_s)
{
    struct timespec times[2] = { 0 };
    struct orb_output out = { 0 };

    assert_int_equal(orb_output_open(&out, snapshot, NULL), ORB_OK);
    orb_buf_add(&out.pending, bytes, len);
    assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
    orb_output_close(&out);
    times[0].tv_sec = times[1].tv_sec = time(NULL) - (time_t)age_s;
    assert_int_equal(utimensat(AT_FDCWD, snapshot, times, 0), 0);
}

/* As if it had been checked a while ago, in the state it has now. */
static void note_as_checked(void)
{
    struct orb_catalogue_state s;
    struct orb_catalogue c;
    int64_t soon = (int64_t)time(NULL) + CLI_CHECKED_STILL_S + 1;
    struct orb_output out = { 0 };
    struct orb_buf text = { 0 };

    assert_int_equal(orb_catalogue_map(&c, &s, snapshot, NULL), ORB_OK);
    orb_catalogue_close(&c);
    cli_checked_put(note, &s, soon, true);
    assert_true(cli_checked_has(note, &s, soon));
    /* The same line, at a time that is past. */
    assert_int_equal(orb_file_read(&text, note, 100000, NULL), ORB_OK);
    text.data[text.len - 2] = '\0';
    *strrchr(text.data, ' ') = '\0';
    assert_int_equal(orb_output_open_private(&out, note, NULL), ORB_OK);
    orb_buf_printf(&out.pending, "%s %lld\n", text.data, (long long)time(NULL));
    assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
    orb_output_close(&out);
    orb_buf_release(&text);
}

static void only_a_note_spares_the_check(void **state)
{
    struct orb_buf image = { 0 };
    struct orb_catalogue c;
    struct orb_error err = { 0 };

    (void)state;
    (void)unlink(note);
    native_catalogue(&c, &image, territory);
    write_bytes(image.data, image.len, 100);
    assert_int_equal(cli_checked_open(&c, snapshot, false, &err), ORB_OK);
    assert_int_equal(c.commune_count, 1);
    orb_catalogue_close(&c);
    /* Damaged in its last section, written again: another file. */
    image.data[image.len - 2] ^= 1;
    write_bytes(image.data, image.len, 100);
    assert_int_equal(cli_checked_open(&c, snapshot, false, &err), ORB_ERR_CORRUPT);
    assert_string_equal(err.place, snapshot);
    /* A disk that loses a bit: nothing tells, until the whole is read again. */
    note_as_checked();
    assert_int_equal(cli_checked_open(&c, snapshot, false, NULL), ORB_OK);
    orb_catalogue_close(&c);
    assert_int_equal(cli_checked_open(&c, snapshot, true, NULL), ORB_ERR_CORRUPT);
    assert_int_equal(cli_checked_open(&c, snapshot, false, NULL), ORB_ERR_CORRUPT);
    orb_buf_release(&image);
}

static void a_damaged_header_is_refused_even_when_noted(void **state)
{
    struct orb_buf image = { 0 };
    struct orb_catalogue c;
    size_t at = offsetof(struct orb_image_header, sections);

    (void)state;
    (void)unlink(note);
    native_catalogue(&c, &image, territory);
    for (size_t i = at; i < sizeof(struct orb_image_header); i += 11) {
        image.data[i] ^= 64;
        write_bytes(image.data, image.len, 100);
        assert_int_equal(cli_checked_open(&c, snapshot, false, NULL), ORB_ERR_CORRUPT);
        image.data[i] ^= 64;
    }
    orb_buf_release(&image);
}

static void without_a_place_of_ones_own_there_is_no_note(void **state)
{
    struct orb_buf path = { 0 };

    (void)state;
    assert_true(cli_checked_path(&path));
    assert_string_equal(path.data, note);
    orb_buf_clear(&path);
    assert_int_equal(setenv("XDG_CACHE_HOME", "relative", 1), 0);
    assert_int_equal(setenv("HOME", "/nowhere/at/all", 1), 0);
    assert_false(cli_checked_path(&path));
    orb_buf_clear(&path);
    assert_int_equal(unsetenv("HOME"), 0);
    assert_false(cli_checked_path(&path));
    orb_buf_release(&path);
    assert_int_equal(setenv("XDG_CACHE_HOME", directory, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_check_holds_for_a_day),
        cmocka_unit_test(any_other_state_is_not_checked),
        cmocka_unit_test(a_file_that_just_changed_is_not_noted),
        cmocka_unit_test(a_file_found_damaged_is_forgotten_and_others_kept),
        cmocka_unit_test(the_note_does_not_grow_for_ever),
        cmocka_unit_test(a_note_that_others_may_write_says_nothing),
        cmocka_unit_test(a_note_that_does_not_read_says_nothing),
        cmocka_unit_test(only_a_note_spares_the_check),
        cmocka_unit_test(a_damaged_header_is_refused_even_when_noted),
        cmocka_unit_test(without_a_place_of_ones_own_there_is_no_note),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
