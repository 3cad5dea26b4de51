/* Gaps: each sieve in its turn, what is to verify, what is fragile, for how many. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/travel/table.h"
#include "tests/unit/gap_world.h"

static const struct orb_gap_cell *at(uint32_t place)
{
    return orb_gap_cell_of(&gap_world.found, 0, place, 0);
}

static void again(void **state)
{
    assert_int_equal(gap_world_end(state), 0);
    assert_int_equal(gap_world_begin(state), 0);
}

static void nothing_is_absent(void **state)
{
    (void)state;
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_ABSENT);
    assert_int_equal(at(0)->offer, ORB_CAT_NONE);
    assert_true(isnan(at(0)->minutes));
    assert_true(isnan(gap_world.found.needs[0].hhi));
}

static void one_offer_covers_and_is_fragile(void **state)
{
    (void)state;
    gap_world_add("a", gap_open_to_all);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_COVERED);
    assert_int_equal(at(0)->covered_by, 1);
    assert_int_equal(gap_world.found.needs[0].eligible, 1);
    /* 77 km: beyond 60 minutes, within 120 */
    assert_int_equal(at(1)->state, ORB_GAP_TRANSPORT);
    assert_true(at(1)->minutes > 60 && at(1)->minutes < 120);
}

/* What one offer lacks, and the state of its commune then. */
static void each_sieve_has_its_name(void **state)
{
    struct planning_offer o[9];
    static const enum orb_gap_state expected[9] = { ORB_GAP_PUBLIC,      ORB_GAP_AGE,
                                                    ORB_GAP_ORIENTATION, ORB_GAP_ZONE,
                                                    ORB_GAP_SATURATED,   ORB_GAP_TO_VERIFY,
                                                    ORB_GAP_TO_VERIFY,   ORB_GAP_TO_VERIFY,
                                                    ORB_GAP_COVERED };

    for (size_t i = 0; i < 9; i++)
        o[i] = gap_open_to_all;
    o[0].publics = "MOTEUR";
    o[1].age_min = 18;
    o[2].orientations = "11.5";
    o[3].modalities = "domicile_milieu_ordinaire";
    o[3].communes = "01002";
    o[4].wait_days = 181;
    o[5].publics = NULL;
    o[6].age_max = 0;
    o[7].modalities = "domicile_milieu_ordinaire"; /* and no zone */
    o[8].wait_days = 180;
    for (size_t i = 0; i < 9; i++) {
        gap_world.stratum.orientation = "7.8";
        gap_world_add("a", o[i]);
        gap_world_find();
        if (at(0)->state != expected[i])
            fail_msg("case %zu: %s", i, orb_gap_state_names[at(0)->state]);
        again(state);
    }
}

/* The farthest that any got names the gap. */
static void several_offers_give_the_first_sieve_that_lets_none_through(void **state)
{
    struct planning_offer public = gap_open_to_all;
    struct planning_offer full = gap_open_to_all;

    (void)state;
    public.publics = "MOTEUR";
    full.wait_days = 400;
    gap_world_add("public", public);
    gap_world_add("full", full);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_SATURATED);
    assert_string_equal(orb_cat_string(&gap_world.world.catalogue,
                                       gap_world.world.catalogue.offers[at(0)->offer].id),
                        "full");
}

static void a_service_that_comes_covers_its_zone_only(void **state)
{
    struct planning_offer home = gap_open_to_all;

    (void)state;
    home.modalities = "domicile_milieu_ordinaire";
    home.communes = "01002";
    gap_world_add("a", home);
    gap_world_find();
    assert_int_equal(at(1)->state, ORB_GAP_COVERED);
    assert_true(at(1)->minutes > 60 && at(1)->minutes < 120); /* of its site */
    assert_int_equal(at(0)->state, ORB_GAP_ZONE);
}

/* The nearest is told by the way, though another comes from afar. */
static void one_that_comes_is_not_nearer_for_it(void **state)
{
    struct planning_offer home = gap_open_to_all;
    struct planning_offer remote = gap_open_to_all;

    (void)state;
    home.modalities = remote.modalities = "domicile_milieu_ordinaire";
    home.communes = remote.communes = "01001";
    home.lon = 6;
    remote.lon = 9; /* out of view: its way has no minutes */
    gap_world_add("comes", home);
    gap_world_add("from-afar", remote);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_COVERED);
    assert_true(at(0)->minutes > 60);
    assert_string_equal(orb_cat_string(&gap_world.world.catalogue,
                                       gap_world.world.catalogue.offers[at(0)->offer].id),
                        "comes");
}

