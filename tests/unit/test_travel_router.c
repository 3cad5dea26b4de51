#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/travel/router.h"

static const struct orb_router_point from[] = { { 5, 46 }, { 5.1, 46.1 } };
static const struct orb_router_point to[] = { { 5.2, 46.2 } };

static struct orb_buf text_buf(const char *text)
{
    return (struct orb_buf){ .data = (char *)(uintptr_t)text, .len = strlen(text) };
}

static void requests_are_as_each_router_wants_them(void **state)
{
    static const double minutes[] = { 15, 30 };
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, NULL };
    struct orb_buf out = { 0 };

    (void)state;
    orb_valhalla_write_matrix(&out, &batch);
    assert_string_equal(
        out.data,
        "{\"sources\":[{\"lat\":46.000000,\"lon\":5.000000,\"search_cutoff\":2000},"
        "{\"lat\":46.100000,\"lon\":5.100000,\"search_cutoff\":2000}],"
        "\"targets\":[{\"lat\":46.200000,\"lon\":5.200000,\"search_cutoff\":2000}],"
        "\"costing\":\"auto\",\"units\":\"kilometers\",\"verbose\":true}");
    orb_buf_clear(&out);
    orb_valhalla_write_isochrone(&out, ORB_MODE_WALK, to[0], minutes, 2);
    assert_string_equal(
        out.data,
        "{\"locations\":[{\"lat\":46.200000,\"lon\":5.200000,\"search_cutoff\":2000}],"
        "\"costing\":\"pedestrian\",\"contours\":[{\"time\":15},{\"time\":30}],"
        "\"polygons\":true}");
    orb_buf_clear(&out);
    orb_osrm_write_table(&out, &batch);
    assert_string_equal(out.data, "/table/v1/driving/5.000000,46.000000;5.100000,46.100000;"
                                  "5.200000,46.200000?sources=0;1&destinations=2"
                                  "&annotations=duration,distance");
    orb_buf_clear(&out);
    orb_osrm_write_route(&out, ORB_MODE_BIKE, from[0], to[0]);
    assert_string_equal(out.data, "/route/v1/cycling/5.000000,46.000000;"
                                  "5.200000,46.200000?overview=false");
    orb_buf_clear(&out);
    orb_ign_write_route(&out, ORB_MODE_CAR, from[0], to[0]);
    assert_string_equal(out.data,
                        "/itineraire?resource=bdtopo-osrm&start=5.000000,46.000000"
                        "&end=5.200000,46.200000&profile=car&optimization=fastest"
                        "&distanceUnit=meter&timeUnit=second");
    orb_buf_clear(&out);
    orb_ign_write_isochrone(&out, ORB_MODE_WALK, to[0], 30);
    assert_string_equal(out.data,
                        "/isochrone?resource=bdtopo-valhalla&point=5.200000,46.200000"
                        "&costType=time&costValue=1800&timeUnit=second&profile=pedestrian"
                        "&direction=departure");
    orb_buf_release(&out);
}

static void modes_that_a_router_does_not_know_are_not_asked(void **state)
{
    (void)state;
    assert_true(orb_router_takes(ORB_ROUTER_VALHALLA, ORB_MODE_BIKE));
    assert_false(orb_router_takes(ORB_ROUTER_IGN, ORB_MODE_BIKE));
    assert_false(orb_router_takes(ORB_ROUTER_VALHALLA, ORB_MODE_TRANSIT));
    assert_false(orb_router_takes(ORB_ROUTER_OSRM, ORB_MODE_WHEELCHAIR));
}

/* Points 0.2° apart are some 27 km away, 0.1° some 14 km. */
#define MOVED "\"begin_lat\":46,\"begin_lon\":5,\"end_lat\":46.2,\"end_lon\":5.2"
#define CELL0 "{\"from_index\":0,\"to_index\":0,\"time\":1800,\"distance\":20," MOVED "}"
#define CELL1 "{\"from_index\":1,\"to_index\":0,\"time\":null,\"distance\":null}"

