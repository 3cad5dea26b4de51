/* Real redundancies: what makes one, what does not, what is to verify, how they group. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "tests/unit/overlap_world.h"

static void alike_and_near_is_a_redundancy(void **state)
{
    struct planning_offer other = overlap_day;

    (void)state;
    other.lon = 5.03; /* 2.3 km, 3.3 km of road */
    other.publics = "TSA";
    overlap_add("a", overlap_day);
    overlap_add("b", other);
    overlap_find();
    assert_int_equal(overlaps.group_count, 1);
    assert_int_equal(overlaps.groups[0].members.count, 2);
    assert_string_equal(overlap_member(0, 0), "a");
    assert_string_equal(overlap_member(0, 1), "b");
    assert_int_equal(overlaps.groups[0].unknown, 0);
    assert_int_equal(overlaps.groups[0].way, ORB_OVERLAP_DAY);
    assert_int_equal(overlaps.groups[0].sub_services.count, 2);
    assert_true(overlaps.groups[0].publics > 0.49 && overlaps.groups[0].publics < 0.51);
    assert_true(overlaps.groups[0].minutes > 3 && overlaps.groups[0].minutes < 15);
    assert_true(isnan(overlaps.groups[0].zones));
    assert_int_equal(overlaps.counts.compared, 2);
}

