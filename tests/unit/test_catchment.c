/* Access by catchments: small cases worked out by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/planning/catchment.h"
#include "tests/unit/catchment_case.h"
#include "tests/unit/planning_oracle.h"

static struct dense two_by_two(void)
{
    struct dense d = { .places = 3, .sites = 2 };

    d.cost[0][0] = 10;
    d.cost[0][1] = 30;
    d.cost[1][0] = 31;
    d.cost[1][1] = 5;
    d.cost[2][0] = d.cost[2][1] = NAN;
    d.demand[0] = 10;
    d.demand[1] = 30;
    d.demand[2] = 7;
    d.supply[0] = 5;
    d.supply[1] = 8;
    return d;
}

static void the_limit_is_included_and_out_of_reach_is_said(void **state)
{
    struct dense d = two_by_two();
    struct orb_links l = dense_links(&d);
    struct orb_catchment x = dense_catchment(&d, &l, ORB_CATCHMENT_2SFCA, 30, NULL);

    (void)state;
    assert_true(oracle_near(x.ratio[0], 0.5, 1e-15));
    assert_true(oracle_near(x.ratio[1], 0.2, 1e-15));
    assert_true(oracle_near(x.access[0], 0.7, 1e-15));
    assert_true(oracle_near(x.access[1], 0.2, 1e-15));
    assert_true(x.access[2] <= 0);
    assert_int_equal(x.reached[0], ORB_REACHED);
    assert_int_equal(x.reached[2], ORB_REACHED_NOT);
    orb_catchment_release(&x);
    orb_catchment_release(&x);
    dense_free(&l);
}

static void supply_that_nobody_reaches_or_that_nobody_told_is_said(void **state)
{
    struct dense d = two_by_two();
    struct orb_links l;
    struct orb_catchment x;

    (void)state;
    d.cost[0][0] = d.cost[1][0] = NAN;
    d.supply[1] = NAN;
    l = dense_links(&d);
    x = dense_catchment(&d, &l, ORB_CATCHMENT_2SFCA, 30, NULL);
    assert_int_equal(x.unused[0], 1);
    assert_int_equal(x.unused[1], 0);
    assert_true(isnan(x.ratio[1]));
    assert_int_equal(x.reached[0], ORB_REACHED_UNKNOWN);
    assert_int_equal(x.reached[2], ORB_REACHED_NOT);
    assert_true(x.shared <= 0 && x.given <= 0);
    orb_catchment_release(&x);
    dense_free(&l);
}

static void a_stratum_gets_only_what_takes_it(void **state)
{
    const uint8_t eligible[] = { 1, 0, 1, 1 }; /* the first takes the first stratum */
    struct dense d = two_by_two();
    struct orb_links l = dense_links(&d);
    const double demand[] = { 4, 6, 10, 20, 7, 0 };
    struct orb_catchment_request r = { .links = &l,
                                       .method = ORB_CATCHMENT_2SFCA,
                                       .limit = 30,
                                       .strata = 2,
                                       .demand = demand,
                                       .supply = d.supply,
                                       .eligible = eligible };
    struct orb_catchment x;

    (void)state;
    assert_int_equal(orb_catchment_make(&x, &r, NULL), ORB_OK);
    assert_true(oracle_near(x.ratio[0], 5.0 / 4, 1e-15));
    assert_true(oracle_near(x.ratio[1], 8.0 / 40, 1e-15));
    assert_true(oracle_near(x.access[0], 1.25 + 0.2, 1e-15));
    assert_true(oracle_near(x.access[1], 0.2, 1e-15));
    assert_true(oracle_near(x.given, 13, 1e-15));
    orb_catchment_release(&x);
    dense_free(&l);
}

