/* What a report in JSON told before, and what it hid. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "maps/report_simulate.h"
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
#define SERVICES(rows)                                                                     \
    "{\"key\":\"services\",\"columns\":[{\"key\":\"code\"},{\"key\":\"with\"},"            \
    "{\"key\":\"without\"},{\"key\":\"all\"}],\"rows\":[" rows "],\"totals\":[]}]}"
#define A "{\"code\":\"x:a\",\"with\":20,\"without\":30,\"all\":50}"

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
                         "{\"code\":\"x:c\",\"with\":30,\"without\":null,\"all\":50,"
                         "\"hidden\":[\"without\"]}")),
                     2);
}

/* ---- the rest of the lines */

static const struct orb_report_column place_columns[] = {
    { .key = "department", .title = "Place", .type = ORB_REPORT_CODE },
    { .key = "persons",
      .title = "Persons",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS,
      .population = ORB_POPULATION_KNOWN },
};

/* The counts that are shown; the report is cleared. */
static int count_shown(struct orb_report *r)
{
    const struct orb_report_table *t = r->tables[0];
    int count = 0;

    for (size_t row = 0; row < t->row_count; row++)
        count += orb_report_cell(t, row, 1)->state == ORB_REPORT_VALUE;
    orb_report_clear(r);
    return count;
}

/* 29 persons in 13, 12 elsewhere. */
static void make_places(struct orb_report *r)
{
    static const char *const codes[] = { "13", "00" };
    struct orb_report_table *t;

    orb_report_init(r, "people/1", orb_date_make(2026, 11, 22), false);
    t = orb_report_add_table(r, "departments", "Places", place_columns, 2);
    t->dimension = ORB_POPULATION_DEPARTEMENT;
    for (int i = 0; i < 2; i++) {
        (void)orb_report_row(t);
        orb_report_text(t, codes[i]);
        orb_report_integer(t, i == 0 ? 29 : 12);
    }
    t->lines[1].rest = true;
    (void)orb_report_total_row(t);
    orb_report_none(t);
    orb_report_integer(t, 41);
    for (uint32_t i = 0; i < 2; i++)
        orb_report_set_parent(t, i, 2);
}

/* The counts that are left beside what the vault kept, of one date or two. */
static int count_kept(const char *first, const char *second)
{
    const char *const texts[] = { first, second };
    struct orb_report r;
    struct orb_report_told told[2] = { { .k = 0 }, { .k = 0 } };
    struct orb_report_memory memory = { .earlier = told };

    make_places(&r);
    for (; memory.count < 2 && texts[memory.count] != NULL; memory.count++) {
        struct orb_json *document = NULL;
        const char *text = texts[memory.count];

        assert_int_equal(orb_json_parse(&document, text, strlen(text), NULL), ORB_OK);
        assert_int_equal(orb_report_told_read(&told[memory.count], document, NULL), ORB_OK);
        orb_json_free(document);
    }
    assert_int_equal(orb_report_protect_beside(&r, 5, &memory, NULL), ORB_OK);
    for (size_t i = 0; i < 2; i++)
        orb_report_told_release(&told[i]);
    return count_shown(&r);
}

#define KEPT(cells, hidden, sums)                                                          \
    "{\"orbite\":\"publication/3\",\"report\":\"caseload/1\",\"k\":5,"                     \
    "\"cells\":{" cells "},\"hidden\":{" hidden "},\"apart\":{},\"sums\":[" sums "]}"

/* It had no line for the rest, or others: all less the same lines is the same rest. */
static void a_rest_is_compared_with_what_an_earlier_report_tells_of_it(void **state)
{
    (void)state;
    assert_int_equal(
        count_kept(KEPT("\"known\":20,\"known|departement=13\":10", "", ""), NULL), 1);
    assert_int_equal(
        count_kept(KEPT("\"known\":16,\"known|departement=13\":10", "", ""), NULL), 3);
    assert_int_equal(
        count_kept(KEPT("\"known\":20,\"known|departement=13\":10,"
                        "\"known|departement=84\":5,\"known|departement!=13,84\":5",
                        "",
                        "[\"known\",\"known|departement=13\",\"known|departement=84\","
                        "\"known|departement!=13,84\"]"),
                   NULL),
        1);
}

