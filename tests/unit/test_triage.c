/* The levels, states, causes and relaxations of persons written by hand (METHODS 5). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cohort/triage.h"
#include "engine/match/standing.h"
#include "tests/unit/planning_world.h"

/* A person of 19 at the first commune, who needs work by the day. */
struct scene {
    struct planning_world world;
    struct orb_matcher *matcher;
    struct orb_triage *triage;
    struct orb_arena arena;
    struct orb_person person;
    struct orb_case case_;
    struct orb_need needs[2];
    struct orb_orientation decision;
    struct orb_support support;
    struct orb_triage_person out;
};

static struct scene s;
static const struct orb_match_options options;
static const struct orb_triage_question question = { &s.case_, &options, &s.arena };
static const char *const di[] = { "DI" };
static const char *const work[] = { "1.3.3.1" };

/* Suits the person for good. */
static const struct planning_offer suits = { .organization = "o1", PLANNING_OPEN_TO_ALL };

static int begin(void **state)
{
    (void)state;
    memset(&s, 0, sizeof s);
    planning_world_open(&s.world);
    planning_commune(&s.world, "01001", 5, 46, 1000);
    planning_commune(&s.world, "01002", 5.7, 46, 500); /* 54 km */
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
    s.needs[1] = (struct orb_need){ "1.1.1", 1, ORB_MONTHLY };
    s.person.needs = s.needs;
    s.person.need_count = 1;
    s.case_.person = &s.person;
    s.case_.first_decision = s.case_.last_contact = ORB_DATE_NONE;
    return 0;
}

static int end(void **state)
{
    (void)state;
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

static void sort(void)
{
    struct orb_error err = { 0 };

    planning_world_ready(&s.world);
    s.matcher = orb_matcher_new(&s.world.catalogue, s.world.profile);
    assert_non_null(s.matcher);
    s.triage = orb_triage_new(s.matcher, &s.world.catalogue, s.world.profile);
    assert_non_null(s.triage);
    if (orb_triage_person(s.triage, &question, &s.out, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
}

static const char *id_of(uint32_t offer)
{
    assert_int_not_equal(offer, ORB_CAT_NONE);
    return orb_cat_string(&s.world.catalogue, s.world.catalogue.offers[offer].id);
}

static const struct orb_triage_cause *cause_of(uint32_t need, unsigned cause)
{
    for (uint32_t i = 0; i < s.out.needs[need].cause_count; i++)
        if (s.out.needs[need].causes[i].cause == cause)
            return &s.out.needs[need].causes[i];
    fail_msg("cause %u is not told", cause);
    return NULL;
}

/* ---- levels */

static void two_organizations_without_an_end_in_sight_cover_a_need(void **state)
{
    struct planning_offer other = suits;

    (void)state;
    other.organization = "o2";
    add("a", suits);
    add("b", other);
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_COVERED);
    assert_int_equal(s.out.level, ORB_LEVEL_COVERED);
    assert_int_equal(s.out.next.kind, ORB_NEXT_NONE);
    assert_false(orb_triage_is_listed(&s.out));
}

static void one_organization_alone_is_a_risk(void **state)
{
    (void)state;
    add("a", suits);
    add("b", suits);
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_FRAGILE);
    assert_int_equal(s.out.needs[0].fragile, 1U << ORB_FRAGILE_ORGANIZATION);
    assert_int_equal(s.out.level, ORB_LEVEL_AT_RISK);
    assert_int_equal(s.out.next.kind, ORB_NEXT_SECURE);
}

static void nothing_and_no_service_is_a_total_lack(void **state)
{
    (void)state;
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_EMPTY);
    assert_int_equal(s.out.level, ORB_LEVEL_TOTAL);
    assert_int_equal(s.out.needs[0].cause_count, 1);
    assert_int_equal(s.out.needs[0].causes[0].cause, ORB_CAUSE_ABSENT);
    assert_int_equal(orb_cause_code(ORB_CAUSE_ABSENT), 0);
    assert_int_equal(s.out.next.kind, ORB_NEXT_COORDINATION);
}

