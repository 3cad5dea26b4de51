/* Gaps where positions are unknown: to verify, in the zone of the offer, else in its
 * departement, else anywhere. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/planning/gaps.h"
#include "tests/unit/planning_world.h"

static struct planning_world world;
static struct orb_gaps found;
static const char *const needs[] = { "1.3.3.1" };
static uint32_t places[2];
static struct orb_stratum stratum;

/* Answers the need for everyone, at the first commune. */
static const struct planning_offer open_to_all = { .prestations = "2.3.3.1",
                                                   .publics = "DI",
                                                   .orientations = "",
                                                   .modalities = "accueil_jour",
                                                   .age_min = 0,
                                                   .age_max = 150,
                                                   .excludes_associated = ORB_NO,
                                                   .commune = "01001",
                                                   .lon = 5,
                                                   .lat = 46 };

static int begin(void **state)
{
    (void)state;
    stratum = (struct orb_stratum){ .age_from = 10, .age_to = 11, .group = "DI" };
    planning_world_open(&world);
    planning_commune(&world, "01001", 5, 46, 1000);
    planning_commune(&world, "01002", 6, 46, 500); /* 77 km */
    return 0;
}

static int end(void **state)
{
    (void)state;
    orb_gaps_release(&found);
    planning_world_close(&world);
    return 0;
}

static struct orb_gap_request request(void)
{
    places[0] = orb_cat_commune_find(&world.catalogue, "01001");
    places[1] = orb_cat_commune_find(&world.catalogue, "01002");
    return (struct orb_gap_request){ .catalogue = &world.catalogue,
                                     .profile = world.profile,
                                     .date = TODAY,
                                     .needs = needs,
                                     .need_count = 1,
                                     .strata = &stratum,
                                     .stratum_count = 1,
                                     .places = places,
                                     .place_count = 2,
                                     .max_minutes = 60,
                                     .max_residential_minutes = 120,
                                     .max_wait_days = 180 };
}

static void find(void)
{
    struct orb_error err = { 0 };
    struct orb_gap_request q;

    planning_world_ready(&world);
    q = request();
    if (orb_gaps_find(&found, &q, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
}

static void add(const char *id, struct planning_offer offer)
{
    offer.id = id;
    planning_offer(&world, &offer);
}

static const struct orb_gap_cell *at(uint32_t place)
{
    return orb_gap_cell_of(&found, 0, place, 0);
}

/* Nobody can say that it is out of reach: to verify everywhere, and told. */
static void an_offer_that_nobody_can_place_is_to_verify(void **state)
{
    struct planning_offer lost = open_to_all;

    (void)state;
    lost.commune = NULL;
    lost.lon = lost.lat = 0;
    add("lost", lost);
    find();
    assert_int_equal(found.needs[0].unlocated, 1);
    assert_int_equal(found.unlocated, 1);
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
    assert_int_equal(at(1)->state, ORB_GAP_TO_VERIFY);
    assert_true(isnan(at(0)->minutes));
}

/* Public and age still refuse: only its place is not known. */
static void an_offer_without_a_position_is_sifted_like_the_others(void **state)
{
    struct planning_offer lost = open_to_all;

    (void)state;
    lost.commune = NULL;
    lost.lon = lost.lat = 0;
    lost.publics = "MOTEUR";
    add("lost", lost);
    find();
    assert_int_equal(at(0)->state, ORB_GAP_PUBLIC);
}

static void an_offer_without_a_position_may_be_in_its_zone_alone(void **state)
{
    struct planning_offer lost = open_to_all;

    (void)state;
    lost.commune = NULL;
    lost.lon = lost.lat = 0;
    lost.communes = "01002";
    add("lost", lost);
    find();
    assert_int_equal(at(0)->state, ORB_GAP_ABSENT);
    assert_int_equal(at(1)->state, ORB_GAP_TO_VERIFY);
}

static void an_offer_without_a_position_may_be_in_its_departement_alone(void **state)
{
    struct planning_offer here = open_to_all;

    (void)state;
    here.commune = "01999"; /* not in the table */
    here.lon = here.lat = 0;
    add("here", here);
    find();
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
}

static void an_offer_without_a_position_of_another_departement_is_not_there(void **state)
{
    struct planning_offer away = open_to_all;

    (void)state;
    away.commune = "69999";
    away.lon = away.lat = 0;
    add("away", away);
    find();
    assert_int_equal(found.unlocated, 1);
    assert_int_equal(at(0)->state, ORB_GAP_ABSENT);
}

/* From where somebody lives is unknown too, not out of reach. */
static void a_commune_without_a_position_is_to_verify(void **state)
{
    struct orb_gap_request q;

    (void)state;
    planning_commune(&world, "01003", NAN, NAN, 20);
    add("here", open_to_all);
    planning_world_ready(&world);
    q = request();
    places[0] = orb_cat_commune_find(&world.catalogue, "01003");
    assert_int_equal(orb_gaps_find(&found, &q, NULL), ORB_OK);
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

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
