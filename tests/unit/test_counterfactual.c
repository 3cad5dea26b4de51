/* What a change of ages, zones, travel or of a rule that report IGAS proposes to lift would
 * bring to persons written by hand (METHODS 5.4). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/counterfactual.h"
#include "engine/match/standing.h"
#include "tests/unit/planning_world.h"

/* A person of 19 years 9 months at the first commune, who needs work by the day. */
struct scene {
    struct planning_world world;
    struct orb_matcher *matcher;
    struct orb_triage *triage;
    struct orb_counterfactual *counterfactual;
    struct orb_arena arena;
    struct orb_person person;
    struct orb_case case_;
    struct orb_need needs[2];
    struct orb_triage_person sorted;
    struct orb_change_person out;
    struct orb_change_total totals[ORB_CHANGES];
};

static struct scene s;
static const struct orb_match_options options;
static const char *const di[] = { "DI" };
static const char *const epilepsy[] = { "epilepsie" };

static const struct planning_offer suits = { .organization = "o1", PLANNING_OPEN_TO_ALL };

static int begin(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    planning_world_open(&s.world);
    planning_commune(&s.world, "01001", 5, 46, 1000);
    planning_commune(&s.world, "01002", 5.06, 46, 500); /* 4.6 km */
    planning_commune(&s.world, "01003", 5.12, 46, 500); /* 9.3 km */
    planning_commune(&s.world, "02001", 5.58, 46, 500); /* 45 km */
    s.person = orb_standing_person(TODAY);
    s.person.id = "p";
    s.person.birth_year = 2004;
    s.person.birth_month = 12;
    s.person.birth_day = 15;
    s.person.lon = 5;
    s.person.lat = 46;
    s.person.commune = "01001";
    s.person.groups = (struct orb_code_list){ di, 1, true };
    s.person.associated.known = true;
    s.person.orientations_known = true;
    s.needs[0] = (struct orb_need){ "1.3.3.1", 2, ORB_DAILY };
    s.person.needs = s.needs;
    s.person.need_count = 1;
    s.case_.person = &s.person;
    s.case_.first_decision = s.case_.last_contact = ORB_DATE_NONE;
    return 0;
}

static int end(void **state)
{
    (void)state;
    orb_counterfactual_free(s.counterfactual);
    orb_triage_free(s.triage);
    orb_matcher_free(s.matcher);
    orb_arena_release(&s.arena);
    planning_world_close(&s.world);
    return 0;
}

static void add(const char *id, struct planning_offer offer)
{
    offer.id = id;
    planning_offer(&s.world, &offer);
}