static void a_site_that_comes_weighs_one(void **state)
{
    struct dense d = two_by_two();
    struct orb_links l = dense_links(&d);
    const struct orb_decay none = { .kind = ORB_DECAY_LINEAR, .a = 1 };
    struct orb_catchment x;

    (void)state;
    l.flags[0] = ORB_LINK_SERVED;
    l.cost[0] = 0;
    x = dense_catchment(&d, &l, ORB_CATCHMENT_E2SFCA, 30, &none);
    assert_true(oracle_near(x.access[0], 0.5, 1e-15));
    assert_true(x.access[1] <= 0);
    orb_catchment_release(&x);
    dense_free(&l);
}

static void methods_without_competition_add_what_is_near(void **state)
{
    const struct orb_decay half = {
        .kind = ORB_DECAY_STEPS, .limit = { 10, 40 }, .weight = { 1, 0.5 }, .steps = 2
    };
    struct dense d = two_by_two();
    struct orb_links l = dense_links(&d);
    struct orb_catchment x = dense_catchment(&d, &l, ORB_CATCHMENT_CUMULATIVE, 30, NULL);

    (void)state;
    assert_true(oracle_near(x.access[0], 13, 1e-15));
    assert_true(oracle_near(x.access[1], 8, 1e-15));
    orb_catchment_release(&x);
    x = dense_catchment(&d, &l, ORB_CATCHMENT_GRAVITY, INFINITY, &half);
    assert_true(oracle_near(x.access[0], 5 + 4, 1e-15));
    assert_true(oracle_near(x.access[1], 2.5 + 8, 1e-15));
    orb_catchment_release(&x);
    x = dense_catchment(&d, &l, ORB_CATCHMENT_CLOSEST, 30, NULL);
    assert_true(oracle_near(x.access[0], 10, 1e-15));
    assert_true(isinf(x.access[2]));
    orb_catchment_release(&x);
    dense_free(&l);
}

static void availability_adds_up_to_the_supply(void **state)
{
    const struct orb_decay linear = { .kind = ORB_DECAY_LINEAR, .a = 60 };
    struct dense d = two_by_two();
    struct orb_links l = dense_links(&d);
    struct orb_catchment x =
        dense_catchment(&d, &l, ORB_CATCHMENT_AVAILABILITY, 60, &linear);

    (void)state;
    assert_true(oracle_near(x.access[0] + x.access[1] + x.access[2], 13, 1e-12));
    orb_catchment_release(&x);
    dense_free(&l);
}

static void nothing_to_share_is_shared_without_fault(void **state)
{
    struct dense d = { .places = 1, .sites = 1 };
    struct orb_links l;

    (void)state;
    d.cost[0][0] = 1; /* nobody lives there, nothing is given */
    l = dense_links(&d);
    for (unsigned m = 0; m < ORB_CATCHMENT_METHODS; m++) {
        struct orb_catchment x =
            dense_catchment(&d, &l, (enum orb_catchment_method)m, 30, NULL);

        assert_int_equal(x.reached[0], ORB_REACHED_NOT);
        assert_true(x.access[0] >= 0);
        orb_catchment_release(&x);
    }
    dense_free(&l);
}

static void lack_of_memory_is_told(void **state)
{
    struct dense d = two_by_two();
    struct orb_links l = dense_links(&d);
    struct orb_catchment_request r = {
        .links = &l, .strata = 1, .demand = d.demand, .supply = d.supply
    };
    struct orb_catchment x;

    (void)state;
    for (long n = 0; n < 9; n++) {
        orb_alloc_fail_after(n);
        assert_int_equal(orb_catchment_make(&x, &r, NULL), ORB_ERR_MEMORY);
    }
    orb_alloc_fail_after(-1);
    dense_free(&l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_limit_is_included_and_out_of_reach_is_said),
        cmocka_unit_test(supply_that_nobody_reaches_or_that_nobody_told_is_said),
        cmocka_unit_test(a_stratum_gets_only_what_takes_it),
        cmocka_unit_test(a_site_that_comes_weighs_one),
        cmocka_unit_test(methods_without_competition_add_what_is_near),
        cmocka_unit_test(availability_adds_up_to_the_supply),
        cmocka_unit_test(nothing_to_share_is_shared_without_fault),
        cmocka_unit_test(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
