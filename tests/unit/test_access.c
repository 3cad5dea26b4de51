/* Supply as the rules of matching see it, then access over it, on invented territories. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/planning/access.h"
#include "engine/travel/table.h"
#include "tests/unit/planning_oracle.h"
#include "tests/unit/planning_world.h"

#define FAMILY "L4.2"

static struct orb_supply supply_of(const struct planning_world *w,
                                   const struct orb_stratum *strata, uint32_t count)
{
    const struct orb_supply_request r = { .catalogue = &w->catalogue,
                                          .profile = w->profile,
                                          .date = TODAY,
                                          .family = FAMILY,
                                          .strata = strata,
                                          .stratum_count = count };
    struct orb_supply out;

    assert_int_equal(orb_supply_make(&out, &r, NULL), ORB_OK);
    return out;
}

static uint32_t site_of(const struct orb_supply *supply, const char *id)
{
    for (uint32_t j = 0; j < supply->count; j++)
        if (strcmp(orb_cat_string(supply->catalogue,
                                  supply->catalogue->offers[supply->sites[j].offer].id),
                   id) == 0)
            return j;
    return UINT32_MAX;
}

/* ---- supply */

static const struct planning_offer some_closed[] = {
    { .id = "a:open",
      .commune = "01001",
      .families = FAMILY,
      .authorised = 10,
      .installed = 8,
      .orientations = "",
      .droit_commun = ORB_NO },
    { .id = "a:closed", .commune = "01001", .families = FAMILY, .closed_in = -3 },
    { .id = "a:future", .commune = "01001", .families = FAMILY, .opens_in = 9 },
    { .id = "a:twin", .commune = "01001", .families = FAMILY, .duplicate_of = "a:open" },
    { .id = "a:other", .commune = "01001", .families = "L5" },
    { .id = "a:allowed",
      .commune = "01001",
      .families = FAMILY,
      .authorised = 12,
      .orientations = "",
      .droit_commun = ORB_NO },
    { .id = "a:unobserved",
      .commune = "01001",
      .families = FAMILY,
      .authorised = 15,
      .none_installed = true,
      .orientations = "",
      .droit_commun = ORB_NO },
    { .id = "a:empty",
      .commune = "01001",
      .families = FAMILY,
      .none_installed = true,
      .orientations = "",
      .droit_commun = ORB_NO },
    { .id = "a:common",
      .commune = "01001",
      .families = FAMILY,
      .installed = 30,
      .droit_commun = ORB_YES },
    { .id = "a:silent", .commune = "01001", .families = FAMILY, .droit_commun = ORB_NO },
};

static void only_what_is_open_and_itself_is_supply(void **state)
{
    static const struct orb_stratum anyone = { .age_from = -1, .age_to = -1 };
    struct planning_world w;
    struct orb_supply s;

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    for (size_t i = 0; i < sizeof some_closed / sizeof some_closed[0]; i++)
        planning_offer(&w, &some_closed[i]);
    planning_world_ready(&w);
    s = supply_of(&w, &anyone, 1);
    assert_int_equal(s.count, 6);
    assert_int_equal(s.sites[site_of(&s, "a:open")].basis, ORB_PLACES_INSTALLED);
    assert_true(oracle_near(s.sites[site_of(&s, "a:open")].places, 8, 0));
    assert_int_equal(s.sites[site_of(&s, "a:allowed")].basis, ORB_PLACES_AUTHORISED);
    assert_true(oracle_near(s.sites[site_of(&s, "a:allowed")].places, 12, 0));
    assert_int_equal(s.sites[site_of(&s, "a:unobserved")].basis, ORB_PLACES_AUTHORISED);
    assert_true(oracle_near(s.sites[site_of(&s, "a:unobserved")].places, 15, 0));
    assert_int_equal(s.sites[site_of(&s, "a:empty")].basis, ORB_PLACES_INSTALLED);
    assert_true(oracle_near(s.sites[site_of(&s, "a:empty")].places, 0, 0));
    assert_int_equal(s.sites[site_of(&s, "a:common")].basis, ORB_PLACES_NO_NOTION);
    assert_true(isnan(s.sites[site_of(&s, "a:common")].places));
    assert_int_equal(s.sites[site_of(&s, "a:silent")].basis, ORB_PLACES_UNKNOWN);
    orb_supply_release(&s);
    orb_supply_release(&s);
    planning_world_close(&w);
}

