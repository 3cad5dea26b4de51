/* People of the ages of a place: whole, or of unknown ages; what concentration rests on;
 * what two answers share. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/gap_world.h"

static void put_ages(const char *code, const char *ages)
{
    const struct orb_territory t = { .kind = ORB_TERRITORY_COMMUNE,
                                     .code = code,
                                     .population = 1000,
                                     .ages = ages,
                                     .lon = 5,
                                     .lat = 46,
                                     .provenance = { "a", TODAY, 0, NULL } };

    planning_put(&gap_world.world,
                 &(struct orb_record){ .kind = ORB_RECORD_TERRITORY, .as.territory = &t });
}

/* With one stratum too: everybody, and it is said. */
static void unknown_ages_of_one_stratum_are_said(void **state)
{
    struct orb_gap_share shares[1];
    struct orb_gap_sum sum = { 0 };
    struct orb_gap_request q;
    struct orb_gap_people people = { &gap_world.found, &q, 1 };

    (void)state;
    gap_world_find();
    q = gap_world_request();
    assert_int_equal(orb_gap_shares(&people, 0, 0, shares), 1);
    assert_true(shares[0].whole);
    orb_gap_sum_add(&sum, shares, 1);
    assert_int_equal(sum.ages_unknown, 1);
}

static void concentration_says_what_it_rests_on(void **state)
{
    struct planning_offer o = gap_open_to_all;

    (void)state;
    o.organization = "A";
    o.installed = 30;
    gap_world_add("a", o);
    o.installed = 0;
    o.organization = "B";
    gap_world_add("b", o);
    o.organization = "C";
    gap_world_add("c", o);
    gap_world_find();
    assert_int_equal(gap_world.found.needs[0].organizations, 3);
    assert_int_equal(gap_world.found.needs[0].hhi_organizations, 1);
}

/* Whole persons, as many as the place has of these ages. */
static void people_of_strata_are_whole(void **state)
{
    struct orb_stratum three[3] = { { .age_from = 0, .age_to = 3, .group = "DI" },
                                    { .age_from = 3, .age_to = 7, .group = "DI" },
                                    { .age_from = 7, .age_to = 10, .group = "DI" } };
    struct orb_gap_share shares[3];
    struct orb_gap_request q;
    struct orb_gap_people people = { &gap_world.found, &q, 3 };
    struct orb_error err = { 0 };
    double sum = 0;

    (void)state;
    put_ages("01003", "0-9:101;10-:899");
    planning_world_ready(&gap_world.world);
    q = gap_world_request();
    gap_world.places[0] = orb_cat_commune_find(&gap_world.world.catalogue, "01003");
    q.strata = three;
    q.stratum_count = 3;
    assert_int_equal(orb_gaps_find(&gap_world.found, &q, &err), ORB_OK);
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
    struct planning_offer more = gap_open_to_all;
    struct orb_gaps both = { 0 };
    struct orb_gap_told told;
    struct orb_gap_request q;
    struct orb_error err = { 0 };

    (void)state;
    gap_world_add("a", gap_open_to_all);
    gap_world_add("gone", gap_open_to_all);
    gap_world_find();
    assert_int_equal(gap_world.found.estimated, 4);
    planning_world_open(&other);
    planning_commune(&other, "01001", 5, 46, 1000);
    planning_commune(&other, "01002", 6, 46, 500);
    more.id = "a";
    planning_offer(&other, &more);
    more.id = "new";
    planning_offer(&other, &more);
    planning_world_ready(&other);
    q = gap_world_request();
    q.catalogue = &other.catalogue;
    assert_int_equal(orb_gaps_find(&both, &q, &err), ORB_OK);
    assert_int_equal(both.estimated, 4);
    told = orb_gap_told_both(&gap_world.found, &gap_world.world.catalogue, &both,
                             &other.catalogue);
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

#define TEST(name) cmocka_unit_test_setup_teardown(name, gap_world_begin, gap_world_end)

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
