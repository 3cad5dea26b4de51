/* What is asked about a place, whether an answer is believed, and what is used instead. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/geocode/fallback.h"
#include "engine/geocode/verdict.h"

/* An invented corner: two communes share a postcode, one has no contour. */
static const struct orb_territory land[] = {
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "71270",
      .name = "Mâcon",
      .postcodes = "71000,71850",
      .population = 34000,
      .lon = 4.83,
      .lat = 46.31,
      .point_method = "contour" },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "71105",
      .name = "Charnay-lès-Mâcon",
      .postcodes = "71850",
      .population = 6000,
      .lon = 4.78,
      .lat = 46.31,
      .point_method = "contour" },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "71076",
      .name = "Chalon-sur-Saône",
      .postcodes = "71100",
      .population = -1,
      .lon = 4.85,
      .lat = 46.78,
      .point_method = "resources" },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "71999",
      .name = "Sans-Point",
      .postcodes = "71999",
      .population = 10,
      .lon = NAN,
      .lat = NAN },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "71500",
      .name = "Saint-Rémy-le-Bas",
      .successor = "71076",
      .lon = NAN,
      .lat = NAN },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "75056",
      .name = "Paris",
      .postcodes = "75012,75016,75116",
      .population = 2100000,
      .lon = 2.35,
      .lat = 48.86,
      .point_method = "contour" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "75112",
      .name = "Paris 12e",
      .successor = "75056",
      .postcodes = "75012",
      .lon = NAN,
      .lat = NAN },
    { .kind = ORB_TERRITORY_EPCI, .code = "200000000", .name = "Ailleurs" },
};

struct state {
    struct orb_geocode_towns towns;
    struct orb_arena arena;
};

static int set_up(void **state)
{
    static struct state s;

    s = (struct state){ 0 };
    for (size_t i = 0; i < sizeof land / sizeof land[0]; i++)
        if (orb_geocode_towns_add(&s.towns, &land[i], NULL) != ORB_OK)
            return -1;
    orb_geocode_towns_sort(&s.towns);
    *state = &s;
    return 0;
}

static int tear_down(void **state)
{
    struct state *s = *state;

    orb_geocode_towns_release(&s->towns);
    orb_arena_release(&s->arena);
    return 0;
}

static struct orb_geocode_query query_of(struct state *s, const char *address,
                                         const char *postcode, const char *commune)
{
    const struct orb_geocode_place place = { address, postcode, commune };
    struct orb_geocode_query query;

    assert_int_equal(orb_geocode_query_make(&query, &s->arena, &s->towns, &place, NULL),
                     ORB_OK);
    return query;
}

