#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/catalogue/catalogue.h"
#include "engine/cohort/disclosure.h"
#include "engine/model/case.h"
#include "maps/report_caseload.h"
#include "maps/report_told.h"
#include "tests/unit/native_catalogue.h"
#include "tests/unit/native_file.h"

/* EPCI 200000002 has two communes of 01 and one of 02; 02003 is in none. */
static const char territory[] =
    HEAD "\"as_of\":\"2026-11-01\",\"offers\":[],\"communes\":["
         "{\"code\":\"01001\",\"name\":\"01001\",\"department\":\"01\""
         ",\"epci\":\"200000001\"},"
         "{\"code\":\"01002\",\"name\":\"01002\",\"department\":\"01\""
         ",\"epci\":\"200000002\"},"
         "{\"code\":\"01003\",\"name\":\"01003\",\"department\":\"01\""
         ",\"epci\":\"200000002\"},"
         "{\"code\":\"02001\",\"name\":\"02001\",\"department\":\"02\""
         ",\"epci\":\"200000002\"},"
         "{\"code\":\"02002\",\"name\":\"02002\",\"department\":\"02\""
         ",\"epci\":\"200000003\"},"
         "{\"code\":\"02003\",\"name\":\"02003\",\"department\":\"02\""
         "}]}";

enum { PERSONS = 400 };

struct world {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_perimeter perimeter;
    struct orb_person persons[PERSONS];
    struct orb_case cases[PERSONS];
    struct orb_need asked[PERSONS][2];
    struct orb_triage_need states[PERSONS][2];
    struct orb_triage_person people[PERSONS];
    const struct orb_triage_person *order[PERSONS];
    struct orb_report report;
};

static void add(struct world *w, size_t i, const char *commune, enum orb_need_state state)
{
    w->asked[i][0].code = "1.1.10";
    w->asked[i][1].code = i % 3 == 0 ? "1.1.2" : "1.3.2.1";
    w->states[i][0].state = state;
    w->states[i][1].state = i % 2 == 0 ? ORB_NEED_EMPTY : ORB_NEED_COVERED;
    w->persons[i].commune = commune;
    w->persons[i].needs = w->asked[i];
    w->persons[i].need_count = 2;
    w->cases[i].person = &w->persons[i];
    w->people[i].case_ = &w->cases[i];
    w->people[i].needs = w->states[i];
    w->people[i].need_count = 2;
    w->order[i] = &w->people[i];
}

static int setup(void **state)
{
    static const char *const communes[] = { "01001", "01002", "01003", "02001",
                                            "02002", "02003", "99999", NULL };
    struct world *w = calloc(1, sizeof *w);
    const struct orb_report_caseload_input input = { &w->catalogue, &w->perimeter, w->order,
                                                     PERSONS };

    native_catalogue(&w->catalogue, &w->image, territory);
    assert_int_equal(orb_perimeter_init(&w->perimeter, &w->catalogue, true, NULL), ORB_OK);
    for (size_t i = 0; i < PERSONS; i++)
        add(w, i, communes[i * i % 8],
            i % 5 == 0   ? ORB_NEED_NEAR
            : i % 5 == 1 ? ORB_NEED_TO_VERIFY
                         : ORB_NEED_FRAGILE);
    orb_report_init(&w->report, "caseload/1", 0, false);
    assert_int_equal(orb_report_caseload(&w->report, &input, NULL), ORB_OK);
    *state = w;
    return 0;
}

static int teardown(void **state)
{
    struct world *w = *state;

    orb_report_clear(&w->report);
    orb_perimeter_release(&w->perimeter);
    orb_buf_release(&w->image);
    free(w);
    return 0;
}

static int64_t count_at(const struct world *w, const char *table, const char *area,
                        const char *column)
{
    const struct orb_report_table *t = orb_report_find_table(&w->report, table);
    int at = orb_report_find_column(t, column);

    assert_non_null(t);
    assert_true(at > 0);
    for (size_t row = 0; row < t->row_count; row++) {
        const char *code = orb_report_cell(t, row, 0)->as.text;

        if (t->lines[row].total ? area == NULL : area != NULL && strcmp(code, area) == 0)
            return orb_report_cell(t, row, (size_t)at)->as.integer;
    }
    fail_msg("%s has no line %s", table, area == NULL ? "of totals" : area);
    return -1;
}

