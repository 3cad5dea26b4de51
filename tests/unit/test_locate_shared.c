/* Where to open: the shared problems, whose optima are known, alone and with a solver. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "config.h"
#include "engine/base/arena.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/planning/locate.h"
#include "engine/planning/program.h"
#include "engine/planning/solver_glpk.h"

#define PLACES 205
#define SITES  16
#define SPLIT  260000.0

/* The shared set: census tracts and stores of a city, metres by its streets. */
struct city {
    struct orb_arena arena;
    char names[SITES][16];
    double demand[PLACES];
    size_t rows[PLACES + 1];
    uint32_t sites[PLACES * SITES];
    double minutes[PLACES * SITES];
    bool kept[SITES];
    double capacity[SITES];
    struct orb_locate in;
};

/* Rows of a file of the shared set, after its header; NULL when the set is not there. */
static bool open_shared(struct orb_csv *csv, struct orb_buf *text, const char *name)
{
    char path[400];
    bool more = false;

    (void)snprintf(path, sizeof path, "%s/../shared/oracles/locate/%s",
                   getenv("ORBITE_SRCDIR"), name);
    if (!orb_file_exists(path))
        return false;
    assert_int_equal(orb_file_read(text, path, (size_t)1 << 20, NULL), ORB_OK);
    orb_csv_memory(csv, text->data, text->len, ',');
    assert_int_equal(orb_csv_row(csv, &more, NULL), ORB_OK);
    return true;
}

static uint32_t site_of(const struct city *c, const char *name)
{
    for (uint32_t j = 0; j < SITES; j++)
        if (strcmp(c->names[j], name) == 0)
            return j;
    fail_msg("no site %s", name);
    return 0;
}

static void read_distances(struct city *c, char places[PLACES][32])
{
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    bool more = true;

    for (size_t i = 0; i <= PLACES; i++)
        c->rows[i] = i * SITES;
    assert_true(open_shared(&csv, &text, "sf_distance.csv"));
    while (orb_csv_row(&csv, &more, NULL) == ORB_OK && more) {
        size_t place = 0;
        uint32_t site = site_of(c, orb_csv_field(&csv, 1));

        while (place < PLACES && strcmp(places[place], orb_csv_field(&csv, 2)) != 0)
            place++;
        assert_true(place < PLACES);
        c->sites[place * SITES + site] = site;
        c->minutes[place * SITES + site] = strtod(orb_csv_field(&csv, 0), NULL);
    }
    orb_csv_release(&csv);
    orb_buf_release(&text);
}

static struct city *read_city(void)
{
    static char places[PLACES][32];
    struct city *c = test_calloc(1, sizeof *c);
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    bool more = true;
    size_t count = 0;

    if (!open_shared(&csv, &text, "sf_sites.csv")) {
        test_free(c);
        return NULL;
    }
    for (; orb_csv_row(&csv, &more, NULL) == ORB_OK && more && count < SITES; count++)
        (void)snprintf(c->names[count], sizeof c->names[count], "%s",
                       orb_csv_field(&csv, 2));
    assert_int_equal(count, SITES);
    orb_csv_release(&csv);
    orb_buf_clear(&text);
    assert_true(open_shared(&csv, &text, "sf_demand.csv"));
    for (count = 0; orb_csv_row(&csv, &more, NULL) == ORB_OK && more && count < PLACES;
         count++) {
        (void)snprintf(places[count], sizeof places[count], "%s", orb_csv_field(&csv, 3));
        c->demand[count] = strtod(orb_csv_field(&csv, 6), NULL);
    }
    assert_int_equal(count, PLACES);
    orb_csv_release(&csv);
    orb_buf_release(&text);
    read_distances(c, places);
    c->in = (struct orb_locate){ .place_count = PLACES,
                                 .site_count = SITES,
                                 .demand = c->demand,
                                 .rows = c->rows,
                                 .sites = c->sites,
                                 .minutes = c->minutes };
    return c;
}

static void free_city(struct city *c)
{
    orb_arena_release(&c->arena);
    test_free(c);
}

