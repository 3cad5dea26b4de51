#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/geo/outline.h"

static struct orb_geo_context *geo;

/* Lines between NaN. */
static void fill(struct orb_outline *outline, const double *xy, size_t count)
{
    orb_outline_clear(outline);
    for (size_t i = 0; i < count; i++)
        if (isnan(xy[2 * i]))
            assert_int_equal(orb_outline_end(outline, NULL), ORB_OK);
        else
            assert_int_equal(orb_outline_add(outline, xy[2 * i], xy[2 * i + 1], NULL),
                             ORB_OK);
    assert_int_equal(orb_outline_end(outline, NULL), ORB_OK);
}

static void pieces_of_rings_make_an_area_with_its_hole(void **state)
{
    static const double ring_in_two[] = { 0, 0,   4,   0, 4, 4, NAN, NAN, 4, 4, 0, 4, 0,
                                          0, NAN, NAN, 1, 1, 3, 1,   3,   3, 1, 3, 1, 1 };
    struct orb_outline o = { 0 };
    double p[2] = { -1, -1 };
    bool found = false;

    (void)state;
    fill(&o, ring_in_two, sizeof ring_in_two / sizeof ring_in_two[0] / 2);
    assert_int_equal(orb_outline_area_point(&o, geo, p, &found, NULL), ORB_OK);
    assert_true(found);
    assert_true(p[0] > 0 && p[0] < 4 && p[1] > 0 && p[1] < 4);
    assert_false(p[0] > 1 && p[0] < 3 && p[1] > 1 && p[1] < 3);
    orb_outline_release(&o);
    orb_outline_release(&o);
}

static void lines_that_enclose_nothing_have_a_point_on_them_only(void **state)
{
    static const double lines[][6] = { { 0, 0, 2, 0, 4, 0 }, { 1, 0, NAN, NAN, 3, 0 } };
    struct orb_outline o = { 0 };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        double p[2] = { -1, -1 };
        bool found = true;

        fill(&o, lines[i], 3);
        assert_int_equal(orb_outline_area_point(&o, geo, p, &found, NULL), ORB_OK);
        assert_false(found);
        assert_true(p[0] == -1);
        assert_int_equal(orb_outline_line_point(&o, geo, p, &found, NULL), ORB_OK);
        assert_true(found && p[0] >= 0 && p[0] <= 4 && p[1] == 0);
    }
    orb_outline_release(&o);
}

static void nothing_is_nowhere(void **state)
{
    struct orb_outline o = { 0 };
    double p[2];
    bool found = true;

    (void)state;
    assert_int_equal(orb_outline_end(&o, NULL), ORB_OK);
    assert_int_equal(orb_outline_line_point(&o, geo, p, &found, NULL), ORB_OK);
    assert_false(found);
    orb_outline_release(&o);
}

static int open_geo(void **state)
{
    (void)state;
    return orb_geo_open(&geo, NULL) == ORB_OK ? 0 : -1;
}

static int close_geo(void **state)
{
    (void)state;
    orb_geo_close(geo);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_of_rings_make_an_area_with_its_hole),
        cmocka_unit_test(lines_that_enclose_nothing_have_a_point_on_them_only),
        cmocka_unit_test(nothing_is_nowhere),
    };

    return cmocka_run_group_tests(tests, open_geo, close_geo);
}
