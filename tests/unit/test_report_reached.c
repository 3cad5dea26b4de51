/* Lines that are there because of a count, once it is hidden. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "maps/report.h"

#define ALL 30

static const struct orb_report_column columns[] = {
    { .key = "number", .title = "Number", .type = ORB_REPORT_INTEGER, .numbers = true },
    { .key = "persons",
      .title = "Persons",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS },
};

static uint32_t add_line(struct orb_report_table *t, int64_t number)
{
    uint32_t row = orb_report_row(t);

    orb_report_integer(t, number);
    return row;
}

/* A line for those who reach the threshold, one for the others, all of them; and beside, a
 * line that goes with each. */
static void make(struct orb_report *r, const int64_t *counts, uint32_t lines)
{
    struct orb_report_table *t, *with;
    int64_t rest = ALL;

    orb_report_init(r, "reached/1", orb_date_make(2026, 11, 22), false);
    t = orb_report_add_table(r, "lines", "Lines", columns, 2);
    with = orb_report_add_table(r, "with", "With them", columns, 1);
    with->lines_of = t;
    for (uint32_t i = 0; i < lines; i++) {
        uint32_t row = add_line(t, i + 1);

        orb_report_integer(t, counts[i]);
        t->lines[row].reached = true;
        rest -= counts[i];
        row = add_line(with, i + 1);
        with->lines[row].line_of = i;
    }
    t->lines[add_line(t, lines + 1)].parent = ORB_REPORT_NO_ROW;
    t->lines[lines].rest = true;
    orb_report_integer(t, rest);
    (void)orb_report_total_row(t);
    orb_report_none(t);
    orb_report_integer(t, ALL);
    for (uint32_t i = 0; i <= lines; i++)
        orb_report_set_parent(t, i, lines + 1);
}

/* 7 and nobody else, 5 and 2 others, or 7 who are each too few: nothing tells which. */
static void a_line_does_not_tell_that_its_hidden_count_is_not_small(void **state)
{
    static const int64_t counts[][2] = { { 7, 23 }, { 5, 23 }, { 23, 0 } };
    static const int64_t told[][2] = { { 1, 23 }, { 2, 7 }, { 0, ALL } };

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct orb_report r;

        make(&r, counts[i], i < 2 ? 2 : 1);
        assert_int_equal(orb_report_protect(&r, 5, NULL), ORB_OK);
        assert_int_equal(r.tables[0]->row_count, 3);
        for (size_t row = 0; row < 3; row++) {
            const struct orb_report_cell *number = orb_report_cell(r.tables[0], row, 0);
            const struct orb_report_cell *persons = orb_report_cell(r.tables[0], row, 1);

            assert_int_equal(number->as.integer, told[row][0]);
            assert_int_equal(persons->state, ORB_REPORT_VALUE);
            assert_int_equal(persons->as.integer, told[row][1]);
        }
        assert_int_equal(r.tables[0]->lines[0].parent, 2);
        assert_int_equal(r.tables[1]->row_count, 1);
        assert_int_equal(orb_report_cell(r.tables[1], 0, 0)->as.integer, 1);
        orb_report_clear(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_does_not_tell_that_its_hidden_count_is_not_small),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
