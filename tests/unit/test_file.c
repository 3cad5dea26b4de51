#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"

static char directory[] = "/tmp/orbite-file-XXXXXX";
static char target[64];

static int setup(void **state)
{
    const char *made = mkdtemp(directory);

    (void)state;
    if (made == NULL)
        return -1;
    (void)snprintf(target, sizeof target, "%s/target", made);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    (void)unlink(target);
    return rmdir(directory);
}

static void write_text(const char *text)
{
    struct orb_output out = { 0 };

    assert_int_equal(orb_output_open(&out, target, NULL), ORB_OK);
    orb_buf_text(&out.pending, text);
    assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
    orb_output_close(&out);
}

static void a_file_is_replaced_only_by_a_commit(void **state)
{
    struct orb_output out = { 0 };
    struct orb_buf text = { 0 };

    (void)state;
    write_text("one");
    assert_int_equal(orb_output_open(&out, target, NULL), ORB_OK);
    orb_buf_text(&out.pending, "two");
    assert_int_equal(orb_output_flush(&out, true, NULL), ORB_OK);
    orb_output_close(&out);
    assert_int_equal(orb_file_read(&text, target, 100, NULL), ORB_OK);
    assert_string_equal(text.data, "one");
    orb_buf_release(&text);
    assert_int_equal(unlink(target), 0);
}

static void assert_target(const char *wanted)
{
    struct orb_buf text = { 0 };

    assert_int_equal(orb_file_read(&text, target, 100, NULL), ORB_OK);
    assert_string_equal(text.data, wanted);
    orb_buf_release(&text);
}

static void what_came_meanwhile_is_not_replaced_by_a_new_file(void **state)
{
    struct orb_output out = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_output_open(&out, target, NULL), ORB_OK);
    orb_buf_text(&out.pending, "mine");
    write_text("of another");
    assert_int_equal(orb_output_commit_new(&out, &err), ORB_ERR_EXISTS);
    assert_string_equal(err.place, target);
    orb_output_close(&out);
    assert_target("of another");
    assert_int_equal(unlink(target), 0);

    assert_int_equal(orb_output_open(&out, target, NULL), ORB_OK);
    orb_buf_text(&out.pending, "mine");
    assert_int_equal(orb_output_commit_new(&out, NULL), ORB_OK);
    orb_output_close(&out);
    assert_target("mine");
    assert_int_equal(unlink(target), 0);
}

/* A folder has no second name, as a file has none on a USB key. */
static void without_links_a_name_is_taken_or_left(void **state)
{
    char from[80];
    struct orb_error err = { 0 };

    (void)state;
    (void)snprintf(from, sizeof from, "%s/folder", directory);
    assert_int_equal(mkdir(from, 0700), 0);
    write_text("kept");
    assert_int_equal(orb_file_rename_new(from, target, NULL), ORB_ERR_EXISTS);
    assert_target("kept");
    assert_int_equal(unlink(target), 0);
    assert_int_equal(orb_file_rename_new(from, target, &err), ORB_ERR_IO);
    assert_int_equal(access(target, F_OK), -1);
    assert_int_equal(rmdir(from), 0);
}

/* Writing to /dev/null as root must not put a file in its place; a pipe behaves the same.
 */
static void a_pipe_stays_a_pipe(void **state)
{
    struct stat st;
    char text[8] = { 0 };
    int reader;

    (void)state;
    assert_int_equal(mkfifo(target, 0600), 0);
    reader = open(target, O_RDONLY | O_NONBLOCK);
    assert_true(reader >= 0);
    write_text("hello");
    assert_int_equal(read(reader, text, sizeof text - 1), 5);
    assert_string_equal(text, "hello");
    assert_int_equal(stat(target, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    assert_int_equal(close(reader), 0);
    assert_int_equal(unlink(target), 0);
}

/* Whatever the mask, and whatever stood there before. */
static void a_private_file_is_its_owners_alone_from_the_first_byte(void **state)
{
    struct orb_output out = { 0 };
    struct stat st;
    mode_t mask = umask(0);

    (void)state;
    write_text("open to all");
    assert_int_equal(stat(target, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0666);
    assert_int_equal(orb_output_open_private(&out, target, NULL), ORB_OK);
    assert_int_equal(stat(out.temporary, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    orb_buf_text(&out.pending, "mine");
    assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
    orb_output_close(&out);
    assert_int_equal(stat(target, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    (void)umask(mask);
    assert_int_equal(unlink(target), 0);
}

/* What redirects standard output makes the file with the usual mask. */
static void private_data_go_to_no_standard_output_that_others_read(void **state)
{
    static const struct {
        mode_t mode;
        enum orb_status status;
    } cases[] = { { 0600, ORB_OK },
                  { 0640, ORB_ERR_UNSUPPORTED },
                  { 0604, ORB_ERR_UNSUPPORTED } };
    int saved = dup(STDOUT_FILENO);

    (void)state;
    (void)fflush(stdout);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_output out = { 0 };
        int fd = open(target, O_WRONLY | O_CREAT, 0600);
        enum orb_status status;

        assert_int_equal(fchmod(fd, cases[i].mode), 0);
        assert_true(dup2(fd, STDOUT_FILENO) >= 0);
        status = orb_output_open_private(&out, "-", NULL);
        orb_output_close(&out);
        assert_true(dup2(saved, STDOUT_FILENO) >= 0);
        assert_int_equal(status, cases[i].status);
        (void)close(fd);
    }
    (void)close(saved);
    assert_int_equal(unlink(target), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_replaced_only_by_a_commit),
        cmocka_unit_test(what_came_meanwhile_is_not_replaced_by_a_new_file),
        cmocka_unit_test(without_links_a_name_is_taken_or_left),
        cmocka_unit_test(a_pipe_stays_a_pipe),
        cmocka_unit_test(a_private_file_is_its_owners_alone_from_the_first_byte),
        cmocka_unit_test(private_data_go_to_no_standard_output_that_others_read),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
