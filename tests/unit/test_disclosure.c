/* Counts of persons: what a reader can work out, and what is hidden so that nobody can. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/cohort/disclosure.h"
#include "engine/planning/program.h"
#include "engine/planning/solver_glpk.h"
#include "tests/unit/importing.h"

enum { SIDE = 9, CELLS = (SIDE + 1) * (SIDE + 1), SUMS = 2 * SIDE + 2 };

/* A table with its margins: cell (r, c) is r * (columns + 1) + c, margins come last. */
struct made {
    size_t rows, columns;
    struct orb_disclosure_cell cells[CELLS];
    size_t members[SUMS][SIDE + 1];
    struct orb_disclosure_sum sums[SUMS];
    struct orb_disclosure table;
};

static size_t cell_at(const struct made *m, size_t row, size_t column)
{
    return row * (m->columns + 1) + column;
}

static void add_up(struct made *m)
{
    for (size_t r = 0; r <= m->rows; r++)
        m->cells[cell_at(m, r, m->columns)].value = 0;
    for (size_t c = 0; c <= m->columns; c++)
        m->cells[cell_at(m, m->rows, c)].value = 0;
    for (size_t r = 0; r < m->rows; r++)
        for (size_t c = 0; c < m->columns; c++) {
            int64_t value = m->cells[cell_at(m, r, c)].value;

            m->cells[cell_at(m, r, m->columns)].value += value;
            m->cells[cell_at(m, m->rows, c)].value += value;
            m->cells[cell_at(m, m->rows, m->columns)].value += value;
        }
}

static void add_sum(struct made *m, size_t count)
{
    m->sums[m->table.sum_count] =
        (struct orb_disclosure_sum){ m->members[m->table.sum_count], count };
    m->table.sum_count++;
}

/* Sums of rows, of columns; the margins add up too when both are there. */
static void make_sums(struct made *m, bool rows, bool columns, int k)
{
    m->table = (struct orb_disclosure){ .cells = m->cells,
                                        .cell_count = (m->rows + 1) * (m->columns + 1),
                                        .sums = m->sums,
                                        .k = k };
    for (size_t r = 0; r < m->rows + (columns ? 1 : 0) && rows; r++) {
        m->members[m->table.sum_count][0] = cell_at(m, r, m->columns);
        for (size_t c = 0; c < m->columns; c++)
            m->members[m->table.sum_count][c + 1] = cell_at(m, r, c);
        add_sum(m, m->columns + 1);
    }
    for (size_t c = 0; c < m->columns + (rows ? 1 : 0) && columns; c++) {
        m->members[m->table.sum_count][0] = cell_at(m, m->rows, c);
        for (size_t r = 0; r < m->rows; r++)
            m->members[m->table.sum_count][r + 1] = cell_at(m, r, c);
        add_sum(m, m->rows + 1);
    }
}

/* ---- the reference cases */

static void make_case(struct made *m, const struct orb_json *json)
{
    const struct orb_json *table = orb_json_get(json, "table");

    memset(m, 0, sizeof *m);
    m->rows = orb_json_count(table);
    m->columns = orb_json_count(orb_json_at(table, 0));
    assert_true(m->rows < SIDE && m->columns < SIDE);
    for (size_t r = 0; r < m->rows; r++)
        for (size_t c = 0; c < m->columns; c++)
            m->cells[cell_at(m, r, c)].value =
                orb_json_integer(orb_json_at(orb_json_at(table, r), c));
    add_up(m);
    make_sums(m, orb_json_true(orb_json_get(json, "row_totals_published")),
              orb_json_true(orb_json_get(json, "col_totals_published")),
              (int)orb_json_integer(orb_json_get(json, "k")));
}

static size_t suppressed(const struct made *m, const struct orb_json *json, size_t i)
{
    const struct orb_json *place = orb_json_at(orb_json_get(json, "suppressed"), i);

    return cell_at(m, (size_t)orb_json_integer(orb_json_at(place, 0)),
                   (size_t)orb_json_integer(orb_json_at(place, 1)));
}