static void miles_are_read_as_miles(void **state)
{
    struct orb_router_leg legs[2];
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, legs };
    const struct orb_buf answer =
        text_buf("{\"units\":\"miles\",\"sources_to_targets\":[[" CELL0 "],[" CELL1 "]]}");

    (void)state;
    assert_int_equal(orb_valhalla_read_matrix(&batch, &answer, NULL), ORB_OK);
    assert_true(fabs(legs[0].metres - 32186.88) < 1e-6 && legs[0].seconds == 1800);
    assert_int_equal(legs[1].answer, ORB_TRAVEL_NO_ROUTE);
}

static void a_way_shorter_than_the_crow_flies_is_off_the_network(void **state)
{
    struct orb_router_leg legs[2];
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, legs };
    const struct orb_buf answer = text_buf(
        "{\"units\":\"kilometers\",\"sources_to_targets\":{\"durations\":[[60],[60]],"
        "\"distances\":[[1],[13]]}}");

    (void)state;
    assert_int_equal(orb_valhalla_read_matrix(&batch, &answer, NULL), ORB_OK);
    assert_int_equal(legs[0].answer, ORB_TRAVEL_OFF_NETWORK);
    assert_int_equal(legs[1].answer, ORB_TRAVEL_ROUTE);
}

#define START "{\"units\":\"miles\",\"sources_to_targets\":"
#define ONE   "\"from_index\":1,\"to_index\":0"

/* Each of them would give minutes that nobody said. */
static void an_answer_of_another_shape_is_refused_whole(void **state)
{
    static const char *const answers[] = {
        "",
        "[]",
        "{\"units\":\"kilometers\"}",
        "{\"sources_to_targets\":[[" CELL0 "],[" CELL1 "]]}",
        "{\"units\":\"leagues\",\"sources_to_targets\":[[" CELL0 "],[" CELL1 "]]}",
        "{\"units\":\"miles\",\"sources_to_targets\":[[" CELL0 "]]}",
        "{\"units\":\"miles\",\"sources_to_targets\":[[" CELL0 "," CELL0 "],[" CELL1 "]]}",
        "{\"units\":\"miles\",\"sources_to_targets\":[[" CELL1 "],[" CELL0 "]]}",
        START "[[" CELL0 "],[{" ONE ",\"time\":-1,\"distance\":1}]]}",
        START "[[" CELL0 "],[{" ONE ",\"time\":5,\"distance\":null}]]}",
        START "{\"durations\":[[1],[2]],\"distances\":[[1,2],[3]]}}",
    };
    struct orb_router_leg legs[2] = { { ORB_TRAVEL_MISSING, 7, 7 } };
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, legs };

    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const struct orb_buf answer = text_buf(answers[i]);
        struct orb_error err = { 0 };

        assert_int_equal(orb_valhalla_read_matrix(&batch, &answer, &err), ORB_ERR_SYNTAX);
        assert_string_equal(err.text, "the answer of the router is not what was asked");
        assert_true(legs[0].seconds == 7);
    }
}

#define WAYS                                                                               \
    "\"sources\":[{\"location\":[5,46],\"distance\":3},{\"location\":[5.1,46.1]}],"        \
    "\"destinations\":[{\"location\":[5.2,46.2],\"distance\":1.5}]"

static void an_osrm_table_is_read_with_what_it_moved(void **state)
{
    struct orb_router_leg legs[2];
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, legs };
    const struct orb_buf good = text_buf("{\"code\":\"Ok\",\"durations\":[[1500.5],[null]],"
                                         "\"distances\":[[31000],[null]]," WAYS "}");
    const struct orb_buf moved = text_buf(
        "{\"code\":\"Ok\",\"durations\":[[1500],[900]],\"distances\":[[31000],[18000]],"
        "\"sources\":[{\"location\":[5,46],\"distance\":1200},{\"location\":[5.1,46.12]}],"
        "\"destinations\":[{\"location\":[5.2,46.2]}]}");

    (void)state;
    assert_int_equal(orb_osrm_read_table(&batch, &good, NULL), ORB_OK);
    assert_true(legs[0].answer == ORB_TRAVEL_ROUTE && legs[0].seconds == 1500.5);
    assert_int_equal(legs[1].answer, ORB_TRAVEL_NO_ROUTE);
    assert_int_equal(orb_osrm_read_table(&batch, &moved, NULL), ORB_OK);
    assert_int_equal(legs[0].answer, ORB_TRAVEL_OFF_NETWORK);
    assert_int_equal(legs[1].answer, ORB_TRAVEL_OFF_NETWORK);
}

