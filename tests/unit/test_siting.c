/* Where to open, on communes set along a road: what is near, what stays, what is unknown.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/planning/siting.h"
#include "engine/travel/table.h"
#include "tests/unit/planning_world.h"

#define FAMILY "L4.2"

/* 0.05 degree of longitude takes 12 minutes by the estimate, 0.1 takes 21. */
static const struct {
    const char *code;
    double lon;
    int64_t people;
} communes[] = { { "01001", 5, 100 }, { "01002", 5.05, 300 }, { "01003", 5.5, 350 } };

#define COMMUNES (sizeof communes / sizeof communes[0])

static void open_road(struct planning_world *w)
{
    planning_world_open(w);
    for (size_t i = 0; i < COMMUNES; i++)
        planning_commune(w, communes[i].code, communes[i].lon, 46, communes[i].people);
}

static void put_service(struct planning_world *w, const char *id, size_t commune,
                        const char *modalities)
{
    planning_offer(w, &(struct planning_offer){ .id = id,
                                                .commune = communes[commune].code,
                                                .lon = communes[commune].lon,
                                                .lat = 46,
                                                .families = FAMILY,
                                                .modalities = modalities,
                                                .orientations = "",
                                                .droit_commun = ORB_NO });
}

static struct orb_siting_question question_on(const struct planning_world *w)
{
    return (struct orb_siting_question){ .catalogue = &w->catalogue,
                                         .profile = w->profile,
                                         .date = TODAY,
                                         .stratum = { .age_from = -1, .age_to = -1 },
                                         .keep = true,
                                         .model = ORB_LOCATE_MOST_COVERED,
                                         .new_sites = 1,
                                         .minutes = 15,
                                         .capacity = INFINITY };
}

static struct orb_siting solve(const struct orb_siting_question *q)
{
    struct orb_siting s = { 0 };

    assert_int_equal(orb_siting_prepare(&s, q, NULL), ORB_OK);
    assert_int_equal(orb_siting_solve(&s, NULL, NULL), ORB_OK);
    return s;
}

static void assert_near(double value, double wanted)
{
    if (!(fabs(value - wanted) <= 1e-9 * fmax(1, fabs(wanted))))
        fail_msg("%.12g is not %.12g", value, wanted);
}

static void most_people_are_brought_within_the_minutes(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    planning_world_ready(&w);
    q = question_on(&w);
    s = solve(&q);
    assert_int_equal(s.place_count, COMMUNES);
    assert_int_equal(s.existing_count, 0);
    assert_int_equal(s.site_count, COMMUNES);
    assert_int_equal(s.opened, 1);
    assert_int_equal(s.certificate.status, ORB_LOCATE_OPTIMAL);
    assert_near(s.certificate.value, 400);
    assert_near(s.demand, 750);
    assert_near(s.near_before, 0);
    assert_near(s.near_after, 400);
    assert_near(s.places[0].before, -1);
    assert_int_equal(s.places[0].before_site, ORB_LOCATE_NONE);
    assert_true(s.places[0].near_after && s.places[1].near_after);
    assert_false(s.places[2].near_after);
    assert_true(s.places[2].after > 15); /* served all the same */
    assert_true(isnan(s.minutes_before));
    orb_siting_release(&s);
    orb_siting_release(&s);
    planning_world_close(&w);
}

static void services_that_exist_stay_or_may_close(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    put_service(&w, "a:one", 2, "accueil_jour");
    planning_world_ready(&w);
    q = question_on(&w);
    q.family = FAMILY;
    s = solve(&q);
    assert_int_equal(s.existing_count, 1);
    assert_int_equal(s.existing_inside, 1);
    assert_true(s.open[0]);
    assert_near(s.near_before, 350);
    assert_near(s.near_after, 750);
    assert_true(s.places[2].near_before && s.places[2].near_after);
    assert_int_equal(s.places[2].after_site, 0);
    orb_siting_release(&s);
    q.keep = false;
    s = solve(&q);
    assert_false(s.open[0]);
    assert_near(s.near_before, 350);
    assert_near(s.near_after, 400);
    assert_true(s.places[2].near_before);
    assert_false(s.places[2].near_after); /* lost */
    orb_siting_release(&s);
    planning_world_close(&w);
}

/* What cannot be a place to go to, or takes others, is left out and counted. */
static void who_is_served_at_home_travels_no_minutes(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    planning_offer(&w, &(struct planning_offer){ .id = "home",
                                                 .commune = "01001",
                                                 .lon = 5,
                                                 .lat = 46,
                                                 .families = FAMILY,
                                                 .modalities = "domicile_milieu_ordinaire",
                                                 .communes = "01002",
                                                 .orientations = "",
                                                 .droit_commun = ORB_NO });
    put_service(&w, "near", 0, "accueil_jour");
    put_service(&w, "same house", 0, "accueil_jour");
    planning_world_ready(&w);
    q = question_on(&w);
    q.family = FAMILY;
    s = solve(&q);
    assert_int_equal(s.existing_inside, 3);
    assert_int_equal(s.existing_places, 1);
    assert_false(s.places[0].home_before);
    assert_true(s.places[1].home_before && s.places[1].home_after);
    assert_true(s.places[1].near_before); /* covered all the same */
    assert_int_equal(s.home_count, 1);
    assert_near(s.near_before, 400);
    /* those of 01001 and 01003 go there, those of 01002 nowhere */
    assert_near(s.minutes_before,
                (100 * s.places[0].before + 350 * s.places[2].before) / 450);
    orb_siting_release(&s);
    planning_world_close(&w);
}

