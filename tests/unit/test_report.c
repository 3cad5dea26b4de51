/* A report: its cells, its disclosure control, its forms. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/report_table.h"
#include "engine/base/file.h"
#include "engine/base/utf8.h"
#include "maps/report_write.h"
#include "tests/schema/report_sample.h"
#include "tests/unit/style.h"

#define COUNT(items) (sizeof(items) / sizeof(items)[0])

static char directory[] = "/tmp/orbite-report-XXXXXX";
static char output[64];

static int setup(void **state)
{
    (void)state;
    if (mkdtemp(directory) == NULL)
        return -1;
    (void)snprintf(output, sizeof output, "%s/out", directory);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    (void)unlink(output);
    return rmdir(directory);
}

enum form { JSON, CSV, EXCEL, XLSX, GEOJSON, HTML, TABLE, FORMS };

static enum orb_status write_form(struct orb_output *out, const struct orb_report *r,
                                  enum form form)
{
    switch (form) {
    case JSON:
        return orb_report_write_json(out, r, NULL);
    case CSV:
    case EXCEL:
        return orb_report_write_csv(out, r->tables[0], form == EXCEL, NULL);
    case XLSX:
        return orb_report_write_xlsx(out, r, NULL);
    case GEOJSON:
        return orb_report_write_geojson(out, r, &r->maps[0], &report_sample_territory,
                                        NULL);
    case HTML:
        return orb_report_write_html(out, r, &report_sample_territory, NULL);
    default:
        cli_report_write_table(&out->pending, r, NULL, 80);
        return orb_buf_check(&out->pending, NULL);
    }
}

static void write_to(struct orb_buf *bytes, const struct orb_report *r, enum form form)
{
    struct orb_output out = { 0 };

    orb_buf_clear(bytes);
    assert_int_equal(orb_output_open(&out, output, NULL), ORB_OK);
    assert_int_equal(write_form(&out, r, form), ORB_OK);
    assert_int_equal(orb_output_commit(&out, NULL), ORB_OK);
    orb_output_close(&out);
    assert_int_equal(orb_file_read(bytes, output, 1U << 24, NULL), ORB_OK);
}

/* ---- the model */

static const struct orb_report_column columns[] = {
    { .key = "commune", .title = "Code", .type = ORB_REPORT_CODE },
    { .key = "name", .title = "Commune" },
    { .key = "waiting",
      .title = "Persons waiting",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS },
    { .key = "children",
      .title = "Children",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .part_of = "waiting" },
    { .key = "adults",
      .title = "Adults",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .part_of = "waiting" },
    { .key = "share",
      .title = "Share of children",
      .type = ORB_REPORT_PERCENT,
      .decimals = 1,
      .persons = ORB_REPORT_PERSONS_DERIVED },
};

static const struct {
    const char *code;
    int64_t children, adults;
} rows[] = { { "01001", 40071, 52013 },
             { "01002", 7, 61117 },
             { "01003", 50023, 44089 },
             { "01004", 3, 70123 } };

static void add_line(struct orb_report_table *t, const char *code, int64_t children,
                     int64_t adults)
{
    if (code == NULL)
        orb_report_none(t);
    else
        orb_report_text(t, code);
    orb_report_text(t, code == NULL ? "Total" : "Here");
    orb_report_integer(t, children + adults);
    orb_report_integer(t, children);
    orb_report_integer(t, adults);
    orb_report_number(t, (double)children / (double)(children + adults));
}

/* Counts of persons by commune and class of age, with all their sums. */
static void make_persons(struct orb_report *r)
{
    struct orb_report_table *t;
    int64_t children = 0;
    int64_t adults = 0;
    uint32_t total;

    orb_report_init(r, "persons/1", orb_date_make(2026, 11, 22), false);
    orb_report_title(r, "Waiting");
    t = orb_report_add_table(r, "waiting", "Persons waiting", columns, COUNT(columns));
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_int_equal(orb_report_row(t), i);
        add_line(t, rows[i].code, rows[i].children, rows[i].adults);
        children += rows[i].children;
        adults += rows[i].adults;
    }
    total = orb_report_total_row(t);
    add_line(t, NULL, children, adults);
    for (uint32_t i = 0; i < COUNT(rows); i++)
        orb_report_set_parent(t, i, total);
    orb_report_add_map(r, &(struct orb_report_map){ .key = "waiting",
                                                    .title = "Persons waiting",
                                                    .table = t,
                                                    .name_column = 1,
                                                    .value_column = 3,
                                                    .flag_column = ORB_REPORT_NO_COLUMN,
                                                    .level = ORB_MESH_COMMUNE });
    assert_int_equal(orb_report_check(r, NULL), ORB_OK);
}