static void the_version_of_the_data_of_osrm_is_read_when_it_is_told(void **state)
{
    static const struct {
        const char *answer;
        const char *version;
    } cases[] = { { "{\"code\":\"Ok\",\"data_version\":\"2026-10-01T20:21:38Z\"}",
                    "2026-10-01T20:21:38Z" },
                  { "{\"code\":\"Ok\"}", "" },
                  { "{\"code\":\"Ok\",\"data_version\":3}", "" },
                  { "<html>", "" } };
    struct orb_arena arena = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct orb_buf answer = text_buf(cases[i].answer);

        assert_string_equal(orb_osrm_read_version(&answer, &arena), cases[i].version);
    }
    orb_arena_release(&arena);
}

static void an_osrm_table_of_another_shape_is_refused(void **state)
{
    static const char *const answers[] = {
        "{\"code\":\"NoTable\",\"durations\":[[1],[2]],\"distances\":[[1],[2]]," WAYS "}",
        "{\"code\":\"Ok\",\"durations\":[[1],[2]],\"distances\":[[1],[2]]}",
        "{\"code\":\"Ok\",\"durations\":[[1],[2]]," WAYS "}",
        "{\"code\":\"Ok\",\"durations\":[[1],[]],\"distances\":[[1],[2]]," WAYS "}",
        "{\"code\":\"Ok\",\"durations\":[[1],[\"2\"]],\"distances\":[[1],[2]]," WAYS "}",
        "{\"code\":\"Ok\",\"durations\":[[1],[null]],\"distances\":[[-1],[2]]," WAYS "}",
    };
    struct orb_router_leg legs[2];
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, legs };

    (void)state;
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const struct orb_buf answer = text_buf(answers[i]);

        assert_int_equal(orb_osrm_read_table(&batch, &answer, NULL), ORB_ERR_SYNTAX);
    }
}

static void refusals_say_what_to_do(void **state)
{
    static const struct {
        enum orb_router_kind kind;
        const char *answer;
        enum orb_router_refusal refusal;
    } cases[] = {
        { ORB_ROUTER_VALHALLA, "{\"error_code\":171}", ORB_ROUTER_BAD_POINT },
        { ORB_ROUTER_VALHALLA, "{\"error_code\":154}", ORB_ROUTER_TOO_BIG },
        { ORB_ROUTER_VALHALLA, "{\"error_code\":442}", ORB_ROUTER_NO_WAY },
        { ORB_ROUTER_VALHALLA, "<html>", ORB_ROUTER_REFUSED },
        { ORB_ROUTER_OSRM, "{\"code\":\"NoSegment\"}", ORB_ROUTER_BAD_POINT },
        { ORB_ROUTER_OSRM, "{\"code\":\"TooBig\"}", ORB_ROUTER_TOO_BIG },
        { ORB_ROUTER_OSRM, "{\"code\":\"NoRoute\"}", ORB_ROUTER_NO_WAY },
        { ORB_ROUTER_OSRM, "{\"code\":1}", ORB_ROUTER_REFUSED },
        { ORB_ROUTER_IGN, "{}", ORB_ROUTER_REFUSED },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct orb_buf answer = text_buf(cases[i].answer);

        assert_int_equal(orb_router_refusal(cases[i].kind, &answer), cases[i].refusal);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_are_as_each_router_wants_them),
        cmocka_unit_test(modes_that_a_router_does_not_know_are_not_asked),
        cmocka_unit_test(miles_are_read_as_miles),
        cmocka_unit_test(a_way_shorter_than_the_crow_flies_is_off_the_network),
        cmocka_unit_test(an_answer_of_another_shape_is_refused_whole),
        cmocka_unit_test(an_osrm_table_is_read_with_what_it_moved),
        cmocka_unit_test(an_osrm_table_of_another_shape_is_refused),
        cmocka_unit_test(the_version_of_the_data_of_osrm_is_read_when_it_is_told),
        cmocka_unit_test(refusals_say_what_to_do),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
