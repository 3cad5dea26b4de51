#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/travel/matrix.h"

static enum orb_status read_text(struct orb_travel_table *table, const char *text,
                                 struct orb_travel_matrix_report *report,
                                 struct orb_error *err)
{
    struct orb_csv csv;
    enum orb_status status;

    *report = (struct orb_travel_matrix_report){ 0 };
    orb_csv_memory(&csv, text, strlen(text), ',');
    status = orb_travel_matrix_read(table, &csv, "sha256:abc", report, err);
    orb_csv_release(&csv);
    if (status == ORB_OK)
        status = orb_travel_table_seal(table, err);
    return status;
}

static enum orb_travel_answer between(const struct orb_travel_table *table,
                                      const char *from, const char *to,
                                      enum orb_travel_mode mode,
                                      struct orb_travel_cell *out)
{
    return orb_travel_table_between(table, orb_travel_table_place(table, from),
                                    orb_travel_table_place(table, to), mode, out);
}

static void a_pair_is_directed_and_has_a_mode(void **state)
{
    struct orb_travel_table table = { 0 };
    struct orb_travel_matrix_report report;
    struct orb_travel_cell cell = { .minutes = -1 };

    (void)state;
    assert_int_equal(read_text(&table,
                               "from,to,mode,minutes,km,method,version\n"
                               "b,a,car,13,,,\n"
                               "a,b,car,12.5,14.25,valhalla,3.6.1\n"
                               "a,b,walk,,,,\n"
                               "a,c,bike,0,0,,\n",
                               &report, NULL),
                     ORB_OK);
    assert_int_equal(report.rows, 4);
    assert_int_equal(report.kept, 4);
    assert_int_equal(between(&table, "a", "b", ORB_MODE_CAR, &cell), ORB_TRAVEL_ROUTE);
    assert_true(cell.minutes == 12.5 && cell.km == 14.25);
    assert_string_equal(cell.method, "valhalla 3.6.1");
    assert_string_equal(cell.version, "sha256:abc");
    assert_int_equal(between(&table, "b", "a", ORB_MODE_CAR, &cell), ORB_TRAVEL_ROUTE);
    assert_true(cell.minutes == 13 && isnan(cell.km));
    assert_string_equal(cell.method, "matrix");
    assert_int_equal(between(&table, "a", "b", ORB_MODE_WALK, &cell), ORB_TRAVEL_NO_ROUTE);
    assert_true(isnan(cell.minutes));
    assert_int_equal(between(&table, "a", "c", ORB_MODE_BIKE, NULL), ORB_TRAVEL_ROUTE);
    assert_int_equal(between(&table, "c", "a", ORB_MODE_BIKE, NULL), ORB_TRAVEL_MISSING);
    assert_int_equal(between(&table, "a", "c", ORB_MODE_CAR, NULL), ORB_TRAVEL_MISSING);
    assert_int_equal(between(&table, "a", "elsewhere", ORB_MODE_CAR, NULL),
                     ORB_TRAVEL_MISSING);
    assert_int_equal(between(&table, "elsewhere", "a", ORB_MODE_CAR, NULL),
                     ORB_TRAVEL_MISSING);
    orb_travel_table_release(&table);
    orb_travel_table_release(&table);
}

static void a_row_of_a_place_is_one_stretch_by_mode(void **state)
{
    struct orb_travel_table table = { 0 };
    struct orb_travel_matrix_report report;
    size_t begin = 9;
    size_t end = 9;

    (void)state;
    assert_int_equal(read_text(&table,
                               "from,to,mode,minutes\na,b,car,1\nc,a,car,9\na,b,bike,2\n"
                               "a,c,car,3\na,a,car,0\n",
                               &report, NULL),
                     ORB_OK);
    orb_travel_table_row(&table, orb_travel_table_place(&table, "a"), ORB_MODE_CAR, &begin,
                         &end);
    assert_int_equal(end - begin, 3);
    for (size_t i = begin; i < end; i++)
        assert_int_equal(orb_travel_entry_to(&table.entries[i]), i - begin);
    orb_travel_table_row(&table, orb_travel_table_place(&table, "b"), ORB_MODE_CAR, &begin,
                         &end);
    assert_int_equal(begin, end);
    orb_travel_table_row(&table, ORB_TRAVEL_NOWHERE, ORB_MODE_CAR, &begin, &end);
    assert_int_equal(begin, end);
    orb_travel_table_release(&table);
}