static void
a_service_somewhere_makes_the_lack_partial_and_by_default_when_desired(void **state)
{
    (void)state;
    s.support = (struct orb_support){ .offer = "elsewhere" };
    s.person.supports = &s.support;
    s.person.support_count = 1;
    s.person.supports_known = true;
    sort();
    assert_int_equal(s.out.level, ORB_LEVEL_PARTIAL);
    s.needs[0].priority = 1;
    end(NULL);
    s.triage = NULL;
    s.matcher = NULL;
    memset(&s.arena, 0, sizeof s.arena);
    planning_world_open(&s.world);
    planning_commune(&s.world, "01001", 5, 46, 1000);
    sort();
    assert_int_equal(s.out.level, ORB_LEVEL_DEFAULT);
}

static void an_unknown_is_to_verify_with_a_call(void **state)
{
    struct planning_offer unsure = suits;

    (void)state;
    unsure.publics = NULL;
    add("a", unsure);
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_TO_VERIFY);
    assert_int_equal(s.out.level, ORB_LEVEL_DEFAULT);
    assert_int_equal(s.out.next.kind, ORB_NEXT_VERIFY);
    assert_string_equal(id_of(s.out.next.offer), "a");
    assert_true((s.out.needs[0].call_unknown >> ORB_REASON_PUBLIC_UNKNOWN & 1) != 0);
}

static void a_long_wait_is_a_near_miss_unless_a_place_is_free(void **state)
{
    struct planning_offer waits = suits;

    (void)state;
    waits.wait_days = 181;
    add("a", waits);
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_NEAR);
    assert_int_equal(cause_of(0, ORB_CAUSE_WAIT)->alone, 1);
    assert_int_equal(orb_cause_code(ORB_CAUSE_WAIT), 114);
    assert_int_equal(s.out.next.lever, ORB_LEVER_WAITING_LIST);
    assert_true(s.out.needs[0].relaxations[0].gap == 1);
}

static void a_wait_at_the_limit_is_fragile(void **state)
{
    struct planning_offer waits = suits;

    (void)state;
    waits.wait_days = 180;
    add("a", waits);
    waits.organization = "o2";
    waits.wait_days = 91;
    add("b", waits);
    sort();
    assert_int_equal(s.out.needs[0].fragile, 1U << ORB_FRAGILE_WAIT);
    assert_int_equal(s.out.event_count, 1);
    assert_true(s.out.events[0].days == 91);
}

/* Nor does where the person before lived say anything. */
static void a_profile_that_takes_the_unknown_for_a_yes_covers_who_is_nowhere(void **state)
{
    struct planning_offer other = suits;

    (void)state;
    s.world.profile->rules[ORB_RULE_PLACE].missing_is_yes = true;
    other.organization = "o2";
    add("a", suits);
    add("b", other);
    s.person.lon = 5.7;
    s.person.commune = "01002";
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_NEAR);
    s.person.lon = s.person.lat = NAN;
    s.person.commune = NULL;
    assert_int_equal(orb_triage_person(s.triage, &question, &s.out, NULL), ORB_OK);
    assert_int_equal(s.out.needs[0].state, ORB_NEED_COVERED);
}

/* ---- fragility */

static void one_offer_without_an_end_makes_the_others_ends_harmless(void **state)
{
    struct planning_offer closing = suits;

    (void)state;
    closing.closed_in = 30;
    closing.organization = "o2";
    add("a", suits);
    add("b", closing);
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_COVERED);
}

static void ends_of_different_kinds_together_are_fragile(void **state)
{
    struct planning_offer closing = suits;
    struct planning_offer waits = suits;

    (void)state;
    closing.closed_in = 30;
    waits.organization = "o2";
    waits.wait_days = 100;
    add("a", closing);
    add("b", waits);
    sort();
    assert_int_equal(s.out.needs[0].fragile,
                     1U << ORB_FRAGILE_CLOSING | 1U << ORB_FRAGILE_WAIT);
}

