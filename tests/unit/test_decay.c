/* Weights by distance, and the geodesic that decides at a limit. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/geo/geodesic.h"
#include "engine/planning/decay.h"
#include "tests/unit/planning_oracle.h"

static void a_step_break_takes_the_higher_weight(void **state)
{
    const struct orb_decay f = {
        .kind = ORB_DECAY_STEPS, .limit = { 10, 20 }, .weight = { 1, 0.5 }, .steps = 2
    };
    static const struct {
        double d, weight;
    } cases[] = { { 0, 1 },        { 10, 1 },   { 10.0000004, 1 },
                  { 10.001, 0.5 }, { 20, 0.5 }, { 20.001, 0 } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(oracle_near(orb_decay_at(&f, cases[i].d), cases[i].weight, 1e-15));
}

static void the_steps_of_the_profile_cut_the_catchment_in_equal_parts(void **state)
{
    struct orb_profile *profile = NULL;
    struct orb_decay f;

    (void)state;
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    f = orb_decay_of_profile(profile, 60);
    assert_int_equal(f.steps, 3);
    assert_true(oracle_near(orb_decay_at(&f, 20), 1, 1e-15));
    assert_true(oracle_near(orb_decay_at(&f, 40), 0.68, 1e-15));
    assert_true(oracle_near(orb_decay_at(&f, 60), 0.22, 1e-15));
    assert_true(orb_decay_at(&f, 60.1) <= 0);
    orb_profile_free(profile);
}

static void limits_are_included_and_compared_on_keys(void **state)
{
    (void)state;
    assert_true(orb_decay_within(30, 30));
    assert_true(orb_decay_within(30.0000004, 30));
    assert_false(orb_decay_within(30.000001, 30));
    assert_true(orb_decay_within(1e300, INFINITY));
}

/* The names of the reference values. */
static struct orb_decay named(const char *name)
{
    struct orb_decay f = { .kind = ORB_DECAY_ONE };
    const char *step;

    if (sscanf(name, "gaussian_sigma%lf", &f.a) == 1)
        f.kind = ORB_DECAY_GAUSSIAN;
    else if (sscanf(name, "gravity_scale%lf_alpha%lf_min%lf", &f.scale, &f.a, &f.least) ==
             3)
        f.kind = ORB_DECAY_GRAVITY;
    else if (sscanf(name, "linear%lf", &f.a) == 1)
        f.kind = ORB_DECAY_LINEAR;
    else if (sscanf(name, "exponential%lf", &f.a) == 1)
        f.kind = ORB_DECAY_EXPONENTIAL;
    else if (sscanf(name, "power%lf", &f.a) == 1)
        f.kind = ORB_DECAY_POWER;
    else if (sscanf(name, "logistic%lf_%lf", &f.a, &f.b) == 2)
        f.kind = ORB_DECAY_LOGISTIC;
    else if (sscanf(name, "binary%lf", &f.limit[0]) == 1)
        f = (struct orb_decay){
            .kind = ORB_DECAY_STEPS, .limit = { f.limit[0] }, .weight = { 1 }, .steps = 1
        };
    else if (strncmp(name, "step_", 5) == 0)
        for (step = name + 4; step != NULL; step = strchr(step + 1, ';')) {
            assert_int_equal(
                sscanf(step + 1, "%lf:%lf", &f.limit[f.steps], &f.weight[f.steps]), 2);
            f.kind = ORB_DECAY_STEPS;
            f.steps++;
        }
    else
        fail_msg("%s", name);
    return f;
}

static void weights_are_those_of_two_packages(void **state)
{
    static const char *const files[] = { "fca/weights.csv", "ipea/decay_functions.csv" };
    size_t checked = 0;

    (void)state;
    for (size_t file = 0; file < 2; file++) {
        struct oracle_rows rows;

        if (!oracle_read(&rows, files[file]))
            skip();
        for (size_t i = 0; i < rows.count; i++) {
            const char *name = oracle_text(&rows, i, 0);
            struct orb_decay f;

            if (strncmp(name, "stepped", 7) == 0)
                continue; /* takes the lower weight at a break: below */
            f = named(name);
            if (!oracle_near(orb_decay_at(&f, oracle_number(&rows, i, 1)),
                             oracle_number(&rows, i, 2), 1e-12))
                fail_msg("%s at %s", name, oracle_text(&rows, i, 1));
            checked++;
        }
        oracle_release(&rows);
    }
    assert_true(checked > 70);
}

/* A package that takes the lower weight at a break agrees everywhere else. */
static void the_other_convention_differs_at_breaks_only(void **state)
{
    const struct orb_decay f = { .kind = ORB_DECAY_STEPS,
                                 .limit = { 20, 40, 60 },
                                 .weight = { 1, 0.67, 0.33 },
                                 .steps = 3 };
    struct oracle_rows rows;

    (void)state;
    if (!oracle_read(&rows, "ipea/decay_functions.csv"))
        skip();
    for (size_t i = 0; i < rows.count; i++) {
        double d = oracle_number(&rows, i, 1);
        bool at_break = fmod(d, 20) <= 0 && d > 0;

        if (strncmp(oracle_text(&rows, i, 0), "stepped", 7) == 0)
            assert_true(oracle_near(orb_decay_at(&f, at_break ? d + 1e-3 : d),
                                    oracle_number(&rows, i, 2), 1e-12));
    }
    oracle_release(&rows);
}

static void the_geodesic_is_that_of_the_reference(void **state)
{
    static const struct {
        const char *name;
        size_t lat, metres;
    } files[] = { { "geodesic/short_pairs.csv", 1, 5 }, { "geodesic/pairs.csv", 2, 6 } };

    (void)state;
    for (size_t file = 0; file < 2; file++) {
        struct oracle_rows rows;

        if (!oracle_read(&rows, files[file].name))
            skip();
        for (size_t i = 0; i < rows.count; i++) {
            size_t at = files[file].lat;
            double m = orb_geodesic_m(
                oracle_number(&rows, i, at + 1), oracle_number(&rows, i, at),
                oracle_number(&rows, i, at + 3), oracle_number(&rows, i, at + 2));

            if (fabs(m - oracle_number(&rows, i, files[file].metres)) > 1e-3)
                fail_msg("%s, line %zu: %f", files[file].name, i + 2, m);
        }
        oracle_release(&rows);
    }
}

static void the_geodesic_knows_simple_ways(void **state)
{
    (void)state;
    assert_true(orb_geodesic_m(5, 46, 5, 46) <= 0);
    assert_true(fabs(orb_geodesic_m(179.5, 0, -179.5, 0) - 111319.490793) < 1e-3);
    assert_true(fabs(orb_geodesic_m(2, 46, 3, 47) - orb_geodesic_m(3, 47, 2, 46)) < 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_break_takes_the_higher_weight),
        cmocka_unit_test(the_steps_of_the_profile_cut_the_catchment_in_equal_parts),
        cmocka_unit_test(limits_are_included_and_compared_on_keys),
        cmocka_unit_test(weights_are_those_of_two_packages),
        cmocka_unit_test(the_other_convention_differs_at_breaks_only),
        cmocka_unit_test(the_geodesic_is_that_of_the_reference),
        cmocka_unit_test(the_geodesic_knows_simple_ways),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
