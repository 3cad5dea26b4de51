/* Where to open: what is left out, kept, refused, on small lines of towns. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/arena.h"
#include "engine/planning/locate.h"
#include "engine/planning/program.h"

/* Towns on a line, one candidate in each: minutes are the difference of their positions. */
#define LINE_MAX 40

struct line {
    struct orb_arena arena;
    double demand[LINE_MAX];
    size_t rows[LINE_MAX + 1];
    uint32_t sites[LINE_MAX * LINE_MAX];
    double minutes[LINE_MAX * LINE_MAX];
    bool kept[LINE_MAX];
    double capacity[LINE_MAX];
    struct orb_locate in;
};

static void make_line(struct line *l, size_t count, double step)
{
    for (size_t i = 0; i < count; i++) {
        l->demand[i] = 10;
        l->capacity[i] = INFINITY;
        l->kept[i] = false;
        l->rows[i + 1] = (i + 1) * count;
        for (uint32_t j = 0; j < count; j++) {
            l->sites[i * count + j] = j;
            l->minutes[i * count + j] = step * fabs((double)i - (double)j);
        }
    }
    l->in = (struct orb_locate){ .place_count = count,
                                 .site_count = count,
                                 .demand = l->demand,
                                 .rows = l->rows,
                                 .sites = l->sites,
                                 .minutes = l->minutes,
                                 .p = 1 };
}

static struct orb_locate_answer solve_line(struct line *l)
{
    struct orb_locate_answer a;
    struct orb_error err = { 0 };

    if (orb_locate_solve(&l->in, &l->arena, &a, &err) != ORB_OK)
        fail_msg("%s", err.text);
    return a;
}

/* 400 people, sites of 7 each: no three take more than 21, and that is proven. */
static void sites_too_small_for_the_demand_are_proven(void **state)
{
    struct line l = { 0 };
    struct orb_locate_answer a;

    (void)state;
    make_line(&l, LINE_MAX, 5);
    for (size_t j = 0; j < LINE_MAX; j++)
        l.capacity[j] = 7;
    l.in.capacity = l.capacity;
    l.in.model = ORB_LOCATE_MOST_COVERED;
    l.in.limit = 30;
    l.in.p = 3;
    a = solve_line(&l);
    assert_int_equal(a.certificate.status, ORB_LOCATE_OPTIMAL);
    assert_true(fabs(a.certificate.value - 21) < 1e-9);
    assert_int_equal(a.certificate.method, ORB_LOCATE_BY_EXCHANGE);
    orb_arena_release(&l.arena);
}

static void of_equal_answers_the_earliest_sites_are_kept(void **state)
{
    struct line l = { 0 };
    struct orb_locate_answer a;

    (void)state;
    make_line(&l, 4, 5); /* the second and the third town are equally in the middle */
    a = solve_line(&l);
    assert_true(a.open[1] && a.open_count == 1);
    assert_true(fabs(a.certificate.value - 10 * (5 + 0 + 5 + 10)) < 1e-9);
    assert_int_equal(a.certificate.status, ORB_LOCATE_OPTIMAL);
    l.in.model = ORB_LOCATE_MOST_COVERED;
    l.in.limit = 100; /* any town covers all */
    a = solve_line(&l);
    assert_true(a.open[0] && a.open_count == 1);
    l.in.model = ORB_LOCATE_ALL_COVERED;
    a = solve_line(&l);
    assert_true(a.open[0] && a.open_count == 1);
    orb_arena_release(&l.arena);
}

static void a_limit_in_minutes_is_inclusive(void **state)
{
    struct line l = { 0 };
    struct orb_locate_answer a;

    (void)state;
    make_line(&l, 3, 15);
    l.in.model = ORB_LOCATE_ALL_COVERED;
    l.in.limit = 15;
    a = solve_line(&l);
    assert_true(a.open[1] && a.open_count == 1);
    l.in.limit = 14.999;
    a = solve_line(&l);
    assert_int_equal(a.open_count, 3);
    orb_arena_release(&l.arena);
}

