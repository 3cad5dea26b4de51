/* Scenarios: what is read and refused, and what each change makes of the records. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/planning/scenario.h"
#include "engine/vocabulary/vocabulary.h"
#include "tests/unit/planning_world.h"

#define EDITS(text) "{\"format\":\"orbite-scenario/1\",\"edits\":[" text "]}"

static struct planning_world before, after;
static struct orb_scenario *scenario;
static struct orb_scenario_plan plan;
static struct orb_scenario_change change;

static void fill(struct planning_world *w)
{
    struct planning_offer a = { .id = "a",
                                .organization = "O",
                                .commune = "01001",
                                .category = "183",
                                .families = "L4.2",
                                .prestations = "2.3.3.1",
                                .publics = "DI",
                                .orientations = "7.8",
                                .modalities = "accueil_jour",
                                .age_min = 6,
                                .age_max = 20,
                                .lon = 5,
                                .lat = 46,
                                .installed = 10,
                                .authorised = 12 };
    struct planning_offer twin = a;
    struct planning_offer home = a;

    planning_commune(w, "01001", 5, 46, 1000);
    planning_commune(w, "01002", 5.1, 46, 500);
    planning_offer(w, &a);
    twin.id = "twin";
    twin.duplicate_of = "a";
    planning_offer(w, &twin);
    home.id = "home";
    home.organization = "P";
    home.commune = "01002";
    home.category = "182";
    home.modalities = "domicile_milieu_ordinaire";
    home.communes = "01002";
    home.publics = NULL;
    home.age_max = 0;
    home.age_min = 0;
    home.installed = home.authorised = 0;
    planning_offer(w, &home);
}

static int begin(void **state)
{
    (void)state;
    planning_world_open(&before);
    fill(&before);
    planning_world_ready(&before);
    planning_world_open(&after);
    return 0;
}

static int end(void **state)
{
    (void)state;
    orb_scenario_change_release(&change);
    memset(&change, 0, sizeof change);
    orb_scenario_plan_release(&plan);
    orb_scenario_free(scenario);
    scenario = NULL;
    planning_world_close(&before);
    planning_world_close(&after);
    return 0;
}

static enum orb_status parse(const char *text, struct orb_error *err)
{
    struct orb_json *document = NULL;
    enum orb_status status;

    if (orb_json_parse(&document, text, strlen(text), err) != ORB_OK)
        fail_msg("not JSON: %s", text);
    status = orb_scenario_parse(&scenario, document, err);
    orb_json_free(document);
    return status;
}

/* Make the second world by a scenario. */
static void suppose(const char *text)
{
    struct orb_error err = { 0 };

    if (parse(text, &err) != ORB_OK ||
        orb_scenario_plan_make(&plan, scenario, &before.catalogue, TODAY, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    change.plan = &plan;
    change.next = after.sink;
    after.sink = orb_scenario_change_sink(&change);
    fill(&after);
    assert_int_equal(orb_scenario_change_end(&change, &err), ORB_OK);
    planning_world_ready(&after);
}

static const struct orb_cat_offer *offer(const char *id)
{
    uint32_t row = orb_cat_offer_find(&after.catalogue, id);

    if (row == ORB_CAT_NONE)
        fail_msg("there is no offer '%s'", id);
    return &after.catalogue.offers[row];
}

static const struct orb_cat_detail *detail(const char *id)
{
    return &after.catalogue.details[offer(id) - after.catalogue.offers];
}

static const struct orb_cat_terms *terms(const char *id)
{
    return &after.catalogue.terms[offer(id)->terms];
}

static bool has(const struct orb_cat_codes *codes, const char *code)
{
    orb_cat_code number = orb_cat_code_find(&after.catalogue, code);

    return number != ORB_CAT_NONE && orb_cat_codes_have(&after.catalogue, codes, number);
}

static void what_is_not_understood_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *text, *place;
    } cases[] = {
        { "{\"edits\":[]}", "/format" },
        { "{\"format\":\"orbite-scenario/9\",\"edits\":[]}", "/format" },
        { "{\"format\":\"orbite-scenario/1\"}", "/edits" },
        { "{\"format\":\"orbite-scenario/1\",\"edits\":[],\"x\":1}", "/x" },
        { EDITS("{}"), "/edits/0/do" },
        { EDITS("{\"do\":\"explode\"}"), "/edits/0/do" },
        { EDITS("3"), "/edits/0" },
        { EDITS("{\"do\":\"close\"}"), "/edits/0/select" },
        { EDITS("{\"do\":\"close\",\"select\":{}}"), "/edits/0/select" },
        { EDITS("{\"do\":\"close\",\"select\":{\"offers\":[]}}"),
          "/edits/0/select/offers" },
        { EDITS("{\"do\":\"close\",\"select\":{\"offers\":[\"a\"]},\"to\":\"x\"}"),
          "/edits/0/to" },
        { EDITS("{\"do\":\"close\",\"select\":{\"offers\":[\"a\"]},\"from\":\"soon\"}"),
          "/edits/0/from" },
        { EDITS("{\"do\":\"suspend\",\"select\":{\"offers\":[\"a\"]}}"), "/edits/0/from" },
        { EDITS("{\"do\":\"extend\",\"select\":{\"offers\":[\"a\"]}}"), "/edits/0/do" },
        { EDITS(
              "{\"do\":\"extend\",\"select\":{\"offers\":[\"a\"]},\"age_min_months\":-4}"),
          "/edits/0/age_min_months" },
        { EDITS("{\"do\":\"extend\",\"select\":{\"offers\":[\"a\"]},\"zone\":{}}"),
          "/edits/0/zone" },
        { EDITS("{\"do\":\"open\",\"id\":\"n\",\"commune\":\"01001\"}"),
          "/edits/0/prestations" },
        { EDITS("{\"do\":\"open\",\"id\":\"n\",\"commune\":\"01001\",\"like\":\"a\","
                "\"lon\":5}"),
          "/edits/0/lat" },
        { EDITS("{\"do\":\"relax\",\"rules\":[\"all\"]}"), "/edits/0/rules/0" },
        { EDITS("{\"do\":\"relax\",\"rules\":[]}"), "/edits/0/rules" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_error err = { 0 };

        if (parse(cases[i].text, &err) != ORB_ERR_SYNTAX ||
            strcmp(err.place, cases[i].place) != 0)
            fail_msg("case %zu: '%s' at '%s'", i, err.text, err.place);
    }
}

static void what_the_territory_does_not_have_is_refused(void **state)
{
    static const struct {
        const char *text, *place;
        enum orb_status status;
    } cases[] = {
        { EDITS("{\"do\":\"close\",\"select\":{\"offers\":[\"none\"]}}"),
          "/edits/0/select/offers/0", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"close\",\"select\":{\"organizations\":[\"none\"]}}"),
          "/edits/0/select/organizations/0", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"open\",\"id\":\"a\",\"like\":\"a\",\"commune\":\"01001\"}"),
          "/edits/0/id", ORB_ERR_EXISTS },
        { EDITS("{\"do\":\"open\",\"id\":\"n\",\"like\":\"none\",\"commune\":\"01001\"}"),
          "/edits/0/like", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"open\",\"id\":\"n\",\"like\":\"a\",\"commune\":\"99999\"}"),
          "/edits/0/commune", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"close\",\"select\":{\"offers\":[\"n\"]}},"
                "{\"do\":\"open\",\"id\":\"n\",\"like\":\"a\",\"commune\":\"01001\"}"),
          "/edits/0/select/offers/0", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"close\",\"select\":{\"modalities\":[\"internat\"]}}"),
          "/edits/0/select/modalities/0", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"close\",\"select\":{\"services\":[\"nobody\"]}}"),
          "/edits/0/select/services/0", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"close\",\"select\":{\"communes\":[\"01001\",\"99999\"]}}"),
          "/edits/0/select/communes/1", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"close\",\"select\":{\"departements\":[\"99\"]}}"),
          "/edits/0/select/departements/0", ORB_ERR_NOT_FOUND },
        { EDITS("{\"do\":\"close\",\"select\":{\"categories\":[\"999\"]}}"),
          "/edits/0/select/categories/0", ORB_ERR_NOT_FOUND },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_error err = { 0 };
        enum orb_status status;

        assert_int_equal(parse(cases[i].text, &err), ORB_OK);
        status = orb_scenario_plan_make(&plan, scenario, &before.catalogue, TODAY, &err);
        if (status != cases[i].status || strcmp(err.place, cases[i].place) != 0)
            fail_msg("case %zu: '%s' at '%s'", i, err.text, err.place);
        orb_scenario_free(scenario);
        scenario = NULL;
    }
}

