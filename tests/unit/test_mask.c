#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/geo/geodesic.h"
#include "engine/vault/mask.h"

/* Draws over the whole ring, one after the other. */
struct draws {
    uint32_t first;   /* the number of the first that fits */
    uint32_t drawn;   /* how many were asked for */
    uint32_t checked; /* how many were looked at */
    double at[2];     /* the last that was looked at */
};

static void draw(void *context, uint32_t attempt, double *u, double *v)
{
    struct draws *d = context;

    assert_int_equal(attempt, d->drawn);
    d->drawn++;
    *u = attempt / 31.001;
    *v = fmod(attempt * 0.137, 1);
}

static bool is_fit(void *context, double lon, double lat)
{
    struct draws *d = context;

    d->at[0] = lon;
    d->at[1] = lat;
    return d->checked++ >= d->first;
}

static void a_point_is_within_its_ring(void **state)
{
    static const double places[][2] = { { 3.0123, 46.0123 },
                                        { 55.5, -21.1 },
                                        { -52.6, 4 } };
    static const double densities[] = { 20000, 65, 0.5 };

    (void)state;
    for (size_t p = 0; p < sizeof places / sizeof places[0]; p++)
        for (size_t k = 0; k < sizeof densities / sizeof densities[0]; k++)
            for (uint32_t first = 0; first < ORB_MASK_TRIES; first++) {
                struct draws d = { .first = first };
                const struct orb_mask_move move = {
                    places[p][0], places[p][1], orb_mask_ring(20, densities[k], true),
                    &d,           draw,         is_fit
                };
                double lon, lat, m;

                assert_true(orb_mask_point(&lon, &lat, &move));
                m = orb_geodesic_m(places[p][0], places[p][1], lon, lat);
                assert_true(m > move.ring.inner_km * 1000 - 0.3);
                assert_true(m < move.ring.outer_km * 1000 + 0.3);
                assert_true(lon == d.at[0] && lat == d.at[1]);
                assert_int_equal(d.drawn, first + 1);
            }
}

static void a_point_goes_at_the_bearing_that_is_drawn(void **state)
{
    struct draws d = { .first = 0 };
    const struct orb_mask_move move = { 3, 46, { 1, 2 }, &d, draw, is_fit };
    double lon, lat;

    (void)state;
    assert_true(orb_mask_point(&lon, &lat, &move));
    /* u and v of the first draw are 0: the inner radius, to the north. */
    assert_true(lon == 3);
    assert_true(fabs(orb_geodesic_m(3, 46, lon, lat) - 1000) < 0.001);
    assert_true(lat > 46);
}

static void no_draw_fits(void **state)
{
    struct draws d = { .first = ORB_MASK_TRIES };
    const struct orb_mask_move move = { 3, 46, { 1, 2 }, &d, draw, is_fit };
    double lon = 1;
    double lat = 2;

    (void)state;
    assert_false(orb_mask_point(&lon, &lat, &move));
    assert_true(lon == 1 && lat == 2);
    assert_int_equal(d.checked, ORB_MASK_TRIES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_is_within_its_ring),
        cmocka_unit_test(a_point_goes_at_the_bearing_that_is_drawn),
        cmocka_unit_test(no_draw_fits),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