static void what_no_candidate_reaches_is_left_out_first(void **state)
{
    struct line l = { 0 };
    struct orb_locate_answer a;

    (void)state;
    make_line(&l, 3, 15);
    l.rows[2] = l.rows[1]; /* the second town reaches nothing; the third has six links */
    for (size_t k = 3; k < 6; k++)
        l.minutes[k] = 90;
    for (size_t k = 0; k < 3; k++)
        l.sites[k + 3] = (uint32_t)k;
    l.rows[3] = 6;
    l.in.model = ORB_LOCATE_ALL_COVERED;
    l.in.limit = 95;
    a = solve_line(&l);
    assert_int_equal(a.certificate.status, ORB_LOCATE_INFEASIBLE);
    assert_int_equal(a.unreachable_count, 1);
    assert_true(a.unreachable[1] && !a.unreachable[0] && !a.unreachable[2]);
    assert_true(fabs(a.unreachable_demand - 10) < 1e-9);
    assert_int_equal(a.open_count, 1); /* the others are covered all the same */
    assert_true(a.taken[0] > 0 && a.taken[2] > 0);
    l.in.model = ORB_LOCATE_MEDIAN;
    a = solve_line(&l);
    assert_int_equal(a.certificate.status, ORB_LOCATE_OPTIMAL);
    assert_int_equal(a.site[1], ORB_LOCATE_NONE);
    assert_true(a.minutes[1] < 0);
    orb_arena_release(&l.arena);
}

static void capacities_send_the_rest_elsewhere_or_nowhere(void **state)
{
    struct line l = { 0 };
    struct orb_locate_answer a;

    (void)state;
    make_line(&l, 2, 10);
    l.capacity[0] = 15;
    l.capacity[1] = 0;
    l.in.capacity = l.capacity;
    l.in.p = 2;
    l.in.far_minutes = 50;
    a = solve_line(&l);
    /* 10 at home, 5 of the second town at 10 minutes, 5 nowhere. */
    assert_true(fabs(a.certificate.value - (5 * 10 + 5 * 50)) < 1e-9);
    assert_true(fabs(a.load[0] - 15) < 1e-9 && a.load[1] <= 0);
    l.in.indivisible = true;
    a = solve_line(&l);
    assert_true(fabs(a.certificate.value - 10 * 50) < 1e-9);
    assert_true(fabs(a.load[0] - 10) < 1e-9);
    l.in.model = ORB_LOCATE_ALL_COVERED;
    l.in.limit = 60;
    l.in.indivisible = false;
    a = solve_line(&l);
    assert_int_equal(a.certificate.status, ORB_LOCATE_INFEASIBLE);
    orb_arena_release(&l.arena);
}

static void empty_questions_have_answers(void **state)
{
    struct line l = { 0 };
    struct orb_locate_answer a;

    (void)state;
    make_line(&l, 1, 10);
    a = solve_line(&l);
    assert_true(a.open[0] && a.certificate.status == ORB_LOCATE_OPTIMAL);
    l.demand[0] = 0; /* nobody */
    a = solve_line(&l);
    assert_int_equal(a.certificate.status, ORB_LOCATE_OPTIMAL);
    assert_int_equal(a.open_count, 1);
    l.in.p = 7; /* more than there are */
    a = solve_line(&l);
    assert_int_equal(a.open_count, 1);
    l.in.model = ORB_LOCATE_ALL_COVERED;
    a = solve_line(&l);
    assert_int_equal(a.open_count, 0);
    l.in.place_count = 0;
    l.in.site_count = 0;
    a = solve_line(&l);
    assert_int_equal(a.certificate.status, ORB_LOCATE_OPTIMAL);
    l.in.model = ORB_LOCATE_MEDIAN;
    a = solve_line(&l);
    assert_int_equal(a.open_count, 0);
    orb_arena_release(&l.arena);
}

