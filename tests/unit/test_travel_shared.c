/* The reference values of travel: minutes of the estimate, recorded answers of routers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/geo/shape.h"
#include "engine/travel/estimate.h"
#include "engine/travel/router.h"
#include "tests/unit/importing.h"

static void the_estimate_gives_the_reference_minutes(void **state)
{
    const char *path = importing_shared("oracles/travel/l0_vectors.csv");
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    struct orb_profile *profile = NULL;
    size_t rows = 0;
    bool more = true;

    (void)state;
    if (path == NULL)
        skip();
    assert_int_equal(orb_file_read(&text, path, 1U << 20, NULL), ORB_OK);
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    assert_string_equal(orb_csv_field(&csv, 5), "minutes");
    for (;;) {
        double expected;
        double found;
        int mode;

        assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
        if (!more)
            break;
        mode = orb_name_index(orb_travel_mode_names, ORB_MODES, orb_csv_field(&csv, 0));
        assert_true(mode >= 0);
        found = orb_travel_estimate_minutes(
            profile, (enum orb_travel_mode)mode, atof(orb_csv_field(&csv, 3)),
            atoi(orb_csv_field(&csv, 1)), atoi(orb_csv_field(&csv, 2)));
        expected = atof(orb_csv_field(&csv, 5));
        /* The reference has nine decimals. */
        if (fabs(found - expected) > 1e-9 * fabs(expected) + 5.1e-10)
            fail_msg("line %lu: %.12f instead of %.12f", csv.line, found, expected);
        rows++;
    }
    assert_int_equal(rows, 128);
    orb_csv_release(&csv);
    orb_buf_release(&text);
    orb_profile_free(profile);
}

/* ---- routers */

/* A recorded answer; with a member, only that part of it. Empty when it is absent. */
static void read_recorded(struct orb_buf *out, const char *name, const char *member)
{
    const char *path = importing_shared(name);
    struct orb_buf text = { 0 };
    struct orb_json *json = NULL;

    if (path == NULL)
        return;
    assert_int_equal(orb_file_read(&text, path, 1U << 20, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&json, text.data, text.len, NULL), ORB_OK);
    orb_json_write(out, member == NULL ? json : orb_json_get(json, member));
    orb_json_free(json);
    orb_buf_release(&text);
}

/* The eight points of the recorded matrices. */
static const struct orb_router_point eight[] = {
    { 4.79, 46.28 }, { 4.846, 46.28 }, { 4.79, 46.32 },  { 4.846, 46.32 },
    { 4.818, 46.3 }, { 4.832, 46.29 }, { 4.797, 46.31 }, { 4.818, 46.295 },
};

static void valhalla_answers_are_read(void **state)
{
    static const struct {
        const char *name;
        double seconds, metres;
    } cases[] = { { "oracles/router/valhalla_matrix_auto.json", 725, 8764 },
                  { "oracles/router/valhalla_matrix_pedestrian.json", 6184, 8760 } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct orb_router_leg legs[64];
        const struct orb_router_batch batch = { ORB_MODE_CAR, eight, 8, eight, 8, legs };
        struct orb_buf answer = { 0 };

        read_recorded(&answer, cases[i].name, NULL);
        if (answer.len == 0)
            skip();
        assert_int_equal(orb_valhalla_read_matrix(&batch, &answer, NULL), ORB_OK);
        assert_true(legs[3].seconds == cases[i].seconds);
        assert_true(fabs(legs[3].metres - cases[i].metres) < 1e-9);
        for (size_t n = 0; n < 64; n++)
            assert_int_equal(legs[n].answer, ORB_TRAVEL_ROUTE);
        orb_buf_release(&answer);
    }
}