#define OPEN(more)                                                                         \
    EDITS("{\"do\":\"open\",\"id\":\"n\",\"like\":\"a\",\"commune\":\"01001\"," more "}")
#define EXTEND(more) EDITS("{\"do\":\"extend\",\"select\":{\"offers\":[\"a\"]}," more "}")

static void codes_that_nothing_knows_are_refused(void **state)
{
    static const struct {
        const char *text, *place;
        enum orb_status status;
    } cases[] = {
        { OPEN("\"prestations\":[\"2.1.1.1\",\"zzz\"]"), "/edits/0/prestations/1",
          ORB_ERR_NOT_FOUND },
        { OPEN("\"publics\":[\"MARS\"]"), "/edits/0/publics/0", ORB_ERR_NOT_FOUND },
        { OPEN("\"modalities\":[\"foo\"]"), "/edits/0/modalities/0", ORB_ERR_NOT_FOUND },
        { OPEN("\"category\":\"zz\""), "/edits/0/category", ORB_ERR_NOT_FOUND },
        { OPEN("\"families\":[\"q\"]"), "/edits/0/families/0", ORB_ERR_NOT_FOUND },
        { OPEN("\"orientations\":[\"p\"]"), "/edits/0/orientations/0", ORB_ERR_NOT_FOUND },
        { EXTEND("\"publics\":[\"MARS\"]"), "/edits/0/publics/0", ORB_ERR_NOT_FOUND },
        { EXTEND("\"zone\":{\"communes\":[\"01002\",\"00000\"]}"),
          "/edits/0/zone/communes/1", ORB_ERR_NOT_FOUND },
        { EXTEND("\"zone\":{\"departements\":[\"00\"]}"), "/edits/0/zone/departements/0",
          ORB_ERR_NOT_FOUND },
        { OPEN("\"lon\":2.35,\"lat\":48.85"), "/edits/0/lon", ORB_ERR_RANGE },
        { OPEN("\"lon\":5.6,\"lat\":46"), "", ORB_OK }, /* 46 km */
        { OPEN("\"category\":\"182\",\"publics\":[\"TSA\"],\"orientations\":[],"
               "\"zone\":{\"communes\":[\"01002\"],\"departements\":[\"38\"]}"),
          "", ORB_OK },
    };
    struct orb_vocabulary vocabulary = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_error err = { 0 };
        enum orb_status status;

        assert_int_equal(parse(cases[i].text, &err), ORB_OK);
        status = orb_scenario_check(scenario, &before.catalogue, &vocabulary, &err);
        if (status != cases[i].status || strcmp(err.place, cases[i].place) != 0)
            fail_msg("case %zu: '%s' at '%s'", i, err.text, err.place);
        orb_scenario_free(scenario);
        scenario = NULL;
    }
    orb_vocabulary_release(&vocabulary);
}

