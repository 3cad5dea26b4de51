#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/geo/shape.h"

static struct orb_geo_context *geo;

static enum orb_status try_parse(struct orb_shape **out, const char *text,
                                 struct orb_error *err)
{
    struct orb_json *json = NULL;
    enum orb_status status;

    assert_int_equal(orb_json_parse(&json, text, strlen(text), err), ORB_OK);
    status = orb_shape_parse(out, geo, json, err);
    orb_json_free(json);
    return status;
}

static struct orb_shape *parse(const char *text)
{
    struct orb_shape *shape = NULL;
    struct orb_error err = { 0 };

    if (try_parse(&shape, text, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return shape;
}

static const char clockwise[] =
    "{\"type\":\"Polygon\",\"coordinates\":[[[5,46],[5,46.1],[5.1,46.1],[5.1,46],[5,46]]]}";

static void shells_are_written_counter_clockwise_with_six_decimals(void **state)
{
    struct orb_shape *shape = parse(clockwise), *again = NULL;
    struct orb_buf text = { 0 }, wkb = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_shape_write_geojson(shape, &text, &err), ORB_OK);
    assert_string_equal(
        text.data,
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[5.000000,46.000000],[5.100000,"
        "46.000000],[5.100000,46.100000],[5.000000,46.100000],[5.000000,46.000000]]]]}");
    assert_int_equal(orb_shape_write_wkb(shape, &wkb, &err), ORB_OK);
    assert_int_equal(
        orb_shape_read_wkb(&again, geo, (const unsigned char *)wkb.data, wkb.len, &err),
        ORB_OK);
    assert_true(fabs(orb_shape_area_m2(again) - orb_shape_area_m2(shape)) < 1);
    orb_shape_free(again);
    orb_shape_free(shape);
    orb_buf_release(&text);
    orb_buf_release(&wkb);
}

static void bytes_cut_short_are_refused_in_the_words_of_geos(void **state)
{
    struct orb_shape *shape = parse(clockwise), *again = NULL;
    struct orb_buf wkb = { 0 };

    (void)state;
    assert_int_equal(orb_shape_write_wkb(shape, &wkb, NULL), ORB_OK);
    for (size_t len = 0; len < wkb.len; len++) {
        struct orb_error err = { 0 };

        assert_int_equal(
            orb_shape_read_wkb(&again, geo, (const unsigned char *)wkb.data, len, &err),
            ORB_ERR_SYNTAX);
        assert_non_null(strstr(err.text, "ParseException"));
        assert_null(again);
    }
    orb_shape_free(shape);
    orb_buf_release(&wkb);
}

static void the_area_is_that_of_the_ellipsoid_within_half_a_percent(void **state)
{
    struct orb_shape *shape = parse(clockwise);

    (void)state;
    /* 0.1 degree by 0.1 degree at 46.05 N on WGS 84: 7,742 m x 11,114 m */
    assert_true(fabs(orb_shape_area_m2(shape) / 86.04e6 - 1) < 0.005);
    orb_shape_free(shape);
}

static void a_margin_is_in_metres_whatever_the_direction(void **state)
{
    static const struct {
        double lon, lat, margin_m;
        bool inside;
    } cases[] = {
        { 5.05, 46.05, 0, true },        { 4.99, 46.05, 0, false },
        { 4.99, 46.05, 760, false },     { 4.99, 46.05, 785, true },
        { 5.05, 46.11, 1100, false },    { 5.05, 46.11, 1125, true },
        { (double)NAN, 46, 1e9, false }, { 5.1, 46.1, 0, true },
    };
    struct orb_shape *shape = parse(clockwise);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (orb_shape_contains(shape, cases[i].lon, cases[i].lat, cases[i].margin_m) !=
            cases[i].inside)
            fail_msg("case %zu", i);
    orb_shape_free(shape);
}

static void a_bow_tie_is_repaired_and_what_is_lost_is_told(void **state)
{
    struct orb_shape *shape = parse(
        "{\"type\":\"Polygon\",\"coordinates\":[[[5,46],[5.1,46.1],[5.1,46],[5,46.1],[5,46]]]}");
    struct orb_error err = { 0 };
    double change, lon, lat;

    (void)state;
    assert_int_equal(orb_shape_repair(shape, &change, &err), ORB_OK);
    assert_true(orb_shape_contains(shape, 5.01, 46.05, 0));
    assert_true(orb_shape_contains(shape, 5.09, 46.05, 0));
    assert_false(orb_shape_contains(shape, 5.05, 46.01, 0));
    assert_true(orb_shape_point(shape, &lon, &lat));
    assert_true(orb_shape_contains(shape, lon, lat, 0));
    orb_shape_free(shape);
}

static void neighbours_dissolve_into_one_whatever_their_order(void **state)
{
    struct orb_shape *a = parse(clockwise);
    struct orb_shape *b = parse(
        "{\"type\":\"Polygon\",\"coordinates\":[[[5.1,46],[5.2,46],[5.2,46.1],[5.1,46.1],[5.1,46]]]}");
    const struct orb_shape *const one[] = { a, b }, *const other[] = { b, a };
    struct orb_shape *first = NULL, *second = NULL;
    struct orb_buf x = { 0 }, y = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_shape_dissolve(&first, geo, one, 2, &err), ORB_OK);
    assert_int_equal(orb_shape_dissolve(&second, geo, other, 2, &err), ORB_OK);
    assert_int_equal(orb_shape_write_wkb(first, &x, &err), ORB_OK);
    assert_int_equal(orb_shape_write_wkb(second, &y, &err), ORB_OK);
    assert_int_equal(x.len, y.len);
    assert_memory_equal(x.data, y.data, x.len);
    assert_true(
        fabs(orb_shape_area_m2(first) - orb_shape_area_m2(a) - orb_shape_area_m2(b)) < 10);
    assert_true(orb_shape_contains(first, 5.1, 46.05, 0));
    orb_shape_free(a);
    orb_shape_free(b);
    orb_shape_free(first);
    orb_shape_free(second);
    orb_buf_release(&x);
    orb_buf_release(&y);
}

/* A side that wavers by ten metres is straight, a corner of a kilometre stays. */
static void details_below_a_size_are_left_out(void **state)
{
    struct orb_shape *shape = parse(
        "{\"type\":\"Polygon\",\"coordinates\":[[[5,46],[5.03,46.0001],[5.05,46],[5.07,46.0001],"
        "[5.1,46],[5.1,46.1],[5.05,46.11],[5,46.1],[5,46]]]}");
    struct orb_buf text = { 0 };

    (void)state;
    assert_int_equal(orb_shape_simplify(shape, 60, NULL), ORB_OK);
    assert_int_equal(orb_shape_write_geojson(shape, &text, NULL), ORB_OK);
    assert_null(strstr(text.data, "46.0001"));
    assert_non_null(strstr(text.data, "46.110000"));
    orb_shape_free(shape);
    orb_buf_release(&text);
}

static void what_is_no_polygon_is_refused_with_a_sentence(void **state)
{
    static const struct {
        const char *text;
        enum orb_status status;
    } cases[] = {
        { "{\"type\":\"Point\",\"coordinates\":[5,46]}", ORB_ERR_SYNTAX },
        { "{\"type\":\"Polygon\"}", ORB_ERR_SYNTAX },
        { "{\"type\":\"Polygon\",\"coordinates\":[]}", ORB_ERR_SYNTAX },
        { "{\"type\":\"Polygon\",\"coordinates\":[[[5,46],[5,47],[5,46]]]}",
          ORB_ERR_SYNTAX },
        { "{\"type\":\"Polygon\",\"coordinates\":[[[5,46],[5,47],[6,47],[6,46]]]}",
          ORB_ERR_SYNTAX },
        { "{\"type\":\"Polygon\",\"coordinates\":[[[5,46],[5,\"x\"],[6,47],[5,46]]]}",
          ORB_ERR_SYNTAX },
        { "{\"type\":\"Polygon\",\"coordinates\":[[[652381,46],[5,47],[6,47],[652381,46]]]}",
          ORB_ERR_RANGE },
        { "{\"type\":\"MultiPolygon\",\"coordinates\":[[]]}", ORB_ERR_SYNTAX },
        { "null", ORB_ERR_SYNTAX },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_shape *shape = NULL;
        struct orb_error err = { 0 };

        if (try_parse(&shape, cases[i].text, &err) != cases[i].status ||
            err.text[0] == '\0')
            fail_msg("case %zu: %s", i, err.text);
    }
}

static int open_geo(void **state)
{
    (void)state;
    return orb_geo_open(&geo, NULL) != ORB_OK;
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
        cmocka_unit_test(shells_are_written_counter_clockwise_with_six_decimals),
        cmocka_unit_test(bytes_cut_short_are_refused_in_the_words_of_geos),
        cmocka_unit_test(the_area_is_that_of_the_ellipsoid_within_half_a_percent),
        cmocka_unit_test(a_margin_is_in_metres_whatever_the_direction),
        cmocka_unit_test(a_bow_tie_is_repaired_and_what_is_lost_is_told),
        cmocka_unit_test(neighbours_dissolve_into_one_whatever_their_order),
        cmocka_unit_test(details_below_a_size_are_left_out),
        cmocka_unit_test(what_is_no_polygon_is_refused_with_a_sentence),
    };

    return cmocka_run_group_tests(tests, open_geo, close_geo);
}