static void strata_are_judged_by_the_rules_of_matching(void **state)
{
    static const struct orb_stratum model = { .age_from = 4, .age_to = 22, .group = "TSA" };
    struct planning_world w;
    struct orb_strata cut;
    struct orb_arena arena = { 0 };
    struct orb_supply s;
    uint32_t site;

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    planning_offer(&w, &(struct planning_offer){ .id = "a:tsa",
                                                 .commune = "01001",
                                                 .families = FAMILY,
                                                 .publics = "TSA",
                                                 .age_min = 6,
                                                 .age_max = 20 });
    planning_offer(&w, &(struct planning_offer){ .id = "a:deaf",
                                                 .commune = "01001",
                                                 .families = FAMILY,
                                                 .publics = "AUDITIF" });
    planning_offer(&w, &(struct planning_offer){
                           .id = "a:silent", .commune = "01001", .families = FAMILY });
    planning_world_ready(&w);
    cut = orb_strata_cut(&arena, &w.catalogue, &model, NULL, 0);
    assert_int_equal(cut.count, 3); /* 4-5, 6-19, 20-21 */
    assert_int_equal(cut.items[1].age_from, 6);
    assert_int_equal(cut.items[1].age_to, 20);
    s = supply_of(&w, cut.items, cut.count);
    site = site_of(&s, "a:tsa");
    assert_int_equal(orb_supply_verdict_of(&s, site, 0)->answer, ORB_SUPPLY_NO);
    assert_int_equal(orb_supply_verdict_of(&s, site, 0)->reason, ORB_REASON_AGE_MIN);
    assert_int_equal(orb_supply_verdict_of(&s, site, 1)->answer, ORB_SUPPLY_YES);
    assert_int_equal(orb_supply_verdict_of(&s, site, 2)->reason, ORB_REASON_AGE_MAX);
    site = site_of(&s, "a:deaf");
    assert_int_equal(orb_supply_verdict_of(&s, site, 1)->failed, 1U << ORB_RULE_PUBLIC);
    assert_int_equal(orb_supply_verdict_of(&s, site, 1)->unknown, 1U << ORB_RULE_AGE);
    site = site_of(&s, "a:silent");
    assert_int_equal(orb_supply_verdict_of(&s, site, 1)->answer, ORB_SUPPLY_UNKNOWN);
    orb_supply_release(&s);
    orb_arena_release(&arena);
    planning_world_close(&w);
}

static void what_comes_comes_in_its_zone(void **state)
{
    static const struct orb_stratum anyone = { .age_from = -1, .age_to = -1 };
    static const struct {
        const char *id;
        enum orb_supply_answer here, there;
    } expected[] = { { "a:near", ORB_SUPPLY_YES, ORB_SUPPLY_NO },
                     { "a:all", ORB_SUPPLY_YES, ORB_SUPPLY_YES },
                     { "a:silent", ORB_SUPPLY_UNKNOWN, ORB_SUPPLY_UNKNOWN },
                     { "a:site", ORB_SUPPLY_NO, ORB_SUPPLY_NO },
                     { "a:phone", ORB_SUPPLY_YES, ORB_SUPPLY_YES } };
    struct planning_world w;
    struct orb_supply s;
    uint32_t communes[2];

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    planning_commune(&w, "01002", 5.1, 46, 100);
    planning_offer(&w,
                   &(struct planning_offer){ .id = "a:near",
                                             .commune = "01001",
                                             .families = FAMILY,
                                             .communes = "01001",
                                             .modalities = "domicile_milieu_ordinaire" });
    planning_offer(&w,
                   &(struct planning_offer){ .id = "a:all",
                                             .commune = "01001",
                                             .families = FAMILY,
                                             .national = true,
                                             .modalities = "domicile_milieu_ordinaire" });
    planning_offer(&w,
                   &(struct planning_offer){ .id = "a:silent",
                                             .commune = "01001",
                                             .families = FAMILY,
                                             .modalities = "domicile_milieu_ordinaire" });
    planning_offer(&w, &(struct planning_offer){ .id = "a:site",
                                                 .commune = "01001",
                                                 .families = FAMILY,
                                                 .modalities = "accueil_jour" });
    planning_offer(&w, &(struct planning_offer){ .id = "a:phone",
                                                 .commune = "01001",
                                                 .families = FAMILY,
                                                 .modalities = "visio" });
    planning_world_ready(&w);
    communes[0] = orb_cat_commune_find(&w.catalogue, "01001");
    communes[1] = orb_cat_commune_find(&w.catalogue, "01002");
    s = supply_of(&w, &anyone, 1);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        uint32_t site = site_of(&s, expected[i].id);

        assert_int_not_equal(site, UINT32_MAX);
        assert_int_equal(orb_supply_comes(&s, site, communes[0]), expected[i].here);
        assert_int_equal(orb_supply_comes(&s, site, communes[1]), expected[i].there);
    }
    assert_int_equal(orb_supply_serve(&s, communes, 2, NULL), ORB_OK);
    assert_int_equal(s.served_count, 5);
    orb_supply_release(&s);
    planning_world_close(&w);
}

