#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/json.h"
#include "engine/base/number.h"
#include "maps/json_writer.h"

static void sample(struct orb_json_writer *w)
{
    orb_jw_open_object(w);
    orb_jw_member_text(w, "name", "a\"b\\c\n\x01é\xFF");
    orb_jw_member_text(w, "none", NULL);
    orb_jw_key(w, "list");
    orb_jw_open_array_inline(w);
    orb_jw_integer(w, INT64_MIN);
    orb_jw_number(w, 0.1);
    orb_jw_number(w, NAN);
    orb_jw_fixed(w, 5.25, 6);
    orb_jw_open_object(w);
    orb_jw_member_bool(w, "yes", true);
    orb_jw_close(w);
    orb_jw_close(w);
    orb_jw_key(w, "empty");
    orb_jw_open_array(w);
    orb_jw_close(w);
    orb_jw_key(w, "raw");
    orb_jw_raw(w, "{\"x\":1}");
    orb_jw_member_date(w, "on", orb_date_make(2026, 11, 22));
    orb_jw_member_date(w, "off", ORB_DATE_NONE);
    orb_jw_close(w);
}

static void values_come_out_with_commas_and_escapes(void **state)
{
    struct orb_buf buf = { 0 };
    struct orb_json_writer w;

    (void)state;
    orb_jw_init_buf(&w, &buf, 0);
    sample(&w);
    assert_int_equal(orb_jw_end(&w, NULL), ORB_OK);
    assert_string_equal(
        buf.data, "{\"name\":\"a\\\"b\\\\c\\n\\u0001é\xEF\xBF\xBD\",\"none\":null,"
                  "\"list\":[-9223372036854775808,0.1,null,5.250000,{\"yes\":true}],"
                  "\"empty\":[],\"raw\":{\"x\":1},\"on\":\"2026-11-22\",\"off\":null}");
    orb_buf_release(&buf);
}

/* Texts are looked at several bytes at a time: whatever stands before and after must not
 * matter. */
static void a_character_is_escaped_wherever_it_stands(void **state)
{
    static const struct {
        const char *text, *escaped;
    } cases[] = {
        { "\"", "\\\"" },
        { "\\", "\\\\" },
        { "\n", "\\n" },
        { "\x1f", "\\u001f" },
        { " !#[]\x7f", " !#[]\x7f" },
        { "é", "é" },
        { "’", "’" },
        { "\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80" },
        { "\xFF", "\xEF\xBF\xBD" },
        { "\xC3", "\xEF\xBF\xBD" },
        { "\xE2\x80", "\xEF\xBF\xBD\xEF\xBF\xBD" },
    };
    static const char filler[] = "abcdefghijklmnopqrstuvwxyz";

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int before = 0; before < 20; before++)
            for (int after = 0; after < 20; after++) {
                struct orb_buf text = { 0 };
                struct orb_buf expected = { 0 };
                struct orb_buf out = { 0 };

                orb_buf_printf(&text, "%.*s%s%.*s", before, filler, cases[i].text, after,
                               filler);
                orb_buf_printf(&expected, "\"%.*s%s%.*s\"", before, filler,
                               cases[i].escaped, after, filler);
                orb_jw_escape(&out, text.data, text.len);
                assert_string_equal(out.data, expected.data);
                assert_int_equal(out.len, expected.len);
                orb_buf_release(&text);
                orb_buf_release(&expected);
                orb_buf_release(&out);
            }
}

/* A key is written at once when it goes as it is; it is that of any text in all cases. */
static void a_key_is_escaped_as_a_text_is(void **state)
{
    static const char *const keys[] = {
        "",   "a",    "ab", "abc",   "abcd",    "abcdefg",    "abcdefgh",    "abcdefghijk",
        "\"", "ab\n", "é",  "abcdé", "abcd\\f", "abcdefg\"h", "abcdefgh\xFF"
    };

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        for (unsigned indent = 0; indent < 2; indent++) {
            struct orb_buf key = { 0 };
            struct orb_buf expected = { 0 };
            struct orb_buf out = { 0 };
            struct orb_json_writer w;

            orb_jw_escape(&key, keys[i], strlen(keys[i]));
            orb_buf_printf(&expected,
                           indent == 0 ? "{%s:1,%s:[{%s:2}]}"
                                       : "{\n %s: 1,\n %s: [{%s: 2}]\n}",
                           key.data, key.data, key.data);
            orb_jw_init_buf(&w, &out, indent);
            orb_jw_open_object(&w);
            orb_jw_member_integer(&w, keys[i], 1);
            orb_jw_key(&w, keys[i]);
            orb_jw_open_array_inline(&w);
            orb_jw_open_object(&w);
            orb_jw_member_integer(&w, keys[i], 2);
            orb_jw_close(&w);
            orb_jw_close(&w);
            orb_jw_close(&w);
            assert_int_equal(orb_jw_end(&w, NULL), ORB_OK);
            assert_string_equal(out.data, expected.data);
            orb_buf_release(&key);
            orb_buf_release(&expected);
            orb_buf_release(&out);
        }
}