/* By how few a count grew that this report has not: nothing that it hides helps. */
static void what_is_told_already_refuses_no_other_count(void **state)
{
    (void)state;
    assert_int_equal(count_kept(KEPT("\"unmet\":20", "", ""),
                                KEPT("\"all\":50,\"rest\":28", "\"unmet\":22",
                                     "[\"all\",\"unmet\",\"rest\"]")),
                     3);
}

#define PLACES(rows, all)                                                                    \
    "{\"format\":\"orbite-report/1\",\"report\":\"people/1\","                               \
    "\"reference_date\":\"2026-11-01\",\"persons_threshold\":5,\"tables\":["                 \
    "{\"key\":\"departments\",\"columns\":[{\"key\":\"department\"},{\"key\":\"persons\"}]," \
    "\"rows\":[" rows "],\"totals\":[{\"department\":null,\"persons\":" all "}]}]}"

/* The counts that are left beside a report in JSON. */
static int count_beside(const char *earlier)
{
    struct orb_report r;
    struct orb_json *document = NULL;
    struct orb_report_told told = { .k = 0 };
    struct orb_report_memory memory = { .earlier = &told, .count = 1 };

    make_places(&r);
    assert_int_equal(orb_json_parse(&document, earlier, strlen(earlier), NULL), ORB_OK);
    assert_int_equal(orb_report_told_read_report(&told, document, &r, NULL), ORB_OK);
    assert_int_equal(orb_report_protect_beside(&r, 5, &memory, NULL), ORB_OK);
    orb_report_told_release(&told);
    orb_json_free(document);
    return count_shown(&r);
}

static void a_rest_is_compared_with_that_of_a_report_of_files(void **state)
{
    (void)state;
    assert_int_equal(count_beside(PLACES("{\"department\":\"13\",\"persons\":20},"
                                         "{\"department\":\"00\",\"persons\":10}",
                                         "30")),
                     1);
    assert_int_equal(count_beside(PLACES("{\"department\":\"13\",\"persons\":20},"
                                         "{\"department\":\"84\",\"persons\":7},"
                                         "{\"department\":\"00\",\"persons\":null,"
                                         "\"hidden\":[\"persons\"]}",
                                         "30")),
                     1);
}

/* ---- what a scenario gives those of some ages */

/* Of 70 persons, the 46 from 6 to 11 years gain something possible. before: what the vault
 * kept. Is it told how many gain nothing? */
static bool tells_others(const char *before)
{
    const struct orb_simulated_whole ages[] = {
        { .name = "known|ages=6-11",
          .cut = ORB_SIMULATED_BY_AGE,
          .persons = 46,
          .gaining = { 0, 46 } },
        { .name = "known|ages=25-39", .cut = ORB_SIMULATED_BY_AGE, .persons = 24 },
        { .name = "unmet",
          .cut = ORB_SIMULATED_BY_ANSWER,
          .persons = 46,
          .gaining = { 0, 46 } },
        { .name = "to_verify", .cut = ORB_SIMULATED_BY_ANSWER, .persons = 21 },
    };
    const struct orb_simulated_persons persons = {
        .persons = 70, .gaining = { 0, 46 }, .wholes = ages, .whole_count = 4
    };
    struct orb_json *document = NULL;
    struct orb_report_told told = { .k = 0 };
    struct orb_report_memory memory = { .earlier = &told, .count = 1 };
    struct orb_report r;
    bool shown;

    orb_report_init(&r, "simulate/1", orb_date_make(2026, 11, 22), false);
    orb_report_simulated_persons(&r, &persons, ORB_SIMULATED_OTHERS);
    assert_int_equal(orb_json_parse(&document, before, strlen(before), NULL), ORB_OK);
    assert_int_equal(orb_report_told_read(&told, document, NULL), ORB_OK);
    assert_int_equal(orb_report_protect_beside(&r, 5, &memory, NULL), ORB_OK);
    shown = orb_report_cell(r.tables[0], 1,
                            (size_t)orb_report_find_column(r.tables[0], "not_gaining"))
                ->state == ORB_REPORT_VALUE;
    orb_report_told_release(&told);
    orb_json_free(document);
    orb_report_clear(&r);
    return shown;
}