/* By hand, person by person. */
static int64_t expected(const struct world *w, const char *commune, bool without)
{
    int64_t n = 0;

    for (size_t i = 0; i < PERSONS; i++) {
        bool has = w->states[i][0].state >= ORB_NEED_NEAR ||
                   w->states[i][1].state >= ORB_NEED_NEAR;
        bool verify = w->states[i][0].state == ORB_NEED_TO_VERIFY;
        bool here = commune == NULL || (w->persons[i].commune != NULL &&
                                        strcmp(w->persons[i].commune, commune) == 0);

        n += here && (without ? has : verify && !has);
    }
    return n;
}

static void each_person_counts_once_where_they_live(void **state)
{
    const struct world *w = *state;

    assert_int_equal(count_at(w, "epci", NULL, "without"), expected(w, NULL, true));
    assert_int_equal(count_at(w, "epci", NULL, "to_verify"), expected(w, NULL, false));
    assert_int_equal(count_at(w, "epci", "200000001", "without"),
                     expected(w, "01001", true));
    assert_int_equal(count_at(w, "epci", "200000002", "without"),
                     expected(w, "01002", true) + expected(w, "01003", true) +
                         expected(w, "02001", true));
    assert_int_equal(count_at(w, "epci", "02-00", "without"), expected(w, "02003", true));
}

/* An EPCI may have communes of two: other reports count by commune. */
static void a_departement_counts_those_who_live_in_its_communes(void **state)
{
    const struct world *w = *state;

    assert_int_equal(count_at(w, "departements", "01", "without"),
                     expected(w, "01001", true) + expected(w, "01002", true) +
                         expected(w, "01003", true));
    assert_int_equal(count_at(w, "departements", "02", "without"),
                     expected(w, "02001", true) + expected(w, "02002", true) +
                         expected(w, "02003", true));
}

/* Two needs of health without solution are one person. */
static void a_family_counts_persons_and_not_needs(void **state)
{
    const struct world *w = *state;
    int64_t health = 0;

    for (size_t i = 0; i < PERSONS; i++)
        health += w->states[i][0].state >= ORB_NEED_NEAR ||
                  (i % 3 == 0 && w->states[i][1].state >= ORB_NEED_NEAR);
    assert_int_equal(count_at(w, "departements", NULL, "n_1_1"), health);
    assert_int_equal(count_at(w, "departements", NULL, "n_1_3_5"), 0);
}

/* In each sum that a reader can make, nothing is hidden or at least two counts are. */
static void no_difference_gives_a_hidden_count(void **state)
{
    struct world *w = *state;
    size_t hidden = 0;

    assert_int_equal(orb_report_protect(&w->report, ORB_DISCLOSURE_PUBLIC, NULL), ORB_OK);
    for (size_t s = 0; s < w->report.sum_count; s++) {
        const struct orb_report_sum *sum = &w->report.sums[s];
        size_t here = 0;
        bool nowhere = false; /* what stands in no table is hidden, small or not */

        for (size_t k = 0; k < sum->place_count; k++)
            nowhere = nowhere || sum->places[k].table == NULL;
        for (size_t k = 0; k < sum->place_count && !nowhere; k++) {
            const struct orb_report_place *p = &sum->places[k];

            here += orb_report_cell(p->table, p->row, (size_t)p->column)->state ==
                    ORB_REPORT_HIDDEN;
        }
        assert_int_not_equal(here, 1);
        hidden += here;
    }
    assert_true(hidden > 0);
    for (size_t i = 0; i < w->report.table_count; i++)
        for (size_t c = 0; c < w->report.tables[i]->cell_count; c++) {
            const struct orb_report_cell *cell = &w->report.tables[i]->cells[c];

            if (c % w->report.tables[i]->column_count >= 2 &&
                cell->state == ORB_REPORT_VALUE)
                assert_true(cell->as.integer >= ORB_DISCLOSURE_PUBLIC);
        }
}

static void missing_memory_is_told(void **state)
{
    struct world *w = *state;
    const struct orb_report_caseload_input input = { &w->catalogue, &w->perimeter, w->order,
                                                     PERSONS };
    bool made = false;

    for (long n = 0; n < 2000 && !made; n++) {
        struct orb_report report;
        enum orb_status status;

        orb_report_init(&report, "caseload/1", 0, false);
        orb_alloc_fail_after(n);
        status = orb_report_caseload(&report, &input, NULL);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        made = status == ORB_OK;
        orb_report_clear(&report);
    }
    assert_true(made);
}