static void cells_are_told_from_left_to_right(void **state)
{
    struct orb_report r;
    const struct orb_report_table *t;

    (void)state;
    make_persons(&r);
    t = orb_report_find_table(&r, "waiting");
    assert_non_null(t);
    assert_null(orb_report_find_table(&r, "other"));
    assert_int_equal(orb_report_find_column(t, "adults"), 4);
    assert_int_equal(orb_report_find_column(t, "none"), ORB_REPORT_NO_COLUMN);
    assert_string_equal(orb_report_cell(t, 1, 0)->as.text, "01002");
    assert_int_equal(orb_report_cell(t, 1, 2)->as.integer, 61124);
    assert_int_equal(orb_report_cell(t, 4, 0)->state, ORB_REPORT_NONE);
    assert_true(t->lines[4].total);
    orb_report_clear(&r);
    orb_report_clear(&r);
}

static void what_is_not_told_is_unknown(void **state)
{
    struct orb_report r;
    struct orb_report_table *t;

    (void)state;
    orb_report_init(&r, "x/1", ORB_DATE_NONE, false);
    t = orb_report_add_table(&r, "x", "X", columns, COUNT(columns));
    (void)orb_report_row(t);
    orb_report_text(t, NULL);
    (void)orb_report_row(t);
    for (size_t i = 0; i < 2 * COUNT(columns); i++)
        assert_int_equal(t->cells[i].state, ORB_REPORT_UNKNOWN);
    orb_report_source(&r, "INSEE", NULL, ORB_DATE_NONE);
    orb_report_source(&r, "INSEE", NULL, ORB_DATE_NONE);
    assert_int_equal(r.source_count, 1);
    orb_report_clear(&r);
}

/* ---- disclosure */

static void small_counts_and_what_tells_them_are_hidden(void **state)
{
    struct orb_report r;
    const struct orb_report_table *t;

    (void)state;
    make_persons(&r);
    assert_int_equal(orb_report_protect(&r, 11, NULL), ORB_OK);
    t = r.tables[0];
    assert_int_equal(orb_report_cell(t, 1, 3)->state, ORB_REPORT_HIDDEN);
    assert_int_equal(orb_report_cell(t, 3, 3)->state, ORB_REPORT_HIDDEN);
    assert_int_equal(orb_report_cell(t, 1, 3)->as.integer, 0);
    assert_int_equal(orb_report_cell(t, 1, 5)->state, ORB_REPORT_HIDDEN);
    assert_int_equal(orb_report_cell(t, 4, 2)->state, ORB_REPORT_VALUE);
    /* Each line that hides one count hides another: the total of the line would tell it. */
    for (size_t row = 0; row < t->row_count; row++) {
        int hidden = 0;

        for (size_t c = 2; c <= 4; c++)
            hidden += orb_report_cell(t, row, c)->state == ORB_REPORT_HIDDEN;
        assert_int_not_equal(hidden, 1);
    }
    orb_report_clear(&r);
}

static void no_form_holds_a_hidden_number(void **state)
{
    struct orb_report whole;
    struct orb_report r;
    struct orb_buf bytes = { 0 };
    size_t looked = 0;

    (void)state;
    make_persons(&whole);
    make_persons(&r);
    assert_int_equal(orb_report_protect(&r, 11, NULL), ORB_OK);
    for (enum form form = JSON; form < FORMS; form++) {
        if (form == XLSX)
            continue; /* compressed: the cells come from the same place */
        write_to(&bytes, &r, form);
        for (size_t i = 0; i < whole.tables[0]->cell_count; i++) {
            char digits[32];

            if (r.tables[0]->cells[i].state != ORB_REPORT_HIDDEN ||
                columns[i % COUNT(columns)].persons != ORB_REPORT_PERSONS ||
                whole.tables[0]->cells[i].as.integer < 1000)
                continue;
            (void)snprintf(digits, sizeof digits, "%lld",
                           (long long)whole.tables[0]->cells[i].as.integer);
            if (strstr(bytes.data, digits) != NULL)
                fail_msg("form %d tells %s", (int)form, digits);
            (void)snprintf(digits, sizeof digits, "%lld,%03lld",
                           (long long)whole.tables[0]->cells[i].as.integer / 1000,
                           (long long)whole.tables[0]->cells[i].as.integer % 1000);
            if (strstr(bytes.data, digits) != NULL)
                fail_msg("form %d tells %s", (int)form, digits);
            looked++;
        }
        assert_non_null(strstr(bytes.data, "hidden"));
    }
    assert_true(looked >= 6 * 2);
    orb_buf_release(&bytes);
    orb_report_clear(&r);
    orb_report_clear(&whole);
}