static void no_change_is_the_same_bytes(void **state)
{
    (void)state;
    suppose(EDITS(""));
    assert_int_equal(before.image.len, after.image.len);
    assert_memory_equal(before.image.data, after.image.data, before.image.len);
}

static void an_offer_is_opened_like_another(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"open\",\"id\":\"n\",\"name\":\"New\",\"like\":\"a\","
                  "\"commune\":\"01002\",\"publics\":[\"TSA\"],\"age_max_months\":300,"
                  "\"installed\":8}"));
    assert_int_equal(after.catalogue.offer_count, before.catalogue.offer_count + 1);
    assert_true(has(&terms("n")->families, "L4.2"));
    assert_true(has(&terms("n")->publics, "TSA"));
    assert_false(has(&terms("n")->publics, "DI"));
    assert_int_equal(terms("n")->age_min_months, 72);
    assert_int_equal(terms("n")->age_max_months, 300);
    assert_int_equal(detail("n")->installed, 8);
    assert_int_equal(detail("n")->authorised, -1);
    assert_true(fabs(offer("n")->lon - 5.1) < 1e-9); /* its commune's */
    assert_int_equal(plan.counts[0], 1);
}

static void an_offer_is_opened_from_nothing(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"open\",\"id\":\"n\",\"commune\":\"01001\",\"lon\":5.01,"
                  "\"lat\":46.01,\"prestations\":[\"2.1.1.1\"],\"orientations\":[],"
                  "\"modalities\":[\"consultation\"],\"available\":3}"));
    assert_true(terms("n")->orientations.known && terms("n")->orientations.count == 0);
    assert_false(terms("n")->publics.known);
    assert_int_equal(terms("n")->age_min_months, -1);
    assert_int_equal(offer("n")->places_available, 3);
    assert_true(fabs(offer("n")->lat - 46.01) < 1e-9);
}