/* The value is that of the minutes told; the bound is of the same sum, and meets it. */
static void value_and_bound_of_p_median_are_the_minutes_of_those_who_go(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;
    double going = 0;

    (void)state;
    open_road(&w);
    planning_offer(&w, &(struct planning_offer){ .id = "home",
                                                 .commune = "01001",
                                                 .lon = 5,
                                                 .lat = 46,
                                                 .families = FAMILY,
                                                 .modalities = "domicile_milieu_ordinaire",
                                                 .communes = "01002",
                                                 .orientations = "",
                                                 .droit_commun = ORB_NO });
    planning_world_ready(&w);
    q = question_on(&w);
    q.family = FAMILY;
    q.model = ORB_LOCATE_MEDIAN;
    s = solve(&q);
    assert_true(s.places[1].home_after);
    assert_int_equal(s.certificate.status, ORB_LOCATE_OPTIMAL);
    for (size_t i = 0; i < s.place_count; i++)
        going += s.places[i].home_after ? 0 : s.places[i].taken_after;
    assert_near(going, 450); /* all but those of 01002 */
    assert_near(s.certificate.value, going * s.minutes_after);
    assert_near(s.certificate.bound, s.certificate.value);
    orb_siting_release(&s);
    planning_world_close(&w);
}

static void services_that_do_not_count_are_counted_apart(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    put_service(&w, "a:remote", 0, "visio");
    planning_offer(&w, &(struct planning_offer){ .id = "a:old",
                                                 .commune = "01001",
                                                 .families = FAMILY,
                                                 .modalities = "accueil_jour",
                                                 .orientations = "",
                                                 .age_min = 60,
                                                 .age_max = 90 });
    planning_offer(&w, &(struct planning_offer){ .id = "a:some",
                                                 .commune = "01002",
                                                 .families = FAMILY,
                                                 .modalities = "accueil_jour",
                                                 .orientations = "",
                                                 .age_min = 10,
                                                 .age_max = 30 });
    planning_world_ready(&w);
    q = question_on(&w);
    q.family = FAMILY;
    q.stratum.age_from = 6;
    q.stratum.age_to = 20;
    s = solve(&q);
    assert_int_equal(s.existing_count, 1);
    assert_int_equal(s.existing_remote, 1);
    assert_int_equal(s.existing_refused, 1);
    assert_int_equal(s.existing_partly, 1);
    assert_int_equal(s.ages_unknown, COMMUNES);
    orb_siting_release(&s);
    planning_world_close(&w);
}

static void capacities_share_people_and_are_never_passed(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    put_service(&w, "a:one", 2, "accueil_jour");
    planning_world_ready(&w);
    q = question_on(&w);
    q.family = FAMILY;
    q.capacity = 150;
    s = solve(&q);
    assert_true(s.shared);
    assert_int_equal(s.capacity_assumed, 1); /* the service tells no places */
    assert_near(s.served_before, 150);
    assert_near(s.near_after, 300);
    for (size_t j = 0; j < s.site_count; j++)
        assert_true(s.load[j] <= 150 + 1e-9);
    for (size_t i = 0; i < s.place_count; i++)
        assert_true(s.places[i].taken_after <= s.places[i].demand + 1e-9);
    orb_siting_release(&s);
    planning_world_close(&w);
}

/* The fourth commune has no position, the fifth no known population. */
static void what_is_unknown_is_counted(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    planning_commune(&w, "01004", NAN, NAN, 10);
    planning_commune(&w, "01005", 5.5, 46, -1);
    planning_world_ready(&w);
    q = question_on(&w);
    q.model = ORB_LOCATE_ALL_COVERED;
    s = solve(&q);
    assert_int_equal(s.place_unlocated, 1);
    assert_int_equal(s.candidate_unlocated, 1);
    assert_int_equal(s.demand_unknown, 1);
    assert_true(s.places[4].demand_unknown);
    assert_int_equal(s.unreachable_count, 1);
    assert_true(s.places[3].unreachable);
    assert_near(s.unreachable_demand, 10);
    assert_int_equal(s.certificate.status, ORB_LOCATE_INFEASIBLE);
    assert_int_equal(s.opened, 2); /* for the three others */
    orb_siting_release(&s);
    planning_world_close(&w);
}