static void the_same_count_in_two_tables_is_hidden_in_both(void **state)
{
    struct orb_report r;
    struct orb_report_table *t;

    (void)state;
    make_persons(&r);
    t = orb_report_add_table(&r, "again", "Again", columns, COUNT(columns));
    (void)orb_report_row(t);
    add_line(t, "01001", rows[0].children, rows[0].adults);
    for (int c = 2; c <= 4; c++) {
        orb_report_add_sum(&r, &(struct orb_report_place){ t, 0, c });
        orb_report_add_part(&r, &(struct orb_report_place){ r.tables[0], 0, c });
    }
    assert_int_equal(orb_report_protect(&r, 11, NULL), ORB_OK);
    for (size_t c = 2; c <= 4; c++)
        assert_int_equal(orb_report_cell(t, 0, c)->state,
                         orb_report_cell(r.tables[0], 0, c)->state);
    orb_report_clear(&r);
}

static const struct orb_report_column mixed[] = {
    { .key = "area", .title = "Area", .type = ORB_REPORT_CODE },
    { .key = "persons",
      .title = "Persons",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS },
    { .key = "mean",
      .title = "Mean",
      .type = ORB_REPORT_DECIMAL,
      .decimals = 1,
      .persons = ORB_REPORT_PERSONS_MIXED },
};

static void add_mixed(struct orb_report *r, int64_t few)
{
    struct orb_report_table *t =
        orb_report_add_table(r, "mixed", "Mixed", mixed, COUNT(mixed));

    for (int i = 0; i < 2; i++) {
        (void)orb_report_row(t);
        orb_report_text(t, i == 0 ? "01" : "02");
        orb_report_integer(t, i == 0 ? 40 : few);
        orb_report_number(t, 12.5);
    }
}

/* A mean over all lines stands in the line of one that is shown. */
static void what_lines_make_together_is_hidden_with_any_of_them(void **state)
{
    (void)state;
    for (int64_t few = 4; few <= 5; few++) {
        struct orb_report r;

        orb_report_init(&r, "mixed/1", orb_date_make(2026, 11, 22), false);
        add_mixed(&r, few);
        assert_int_equal(orb_report_protect(&r, 5, NULL), ORB_OK);
        assert_int_equal(orb_report_cell(r.tables[0], 0, 1)->state, ORB_REPORT_VALUE);
        assert_int_equal(orb_report_cell(r.tables[0], 0, 2)->state,
                         few < 5 ? ORB_REPORT_HIDDEN : ORB_REPORT_VALUE);
        orb_report_clear(&r);
    }
}

/* All persons are told elsewhere: with what is shown, the rest is worked out. */
static void a_count_that_stands_nowhere_protects_what_does(void **state)
{
    (void)state;
    for (int64_t rest = 4; rest <= 5; rest++) {
        struct orb_report r;
        struct orb_report_place all, left;

        orb_report_init(&r, "mixed/1", orb_date_make(2026, 11, 22), false);
        add_mixed(&r, 60);
        all = (struct orb_report_place){ r.tables[0], 1, 1 };
        left = orb_report_add_apart(&r, "#rest", rest);
        orb_report_add_sum(&r, &all);
        orb_report_add_part(&r, &(struct orb_report_place){ r.tables[0], 0, 1 });
        orb_report_add_part(&r, &left);
        r.tables[0]->cells[3 + 1].as.integer = 40 + rest;
        assert_int_equal(orb_report_protect(&r, 5, NULL), ORB_OK);
        assert_int_equal(orb_report_cell(r.tables[0], 0, 1)->state,
                         rest < 5 ? ORB_REPORT_HIDDEN : ORB_REPORT_VALUE);
        orb_report_clear(&r);
    }
}

