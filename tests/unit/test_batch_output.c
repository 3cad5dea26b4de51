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

#include "cli/batch_output.h"

static char folder[] = "/tmp/orbite-batch-XXXXXX";
static char target[64], unfinished[128];

#define DIGEST UINT64_C(0xfedcba9876543210)

static int make_folder(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(target, sizeof target, "%s/answers", folder);
    (void)snprintf(unfinished, sizeof unfinished, "%s.fedcba9876543210.unfinished", target);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    (void)unlink(target);
    (void)unlink(unfinished);
    return rmdir(folder);
}

static void put(const char *path, const char *text)
{
    FILE *file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void assert_file(const char *path, const char *expected)
{
    struct orb_buf text = { 0 };

    assert_int_equal(orb_file_read(&text, path, 1 << 20, NULL), ORB_OK);
    assert_string_equal(text.data, expected);
    orb_buf_release(&text);
}

static void write_text(struct cli_batch_output *out, const char *text)
{
    struct orb_buf buf = { 0 };

    orb_buf_text(&buf, text);
    assert_int_equal(cli_batch_output_write(out, &buf, NULL), ORB_OK);
    assert_int_equal(buf.len, 0);
    orb_buf_release(&buf);
}

static void a_file_takes_its_name_when_all_is_there(void **state)
{
    struct cli_batch_output out;
    struct stat about;

    (void)state;
    put(target, "before");
    assert_int_equal(cli_batch_output_open(&out, target, DIGEST, false, NULL), ORB_OK);
    write_text(&out, "one\n");
    write_text(&out, "two\n");
    assert_file(target, "before");
    assert_int_equal(cli_batch_output_commit(&out, NULL), ORB_OK);
    assert_null(cli_batch_output_stop(&out, true));
    cli_batch_output_close(&out);
    cli_batch_output_close(&out);
    assert_file(target, "one\ntwo\n");
    assert_int_equal(stat(target, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    assert_int_not_equal(stat(unfinished, &about), 0);
    assert_int_equal(unlink(target), 0);
}

static void what_an_interruption_left_is_gone_on_with(void **state)
{
    static const struct {
        const char *left, *last, *whole;
    } cases[] = {
        { "one\ntwo\nthr", "two\n", "one\ntwo\nthree\n" },
        { "one\n", "one\n", "one\nthree\n" },
        { "on", "", "three\n" },
        { "", "", "three\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cli_batch_output out;

        put(unfinished, cases[i].left);
        assert_int_equal(cli_batch_output_open(&out, target, DIGEST, true, NULL), ORB_OK);
        assert_string_equal(out.last.len == 0 ? "" : out.last.data, cases[i].last);
        write_text(&out, "three\n");
        assert_int_equal(cli_batch_output_commit(&out, NULL), ORB_OK);
        cli_batch_output_close(&out);
        assert_file(target, cases[i].whole);
    }
}

/* Lines longer than what is read at once. */
static void a_long_last_line_is_found(void **state)
{
    struct cli_batch_output out;
    struct orb_buf text = { 0 };

    (void)state;
    orb_buf_text(&text, "first\n");
    for (int i = 0; i < 200000; i++)
        orb_buf_char(&text, 'x');
    orb_buf_char(&text, '\n');
    for (int i = 0; i < 100000; i++)
        orb_buf_char(&text, 'y');
    put(unfinished, text.data);
    assert_int_equal(cli_batch_output_open(&out, target, DIGEST, true, NULL), ORB_OK);
    assert_int_equal(out.last.len, 200001);
    assert_int_equal(out.last.data[0], 'x');
    assert_string_equal(cli_batch_output_stop(&out, true), unfinished);
    cli_batch_output_close(&out);
    orb_buf_release(&text);
}

static void another_question_begins_its_own_file(void **state)
{
    struct cli_batch_output out;

    (void)state;
    put(unfinished, "one\n");
    assert_int_equal(cli_batch_output_open(&out, target, DIGEST + 1, true, NULL), ORB_OK);
    assert_int_equal(out.last.len, 0);
    assert_null(cli_batch_output_stop(&out, true));
    cli_batch_output_close(&out);
    assert_file(unfinished, "one\n");
}

static void without_resume_it_begins_again(void **state)
{
    struct cli_batch_output out;

    (void)state;
    put(unfinished, "one\n");
    assert_int_equal(cli_batch_output_open(&out, target, DIGEST, false, NULL), ORB_OK);
    assert_int_equal(out.last.len, 0);
    write_text(&out, "two\n");
    assert_string_equal(cli_batch_output_stop(&out, true), unfinished);
    cli_batch_output_close(&out);
    assert_file(unfinished, "two\n");
}

static void only_a_file_is_resumed(void **state)
{
    struct cli_batch_output out;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(cli_batch_output_open(&out, "-", DIGEST, true, &err),
                     ORB_ERR_UNSUPPORTED);
    cli_batch_output_close(&out);
    assert_int_equal(cli_batch_output_open(&out, "/dev/null", DIGEST, true, &err),
                     ORB_ERR_UNSUPPORTED);
    cli_batch_output_close(&out);
    orb_error_clear(&err);
    assert_int_equal(cli_batch_output_open(&out, "/nowhere/x", DIGEST, false, &err),
                     ORB_ERR_NOT_FOUND);
    cli_batch_output_close(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_takes_its_name_when_all_is_there),
        cmocka_unit_test(what_an_interruption_left_is_gone_on_with),
        cmocka_unit_test(a_long_last_line_is_found),
        cmocka_unit_test(another_question_begins_its_own_file),
        cmocka_unit_test(without_resume_it_begins_again),
        cmocka_unit_test(only_a_file_is_resumed),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