static void check_audit(const struct orb_json *json)
{
    struct orb_disclosure_bounds bounds[CELLS];
    struct made m;
    bool safe = true;

    make_case(&m, json);
    for (size_t i = 0; i < orb_json_count(orb_json_get(json, "suppressed")); i++)
        m.cells[suppressed(&m, json, i)].hidden = true;
    assert_int_equal(orb_disclosure_audit(&m.table, bounds, NULL), ORB_OK);
    for (size_t i = 0; i < orb_json_count(orb_json_get(json, "suppressed")); i++) {
        const struct orb_json *interval = orb_json_at(orb_json_get(json, "interval"), i);
        const struct orb_json *verdict =
            orb_json_at(orb_json_get(json, "primary_protected"), i);
        struct orb_disclosure_bounds found = bounds[suppressed(&m, json, i)];

        assert_int_equal(found.low, orb_json_integer(orb_json_at(interval, 0)));
        assert_int_equal(found.high, orb_json_integer(orb_json_at(interval, 1)));
        if (orb_json_is_null(verdict))
            continue;
        assert_int_equal(orb_disclosure_is_safe(found, m.table.k), orb_json_true(verdict));
        safe = safe && orb_disclosure_is_safe(found, m.table.k);
    }
    assert_int_equal(safe, orb_json_true(orb_json_get(json, "safe")));
}

static bool is_safe(const struct made *m)
{
    struct orb_disclosure_bounds bounds[CELLS];

    assert_int_equal(orb_disclosure_audit(&m->table, bounds, NULL), ORB_OK);
    for (size_t i = 0; i < m->table.cell_count; i++) {
        const struct orb_disclosure_cell *cell = &m->cells[i];

        if (cell->value < m->table.k && !cell->hidden)
            return false;
        if (cell->primary && !orb_disclosure_is_safe(bounds[i], m->table.k))
            return false;
    }
    return true;
}

static void the_reference_tables_are_judged_then_made_safe(void **state)
{
    const char *path = importing_shared("oracles/sdc/audit_cases.json");
    struct orb_buf text = { 0 };
    struct orb_json *json = NULL;
    const struct orb_json *cases;

    (void)state;
    if (path == NULL)
        skip();
    assert_int_equal(orb_file_read(&text, path, 1U << 20, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&json, text.data, text.len, NULL), ORB_OK);
    cases = orb_json_get(json, "cases");
    assert_int_equal(orb_json_count(cases), 8);
    for (size_t i = 0; i < orb_json_count(cases); i++) {
        struct made m;

        check_audit(orb_json_at(cases, i));
        make_case(&m, orb_json_at(cases, i));
        assert_int_equal(orb_disclosure_protect(&m.table, NULL), ORB_OK);
        assert_true(is_safe(&m));
    }
    orb_json_free(json);
    orb_buf_release(&text);
}

/* ---- made tables */

static uint64_t seed = 20261122;

