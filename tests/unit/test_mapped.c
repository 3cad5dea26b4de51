#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/mapped.h"

static char directory[] = "/tmp/orbite-mapped-XXXXXX";

static int setup(void **state)
{
    (void)state;
    return mkdtemp(directory) == NULL ? -1 : 0;
}

static int teardown(void **state)
{
    (void)state;
    /* Fails when a file was left there. */
    return rmdir(directory);
}

static unsigned char byte_of(size_t at)
{
    return (unsigned char)(at * 31 + (at >> 8) + 1);
}

/* From the process's own memory to a file, then a longer one. */
static void bytes_stay_and_new_ones_are_zero(void **state)
{
    struct orb_mapped m = { .folder = directory };
    size_t written = 0;

    (void)state;
    for (size_t len = 1; len < 20 * ORB_MAPPED_OWN; len = len * 3 + 1) {
        struct orb_error err = { 0 };
        unsigned char *bytes;

        assert_int_equal(orb_mapped_reserve(&m, len, &err), ORB_OK);
        assert_true(m.room >= len);
        assert_int_equal(m.has_file, m.room > ORB_MAPPED_OWN);
        bytes = m.bytes;
        for (size_t i = 0; i < m.room; i++)
            assert_int_equal(bytes[i], i < written ? byte_of(i) : 0);
        for (; written < len; written++)
            bytes[written] = byte_of(written);
    }
    assert_true(m.has_file);
    orb_mapped_release(&m);
    orb_mapped_release(&m);
    assert_null(m.bytes);
    assert_string_equal(m.folder, directory);
}

static void a_folder_that_is_not_there_is_said_and_nothing_is_lost(void **state)
{
    struct orb_mapped m = { .folder = "/nowhere/at/all" };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_mapped_reserve(&m, 6, &err), ORB_OK);
    memcpy(m.bytes, "still", 6);
    assert_int_equal(orb_mapped_reserve(&m, ORB_MAPPED_OWN + 1, &err), ORB_ERR_IO);
    assert_string_equal(err.place, "/nowhere/at/all");
    assert_string_equal(m.bytes, "still");
    orb_mapped_release(&m);
}

/* As on a full disk: no file may be longer than what is there. */
static void a_file_that_cannot_grow_is_said_and_nothing_is_lost(void **state)
{
    struct orb_mapped m = { .folder = directory };
    struct orb_error err = { 0 };
    struct rlimit before, limit;

    (void)state;
    assert_int_equal(orb_mapped_reserve(&m, ORB_MAPPED_OWN + 1, &err), ORB_OK);
    memcpy(m.bytes, "still", 6);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = m.room;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(orb_mapped_reserve(&m, m.room + 1, &err), ORB_ERR_IO);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_string_equal(err.place, directory);
    assert_string_equal(m.bytes, "still");
    err = (struct orb_error){ 0 };
    assert_int_equal(orb_mapped_reserve(&m, SIZE_MAX, &err), ORB_ERR_MEMORY);
    assert_string_equal(m.bytes, "still");
    orb_mapped_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bytes_stay_and_new_ones_are_zero),
        cmocka_unit_test(a_folder_that_is_not_there_is_said_and_nothing_is_lost),
        cmocka_unit_test(a_file_that_cannot_grow_is_said_and_nothing_is_lost),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