static void a_bound_at_20_prepares_the_amendement_creton(void **state)
{
    struct planning_offer young = suits;

    (void)state;
    young.age_max = 20;
    add("a", young);
    young.organization = "o2";
    add("b", young);
    s.person.birth_year = 2004;
    s.person.birth_month = 12;
    s.person.birth_day = 15;
    s.person.age_years = -1;
    sort(); /* on 2024-10-04: 19 years 9 months */
    assert_int_equal(s.out.needs[0].fragile, 1U << ORB_FRAGILE_AGE);
    assert_true(s.out.needs[0].creton);
    assert_int_equal(s.out.events[0].date, orb_date_make(2024, 12, 15));
    assert_true(s.out.events[0].creton);
}

static void a_decision_that_ends_within_six_months_is_fragile(void **state)
{
    static const struct {
        int days;
        enum orb_need_state state;
    } cases[] = { { 100, ORB_NEED_FRAGILE }, { 300, ORB_NEED_COVERED } };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct planning_offer asks = suits;

        asks.orientations = "11.1";
        s.decision = (struct orb_orientation){ .code = "11.1",
                                               .decided_on = TODAY - 400,
                                               .valid_until = TODAY + cases[i].days };
        s.person.orientations = &s.decision;
        s.person.orientation_count = 1;
        add("a", asks);
        asks.organization = "o2";
        add("b", asks);
        sort();
        assert_int_equal(s.out.needs[0].state, cases[i].state);
        assert_int_equal(s.out.urgency.waiting, 400);
        if (i == 0) {
            struct orb_person same = s.person;

            end(NULL);
            begin(NULL);
            s.person = same;
            s.person.needs = s.needs;
        }
    }
}

/* ---- what supports the person today */

static void a_service_outgrown_is_a_solution_by_default(void **state)
{
    struct planning_offer young = suits;
    struct planning_offer other = suits;

    (void)state;
    young.age_max = 18;
    other.organization = "o2";
    add("a", suits);
    add("b", other);
    add("ime", young);
    s.support = (struct orb_support){ .offer = "ime", .needs = { work, 1, true } };
    s.person.supports = &s.support;
    s.person.support_count = 1;
    s.person.supports_known = true;
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_COVERED);
    assert_true(s.out.needs[0].by_default);
    assert_int_equal(s.out.needs[0].default_cause, ORB_REASON_AGE_MAX);
    assert_int_equal(s.out.level, ORB_LEVEL_DEFAULT);
    assert_int_equal(s.out.next.kind, ORB_NEXT_REPLACE);
    assert_string_equal(id_of(s.out.next.offer), "ime");
}

/* ---- causes and relaxations */

static void a_cause_blocks_more_than_it_alone_blocks(void **state)
{
    struct planning_offer far = suits;
    struct planning_offer both = suits;

    (void)state;
    far.commune = both.commune = "01002";
    far.lon = both.lon = 5.7;
    both.publics = "TSA";
    add("far", far);
    add("farther", both);
    sort();
    assert_int_equal(cause_of(0, ORB_REASON_TRAVEL)->blocked, 2);
    assert_int_equal(cause_of(0, ORB_REASON_TRAVEL)->alone, 1);
    assert_int_equal(cause_of(0, ORB_REASON_PUBLIC)->alone, 0);
    assert_int_equal(s.out.needs[0].relaxation_count, 1);
    assert_int_equal(s.out.needs[0].relaxations[0].causes, UINT64_C(1)
                                                               << ORB_REASON_TRAVEL);
    assert_true(s.out.needs[0].relaxations[0].limit > 45);
    assert_int_equal(s.out.next.lever, ORB_LEVER_TRANSPORT);
}

static void pairs_are_told_only_when_no_single_change_works(void **state)
{
    struct planning_offer both = suits;

    (void)state;
    both.commune = "01002";
    both.lon = 5.7;
    both.orientations = "11.1";
    add("a", both);
    sort();
    assert_int_equal(s.out.needs[0].relaxation_count, 1);
    assert_int_equal(s.out.needs[0].relaxations[0].causes,
                     UINT64_C(1) << ORB_REASON_TRAVEL | UINT64_C(1)
                                                            << ORB_REASON_ORIENTATION);
    assert_int_equal(s.out.next.lever, ORB_LEVER_REQUEST_MDPH);
}