/* Each differs from day in one thing that decides. */
static void one_difference_is_enough(void **state)
{
    static const struct planning_offer others[] = {
        { .families = "L5.4" },
        { .publics = "MOTEUR" },
        { .publics = "TSA,TND,PSYCHIQUE,MOTEUR" },
        { .modalities = "hebergement_complet" },
        { .modalities = "domicile_milieu_ordinaire", .communes = "01001" },
        { .age_min = 18, .age_max = 60 }, /* two years of fourteen */
        { .lon = 5.2, .lat = 46 },        /* 15 km: more than 15 minutes */
        { .closed_in = -1 },
        { .opens_in = 1 },
        { .droit_commun = ORB_YES },
        { .service = "a" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct planning_offer o = overlap_day;

        o.families = others[i].families == NULL ? o.families : others[i].families;
        o.publics = others[i].publics == NULL ? o.publics : others[i].publics;
        o.modalities = others[i].modalities == NULL ? o.modalities : others[i].modalities;
        o.age_min = others[i].age_max == 0 ? o.age_min : others[i].age_min;
        o.age_max = others[i].age_max == 0 ? o.age_max : others[i].age_max;
        o.lon = others[i].lat < 1 ? o.lon : others[i].lon;
        o.communes = others[i].communes;
        o.closed_in = others[i].closed_in;
        o.opens_in = others[i].opens_in;
        o.droit_commun = others[i].droit_commun;
        o.service = others[i].service;
        overlap_add("a", overlap_day);
        overlap_add("b", o);
        overlap_find();
        if (overlaps.group_count != 0)
            fail_msg("case %zu: a redundancy", i);
        assert_int_equal(overlap_end(state), 0);
        assert_int_equal(overlap_begin(state), 0);
    }
}

static void ages_overlap_by_half_of_the_shorter(void **state)
{
    struct planning_offer young = overlap_day;
    struct planning_offer old = overlap_day;

    (void)state;
    young.age_min = 0;
    young.age_max = 10;
    old.age_min = 5;
    old.age_max = 150; /* no bound */
    overlap_add("young", young);
    overlap_add("old", old);
    overlap_find();
    assert_true(overlaps.group_count == 1);
    assert_true(overlaps.groups[0].ages > 0.49 && overlaps.groups[0].ages < 0.51);
}

static void what_nobody_said_is_to_verify(void **state)
{
    struct planning_offer silent = overlap_day;

    (void)state;
    silent.publics = NULL;
    silent.age_min = silent.age_max = 0;
    silent.modalities = "accueil_jour?";
    overlap_add("a", overlap_day);
    overlap_add("b", silent);
    overlap_find();
    assert_int_equal(overlaps.group_count, 1);
    assert_int_equal(overlaps.groups[0].unknown,
                     ORB_OVERLAP_AGES | ORB_OVERLAP_PUBLICS | ORB_OVERLAP_WAY);
    assert_true(isnan(overlaps.groups[0].publics) && isnan(overlaps.groups[0].ages));
}

static const struct planning_offer home = { .families = "L4.1",
                                            .publics = "DI",
                                            .modalities = "domicile_milieu_ordinaire",
                                            .age_min = 3,
                                            .age_max = 20,
                                            .communes = "01001,01002" };

static void at_home_the_communes_served_decide(void **state)
{
    struct planning_offer half = home;
    struct planning_offer third = home;
    struct planning_offer apart = home;

    (void)state;
    half.communes = "01002";
    half.lon = 6; /* far: its site does not matter */
    half.lat = 46;
    third.communes = "01002,01003";
    apart.communes = "01003,01004";
    overlap_add("home", home);
    overlap_add("half", half);
    overlap_add("third", third);
    overlap_add("apart", apart);
    overlap_find();
    /* home-half 1/2, half-third 1/2, home-third 1/3, third-apart 1/3 */
    assert_int_equal(overlaps.group_count, 1);
    assert_int_equal(overlaps.groups[0].members.count, 2);
    assert_string_equal(overlap_member(0, 0), "half");
    assert_true(overlaps.groups[0].zones > 0.49 && overlaps.groups[0].zones < 0.51);
    assert_true(isnan(overlaps.groups[0].minutes));
}

static void a_departement_is_all_its_communes(void **state)
{
    struct planning_offer wide = home;
    struct planning_offer three = home;

    (void)state;
    wide.communes = NULL;
    wide.departments = "01";
    three.communes = "01001,01003,01004";
    overlap_add("wide", wide);
    overlap_add("three", three);
    overlap_find();
    assert_int_equal(overlaps.group_count, 1);
    assert_true(overlaps.groups[0].zones > 0.74 && overlaps.groups[0].zones < 0.76);
}

static void a_former_commune_is_that_of_today(void **state)
{
    const struct orb_territory old = { .kind = ORB_TERRITORY_COMMUNE_OLD,
                                       .code = "01900",
                                       .successor = "01001",
                                       .population = -1,
                                       .lon = NAN,
                                       .lat = NAN,
                                       .provenance = { "a", TODAY, 0, NULL } };
    struct planning_offer former = home;

    (void)state;
    planning_put(&overlap_world, &(struct orb_record){ .kind = ORB_RECORD_TERRITORY,
                                                       .as.territory = &old });
    former.communes = "01900,01002";
    overlap_add("a", home);
    overlap_add("b", former);
    overlap_find();
    assert_true(overlaps.group_count == 1 && overlaps.groups[0].zones > 0.99);
}

static void an_unknown_zone_counts_only_when_the_sites_are_near(void **state)
{
    struct planning_offer here = home;
    struct planning_offer near = home;
    struct planning_offer far = home;

    (void)state;
    near.communes = far.communes = NULL;
    near.commune = "01001";
    far.commune = "01004";
    here.commune = "01001";
    overlap_add("a", here);
    overlap_add("near", near);
    overlap_add("far", far);
    overlap_find();
    assert_int_equal(overlaps.counts.zone_unknown, 2);
    assert_int_equal(overlaps.group_count, 1);
    assert_int_equal(overlaps.groups[0].unknown, ORB_OVERLAP_ZONE);
    assert_string_equal(overlap_member(0, 1), "near");
}

static void disjoint_zones_of_one_name_are_apart(void **state)
{
    struct planning_offer other = home;

    (void)state;
    other.communes = "01003,01004";
    other.lon = 5;
    other.lat = 46;
    overlap_add("a", home);
    overlap_add("b", other);
    overlap_find();
    assert_int_equal(overlaps.group_count, 0);
}

/* a - b - c in a row, each near the next only. */
static void every_pair_of_a_group_meets(void **state)
{
    struct planning_offer b = overlap_day;
    struct planning_offer c = overlap_day;

    (void)state;
    b.lon = 5.08; /* 6.2 km */
    c.lon = 5.14; /* 4.6 km from b, 10.8 km from a */
    overlap_add("a", overlap_day);
    overlap_add("b", b);
    overlap_add("c", c);
    overlap_find();
    assert_int_equal(overlaps.group_count, 1);
    assert_int_equal(overlaps.groups[0].members.count, 2);
    assert_string_equal(overlap_member(0, 0), "b"); /* the nearest first */
    assert_string_equal(overlap_member(0, 1), "c");
}

static void three_near_are_a_triplon(void **state)
{
    struct planning_offer b = overlap_day;
    struct planning_offer c = overlap_day;

    (void)state;
    b.lon = 5.02;
    c.lon = 5.04;
    c.families = "L4.2";
    b.organization = c.organization = "O";
    c.commune_only = true;
    overlap_add("a", overlap_day);
    overlap_add("b", b);
    overlap_add("c", c);
    overlap_find();
    assert_int_equal(overlaps.group_count, 1);
    assert_int_equal(overlaps.groups[0].members.count, 3);
    assert_int_equal(overlaps.groups[0].sub_services.count, 1);
    assert_int_equal(overlaps.groups[0].organizations, 1);
    assert_true(overlaps.groups[0].imprecise);
}

/* x and y have L1.1, y and z L1.2, x and z L1.3: nothing that all three do. */
static void a_group_has_something_that_all_do(void **state)
{
    struct planning_offer o = overlap_day;

    (void)state;
    o.families = "L1.1,L1.3";
    overlap_add("x", o);
    o.families = "L1.1,L1.2";
    overlap_add("y", o);
    o.families = "L1.2,L1.3";
    overlap_add("z", o);
    overlap_find();
    assert_int_equal(overlaps.group_count, 1);
    assert_int_equal(overlaps.groups[0].members.count, 2);
}

static void the_same_record_twice_is_one(void **state)
{
    struct planning_offer twin = overlap_day;

    (void)state;
    twin.source = "b";
    twin.duplicate_of = "a";
    overlap_add("a", overlap_day);
    overlap_add("twin", twin);
    overlap_find();
    assert_int_equal(overlaps.group_count, 0);
    assert_int_equal(overlaps.counts.duplicates, 1);
    assert_int_equal(overlaps.service_count, 1);
    assert_int_equal(overlaps.services[0].duplicates, 1);
    assert_int_equal(overlaps.services[0].sources.count, 2);
}

static void offers_of_a_service_are_put_together(void **state)
{
    struct planning_offer one = overlap_day;
    struct planning_offer two = overlap_day;
    struct planning_offer other = overlap_day;

    (void)state;
    one.service = two.service = "s";
    one.publics = "DI";
    two.publics = "TSA";
    one.age_max = 12;
    two.age_min = 12;
    one.authorised = 10, two.authorised = 5;
    two.installed = 4;
    one.wait_days = 90;
    two.wait_days = 200;
    overlap_add("s/1", one);
    overlap_add("s/2", two);
    overlap_add("z", other);
    overlap_find();
    assert_int_equal(overlaps.service_count, 2);
    assert_int_equal(overlaps.group_count, 1);
    for (uint32_t i = 0; i < overlaps.service_count; i++) {
        const struct orb_overlap_service *s = &overlaps.services[i];

        if (s->offers.count != 2)
            continue;
        assert_int_equal(s->authorised, 15);
        assert_int_equal(s->installed, 4);
        assert_int_equal(s->installed_unknown, 1);
        assert_int_equal(s->age_min_months, 72);
        assert_int_equal(s->age_max_months, 240);
        assert_int_equal(s->publics.count, 2);
        assert_true(s->wait_days > 199);
    }
}

static void what_is_left_aside_is_counted(void **state)
{
    struct planning_offer o = overlap_day;

    (void)state;
    o.families = "L4";
    overlap_add("family", o);
    o.families = NULL;
    overlap_add("nothing", o);
    o = overlap_day;
    o.modalities = NULL;
    overlap_add("how", o);
    o.modalities = "telephonique";
    overlap_add("far", o);
    o = overlap_day;
    o.lon = o.lat = 0;
    overlap_add("nowhere", o);
    overlap_find();
    assert_int_equal(overlaps.counts.no_sub_service, 2);
    assert_int_equal(overlaps.counts.no_way, 1);
    assert_int_equal(overlaps.counts.remote, 1);
    assert_int_equal(overlaps.counts.unlocated, 1);
    assert_int_equal(overlaps.counts.compared, 0);
}

static void a_perimeter_keeps_the_groups_that_touch_it(void **state)
{
    struct orb_overlap_question q;
    struct orb_error err = { 0 };
    struct planning_offer other = overlap_day;
    bool inside[4] = { false, true, false, false };

    (void)state;
    other.lon = 5.05;
    other.commune = "01002";
    overlap_add("a", overlap_day);
    overlap_add("b", other);
    planning_world_ready(&overlap_world);
    q = overlap_question();
    q.inside = inside;
    assert_int_equal(orb_overlaps_find(&overlaps, &q, &err), ORB_OK);
    assert_int_equal(overlaps.group_count, 1);
    inside[1] = false;
    orb_overlaps_release(&overlaps);
    assert_int_equal(orb_overlaps_find(&overlaps, &q, &err), ORB_OK);
    assert_int_equal(overlaps.group_count, 0);
}

static void an_empty_territory_has_none(void **state)
{
    (void)state;
    overlap_find();
    assert_int_equal(overlaps.group_count + overlaps.service_count, 0);
}

static void lack_of_memory_is_told(void **state)
{
    struct orb_overlap_question q;

    (void)state;
    overlap_add("a", overlap_day);
    overlap_add("b", overlap_day);
    overlap_add("c", home);
    planning_world_ready(&overlap_world);
    q = overlap_question();
    for (long n = 0;; n++) {
        struct orb_error err = { 0 };
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = orb_overlaps_find(&overlaps, &q, &err);
        orb_alloc_fail_after(-1);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
        assert_true(n < 1000);
    }
    assert_int_equal(overlaps.group_count, 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, overlap_begin, overlap_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(alike_and_near_is_a_redundancy),
        TEST(one_difference_is_enough),
        TEST(ages_overlap_by_half_of_the_shorter),
        TEST(what_nobody_said_is_to_verify),
        TEST(at_home_the_communes_served_decide),
        TEST(a_departement_is_all_its_communes),
        TEST(a_former_commune_is_that_of_today),
        TEST(an_unknown_zone_counts_only_when_the_sites_are_near),
        TEST(disjoint_zones_of_one_name_are_apart),
        TEST(every_pair_of_a_group_meets),
        TEST(three_near_are_a_triplon),
        TEST(a_group_has_something_that_all_do),
        TEST(the_same_record_twice_is_one),
        TEST(offers_of_a_service_are_put_together),
        TEST(what_is_left_aside_is_counted),
        TEST(a_perimeter_keeps_the_groups_that_touch_it),
        TEST(an_empty_territory_has_none),
        TEST(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
