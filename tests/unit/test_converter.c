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

#include "importers/converter.h"
#include "importers/input.h"

static char folder[] = "/tmp/orbite-test-converter-XXXXXX";
static char old_path[4096];

static void write_file(const char *name, const char *text, size_t len, mode_t mode)
{
    char path[4096];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

/* The program that is found in PATH. */
static void install(const char *script)
{
    char path[8192];

    write_file("orbite-import-ogr", script, strlen(script), 0755);
    (void)snprintf(path, sizeof path, "%s:%s", folder, old_path);
    assert_int_equal(setenv("PATH", path, 1), 0);
}

/* The text of a file of the folder, or the error. */
static enum orb_status read_all(const char *name, bool twice, char *out, size_t size,
                                struct orb_error *err)
{
    char path[4096];
    struct orb_input *in = NULL;
    const char *bytes = NULL;
    size_t len = 1, total = 0;
    enum orb_status status;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    status = twice ? orb_input_open_twice(&in, path, err) : orb_input_open(&in, path, err);
    while (status == ORB_OK && len > 0) {
        status = orb_input_next(in, &bytes, &len, err);
        if (status != ORB_OK)
            break;
        assert_true(total + len < size);
        memcpy(out + total, bytes, len);
        total += len;
    }
    out[total] = '\0';
    if (status == ORB_OK && twice) {
        assert_int_equal(orb_input_rewind(in, err), ORB_OK);
        assert_int_equal(orb_input_next(in, &bytes, &len, err), ORB_OK);
        assert_int_equal(len, total);
    }
    orb_input_close(in);
    return status;
}

static void kinds_of_files_are_known_by_their_first_bytes(void **state)
{
    static const struct {
        const char *start;
        size_t len;
        bool wanted;
    } files[] = { { "PK\3\4\x14\0\0\0", 8, true },
                  { "SQLite format 3\0\x10\0", 18, true },
                  { "\0\0\x27\x0a\0\0\0\0", 8, true },
                  { "\0\0\0\r\n\tOSMHeader", 15, true },
                  { "PK", 2, false },
                  { "code;nom\n01001;", 15, false },
                  { "{\"type\":", 8, false },
                  { "\x1f\x8b\x08\0", 4, false },
                  { "", 0, false } };

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        assert_int_equal(
            orb_converter_wants((const unsigned char *)files[i].start, files[i].len),
            files[i].wanted);
}

static void the_text_of_the_program_is_read_in_place_of_the_file(void **state)
{
    char text[1000], expected[5000];
    struct orb_error err = { 0 };

    (void)state;
    install("#!/bin/sh\nfor word; do echo \"$word\"; done\n");
    write_file("book.xlsx", "PK\3\4 and so on, to the end", 24, 0644);
    (void)snprintf(expected, sizeof expected, "--\n%s/book.xlsx\n", folder);
    for (int twice = 0; twice < 2; twice++) {
        assert_int_equal(read_all("book.xlsx", twice == 1, text, sizeof text, &err),
                         ORB_OK);
        assert_string_equal(text, expected);
    }
    (void)snprintf(expected, sizeof expected, "--layer\nA sheet\n--\n%s/book.xlsx\n",
                   folder);
    assert_int_equal(read_all("book.xlsx#A sheet", false, text, sizeof text, &err), ORB_OK);
    assert_string_equal(text, expected);
}

static void what_the_program_says_is_the_error(void **state)
{
    char text[1000];
    char script[6000];

    (void)state;
    (void)snprintf(
        script, sizeof script,
        "#!/bin/sh\necho some rows\necho 'orbite-import-ogr: %s/book.xlsx: it is "
        "cut' >&2\nexit 1\n",
        folder);
    install(script);
    for (int twice = 0; twice < 2; twice++) {
        struct orb_error err = { 0 };

        assert_int_equal(read_all("book.xlsx#Sheet", twice == 1, text, sizeof text, &err),
                         ORB_ERR_SYNTAX);
        assert_string_equal(err.text, "it is cut");
        assert_non_null(strstr(err.place, "book.xlsx#Sheet"));
    }
    install("#!/bin/sh\necho some rows\nkill -9 $$\n");
    {
        struct orb_error err = { 0 };

        assert_int_equal(read_all("book.xlsx", false, text, sizeof text, &err),
                         ORB_ERR_SYNTAX);
        assert_non_null(strstr(err.text, "137"));
    }
}

static void without_the_program_it_is_named(void **state)
{
    char text[1000];
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(setenv("PATH", "/nowhere", 1), 0);
    assert_int_equal(read_all("book.xlsx", false, text, sizeof text, &err),
                     ORB_ERR_UNSUPPORTED);
    assert_non_null(strstr(err.text, "orbite-import-ogr"));
    assert_non_null(strstr(err.text, "libgdal-dev"));
}

static void a_part_of_a_file_of_text_does_not_exist(void **state)
{
    char text[1000];
    struct orb_error err = { 0 };

    (void)state;
    write_file("list.csv", "a;b\n", 4, 0644);
    write_file("list#2.csv", "c;d\n", 4, 0644);
    assert_int_equal(read_all("list#2.csv", false, text, sizeof text, &err), ORB_OK);
    assert_string_equal(text, "c;d\n");
    assert_int_equal(read_all("list.csv#b", false, text, sizeof text, &err),
                     ORB_ERR_NOT_FOUND);
    orb_error_clear(&err);
    assert_int_equal(read_all("none.csv#b", false, text, sizeof text, &err),
                     ORB_ERR_NOT_FOUND);
    assert_non_null(strstr(err.place, "none.csv#b"));
}

static int make_folder(void **state)
{
    const char *path = getenv("PATH");

    (void)state;
    (void)snprintf(old_path, sizeof old_path, "%s", path == NULL ? "" : path);
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int remove_folder(void **state)
{
    static const char *const names[] = { "orbite-import-ogr", "book.xlsx", "list.csv",
                                         "list#2.csv" };
    char path[4096];

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds_of_files_are_known_by_their_first_bytes),
        cmocka_unit_test(the_text_of_the_program_is_read_in_place_of_the_file),
        cmocka_unit_test(what_the_program_says_is_the_error),
        cmocka_unit_test(without_the_program_it_is_named),
        cmocka_unit_test(a_part_of_a_file_of_text_does_not_exist),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