static void the_same_pair_twice_is_an_error_with_both_lines(void **state)
{
    struct orb_travel_table table = { 0 };
    struct orb_travel_matrix_report report;
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(read_text(&table,
                               "from,to,mode,minutes\na,b,car,1\nb,a,car,1\n\na,b,car,1\n",
                               &report, &err),
                     ORB_ERR_EXISTS);
    assert_string_equal(err.text, "lines 2 and 5 both say the way from 'a' to 'b' by car");
    orb_travel_table_release(&table);
}

static void wrong_rows_are_counted_with_their_lines(void **state)
{
    static const enum orb_travel_fault faults[] = {
        ORB_TRAVEL_FAULT_PLACE,   ORB_TRAVEL_FAULT_MODE, ORB_TRAVEL_FAULT_MINUTES,
        ORB_TRAVEL_FAULT_MINUTES, ORB_TRAVEL_FAULT_KM,
    };
    struct orb_travel_table table = { 0 };
    struct orb_travel_matrix_report report;

    (void)state;
    assert_int_equal(read_text(&table,
                               "km,from,to,mode,minutes\n1,,b,car,1\n1,a,b,Car,1\n"
                               "1,a,b,car,-1\n1,a,b,car,\"1,5\"\n-2,a,b,car,1\n"
                               "1,a,b,car,x\n1,a,b,car,2\n",
                               &report, NULL),
                     ORB_OK);
    assert_int_equal(report.rows, 7);
    assert_int_equal(report.kept, 1);
    assert_int_equal(report.wrong, 6);
    for (unsigned i = 0; i < ORB_TRAVEL_FAULTS; i++) {
        assert_int_equal(report.faults[i].line, i + 2);
        assert_int_equal(report.faults[i].fault, faults[i]);
    }
    assert_int_equal(between(&table, "a", "b", ORB_MODE_CAR, NULL), ORB_TRAVEL_ROUTE);
    orb_travel_table_release(&table);
}

static void a_file_that_is_no_matrix_is_refused(void **state)
{
    static const char *const texts[] = { "", "from,to,minutes\n", "from;to;mode;minutes\n",
                                         "a,b,car,1\n", "\"from" };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct orb_travel_table table = { 0 };
        struct orb_travel_matrix_report report;
        struct orb_error err = { 0 };

        assert_int_equal(read_text(&table, texts[i], &report, &err), ORB_ERR_SYNTAX);
        assert_true(err.text[0] != '\0' && err.place[0] != '\0');
        orb_travel_table_release(&table);
    }
}

static void two_identifiers_may_name_one_place(void **state)
{
    struct orb_travel_table table = { 0 };
    struct orb_travel_matrix_report report;
    struct orb_travel_cell cell;
    uint32_t place = 0;

    (void)state;
    assert_int_equal(read_text(&table,
                               "from,to,mode,minutes\n"
                               "a,site,car,12\n"
                               "a,b,car,30\n",
                               &report, NULL),
                     ORB_OK);
    assert_int_equal(orb_travel_table_alias(&table, "offer",
                                            orb_travel_table_place(&table, "site"), NULL),
                     ORB_OK);
    assert_int_equal(orb_travel_table_seal(&table, NULL), ORB_OK);
    assert_int_equal(between(&table, "a", "offer", ORB_MODE_CAR, &cell), ORB_TRAVEL_ROUTE);
    assert_true(cell.minutes == 12);
    assert_int_equal(between(&table, "a", "b", ORB_MODE_CAR, &cell), ORB_TRAVEL_ROUTE);
    assert_true(cell.minutes == 30);
    /* What is asked of it later is of the same place. */
    assert_int_equal(orb_travel_table_name(&table, "offer", &place, NULL), ORB_OK);
    assert_int_equal(place, orb_travel_table_place(&table, "site"));
    assert_int_equal(orb_travel_table_name(&table, "new", &place, NULL), ORB_OK);
    assert_int_equal(place, orb_travel_table_place(&table, "new"));
    orb_travel_table_release(&table);
}

static void an_empty_table_says_nothing(void **state)
{
    const struct orb_travel_table table = { 0 };

    (void)state;
    assert_int_equal(orb_travel_table_between(&table, 0, 0, ORB_MODE_CAR, NULL),
                     ORB_TRAVEL_MISSING);
    assert_int_equal(orb_travel_table_place(&table, "a"), ORB_TRAVEL_NOWHERE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pair_is_directed_and_has_a_mode),
        cmocka_unit_test(a_row_of_a_place_is_one_stretch_by_mode),
        cmocka_unit_test(the_same_pair_twice_is_an_error_with_both_lines),
        cmocka_unit_test(wrong_rows_are_counted_with_their_lines),
        cmocka_unit_test(a_file_that_is_no_matrix_is_refused),
        cmocka_unit_test(two_identifiers_may_name_one_place),
        cmocka_unit_test(an_empty_table_says_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
