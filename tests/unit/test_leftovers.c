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

#include "cli/leftovers.h"
#include "engine/base/file.h"
#include "engine/base/scratch.h"

static char directory[] = "/tmp/orbite-leftovers-XXXXXX";
static char target[64];

static int setup(void **state)
{
    (void)state;
    if (mkdtemp(directory) == NULL)
        return -1;
    (void)snprintf(target, sizeof target, "%s/target", directory);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    /* Fails when anything was left. */
    return rmdir(directory);
}

static void touch(const char *path, const char *suffix)
{
    char name[256];
    FILE *file;

    (void)snprintf(name, sizeof name, "%s%s", path, suffix);
    file = fopen(name, "wb");
    if (file == NULL || fclose(file) != 0)
        _exit(3);
}

/* A product half written, as in the middle of a GeoPackage. */
static void write_half(struct orb_output *out, struct orb_scratch *scratch)
{
    struct orb_error err = { 0 };

    if (cli_output_open(out, target, false, &err) != ORB_OK ||
        orb_scratch_open(scratch, out, &err) != ORB_OK)
        _exit(2);
    orb_buf_text(&out->pending, "half");
    if (orb_output_flush(out, true, &err) != ORB_OK)
        _exit(4);
    touch(scratch->path, "");
    touch(scratch->path, "-journal");
}

static int status_of(void (*child)(int), int number)
{
    int status = 0;
    pid_t pid = fork();

    assert_true(pid >= 0);
    if (pid == 0) {
        child(number);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void be_ended(int number)
{
    struct orb_scratch scratch = { 0 };
    struct orb_output out = { 0 };

    cli_leftovers_watch();
    write_half(&out, &scratch);
    (void)raise(number);
}

static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };

static void a_signal_leaves_nothing_and_ends_the_program(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        int status = status_of(be_ended, numbers[i]);

        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), numbers[i]);
    }
}

/* nohup: the signal is not for this program. */
static void be_spared(int number)
{
    struct orb_error err = { 0 };
    struct orb_output out = { 0 };

    (void)signal(number, SIG_IGN);
    cli_leftovers_watch();
    if (cli_output_open(&out, target, false, &err) != ORB_OK)
        _exit(2);
    (void)raise(number);
    if (access(out.temporary, F_OK) != 0)
        _exit(5);
    orb_output_close(&out);
}

static void a_signal_that_is_ignored_changes_nothing(void **state)
{
    int status = status_of(be_spared, SIGHUP);

    (void)state;
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* What was finished is no leftover. */
static void be_ended_after(int number)
{
    struct orb_error err = { 0 };
    struct orb_output out = { 0 };

    cli_leftovers_watch();
    if (cli_output_open(&out, target, false, &err) != ORB_OK ||
        orb_output_commit(&out, &err) != ORB_OK)
        _exit(2);
    (void)raise(number);
}

static void what_is_finished_stays(void **state)
{
    int status = status_of(be_ended_after, SIGTERM);

    (void)state;
    assert_true(WIFSIGNALED(status));
    assert_int_equal(unlink(target), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signal_leaves_nothing_and_ends_the_program),
        cmocka_unit_test(a_signal_that_is_ignored_changes_nothing),
        cmocka_unit_test(what_is_finished_stays),
    };

    /* Whoever runs the tests may have them ignore a signal, as nohup does. */
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        (void)signal(numbers[i], SIG_DFL);
    return cmocka_run_group_tests(tests, setup, teardown);
}