static unsigned draw(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static void make_random(struct made *m, int k)
{
    memset(m, 0, sizeof *m);
    m->rows = 2 + draw(5);
    m->columns = 2 + draw(4);
    for (size_t r = 0; r < m->rows; r++)
        for (size_t c = 0; c < m->columns; c++)
            m->cells[cell_at(m, r, c)].value = draw(3) == 0 ? draw((unsigned)k) : draw(60);
    add_up(m);
    make_sums(m, true, true, k);
}

/* The extreme of a hidden cell by a solver that is not ours, in whole numbers. */
static double attack(const struct made *m, const struct orb_program_solver *solver,
                     size_t cell, bool greatest)
{
    enum { ENTRIES = SUMS * (SIDE + 1) };
    double cost[CELLS] = { 0 };
    double lower[CELLS];
    double upper[CELLS];
    bool whole[CELLS];
    double limit[SUMS] = { 0 };
    uint32_t entry_row[ENTRIES];
    uint32_t entry_column[ENTRIES];
    double entry_value[ENTRIES];
    double values[CELLS] = { 0 };
    struct orb_program_answer answer;
    struct orb_program p = { .columns = m->table.cell_count,
                             .rows = m->table.sum_count,
                             .cost = cost,
                             .lower = lower,
                             .upper = upper,
                             .whole = whole,
                             .low = limit,
                             .high = limit,
                             .entry_row = entry_row,
                             .entry_column = entry_column,
                             .entry_value = entry_value };

    cost[cell] = greatest ? -1 : 1;
    for (size_t i = 0; i < m->table.cell_count; i++) {
        lower[i] = m->cells[i].hidden ? 0 : (double)m->cells[i].value;
        upper[i] = m->cells[i].hidden ? 100000 : (double)m->cells[i].value;
        whole[i] = true;
    }
    for (size_t s = 0; s < m->table.sum_count; s++)
        for (size_t i = 0; i < m->sums[s].count; i++) {
            entry_row[p.entries] = (uint32_t)s;
            entry_column[p.entries] = (uint32_t)m->sums[s].cells[i];
            entry_value[p.entries++] = i == 0 ? -1 : 1;
        }
    assert_int_equal(solver->solve(solver, &p, values, &answer, NULL), ORB_OK);
    assert_int_equal(answer.status, ORB_PROGRAM_OPTIMAL);
    return round(values[cell]);
}

static void no_attack_recovers_a_hidden_count(void **state)
{
    struct orb_program_solver solver;
    size_t attacked = 0;

    (void)state;
    if (orb_solver_glpk(&solver, 1e9, NULL) != ORB_OK)
        skip();
    for (int i = 0; i < 200; i++) {
        const int k = i % 2 == 0 ? ORB_DISCLOSURE_PARTNER : ORB_DISCLOSURE_PUBLIC;
        struct made m;

        make_random(&m, k);
        assert_int_equal(orb_disclosure_protect(&m.table, NULL), ORB_OK);
        assert_true(is_safe(&m));
        for (size_t cell = 0; cell < m.table.cell_count; cell++) {
            double low;
            double high;

            if (!m.cells[cell].primary)
                continue;
            low = attack(&m, &solver, cell, false);
            high = attack(&m, &solver, cell, true);
            assert_true(low <= (double)m.cells[cell].value &&
                        high >= (double)m.cells[cell].value);
            if (high < k || high - low < k)
                fail_msg("table %d: cell %zu is between %g and %g", i, cell, low, high);
            attacked++;
        }
    }
    assert_true(attacked > 300);
}

/* Communes of EPCI of a département: each level adds up to the next. */
static void a_hierarchy_is_protected_level_by_level(void **state)
{
    struct orb_disclosure_cell cells[] = { { .value = 3 },  { .value = 40 },
                                           { .value = 43 }, { .value = 25 },
                                           { .value = 30 }, { .value = 55 },
                                           { .value = 98 } };
    static const size_t first[] = { 2, 0, 1 };
    static const size_t second[] = { 5, 3, 4 };
    static const size_t all[] = { 6, 2, 5 };
    const struct orb_disclosure_sum sums[] = { { first, 3 }, { second, 3 }, { all, 3 } };
    struct orb_disclosure table = { cells, 7, sums, 3, 11 };
    struct orb_disclosure_bounds bounds[7];

    (void)state;
    assert_int_equal(orb_disclosure_protect(&table, NULL), ORB_OK);
    assert_true(cells[0].hidden && cells[0].primary && cells[1].hidden);
    assert_false(cells[2].hidden || cells[3].hidden || cells[6].hidden);
    assert_int_equal(orb_disclosure_audit(&table, bounds, NULL), ORB_OK);
    assert_int_equal(bounds[0].low, 0);
    assert_int_equal(bounds[0].high, 43);
}

static void a_count_that_stands_twice_is_hidden_twice(void **state)
{
    struct orb_disclosure_cell cells[] = { { .value = 4 },
                                           { .value = 4 },
                                           { .value = 50 } };
    static const size_t same[] = { 0, 1 };
    const struct orb_disclosure_sum sums[] = { { same, 2 } };
    struct orb_disclosure table = { cells, 3, sums, 1, 5 };

    (void)state;
    assert_int_equal(orb_disclosure_protect(&table, NULL), ORB_OK);
    assert_true(cells[0].hidden && cells[1].hidden);
    assert_false(cells[2].hidden);
}

/* 3 is hidden, and 7 with it unless it is dear: then their sum is. */
/* All of them, of whom some are covered: whether nobody else is left, or a few, the same
 * counts are hidden. The total comes first, as reports tell it. */
static void nobody_else_is_not_told_from_a_few(void **state)
{
    static const size_t members[] = { 0, 1, 2, 3 };
    static const struct orb_disclosure_sum sum = { members, 4 };

    (void)state;
    for (int64_t few = 0; few < ORB_DISCLOSURE_PARTNER; few++) {
        struct orb_disclosure_cell cells[] = {
            { .value = 30 + few }, { .value = 30 }, { .value = 0 }, { .value = few }
        };
        struct orb_disclosure table = { cells, 4, &sum, 1, ORB_DISCLOSURE_PARTNER };

        assert_int_equal(orb_disclosure_protect(&table, NULL), ORB_OK);
        assert_false(cells[0].hidden);
        for (int i = 1; i < 4; i++)
            assert_true(cells[i].hidden);
    }
}

static void what_is_dear_is_hidden_last(void **state)
{
    static const size_t members[] = { 0, 1, 2 };
    const struct orb_disclosure_sum sum = { members, 3 };

    (void)state;
    for (int dear = 0; dear < 2; dear++) {
        struct orb_disclosure_cell cells[] = { { .value = 10 },
                                               { .value = 7, .dear = dear == 1 },
                                               { .value = 3 } };
        struct orb_disclosure table = { cells, 3, &sum, 1, 5 };

        assert_int_equal(orb_disclosure_protect(&table, NULL), ORB_OK);
        assert_int_equal(cells[0].hidden, dear == 1);
        assert_int_equal(cells[1].hidden, dear == 0);
        assert_true(cells[2].hidden);
    }
}

/* What was hidden beside a small count may be shown later when it does not tell it. */
static void what_was_hidden_may_be_shown_when_it_tells_no_small_count(void **state)
{
    static const size_t members[] = { 0, 1, 2, 3, 4, 1 };
    static const struct orb_disclosure_sum sums[] = { { members, 4 }, { members + 4, 2 } };

    (void)state;
    for (int64_t others = 0; others < 2; others++) {
        /* 40 = 12 + 3 + 25, of which 40 or 40 and 25 were told; 12 now. */
        struct orb_disclosure_cell cells[] = {
            { .value = 40, .told = true },
            { .value = 12, .told = true, .hidden = true },
            { .value = 3, .told = true, .hidden = true },
            { .value = 25, .told = true, .hidden = others == 0 },
            { .value = 12 },
        };
        struct orb_disclosure table = { cells, 5, sums, 2, 5 };

        assert_int_equal(orb_disclosure_protect(&table, NULL), ORB_OK);
        assert_int_equal(cells[4].hidden, others == 1);
    }
}

static void a_total_that_is_no_sum_is_refused(void **state)
{
    struct orb_disclosure_cell cells[] = { { .value = 10 },
                                           { .value = 4, .hidden = true },
                                           { .value = 50 } };
    static const size_t members[] = { 0, 1, 2 };
    const struct orb_disclosure_sum sums[] = { { members, 3 } };
    struct orb_disclosure table = { cells, 3, sums, 1, 5 };
    struct orb_disclosure_bounds bounds[3];

    (void)state;
    assert_int_equal(orb_disclosure_audit(&table, bounds, NULL), ORB_ERR_RANGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reference_tables_are_judged_then_made_safe),
        cmocka_unit_test(no_attack_recovers_a_hidden_count),
        cmocka_unit_test(a_hierarchy_is_protected_level_by_level),
        cmocka_unit_test(a_count_that_stands_twice_is_hidden_twice),
        cmocka_unit_test(nobody_else_is_not_told_from_a_few),
        cmocka_unit_test(what_is_dear_is_hidden_last),
        cmocka_unit_test(what_was_hidden_may_be_shown_when_it_tells_no_small_count),
        cmocka_unit_test(a_total_that_is_no_sum_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
