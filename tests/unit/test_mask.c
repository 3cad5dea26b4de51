#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/geo/geodesic.h"
#include "engine/vault/mask.h"

/* Draws over the whole ring, one after the other. */
struct draws {
    uint32_t first;   /* the number of the first that fits */
    uint32_t drawn;   /* how many were asked for */
    uint32_t checked; /* how many were looked at */
    double at[2];     /* the last that was looked at */
    double from[2];   /* the middle of the cell that the last was drawn from */
};

static struct orb_mask_draw draw(void *context, const struct orb_mask_place *place,
                                 uint32_t attempt)
{
    struct draws *d = context;

    if (place == NULL) {
        assert_int_equal(attempt, ORB_MASK_SHIFT);
        return (struct orb_mask_draw){ 0.25, 0.75 };
    }
    d->from[0] = place->lon;
    d->from[1] = place->lat;
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
                const struct orb_mask_ring reach = orb_mask_reach(&move.place.ring);
                double lon, lat, m;

                assert_true(orb_mask_point(&lon, &lat, &move));
                m = orb_geodesic_m(places[p][0], places[p][1], lon, lat);
                assert_true(m > reach.inner_km * 1000 - 0.3);
                assert_true(m < reach.outer_km * 1000 + 0.3);
                assert_true(reach.inner_km == move.place.ring.inner_km);
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
    /* u and v of the first draw are 0: the inner radius, wider by half the diagonal of a
     * cell of 500 m, to the north. */
    assert_true(lon == d.from[0]);
    assert_true(fabs(orb_geodesic_m(d.from[0], d.from[1], lon, lat) - 1353.553) < 0.01);
    assert_true(lat > d.from[1]);
    assert_true(orb_geodesic_m(d.from[0], d.from[1], 3, 46) < 353.6);
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

static struct seen seen_in(char *id, double lon, double lat, struct orb_mask_ring ring)
{
    const struct orb_mask_move move = { { lon, lat, ring }, id, draw_keyed, is_anywhere };
    double x = 0;
    double y = 0;

    assert_true(orb_mask_point(&x, &y, &move));
    return (struct seen){ (x - 3) * 77460, (y - 46) * 111145 };
}

static struct seen seen(char *id, double lon, double lat, double rho)
{
    return seen_in(id, lon, lat, orb_mask_ring(20, orb_mask_density(rho), true));
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

/* ---- an address that is geocoded again */

#define HOMES  500
#define AGAIN  20
#define JITTER 10 /* metres, each way */

/* What somebody who keeps every point of a home may work out. */
struct told {
    size_t homes_of[AGAIN + 1]; /* by how many different points they have */
    double error_m[HOMES];      /* of the mean of the different points */
};

/* In [-1, 1], always alike. */
static double next_jitter(uint32_t *state)
{
    *state = *state * 1664525U + 1013904223U;
    return (double)(*state >> 8) / (1 << 23) - 1;
}

static void geocode_again(struct told *told, double rho, bool is_uneven)
{
    uint32_t random = 1;

    *told = (struct told){ { 0 }, { 0 } };
    for (int h = 0; h < HOMES; h++) {
        struct seen home = { next_jitter(&random) * 5000, next_jitter(&random) * 5000 };
        struct seen points[AGAIN];
        struct seen mean = { 0, 0 };
        size_t count = 0;
        char id[16];

        (void)snprintf(id, sizeof id, "D71-%04d", h);
        for (int i = 0; i < AGAIN; i++) {
            double east = home.east + next_jitter(&random) * JITTER;
            double north = home.north + next_jitter(&random) * JITTER;
            struct seen point =
                seen_in(id, 3 + east / 77460, 46 + north / 111145,
                        orb_mask_ring(20, orb_mask_density(rho), is_uneven));
            size_t k = 0;

            while (k < count && apart_m(points[k], point) > 0)
                k++;
            if (k == count)
                points[count++] = point;
        }
        for (size_t k = 0; k < count; k++) {
            mean.east += points[k].east / (double)count;
            mean.north += points[k].north / (double)count;
        }
        told->homes_of[count]++;
        told->error_m[h] = apart_m(mean, home);
    }
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Twenty geocodings of a home within ten metres of it. */
static void an_address_geocoded_again_keeps_its_point(void **state)
{
    static const struct {
        double rho;
        bool is_uneven;
        size_t least_of_one; /* homes of HOMES with one point */
        size_t most_points;
        double median_m; /* of the error of the mean, at least */
    } cases[] = { { 65, true, 400, 4, 600 },
                  { 1024, true, 300, 4, 150 },
                  { 20000, false, 300, 4, 60 } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct told told;

        geocode_again(&told, cases[i].rho, cases[i].is_uneven);
        qsort(told.error_m, HOMES, sizeof told.error_m[0], by_size);
        print_message("# %g per km2: %zu, %zu, %zu, %zu homes of 1 to 4 points; error of "
                      "their mean: 1st decile %.0f m, median %.0f m\n",
                      cases[i].rho, told.homes_of[1], told.homes_of[2], told.homes_of[3],
                      told.homes_of[4], told.error_m[HOMES / 10], told.error_m[HOMES / 2]);
        assert_true(told.homes_of[1] >= cases[i].least_of_one);
        for (size_t n = cases[i].most_points + 1; n <= AGAIN; n++)
            assert_int_equal(told.homes_of[n], 0);
        assert_true(told.error_m[HOMES / 2] > cases[i].median_m);
    }
}

/* Two points of a home tell that it is by a border of cells: of whom, depends on the key.
 */
static void where_cells_end_is_of_each_person(void **state)
{
    size_t same = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        char id[16];

        (void)snprintf(id, sizeof id, "D71-%04d", i);
        same += apart_m(seen(id, 3, 46, 65), seen(id, 3.0005, 46, 65)) == 0;
    }
    /* 39 m of 273: all of them, or none, if cells were shared. */
    assert_true(same > 800 && same < 910);
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
        cmocka_unit_test(an_address_geocoded_again_keeps_its_point),
        cmocka_unit_test(where_cells_end_is_of_each_person),
        cmocka_unit_test(a_density_is_rounded_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
