#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/csv.h"

/* Rows as "a|b/c|d/" so that a case fits one line. */
static void read_all(struct orb_csv *csv, char *out, size_t size)
{
    bool more = true;
    struct orb_error err = { 0 };

    out[0] = '\0';
    while (more) {
        assert_int_equal(orb_csv_row(csv, &more, &err), ORB_OK);
        for (size_t i = 0; more && i < csv->field_count; i++)
            (void)snprintf(out + strlen(out), size - strlen(out), "%s%s", i == 0 ? "" : "|",
                           csv->fields[i]);
        if (more)
            (void)snprintf(out + strlen(out), size - strlen(out), "/");
    }
}

static void rows_are_split_as_rfc_4180_says(void **state)
{
    static const struct {
        const char *text;
        const char *rows;
    } cases[] = {
        { "a,b\nc,d\n", "a|b/c|d/" },
        { "a;b\r\nc;d", "a|b/c|d/" },
        { "\xef\xbb\xbf"
          "a\tb\n",
          "a|b/" },
        { "\"a,1\",\"b\"\"x\"\n", "a,1|b\"x/" },
        { "a,\"two\nlines\"\r\nb,\r\n", "a|two\nlines/b|/" },
        { "a\n\n\r\nb\n", "a/b/" },
        { "5\" pipe,b\n", "5\" pipe|b/" },
        { ",,\n", "||/" },
        { "\"a\"\r\n\"b\"\r", "a/b/" },
        { "a\r,b\r", "a\r|b/" },
        { "", "" },
    };
    char out[200];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_csv csv;

        orb_csv_memory(&csv, cases[i].text, strlen(cases[i].text), '\0');
        read_all(&csv, out, sizeof out);
        assert_string_equal(out, cases[i].rows);
        orb_csv_release(&csv);
    }
}

struct slow {
    const char *text;
    size_t at;
};

static enum orb_status one_byte(void *context, const char **bytes, size_t *len,
                                struct orb_error *err)
{
    struct slow *slow = context;

    (void)err;
    *bytes = slow->text + slow->at;
    *len = slow->text[slow->at] == '\0' ? 0 : 1;
    slow->at += *len;
    return ORB_OK;
}

static void a_stream_cut_anywhere_gives_the_same_rows(void **state)
{
    struct slow slow = { "a,\"b\"\"\r\n\"\r\nc,d", 0 };
    struct orb_csv csv;
    char out[100];

    (void)state;
    orb_csv_stream(&csv, one_byte, &slow, ',');
    read_all(&csv, out, sizeof out);
    assert_string_equal(out, "a|b\"\r\n/c|d/");
    orb_csv_release(&csv);
}

static void lines_are_those_where_rows_begin(void **state)
{
    static const char text[] = "h\n\"x\ny\"\n\nlast\n";
    static const unsigned long lines[] = { 1, 2, 5 };
    struct orb_csv csv;
    bool more;

    (void)state;
    orb_csv_memory(&csv, text, sizeof text - 1, ',');
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
        assert_true(more);
        assert_int_equal(csv.line, lines[i]);
    }
    orb_csv_release(&csv);
}

static void what_cannot_be_read_is_refused_with_its_line(void **state)
{
    static const struct {
        const char *text;
        const char *place;
    } cases[] = {
        { "a\n\"never closed\n\n", "2" },
        { "a\nb\n\"x\"y\n", "3" },
        { "a\nl\xe9gende\n", "2" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_csv csv;
        struct orb_error err = { 0 };
        enum orb_status status = ORB_OK;
        bool more = true;

        orb_csv_memory(&csv, cases[i].text, strlen(cases[i].text), ',');
        while (status == ORB_OK && more)
            status = orb_csv_row(&csv, &more, &err);
        assert_int_equal(status, ORB_ERR_SYNTAX);
        assert_string_equal(err.place, cases[i].place);
        orb_csv_release(&csv);
    }
}

static void columns_are_found_by_name_and_short_rows_read_empty(void **state)
{
    static const char text[] = "code,label\n08\n";
    struct orb_csv csv;
    bool more;

    (void)state;
    orb_csv_memory(&csv, text, sizeof text - 1, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    assert_int_equal(orb_csv_find(&csv, "label"), 1);
    assert_true(orb_csv_find(&csv, "none") == SIZE_MAX);
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    assert_string_equal(orb_csv_field(&csv, 0), "08");
    assert_string_equal(orb_csv_field(&csv, 1), "");
    orb_csv_release(&csv);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_split_as_rfc_4180_says),
        cmocka_unit_test(a_stream_cut_anywhere_gives_the_same_rows),
        cmocka_unit_test(lines_are_those_where_rows_begin),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_its_line),
        cmocka_unit_test(columns_are_found_by_name_and_short_rows_read_empty),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
