/* People of the ages of a place: whole, or of unknown ages; what concentration rests on;
 * what two answers share. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

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

static void put_ages(const char *code, const char *ages)
{
    const struct orb_territory t = { .kind = ORB_TERRITORY_COMMUNE,
                                     .code = code,
                                     .population = 1000,
                                     .ages = ages,
                                     .lon = 5,
                                     .lat = 46,
                                     .provenance = { "a", TODAY, 0, NULL } };

    planning_put(&world,
                 &(struct orb_record){ .kind = ORB_RECORD_TERRITORY, .as.territory = &t });
}

/* With one stratum too: everybody, and it is said. */
static void unknown_ages_of_one_stratum_are_said(void **state)
{
    struct orb_gap_share shares[1];
    struct orb_gap_sum sum = { 0 };
    struct orb_gap_request q;
    struct orb_gap_people people = { &found, &q, 1 };

    (void)state;
    find();
    q = request();
    assert_int_equal(orb_gap_shares(&people, 0, 0, shares), 1);
    assert_true(shares[0].whole);
    orb_gap_sum_add(&sum, shares, 1);
    assert_int_equal(sum.ages_unknown, 1);
}

static void concentration_says_what_it_rests_on(void **state)
{
    struct planning_offer o = open_to_all;

    (void)state;
    o.organization = "A";
    o.installed = 30;
    add("a", o);
    o.installed = 0;
    o.organization = "B";
    add("b", o);
    o.organization = "C";
    add("c", o);
    find();
    assert_int_equal(found.needs[0].organizations, 3);
    assert_int_equal(found.needs[0].hhi_organizations, 1);
}

/* Whole persons, as many as the place has of these ages. */
static void people_of_strata_are_whole(void **state)
{
    struct orb_stratum three[3] = { { .age_from = 0, .age_to = 3, .group = "DI" },
                                    { .age_from = 3, .age_to = 7, .group = "DI" },
                                    { .age_from = 7, .age_to = 10, .group = "DI" } };
    struct orb_gap_share shares[3];
    struct orb_gap_request q;
    struct orb_gap_people people = { &found, &q, 3 };
    struct orb_error err = { 0 };
    double sum = 0;

    (void)state;
    put_ages("01003", "0-9:101;10-:899");
    planning_world_ready(&world);
    q = request();
    places[0] = orb_cat_commune_find(&world.catalogue, "01003");
    q.strata = three;
    q.stratum_count = 3;
    assert_int_equal(orb_gaps_find(&found, &q, &err), ORB_OK);
    assert_int_equal(orb_gap_shares(&people, 0, 0, shares), 3);
    for (int i = 0; i < 3; i++) {
        assert_true(fabs(shares[i].population - round(shares[i].population)) < 1e-12);
        sum += shares[i].population;
    }
    assert_true(fabs(sum - 101) < 1e-9);
}

/* The same places looked at twice: what both answers use is one pair. */
static void pairs_of_two_answers_count_once(void **state)
{
    struct planning_world other = { 0 };
    struct planning_offer more = open_to_all;
    struct orb_gaps both = { 0 };
    struct orb_gap_told told;
    struct orb_gap_request q;
    struct orb_error err = { 0 };

    (void)state;
    add("a", open_to_all);
    add("gone", open_to_all);
    find();
    assert_int_equal(found.estimated, 4);
    planning_world_open(&other);
    planning_commune(&other, "01001", 5, 46, 1000);
    planning_commune(&other, "01002", 6, 46, 500);
    more.id = "a";
    planning_offer(&other, &more);
    more.id = "new";
    planning_offer(&other, &more);
    planning_world_ready(&other);
    q = request();
    q.catalogue = &other.catalogue;
    assert_int_equal(orb_gaps_find(&both, &q, &err), ORB_OK);
    assert_int_equal(both.estimated, 4);
    told = orb_gap_told_both(&found, &world.catalogue, &both, &other.catalogue);
    assert_int_equal(told.estimated, 6); /* a, gone and new, each from two communes */
    assert_int_equal(told.told, 0);
    orb_gaps_release(&both);
    planning_world_close(&other);
}

/* People of unknown number gain nothing and lose nothing: they are counted apart. */
static void people_of_unknown_number_are_apart(void **state)
{
    const struct orb_gap_cell none = { .state = ORB_GAP_ABSENT };
    const struct orb_gap_cell covered = { .state = ORB_GAP_COVERED };
    const struct orb_gap_share before = { .population = NAN, .cell = &none };
    const struct orb_gap_share after = { .population = NAN, .cell = &covered };
    struct orb_gap_change change = { 0 };

    (void)state;
    orb_gap_change_add(&change, &before, &after, 1);
    assert_int_equal(change.unknown, 1);
    assert_true(change.population <= 0 && change.covered_gained <= 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(unknown_ages_of_one_stratum_are_said),
        TEST(concentration_says_what_it_rests_on),
        TEST(people_of_strata_are_whole),
        TEST(pairs_of_two_answers_count_once),
        TEST(people_of_unknown_number_are_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