static void an_end_off_the_network_is_to_verify(void **state)
{
    struct orb_travel_table table = { 0 };
    struct orb_travel_given g = { .mode = ORB_MODE_CAR,
                                  .answer = ORB_TRAVEL_OFF_NETWORK,
                                  .minutes = NAN,
                                  .km = NAN,
                                  .method = "m",
                                  .version = "" };
    struct orb_gap_request q;
    struct orb_error err = { 0 };

    (void)state;
    gap_world_add("a", gap_open_to_all);
    planning_world_ready(&gap_world.world);
    assert_int_equal(orb_travel_table_name(&table, "01001", &g.from, &err), ORB_OK);
    assert_int_equal(orb_travel_table_name(&table, "a", &g.to, &err), ORB_OK);
    assert_int_equal(orb_travel_table_add(&table, &g, &err), ORB_OK);
    assert_int_equal(orb_travel_table_seal(&table, &err), ORB_OK);
    q = gap_world_request();
    q.table = &table;
    assert_int_equal(orb_gaps_find(&gap_world.found, &q, &err), ORB_OK);
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
    assert_int_equal(gap_world.found.needs[0].ways_unknown, 1);
    assert_int_equal(at(1)->state, ORB_GAP_TRANSPORT);
    orb_travel_table_release(&table);
}

static void what_is_closed_or_repeated_covers_nothing(void **state)
{
    struct planning_offer twin = gap_open_to_all;
    struct planning_offer closed = gap_open_to_all;

    (void)state;
    twin.duplicate_of = "closed";
    closed.closed_in = -1;
    gap_world_add("closed", closed);
    gap_world_add("twin", twin);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_ABSENT);
}

static void concentration_is_by_organization(void **state)
{
    struct planning_offer o = gap_open_to_all;

    (void)state;
    o.organization = "A";
    o.installed = 30;
    gap_world_add("a", o);
    o.installed = 0;
    o.authorised = 30;
    gap_world_add("b", o);
    o.organization = "B";
    o.authorised = 20;
    gap_world_add("c", o);
    o.authorised = 0;
    gap_world_add("d", o);
    gap_world_find();
    assert_int_equal(gap_world.found.needs[0].organizations, 2);
    assert_int_equal(gap_world.found.needs[0].eligible, 4);
    assert_int_equal(gap_world.found.needs[0].capacity_authorised, 2);
    assert_int_equal(gap_world.found.needs[0].capacity_unknown, 1);
    assert_true(fabs(gap_world.found.needs[0].capacity - 80) < 1e-9);
    assert_true(fabs(gap_world.found.needs[0].hhi - 0.625) < 1e-12); /* (60² + 20²) / 80² */
    assert_int_equal(at(0)->covered_by, 2);
}

static void a_rule_lifted_makes_to_verify(void **state)
{
    struct planning_offer adults = gap_open_to_all;
    struct orb_gap_request q;
    struct orb_error err = { 0 };

    (void)state;
    adults.age_min = 18;
    gap_world.stratum.age_from = 17;
    gap_world.stratum.age_to = 18;
    gap_world_add("a", adults);
    gap_world_find();
    assert_int_equal(at(0)->state, ORB_GAP_AGE);
    orb_gaps_release(&gap_world.found);
    q = gap_world_request();
    q.igas[ORB_IGAS_AGE_BOUNDS] = true;
    assert_int_equal(orb_gaps_find(&gap_world.found, &q, &err), ORB_OK);
    assert_int_equal(at(0)->state, ORB_GAP_TO_VERIFY);
}

/* ---- for how many */

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

static void people_are_those_of_the_ages(void **state)
{
    struct orb_stratum all = { .age_from = -1, .age_to = -1 };
    struct orb_stratum some = { .age_from = 5, .age_to = 20 };
    uint32_t told;
    uint32_t silent;
    bool whole;

    (void)state;
    put_ages("01003", "0-9:100;10-19:200;20-:700");
    planning_world_ready(&gap_world.world);
    told = orb_cat_commune_find(&gap_world.world.catalogue, "01003");
    silent = orb_cat_commune_find(&gap_world.world.catalogue, "01001");
    assert_true(fabs(orb_gap_population(&gap_world.world.catalogue, told, &some, &whole) -
                     250) < 1e-9);
    assert_false(whole);
    assert_true(fabs(orb_gap_population(&gap_world.world.catalogue, told, &all, &whole) -
                     1000) < 1e-9);
    assert_true(fabs(orb_gap_population(&gap_world.world.catalogue, silent, &some, &whole) -
                     1000) < 1e-9);
    assert_true(whole);
}

static void gains_less_losses_are_the_difference(void **state)
{
    struct orb_gap_cell cells[4] = { { .state = ORB_GAP_COVERED },
                                     { .state = ORB_GAP_AGE },
                                     { .state = ORB_GAP_TO_VERIFY },
                                     { .state = ORB_GAP_COVERED } };
    struct orb_gap_share before[4];
    struct orb_gap_share after[4];
    struct orb_gap_change change = { 0 };

    (void)state;
    for (uint32_t i = 0; i < 4; i++) {
        before[i] = (struct orb_gap_share){ 10 * (i + 1), &cells[i], i, false };
        after[i] = (struct orb_gap_share){ 10 * (i + 1), &cells[3 - i], i, false };
    }
    orb_gap_change_add(&change, before, after, 4);
    assert_true(fabs(change.population - 100) < 1e-9);
    assert_true(fabs(change.covered_gained) < 1e-9 && fabs(change.covered_lost) < 1e-9);
    assert_true(fabs(change.possible_gained - 20) < 1e-9);
    assert_true(fabs(change.possible_lost - 30) < 1e-9);
    assert_true(fabs(change.possible_after - change.possible_before -
                     (change.possible_gained - change.possible_lost)) < 1e-9);
}

