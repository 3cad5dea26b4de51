/* What a report in JSON told before, and what it hid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "maps/report_told.h"

enum { SERVICE, WITH, WITHOUT, ALL, COLUMNS };

static const struct orb_report_column columns[COLUMNS] = {
    [SERVICE] = { .key = "code", .title = "Service", .type = ORB_REPORT_CODE },
    [WITH] = { .key = "with",
               .title = "With",
               .type = ORB_REPORT_INTEGER,
               .persons = ORB_REPORT_PERSONS,
               .part_of = "all" },
    [WITHOUT] = { .key = "without",
                  .title = "Without",
                  .type = ORB_REPORT_INTEGER,
                  .persons = ORB_REPORT_PERSONS,
                  .part_of = "all" },
    [ALL] = { .key = "all",
              .title = "All",
              .type = ORB_REPORT_INTEGER,
              .persons = ORB_REPORT_PERSONS,
              .whole = true },
};

/* x:a with 20 persons of 50, x:b with 22. */
static void make(struct orb_report *r)
{
    struct orb_report_table *t;

    orb_report_init(r, "refusals/1", orb_date_make(2026, 11, 22), false);
    t = orb_report_add_table(r, "services", "Services", columns, COLUMNS);
    for (int i = 0; i < 2; i++) {
        uint32_t row = orb_report_row(t);

        t->lines[row].reached = true;
        orb_report_text(t, i == 0 ? "x:a" : "x:b");
        orb_report_integer(t, 20 + 2 * i);
        orb_report_integer(t, 30 - 2 * i);
        orb_report_integer(t, 50);
    }
}

#define HEAD(k)                                                                            \
    "{\"format\":\"orbite-report/1\",\"report\":\"refusals/1\","                           \
    "\"reference_date\":\"2026-11-01\",\"persons_threshold\":" #k ",\"tables\":["
#define SERVICES(rows) "{\"key\":\"services\",\"rows\":[" rows "]}]}"
#define A              "{\"code\":\"x:a\",\"with\":20,\"without\":30,\"all\":50}"

/* The lines that are left beside a report that was given. */
static size_t count_left(const char *earlier)
{
    struct orb_report r;
    struct orb_json *document = NULL;
    struct orb_report_told told = { .k = 0 };
    struct orb_report_memory memory = { .earlier = &told, .count = 1 };
    size_t lines;

    make(&r);
    assert_int_equal(orb_json_parse(&document, earlier, strlen(earlier), NULL), ORB_OK);
    assert_int_equal(orb_report_told_read_report(&told, document, &r, NULL), ORB_OK);
    assert_int_equal(orb_report_protect_beside(&r, 5, &memory, NULL), ORB_OK);
    lines = r.tables[0]->row_count;
    assert_string_equal(orb_report_cell(r.tables[0], 0, SERVICE)->as.text, "x:a");
    orb_report_told_release(&told);
    orb_json_free(document);
    orb_report_clear(&r);
    return lines;
}

/* It was hidden beside a third report, that is not given now. */
static void a_line_that_a_report_left_out_is_not_told_after_it(void **state)
{
    (void)state;
    assert_int_equal(count_left(HEAD(5) SERVICES(A)), 1);
}

/* When anything changed, they may be others. */
static void what_a_report_could_not_have_is_told(void **state)
{
    (void)state;
    assert_int_equal(count_left(HEAD(5) SERVICES(
                         "{\"code\":\"x:a\",\"with\":14,\"without\":24,\"all\":38}")),
                     2);
    /* For those who read counts from 25 on, 22 were hidden as such. */
    assert_int_equal(count_left(HEAD(25) SERVICES(
                         "{\"code\":\"x:c\",\"with\":30,\"without\":null,\"all\":50}")),
                     2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_a_report_left_out_is_not_told_after_it),
        cmocka_unit_test(what_a_report_could_not_have_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
