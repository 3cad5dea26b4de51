/* Demands that are alike and near each other make groups; the rest is counted apart. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/emerge.h"
#include "engine/match/standing.h"
#include "tests/unit/planning_world.h"

#define PEOPLE 5

static struct planning_world world;
static struct orb_person persons[PEOPLE];
static struct orb_case cases[PEOPLE];
static struct orb_need needs[PEOPLE][2];
static struct orb_triage_need states[PEOPLE][2];
static struct orb_triage_person people[PEOPLE];
static const struct orb_triage_person *order[PEOPLE];
static const struct orb_triage_cause far_away = { ORB_REASON_TRAVEL, 3, 1 };
static const char *const tsa[] = { "TSA" };

static int begin(void **state)
{
    (void)state;
    planning_world_open(&world);
    planning_commune(&world, "01001", 5, 46, 1000);
    planning_commune(&world, "01002", 5.1, 46, 500);
    planning_commune(&world, "01003", 5.2, 46, 500);
    planning_commune(&world, "01099", 7, 46, 500); /* 154 km */
    planning_world_ready(&world);
    for (int i = 0; i < PEOPLE; i++) {
        persons[i] = orb_standing_person(TODAY);
        persons[i].commune = "01001";
        persons[i].groups = (struct orb_code_list){ tsa, 1, true };
        needs[i][0] = (struct orb_need){ "1.3.3.1", 3, ORB_DAILY };
        needs[i][1] = (struct orb_need){ "1.3.3.2", 3, ORB_DAILY };
        persons[i].needs = needs[i];
        persons[i].need_count = 1;
        cases[i].person = &persons[i];
        states[i][0] = states[i][1] = (struct orb_triage_need){ .state = ORB_NEED_NEAR,
                                                                .causes = &far_away,
                                                                .cause_count = 1 };
        people[i] = (struct orb_triage_person){ .case_ = &cases[i],
                                                .needs = states[i],
                                                .need_count = 1 };
        order[i] = &people[i];
    }
    return 0;
}

static int end(void **state)
{
    (void)state;
    planning_world_close(&world);
    return 0;
}

static void find(struct orb_emerge *out)
{
    const struct orb_emerge_input input = { .catalogue = &world.catalogue,
                                            .profile = world.profile,
                                            .circles = &world.circles,
                                            .people = order,
                                            .count = PEOPLE,
                                            .least = 3 };

    assert_int_equal(orb_emerge_find(out, &input, NULL), ORB_OK);
}

static void those_far_away_are_apart_and_the_place_is_in_the_middle(void **state)
{
    struct orb_emerge out;

    (void)state;
    persons[1].commune = "01002";
    persons[2].commune = "01003";
    persons[3].commune = "01099";
    persons[4].commune = NULL;
    find(&out);
    assert_int_equal(out.demands, 5);
    assert_int_equal(out.group_count, 1);
    assert_int_equal(out.apart, 1);
    assert_int_equal(out.unplaced, 1);
    assert_int_equal(out.groups[0].member_count, 3);
    assert_string_equal(out.groups[0].need, "1.3.3");
    assert_int_equal(out.groups[0].cause, ORB_REASON_TRAVEL);
    assert_int_equal(out.groups[0].commune,
                     orb_cat_commune_find(&world.catalogue, "01002"));
    orb_emerge_release(&out);
}

static void another_public_or_another_cause_is_another_demand(void **state)
{
    static const struct orb_triage_cause age = { ORB_REASON_AGE_MAX, 1, 1 };
    struct orb_emerge out;

    (void)state;
    persons[3].groups.count = 0;
    states[4][0].causes = &age;
    find(&out);
    assert_int_equal(out.group_count, 1);
    assert_int_equal(out.groups[0].member_count, 3);
    assert_int_equal(out.apart, 2);
    orb_emerge_release(&out);
}

static void a_person_counts_once_however_many_needs_are_alike(void **state)
{
    struct orb_emerge out;

    (void)state;
    for (int i = 0; i < 2; i++) {
        persons[i].need_count = 2;
        people[i].need_count = 2;
    }
    for (int i = 2; i < PEOPLE; i++)
        people[i].need_count = 0;
    find(&out);
    assert_int_equal(out.demands, 4);
    assert_int_equal(out.group_count, 0); /* two persons, not four */
    orb_emerge_release(&out);
}

static void partners_come_droit_commun_first_with_what_they_lack(void **state)
{
    struct orb_relaxation changes[2] = {
        { .causes = UINT64_C(1) << ORB_REASON_TRAVEL, .offer = 0 },
        { .causes = UINT64_C(1) << ORB_REASON_TRAVEL, .offer = 1 },
    };
    struct orb_emerge out;

    (void)state;
    planning_world_close(&world);
    planning_world_open(&world);
    planning_commune(&world, "01001", 5, 46, 1000);
    planning_offer(&world, &(struct planning_offer){ .id = "a",
                                                     .prestations = "2.3.3.1",
                                                     .publics = "DI",
                                                     .orientations = "11.1",
                                                     .droit_commun = ORB_NO,
                                                     .commune = "01001",
                                                     .lon = 5,
                                                     .lat = 46 });
    planning_offer(&world, &(struct planning_offer){ .id = "b",
                                                     .prestations = "2.3.3.1",
                                                     .droit_commun = ORB_YES,
                                                     .commune = "01001",
                                                     .lon = 5,
                                                     .lat = 46 });
    planning_world_ready(&world);
    changes[0].offer = orb_cat_offer_find(&world.catalogue, "a");
    changes[1].offer = orb_cat_offer_find(&world.catalogue, "b");
    for (int i = 0; i < PEOPLE; i++) {
        states[i][0].relaxations = changes;
        states[i][0].relaxation_count = 2;
    }
    find(&out);
    assert_int_equal(out.groups[0].partner_count, 2);
    assert_int_equal(out.groups[0].partners[0].offer, changes[1].offer);
    assert_int_equal(out.groups[0].partners[0].members, PEOPLE);
    assert_int_equal(out.groups[0].partners[0].circle, ORB_CIRCLE_C4);
    assert_true(out.groups[0].partners[0].lacks == UINT64_C(1) << ORB_REASON_TRAVEL);
    orb_emerge_release(&out);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(those_far_away_are_apart_and_the_place_is_in_the_middle),
        SCENE(another_public_or_another_cause_is_another_demand),
        SCENE(a_person_counts_once_however_many_needs_are_alike),
        SCENE(partners_come_droit_commun_first_with_what_they_lack),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
