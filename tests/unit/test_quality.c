/* Each rule finds what it says and nothing else: one small territory a case, told in lines
 * "kind record id field value". */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/quality_world.h"

static void a_good_territory_has_no_finding(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    world_finds(&w, "");
    w.relation_count = 2;
    world_finds(&w, "");
}

static void dates_and_ages_go_forward(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.organization.opened_on = 100;
    w.organization.closed_on = 99;
    w.offer.closed_on = w.service.closed_on = 99;
    world_finds(&w, "dates_reversed organization org closed_on 1970-04-10\n");
    world_make(&w);
    w.offer.opened_on = w.offer.closed_on = TODAY;
    w.service.closed_on = TODAY;
    world_finds(&w, "");
    world_make(&w);
    w.closure = (struct orb_closure){ TODAY, TODAY - 1 };
    w.offer.closures = &w.closure;
    w.offer.closure_count = 1;
    world_finds(&w, "dates_reversed offer offer closures 2026-11-21\n");
    w.closure.to = ORB_DATE_NONE;
    world_finds(&w, "");
    world_make(&w);
    w.offer.terms.age_min_months = w.offer.terms.age_max_months = 216;
    world_finds(&w, "ages_reversed offer offer age 216-216\n");
    w.offer.terms.age_max_months = 217;
    world_finds(&w, "");
}

/* Rows: count, unit, status, subset, day. */
static const struct {
    struct orb_capacity rows[4];
    uint32_t count;
    int32_t free_places;
    const char *expected;
} capacity_cases[] = {
    { { { 30, NULL, "authorised", NULL, 1 }, { 28, NULL, "installed", NULL, 1 } },
      2,
      28,
      "" },
    { { { 30, NULL, "authorised", NULL, 1 }, { 31, NULL, "installed", NULL, 1 } },
      2,
      -1,
      "capacity_over_authorised offer offer capacities 31\n" },
    { { { 30, NULL, "authorised", NULL, 1 }, { 31, NULL, "installed", NULL, 2 } },
      2,
      -1,
      "" },
    { { { 30, "places", "authorised", NULL, 1 }, { 31, "lits", "installed", NULL, 1 } },
      2,
      -1,
      "" },
    { { { -2, NULL, "installed", NULL, 1 } },
      1,
      -1,
      "capacity_contradictory offer offer capacities -2\n" },
    { { { -1, NULL, "installed", NULL, 1 } }, 1, -1, "" },
    { { { 30, NULL, "installed", NULL, 1 }, { 30, NULL, "installed", NULL, 1 } },
      2,
      -1,
      "" },
    { { { 30, NULL, "installed", NULL, 1 }, { 20, NULL, "installed", NULL, 1 } },
      2,
      -1,
      "capacity_contradictory offer offer capacities 20\n" },
    { { { 31, NULL, "installed", "femmes", 1 }, { 30, NULL, "installed", NULL, 1 } },
      2,
      -1,
      "capacity_contradictory offer offer capacities 31\n" },
    { { { 30, NULL, "installed", "femmes", 1 }, { 30, NULL, "installed", NULL, 1 } },
      2,
      -1,
      "" },
    { { { 30, NULL, "installed", NULL, 1 } },
      1,
      31,
      "capacity_contradictory offer offer capacities 31\n" },
    { { { 30, NULL, "installed", NULL, 1 },
        { 25, NULL, "occupied", NULL, 1 },
        { 5, NULL, "available", NULL, 1 } },
      3,
      -1,
      "" },
    { { { 30, NULL, "installed", NULL, 1 },
        { 25, NULL, "occupied", NULL, 1 },
        { 6, NULL, "available", NULL, 1 } },
      3,
      -1,
      "capacity_contradictory offer offer capacities 6\n" },
};

static void capacities_that_cannot_all_be_true_are_told_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof capacity_cases / sizeof capacity_cases[0]; i++) {
        struct world w;

        world_make(&w);
        memcpy(w.capacities, capacity_cases[i].rows, sizeof w.capacities);
        w.offer.capacity_count = capacity_cases[i].count;
        w.offer.places_available = capacity_cases[i].free_places;
        world_finds(&w, capacity_cases[i].expected);
    }
}

static void what_is_closed_is_not_asked_for_more(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.site.lon = w.site.lat = NAN;
    w.service.contact_count = 0;
    w.offer.closed_on = TODAY;
    w.service.closed_on = TODAY;
    world_finds(&w, "");
    w.offer.closed_on = ORB_DATE_NONE;
    world_finds(&w, "open_in_closed offer offer closed_on \n");
    w.service.closed_on = ORB_DATE_NONE;
    w.organization.closed_on = TODAY - 1;
    world_finds(&w, "open_in_closed offer offer closed_on \n");
    w.organization.closed_on = TODAY + 1;
    w.site.lon = w.site.lat = 0.5;
    w.service.contact_count = 1;
    world_finds(&w, "");
}