static const struct {
    struct orb_geocode_place place;
    const char *text, *postcode, *citycode, *commune, *departement;
} questions[] = {
    { { "12, Av. de la Rép.\nBP 30", "71000", "71270" },
      "12 avenue de la rep Mâcon",
      "",
      "71270",
      "71270",
      "71" },
    { { "RESIDENCE LES TILLEULS\n6 BIS CHE CHEMIN ST JEAN", NULL, "71105" },
      "6b chemin saint jean Charnay-lès-Mâcon",
      "",
      "71105",
      "71105",
      "71" },
    /* A postcode of CEDEX is neither searched in nor said where the commune is. */
    { { "3 rue Haute", "71009", "71270" },
      "3 rue haute Mâcon",
      "",
      "71270",
      "71270",
      "71" },
    /* Alone it is only told: the server may know it. */
    { { "3 rue Haute", "71009", NULL }, "3 rue haute 71009", "", "", "", "71" },
    /* A postcode of several communes. */
    { { "3 rue Haute", "71850", NULL }, "3 rue haute", "71850", "", "", "71" },
    /* Of one: the commune is only likely, the postcode is what was said. */
    { { "3 rue Haute", "71100", NULL },
      "3 rue haute Chalon-sur-Saône",
      "71100",
      "",
      "71076",
      "71" },
    /* An old code. */
    { { "1 rue A", NULL, "71500" },
      "1 rue a Chalon-sur-Saône",
      "",
      "71076",
      "71076",
      "71" },
    /* All in one line. */
    { { "12 rue Haute 71850 Charnay lès Mâcon", NULL, NULL },
      "12 rue haute Charnay-lès-Mâcon",
      "",
      "71105",
      "71105",
      "71" },
    { { "12 rue Haute, CS 71850, 71000 MACON CEDEX 9", NULL, NULL },
      "12 rue haute Mâcon",
      "",
      "71270",
      "71270",
      "71" },
    { { "12 rue Haute Nulle-Part", NULL, NULL },
      "12 rue haute nulle part",
      "",
      "",
      "",
      "" },
    /* Paris is known to servers by its arrondissements. */
    { { "1 rue A", "75012", "75056" }, "1 rue a Paris", "", "75112", "75056", "75" },
    { { "1 rue A", NULL, "75056" }, "1 rue a Paris", "", "", "75056", "75" },
    /* A code that nothing here explains. */
    { { "1 rue A", "38000", "38185" }, "1 rue a", "", "38185", "38185", "38" },
    { { "1 rue A", "20200", NULL }, "1 rue a 20200", "", "", "", "" },
    { { "1 rue A", NULL, "2A004" }, "1 rue a", "", "2A004", "2A004", "2A" },
    { { "1 rue A", NULL, "97123" }, "1 rue a", "", "97123", "97123", "971" },
    /* Nothing to ask about. */
    { { NULL, "71000", "71270" }, "", "", "71270", "71270", "71" },
    { { "BP 12", "71000", "71270" }, "", "", "71270", "71270", "71" },
    { { NULL, NULL, NULL }, "", "", "", "", "" },
};

static void an_address_becomes_a_question(void **state)
{

    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        struct orb_geocode_query q =
            query_of(*state, questions[i].place.address, questions[i].place.postcode,
                     questions[i].place.commune);

        if (strcmp(q.text, questions[i].text) != 0 ||
            strcmp(q.postcode, questions[i].postcode) != 0 ||
            strcmp(q.citycode, questions[i].citycode) != 0 ||
            strcmp(q.commune, questions[i].commune) != 0 ||
            strcmp(q.departement, questions[i].departement) != 0)
            fail_msg("case %zu: '%s' in '%s' '%s', commune '%s', département '%s'", i,
                     q.text, q.postcode, q.citycode, q.commune, q.departement);
    }
}

static const struct {
    const char *postcode, *commune; /* known */
    double score, next;
    const char *found_postcode, *found_citycode;
    enum orb_tristate inside;
    enum orb_geocode_verdict verdict;
    const char *reason;
} verdicts[] = {
    { NULL, "71270", 0.8, NAN, "71000", "71270", ORB_UNKNOWN, ORB_GEOCODE_OK, "sure" },
    { NULL, "71270", 0.97, 0.87, "71000", "71270", ORB_YES, ORB_GEOCODE_OK, "sure" },
    { NULL, "71270", 0.97, 0.88, "71000", "71270", ORB_YES, ORB_GEOCODE_REVIEW,
      "close_second" },
    { NULL, "71270", 0.79, NAN, "71000", "71270", ORB_YES, ORB_GEOCODE_REVIEW,
      "low_score" },
    { NULL, "71270", 0.5, NAN, "71000", "71270", ORB_YES, ORB_GEOCODE_REVIEW, "low_score" },
    { NULL, "71270", 0.49, NAN, "71000", "71270", ORB_YES, ORB_GEOCODE_FALLBACK,
      "very_low_score" },
    { NULL, "71270", 0.97, NAN, "01000", "01053", ORB_UNKNOWN, ORB_GEOCODE_FALLBACK,
      "other_departement" },
    { NULL, "71270", 0.97, NAN, "71850", "71105", ORB_UNKNOWN, ORB_GEOCODE_REVIEW,
      "other_commune" },
    { NULL, "71270", 0.97, NAN, "71000", "71270", ORB_NO, ORB_GEOCODE_REVIEW,
      "outside_commune" },
    /* Old codes and arrondissements are their commune. */
    { NULL, "71500", 0.97, NAN, "71100", "71076", ORB_UNKNOWN, ORB_GEOCODE_OK, "sure" },
    { NULL, "71076", 0.97, NAN, "71100", "71500", ORB_UNKNOWN, ORB_GEOCODE_OK, "sure" },
    { NULL, "75056", 0.97, NAN, "75012", "75112", ORB_UNKNOWN, ORB_GEOCODE_OK, "sure" },
    /* A postcode alone: of CEDEX it is never that of the answer. */
    { "71850", NULL, 0.97, NAN, "71850", "71105", ORB_UNKNOWN, ORB_GEOCODE_OK, "sure" },
    { "71009", NULL, 0.97, NAN, "71000", "71270", ORB_UNKNOWN, ORB_GEOCODE_REVIEW,
      "other_commune" },
    { "01009", NULL, 0.97, NAN, "71000", "71270", ORB_UNKNOWN, ORB_GEOCODE_FALLBACK,
      "other_departement" },
    { "20200", NULL, 0.97, NAN, "20200", "2B033", ORB_UNKNOWN, ORB_GEOCODE_OK, "sure" },
    { NULL, NULL, 0.97, NAN, "71000", "71270", ORB_UNKNOWN, ORB_GEOCODE_REVIEW,
      "nothing_to_compare" },
};

