#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/process.h"

/* All that a shell script writes; the process goes on. */
static struct orb_process *start(const char *script, char *out, size_t size)
{
    const char *const argv[] = { "sh", "-c", script, NULL };
    struct orb_process *process = NULL;
    size_t len = 0;
    ssize_t n = 1;

    assert_int_equal(orb_process_start(&process, argv, NULL), ORB_OK);
    while (n > 0 && len < size - 1) {
        n = read(orb_process_output(process), out + len, size - 1 - len);
        len += n > 0 ? (size_t)n : 0;
    }
    out[len] = '\0';
    return process;
}

static void what_a_program_writes_and_how_it_ends_is_known(void **state)
{
    static const struct {
        const char *script, *out, *said;
        int status;
    } cases[] = {
        { "echo one; echo two", "one\ntwo\n", "", 0 },
        { "cat; echo end", "end\n", "", 0 }, /* its input is empty */
        { "echo a; echo first >&2; echo 'last one' >&2; exit 3", "a\n", "last one", 3 },
        { "echo a; kill -9 $$", "a\n", "", 137 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[64], said[64];
        struct orb_process *process = start(cases[i].script, out, sizeof out);
        int status = -1;

        assert_string_equal(out, cases[i].out);
        assert_int_equal(orb_process_wait(process, &status, said, sizeof said, NULL),
                         ORB_OK);
        assert_int_equal(status, cases[i].status);
        assert_string_equal(said, cases[i].said);
        orb_process_free(process);
    }
}

static void a_program_that_is_not_there_is_named(void **state)
{
    static const char *const argv[] = { "orbite-of-another-century", NULL };
    struct orb_process *process = NULL;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_process_start(&process, argv, &err), ORB_ERR_NOT_FOUND);
    assert_null(process);
    assert_non_null(strstr(err.place, argv[0]));
}

/* Were it not stopped, the test would wait for it. */
static void a_program_nobody_reads_any_more_is_stopped(void **state)
{
    static const char *const argv[] = { "sh", "-c", "echo begun; exec sleep 100000", NULL };
    struct orb_process *process = NULL;
    char c;

    (void)state;
    assert_int_equal(orb_process_start(&process, argv, NULL), ORB_OK);
    assert_int_equal(read(orb_process_output(process), &c, 1), 1);
    orb_process_free(process);
    orb_process_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_program_writes_and_how_it_ends_is_known),
        cmocka_unit_test(a_program_that_is_not_there_is_named),
        cmocka_unit_test(a_program_nobody_reads_any_more_is_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