static void the_map_shows_epci_as_long_as_one_is_told(void **state)
{
    struct world *w = *state;

    assert_int_equal(w->report.maps[0].level, ORB_MESH_EPCI);
    assert_int_equal(orb_report_protect(&w->report, ORB_DISCLOSURE_PARTNER, NULL), ORB_OK);
    orb_report_caseload_widen(&w->report);
    assert_int_equal(w->report.maps[0].level, ORB_MESH_EPCI);
}

static void the_map_shows_departements_when_every_epci_is_hidden(void **state)
{
    struct world *w = *state;
    struct orb_report_map *map = &w->report.maps[0];
    struct orb_report_table *epci = orb_report_find_table(&w->report, "epci");
    struct orb_report_table *wider = orb_report_find_table(&w->report, "departements");
    size_t notes = w->report.note_count;

    for (size_t row = 0; row < epci->row_count; row++)
        if (!epci->lines[row].total)
            epci->cells[row * epci->column_count + (size_t)map->value_column].state =
                ORB_REPORT_HIDDEN;
    orb_report_caseload_widen(&w->report);
    assert_int_equal(map->level, ORB_MESH_DEPARTEMENT);
    assert_ptr_equal(map->table, wider);
    assert_int_equal(w->report.note_count, notes + 1);
    /* Again, or with nothing to show anywhere, nothing changes. */
    orb_report_caseload_widen(&w->report);
    assert_int_equal(w->report.note_count, notes + 1);
    map->table = epci;
    map->level = ORB_MESH_EPCI;
    for (size_t i = 0; i < wider->cell_count; i++)
        wider->cells[i].state = ORB_REPORT_HIDDEN;
    orb_report_caseload_widen(&w->report);
    assert_int_equal(map->level, ORB_MESH_EPCI);
}

/* ---- beside what was told */

/* Of 51 persons in 01001, 30 have an unmet need, 20 one to verify. before: what the vault
 * kept of emerge. Is it told how many have one to verify? */
static bool tells_to_verify(struct world *w, const char *before)
{
    const struct orb_report_caseload_input input = { &w->catalogue, &w->perimeter, w->order,
                                                     51 };
    struct orb_json *document = NULL;
    struct orb_report_told told = { .k = 0 };
    struct orb_report_memory memory = { .earlier = &told, .count = 1 };
    const struct orb_report_table *t;
    bool shown;

    for (size_t i = 0; i < 51; i++) {
        add(w, i, "01001",
            i < 30   ? ORB_NEED_NEAR
            : i < 50 ? ORB_NEED_TO_VERIFY
                     : ORB_NEED_FRAGILE);
        w->states[i][1].state = ORB_NEED_COVERED;
    }
    orb_report_clear(&w->report);
    orb_report_init(&w->report, "caseload/1", 0, false);
    assert_int_equal(orb_report_caseload(&w->report, &input, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&document, before, strlen(before), NULL), ORB_OK);
    assert_int_equal(orb_report_told_read(&told, document, NULL), ORB_OK);
    assert_int_equal(orb_report_protect_beside(&w->report, 5, &memory, NULL), ORB_OK);
    t = orb_report_find_table(&w->report, "departements");
    shown = orb_report_cell(t, t->row_count - 1, 3)->state == ORB_REPORT_VALUE;
    orb_report_told_release(&told);
    orb_json_free(document);
    return shown;
}

#define KEPT(met)                                                                          \
    "{\"orbite\":\"publication/3\",\"report\":\"emerge/1\",\"k\":5,"                       \
    "\"cells\":{\"met\":" #met "},\"hidden\":{},\"apart\":{},\"sums\":[]}"

/* 24 had no unmet need: when nobody came since, 4 at most of them lack nothing. */
static void those_without_unmet_need_bound_those_who_lack_nothing(void **state)
{
    assert_true(tells_to_verify(*state, KEPT(40)));
    assert_false(tells_to_verify(*state, KEPT(24)));
}

#define IN_THE_WORLD(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_THE_WORLD(each_person_counts_once_where_they_live),
        IN_THE_WORLD(a_departement_counts_those_who_live_in_its_communes),
        IN_THE_WORLD(a_family_counts_persons_and_not_needs),
        IN_THE_WORLD(no_difference_gives_a_hidden_count),
        IN_THE_WORLD(missing_memory_is_told),
        IN_THE_WORLD(those_without_unmet_need_bound_those_who_lack_nothing),
        IN_THE_WORLD(the_map_shows_epci_as_long_as_one_is_told),
        IN_THE_WORLD(the_map_shows_departements_when_every_epci_is_hidden),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