static void what_is_opened_can_be_changed_then(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"open\",\"id\":\"n\",\"like\":\"a\",\"commune\":\"01001\"},"
                  "{\"do\":\"extend\",\"select\":{\"offers\":[\"n\"]},"
                  "\"publics\":[\"TSA\"]},"
                  "{\"do\":\"close\",\"select\":{\"offers\":[\"n\"]}}"));
    assert_true(has(&terms("n")->publics, "DI") && has(&terms("n")->publics, "TSA"));
    assert_int_equal(offer("n")->closed_on, TODAY);
    assert_int_equal(offer("a")->closed_on, ORB_DATE_NONE);
}

static void closing_selects_by_every_list(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"close\",\"select\":{\"organizations\":[\"O\",\"P\"],"
                  "\"communes\":[\"01002\"]}}"));
    assert_int_equal(plan.counts[0], 1);
    assert_int_equal(offer("home")->closed_on, TODAY);
    assert_int_equal(offer("a")->closed_on, ORB_DATE_NONE);
}

static void a_record_that_says_the_same_stands_for_the_offer(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"suspend\",\"select\":{\"offers\":[\"twin\",\"a\"]},"
                  "\"from\":\"2026-01-01\"}"));
    assert_int_equal(plan.counts[0], 1);
    assert_int_equal(offer("a")->closures.count, 1);
    assert_int_equal(offer("twin")->closures.count, 0);
    assert_int_equal(after.catalogue.closures[offer("a")->closures.first].to,
                     ORB_DATE_NONE);
}

static void extending_only_widens(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"extend\",\"select\":{\"categories\":[\"183\"]},"
                  "\"age_min_months\":120,\"age_max_months\":300,\"installed\":5,"
                  "\"available\":2,\"wait_days\":30,\"orientations\":[\"11.5\"],"
                  "\"modalities\":[\"domicile_milieu_ordinaire\",\"accueil_jour\"],"
                  "\"zone\":{\"communes\":[\"01001\"]}}"));
    assert_int_equal(terms("a")->age_min_months, 72);
    assert_int_equal(terms("a")->age_max_months, 300);
    assert_int_equal(detail("a")->installed, 15);
    assert_int_equal(detail("a")->authorised, 12);
    assert_int_equal(offer("a")->places_available, 2);
    assert_true(fabs(offer("a")->wait_days - 30) < 1e-9);
    assert_int_equal(terms("a")->orientations.count, 2);
    assert_int_equal(terms("a")->modalities.count, 2);
    assert_int_not_equal(offer("a")->zone, ORB_CAT_NONE);
}

