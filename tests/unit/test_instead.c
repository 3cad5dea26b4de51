/* What is offered instead when services close (R69). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/instead.h"
#include "engine/match/standing.h"
#include "tests/unit/planning_world.h"

static struct {
    struct planning_world world;
    struct orb_matcher *matcher;
    struct orb_person person;
    struct orb_need needs[2];
    struct orb_instead out[2];
    uint64_t closed[1];
} s;
static const struct orb_match_options options;
static const char *const di[] = { "DI" };

static const struct planning_offer suits = { .organization = "o1", PLANNING_OPEN_TO_ALL };

static int begin(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    planning_world_open(&s.world);
    planning_commune(&s.world, "01001", 5, 46, 1000);
    s.person = orb_standing_person(TODAY);
    s.person.id = "p";
    s.person.age_years = 19;
    s.person.lon = 5;
    s.person.lat = 46;
    s.person.commune = "01001";
    s.person.groups = (struct orb_code_list){ di, 1, true };
    s.person.associated.known = true;
    s.person.orientations_known = true;
    s.needs[0] = (struct orb_need){ "1.3.3.1", 2, ORB_DAILY };
    s.needs[1] = (struct orb_need){ "1.2.1.2", 1, ORB_MONTHLY };
    s.person.needs = s.needs;
    s.person.need_count = 2;
    return 0;
}

static int end(void **state)
{
    (void)state;
    orb_matcher_free(s.matcher);
    planning_world_close(&s.world);
    return 0;
}

static void add(const char *id, struct planning_offer offer, double lon)
{
    offer.id = id;
    offer.lon = lon;
    planning_offer(&s.world, &offer);
}

static void ask(const char *closing)
{
    struct orb_instead_question question = { .person = &s.person,
                                             .options = &options,
                                             .closed = s.closed };
    uint32_t offer;
    struct orb_error err = { 0 };

    planning_world_ready(&s.world);
    question.profile = s.world.profile;
    offer = orb_cat_offer_find(&s.world.catalogue, closing);
    if (offer != ORB_CAT_NONE)
        s.closed[0] = UINT64_C(1) << offer;
    s.matcher = orb_matcher_new(&s.world.catalogue, s.world.profile);
    assert_non_null(s.matcher);
    if (orb_instead_find(s.matcher, &question, s.out, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
}

static const char *offered(uint32_t need)
{
    return s.out[need].offer == ORB_CAT_NONE
               ? "nothing"
               : orb_cat_string(&s.world.catalogue,
                                s.world.catalogue.offers[s.out[need].offer].id);
}

static void the_nearest_that_stays_is_offered(void **state)
{
    (void)state;
    add("near", suits, 5.01);
    add("next", suits, 5.05);
    add("far", suits, 5.1);
    ask("near");
    assert_string_equal(offered(0), "next");
    assert_int_equal(s.out[0].class_, ORB_ELIGIBLE);
    assert_true(s.out[0].minutes > 3);
    assert_string_equal(offered(1), "nothing");
}

static void what_suits_comes_before_what_is_to_verify_however_near(void **state)
{
    struct planning_offer unsure = suits;

    (void)state;
    unsure.publics = NULL;
    add("unsure", unsure, 5);
    add("far", suits, 5.1);
    ask("nothing");
    assert_string_equal(offered(0), "far");
}

static void something_to_verify_is_better_than_nothing(void **state)
{
    struct planning_offer unsure = suits;

    (void)state;
    unsure.publics = NULL;
    add("closes", suits, 5);
    add("unsure", unsure, 5.1);
    ask("closes");
    assert_string_equal(offered(0), "unsure");
    assert_int_equal(s.out[0].class_, ORB_TO_VERIFY);
}

static void a_long_wait_is_not_offered(void **state)
{
    struct planning_offer waits = suits;

    (void)state;
    waits.wait_days = 181;
    add("waits", waits, 5);
    ask("nothing");
    assert_string_equal(offered(0), "nothing");
    assert_true(isnan(s.out[0].minutes));
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(the_nearest_that_stays_is_offered),
        SCENE(what_suits_comes_before_what_is_to_verify_however_near),
        SCENE(something_to_verify_is_better_than_nothing),
        SCENE(a_long_wait_is_not_offered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