static void places_have_a_position_in_their_commune(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.site.lon = NAN;
    world_finds(&w, "position_missing site site position \n");
    w.site.kind = "virtual";
    world_finds(&w, "");
    w.site.kind = NULL;
    w.site.lon = 1.5;
    world_finds(&w, "position_outside site site position 1.500000,0.500000\n");
    w.site.position = ORB_POSITION_CHECKED;
    world_finds(&w, "");
    w.site.lon = 0.5;
    w.site.position = ORB_POSITION_DOUBTFUL;
    world_finds(&w, "position_outside site site position 0.500000,0.500000\n");
    w.site.position = ORB_POSITION_GIVEN;
    w.site.commune = "01002"; /* no contour: nothing can be told of the position */
    w.site.lon = 1.5;
    world_finds(&w, "postcode_elsewhere site site postcode 01410\n");
    w.site.postcode = "01012"; /* CEDEX */
    world_finds(&w, "");
    w.site.commune = "99999";
    world_finds(&w, "commune_unknown site site commune 99999\n");
}

static void an_offer_received_nowhere_is_told(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.service.site = NULL;
    world_finds(&w, "position_missing offer offer site \n");
    w.modality.code = "telephonique";
    world_finds(&w, "");
    w.modality.code = "domicile_milieu_ordinaire";
    world_finds(&w, "zone_missing offer offer zone \n");
    w.offer.zone.known = true;
    world_finds(&w, "");
    w.codes[0] = "01001";
    w.codes[1] = "01999";
    w.offer.zone.communes = (struct orb_code_list){ w.codes, 2, true };
    world_finds(&w, "commune_unknown offer offer zone 01999\n");
}

static void of_a_confidential_place_nothing_is_told_but_its_commune(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.site.kind = "confidential";
    w.site.lon = 7.123456;
    w.site.postcode = "01640";
    w.site.position = ORB_POSITION_DOUBTFUL;
    world_finds(&w, "");
    w.site.lon = NAN;
    world_finds(&w, "");
    w.site.commune = "99999";
    world_finds(&w, "commune_unknown site site commune 99999\n");
}

static void codes_are_those_of_a_nomenclature(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.service.category = w.offer.terms.category = "998";
    world_finds(&w, "code_unknown service service category 998\n");
    w.offer.terms.category = "997";
    world_finds(&w, "code_unknown offer offer category 997\n"
                    "code_unknown service service category 998\n");
    w.service.category = w.offer.terms.category = "club-sportif";
    world_finds(&w, "");
    world_make(&w);
    w.prestation.code = "2.9";
    w.modality.code = "lune";
    w.codes[0] = "TSA";
    w.codes[1] = "X";
    w.offer.terms.publics = (struct orb_code_list){ w.codes, 2, true };
    world_finds(&w, "code_unknown offer offer prestations 2.9\n"
                    "code_unknown offer offer modalities lune\n"
                    "code_unknown offer offer publics X\n");
    world_make(&w);
    w.offer.terms.prestation_count = 0;
    world_finds(&w, "purpose_missing offer offer prestations \n");
    w.offer.terms.institution = true;
    world_finds(&w, "");
}

static void what_is_named_exists(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.organization.parent = "nobody";
    w.service.organization = "noone";
    w.offer.site = "nowhere";
    w.relation_count = 1;
    w.relations[0].service = "never";
    world_finds(&w, "reference_missing offer offer site nowhere\n"
                    "reference_missing relation never service never\n"
                    "reference_missing organization org parent nobody\n"
                    "reference_missing service service organization noone\n");
    world_make(&w);
    w.relation_count = 1;
    w.relations[0].operator_id = "service"; /* FINESS links establishments */
    world_finds(&w, "");
}

static void an_offer_stands_for_a_service_without_record(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.offer.service = "offer";
    w.offer.contacts = &w.contact;
    w.offer.contact_count = 1;
    w.offer.site = "site";
    world_finds(&w, "service_without_offer service service  \n");
    w.offer.service = "later";
    world_finds(&w, "service_without_offer service service  \n"
                    "reference_missing offer offer service later\n");
}

