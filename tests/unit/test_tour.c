#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/tour.h"

#define MOST 9

static uint32_t seed = 17;

static double chance(void)
{
    seed = seed * 1664525U + 1013904223U;
    return (double)(seed >> 8) / (1U << 24);
}

/* Minutes between points drawn in a square; one way longer than the other when uneven. */
static void draw(double *minutes, size_t count, int uneven)
{
    double x[ORB_TOUR_MAX], y[ORB_TOUR_MAX];

    for (size_t i = 0; i < count; i++) {
        x[i] = chance();
        y[i] = chance();
    }
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            minutes[i * count + j] =
                60 * hypot(x[i] - x[j], y[i] - y[j]) * (uneven && i < j ? 1 + chance() : 1);
}

static void assert_every_place_once(const size_t *order, size_t count)
{
    unsigned char seen[ORB_TOUR_MAX] = { 0 };

    assert_int_equal(order[0], 0);
    for (size_t i = 0; i < count; i++) {
        assert_true(order[i] < count);
        assert_int_equal(seen[order[i]]++, 0);
    }
}

/* The shortest round, by trying them all. */
static double shortest(const double *minutes, size_t count, size_t *order, size_t fixed)
{
    double best = INFINITY;

    if (fixed == count)
        return orb_tour_minutes(order, minutes, count);
    for (size_t i = fixed; i < count; i++) {
        size_t kept = order[fixed];

        order[fixed] = order[i];
        order[i] = kept;
        best = fmin(best, shortest(minutes, count, order, fixed + 1));
        order[i] = order[fixed];
        order[fixed] = kept;
    }
    return best;
}

static void every_place_is_visited_once_from_the_start(void **state)
{
    static double minutes[60 * 60];
    size_t order[60], again[60];

    (void)state;
    for (size_t count = 0; count <= 60; count += count < 8 ? 1 : 13) {
        draw(minutes, count, (int)(count % 2));
        assert_int_equal(orb_tour_order(order, minutes, count, NULL), ORB_OK);
        if (count > 0)
            assert_every_place_once(order, count);
        assert_int_equal(orb_tour_order(again, minutes, count, NULL), ORB_OK);
        assert_memory_equal(order, again, count * sizeof *order);
    }
}

static void small_rounds_are_nearly_the_shortest(void **state)
{
    double minutes[MOST * MOST];
    double sum = 0, least = 0;

    (void)state;
    for (int i = 0; i < 40; i++) {
        size_t count = 4 + (size_t)i % (MOST - 4);
        size_t order[MOST], tried[MOST];
        double best, found;

        draw(minutes, count, i % 2);
        assert_int_equal(orb_tour_order(order, minutes, count, NULL), ORB_OK);
        found = orb_tour_minutes(order, minutes, count);
        for (size_t k = 0; k < count; k++)
            tried[k] = k;
        best = shortest(minutes, count, tried, 1);
        assert_true(found >= best - 1e-6);
        assert_true(found <= 1.25 * best);
        sum += found;
        least += best;
    }
    assert_true(sum <= 1.03 * least);
}

static void places_on_a_line_are_not_crossed_twice(void **state)
{
    static const double at[] = { 0, 9, 1, 8, 2, 7, 3 };
    double minutes[49];
    size_t order[7];

    (void)state;
    for (size_t i = 0; i < 49; i++)
        minutes[i] = fabs(at[i / 7] - at[i % 7]);
    assert_int_equal(orb_tour_order(order, minutes, 7, NULL), ORB_OK);
    assert_true(fabs(orb_tour_minutes(order, minutes, 7) - 18) < 1e-9);
}

static void too_many_places_are_refused(void **state)
{
    struct orb_error err = { 0 };
    size_t order[1];
    double minutes[1] = { 0 };

    (void)state;
    assert_int_equal(orb_tour_order(order, minutes, ORB_TOUR_MAX + 1, &err), ORB_ERR_RANGE);
    assert_true(err.text[0] != '\0');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_place_is_visited_once_from_the_start),
        cmocka_unit_test(small_rounds_are_nearly_the_shortest),
        cmocka_unit_test(places_on_a_line_are_not_crossed_twice),
        cmocka_unit_test(too_many_places_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