/* "mclp_r5000_p4_keep_1_17": the question in the name of the problem. */
static void read_question(struct city *c, const char *name)
{
    const char *at = strstr(name, "_r");

    memset(c->kept, 0, sizeof c->kept);
    c->in.model = name[0] == 'p'   ? ORB_LOCATE_MEDIAN
                  : name[0] == 'm' ? ORB_LOCATE_MOST_COVERED
                                   : ORB_LOCATE_ALL_COVERED;
    c->in.limit = at == NULL ? 0 : strtod(at + 2, NULL);
    at = strstr(name + 1, "_p");
    c->in.p = at == NULL ? 0 : strtoul(at + 2, NULL, 10);
    c->in.kept = NULL;
    at = strstr(name, "_keep");
    for (at = at == NULL ? NULL : at + 5; at != NULL && *at == '_';) {
        char store[24];
        char *end = NULL;

        (void)snprintf(store, sizeof store, "Store_%lu", strtoul(at + 1, &end, 10));
        c->kept[site_of(c, store)] = true;
        c->in.kept = c->kept;
        at = end;
    }
    for (size_t j = 0; j < SITES; j++)
        c->capacity[j] = SPLIT;
    c->in.capacity = strstr(name, "_cap260000") == NULL ? NULL : c->capacity;
}

/* Sites that are open, and what they are worth, counted here. */
static double worth(const struct city *c, const struct orb_locate_answer *a)
{
    double sum = 0;

    if (c->in.model == ORB_LOCATE_ALL_COVERED)
        return (double)a->open_count;
    for (size_t i = 0; i < PLACES; i++) {
        double least = INFINITY;

        for (size_t j = 0; j < SITES; j++)
            if (a->open[j] && c->minutes[i * SITES + j] < least)
                least = c->minutes[i * SITES + j];
        if (c->in.model == ORB_LOCATE_MEDIAN)
            sum += c->demand[i] * least;
        else
            sum += least <= c->in.limit ? c->demand[i] : 0;
    }
    return sum;
}

/* What was to be kept is, what has a capacity respects it. */
static void check_sites(const struct city *c, const char *name,
                        const struct orb_locate_answer *a)
{
    for (size_t j = 0; j < SITES; j++) {
        if (c->in.kept != NULL && c->kept[j] && !a->open[j])
            fail_msg("%s: %s was to be kept", name, c->names[j]);
        if (c->in.capacity != NULL && a->load[j] > c->capacity[j] * (1 + 1e-9))
            fail_msg("%s: %s takes %g", name, c->names[j], a->load[j]);
    }
}

static void check_best(const struct city *c, const char *name, double best,
                       const struct orb_locate_answer *a)
{
    double within = (c->in.capacity != NULL ? 1e-6 : 1e-8) * best;

    if (fabs(a->certificate.value - best) > within)
        fail_msg("%s: %.9g instead of %.9g", name, a->certificate.value, best);
    if (c->in.capacity == NULL && fabs(worth(c, a) - best) > within)
        fail_msg("%s: these sites are worth %.9g", name, worth(c, a));
    if (a->certificate.status != ORB_LOCATE_OPTIMAL || a->certificate.gap > 1e-9)
        fail_msg("%s: not proven, gap %g", name, a->certificate.gap);
    if (fabs(a->certificate.bound - best) > within)
        fail_msg("%s: bound %.9g", name, a->certificate.bound);
}

static void check_problem(struct city *c, const json_t *problem)
{
    const char *name = json_string_value(json_object_get(problem, "problem"));
    const json_t *expected = json_object_get(problem, "objective");
    const json_t *uncovered = json_object_get(problem, "uncovered_points");
    struct orb_locate_answer a;
    struct orb_error err = { 0 };
    json_int_t out = PLACES;

    read_question(c, name);
    orb_arena_clear(&c->arena);
    if (orb_locate_solve(&c->in, &c->arena, &a, &err) != ORB_OK)
        fail_msg("%s: %s", name, err.text);
    if (json_is_true(json_object_get(problem, "infeasible"))) {
        if (a.certificate.status != ORB_LOCATE_INFEASIBLE || a.unreachable_count == 0)
            fail_msg("%s is not said infeasible", name);
        return;
    }
    if (expected == NULL)
        expected = json_object_get(problem, "covered_demand");
    check_best(c, name, json_number_value(expected), &a);
    check_sites(c, name, &a);
    for (size_t i = 0; i < PLACES; i++)
        out -= a.taken[i] > 0;
    if (uncovered != NULL)
        assert_int_equal(out, json_integer_value(uncovered));
}

static void check_shared_problems(const struct orb_program_solver *solver)
{
    struct city *c = read_city();
    struct orb_buf text = { 0 };
    char path[400];
    json_t *problems = NULL;
    const json_t *problem = NULL;
    size_t k = 0;

    if (c == NULL)
        skip();
    (void)snprintf(path, sizeof path, "%s/../shared/oracles/locate/sf_expected.json",
                   getenv("ORBITE_SRCDIR"));
    assert_int_equal(orb_file_read(&text, path, (size_t)1 << 20, NULL), ORB_OK);
    problems = json_loadb(text.data, text.len, 0, NULL);
    assert_int_equal(json_array_size(problems), 13);
    c->in.solver = solver;
    json_array_foreach(problems, k, problem) check_problem(c, problem);
    json_decref(problems);
    orb_buf_release(&text);
    free_city(c);
}

