/* Neighbours, and where rates stand out among them. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/hotspots.h"
#include "engine/cohort/neighbours.h"

/* A square of SIDE by SIDE areas, each beside four; the last one is an island. */
#define SIDE  7
#define UNITS (SIDE * SIDE + 1)

static struct orb_neighbour_list square;
static double cases[UNITS], bases[UNITS];
static bool known[UNITS];

static int begin(void **state)
{
    struct orb_pair pairs[2 * UNITS];
    size_t count = 0;

    (void)state;
    for (uint32_t i = 0; i + 1 < UNITS; i++) {
        if (i % SIDE + 1 < SIDE)
            pairs[count++] = (struct orb_pair){ i, i + 1 };
        if (i + SIDE + 1 < UNITS)
            pairs[count++] = (struct orb_pair){ i + SIDE, i };
    }
    for (uint32_t i = 0; i < UNITS; i++) {
        bool corner = i % SIDE < 3 && i / SIDE < 3;

        bases[i] = 40;
        cases[i] = corner ? 30 : 8 + i % 3;
        known[i] = true;
    }
    return orb_neighbours_join(&square, UNITS, pairs, count, NULL) != ORB_OK;
}

static int end(void **state)
{
    (void)state;
    orb_neighbour_list_release(&square);
    return 0;
}

static void find(struct orb_hotspots *out, const bool *left)
{
    const struct orb_hotspots_input input = { .cases = cases,
                                              .bases = bases,
                                              .known = left,
                                              .beside = orb_neighbours_view(&square) };

    assert_int_equal(orb_hotspots_find(out, &input, NULL), ORB_OK);
}

static void pairs_go_both_ways_and_count_once(void **state)
{
    struct orb_pair pairs[] = { { 2, 0 }, { 0, 2 }, { 1, 1 }, { 2, 1 } };
    struct orb_neighbour_list list = { 0 };

    (void)state;
    assert_int_equal(orb_neighbours_join(&list, 4, pairs, 4, NULL), ORB_OK);
    assert_int_equal(list.first[1] - list.first[0], 1);
    assert_int_equal(list.first[3] - list.first[2], 2);
    assert_int_equal(list.first[4], list.first[3]);
    assert_int_equal(list.items[list.first[0]], 2);
    assert_int_equal(list.items[list.first[2]], 0);
    assert_int_equal(list.items[list.first[2] + 1], 1);
    orb_neighbour_list_release(&list);
}

static void near_is_within_the_distance_whatever_the_order(void **state)
{
    static const double lon[] = { 5, NAN, 5.1, 5.0, 5.6 };
    static const double lat[] = { 46, 46, 46, 46.1, 46 };
    static const struct orb_unit_points points = { lon, lat, 5 };
    struct orb_neighbour_list list = { 0 };

    (void)state;
    assert_int_equal(orb_neighbours_near(&list, &points, 12000, NULL), ORB_OK);
    assert_int_equal(list.first[1], 2); /* 7.7 km east, 11.1 km north */
    assert_int_equal(list.items[0], 2);
    assert_int_equal(list.items[1], 3);
    assert_int_equal(list.first[2], list.first[1]);     /* without a point */
    assert_int_equal(list.first[3] - list.first[2], 1); /* 13.5 km from the other */
    assert_int_equal(list.first[5], list.first[4]);
    orb_neighbour_list_release(&list);
}

static void a_corner_stands_out_and_an_island_is_undefined(void **state)
{
    struct orb_hotspots out;

    (void)state;
    find(&out, NULL);
    assert_true(out.tested);
    assert_int_equal(out.known, UNITS);
    assert_int_equal(out.islands, 1);
    assert_int_equal(out.units[0].spot, ORB_SPOT_HOT);
    assert_int_equal(out.units[SIDE + 1].spot, ORB_SPOT_HOT);
    assert_int_equal(out.units[SIDE * SIDE - 1].spot, ORB_SPOT_NONE);
    assert_int_equal(out.units[UNITS - 1].spot, ORB_SPOT_UNDEFINED);
    assert_true(isnan(out.units[UNITS - 1].z) && isnan(out.units[UNITS - 1].local));
    assert_true(out.units[SIDE + 1].local > 0 && out.units[SIDE + 1].local_p < 0.05);
    /* Drawn towards the mean of all. */
    assert_true(out.units[0].shrunk < out.units[0].rate);
    assert_true(out.units[0].shrunk > out.mean);
    orb_hotspots_release(&out);
}

static void what_is_left_out_weighs_on_nothing(void **state)
{
    struct orb_hotspots before, after;

    (void)state;
    known[0] = known[20] = false;
    find(&before, known);
    cases[0] = 1;
    bases[20] = 4000;
    find(&after, known);
    assert_int_equal(before.known, UNITS - 2);
    assert_int_equal(before.units[0].spot, ORB_SPOT_UNDEFINED);
    assert_true(isnan(before.units[0].shrunk));
    for (uint32_t i = 0; i < UNITS; i++) {
        assert_memory_equal(&before.units[i].shrunk, &after.units[i].shrunk,
                            sizeof(double));
        assert_memory_equal(&before.units[i].z, &after.units[i].z, sizeof(double));
    }
    orb_hotspots_release(&before);
    orb_hotspots_release(&after);
}

static void fewer_than_thirty_areas_are_not_tested(void **state)
{
    struct orb_hotspots out;

    (void)state;
    for (uint32_t i = 0; i < UNITS; i++)
        known[i] = i < ORB_AUTOCORRELATION_MIN - 1;
    find(&out, known);
    assert_false(out.tested);
    assert_true(isnan(out.units[0].z));
    assert_true(!isnan(out.units[0].shrunk));
    orb_hotspots_release(&out);
    known[UNITS - 2] = true;
    find(&out, known);
    assert_true(out.tested);
    orb_hotspots_release(&out);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(pairs_go_both_ways_and_count_once),
        cmocka_unit_test(near_is_within_the_distance_whatever_the_order),
        cmocka_unit_test_setup_teardown(a_corner_stands_out_and_an_island_is_undefined,
                                        begin, end),
        cmocka_unit_test_setup_teardown(what_is_left_out_weighs_on_nothing, begin, end),
        cmocka_unit_test_setup_teardown(fewer_than_thirty_areas_are_not_tested, begin, end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