static void ask(void)
{
    const struct orb_triage_question sort = { &s.case_, &options, &s.arena };
    const struct orb_change_question question = { &s.sorted, &options, &s.arena };
    struct orb_error err = { 0 };

    planning_world_ready(&s.world);
    s.matcher = orb_matcher_new(&s.world.catalogue, s.world.profile);
    s.triage = orb_triage_new(s.matcher, &s.world.catalogue, s.world.profile);
    s.counterfactual = orb_counterfactual_new(&s.world.catalogue, s.world.profile);
    assert_non_null(s.triage);
    assert_non_null(s.counterfactual);
    if (orb_triage_person(s.triage, &sort, &s.sorted, &err) != ORB_OK ||
        orb_counterfactual_ask(s.counterfactual, &question, &s.out, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
    orb_counterfactual_add(s.totals, &s.out, s.sorted.need_count);
}

static void expect(enum orb_change change, enum orb_change_answer alone,
                   enum orb_change_answer together)
{
    assert_int_equal(s.out.needs[0].alone[change], alone);
    assert_int_equal(s.out.needs[0].together[change], together);
}

static void a_bound_is_passed_by_the_step_that_reaches_it(void **state)
{
    struct planning_offer young = suits;

    (void)state;
    young.age_max = 19; /* 9 months ago */
    add("young", young);
    ask(); /* on 2024-10-04 */
    expect(ORB_CHANGE_AGE_6, ORB_CHANGE_SHORT, ORB_CHANGE_NOTHING);
    expect(ORB_CHANGE_AGE_12, ORB_CHANGE_ELIGIBLE, ORB_CHANGE_ELIGIBLE);
    expect(ORB_CHANGE_AGE_24, ORB_CHANGE_ELIGIBLE, ORB_CHANGE_ELIGIBLE);
    expect(ORB_CHANGE_TRAVEL_15, ORB_CHANGE_NOTHING, ORB_CHANGE_ELIGIBLE);
    expect(ORB_CHANGE_IGAS_AGE_BOUNDS, ORB_CHANGE_TO_VERIFY, ORB_CHANGE_ELIGIBLE);
    assert_int_equal(s.out.needs[0].offer[ORB_CHANGE_AGE_6], ORB_CAT_NONE);
    assert_int_equal(s.out.needs[0].offer[ORB_CHANGE_AGE_12], 0);
}

static void ages_move_apart_from_below_too(void **state)
{
    struct planning_offer old = suits;

    (void)state;
    old.age_min = 20; /* in 2 months and some days */
    add("old", old);
    ask();
    expect(ORB_CHANGE_AGE_6, ORB_CHANGE_ELIGIBLE, ORB_CHANGE_ELIGIBLE);
}

static void a_zone_reaches_as_far_as_the_communes_that_it_holds(void **state)
{
    struct planning_offer comes = suits;

    (void)state;
    comes.modalities = "domicile_milieu_ordinaire";
    comes.communes = "01003";
    add("comes", comes);
    ask();
    expect(ORB_CHANGE_ZONE_5, ORB_CHANGE_SHORT, ORB_CHANGE_NOTHING);
    expect(ORB_CHANGE_ZONE_15, ORB_CHANGE_ELIGIBLE, ORB_CHANGE_ELIGIBLE);
    assert_false(s.out.unplaced);
}

static void a_departement_reaches_over_its_border(void **state)
{
    struct planning_offer comes = suits;

    (void)state;
    planning_commune(&s.world, "03001", 5.05, 46, 500); /* 3.9 km */
    comes.modalities = "domicile_milieu_ordinaire";
    comes.departments = "03";
    add("comes", comes);
    ask();
    expect(ORB_CHANGE_ZONE_5, ORB_CHANGE_ELIGIBLE, ORB_CHANGE_ELIGIBLE);
}

static void a_commune_without_a_point_is_told(void **state)
{
    struct planning_offer comes = suits;

    (void)state;
    planning_commune(&s.world, "01009", NAN, NAN, 500);
    s.person.commune = "01009";
    comes.modalities = "domicile_milieu_ordinaire";
    comes.communes = "01003";
    add("comes", comes);
    ask();
    expect(ORB_CHANGE_ZONE_15, ORB_CHANGE_SHORT, ORB_CHANGE_NOTHING);
    assert_true(s.out.unplaced);
}

static void a_longer_limit_is_added_to_that_of_the_person(void **state)
{
    struct planning_offer far = suits;

    (void)state;
    far.commune = "02001";
    far.lon = 5.58; /* 72 minutes; by the day, 45 are accepted */
    add("far", far);
    ask();
    expect(ORB_CHANGE_TRAVEL_15, ORB_CHANGE_SHORT, ORB_CHANGE_NOTHING);
    expect(ORB_CHANGE_TRAVEL_30, ORB_CHANGE_ELIGIBLE, ORB_CHANGE_ELIGIBLE);
}

static void what_something_else_keeps_out_is_told_apart(void **state)
{
    struct planning_offer both = suits;

    (void)state;
    both.commune = "02001";
    both.lon = 5.58;
    both.age_max = 19;
    add("both", both);
    ask();
    expect(ORB_CHANGE_AGE_24, ORB_CHANGE_ELSEWHERE, ORB_CHANGE_NOTHING);
    expect(ORB_CHANGE_TRAVEL_30, ORB_CHANGE_ELSEWHERE, ORB_CHANGE_ELIGIBLE);
    assert_int_equal(s.totals[ORB_CHANGE_TRAVEL_30].elsewhere, 1);
    assert_int_equal(s.totals[ORB_CHANGE_TRAVEL_30].persons, 0);
    assert_int_equal(s.totals[ORB_CHANGE_TRAVEL_30].together_persons, 1);
}

static void what_report_igas_lifts_is_to_verify(void **state)
{
    struct planning_offer alone = suits;

    (void)state;
    alone.excludes_associated = ORB_YES;
    s.person.associated = (struct orb_code_list){ epilepsy, 1, true };
    add("alone", alone);
    ask();
    expect(ORB_CHANGE_IGAS_ASSOCIATED, ORB_CHANGE_TO_VERIFY, ORB_CHANGE_TO_VERIFY);
    expect(ORB_CHANGE_IGAS_HOME_TEMPORARY, ORB_CHANGE_NOTHING, ORB_CHANGE_TO_VERIFY);
    assert_int_equal(s.totals[ORB_CHANGE_IGAS_ASSOCIATED].persons_to_verify, 1);
    assert_int_equal(s.totals[ORB_CHANGE_IGAS_ASSOCIATED].eligible, 0);
}

static void a_long_wait_is_no_gain(void **state)
{
    struct planning_offer young = suits;

    (void)state;
    young.age_max = 19;
    young.wait_days = 181;
    add("young", young);
    ask();
    expect(ORB_CHANGE_AGE_24, ORB_CHANGE_ELSEWHERE, ORB_CHANGE_NOTHING);
}

static void needs_that_have_an_offer_are_not_asked_about(void **state)
{
    (void)state;
    add("a", suits);
    ask();
    assert_int_equal(s.out.open, 0);
    for (int change = 0; change < ORB_CHANGES; change++)
        assert_int_equal(s.totals[change].concerned, 0);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(a_bound_is_passed_by_the_step_that_reaches_it),
        SCENE(ages_move_apart_from_below_too),
        SCENE(a_zone_reaches_as_far_as_the_communes_that_it_holds),
        SCENE(a_departement_reaches_over_its_border),
        SCENE(a_commune_without_a_point_is_told),
        SCENE(a_longer_limit_is_added_to_that_of_the_person),
        SCENE(what_something_else_keeps_out_is_told_apart),
        SCENE(what_report_igas_lifts_is_to_verify),
        SCENE(a_long_wait_is_no_gain),
        SCENE(needs_that_have_an_offer_are_not_asked_about),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