static void what_a_change_does_not_do_is_known(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"extend\",\"select\":{\"offers\":[\"a\",\"home\"]},"
                  "\"installed\":5},"
                  "{\"do\":\"close\",\"select\":{\"offers\":[\"a\"]},"
                  "\"from\":\"2030-01-01\"},"
                  "{\"do\":\"suspend\",\"select\":{\"offers\":[\"a\"]},"
                  "\"from\":\"2000-01-01\",\"to\":\"2000-02-01\"},"
                  "{\"do\":\"close\",\"select\":{\"offers\":[\"home\"]}}"));
    assert_int_equal(plan.unknown_places[0], 1); /* of home */
    assert_int_equal(detail("home")->installed, -1);
    assert_true(orb_scenario_is_now(&plan, 0));
    assert_false(orb_scenario_is_now(&plan, 1));
    assert_false(orb_scenario_is_now(&plan, 2));
    assert_true(orb_scenario_is_now(&plan, 3));
}

static void what_nobody_said_is_said(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"extend\",\"select\":{\"modalities\":["
                  "\"domicile_milieu_ordinaire\"]},\"publics\":[\"TSA\"],"
                  "\"age_max_months\":240,\"installed\":5,"
                  "\"zone\":{\"communes\":[\"01001\",\"01002\"]}}"));
    assert_true(has(&terms("home")->publics, "TSA"));
    assert_int_equal(terms("home")->age_max_months, 240);
    assert_int_equal(detail("home")->installed, -1); /* five more than nobody knows */
    assert_int_equal(after.catalogue.zones[offer("home")->zone].communes.count, 2);
}

static void rules_lifted_change_no_record(void **state)
{
    (void)state;
    suppose(EDITS("{\"do\":\"relax\",\"rules\":[\"associated\"]}"));
    assert_true(scenario->igas[ORB_IGAS_ASSOCIATED]);
    assert_false(scenario->igas[ORB_IGAS_AGE_BOUNDS]);
    assert_memory_equal(before.image.data, after.image.data, before.image.len);
}

static void lack_of_memory_is_told(void **state)
{
    static const char text[] =
        EDITS("{\"do\":\"open\",\"id\":\"n\",\"like\":\"a\",\"commune\":\"01001\"},"
              "{\"do\":\"close\",\"select\":{\"offers\":[\"a\"]}}");

    (void)state;
    for (long n = 0;; n++) {
        struct orb_error err = { 0 };
        struct orb_json *document = NULL;
        enum orb_status status;

        assert_int_equal(orb_json_parse(&document, text, strlen(text), &err), ORB_OK);
        orb_alloc_fail_after(n);
        status = orb_scenario_parse(&scenario, document, &err);
        if (status == ORB_OK)
            status =
                orb_scenario_plan_make(&plan, scenario, &before.catalogue, TODAY, &err);
        orb_alloc_fail_after(-1);
        orb_json_free(document);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
        orb_scenario_free(scenario);
        scenario = NULL;
        assert_true(n < 1000);
    }
    assert_int_equal(plan.counts[1], 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_understood_is_refused_with_its_place),
        TEST(what_the_territory_does_not_have_is_refused),
        TEST(codes_that_nothing_knows_are_refused),
        TEST(no_change_is_the_same_bytes),
        TEST(an_offer_is_opened_like_another),
        TEST(an_offer_is_opened_from_nothing),
        TEST(what_is_opened_can_be_changed_then),
        TEST(closing_selects_by_every_list),
        TEST(a_record_that_says_the_same_stands_for_the_offer),
        TEST(extending_only_widens),
        TEST(what_a_change_does_not_do_is_known),
        TEST(what_nobody_said_is_said),
        TEST(rules_lifted_change_no_record),
        TEST(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