#define AGES(known, shown, children, others)                                               \
    KEPT("\"known\":" #known ",\"known|ages=25-39\":" #shown,                              \
         "\"known|ages=6-11\":" #children ",\"known|ages=40-59\":" #others,                \
         "[\"known\",\"known|ages=6-11\",\"known|ages=25-39\",\"known|ages=40-59\"]")

/* 24 at most were of other ages before, when nobody left: 20 leave 4 from 40 to 59. */
static void whom_a_scenario_gives_nothing_bounds_those_of_other_ages_before(void **state)
{
    (void)state;
    assert_true(tells_others(AGES(60, 12, 45, 3)));
    assert_false(tells_others(AGES(60, 20, 37, 3)));
}

#define ANSWERS(to_verify, fine) KEPT("\"to_verify\":" #to_verify, "\"fine\":" #fine, "")

/* 24 at most have no unmet need: 20 who had one to verify before leave 4 who lacked
 * nothing. */
static void whom_a_scenario_gives_nothing_bounds_other_answers_before(void **state)
{
    (void)state;
    assert_true(tells_others(ANSWERS(12, 2)));
    assert_false(tells_others(ANSWERS(20, 2)));
}

/* ---- reports that nothing would write */

/* make_as: a report of today. */
static void expect_refused_as(void (*make_as)(struct orb_report *r), const char *text,
                              const char *place)
{
    struct orb_report r;
    struct orb_json *document = NULL;
    struct orb_report_told told = { .k = 0 };
    struct orb_error err = { 0 };

    make_as(&r);
    assert_int_equal(orb_json_parse(&document, text, strlen(text), &err), ORB_OK);
    assert_int_equal(orb_report_told_read_report(&told, document, &r, &err),
                     ORB_ERR_SYNTAX);
    assert_string_equal(err.place, place);
    orb_report_told_release(&told);
    orb_json_free(document);
    orb_report_clear(&r);
}

static void expect_refused(const char *text, const char *place)
{
    expect_refused_as(make, text, place);
}

/* A date that cannot be is not put in order; a report whose heads are not whole. */
static void a_report_with_a_damaged_head_is_refused(void **state)
{
#define START "{\"format\":\"orbite-report/1\",\"report\":\"refusals/1\","
#define DATED(date)                                                                        \
    START "\"reference_date\":" date ",\"persons_threshold\":5,\"tables\":[" SERVICES(A)
    (void)state;
    expect_refused(START "\"persons_threshold\":5,\"tables\":[" SERVICES(A),
                   "/reference_date");
    expect_refused(DATED("\"2026-02-30\""), "/reference_date");
    expect_refused(DATED("\"01/11/2026\""), "/reference_date");
    expect_refused(DATED("20261101"), "/reference_date");
    expect_refused(HEAD(0) SERVICES(A), "/persons_threshold");
    expect_refused(HEAD("5") SERVICES(A), "/persons_threshold");
    expect_refused(HEAD(5.5) SERVICES(A), "/persons_threshold");
    expect_refused(HEAD(5000) SERVICES(A), "/persons_threshold");
    expect_refused(START "\"reference_date\":null,\"tables\":{}}", "/tables");
    expect_refused(START "\"reference_date\":null}", "/tables");
}