static void an_answer_is_judged_by_score_margin_and_place(void **state)
{
    struct state *s = *state;

    for (size_t i = 0; i < sizeof verdicts / sizeof verdicts[0]; i++) {
        struct orb_geocode_query q =
            query_of(s, "1 rue A", verdicts[i].postcode, verdicts[i].commune);
        struct orb_geocode_answer a = { .outcome = ORB_GEOCODE_FOUND,
                                        .precision = ORB_PRECISION_STREET,
                                        .score = verdicts[i].score,
                                        .next = verdicts[i].next };
        struct orb_geocode_judgement j;

        (void)strcpy(a.postcode, verdicts[i].found_postcode);
        (void)strcpy(a.citycode, verdicts[i].found_citycode);
        assert_int_equal(orb_geocode_judge(&j,
                                           &(struct orb_geocode_case){ &s->towns, &q, &a,
                                                                       verdicts[i].inside },
                                           NULL),
                         ORB_OK);
        if (j.verdict != verdicts[i].verdict ||
            strcmp(orb_geocode_reason_name(j.reason), verdicts[i].reason) != 0)
            fail_msg("case %zu: %s %s", i, orb_geocode_verdict_name(j.verdict),
                     orb_geocode_reason_name(j.reason));
    }
}

static void without_an_address_found_the_commune_is_used(void **state)
{
    static const struct {
        enum orb_geocode_outcome outcome;
        enum orb_precision precision;
        const char *address, *reason;
    } cases[] = {
        { ORB_GEOCODE_NOT_FOUND, ORB_PRECISION_NONE, "1 rue A", "no_address_found" },
        { ORB_GEOCODE_FAILED, ORB_PRECISION_NONE, "1 rue A", "server_error" },
        { ORB_GEOCODE_NOT_ASKED, ORB_PRECISION_NONE, "1 rue A", "not_sent" },
        { ORB_GEOCODE_NOT_ASKED, ORB_PRECISION_NONE, "BP 3", "without_street" },
        { ORB_GEOCODE_FOUND, ORB_PRECISION_NONE, "1 rue A", "unknown_kind" },
    };
    struct state *s = *state;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_geocode_query q = query_of(s, cases[i].address, NULL, "71270");
        struct orb_geocode_answer a = { .outcome = cases[i].outcome,
                                        .precision = cases[i].precision,
                                        .score = 1,
                                        .citycode = "71270",
                                        .next = NAN };
        struct orb_geocode_judgement j;

        assert_int_equal(
            orb_geocode_judge(
                &j, &(struct orb_geocode_case){ &s->towns, &q, &a, ORB_UNKNOWN }, NULL),
            ORB_OK);
        assert_int_equal(j.verdict, ORB_GEOCODE_FALLBACK);
        assert_string_equal(orb_geocode_reason_name(j.reason), cases[i].reason);
    }
}

