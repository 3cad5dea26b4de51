/* A matrix, the answers of routers and a fit without memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/travel/fit.h"
#include "engine/travel/matrix.h"
#include "engine/travel/router.h"
#include "tests/fault/fault.h"

static enum orb_status read_matrix(void *context, struct orb_error *err)
{
    static const char text[] = "from,to,mode,minutes,km,method,version\n"
                               "b,a,car,13,,,\na,b,car,12.5,14.25,valhalla,3.6.1\n";
    struct orb_travel_matrix_report report = { 0 };
    struct orb_travel_table table = { 0 };
    struct orb_csv csv;
    enum orb_status status;

    (void)context;
    orb_csv_memory(&csv, text, strlen(text), ',');
    status = orb_travel_matrix_read(&table, &csv, "sha256:0", &report, err);
    if (status == ORB_OK)
        status = orb_travel_table_seal(&table, err);
    if (status == ORB_OK)
        assert_int_equal(orb_travel_table_between(
                             &table, orb_travel_table_place(&table, "a"),
                             orb_travel_table_place(&table, "b"), ORB_MODE_CAR, NULL),
                         ORB_TRAVEL_ROUTE);
    orb_csv_release(&csv);
    orb_travel_table_release(&table);
    return status;
}

static const struct orb_router_point point = { 4.79, 46.28 };

static enum orb_status read_answers(void *context, struct orb_error *err)
{
    static const char matrix[] = "{\"units\":\"kilometers\",\"sources_to_targets\":"
                                 "{\"durations\":[[0]],\"distances\":[[0]]}}";
    static const char route[] =
        "{\"resourceVersion\":\"1\",\"start\":\"4.79,46.28\",\"end\":\"4.79,46.28\","
        "\"distanceUnit\":\"meter\",\"timeUnit\":\"minute\",\"distance\":0,\"duration\":1}";
    struct orb_router_leg leg;
    const struct orb_router_batch batch = { ORB_MODE_CAR, &point, 1, &point, 1, &leg };
    struct orb_arena arena = { 0 };
    struct orb_buf answer = { 0 };
    const char *version;
    enum orb_status status;

    (void)context;
    orb_buf_text(&answer, matrix);
    status = orb_buf_check(&answer, err);
    if (status == ORB_OK)
        status = orb_valhalla_read_matrix(&batch, &answer, err);
    orb_buf_clear(&answer);
    orb_buf_text(&answer, route);
    if (status == ORB_OK)
        status = orb_buf_check(&answer, err);
    if (status == ORB_OK)
        status = orb_ign_read_route(&batch, &answer, &arena, &version, err);
    if (status == ORB_OK)
        assert_true(leg.seconds == 60);
    orb_arena_release(&arena);
    orb_buf_release(&answer);
    return status;
}

static enum orb_status read_areas(void *context, struct orb_error *err)
{
    static const char areas[] =
        "{\"features\":[{\"properties\":{\"contour\":15},\"geometry\":{\"type\":\"Polygon\","
        "\"coordinates\":[]}}]}";
    struct orb_isochrone area = { 15, NULL };
    struct orb_arena arena = { 0 };
    struct orb_buf answer = { 0 };
    enum orb_status status;

    (void)context;
    orb_buf_text(&answer, areas);
    status = orb_buf_check(&answer, err);
    if (status == ORB_OK)
        status = orb_valhalla_read_isochrone(&area, 1, &answer, &arena, err);
    orb_arena_release(&arena);
    orb_buf_release(&answer);
    return status;
}

static enum orb_status fit(void *context, struct orb_error *err)
{
    const struct orb_profile *profile = context;
    struct orb_travel_sample samples[10];
    const struct orb_travel_samples pairs = { ORB_MODE_CAR, samples, 10 };
    struct orb_travel_fit out;

    for (int i = 0; i < 10; i++)
        samples[i] = (struct orb_travel_sample){ i + 1, 2 * i + 5, 1, 2 };
    return orb_travel_fit(&out, profile, &pairs, err);
}

static void travel_survives_lack_of_memory(void **state)
{
    struct orb_profile *profile = NULL;

    (void)state;
    assert_true(fault_each_allocation(read_matrix, NULL) > 8);
    assert_true(fault_each_allocation(read_answers, NULL) > 8);
    assert_true(fault_each_allocation(read_areas, NULL) > 4);
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    assert_true(fault_each_allocation(fit, profile) >= 2);
    orb_profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(travel_survives_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