static void a_total_that_does_not_add_up_is_told(void **state)
{
    struct orb_report r;
    struct orb_error err = { 0 };

    (void)state;
    make_persons(&r);
    r.tables[0]->cells[4 * COUNT(columns) + 3].as.integer = 20;
    assert_int_equal(orb_report_protect(&r, 11, &err), ORB_ERR_RANGE);
    assert_true(err.text[0] != '\0');
    orb_report_clear(&r);
}

/* ---- forms */

static void the_same_report_gives_the_same_bytes(void **state)
{
    struct orb_report first;
    struct orb_report second;
    struct orb_buf a = { 0 };
    struct orb_buf b = { 0 };

    (void)state;
    report_sample(&first, true);
    report_sample(&second, true);
    for (enum form form = JSON; form < FORMS; form++) {
        write_to(&a, &first, form);
        write_to(&b, &second, form);
        assert_int_equal(a.len, b.len);
        assert_memory_equal(a.data, b.data, a.len);
    }
    orb_buf_release(&a);
    orb_buf_release(&b);
    orb_report_clear(&first);
    orb_report_clear(&second);
}

static void a_terminal_gets_no_line_wider_than_it_is(void **state)
{
    struct orb_report r;
    struct orb_buf text = { 0 };

    (void)state;
    report_sample(&r, false);
    cli_report_write_table(&text, &r, NULL, 60);
    for (const char *at = text.data; *at != '\0'; at += strcspn(at, "\n") + 1) {
        char one[512] = { 0 };
        size_t len = strcspn(at, "\n");

        assert_true(len < sizeof one);
        memcpy(one, at, len);
        if (orb_utf8_width(one) > 60)
            fail_msg("%zu columns: %s", orb_utf8_width(one), one);
    }
    assert_non_null(strstr(text.data, "? = unknown; – = the question does not arise."));
    assert_non_null(strstr(text.data, "- Minutes are an estimate.\n"));
    orb_buf_release(&text);
    orb_report_clear(&r);
}

/* A list in an order: every part of a table cut for the terminal says which line it is of.
 */
static void a_table_cut_in_parts_repeats_the_rank_and_the_name(void **state)
{
    static const struct orb_report_column ranked[] = {
        { .key = "rank", .title = "Rank", .type = ORB_REPORT_INTEGER },
        { .key = "who", .title = "Who" },
        { .key = "cause", .title = "Cause" },
        { .key = "step", .title = "Step" },
    };
    const char *word = "a sentence that fills its column to the end";
    struct orb_report r;
    struct orb_report_table *t = NULL;
    struct orb_buf text = { 0 };

    (void)state;
    orb_report_init(&r, "ranked/1", orb_date_make(2026, 11, 22), false);
    orb_report_title(&r, "Order");
    t = orb_report_add_table(&r, "order", "Order", ranked, COUNT(ranked));
    (void)orb_report_row(t);
    orb_report_integer(t, 7);
    orb_report_text(t, "P-1");
    orb_report_text(t, word);
    orb_report_text(t, word);
    cli_report_write_table(&text, &r, NULL, 50);
    assert_non_null(strstr(text.data, "\nRank  Who  Cause\n"));
    assert_non_null(strstr(text.data, "\nRank  Who  Step\n"));
    orb_buf_release(&text);
    orb_report_clear(&r);
}

static void the_style_is_the_one_the_policy_names(void **state)
{
    (void)state;
    assert_style_is_named("maps/report.css", "maps/report.css.sha256");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_told_from_left_to_right),
        cmocka_unit_test(what_is_not_told_is_unknown),
        cmocka_unit_test(small_counts_and_what_tells_them_are_hidden),
        cmocka_unit_test(no_form_holds_a_hidden_number),
        cmocka_unit_test(the_same_count_in_two_tables_is_hidden_in_both),
        cmocka_unit_test(what_lines_make_together_is_hidden_with_any_of_them),
        cmocka_unit_test(a_count_that_stands_nowhere_protects_what_does),
        cmocka_unit_test(a_total_that_does_not_add_up_is_told),
        cmocka_unit_test(the_same_report_gives_the_same_bytes),
        cmocka_unit_test(a_terminal_gets_no_line_wider_than_it_is),
        cmocka_unit_test(a_table_cut_in_parts_repeats_the_rank_and_the_name),
        cmocka_unit_test(the_style_is_the_one_the_policy_names),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
