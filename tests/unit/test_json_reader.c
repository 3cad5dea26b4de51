#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "importers/json_reader.h"

static char path[] = "/tmp/orbite-test-json-XXXXXX";

static void write_file(const char *text, size_t len)
{
    int fd = open(path, O_WRONLY | O_TRUNC);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    (void)close(fd);
}

static enum orb_status collect(void *context, const struct orb_json_item *item,
                               struct orb_error *err)
{
    struct orb_buf *out = context;

    (void)err;
    orb_buf_printf(out, "%s=", item->pointer);
    orb_json_write(out, item->value);
    orb_buf_char(out, ' ');
    return ORB_OK;
}

static enum orb_status read_file(struct orb_buf *out, struct orb_error *err)
{
    struct orb_input *in = NULL;
    enum orb_status status = orb_input_open(&in, path, err);

    if (status == ORB_OK)
        status = orb_json_read(in, collect, out, err);
    orb_input_close(in);
    return status;
}

static void elements_come_one_by_one_with_their_pointer(void **state)
{
    static const struct {
        const char *text;
        const char *out;
    } cases[] = {
        { "{\"v\":\"1\",\"a\":[{\"x\":[1,2]},\"]\",3],\"e\":[],\"o\":{\"k\":null}}",
          "/v=\"1\" /a/0={\"x\":[1,2]} /a/1=\"]\" /a/2=3 /e=[] /o={\"k\":null} " },
        { "\xef\xbb\xbf [ 1 , \"a\\\"b\\\\\" , {} ] \n", "/0=1 /1=\"a\\\"b\\\\\" /2={} " },
        { "{\"a/b~\":[true]}", "/a~1b~0/0=true " },
        { "{}", "" },
        { "[]", "=[] " },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf out = { 0 };
        struct orb_error err = { 0 };

        write_file(cases[i].text, strlen(cases[i].text));
        assert_int_equal(read_file(&out, &err), ORB_OK);
        assert_string_equal(out.data == NULL ? "" : out.data, cases[i].out);
        orb_buf_release(&out);
    }
}

static void bad_documents_are_refused_with_file_and_pointer(void **state)
{
    static const struct {
        const char *text;
        const char *place; /* what follows the path */
    } cases[] = {
        { "{\"a\":[{\"x\":1},{\"x\":]}]}", ":/a/1:1:6" },
        { "{\"a\":[1,2", ":/a/1" },
        { "{\"a\":[{\"x\":\"", ":/a/0" },
        { "{\"a\":1,\"a\":2}", "" },
        { "{\"a\":\"l\xe9gende\"}", ":/a:1:2" },
        { "\xff\xfe{\0}\0", "" },
        { "<html>", "" },
        { "", "" },
        { "{\"a\":1} x", "" },
        { "[1,]", ":/1" },
        { "{\"a\":,}", ":/a" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf out = { 0 };
        struct orb_error err = { 0 };
        char place[100];

        write_file(cases[i].text, strlen(cases[i].text));
        assert_int_equal(read_file(&out, &err), ORB_ERR_SYNTAX);
        (void)snprintf(place, sizeof place, "%s%s", path, cases[i].place);
        assert_string_equal(err.place, place);
        assert_true(err.text[0] != '\0');
        orb_buf_release(&out);
    }
}

static void nesting_is_bounded(void **state)
{
    char text[300] = "{\"a\":[";
    struct orb_buf out = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    memset(text + 6, '[', 65);
    memset(text + 71, ']', 67);
    text[137] = '}';
    write_file(text, 138);
    assert_int_equal(read_file(&out, &err), ORB_ERR_SYNTAX);
    orb_buf_release(&out);
}

static void a_gzip_reads_like_its_content_and_says_when_it_is_cut(void **state)
{
    static char text[1 << 16];
    char digest[2][ORB_INPUT_DIGEST_LEN];
    struct orb_error err = { 0 };
    struct orb_input *in = NULL;
    const char *bytes;
    size_t len;
    gzFile gz;

    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + (i * i * 7 + i / 13) % 26);
    write_file(text, sizeof text);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(orb_input_open(&in, path, &err), ORB_OK);
        assert_int_equal(orb_input_next(in, &bytes, &len, &err), ORB_OK);
        assert_int_equal(len, sizeof text);
        assert_memory_equal(bytes, text, len);
        orb_input_digest(in, digest[i]);
        orb_input_close(in);
        gz = gzopen(path, "wb");
        assert_non_null(gz);
        assert_int_equal(gzwrite(gz, text, sizeof text), sizeof text);
        assert_int_equal(gzclose(gz), Z_OK);
    }
    assert_string_equal(digest[0], digest[1]);
    assert_int_equal(truncate(path, 60), 0);
    assert_int_equal(orb_input_open(&in, path, &err), ORB_OK);
    assert_int_equal(orb_input_next(in, &bytes, &len, &err), ORB_ERR_SYNTAX);
    assert_string_equal(err.place, path);
    orb_input_close(in);
}

static void what_is_no_readable_file_is_refused_at_once(void **state)
{
    struct orb_error err = { 0 };
    struct orb_input *in = NULL;

    (void)state;
    assert_int_equal(orb_input_open(&in, "/tmp", &err), ORB_ERR_IO);
    assert_string_equal(err.place, "/tmp");
    orb_error_clear(&err);
    assert_int_equal(orb_input_open(&in, "/tmp/orbite-none/none", &err), ORB_ERR_NOT_FOUND);
    assert_null(in);
}

static int make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_come_one_by_one_with_their_pointer),
        cmocka_unit_test(bad_documents_are_refused_with_file_and_pointer),
        cmocka_unit_test(nesting_is_bounded),
        cmocka_unit_test(a_gzip_reads_like_its_content_and_says_when_it_is_cut),
        cmocka_unit_test(what_is_no_readable_file_is_refused_at_once),
    };

    return cmocka_run_group_tests(tests, make_file, remove_file);
}