/* ---- access */

static struct orb_access access_of(struct planning_world *w,
                                   const struct orb_perimeter *perimeter, double km)
{
    const struct orb_access_request r = { .catalogue = &w->catalogue,
                                          .profile = w->profile,
                                          .perimeter = perimeter,
                                          .date = TODAY,
                                          .family = FAMILY,
                                          .people = { .age_from = -1, .age_to = -1 },
                                          .method = ORB_CATCHMENT_2SFCA,
                                          .unit = ORB_LINK_KM,
                                          .limit = km };
    struct orb_access out;

    assert_int_equal(orb_access_prepare(&out, &r, NULL), ORB_OK);
    assert_int_equal(orb_access_compute(&out, NULL, NULL), ORB_OK);
    return out;
}

static void put_site(struct planning_world *w, const char *id, double lon, int places)
{
    planning_offer(w, &(struct planning_offer){ .id = id,
                                                .commune = "01001",
                                                .lon = lon,
                                                .lat = lon > 50 ? -21.1 : 46,
                                                .families = FAMILY,
                                                .installed = places,
                                                .modalities = "accueil_jour",
                                                .orientations = "",
                                                .droit_commun = ORB_NO });
}

/* 0.1 degree of longitude is 7.7 km. The second commune is over the border: its people
 * compete; the third is too far to compete for anything. */
static void people_over_the_border_compete(void **state)
{
    struct planning_world w;
    struct orb_perimeter perimeter;
    struct orb_access a;

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    planning_commune(&w, "71001", 5.1, 46, 300);
    planning_commune(&w, "71002", 5.9, 46, 1000);
    put_site(&w, "a:one", 5.05, 40);
    planning_world_ready(&w);
    assert_int_equal(orb_perimeter_init(&perimeter, &w.catalogue, false, NULL), ORB_OK);
    assert_int_equal(orb_perimeter_add(&perimeter, &w.catalogue, ORB_MESH_COMMUNE, "01001"),
                     1);
    a = access_of(&w, &perimeter, 10);
    assert_int_equal(a.inside, 1);
    assert_int_equal(a.count, 2);
    assert_true(oracle_near(a.place[0].access, 0.1, 1e-12));
    assert_true(oracle_near(a.result.given, 40, 1e-9));
    assert_int_equal(a.place[0].reached, ORB_REACHED);
    assert_true(oracle_near(a.place[0].cost, 3.87, 0.01));
    assert_true(a.place[0].edge);
    orb_access_release(&a);
    orb_perimeter_release(&perimeter);
    planning_world_close(&w);
}

static void no_way_leads_overseas(void **state)
{
    struct planning_world w;
    struct orb_perimeter perimeter;
    struct orb_access a;

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    planning_commune(&w, "97401", 55.5, -21.1, 100);
    put_site(&w, "a:one", 5.05, 40);
    planning_world_ready(&w);
    assert_int_equal(orb_perimeter_init(&perimeter, &w.catalogue, true, NULL), ORB_OK);
    a = access_of(&w, &perimeter, 2000);
    assert_int_equal(a.place[0].reached, ORB_REACHED);
    assert_int_equal(a.place[1].reached, ORB_REACHED_NOT);
    assert_true(a.place[1].access <= 0);
    assert_true(isinf(a.place[1].cost));
    assert_false(a.place[1].edge); /* an island has no missing side */
    orb_access_release(&a);
    orb_perimeter_release(&perimeter);
    planning_world_close(&w);
}

