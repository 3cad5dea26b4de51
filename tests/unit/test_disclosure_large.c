/* Counts that sums tie together, a few or thousands, against a solver that is not ours. */
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

#define ENDLESS 1e6 /* no count of these tables comes near */

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

static void attack_make(struct attack *a, const struct orb_disclosure *t)
{
    const size_t cells = t->cell_count;
    size_t entries = 0;

    for (size_t s = 0; s < t->sum_count; s++)
        entries += t->sums[s].count;
    a->cost = room(cells, sizeof *a->cost);
    a->lower = room(cells, sizeof *a->lower);
    a->upper = room(cells, sizeof *a->upper);
    a->values = room(cells, sizeof *a->values);
    a->whole = room(cells, sizeof *a->whole);
    a->limit = room(t->sum_count, sizeof *a->limit);
    a->entry_value = room(entries, sizeof *a->entry_value);
    a->entry_row = room(entries, sizeof *a->entry_row);
    a->entry_column = room(entries, sizeof *a->entry_column);
    a->program = (struct orb_program){ .columns = cells,
                                       .rows = t->sum_count,
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
        a->lower[i] = t->cells[i].hidden ? 0 : (double)t->cells[i].value;
        a->upper[i] = t->cells[i].hidden ? ENDLESS : (double)t->cells[i].value;
    }
    for (size_t s = 0; s < t->sum_count; s++)
        for (size_t i = 0; i < t->sums[s].count; i++) {
            a->entry_row[a->program.entries] = (uint32_t)s;
            a->entry_column[a->program.entries] = (uint32_t)t->sums[s].cells[i];
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
        attack_make(&a, &m.table);
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

/* ---- small tables, with sums that follow from others */

enum { MOST_SUMS = 40, MOST_CELLS = 80 };

struct mixed {
    struct orb_disclosure table;
    struct orb_disclosure_cell cells[MOST_CELLS];
    struct orb_disclosure_sum sums[MOST_SUMS];
    size_t members[MOST_SUMS][MOST_CELLS];
    size_t lines, columns; /* of the first cells, which are no totals */
    uint64_t state;
};

static unsigned draw(struct mixed *m, unsigned below)
{
    m->state = m->state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(m->state >> 33) % below;
}

static size_t add_cell(struct mixed *m, int64_t value)
{
    m->cells[m->table.cell_count].value = value;
    return m->table.cell_count++;
}

/* The parts come after, one by one. */
static void add_sum(struct mixed *m, size_t total)
{
    struct orb_disclosure_sum *sum = &m->sums[m->table.sum_count];

    sum->cells = m->members[m->table.sum_count];
    m->members[m->table.sum_count++][0] = total;
    sum->count = 1;
}

/* The total is what its parts are; told again, it is so already. */
static void add_part(struct mixed *m, size_t part, bool again)
{
    size_t *members = m->members[m->table.sum_count - 1];

    members[m->sums[m->table.sum_count - 1].count++] = part;
    if (!again)
        m->cells[members[0]].value += m->cells[part].value;
}

/* Totals of lines, then of columns, then of all, which both make. */
static void add_margins(struct mixed *m)
{
    const size_t first = m->lines * m->columns;
    size_t all;

    for (size_t l = 0; l < m->lines; l++) {
        add_sum(m, add_cell(m, 0));
        for (size_t c = 0; c < m->columns; c++)
            add_part(m, l * m->columns + c, false);
    }
    for (size_t c = 0; c < m->columns; c++) {
        add_sum(m, add_cell(m, 0));
        for (size_t l = 0; l < m->lines; l++)
            add_part(m, l * m->columns + c, false);
    }
    all = add_cell(m, 0);
    add_sum(m, all);
    for (size_t l = 0; l < m->lines; l++)
        add_part(m, first + l, false);
    add_sum(m, all);
    for (size_t c = 0; c < m->columns; c++)
        add_part(m, first + m->lines + c, true);
}

/* Some cells, with or without a rest that no table shows. */
static void add_others(struct mixed *m)
{
    size_t rest = 0;

    add_sum(m, add_cell(m, 0));
    for (size_t i = 0; i < m->lines * m->columns; i++)
        if (draw(m, 4) == 0)
            add_part(m, i, false);
    if (draw(m, 2) == 0)
        return;
    rest = add_cell(m, draw(m, 15));
    m->cells[rest].apart = true;
    add_part(m, rest, false);
}

static void mixed_make(struct mixed *m, uint64_t seed)
{
    static const int k[] = { 2, ORB_DISCLOSURE_PARTNER, ORB_DISCLOSURE_PUBLIC };
    unsigned below;

    *m = (struct mixed){ .state = seed };
    m->table = (struct orb_disclosure){ .cells = m->cells, .sums = m->sums };
    m->lines = 3 + draw(m, 3);
    m->columns = 3 + draw(m, 2);
    m->table.k = k[draw(m, 3)];
    below = draw(m, 2) == 0 ? 8 : 40;
    for (size_t i = 0; i < m->lines * m->columns; i++)
        (void)add_cell(m, draw(m, 3) == 0 ? 0 : draw(m, below));
    add_margins(m);
    for (unsigned left = 6 + draw(m, 8); left > 0; left--)
        add_others(m);
}

static int64_t high_of(double high)
{
    return high > ENDLESS / 10 ? INT64_MAX : (int64_t)floor(high + 1e-6);
}

/* Sums that follow from others leave rows of the basis without a variable: what rounding
 * leaves in one of them is no room to move. */
static void small_tables_have_the_bounds_of_another_solver(void **state)
{
    struct orb_program_solver solver;
    size_t compared = 0;

    (void)state;
    if (orb_solver_glpk(&solver, 1e9, NULL) != ORB_OK)
        skip();
    for (uint64_t seed = 1; seed <= 300; seed++) {
        struct orb_disclosure_bounds bounds[MOST_CELLS];
        struct mixed m;
        struct attack a;

        mixed_make(&m, seed);
        if (orb_disclosure_protect(&m.table, NULL) != ORB_OK)
            continue;
        assert_int_equal(orb_disclosure_audit(&m.table, bounds, NULL), ORB_OK);
        attack_make(&a, &m.table);
        for (size_t i = 0; i < m.table.cell_count; i++) {
            double low;
            double high;

            if (!m.cells[i].hidden)
                continue;
            low = extreme(&a, &solver, i, false);
            high = extreme(&a, &solver, i, true);
            if (bounds[i].low != llround(ceil(low - 1e-6)) ||
                bounds[i].high != high_of(high))
                fail_msg("seed %d, cell %zu: [%ld, %ld], not [%g, %g]", (int)seed, i,
                         (long)bounds[i].low, (long)bounds[i].high, low, high);
            compared++;
        }
        attack_release(&a);
    }
    assert_true(compared > 3000);
}

/* ---- what is worked out at most */

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
        attack_make(&a, &m.table);
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
        cmocka_unit_test(small_tables_have_the_bounds_of_another_solver),
        cmocka_unit_test(two_thousand_tied_are_protected),
        cmocka_unit_test(more_are_refused),
        cmocka_unit_test(without_memory_nothing_is_answered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