static void indentation_keeps_inline_values_on_one_line(void **state)
{
    struct orb_buf buf = { 0 };
    struct orb_json_writer w;

    (void)state;
    orb_jw_init_buf(&w, &buf, 1);
    orb_jw_open_object(&w);
    orb_jw_key(&w, "a");
    orb_jw_open_array(&w);
    orb_jw_open_object_inline(&w);
    orb_jw_member_integer(&w, "b", 1);
    orb_jw_member_integer(&w, "c", 2);
    orb_jw_close(&w);
    orb_jw_integer(&w, 3);
    orb_jw_close(&w);
    orb_jw_close(&w);
    assert_int_equal(orb_jw_end(&w, NULL), ORB_OK);
    assert_string_equal(buf.data, "{\n \"a\": [\n  {\"b\": 1, \"c\": 2},\n  3\n ]\n}");
    orb_buf_release(&buf);
}

static void what_is_written_reads_back_the_same(void **state)
{
    struct orb_buf first = { 0 };
    struct orb_buf second = { 0 };
    struct orb_json_writer w;
    struct orb_json *read[2];

    (void)state;
    orb_jw_init_buf(&w, &first, 0);
    sample(&w);
    assert_int_equal(orb_jw_end(&w, NULL), ORB_OK);
    orb_jw_init_buf(&w, &second, 2);
    sample(&w);
    assert_int_equal(orb_jw_end(&w, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&read[0], first.data, first.len, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&read[1], second.data, second.len, NULL), ORB_OK);
    orb_buf_clear(&first);
    orb_buf_clear(&second);
    orb_json_write(&first, read[0]);
    orb_json_write(&second, read[1]);
    assert_string_equal(first.data, second.data);
    orb_json_free(read[0]);
    orb_json_free(read[1]);
    orb_buf_release(&first);
    orb_buf_release(&second);
}

static void a_full_disk_is_told_once_at_the_end(void **state)
{
    struct orb_output out = { 0 };
    struct orb_json_writer w;
    struct orb_error err = { 0 };

    (void)state;
    if (access("/dev/full", W_OK) != 0)
        skip();
    assert_int_equal(orb_output_open(&out, "-", NULL), ORB_OK);
    out.fd = fileno(fopen("/dev/full", "w"));
    orb_jw_init(&w, &out, 0);
    orb_jw_open_array(&w);
    for (int i = 0; i < 200000; i++)
        orb_jw_integer(&w, i);
    orb_jw_close(&w);
    assert_int_equal(orb_jw_end(&w, &err), ORB_ERR_IO);
    assert_true(err.text[0] != '\0');
    orb_output_close(&out);
}

static void numbers_read_back_as_the_same_double(void **state)
{
    static const double values[] = {
        0.1,     -0.1, 1e-7,      5.3721,       179.9999999, 1.0 / 3, 1e21,
        -1e-300, 0.3,  0.1 + 0.2, 45.123456789, 90071992.5,  1e8,     123456789.0000001,
        0,       -7
    };
    uint64_t random = 12345;

    (void)state;
    for (size_t i = 0; i < 20000; i++) {
        struct orb_buf buf = { 0 };
        double value;
        double read = NAN;

        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        value = i < sizeof values / sizeof values[0]
                    ? values[i]
                    : (double)(int64_t)(random >> 30) / 1e7 - 800;
        if (i % 3 == 2)
            value /= 7;
        orb_jw_write_number(&buf, value);
        assert_true(orb_number_parse(&read, buf.data, buf.len));
        assert_true(read == value);
        orb_buf_release(&buf);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_out_with_commas_and_escapes),
        cmocka_unit_test(a_character_is_escaped_wherever_it_stands),
        cmocka_unit_test(a_key_is_escaped_as_a_text_is),
        cmocka_unit_test(indentation_keeps_inline_values_on_one_line),
        cmocka_unit_test(what_is_written_reads_back_the_same),
        cmocka_unit_test(numbers_read_back_as_the_same_double),
        cmocka_unit_test(a_full_disk_is_told_once_at_the_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