static void impossible_questions_are_refused(void **state)
{
    struct line l = { 0 };
    struct orb_locate_answer a;
    struct orb_error err = { 0 };

    (void)state;
    make_line(&l, 3, 10);
    l.in.p = 0;
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, &err), ORB_ERR_RANGE);
    l.in.p = 1;
    l.kept[0] = l.kept[2] = true;
    l.in.kept = l.kept;
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, NULL), ORB_ERR_RANGE);
    l.in.p = 2;
    l.demand[1] = -1;
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, NULL), ORB_ERR_RANGE);
    l.demand[1] = (double)NAN;
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, NULL), ORB_ERR_RANGE);
    l.demand[1] = 1;
    l.minutes[4] = INFINITY;
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, NULL), ORB_ERR_RANGE);
    l.minutes[4] = 1;
    l.sites[4] = l.sites[3];
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, NULL), ORB_ERR_RANGE);
    l.sites[4] = 3;
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, NULL), ORB_ERR_RANGE);
    l.sites[4] = 1;
    l.in.capacity = l.capacity;
    l.capacity[0] = -1;
    assert_int_equal(orb_locate_solve(&l.in, &l.arena, &a, NULL), ORB_ERR_RANGE);
    orb_arena_release(&l.arena);
}

/* A coverage that branches do not finish before a solver is asked. */
static void make_puzzle(struct line *l)
{
    uint32_t seed = 5;

    make_line(l, LINE_MAX, 1);
    for (size_t k = 0; k < (size_t)LINE_MAX * LINE_MAX; k++) {
        seed = seed * 1664525U + 1013904223U;
        l->minutes[k] = seed >> 26;
    }
    for (size_t i = 0; i < LINE_MAX; i++)
        l->demand[i] = 1 + (double)(i * 7 % 13);
    l->in.model = ORB_LOCATE_MOST_COVERED;
    l->in.limit = 6;
    l->in.p = 6;
}

static size_t times_asked;

static enum orb_status refuse_to_solve(const struct orb_program_solver *solver,
                                       const struct orb_program *program, double *values,
                                       struct orb_program_answer *out,
                                       struct orb_error *err)
{
    (void)solver;
    (void)program;
    (void)values;
    (void)out;
    times_asked++;
    return orb_error_set(err, ORB_ERR_UNSUPPORTED, "not today");
}

/* Some set of p sites, said to be the best that there is. */
static enum orb_status boast(const struct orb_program_solver *solver,
                             const struct orb_program *program, double *values,
                             struct orb_program_answer *out, struct orb_error *err)
{
    (void)solver;
    (void)program;
    (void)err;
    times_asked++;
    for (size_t j = 0; j < 6; j++)
        values[LINE_MAX - 1 - j] = 1;
    *out = (struct orb_program_answer){ ORB_PROGRAM_FEASIBLE, -INFINITY };
    return ORB_OK;
}

static void a_solver_changes_no_answer_that_it_does_not_better(void **state)
{
    static const struct orb_program_solver solvers[] = { { "none", 1, refuse_to_solve },
                                                         { "poor", 1, boast } };
    struct line *l = test_calloc(1, sizeof *l);
    struct orb_locate_answer alone;

    (void)state;
    make_puzzle(l);
    alone = solve_line(l);
    assert_int_equal(alone.certificate.status, ORB_LOCATE_OPTIMAL);
    for (size_t k = 0; k < 2; k++) {
        struct orb_locate_answer with;

        times_asked = 0;
        l->in.solver = &solvers[k];
        with = solve_line(l);
        assert_true(times_asked > 0);
        assert_memory_equal(with.open, alone.open, LINE_MAX);
        assert_true(fabs(with.certificate.value - alone.certificate.value) < 1e-9);
        assert_true(with.certificate.bound >= alone.certificate.bound - 1e-9);
    }
    orb_arena_release(&l->arena);
    test_free(l);
}

