#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

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

static struct orb_mask_draw draw(void *context, const struct orb_mask_place *place,
                                 uint32_t attempt)
{
    struct draws *d = context;

    (void)place;
    assert_int_equal(attempt, d->drawn);
    d->drawn++;
    return (struct orb_mask_draw){ attempt / 31.001, fmod(attempt * 0.137, 1) };
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
                    { places[p][0], places[p][1], orb_mask_ring(20, densities[k], true) },
                    &d,
                    draw,
                    is_fit
                };
                double lon, lat, m;

                assert_true(orb_mask_point(&lon, &lat, &move));
                m = orb_geodesic_m(places[p][0], places[p][1], lon, lat);
                assert_true(m > move.place.ring.inner_km * 1000 - 0.3);
                assert_true(m < move.place.ring.outer_km * 1000 + 0.3);
                assert_true(lon == d.at[0] && lat == d.at[1]);
                assert_int_equal(d.drawn, first + 1);
            }
}

static void a_point_goes_at_the_bearing_that_is_drawn(void **state)
{
    struct draws d = { .first = 0 };
    const struct orb_mask_move move = { { 3, 46, { 1, 2 } }, &d, draw, is_fit };
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
    const struct orb_mask_move move = { { 3, 46, { 1, 2 } }, &d, draw, is_fit };
    double lon = 1;
    double lat = 2;

    (void)state;
    assert_false(orb_mask_point(&lon, &lat, &move));
    assert_true(lon == 1 && lat == 2);
    assert_int_equal(d.checked, ORB_MASK_TRIES);
}

/* A draw of its own for each person, address and ring, from one key. */
static struct orb_mask_draw draw_keyed(void *context, const struct orb_mask_place *place,
                                       uint32_t attempt)
{
    static const unsigned char key[ORB_MASK_KEY] = "a key of 32 bytes, for the tests";

    return orb_mask_draw(key, context, place, attempt);
}

static bool is_anywhere(void *context, double lon, double lat)
{
    (void)context;
    return isfinite(lon) && isfinite(lat);
}

struct seen {
    double east, north; /* metres from 3, 46 */
};

static struct seen seen(char *id, double lon, double lat, double rho)
{
    const struct orb_mask_move move = { { lon, lat,
                                          orb_mask_ring(20, orb_mask_density(rho), true) },
                                        id,
                                        draw_keyed,
                                        is_anywhere };
    double x = 0;
    double y = 0;

    assert_true(orb_mask_point(&x, &y, &move));
    return (struct seen){ (x - 3) * 77460, (y - 46) * 111145 };
}

static double apart_m(struct seen a, struct seen b)
{
    return hypot(a.east - b.east, a.north - b.north);
}

/* One draw in two rings that are alike puts both points on a line with the home, at a known
 * ratio: who knows both rings has the home. */
static struct seen home_of_one_draw(struct seen a, struct seen b, double ratio)
{
    return (struct seen){ (b.east - ratio * a.east) / (1 - ratio),
                          (b.north - ratio * a.north) / (1 - ratio) };
}

static void a_ring_that_changes_tells_nothing_of_the_home(void **state)
{
    char id[16];
    size_t near = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct seen a, b;

        (void)snprintf(id, sizeof id, "D71-%04d", i);
        a = seen(id, 3, 46, 65);
        b = seen(id, 3, 46, 130);
        near += apart_m(home_of_one_draw(a, b, sqrt(0.5)), (struct seen){ 0, 0 }) < 50;
    }
    assert_true(near < 20);
}

static void an_address_that_changes_does_not_tell_by_how_much(void **state)
{
    char id[16];
    size_t near = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct seen a, b;

        (void)snprintf(id, sizeof id, "D71-%04d", i);
        a = seen(id, 3, 46, 65);
        b = seen(id, 3.01, 46, 65);
        near += fabs(b.east - a.east - 774.6) < 50 && fabs(b.north - a.north) < 50;
    }
    assert_true(near < 20);
}

static void small_changes_of_population_change_nothing(void **state)
{
    char id[] = "D71-0001";
    struct seen first = seen(id, 3, 46, 65);

    (void)state;
    for (double rho = 64; rho < 128; rho += 0.37)
        assert_true(apart_m(first, seen(id, 3, 46, rho)) == 0);
    /* What is written otherwise is at the same place. */
    assert_true(apart_m(first, seen(id, 3.000000001, 46, 65)) < 0.01);
    assert_true(apart_m(first, seen(id, 3, 46, 128)) > 1);
}

static void a_density_is_rounded_down(void **state)
{
    static const double cases[][2] = { { 65, 64 }, { 64, 64 },    { 63.9, 32 },
                                       { 1, 1 },   { 0.3, 0.25 }, { 20000, 16384 } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(orb_mask_density(cases[i][0]) == cases[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_is_within_its_ring),
        cmocka_unit_test(a_point_goes_at_the_bearing_that_is_drawn),
        cmocka_unit_test(no_draw_fits),
        cmocka_unit_test(a_ring_that_changes_tells_nothing_of_the_home),
        cmocka_unit_test(an_address_that_changes_does_not_tell_by_how_much),
        cmocka_unit_test(small_changes_of_population_change_nothing),
        cmocka_unit_test(a_density_is_rounded_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
