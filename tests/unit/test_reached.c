/* Who people of an area can go to: within the minutes, once in an area, by what is told. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/planning/reached.h"
#include "engine/travel/table.h"
#include "tests/unit/planning_world.h"

static struct planning_world world;
static struct orb_perimeter perimeter;
static struct orb_areas areas;
static struct orb_reached found;

/* Two communes 8 km apart and one far from both. */
static int begin(void **state)
{
    (void)state;
    planning_world_open(&world);
    planning_commune(&world, "01001", 5, 46, 100);
    planning_commune(&world, "01002", 5.1, 46, 100);
    planning_commune(&world, "01003", 6, 46, 100);
    return 0;
}

static int end(void **state)
{
    (void)state;
    orb_reached_release(&found);
    orb_reached_release(&found);
    orb_areas_release(&areas);
    orb_perimeter_release(&perimeter);
    planning_world_close(&world);
    return 0;
}

static void put(const char *id, const char *service, double lon, const char *modality)
{
    planning_offer(&world, &(struct planning_offer){ .id = id,
                                                     .service = service,
                                                     .commune = lon < 5.05  ? "01001"
                                                                : lon < 5.5 ? "01002"
                                                                            : "01003",
                                                     .lon = lon,
                                                     .lat = 46,
                                                     .families = "L4.1",
                                                     .modalities = modality });
}

static enum orb_status make(const struct orb_travel_table *table, struct orb_error *err)
{
    const struct orb_matrix_request matrix = { .catalogue = &world.catalogue,
                                               .profile = world.profile,
                                               .circles = &world.circles,
                                               .perimeter = &perimeter,
                                               .areas = &areas,
                                               .date = TODAY };
    const struct orb_reached_request request = {
        .matrix = &matrix, .minutes = 25, .mode = ORB_MODE_CAR, .table = table
    };

    return orb_reached_make(&found, &request, err);
}

static void ready(void)
{
    planning_world_ready(&world);
    assert_int_equal(orb_perimeter_init(&perimeter, &world.catalogue, true, NULL), ORB_OK);
    assert_int_equal(
        orb_areas_make(&areas, &world.catalogue, ORB_MESH_COMMUNE, &perimeter, NULL),
        ORB_OK);
}

static void assert_line(uint32_t line, uint32_t reached, uint32_t here, uint32_t unknown)
{
    const struct orb_reached_line *l = &found.lines[line];

    if (l->reached != reached || l->here != here || l->unknown != unknown)
        fail_msg("line %u: %u %u %u", line, l->reached, l->here, l->unknown);
}

static void a_service_counts_once_wherever_it_is_in_reach(void **state)
{
    (void)state;
    put("a/1", "a", 5, "accueil_jour");
    put("a/2", "a", 5.1, "accueil_jour"); /* the same service, next door */
    put("b/1", "b", 6, "accueil_jour");
    put("c/1", "c", 5, "domicile_milieu_ordinaire"); /* nobody goes there */
    ready();
    assert_int_equal(make(NULL, NULL), ORB_OK);
    assert_int_equal(found.line_count, 5); /* three, none, the perimeter */
    assert_line(0, 1, 1, 0);
    assert_line(1, 1, 1, 0);
    assert_line(2, 1, 1, 0);
    assert_line(4, 2, 2, 0); /* lines do not add up */
    assert_true(found.told == 0 && found.estimated == 5);
}

static void one_next_door_is_in_reach_and_not_here(void **state)
{
    (void)state;
    put("a/1", "a", 5, "accueil_jour");
    ready();
    assert_int_equal(make(NULL, NULL), ORB_OK);
    assert_line(0, 1, 1, 0);
    assert_line(1, 1, 0, 0);
    assert_line(2, 0, 0, 0);
}

/* The way of the first is told too long, that of the second off the roads. */
static void what_the_table_says_prevails_and_unknown_is_apart(void **state)
{
    struct orb_travel_table table = { 0 };
    struct orb_travel_given g = { .mode = ORB_MODE_CAR,
                                  .answer = ORB_TRAVEL_ROUTE,
                                  .minutes = 26,
                                  .km = NAN,
                                  .method = "m",
                                  .version = "" };

    (void)state;
    put("a/1", "a", 5, "accueil_jour");
    ready();
    assert_int_equal(orb_travel_table_name(&table, "a/1", &g.to, NULL), ORB_OK);
    assert_int_equal(orb_travel_table_name(&table, "01001", &g.from, NULL), ORB_OK);
    assert_int_equal(orb_travel_table_add(&table, &g, NULL), ORB_OK);
    assert_int_equal(orb_travel_table_name(&table, "01002", &g.from, NULL), ORB_OK);
    g.answer = ORB_TRAVEL_OFF_NETWORK;
    g.minutes = NAN;
    assert_int_equal(orb_travel_table_add(&table, &g, NULL), ORB_OK);
    assert_int_equal(orb_travel_table_seal(&table, NULL), ORB_OK);
    assert_int_equal(make(&table, NULL), ORB_OK);
    assert_line(0, 0, 0, 0);
    assert_line(1, 0, 0, 1);
    assert_line(4, 0, 0, 1);
    orb_travel_table_release(&table);
}

static void lack_of_memory_is_told(void **state)
{
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    put("a/1", "a", 5, "accueil_jour");
    ready();
    for (long n = 0; status == ORB_ERR_MEMORY && n < 1000; n++) {
        orb_alloc_fail_after(n);
        status = make(NULL, NULL);
        orb_alloc_fail_after(-1);
    }
    assert_int_equal(status, ORB_OK);
    assert_line(0, 1, 1, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_service_counts_once_wherever_it_is_in_reach),
        TEST(one_next_door_is_in_reach_and_not_here),
        TEST(what_the_table_says_prevails_and_unknown_is_apart),
        TEST(lack_of_memory_is_told),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