static void without_memory_it_says_so(void **state)
{
    static const enum orb_locate_model models[] = { ORB_LOCATE_MEDIAN,
                                                    ORB_LOCATE_MOST_COVERED,
                                                    ORB_LOCATE_ALL_COVERED };
    struct line *l = test_calloc(1, sizeof *l);

    (void)state;
    for (size_t k = 0; k < 6; k++) {
        enum orb_status status = ORB_ERR_MEMORY;

        make_puzzle(l);
        l->in.model = models[k % 3];
        l->in.place_count = l->in.site_count;
        l->in.capacity = k < 3 ? NULL : l->capacity;
        for (size_t j = 0; j < LINE_MAX; j++)
            l->capacity[j] = 40;
        for (long n = 0; status == ORB_ERR_MEMORY && n < 100000; n++) {
            struct orb_locate_answer a;
            struct orb_arena arena = { 0 };

            orb_alloc_fail_after(n);
            status = orb_locate_solve(&l->in, &arena, &a, NULL);
            orb_alloc_fail_after(-1);
            orb_arena_release(&arena);
            if (n > 200)
                n += n / 10;
        }
        assert_int_equal(status, ORB_OK);
    }
    test_free(l);
}

/* ---- rooms that hardly bind */

enum { LAND_PLACES = 400, LAND_SITES = 80 };

struct land {
    struct orb_arena arena;
    double demand[LAND_PLACES];
    size_t rows[LAND_PLACES + 1];
    uint32_t sites[LAND_PLACES * LAND_SITES];
    double minutes[LAND_PLACES * LAND_SITES];
    double capacity[LAND_SITES];
};

/* Knuth's MMIX generator, a number from 0 to 1. */
static double draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (double)(*state >> 11) / 9007199254740992.0;
}

static struct orb_locate make_land(struct land *l)
{
    double at[LAND_SITES][2];
    uint64_t state = 7;
    size_t count = 0;

    for (size_t j = 0; j < LAND_SITES; j++) {
        at[j][0] = 100 * draw(&state);
        at[j][1] = 100 * draw(&state);
        l->capacity[j] = 1000;
    }
    for (size_t i = 0; i < LAND_PLACES; i++) {
        double x = 100 * draw(&state);
        double y = 100 * draw(&state);

        l->demand[i] = 10;
        for (uint32_t j = 0; j < LAND_SITES; j++) {
            l->sites[count] = j;
            l->minutes[count++] = hypot(x - at[j][0], y - at[j][1]);
        }
        l->rows[i + 1] = count;
    }
    return (struct orb_locate){ .model = ORB_LOCATE_ALL_COVERED,
                                .place_count = LAND_PLACES,
                                .site_count = LAND_SITES,
                                .demand = l->demand,
                                .rows = l->rows,
                                .sites = l->sites,
                                .minutes = l->minutes,
                                .limit = 18 };
}

/* 400 times 10 people, rooms for 1,000: four would do, were they not so far. */
static void what_covers_without_capacities_bounds_what_covers_with_them(void **state)
{
    struct land *l = test_calloc(1, sizeof *l);
    struct orb_locate in = make_land(l);
    struct orb_locate_answer any;
    struct orb_locate_answer bounded;

    (void)state;
    assert_int_equal(orb_locate_solve(&in, &l->arena, &any, NULL), ORB_OK);
    assert_int_equal(any.certificate.status, ORB_LOCATE_OPTIMAL);
    assert_true(any.open_count > 4);
    in.capacity = l->capacity;
    assert_int_equal(orb_locate_solve(&in, &l->arena, &bounded, NULL), ORB_OK);
    assert_int_equal(bounded.certificate.status, ORB_LOCATE_OPTIMAL);
    assert_int_equal(bounded.open_count, any.open_count);
    for (size_t j = 0; j < LAND_SITES; j++)
        assert_true(bounded.load[j] <= 1000 + 1e-6);
    orb_arena_release(&l->arena);
    test_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sites_too_small_for_the_demand_are_proven),
        cmocka_unit_test(of_equal_answers_the_earliest_sites_are_kept),
        cmocka_unit_test(a_limit_in_minutes_is_inclusive),
        cmocka_unit_test(what_no_candidate_reaches_is_left_out_first),
        cmocka_unit_test(capacities_send_the_rest_elsewhere_or_nowhere),
        cmocka_unit_test(empty_questions_have_answers),
        cmocka_unit_test(impossible_questions_are_refused),
        cmocka_unit_test(a_solver_changes_no_answer_that_it_does_not_better),
        cmocka_unit_test(what_covers_without_capacities_bounds_what_covers_with_them),
        cmocka_unit_test(without_memory_it_says_so),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