static void unknown_is_not_zero(void **state)
{
    struct planning_world w;
    struct orb_perimeter perimeter;
    struct orb_access a;

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    planning_commune(&w, "01002", 5.01, 46, 0);
    planning_commune(&w, "01003", 5.02, 46, -1);
    planning_commune(&w, "01004", NAN, NAN, 50);
    planning_commune(&w, "01005", 6.5, 46, 50);
    put_site(&w, "a:silent", 5.0, 0);
    planning_world_ready(&w);
    assert_int_equal(orb_perimeter_init(&perimeter, &w.catalogue, true, NULL), ORB_OK);
    a = access_of(&w, &perimeter, 10);
    assert_int_equal(a.counts.sites, 1);
    assert_int_equal(a.counts.unknown, 1);
    assert_int_equal(a.demand.unknown, 1);
    assert_int_equal(a.place[0].reached, ORB_REACHED_UNKNOWN);
    assert_true(isnan(a.place[0].access)); /* only places that nobody told are near */
    assert_true(isnan(a.place[1].access)); /* nobody lives there */
    assert_true(isnan(a.place[2].population));
    assert_false(a.place[3].located);
    assert_true(isnan(a.place[3].access));
    assert_true(a.place[4].access <= 0); /* nothing is near: that is known */
    orb_access_release(&a);
    orb_perimeter_release(&perimeter);
    planning_world_close(&w);
}

/* A grid of communes of one département: its middle is whole, its sides are edges. */
static void the_sides_of_the_data_are_edges(void **state)
{
    struct planning_world w;
    struct orb_perimeter perimeter;
    struct orb_access a;
    char code[16];

    (void)state;
    planning_world_open(&w);
    for (int i = 0; i < 21 * 21; i++) {
        (void)snprintf(code, sizeof code, "01%03d", i + 1);
        planning_commune(&w, code, 4 + 0.05 * (i % 21), 46 + 0.035 * (i / 21), 100);
    }
    put_site(&w, "a:one", 4.5, 40);
    planning_world_ready(&w);
    assert_int_equal(orb_perimeter_init(&perimeter, &w.catalogue, true, NULL), ORB_OK);
    a = access_of(&w, &perimeter, 15);
    assert_int_equal(a.inside, 441);
    assert_false(a.place[10 * 21 + 10].edge);
    assert_true(a.place[0].edge);
    assert_true(a.place[10 * 21].edge);
    assert_true(a.place[10 * 21 + 2].edge);
    assert_true(a.place[440].edge);
    orb_access_release(&a);
    orb_perimeter_release(&perimeter);
    planning_world_close(&w);
}

/* A service comes to a commune far away too: its people share it, whatever is looked at. */
static void access_does_not_depend_on_the_perimeter(void **state)
{
    struct planning_world w;
    struct orb_perimeter whole;
    struct orb_perimeter one;
    struct orb_access a;
    struct orb_access b;

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    planning_commune(&w, "01002", 5.9, 46, 300);
    planning_commune(&w, "01003", 7, 46, 500);
    put_site(&w, "a:one", 5, 40);
    planning_offer(&w, &(struct planning_offer){ .id = "a:far",
                                                 .commune = "01003",
                                                 .lon = 7,
                                                 .lat = 46,
                                                 .families = FAMILY,
                                                 .installed = 7,
                                                 .modalities = "accueil_jour",
                                                 .orientations = "" });
    planning_offer(&w, &(struct planning_offer){ .id = "a:home",
                                                 .commune = "01001",
                                                 .families = FAMILY,
                                                 .installed = 20,
                                                 .modalities = "domicile_milieu_ordinaire",
                                                 .communes = "01001,01002",
                                                 .orientations = "",
                                                 .droit_commun = ORB_NO });
    planning_world_ready(&w);
    assert_int_equal(orb_perimeter_init(&whole, &w.catalogue, true, NULL), ORB_OK);
    assert_int_equal(orb_perimeter_init(&one, &w.catalogue, false, NULL), ORB_OK);
    assert_int_equal(orb_perimeter_add(&one, &w.catalogue, ORB_MESH_COMMUNE, "01001"), 1);
    a = access_of(&w, &whole, 5);
    b = access_of(&w, &one, 5);
    assert_true(oracle_near(a.place[0].access, 0.4 + 20.0 / 400, 1e-12));
    assert_true(oracle_near(b.place[0].access, a.place[0].access, 1e-12));
    assert_int_equal(b.count, 2);
    assert_true(a.place[1].access > 0 && isinf(a.place[1].cost)); /* nowhere to go to */
    assert_true(orb_access_is_served(&a, 1, 0));
    assert_false(orb_access_is_served(&a, 2, 0));
    assert_int_equal(a.counts.sites, 3);
    assert_int_equal(b.counts.sites, 2); /* the third is neither there nor in reach */
    orb_access_release(&a);
    orb_access_release(&b);
    orb_perimeter_release(&whole);
    orb_perimeter_release(&one);
    planning_world_close(&w);
}

