#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/travel/estimate.h"
#include "engine/travel/fit.h"

enum { PAIRS = 200 };

static struct orb_profile *open_profile(void)
{
    struct orb_profile *profile = NULL;

    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    return profile;
}

/* Pairs up to km, whose minutes are those of a profile. */
static void make_pairs(struct orb_travel_sample *samples, const struct orb_profile *profile,
                       double km)
{
    for (int i = 0; i < PAIRS; i++) {
        struct orb_travel_sample *s = &samples[i];

        *s =
            (struct orb_travel_sample){ km * (i + 1) / PAIRS, 0, 1 + i % 4, 1 + i / 4 % 4 };
        s->minutes = orb_travel_estimate_minutes(profile, ORB_MODE_CAR, s->distance_km,
                                                 s->density_from, s->density_to);
    }
}

static enum orb_status fit_car(struct orb_travel_fit *fit,
                               const struct orb_profile *profile,
                               const struct orb_travel_sample *samples, size_t count)
{
    const struct orb_travel_samples pairs = { ORB_MODE_CAR, samples, count };

    return orb_travel_fit(fit, profile, &pairs, NULL);
}

static void the_parameters_that_made_the_minutes_are_found_again(void **state)
{
    struct orb_profile *profile = open_profile();
    struct orb_profile *truth = open_profile();
    struct orb_profile_travel_mode *m = &truth->travel.modes[ORB_MODE_CAR];
    struct orb_travel_sample samples[PAIRS];
    struct orb_travel_fit fit;

    (void)state;
    m->access_minutes = 6.5;
    for (int i = 1; i <= 4; i++)
        m->local_kmh[i] *= 0.8;
    m->mid_kmh = 71;
    m->far_kmh = 102;
    make_pairs(samples, truth, 120);
    assert_int_equal(fit_car(&fit, profile, samples, PAIRS), ORB_OK);
    for (int i = 0; i < ORB_FITS; i++)
        assert_true(fit.is_fitted[i]);
    assert_true(fabs(fit.proposed.access_minutes - 6.5) < 1e-6);
    assert_true(fabs(fit.proposed.local_kmh[3] - 40) < 1e-6);
    assert_true(fabs(fit.proposed.mid_kmh - 71) < 1e-6);
    assert_true(fabs(fit.proposed.far_kmh - 102) < 1e-6);
    assert_true(fit.absolute_after < 1e-6 && fit.absolute_before > 1);
    assert_true(fit.before[0] <= fit.before[2] && fit.before[2] <= fit.before[4]);
    orb_profile_free(profile);
    orb_profile_free(truth);
}

static void what_no_pair_tells_keeps_its_value(void **state)
{
    struct orb_profile *profile = open_profile();
    const struct orb_profile_travel_mode *m = &profile->travel.modes[ORB_MODE_CAR];
    struct orb_travel_sample samples[PAIRS];
    struct orb_travel_fit fit;

    (void)state;
    make_pairs(samples, profile, 8);
    for (int i = 0; i < PAIRS; i++)
        samples[i].minutes += 4;
    assert_int_equal(fit_car(&fit, profile, samples, PAIRS), ORB_OK);
    assert_true(fit.is_fitted[ORB_FIT_ACCESS] && fit.is_fitted[ORB_FIT_LOCAL]);
    assert_false(fit.is_fitted[ORB_FIT_MID] || fit.is_fitted[ORB_FIT_FAR]);
    assert_true(fit.proposed.mid_kmh == m->mid_kmh && fit.proposed.far_kmh == m->far_kmh);
    assert_true(fabs(fit.proposed.access_minutes - m->access_minutes - 4) < 1e-6);
    orb_profile_free(profile);
}

static void an_access_below_zero_is_not_proposed(void **state)
{
    struct orb_profile *profile = open_profile();
    struct orb_travel_sample samples[PAIRS];
    struct orb_travel_fit fit;

    (void)state;
    make_pairs(samples, profile, 100);
    for (int i = 0; i < PAIRS; i++)
        samples[i].minutes = fmax(0, samples[i].minutes - 9);
    assert_int_equal(fit_car(&fit, profile, samples, PAIRS), ORB_OK);
    assert_false(fit.is_fitted[ORB_FIT_ACCESS]);
    assert_true(fit.proposed.access_minutes >= 0 && fit.proposed.mid_kmh > 0);
    orb_profile_free(profile);
}

static void a_few_pairs_tell_nothing(void **state)
{
    struct orb_profile *profile = open_profile();
    const struct orb_travel_sample samples[9] = { { 1, 5, 0, 0 } };
    struct orb_travel_fit fit;

    (void)state;
    assert_int_equal(fit_car(&fit, profile, samples, 9), ORB_ERR_RANGE);
    orb_profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_parameters_that_made_the_minutes_are_found_again),
        cmocka_unit_test(what_no_pair_tells_keeps_its_value),
        cmocka_unit_test(an_access_below_zero_is_not_proposed),
        cmocka_unit_test(a_few_pairs_tell_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
