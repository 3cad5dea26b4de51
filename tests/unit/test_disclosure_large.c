/* Counts that thousands of sums tie together, against a solver that is not ours. */
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/cohort/disclosure.h"
#include "engine/planning/program.h"
#include "engine/planning/solver_glpk.h"
#include "tests/unit/crossed.h"

/* The published equations as a program of GLPK. */
struct attack {
    struct orb_program program;
    double *cost, *lower, *upper, *limit, *entry_value, *values;
    bool *whole;
    uint32_t *entry_row, *entry_column;
};

static void *room(size_t count, size_t size)
{
    void *memory = calloc(count, size);

    assert_non_null(memory);
    return memory;
}

static void attack_make(struct attack *a, const struct crossed *m)
{
    const size_t cells = m->cell_count;

    a->cost = room(cells, sizeof *a->cost);
    a->lower = room(cells, sizeof *a->lower);
    a->upper = room(cells, sizeof *a->upper);
    a->values = room(cells, sizeof *a->values);
    a->whole = room(cells, sizeof *a->whole);
    a->limit = room(m->sum_count, sizeof *a->limit);
    a->entry_value = room(m->member_count, sizeof *a->entry_value);
    a->entry_row = room(m->member_count, sizeof *a->entry_row);
    a->entry_column = room(m->member_count, sizeof *a->entry_column);
    a->program = (struct orb_program){ .columns = cells,
                                       .rows = m->sum_count,
                                       .cost = a->cost,
                                       .lower = a->lower,
                                       .upper = a->upper,
                                       .whole = a->whole,
                                       .low = a->limit,
                                       .high = a->limit,
                                       .entry_row = a->entry_row,
                                       .entry_column = a->entry_column,
                                       .entry_value = a->entry_value };
    for (size_t i = 0; i < cells; i++) {
        a->lower[i] = m->cells[i].hidden ? 0 : (double)m->cells[i].value;
        a->upper[i] = m->cells[i].hidden ? 1e6 : (double)m->cells[i].value;
    }
    for (size_t s = 0; s < m->sum_count; s++)
        for (size_t i = 0; i < m->sums[s].count; i++) {
            a->entry_row[a->program.entries] = (uint32_t)s;
            a->entry_column[a->program.entries] = (uint32_t)m->sums[s].cells[i];
            a->entry_value[a->program.entries++] = i == 0 ? -1 : 1;
        }
}

static void attack_release(struct attack *a)
{
    free(a->cost);
    free(a->lower);
    free(a->upper);
    free(a->values);
    free(a->whole);
    free(a->limit);
    free(a->entry_value);
    free(a->entry_row);
    free(a->entry_column);
}

static double extreme(struct attack *a, const struct orb_program_solver *solver,
                      size_t cell, bool greatest)
{
    struct orb_program_answer answer;

    a->cost[cell] = greatest ? -1 : 1;
    assert_int_equal(solver->solve(solver, &a->program, a->values, &answer, NULL), ORB_OK);
    assert_int_equal(answer.status, ORB_PROGRAM_OPTIMAL);
    a->cost[cell] = 0;
    return a->values[cell];
}

/* Whole tables, sums of sums, counts that no export shows: the bounds of each hidden cell.
 */
static void bounds_are_those_of_another_solver(void **state)
{
    struct orb_program_solver solver;
    size_t compared = 0;

    (void)state;
    if (orb_solver_glpk(&solver, 1e9, NULL) != ORB_OK)
        skip();
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct orb_disclosure_bounds *bounds;
        struct crossed m;
        struct attack a;

        crossed_make(&m, 6 + seed / 2, seed % 2 == 0, seed);
        assert_int_equal(orb_disclosure_protect(&m.table, NULL), ORB_OK);
        bounds = room(m.cell_count, sizeof *bounds);
        assert_int_equal(orb_disclosure_audit(&m.table, bounds, NULL), ORB_OK);
        attack_make(&a, &m);
        for (size_t i = seed % 3; i < m.cell_count; i += 3) {
            if (!m.cells[i].hidden)
                continue;
            assert_int_equal(bounds[i].low, ceil(extreme(&a, &solver, i, false) - 1e-6));
            assert_int_equal(bounds[i].high, floor(extreme(&a, &solver, i, true) + 1e-6));
            compared++;
        }
        attack_release(&a);
        free(bounds);
        crossed_release(&m);
    }
    assert_true(compared > 500);
}

static void two_thousand_tied_are_protected(void **state)
{
    struct orb_program_solver solver;
    struct crossed m;
    struct attack a;
    size_t attacked = 0;

    (void)state;
    crossed_make(&m, 205, true, 20261123);
    assert_int_equal(orb_disclosure_protect(&m.table, NULL), ORB_OK);
    assert_in_range(crossed_largest(&m), 1900, ORB_DISCLOSURE_TOGETHER);
    if (orb_solver_glpk(&solver, 1e9, NULL) == ORB_OK) {
        attack_make(&a, &m);
        for (size_t i = 0; i < m.cell_count; i++) {
            double low;
            double high;

            if (!m.cells[i].primary || attacked++ % 40 != 0)
                continue;
            low = extreme(&a, &solver, i, false);
            high = extreme(&a, &solver, i, true);
            if (high + 1e-6 < m.table.k || high - low + 1e-6 < m.table.k)
                fail_msg("cell %zu is between %g and %g", i, low, high);
        }
        attack_release(&a);
        assert_true(attacked > 200);
    }
    crossed_release(&m);
}

static void more_are_refused(void **state)
{
    struct crossed m;

    (void)state;
    crossed_make(&m, 240, true, 20261123);
    assert_int_equal(orb_disclosure_protect(&m.table, NULL), ORB_ERR_UNSUPPORTED);
    crossed_release(&m);
}

/* The n-th allocation fails, for each n until none does. */
static void without_memory_nothing_is_answered(void **state)
{
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    for (long n = 0; status != ORB_OK; n++) {
        struct crossed m;

        crossed_make(&m, 8, true, 7);
        orb_alloc_fail_after(n);
        status = orb_disclosure_protect(&m.table, NULL);
        orb_alloc_fail_after(-1);
        crossed_release(&m);
        if (status != ORB_OK)
            assert_int_equal(status, ORB_ERR_MEMORY);
        assert_true(n < 100000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_are_those_of_another_solver),
        cmocka_unit_test(two_thousand_tied_are_protected),
        cmocka_unit_test(more_are_refused),
        cmocka_unit_test(without_memory_nothing_is_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
