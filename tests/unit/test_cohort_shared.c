/* Rates, autocorrelation and groups against reference values (METHODS 10); values are
 * worked out by other programs, named in the README of the oracles. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/autocorrelation.h"
#include "engine/cohort/dbscan.h"
#include "engine/cohort/rates.h"
#include "tests/unit/planning_oracle.h"

#define UNITS 200
#define PAIRS 2000

struct lattice {
    struct oracle_rows rows;
    double values[UNITS], bases[UNITS];
    uint32_t first[UNITS + 1], items[PAIRS];
    struct orb_neighbours beside;
};

static struct lattice l;

/* A column of values, and pairs i,j grouped by i. */
static bool read_lattice(const char *values, size_t column, const char *pairs)
{
    struct oracle_rows links;
    uint32_t n = 0;

    memset(&l, 0, sizeof l);
    if (!oracle_read(&l.rows, values))
        return false;
    assert_true(l.rows.count <= UNITS);
    for (size_t i = 0; i < l.rows.count; i++)
        l.values[i] = oracle_number(&l.rows, i, column);
    assert_true(oracle_read(&links, pairs));
    for (uint32_t i = 0; i < l.rows.count; i++) {
        l.first[i] = n;
        for (size_t k = 0; k < links.count; k++)
            if (oracle_number(&links, k, 0) == i)
                l.items[n++] = (uint32_t)oracle_number(&links, k, 1);
    }
    l.first[l.rows.count] = n;
    l.beside = (struct orb_neighbours){ l.first, l.items, (uint32_t)l.rows.count };
    oracle_release(&links);
    return true;
}

static void morans_i_is_that_of_reference(void **state)
{
    struct orb_moran m;

    (void)state;
    if (!read_lattice("autocorr/stl_values.csv", 1, "autocorr/stl_neighbors.csv"))
        skip();
    m = orb_moran_of(l.values, &l.beside, true);
    assert_true(oracle_near(m.i, 0.2436558262177166, 1e-9));
    assert_true(oracle_near(m.p, 0.00013573931385468807, 1e-9));
    oracle_release(&l.rows);
    assert_true(
        read_lattice("autocorr/lat3x3_values.csv", 1, "autocorr/lat3x3_neighbors.csv"));
    m = orb_moran_of(l.values, &l.beside, false);
    assert_true(oracle_near(m.variance, 0.053125, 1e-9));
    oracle_release(&l.rows);
}

static void local_moran_and_gi_are_those_of_reference(void **state)
{
    struct oracle_rows expected;
    double i[UNITS], variance[UNITS], with[UNITS], without[UNITS];

    (void)state;
    if (!read_lattice("autocorr/stl_values.csv", 1, "autocorr/stl_neighbors.csv"))
        skip();
    assert_true(oracle_read(&expected, "autocorr/stl_spdep_expected.csv"));
    orb_moran_local(l.values, &l.beside, i, variance);
    orb_getis(l.values, &l.beside, true, with);
    orb_getis(l.values, &l.beside, false, without);
    for (size_t u = 0; u < expected.count; u++) {
        assert_true(oracle_near(i[u], oracle_number(&expected, u, 1), 1e-9));
        assert_true(oracle_near(variance[u], oracle_number(&expected, u, 3), 1e-9));
        assert_true(oracle_near(with[u], oracle_number(&expected, u, 4), 1e-9));
        assert_true(oracle_near(without[u], oracle_number(&expected, u, 5), 1e-9));
    }
    oracle_release(&expected);
    oracle_release(&l.rows);
}

static void the_six_points_have_the_z_of_reference(void **state)
{
    static const double gi[] = { -1.0136729,  -0.04361589, 1.31558703,
                                 -0.31412676, 1.15373986,  1.77833941 };
    static const double star[] = { -1.39727626, -0.28917762, 0.65064964,
                                   -0.28917762, 1.23452088,  2.02424331 };
    double z[UNITS];

    (void)state;
    if (!read_lattice("autocorr/points6_values.csv", 3, "autocorr/points6_neighbors.csv"))
        skip();
    orb_getis(l.values, &l.beside, false, z);
    for (int i = 0; i < 6; i++)
        assert_true(oracle_near(z[i], gi[i], 1e-7));
    orb_getis(l.values, &l.beside, true, z);
    for (int i = 0; i < 6; i++)
        assert_true(oracle_near(z[i], star[i], 1e-7));
    oracle_release(&l.rows);
}

static void rates_are_drawn_as_those_of_reference(void **state)
{
    struct oracle_rows expected;
    struct orb_rates r;
    double index[UNITS];

    (void)state;
    if (!read_lattice("autocorr/sids2_1974.csv", 1, "autocorr/sids2_neighbors.csv"))
        skip();
    for (size_t i = 0; i < l.rows.count; i++)
        l.bases[i] = oracle_number(&l.rows, i, 2);
    r = orb_rates_of(l.values, l.bases, l.rows.count);
    assert_true(oracle_near(r.mean, 0.00202144489365442, 1e-12));
    assert_true(oracle_near(r.spread, 7.69293064701465e-07, 1e-12));
    assert_true(oracle_read(&expected, "autocorr/sids2_1974_eb_expected.csv"));
    for (size_t i = 0; i < expected.count; i++) {
        assert_true(oracle_near(orb_rate_shrunk(&r, l.values[i], l.bases[i]),
                                oracle_number(&expected, i, 2), 1e-12));
        index[i] = orb_rate_index(&r, l.values[i], l.bases[i]);
    }
    assert_true(
        oracle_near(orb_moran_of(index, &l.beside, true).i, 0.271402966962865, 1e-9));
    oracle_release(&expected);
    oracle_release(&l.rows);
}

