/* Indices of inequality: invented cases worked out by hand, then reference values. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/planning/inequality.h"
#include "tests/unit/planning_oracle.h"

static struct orb_inequality indices(const double *value, const double *weight,
                                     const double *income, size_t count)
{
    const struct orb_inequality_input in = { value, weight, income, count };
    struct orb_inequality out;

    assert_int_equal(orb_inequality_make(&out, &in, NULL), ORB_OK);
    return out;
}

static void equal_shares_have_no_inequality(void **state)
{
    const double value[] = { 2, 2, 2 };
    const double weight[] = { 1, 20, 1 };
    const double income[] = { 10, 20, 30 };
    struct orb_inequality x = indices(value, weight, income, 3);

    (void)state;
    assert_true(oracle_near(x.mean, 2, 1e-15));
    assert_true(fabs(x.gini) < 1e-15);
    assert_true(fabs(x.theil) < 1e-15);
    assert_true(fabs(x.concentration) < 1e-15);
    assert_true(fabs(x.concentration_corrected) < 1e-15);
    assert_true(oracle_near(x.palma, 1, 1e-15));
}

/* One of two equal halves has everything. */
static void one_half_that_has_everything_gives_known_values(void **state)
{
    const double value[] = { 0, 4 };
    const double weight[] = { 10, 10 };
    const double income[] = { 1, 2 };
    const struct orb_inequality_input in = { value, weight, income, 2 };
    struct orb_inequality x = indices(value, weight, income, 2);

    (void)state;
    assert_true(oracle_near(x.gini, 0.5, 1e-15));
    assert_true(oracle_near(x.concentration, 0.5, 1e-15));
    assert_true(oracle_near(x.concentration_corrected, 1, 1e-15));
    assert_true(oracle_near(orb_inequality_poverty(&in, 4, 0), 0.5, 1e-15));
    assert_true(oracle_near(orb_inequality_poverty(&in, 8, 1), 0.75, 1e-15));
    assert_true(oracle_near(orb_inequality_poverty(&in, 8, 2), 0.625, 1e-15));
}

static void what_weighs_nothing_or_is_unknown_is_left_out(void **state)
{
    const double value[] = { 0, 4, NAN, 9 };
    const double weight[] = { 10, 10, 10, 0 };
    const double income[] = { 1, 2, 3, 4 };
    const double some[] = { 1, NAN, 3, 4 };
    struct orb_inequality x = indices(value, weight, income, 4);
    struct orb_inequality y = indices(value, weight, some, 4);
    struct orb_inequality none = indices(value, weight, NULL, 0);

    (void)state;
    assert_true(oracle_near(x.gini, 0.5, 1e-15));
    assert_true(oracle_near(x.concentration, 0.5, 1e-15));
    assert_true(isnan(y.concentration)); /* only the place without anything is left */
    assert_true(isnan(none.gini) && isnan(none.mean) && isnan(none.palma));
}

static void the_quantile_is_between_the_persons_beside_it(void **state)
{
    static const struct {
        double p, expected;
    } cases[] = { { 0, 10 }, { 0.25, 10.0 }, { 0.5, 20 }, { 0.75, 27.5 }, { 1, 30 } };
    const double value[] = { 20, 10, 30, 99, NAN };
    const double weight[] = { 1, 2, 1, 0, 7 };
    double q = -1;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(orb_weighted_quantile(&q, value, weight, 5, cases[i].p), ORB_OK);
        if (cases[i].p > 0.4 && cases[i].p < 0.6) /* between persons 2 and 3 */
            assert_true(oracle_near(q, 15, 1e-12));
        else if (cases[i].p > 0.7 && cases[i].p < 0.8)
            assert_true(oracle_near(q, 22.5, 1e-12));
        else
            assert_true(oracle_near(q, cases[i].expected, 1e-12));
    }
    assert_int_equal(orb_weighted_quantile(&q, value, weight, 0, 0.5), ORB_OK);
    assert_true(isnan(q));
}

static void check_index(const struct oracle_rows *rows, const char *name, double value)
{
    double expected = oracle_number(rows, oracle_row(rows, 0, name), 1);

    if (!oracle_near(value, expected, 1e-9))
        fail_msg("%s: %.15g, not %.15g", name, value, expected);
}

static void indices_are_those_of_the_reference(void **state)
{
    struct oracle_rows rows;
    struct oracle_rows expected;
    struct orb_inequality_input in;
    struct orb_inequality x;
    double *columns;

    (void)state;
    if (!oracle_read(&rows, "ipea/inequality_input.csv"))
        skip();
    assert_true(oracle_read(&expected, "ipea/inequality_expected.csv"));
    columns = calloc(3 * rows.count, sizeof *columns);
    assert_non_null(columns);
    for (size_t i = 0; i < rows.count; i++)
        for (size_t k = 0; k < 3; k++)
            columns[k * rows.count + i] = oracle_number(&rows, i, k + 1);
    in = (struct orb_inequality_input){ columns, columns + rows.count,
                                        columns + 2 * rows.count, rows.count };
    assert_int_equal(orb_inequality_make(&x, &in, NULL), ORB_OK);
    check_index(&expected, "gini", x.gini);
    check_index(&expected, "theil_t", x.theil);
    check_index(&expected, "concentration_standard", x.concentration);
    check_index(&expected, "concentration_corrected", x.concentration_corrected);
    check_index(&expected, "palma", x.palma);
    check_index(&expected, "fgt0", orb_inequality_poverty(&in, 95368, 0));
    check_index(&expected, "fgt1", orb_inequality_poverty(&in, 95368, 1));
    check_index(&expected, "fgt2", orb_inequality_poverty(&in, 95368, 2));
    free(columns);
    oracle_release(&rows);
    oracle_release(&expected);
}

static void lack_of_memory_is_told(void **state)
{
    const double value[] = { 1, 2 };
    const struct orb_inequality_input in = { value, value, value, 2 };
    struct orb_inequality out;
    double q;

    (void)state;
    for (long n = 0; n < 2; n++) {
        orb_alloc_fail_after(n);
        assert_int_equal(orb_inequality_make(&out, &in, NULL), ORB_ERR_MEMORY);
    }
    orb_alloc_fail_after(0);
    assert_int_equal(orb_weighted_quantile(&q, value, value, 2, 0.5), ORB_ERR_MEMORY);
    orb_alloc_fail_after(-1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_shares_have_no_inequality),
        cmocka_unit_test(one_half_that_has_everything_gives_known_values),
        cmocka_unit_test(what_weighs_nothing_or_is_unknown_is_left_out),
        cmocka_unit_test(the_quantile_is_between_the_persons_beside_it),
        cmocka_unit_test(indices_are_those_of_the_reference),
        cmocka_unit_test(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
