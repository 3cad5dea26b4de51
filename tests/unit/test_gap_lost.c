/* Gaps where positions are unknown: to verify, in the zone of the offer, else in its
 * departement, else anywhere. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/gap_world.h"

static const struct orb_gap_cell *at(uint32_t place)
{
    return orb_gap_cell_of(&gap_world.found, 0, place, 0);
}

/* Nobody can say that it is out of reach: to verify everywhere, and told. */
static void an_offer_that_nobody_can_place_is_to_verify(void **state)
{
    struct planning_offer lost = gap_open_to_all;

    (void)state;
    lost.commune = NULL;
    lost.lon = lost.lat = 0;
    gap_world_add("lost", lost);
    gap_world_find();
    assert_int_equal(gap_world.found.needs[0].unlocated, 1);
    assert_int_equal(gap_world.found.unlocated, 1);
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
    assert_int_equal(at(1)->state, ORB_GAP_TO_VERIFY);
    assert_true(isnan(at(0)->minutes));
}

/* Public and age still refuse: only its place is not known. */
static void an_offer_without_a_position_is_sifted_like_the_others(void **state)
{
    struct planning_offer lost = gap_open_to_all;

    (void)state;
    lost.commune = NULL;
    lost.lon = lost.lat = 0;
    lost.publics = "MOTEUR";
    gap_world_add("lost", lost);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_PUBLIC);
}

static void an_offer_without_a_position_may_be_in_its_zone_alone(void **state)
{
    struct planning_offer lost = gap_open_to_all;

    (void)state;
    lost.commune = NULL;
    lost.lon = lost.lat = 0;
    lost.communes = "01002";
    gap_world_add("lost", lost);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_ABSENT);
    assert_int_equal(at(1)->state, ORB_GAP_TO_VERIFY);
}

static void an_offer_without_a_position_may_be_in_its_departement_alone(void **state)
{
    struct planning_offer here = gap_open_to_all;

    (void)state;
    here.commune = "01999"; /* not in the table */
    here.lon = here.lat = 0;
    gap_world_add("here", here);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
}

static void an_offer_without_a_position_of_another_departement_is_not_there(void **state)
{
    struct planning_offer away = gap_open_to_all;

    (void)state;
    away.commune = "69999";
    away.lon = away.lat = 0;
    gap_world_add("away", away);
    gap_world_find();
    assert_int_equal(gap_world.found.unlocated, 1);
    assert_int_equal(at(0)->state, ORB_GAP_ABSENT);
}

/* From where somebody lives is unknown too, not out of reach. */
static void a_commune_without_a_position_is_to_verify(void **state)
{
    struct orb_gap_request q;

    (void)state;
    planning_commune(&gap_world.world, "01003", NAN, NAN, 20);
    gap_world_add("here", gap_open_to_all);
    planning_world_ready(&gap_world.world);
    q = gap_world_request();
    gap_world.places[0] = orb_cat_commune_find(&gap_world.world.catalogue, "01003");
    assert_int_equal(orb_gaps_find(&gap_world.found, &q, NULL), ORB_OK);
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gap_world_begin, gap_world_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_offer_that_nobody_can_place_is_to_verify),
        TEST(an_offer_without_a_position_is_sifted_like_the_others),
        TEST(an_offer_without_a_position_may_be_in_its_zone_alone),
        TEST(an_offer_without_a_position_may_be_in_its_departement_alone),
        TEST(an_offer_without_a_position_of_another_departement_is_not_there),
        TEST(a_commune_without_a_position_is_to_verify),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