static void unknown_ages_are_told_as_those_who_find_least(void **state)
{
    struct orb_stratum two[2] = { { .age_from = 6, .age_to = 20, .group = "DI" },
                                  { .age_from = 20, .age_to = 60, .group = "DI" } };
    struct planning_offer children = gap_open_to_all;
    struct orb_gap_share shares[2];
    struct orb_gap_sum sum = { 0 };
    struct orb_gap_request q;
    struct orb_gap_people people = { &gap_world.found, &q, 2 };
    struct orb_error err = { 0 };

    (void)state;
    children.age_max = 20;
    gap_world_add("a", children);
    planning_world_ready(&gap_world.world);
    q = gap_world_request();
    q.strata = two;
    q.stratum_count = 2;
    assert_int_equal(orb_gaps_find(&gap_world.found, &q, &err), ORB_OK);
    assert_int_equal(orb_gap_shares(&people, 0, 0, shares), 1);
    assert_true(shares[0].whole);
    orb_gap_sum_add(&sum, shares, 1);
    assert_true(fabs(sum.in_gap - 1000) < 1e-9);
    assert_int_equal(orb_gap_main_state(&sum), ORB_GAP_AGE);
    assert_int_equal(sum.ages_unknown, 1);
}

/* An offer that may answer counts, whether it comes before or after one that does. */
static void offers_count_in_any_order(void **state)
{
    struct planning_offer unsure = gap_open_to_all;

    for (int i = 0; i < 2; i++) {
        unsure.publics = NULL;
        gap_world_add(i == 0 ? "a" : "z", unsure);
        gap_world_add("m", gap_open_to_all);
        gap_world_find();
        assert_int_equal(at(0)->state, ORB_GAP_COVERED);
        assert_int_equal(gap_world.found.needs[0].eligible, 2);
        again(state);
    }
}

/* Two needs that the same offer answers are one way to it from each place. */
static void pairs_count_once(void **state)
{
    static const char *const two[] = { "1.3.3.1", "1.3.3" };
    struct orb_gap_request q;
    struct orb_error err = { 0 };

    (void)state;
    gap_world_add("a", gap_open_to_all);
    planning_world_ready(&gap_world.world);
    q = gap_world_request();
    q.needs = two;
    q.need_count = 2;
    assert_int_equal(orb_gaps_find(&gap_world.found, &q, &err), ORB_OK);
    assert_int_equal(gap_world.found.needs[1].offers, 1);
    assert_int_equal(gap_world.found.estimated, 2);
    assert_int_equal(gap_world.found.told, 0);
}

/* A class without an upper bound ends where that of every computation does. */
static void open_classes_end_at_one_age(void **state)
{
    struct orb_stratum old = { .age_from = 90, .age_to = 150 };
    bool whole;

    (void)state;
    put_ages("01003", "0-79:800;80-:200");
    planning_world_ready(&gap_world.world);
    assert_true(
        fabs(orb_gap_population(&gap_world.world.catalogue,
                                orb_cat_commune_find(&gap_world.world.catalogue, "01003"),
                                &old, &whole) -
             100) < 1e-9); /* 10 years of 20 */
}

static void lack_of_memory_is_told(void **state)
{
    struct orb_gap_request q;

    (void)state;
    gap_world_add("a", gap_open_to_all);
    planning_world_ready(&gap_world.world);
    q = gap_world_request();
    for (long n = 0;; n++) {
        struct orb_error err = { 0 };
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = orb_gaps_find(&gap_world.found, &q, &err);
        orb_alloc_fail_after(-1);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
        assert_true(n < 5000);
    }
    assert_int_equal(at(0)->state, ORB_GAP_COVERED);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, gap_world_begin, gap_world_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_absent),
        TEST(one_offer_covers_and_is_fragile),
        TEST(each_sieve_has_its_name),
        TEST(several_offers_give_the_first_sieve_that_lets_none_through),
        TEST(a_service_that_comes_covers_its_zone_only),
        TEST(one_that_comes_is_not_nearer_for_it),
        TEST(an_end_off_the_network_is_to_verify),
        TEST(what_is_closed_or_repeated_covers_nothing),
        TEST(concentration_is_by_organization),
        TEST(a_rule_lifted_makes_to_verify),
        TEST(people_are_those_of_the_ages),
        TEST(gains_less_losses_are_the_difference),
        TEST(unknown_ages_are_told_as_those_who_find_least),
        TEST(offers_count_in_any_order),
        TEST(pairs_count_once),
        TEST(open_classes_end_at_one_age),
        TEST(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