static void shared_problems_are_solved_and_proven_without_a_solver(void **state)
{
    (void)state;
    check_shared_problems(NULL);
}

#ifdef HAVE_GLPK
static void shared_problems_are_solved_and_proven_with_the_solver(void **state)
{
    struct orb_program_solver glpk;

    (void)state;
    assert_int_equal(orb_solver_glpk(&glpk, 1e10, NULL), ORB_OK);
    check_shared_problems(&glpk);
}

/* 0-1 knapsack: 60 + 100 + 120 with weights 10, 20, 30 and room for 50. */
static void the_solver_finds_the_whole_optimum(void **state)
{
    static const double cost[] = { -60, -100, -120 };
    static const double lower[] = { 0, 0, 0 };
    static const double upper[] = { 1, 1, 1 };
    static const bool whole[] = { true, true, true };
    static const double low[] = { -INFINITY };
    static const double high[] = { 50 };
    static const uint32_t row[] = { 0, 0, 0 };
    static const uint32_t column[] = { 0, 1, 2 };
    static const double value[] = { 10, 20, 30 };
    struct orb_program program = { 3,     1,   3,    cost, lower,  upper,
                                   whole, low, high, row,  column, value };
    struct orb_program_solver solver;
    struct orb_program_answer answer;
    double values[3] = { -1, -1, -1 };

    (void)state;
    assert_int_equal(orb_solver_glpk(&solver, 1e9, NULL), ORB_OK);
    assert_int_equal(solver.solve(&solver, &program, values, &answer, NULL), ORB_OK);
    assert_int_equal(answer.status, ORB_PROGRAM_OPTIMAL);
    assert_true(fabs(answer.bound + 220) < 1e-9);
    assert_true(values[0] < 0.5 && values[1] > 0.5 && values[2] > 0.5);
}

/* 40 places, each of three sites: stopped by its work, not by the clock, it stops at the
 * same bound whatever the machine. */
static void work_ends_at_one_place(void **state)
{
    enum { ROWS = 60, COLUMNS = 40, ENTRIES = 3 * ROWS };
    double cost[COLUMNS], lower[COLUMNS] = { 0 }, upper[COLUMNS], low[ROWS], high[ROWS];
    bool whole[COLUMNS];
    uint32_t row[ENTRIES], column[ENTRIES];
    double value[ENTRIES], values[COLUMNS];
    const struct orb_program program = { COLUMNS, ROWS, ENTRIES, cost, lower,  upper,
                                         whole,   low,  high,    row,  column, value };
    double bounds[3];

    (void)state;
    for (size_t j = 0; j < COLUMNS; j++) {
        cost[j] = upper[j] = 1;
        whole[j] = true;
    }
    for (uint32_t k = 0; k < ENTRIES; k++) {
        uint32_t i = k / 3;

        low[i] = 1;
        high[i] = INFINITY;
        row[k] = i;
        column[k] = (i * 7 + (k % 3) * (3 + i % 11)) % COLUMNS;
        value[k] = 1;
    }
    for (int run = 0; run < 3; run++) {
        struct orb_program_solver solver;
        struct orb_program_answer answer;

        assert_int_equal(orb_solver_glpk(&solver, run < 2 ? 1 : 1e10, NULL), ORB_OK);
        assert_int_equal(solver.solve(&solver, &program, values, &answer, NULL), ORB_OK);
        if (run == 2)
            assert_int_equal(answer.status, ORB_PROGRAM_OPTIMAL);
        else
            assert_true(answer.status == ORB_PROGRAM_FEASIBLE ||
                        answer.status == ORB_PROGRAM_BOUND);
        bounds[run] = answer.bound;
    }
    assert_true(bounds[0] >= bounds[1] && bounds[0] <= bounds[1]);
    assert_true(bounds[0] <= bounds[2]);
}
#else
static void without_glpk_it_is_said(void **state)
{
    struct orb_program_solver solver = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_solver_glpk(&solver, 1e9, &err), ORB_ERR_UNSUPPORTED);
    assert_string_equal(err.text, "this build is without GLPK");
    assert_null(solver.solve);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_problems_are_solved_and_proven_without_a_solver),
#ifdef HAVE_GLPK
        cmocka_unit_test(shared_problems_are_solved_and_proven_with_the_solver),
        cmocka_unit_test(the_solver_finds_the_whole_optimum),
        cmocka_unit_test(work_ends_at_one_place),
#else
        cmocka_unit_test(without_glpk_it_is_said),
#endif
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