static void a_report_with_a_damaged_table_is_refused(void **state)
{
    (void)state;
    expect_refused(HEAD(5) "{\"key\":7}]}", "/tables/0/key");
    expect_refused(HEAD(5) "null]}", "/tables/0/key");
    expect_refused(HEAD(5) "{\"key\":\"services\",\"rows\":[],\"totals\":[]}]}",
                   "/tables/0/columns");
    expect_refused(HEAD(5) "{\"key\":\"services\",\"columns\":[],\"totals\":[]}]}",
                   "/tables/0/rows");
    expect_refused(HEAD(5) "{\"key\":\"services\",\"columns\":[],\"rows\":[]}]}",
                   "/tables/0/totals");
    expect_refused(HEAD(5) "{\"key\":\"services\",\"columns\":[],\"rows\":[],"
                           "\"totals\":[]}," SERVICES(A),
                   "/tables/1/key");
    expect_refused(HEAD(5) SERVICES("7"), "/tables/0/rows/0");
}

static void a_report_with_a_damaged_line_is_refused(void **state)
{
#define CODE "{\"code\":\"x:a\",\"with\":"
    static const struct {
        const char *text, *place;
    } cases[] = {
        { CODE "-20,\"without\":30,\"all\":50}", "with" },
        { CODE "\"20\",\"without\":30,\"all\":50}", "with" },
        { CODE "20.5,\"without\":30,\"all\":50}", "with" },
        { CODE "20.0,\"without\":30,\"all\":50}", "with" },
        { CODE "1e300,\"without\":30,\"all\":50}", "with" },
        { CODE "2000000000,\"without\":30,\"all\":50}", "with" },
        { CODE "true,\"without\":30,\"all\":50}", "with" },
        { CODE "null,\"without\":30,\"all\":50}", "with" },
        { CODE "[20],\"without\":30,\"all\":50}", "with" },
        { CODE "4,\"without\":46,\"all\":50}", "with" }, /* below the threshold */
        { CODE "20,\"without\":31,\"all\":50}", "all" },
        { CODE "60,\"without\":null,\"all\":50,\"hidden\":[\"without\"]}", "all" },
        { CODE "20,\"without\":30,\"all\":50,\"hidden\":[\"with\"]}", "hidden" },
        { CODE "20,\"without\":30,\"all\":50,\"hidden\":[\"others\"]}", "hidden" },
        { CODE "20,\"without\":30,\"all\":50,\"hidden\":[7]}", "hidden" },
        { CODE "20,\"without\":30,\"all\":50,\"hidden\":\"with\"}", "hidden" },
        { CODE "20,\"without\":30,\"all\":50,\"not_applicable\":[\"with\"]}",
          "not_applicable" },
        { CODE "20,\"without\":30}", "all" },
        { "{\"code\":7,\"with\":20,\"without\":30,\"all\":50}", "code" },
        { "{\"with\":20,\"without\":30,\"all\":50}", "code" },
        { "{\"code\":\"\",\"with\":20,\"without\":30,\"all\":50}", "code" },
        { "{\"code\":null,\"with\":20,\"without\":30,\"all\":50}", "code" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[600], place[60];

        (void)snprintf(text, sizeof text, "%s%s%s",
                       HEAD(5) "{\"key\":\"services\",\"columns\":[{\"key\":\"code\"},"
                               "{\"key\":\"with\"},{\"key\":\"without\"},"
                               "{\"key\":\"all\"}],\"rows\":[",
                       cases[i].text, "],\"totals\":[]}]}");
        (void)snprintf(place, sizeof place, "/tables/0/rows/0/%s", cases[i].place);
        expect_refused(text, place);
    }
    expect_refused(HEAD(5) SERVICES(A "," A), "/tables/0/rows/1");
    expect_refused(HEAD(5) SERVICES(A "," CODE "21,\"without\":29,\"all\":50}"),
                   "/tables/0/rows/1");
}

static const struct orb_report_word public_words[] = { { "tsa", "TSA" }, { NULL, NULL } };

static const struct orb_report_column group_columns[] = {
    { .key = "public",
      .title = "Public",
      .type = ORB_REPORT_TEXT,
      .words = public_words,
      .lacks = ORB_REPORT_UNKNOWN },
    { .key = "persons",
      .title = "Persons",
      .type = ORB_REPORT_INTEGER,
      .persons = ORB_REPORT_PERSONS },
};

static void make_groups(struct orb_report *r)
{
    struct orb_report_table *t;

    orb_report_init(r, "emerge/1", orb_date_make(2026, 11, 22), false);
    t = orb_report_add_table(r, "groups", "Groups", group_columns, 2);
    (void)orb_report_row(t);
    orb_report_text(t, "tsa");
    orb_report_integer(t, 20);
}

#define GROUPS(rows)                                                                       \
    "{\"format\":\"orbite-report/1\",\"report\":\"emerge/1\","                             \
    "\"reference_date\":\"2026-11-01\",\"persons_threshold\":5,\"tables\":["               \
    "{\"key\":\"groups\",\"columns\":[{\"key\":\"public\"},{\"key\":\"persons\"}],"        \
    "\"rows\":[" rows "],\"totals\":[]}]}"

/* What nobody said has no name; a word that is none is of no report. */
static void a_line_that_lost_its_name_is_refused(void **state)
{
    struct orb_report r;
    struct orb_json *document = NULL;
    struct orb_report_told told = { .k = 0 };
    static const char nobody_said[] = GROUPS("{\"public\":null,\"persons\":20}");

    (void)state;
    expect_refused_as(make_groups, GROUPS("{\"public\":\"Camille\",\"persons\":20}"),
                      "/tables/0/rows/0/public");
    expect_refused_as(
        make_groups,
        GROUPS("{\"public\":null,\"persons\":20,\"not_applicable\":[\"public\"]}"),
        "/tables/0/rows/0/public");
    expect_refused_as(make_places, PLACES("{\"department\":null,\"persons\":20}", "20"),
                      "/tables/0/rows/0/department");
    expect_refused_as(make_places,
                      "{\"format\":\"orbite-report/1\",\"report\":\"people/1\","
                      "\"reference_date\":\"2026-11-01\",\"persons_threshold\":5,"
                      "\"tables\":[{\"key\":\"departments\",\"columns\":["
                      "{\"key\":\"department\"},{\"key\":\"persons\"}],\"rows\":[],"
                      "\"totals\":[{\"department\":\"13\",\"persons\":20}]}]}",
                      "/tables/0/totals/0/department");
    make_groups(&r);
    assert_int_equal(orb_json_parse(&document, nobody_said, strlen(nobody_said), NULL),
                     ORB_OK);
    assert_int_equal(orb_report_told_read_report(&told, document, &r, NULL), ORB_OK);
    orb_report_told_release(&told);
    orb_json_free(document);
    orb_report_clear(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_that_a_report_left_out_is_not_told_after_it),
        cmocka_unit_test(what_a_report_could_not_have_is_told),
        cmocka_unit_test(a_rest_is_compared_with_what_an_earlier_report_tells_of_it),
        cmocka_unit_test(what_is_told_already_refuses_no_other_count),
        cmocka_unit_test(a_rest_is_compared_with_that_of_a_report_of_files),
        cmocka_unit_test(whom_a_scenario_gives_nothing_bounds_those_of_other_ages_before),
        cmocka_unit_test(whom_a_scenario_gives_nothing_bounds_other_answers_before),
        cmocka_unit_test(a_report_with_a_damaged_head_is_refused),
        cmocka_unit_test(a_report_with_a_damaged_table_is_refused),
        cmocka_unit_test(a_report_with_a_damaged_line_is_refused),
        cmocka_unit_test(a_line_that_lost_its_name_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