static void an_island_has_no_way_or_is_off_the_network(void **state)
{
    static const struct orb_router_point from[] = { { 4.79, 46.28 }, { 4.818, 46.3 } };
    static const struct orb_router_point to[] = { { 4.818, 46.3 }, { 5.105, 46.3 } };
    static const struct {
        const char *name;
        enum orb_travel_answer island;
    } cases[] = {
        { "oracles/router/valhalla_matrix_null.json", ORB_TRAVEL_NO_ROUTE },
        { "oracles/router/valhalla_matrix_compact.json", ORB_TRAVEL_NO_ROUTE },
        { "oracles/router/valhalla_matrix_snapped_far.json", ORB_TRAVEL_OFF_NETWORK },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_router_leg legs[4];
        const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 2, legs };
        struct orb_buf answer = { 0 };

        read_recorded(&answer, cases[i].name, "response");
        if (answer.len == 0)
            skip();
        assert_int_equal(orb_valhalla_read_matrix(&batch, &answer, NULL), ORB_OK);
        assert_true(legs[0].answer == ORB_TRAVEL_ROUTE && legs[0].seconds == 361);
        assert_true(legs[0].metres == 4384);
        assert_true(legs[2].answer == ORB_TRAVEL_ROUTE && legs[2].seconds == 0);
        assert_int_equal(legs[1].answer, cases[i].island);
        assert_int_equal(legs[3].answer, cases[i].island);
        assert_true(isnan(legs[1].seconds) && isnan(legs[3].metres));
        orb_buf_release(&answer);
    }
}

static double area_m2(const char *geometry)
{
    struct orb_geo_context *context = NULL;
    struct orb_json *json = NULL;
    struct orb_shape *shape = NULL;
    double area;

    assert_int_equal(orb_geo_open(&context, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&json, geometry, strlen(geometry), NULL), ORB_OK);
    assert_int_equal(orb_shape_parse(&shape, context, json, NULL), ORB_OK);
    area = orb_shape_area_m2(shape);
    orb_shape_free(shape);
    orb_json_free(json);
    orb_geo_close(context);
    return area;
}

static void isochrones_come_smallest_first(void **state)
{
    struct orb_isochrone areas[2] = { { .minutes = 2 }, { .minutes = 4 } };
    struct orb_arena arena = { 0 };
    struct orb_buf answer = { 0 };

    (void)state;
    read_recorded(&answer, "oracles/router/valhalla_isochrone_auto.json", NULL);
    if (answer.len == 0)
        skip();
    assert_int_equal(orb_valhalla_read_isochrone(areas, 2, &answer, &arena, NULL), ORB_OK);
    assert_true(area_m2(areas[0].geometry) > 0);
    assert_true(area_m2(areas[0].geometry) < area_m2(areas[1].geometry));
    assert_int_equal(orb_valhalla_read_isochrone(areas, 1, &answer, &arena, NULL),
                     ORB_ERR_SYNTAX);
    orb_arena_release(&arena);
    orb_buf_release(&answer);
}

static void an_osrm_route_is_read(void **state)
{
    struct orb_router_leg leg;
    const struct orb_router_batch batch = {
        ORB_MODE_CAR, &eight[0], 1, &eight[3], 1, &leg
    };
    struct orb_buf answer = { 0 };

    (void)state;
    read_recorded(&answer, "oracles/router/valhalla_route_osrmformat.json", NULL);
    if (answer.len == 0)
        skip();
    assert_int_equal(orb_osrm_read_route(&batch, &answer, NULL), ORB_OK);
    assert_int_equal(leg.answer, ORB_TRAVEL_ROUTE);
    assert_true(leg.seconds == 725.21 && leg.metres == 8764.002);
    orb_buf_release(&answer);
}

static void the_units_of_an_ign_route_are_those_it_says(void **state)
{
    static const struct orb_router_point from = { 2.342023, 48.84574 };
    static const struct orb_router_point to = { 2.321707, 48.845556 };
    struct orb_router_leg leg;
    const struct orb_router_batch batch = { ORB_MODE_CAR, &from, 1, &to, 1, &leg };
    struct orb_arena arena = { 0 };
    const char *version = NULL;
    struct orb_buf answer = { 0 };

    (void)state;
    read_recorded(&answer, "data/geocode/geopf_itineraire_response_abridged.json", NULL);
    if (answer.len == 0)
        skip();
    assert_int_equal(orb_ign_read_route(&batch, &answer, &arena, &version, NULL), ORB_OK);
    assert_true(leg.seconds == 3.2216666666666667 * 60 && leg.metres == 2415.7);
    assert_string_equal(version, "2022-11-24");
    orb_arena_release(&arena);
    orb_buf_release(&answer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_estimate_gives_the_reference_minutes),
        cmocka_unit_test(valhalla_answers_are_read),
        cmocka_unit_test(an_island_has_no_way_or_is_off_the_network),
        cmocka_unit_test(isochrones_come_smallest_first),
        cmocka_unit_test(an_osrm_route_is_read),
        cmocka_unit_test(the_units_of_an_ign_route_are_those_it_says),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