static void what_is_the_same_as_another_is_judged_there(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.offer.duplicate_of = "offer";
    w.service.contact_count = 0;
    w.prestation.code = "2.9";
    world_finds(&w, "");
    w.offer.duplicate_of = "nothing";
    world_finds(&w, "reference_missing offer offer duplicate_of nothing\n");
    w.offer.opened_on = 100;
    w.offer.closed_on = 99;
    world_finds(&w, "dates_reversed offer offer closed_on 1970-04-10\n"
                    "service_without_offer service service  \n");
}

static void somebody_says_how_to_reach_an_offer(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.service.contact_count = 0;
    world_finds(&w, "contact_missing offer offer contacts \n");
    w.organization.contacts = &w.contact;
    w.organization.contact_count = 1;
    world_finds(&w, "");
    w.organization.contact_count = 0;
    w.offer.contacts = &w.contact;
    w.offer.contact_count = 1;
    world_finds(&w, "");
}

static void an_agreement_runs_out_unless_a_later_one_binds(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.relation_count = 1;
    w.relations[0].to = TODAY - 1;
    world_finds(&w, "agreement_expired relation service to 2026-11-21\n");
    w.relations[0].to = TODAY; /* its last day */
    world_finds(&w, "agreement_soon relation service to 2026-11-22\n");
    w.relations[0].to = TODAY + 90;
    world_finds(&w, "agreement_soon relation service to 2027-02-20\n");
    w.relations[0].to = TODAY + 91;
    world_finds(&w, "");
    w.relation_count = 2;
    w.relations[0].to = TODAY - 1;
    w.relations[1].from = TODAY;
    world_finds(&w, "");
    w.relations[1].to = TODAY + 10;
    world_finds(&w, "agreement_soon relation service to 2026-12-02\n");
    w.relations[1].type = ORB_RELATION_SOUS_TRAITANCE;
    w.relations[1].to = ORB_DATE_NONE;
    world_finds(&w, "agreement_expired relation service to 2026-11-21\n");
    w.relation_count = 1;
    w.relations[0].type = ORB_RELATION_ROLE;
    world_finds(&w, "");
    w.relations[0].to = w.relations[0].from - 1;
    world_finds(&w, "dates_reversed relation service to 2024-02-25\n");
}

static void sources_and_sheets_grow_old(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.source.observed_on = orb_date_make(2025, 11, 22);
    world_finds(&w, "source_old source src observed_on 2025-11-22\n");
    w.source.observed_on++;
    world_finds(&w, "");
    w.offer.provenance.observed_on = orb_date_make(2025, 11, 22);
    world_finds(&w, "sheet_old offer offer observed_on 2025-11-22\n");
    w.offer.provenance.observed_on = ORB_DATE_NONE;
    world_finds(&w, "");
}

static void a_service_offers_something(void **state)
{
    struct world w;

    (void)state;
    world_make(&w);
    w.offer.closed_on = TODAY;
    world_finds(&w, "service_without_offer service service  \n");
}

static void kinds_are_found_by_name(void **state)
{
    (void)state;
    for (int k = 0; k < ORB_QUALITY_KINDS; k++) {
        assert_int_equal(orb_quality_kind_find(orb_quality_rules[k].name), k);
        assert_true(orb_quality_rules[k].title[0] != '\0');
        assert_true(orb_quality_rules[k].action[0] != '\0');
        assert_true(k == 0 ||
                    orb_quality_rules[k].severity >= orb_quality_rules[k - 1].severity);
    }
    assert_int_equal(orb_quality_kind_find("kind"), ORB_QUALITY_KINDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_territory_has_no_finding),
        cmocka_unit_test(dates_and_ages_go_forward),
        cmocka_unit_test(capacities_that_cannot_all_be_true_are_told_once),
        cmocka_unit_test(what_is_closed_is_not_asked_for_more),
        cmocka_unit_test(places_have_a_position_in_their_commune),
        cmocka_unit_test(an_offer_received_nowhere_is_told),
        cmocka_unit_test(of_a_confidential_place_nothing_is_told_but_its_commune),
        cmocka_unit_test(codes_are_those_of_a_nomenclature),
        cmocka_unit_test(what_is_named_exists),
        cmocka_unit_test(an_offer_stands_for_a_service_without_record),
        cmocka_unit_test(what_is_the_same_as_another_is_judged_there),
        cmocka_unit_test(somebody_says_how_to_reach_an_offer),
        cmocka_unit_test(an_agreement_runs_out_unless_a_later_one_binds),
        cmocka_unit_test(sources_and_sheets_grow_old),
        cmocka_unit_test(a_service_offers_something),
        cmocka_unit_test(kinds_are_found_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