static struct orb_geocode_fallback fallback_of(struct state *s, const char *postcode,
                                               const char *commune)
{
    struct orb_geocode_query q = query_of(s, NULL, postcode, commune);
    struct orb_geocode_fallback f;

    orb_geocode_fall_back(&f, &s->towns, &q);
    return f;
}

static bool is_near(double a, double b)
{
    return fabs(a - b) < 1e-9;
}

static void a_commune_gives_its_point(void **state)
{
    struct orb_geocode_fallback f = fallback_of(*state, "71850", "71105");

    assert_int_equal(f.level, ORB_GEOCODE_COMMUNE);
    assert_true(is_near(f.lon, 4.78) && is_near(f.lat, 46.31));
    assert_false(f.from_resources);
}

static void a_postcode_gives_the_middle_of_its_people(void **state)
{
    struct orb_geocode_fallback f = fallback_of(*state, "71850", NULL);

    assert_int_equal(f.level, ORB_GEOCODE_POSTCODE);
    /* 34,000 and 6,000 inhabitants, 0.05 degrees apart: 3,836 m at this latitude. */
    assert_true(is_near(f.lon, (34000 * 4.83 + 6000 * 4.78) / 40000));
    assert_true(is_near(f.lat, 46.31));
    assert_true(fabs(f.radius_m - 0.85 * 3851) < 20);
}

static void three_resources_tell_where_a_commune_is_two_do_not(void **state)
{
    struct state *s = *state;

    assert_int_equal(fallback_of(s, NULL, "71076").level, ORB_GEOCODE_NOWHERE);
    assert_int_equal(orb_geocode_towns_locate(&s->towns, "71076", NULL), ORB_OK);
    assert_int_equal(orb_geocode_towns_locate(&s->towns, "71500", NULL), ORB_OK);
    assert_int_equal(fallback_of(s, NULL, "71076").level, ORB_GEOCODE_NOWHERE);
    assert_int_equal(orb_geocode_towns_locate(&s->towns, "71076", NULL), ORB_OK);
    assert_int_equal(fallback_of(s, NULL, "71500").level, ORB_GEOCODE_COMMUNE);
    assert_true(fallback_of(s, NULL, "71500").from_resources);
}

static void nowhere_is_never_a_point(void **state)
{
    static const struct {
        const char *postcode, *commune;
    } cases[] = {
        { NULL, NULL },
        { "99999", NULL },
        { NULL, "71999" },
        { "71999", "71999" },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_geocode_fallback f =
            fallback_of(*state, cases[i].postcode, cases[i].commune);

        assert_int_equal(f.level, ORB_GEOCODE_NOWHERE);
        assert_true(isnan(f.lon) && isnan(f.lat));
    }
}

static void without_communes_nothing_is_guessed(void **state)
{
    struct state none = { 0 };
    struct orb_geocode_query q = query_of(&none, "1 rue A 71000 Mâcon", NULL, NULL);

    (void)state;
    assert_string_equal(q.text, "1 rue a Mâcon 71000");
    assert_string_equal(q.postcode, "");
    assert_int_equal(fallback_of(&none, "71000", "71270").level, ORB_GEOCODE_NOWHERE);
    (void)tear_down((void *[]){ &none });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_becomes_a_question),
        cmocka_unit_test(an_answer_is_judged_by_score_margin_and_place),
        cmocka_unit_test(without_an_address_found_the_commune_is_used),
        cmocka_unit_test(a_commune_gives_its_point),
        cmocka_unit_test(a_postcode_gives_the_middle_of_its_people),
        cmocka_unit_test(three_resources_tell_where_a_commune_is_two_do_not),
        cmocka_unit_test(nowhere_is_never_a_point),
        cmocka_unit_test(without_communes_nothing_is_guessed),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
