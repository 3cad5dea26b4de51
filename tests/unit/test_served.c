/* Who comes to an area from elsewhere: by zones, once in an area, what is not known apart.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/planning/served.h"
#include "tests/unit/planning_world.h"

#define HOME "domicile_milieu_ordinaire"

static struct planning_world world;
static struct orb_perimeter perimeter;
static struct orb_areas areas;
static struct orb_served served;

static int begin(void **state)
{
    (void)state;
    planning_world_open(&world);
    planning_commune(&world, "01001", 5, 46, 100);
    planning_commune(&world, "01002", 5.1, 46, 100);
    planning_commune(&world, "01003", 5.2, 46, 100);
    return 0;
}

static int end(void **state)
{
    (void)state;
    orb_served_release(&served);
    orb_areas_release(&areas);
    orb_perimeter_release(&perimeter);
    planning_world_close(&world);
    return 0;
}

/* At home from a commune, in a zone. */
static void put(const char *id, const char *commune, const char *zone)
{
    planning_offer(&world, &(struct planning_offer){ .id = id,
                                                     .service = id,
                                                     .commune = commune,
                                                     .families = "L4.1",
                                                     .modalities = HOME,
                                                     .communes = zone });
}

static void ready(void)
{
    planning_world_ready(&world);
    assert_int_equal(orb_perimeter_init(&perimeter, &world.catalogue, true, NULL), ORB_OK);
    assert_int_equal(
        orb_areas_make(&areas, &world.catalogue, ORB_MESH_COMMUNE, &perimeter, NULL),
        ORB_OK);
}

static enum orb_status make(struct orb_error *err)
{
    const struct orb_matrix_request request = { .catalogue = &world.catalogue,
                                                .profile = world.profile,
                                                .circles = &world.circles,
                                                .perimeter = &perimeter,
                                                .areas = &areas,
                                                .date = TODAY };

    return orb_served_make(&served, &request, err);
}

static void find(void)
{
    ready();
    assert_int_equal(make(NULL), ORB_OK);
    assert_int_equal(served.line_count, 5); /* three, none, the perimeter */
}

static void check(uint32_t line, struct orb_served_line expected)
{
    assert_int_equal(served.lines[line].elsewhere, expected.elsewhere);
    assert_int_equal(served.lines[line].unplaced, expected.unplaced);
    assert_int_equal(served.lines[line].here, expected.here);
    assert_int_equal(served.lines[line].zone_unknown, expected.zone_unknown);
}

static void who_goes_to_another_commune_comes_there_from_elsewhere(void **state)
{
    (void)state;
    put("a", "01001", "01001,01002");
    find();
    check(0, (struct orb_served_line){ .here = 1 });
    check(1, (struct orb_served_line){ .elsewhere = 1 });
    check(2, (struct orb_served_line){ 0 });
    check(4, (struct orb_served_line){ .here = 1 });
}

static void two_offers_of_a_service_count_once_but_under_both_families(void **state)
{
    struct planning_offer o = { .id = "b",
                                .service = "a",
                                .commune = "01003",
                                .families = "L1.2,L4.1",
                                .modalities = HOME,
                                .communes = "01002" };
    uint32_t columns = 0;

    (void)state;
    put("a", "01001", "01002");
    planning_offer(&world, &o);
    find();
    check(1, (struct orb_served_line){ .elsewhere = 1 });
    for (uint32_t i = 0; i < served.column_count; i++) {
        assert_true(served.cells[served.column_count + i] <= 1);
        columns += served.cells[served.column_count + i];
    }
    assert_int_equal(columns, 2);
}

static void who_has_a_site_in_the_area_does_not_come_from_elsewhere(void **state)
{
    struct planning_offer o = { .id = "b",
                                .service = "a",
                                .commune = "01002",
                                .families = "L4.1",
                                .modalities = "accueil_jour" };

    (void)state;
    put("a", "01001", "01002");
    planning_offer(&world, &o);
    find();
    check(1, (struct orb_served_line){ .here = 1 });
}

static void what_nobody_tells_is_counted_apart(void **state)
{
    (void)state;
    put("without-site", NULL, "01002");
    put("without-zone", "01001", NULL);
    find();
    check(0, (struct orb_served_line){ .zone_unknown = 1 });
    check(1, (struct orb_served_line){ .unplaced = 1 });
    check(4, (struct orb_served_line){ .unplaced = 1, .zone_unknown = 1 });
    assert_int_equal(served.zone_unknown, 0);
    assert_int_equal(served.everywhere, 0);
}

static void a_zone_that_nobody_tells_and_no_site_is_told_of_the_whole(void **state)
{
    (void)state;
    put("without-both", NULL, NULL);
    find();
    check(4, (struct orb_served_line){ 0 });
    assert_int_equal(served.zone_unknown, 1);
}

static void what_answers_everywhere_is_in_no_line(void **state)
{
    const struct planning_offer offers[] = {
        { .id = "country", .commune = "01001", .modalities = HOME, .national = true },
        { .id = "distance", .commune = "01001", .modalities = "telephonique" },
    };

    (void)state;
    for (size_t i = 0; i < 2; i++)
        planning_offer(&world, &offers[i]);
    find();
    for (uint32_t i = 0; i < served.line_count; i++)
        check(i, (struct orb_served_line){ 0 });
    assert_int_equal(served.everywhere, 2);
}

static void who_does_not_go_to_people_comes_from_nowhere(void **state)
{
    const struct planning_offer offers[] = {
        { .id = "on-site", .modalities = "accueil_jour" },
        { .id = "untold", .modalities = NULL },
        { .id = "closed", .modalities = HOME, .closed_in = -1 },
        { .id = "later", .modalities = HOME, .opens_in = 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof offers / sizeof offers[0]; i++) {
        struct planning_offer o = offers[i];

        o.commune = "01001";
        o.communes = "01002";
        planning_offer(&world, &o);
    }
    find();
    for (uint32_t i = 0; i < served.line_count; i++)
        check(i, (struct orb_served_line){ 0 });
}

static void lack_of_memory_is_said_and_nothing_is_lost(void **state)
{
    enum orb_status status = ORB_ERR_MEMORY;
    long tries = 0;

    (void)state;
    put("a", "01001", "01002");
    ready();
    for (; status != ORB_OK && tries < 500; tries++) {
        struct orb_error err = { 0 };

        orb_alloc_fail_after(tries);
        status = make(&err);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        if (status != ORB_OK)
            assert_null(served.lines);
    }
    assert_int_equal(status, ORB_OK);
    assert_true(tries > 5);
    check(1, (struct orb_served_line){ .elsewhere = 1 });
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_goes_to_another_commune_comes_there_from_elsewhere),
        TEST(two_offers_of_a_service_count_once_but_under_both_families),
        TEST(who_has_a_site_in_the_area_does_not_come_from_elsewhere),
        TEST(what_nobody_tells_is_counted_apart),
        TEST(a_zone_that_nobody_tells_and_no_site_is_told_of_the_whole),
        TEST(what_answers_everywhere_is_in_no_line),
        TEST(who_does_not_go_to_people_comes_from_nowhere),
        TEST(lack_of_memory_is_said_and_nothing_is_lost),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("served", tests, NULL, NULL);
}