/* A table tells the way of one pair, and that another is off the roads. */
static void pairs_off_the_roads_are_counted_and_link_nothing(void **state)
{
    struct planning_world w;
    struct orb_perimeter perimeter;
    struct orb_travel_table table = { 0 };
    struct orb_access a;
    struct orb_travel_given told[2] = {
        { .answer = ORB_TRAVEL_ROUTE,
          .minutes = 7,
          .km = NAN,
          .method = "m",
          .version = "" },
        { .answer = ORB_TRAVEL_OFF_NETWORK,
          .minutes = NAN,
          .km = NAN,
          .method = "m",
          .version = "" },
    };
    uint32_t numbers[4];
    static const char *const names[4] = { "01001", "01002", "a:one", "a:two" };
    struct orb_access_request r = { .date = TODAY,
                                    .family = FAMILY,
                                    .people = { .age_from = -1, .age_to = -1 },
                                    .unit = ORB_LINK_MINUTES,
                                    .limit = 30 };

    (void)state;
    planning_world_open(&w);
    planning_commune(&w, "01001", 5, 46, 100);
    planning_commune(&w, "01002", 5.1, 46, 100);
    put_site(&w, "a:one", 5, 40);
    put_site(&w, "a:two", 5.1, 40);
    planning_world_ready(&w);
    assert_int_equal(orb_perimeter_init(&perimeter, &w.catalogue, true, NULL), ORB_OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(orb_travel_table_name(&table, names[i], &numbers[i], NULL),
                         ORB_OK);
    for (int i = 0; i < 2; i++) {
        told[i].from = numbers[0];
        told[i].to = numbers[2 + i];
        assert_int_equal(orb_travel_table_add(&table, &told[i], NULL), ORB_OK);
    }
    assert_int_equal(orb_travel_table_seal(&table, NULL), ORB_OK);
    r.catalogue = &w.catalogue;
    r.profile = w.profile;
    r.perimeter = &perimeter;
    assert_int_equal(orb_access_prepare(&a, &r, NULL), ORB_OK);
    for (uint32_t i = 0; i < 2; i++)
        a.places[i].travel = numbers[i];
    for (uint32_t j = 0; j < 2; j++)
        a.points[j].travel = numbers[2 + j];
    assert_int_equal(orb_access_compute(&a, &table, NULL), ORB_OK);
    assert_int_equal(a.links.off_network, 1);
    assert_int_equal(a.links.estimated, 2);
    assert_true(oracle_near(a.place[0].cost, 7, 1e-12));
    orb_access_release(&a);
    orb_travel_table_release(&table);
    orb_perimeter_release(&perimeter);
    planning_world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_is_open_and_itself_is_supply),
        cmocka_unit_test(strata_are_judged_by_the_rules_of_matching),
        cmocka_unit_test(what_comes_comes_in_its_zone),
        cmocka_unit_test(people_over_the_border_compete),
        cmocka_unit_test(no_way_leads_overseas),
        cmocka_unit_test(unknown_is_not_zero),
        cmocka_unit_test(the_sides_of_the_data_are_edges),
        cmocka_unit_test(access_does_not_depend_on_the_perimeter),
        cmocka_unit_test(pairs_off_the_roads_are_counted_and_link_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