static void what_cannot_be_moved_is_counted_and_never_suggested(void **state)
{
    static const char *const refused[] = { "a" };

    (void)state;
    add("a", suits);
    s.person.refused_offers = (struct orb_code_list){ refused, 1, true };
    sort();
    assert_int_equal(s.out.needs[0].state, ORB_NEED_EMPTY);
    assert_int_equal(cause_of(0, ORB_REASON_REFUSED_BY_PERSON)->alone, 1);
    assert_int_equal(s.out.needs[0].relaxation_count, 0);
    assert_int_equal(orb_cause_code(ORB_REASON_REFUSED_BY_PERSON), 100);
}

/* ---- isolation, order */

static void isolation_is_an_interval_and_the_flag_its_lower_end(void **state)
{
    (void)state;
    sort();
    assert_int_equal(s.out.isolation.low, 1); /* nothing within the limit */
    assert_int_equal(s.out.isolation.high, 6);
    assert_false(s.out.isolation.isolated);
    s.person.supports_known = true;
    s.case_.relative_named = ORB_NO;
    s.case_.car = ORB_YES;
    s.case_.mdph_file = ORB_YES;
    assert_int_equal(orb_triage_person(s.triage, &question, &s.out, NULL), ORB_OK);
    assert_int_equal(s.out.isolation.low, 3);
    assert_int_equal(s.out.isolation.high, 4); /* nobody told of the last contact */
    assert_true(s.out.isolation.isolated);
    assert_int_equal(s.out.isolation.factors[ORB_ISOLATION_CAR], ORB_NO);
}

static void the_order_of_work_follows_its_terms_one_by_one(void **state)
{
    struct orb_person persons[2] = { { .id = "a" }, { .id = "b" } };
    struct orb_case cases[2] = { { .person = &persons[0] }, { .person = &persons[1] } };
    struct orb_triage_person a = { .case_ = &cases[0] };
    struct orb_triage_person b = { .case_ = &cases[1] };

    (void)state;
    assert_true(orb_triage_compare(&a, &b) < 0);
    b.urgency.waiting = 1;
    assert_true(orb_triage_compare(&a, &b) > 0);
    a.urgency.weight = 1;
    assert_true(orb_triage_compare(&a, &b) < 0);
    b.urgency.priority = 1;
    assert_true(orb_triage_compare(&a, &b) > 0);
    a.urgency.state = 1;
    assert_true(orb_triage_compare(&a, &b) < 0);
    b.urgency.isolated = true;
    assert_true(orb_triage_compare(&a, &b) > 0);
    b.urgency.deadline_class = 1;
    assert_true(orb_triage_compare(&a, &b) < 0);
}

#define SCENE(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(two_organizations_without_an_end_in_sight_cover_a_need),
        SCENE(one_organization_alone_is_a_risk),
        SCENE(nothing_and_no_service_is_a_total_lack),
        SCENE(a_service_somewhere_makes_the_lack_partial_and_by_default_when_desired),
        SCENE(an_unknown_is_to_verify_with_a_call),
        SCENE(a_long_wait_is_a_near_miss_unless_a_place_is_free),
        SCENE(a_wait_at_the_limit_is_fragile),
        SCENE(a_profile_that_takes_the_unknown_for_a_yes_covers_who_is_nowhere),
        SCENE(one_offer_without_an_end_makes_the_others_ends_harmless),
        SCENE(ends_of_different_kinds_together_are_fragile),
        SCENE(a_bound_at_20_prepares_the_amendement_creton),
        SCENE(a_decision_that_ends_within_six_months_is_fragile),
        SCENE(a_service_outgrown_is_a_solution_by_default),
        SCENE(a_cause_blocks_more_than_it_alone_blocks),
        SCENE(pairs_are_told_only_when_no_single_change_works),
        SCENE(what_cannot_be_moved_is_counted_and_never_suggested),
        SCENE(isolation_is_an_interval_and_the_flag_its_lower_end),
        SCENE(the_order_of_work_follows_its_terms_one_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