static void candidates_are_those_named_or_large_enough(void **state)
{
    static const struct orb_siting_candidate named[] = { { 2, NAN }, { 0, 40 } };
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    planning_world_ready(&w);
    q = question_on(&w);
    q.candidate_population = 300;
    s = solve(&q);
    assert_int_equal(s.site_count, 2);
    assert_int_equal(s.sites[0].commune, 1);
    orb_siting_release(&s);
    q.candidates = named;
    q.candidate_count = 2;
    q.candidate_population = 0;
    s = solve(&q);
    assert_int_equal(s.site_count, 2);
    assert_int_equal(s.sites[0].commune, 2);
    assert_true(isinf(s.sites[0].capacity));
    assert_near(s.sites[1].capacity, 40);
    orb_siting_release(&s);
    planning_world_close(&w);
}

static void given_persons_replace_the_inhabitants(void **state)
{
    static const double persons[COMMUNES] = { 9, 0, 4 };
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    open_road(&w);
    planning_world_ready(&w);
    q = question_on(&w);
    q.demand = persons;
    q.minutes = 5;
    s = solve(&q);
    assert_near(s.demand, 13);
    assert_near(s.near_after, 9);
    assert_true(s.open[0]);
    orb_siting_release(&s);
    planning_world_close(&w);
}

/* As many people in both, but children use it alone: the commune where they live wins. */
static void rates_weight_the_people_by_age(void **state)
{
    static const struct orb_demand_rate rates[] = { { 0, 20, 1 } };
    static const char *const ages[2] = { "0-19:10;20-:90", "0-19:60;20-:40" };
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s;

    (void)state;
    planning_world_open(&w);
    for (int i = 0; i < 2; i++) {
        const struct orb_territory t = { .kind = ORB_TERRITORY_COMMUNE,
                                         .code = communes[2 * i].code,
                                         .name = "",
                                         .departement = "01",
                                         .population = 100,
                                         .income = NAN,
                                         .ages = ages[i],
                                         .lon = communes[2 * i].lon,
                                         .lat = 46,
                                         .provenance = { "a", TODAY, ORB_BASIS_DECLARED,
                                                         NULL } };

        planning_put(
            &w, &(struct orb_record){ .kind = ORB_RECORD_TERRITORY, .as.territory = &t });
    }
    planning_world_ready(&w);
    q = question_on(&w);
    q.minutes = 5;
    q.rates = rates;
    q.rate_count = 1;
    s = solve(&q);
    assert_near(s.demand, 200);
    assert_near(s.places[0].demand, 200 * 10.0 / 70);
    assert_near(s.near_after, 200 * 60.0 / 70);
    assert_true(s.open[1]);
    orb_siting_release(&s);
    planning_world_close(&w);
}

/* The table says that the way to the second commune starts off the roads. */
static void pairs_off_the_roads_link_nothing(void **state)
{
    struct planning_world w;
    struct orb_siting_question q;
    struct orb_siting s = { 0 };
    struct orb_travel_table table = { 0 };
    uint32_t numbers[2];

    (void)state;
    open_road(&w);
    planning_world_ready(&w);
    q = question_on(&w);
    for (int i = 0; i < 2; i++)
        assert_int_equal(orb_travel_table_name(&table, communes[i].code, &numbers[i], NULL),
                         ORB_OK);
    assert_int_equal(
        orb_travel_table_add(&table,
                             &(struct orb_travel_given){ .from = numbers[0],
                                                         .to = numbers[1],
                                                         .answer = ORB_TRAVEL_OFF_NETWORK,
                                                         .minutes = NAN,
                                                         .km = NAN,
                                                         .method = "m",
                                                         .version = "" },
                             NULL),
        ORB_OK);
    assert_int_equal(orb_travel_table_seal(&table, NULL), ORB_OK);
    assert_int_equal(orb_siting_prepare(&s, &q, NULL), ORB_OK);
    for (int i = 0; i < 2; i++)
        s.place_points[i].travel = s.site_points[i].travel = numbers[i];
    assert_int_equal(orb_siting_solve(&s, &table, NULL), ORB_OK);
    assert_int_equal(s.off_network, 1);
    assert_int_equal(s.estimated, COMMUNES * COMMUNES - 1);
    assert_int_equal(s.told, 0);
    assert_true(s.open[0]); /* from there both are near; from the second, one is not */
    assert_false(s.places[0].off_network); /* it has a site */
    orb_siting_release(&s);
    orb_travel_table_release(&table);
    planning_world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(most_people_are_brought_within_the_minutes),
        cmocka_unit_test(services_that_exist_stay_or_may_close),
        cmocka_unit_test(who_is_served_at_home_travels_no_minutes),
        cmocka_unit_test(value_and_bound_of_p_median_are_the_minutes_of_those_who_go),
        cmocka_unit_test(services_that_do_not_count_are_counted_apart),
        cmocka_unit_test(capacities_share_people_and_are_never_passed),
        cmocka_unit_test(what_is_unknown_is_counted),
        cmocka_unit_test(candidates_are_those_named_or_large_enough),
        cmocka_unit_test(given_persons_replace_the_inhabitants),
        cmocka_unit_test(rates_weight_the_people_by_age),
        cmocka_unit_test(pairs_off_the_roads_link_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