static void false_discoveries_are_bounded_as_in_reference(void **state)
{
    static const size_t hot[] = { 32, 36, 39, 45 };
    struct oracle_rows rows;
    double p[UNITS], adjusted[UNITS], z[UNITS];
    size_t found = 0;

    (void)state;
    if (!oracle_read(&rows, "autocorr/fdr.csv"))
        skip();
    for (size_t i = 0; i < rows.count; i++)
        p[i] = oracle_number(&rows, i, 1);
    assert_int_equal(orb_false_discovery(p, rows.count, adjusted, NULL), ORB_OK);
    for (size_t i = 0; i < rows.count; i++)
        assert_true(oracle_near(adjusted[i], oracle_number(&rows, i, 2), 1e-12));
    oracle_release(&rows);
    assert_true(read_lattice("autocorr/stl_values.csv", 1, "autocorr/stl_neighbors.csv"));
    orb_getis(l.values, &l.beside, true, z);
    for (size_t i = 0; i < l.rows.count; i++)
        p[i] = orb_normal_p(z[i]);
    assert_int_equal(orb_false_discovery(p, l.rows.count, adjusted, NULL), ORB_OK);
    for (size_t i = 0; i < l.rows.count; i++)
        if (adjusted[i] <= 0.05) {
            assert_true(found < 4);
            assert_true(i == hot[found++]);
        }
    assert_true(found == 4);
    oracle_release(&l.rows);
}

static void groups_of_points_are_those_of_reference(void **state)
{
    struct oracle_rows points;
    struct oracle_rows expected;
    double x[UNITS], y[UNITS];
    int32_t labels[UNITS];
    bool core[UNITS];
    struct orb_dbscan_input cloud = { x, y, 0, 0, 0 };

    (void)state;
    if (!oracle_read(&points, "dbscan/points.csv"))
        skip();
    assert_true(oracle_read(&expected, "dbscan/expected.csv"));
    cloud.count = points.count;
    for (size_t i = 0; i < points.count; i++) {
        x[i] = oracle_number(&points, i, 1);
        y[i] = oracle_number(&points, i, 2);
    }
    assert_true(expected.count > 0);
    for (size_t row = 0; row < expected.count; row++) {
        size_t i = (size_t)oracle_number(&expected, row, 2);

        if (i == 0) {
            cloud.eps_m = oracle_number(&expected, row, 0);
            cloud.least = (size_t)oracle_number(&expected, row, 1);
            assert_int_equal(orb_dbscan(&cloud, labels, core, NULL), ORB_OK);
        }
        assert_int_equal(labels[i], (int)oracle_number(&expected, row, 3));
        assert_true(core[i] == (oracle_number(&expected, row, 4) != 0));
    }
    oracle_release(&points);
    oracle_release(&expected);
}

/* ---- laws */

static void an_island_has_no_z_rather_than_0(void **state)
{
    const double values[] = { 1, 2, 3 };
    const uint32_t first[] = { 0, 1, 2, 2 };
    const uint32_t items[] = { 1, 0 };
    const struct orb_neighbours beside = { first, items, 3 };
    double z[3];
    double i[3];

    (void)state;
    orb_getis(values, &beside, true, z);
    assert_true(isnan(z[2]));
    assert_true(isfinite(z[0]));
    orb_moran_local(values, &beside, i, NULL);
    assert_true(isnan(i[2]));
}

static void equal_values_have_no_autocorrelation(void **state)
{
    const double values[] = { 2, 2 };
    const uint32_t first[] = { 0, 1, 2 };
    const uint32_t items[] = { 1, 0 };
    const struct orb_neighbours beside = { first, items, 2 };
    double z[2];

    (void)state;
    assert_true(isnan(orb_moran_of(values, &beside, true).i));
    orb_getis(values, &beside, true, z);
    assert_true(isnan(z[0]));
}

static void a_base_of_0_has_the_rate_of_all(void **state)
{
    const double cases[] = { 1, 3, 0 };
    const double bases[] = { 10, 10, 0 };
    struct orb_rates r = orb_rates_of(cases, bases, 3);

    (void)state;
    assert_true(oracle_near(r.mean, 0.2, 1e-15));
    assert_true(orb_rate_shrunk(&r, 0, 0) == r.mean);
    assert_true(isnan(orb_rate_index(&r, 0, 0)));
    assert_true(isnan(orb_rates_of(cases, bases + 2, 1).mean));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(morans_i_is_that_of_reference),
        cmocka_unit_test(local_moran_and_gi_are_those_of_reference),
        cmocka_unit_test(the_six_points_have_the_z_of_reference),
        cmocka_unit_test(rates_are_drawn_as_those_of_reference),
        cmocka_unit_test(false_discoveries_are_bounded_as_in_reference),
        cmocka_unit_test(groups_of_points_are_those_of_reference),
        cmocka_unit_test(an_island_has_no_z_rather_than_0),
        cmocka_unit_test(equal_values_have_no_autocorrelation),
        cmocka_unit_test(a_base_of_0_has_the_rate_of_all),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
