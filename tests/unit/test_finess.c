#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "importers/finess_numbers.h"
#include "importers/registry.h"
#include "tests/unit/record_lines.h"

static const char *in_tree(char out[400], const char *name)
{
    const char *root = getenv("ORBITE_SRCDIR");

    (void)snprintf(out, 400, "%s/%s", root == NULL ? ".." : root, name);
    return out;
}

static enum orb_status run_paths(struct import *i, const char *structures,
                                 const char *activities,
                                 const struct orb_territory_view *view)
{
    const char *const paths[2] = { structures, activities };
    const struct orb_import_input in = { .paths = paths,
                                         .path_count = activities == NULL ? 1 : 2,
                                         .reference_date = ORB_DATE_NONE,
                                         .territory = view };

    return import_run(i, &orb_importer_finess, &in);
}

static enum orb_status run_fixture(struct import *i, const struct orb_territory_view *view)
{
    char structures[400];
    char activities[400];

    return run_paths(i, in_tree(structures, "tests/data/finess/structures.json"),
                     in_tree(activities, "tests/data/finess/activites.json"), view);
}

static void has_not(const struct import *i, const char *start, const char *part)
{
    char line[3000];

    record_line(&i->lines, start, line, sizeof line);
    if (line[0] == '\0' || strstr(line, part) != NULL)
        fail_msg("'%s' in: %s %s", part, start, line);
}

static void every_kind_of_dirt_is_told_with_its_place(void **state)
{
    static const char *const findings[] = {
        "1 /pmej/0/ege/0/activitesExercees/0 ageMaxAutorise=6-0 age_max_zero\n",
        "1 /pmej/0/ege/0/activitesExercees/1 ageMinAutorise=0-0 age_zero\n",
        "1 /pmej/0/ege/0/activitesExercees/1 capacite.nombre=x capacity_unreadable\n",
        "1 /pmej/0/ege/0/activitesExercees/2 ageMaxAutorise=140 age_over_130\n",
        "1 /pmej/0/ege/0/activitesExercees/4 ageMinAutorise=20-6 age_reversed\n",
        "1 /pmej/0/ege/0/activitesExercees/4 etatObjet=Z state_unknown\n",
        "0 /pmej/0/ege/3 numFinessEge=abc finess_number\n",
        "0 /pmej/0/ege/0/roleEge/2 = role_incomplete\n",
        "1 /pmej/0/ege/0 siret=123 identifier_unreadable\n",
        "1 /pmej/0/ege/0/adresse/1 coordonneesGeographique=northing,easting,lat,lon coordinates_swapped\n",
        "1 /pmej/0/ege/0/adresse/2 cogCommune=1053 commune_unreadable\n",
        "1 /pmej/0/ege/0/adresse/2 codePostal=1000 postcode_unreadable\n",
        "0 /pmej/0/ege/0 activiteAeId=finess:010000101/841-16-410 activity_twice\n",
        "2 /pmej/0/ege/0 =finess:010000101/841-16-410 offer_repeated\n",
        "1 /pmej/0/ege/1/adresse/0 coordonneesGeographique= coordinates_disagree\n",
        "2 /pmej/0/ege/2 dateFermeture= closed_without_date\n",
        "1 /pmej/0/ege/2 dateOuverture=2030-01-01 dates_reversed\n",
        "1 /pmej/0/ege/2/adresse/0 coordonneesGeographique=5.2281 coordinates_unreadable\n",
        "1 /pmej/0/ege/4 dateOuverture=2001-02-30 date_unreadable\n",
        "1 /pmej/0/ege/4/adresse/0 ligneTrois= type_unexpected\n",
        "1 /pmej/0/ege/4/adresse/0 coordonneesGeographique=2.35 coordinates_unreadable\n",
        "0 /pmej/0/ege/5 numFinessEge=010000101 finess_number_twice\n",
        "0 /pmej/0/ege/6 numFinessEge=12 finess_number\n",
        "0 /pmej/1 numFinessPm=0100000 finess_number\n",
        "1 /pmej/1/ege/0 etatObjet=? state_unknown\n",
        "0  numFinessEge=010000199 establishment_missing\n",
    };
    struct import i;

    (void)state;
    assert_int_equal(run_fixture(&i, NULL), ORB_OK);
    for (size_t k = 0; k < sizeof findings / sizeof findings[0]; k++)
        if (strstr(i.findings.data, findings[k]) == NULL)
            fail_msg("not told: %s", findings[k]);
    assert_int_equal(i.report.rejected, 7);
    assert_int_equal(orb_report_get(&i.report, "note", "authorisation_missing"), 1);
    assert_int_equal(orb_report_get(&i.report, "note", "role_unresolved"), 1);
    assert_int_equal(orb_report_get(&i.report, "note", "activity_active_in_closed"), 1);
    assert_int_equal(orb_report_get(&i.report, "note", "blanks_trimmed"), 1);
    /* What is open, once each: neither the row given twice nor the one that is closed. */
    assert_int_equal(orb_report_get(&i.report, "category", "183"), 1);
    assert_int_equal(orb_report_get(&i.report, "category", "609"), 1);
    assert_int_equal(orb_report_get(&i.report, "category", "999"), 0);
    import_release(&i);
}

static void an_offer_carries_what_its_codes_say_and_nothing_more(void **state)
{
    static const char offer[] = "offer finess:010000101/841-16-410";
    struct import i;

    (void)state;
    assert_int_equal(run_fixture(&i, NULL), ORB_OK);
    import_has(
        &i, offer,
        " modalities=domicile_milieu_ordinaire; publics=[MOTEUR] orientations=[7.1,7.7] engagements=[DIT]");
    import_has(&i, offer, " families=[L4.2,L1.2,L6.1,L5.1]");
    import_has(&i, offer, " prestations=2.3.3.1;2.1.1.1;2.1.1.2;");
    import_has(&i, offer, " excludes=yes");
    import_has(&i, offer, " zone=[01053,01004]");
    import_has(&i, offer,
               " capacity=0:installed:places: capacity=7:authorised:places:financement:01 "
               "capacity=12:authorised:places: "
               "capacity=3:authorised:places:genre:01;habilitation:02 source=");
    import_has(&i, offer, "\"capacity\":\"not_yet_observed\"");
    import_has(&i, offer, "prestations=inferred:loubat_serafin_prestations.csv");
    has_not(&i, offer, " min=");
    has_not(&i, offer, " max=");
    import_has(&i, "offer finess:010000101/841-16-410~1002", " min=72 modalities");
    import_has(&i, "offer finess:010000101/901-48-117",
               " min=72 modalities=domicile_milieu_ordinaire?;accueil_jour?;");
    import_has(&i, "offer finess:010000101/844-11-500", " min=36 max=240");
    import_has(&i, "offer finess:010000101/844-11-500", " closed=2022-05-06");
    import_has(&i, "offer finess:010000101/844-11-500", "\"age_installe\":[4,20]");
    import_has(&i, "offer finess:010000101/844-13-9999", " activity_unknown");
    has_not(&i, "offer finess:010000101/844-13-9999", " publics=");
    import_has(&i, "offer finess:010000101/844-97-x",
               " min=36 max=216 modalities=accueil_jour?;");
    import_has(&i, "offer finess:010000101/844-97-x",
               "age_max_months=computed:ageMaxInstalle");
    import_has(&i, "offer finess:010000103/841-16-118", " closed=2026-08-13");
    import_release(&i);
}

static void categories_and_dispositifs_make_offers_of_their_own(void **state)
{
    struct import i;

    (void)state;
    assert_int_equal(run_fixture(&i, NULL), ORB_OK);
    import_has(&i, "offer finess:010000104", " category=186 orientations=[7.6,7.7]");
    import_has(&i, "offer finess:010000105", " institution");
    import_has(&i, "offer finess:010000108", " orientations=[] engagements=[]");
    import_has(&i, "offer finess:010000108", " droit_commun=yes");
    import_has(&i, "offer finess:010000102", " category=462 engagements=[] opened");
    import_has(&i, "service finess:010000101/DIT",
               " organization=finess-ej:010000001 site=finess:010000101/site");
    import_has(&i, "offer finess:010000101/DIT",
               " orientations=[7.7] engagements=[DIT] families=[L4.2,");
    import_has(&i, "offer finess:010000101/PCP",
               " publics=[TOUS_PH] orientations=[14] engagements=[PCP]");
    import_has(&i, "offer finess:010000101/PCP", " closed=2020-12-31");
    import_has(&i, "service finess:010000101",
               "\"engagements\":[\"DISP/DIT\",\"CONV/ASE\",\"?/PCP\",\"ZZZZ/QQQ\"]");
    import_has(
        &i, "service finess:010000101",
        "{\"activites\":[\"ASDR:824-09-990\"],\"activites_inactives\":[\"ASDR:824-10-990\"]");
    import_release(&i);
}

static void places_keep_their_lines_and_say_how_sure_they_are(void **state)
{
    struct import i;

    (void)state;
    assert_int_equal(run_fixture(&i, NULL), ORB_OK);
    import_has(
        &i, "site finess:010000101/site",
        " address=3 RUE DES ESSAIS postcode=01012 commune=01053 at=5.228100,46.205200 precision=housenumber");
    import_has(&i, "site finess:010000101/site", "\"cedex\":true");
    import_has(&i, "site finess:010000101/site", "\"boite_postale\":\"BP 12\"");
    import_has(&i, "site finess:010000101/site-06-2",
               " at=5.300000,46.000000 precision=locality position=repaired");
    import_has(&i, "site finess:010000102/site", " kind=confidential");
    import_has(&i, "site finess:010000102/site", " position=doubtful note=");
    import_has(&i, "site finess:010000103/site",
               "\"coordonnees\":[\"5.2281\",\"46.2052\",\"5.2281\",\"871773.43\"]");
    has_not(&i, "site finess:010000103/site", " at=");
    import_has(&i, "service finess:010000101",
               " phone=04 00 00 00 01 email=accueil@example.invalid");
    has_not(&i, "service finess:010000101", "0400000002");
    import_has(&i, "relation role", " from=finess:010000101 service=finess:010000104");
    import_release(&i);
}

static enum orb_tristate never_inside(void *context, const char *commune, double lon,
                                      double lat, double margin)
{
    (void)context;
    (void)lon;
    (void)lat;
    assert_true(margin == 500);
    return strcmp(commune, "01053") == 0 ? ORB_NO : ORB_YES;
}

static void a_position_outside_its_commune_is_doubtful(void **state)
{
    const struct orb_territory_view view = { .contains = never_inside };
    struct import i;

    (void)state;
    assert_int_equal(run_fixture(&i, &view), ORB_OK);
    import_has(&i, "site finess:010000101/site", " position=doubtful note=");
    import_has(&i, "site finess:010000101/site-06-2", " position=repaired");
    assert_int_equal(orb_report_get(&i.report, "value", "position_outside_commune"), 1);
    import_release(&i);
}

static void what_changed_in_the_feed_is_told(void **state)
{
    struct import i;

    (void)state;
    assert_int_equal(run_fixture(&i, NULL), ORB_OK);
    assert_int_equal(orb_report_get(&i.report, "drift", "new pmej.ege.nouveau"), 1);
    assert_int_equal(
        orb_report_get(&i.report, "drift", "type pmej.ege.adresse.ligneTrois: other"), 6);
    assert_int_equal(orb_report_get(&i.report, "drift", "layout:northing,easting,lat,lon"),
                     1);
    assert_int_equal(orb_report_get(&i.report, "unlabelled", "finess_categories:999"), 1);
    assert_int_equal(orb_report_get(&i.report, "unlabelled", "finess_publics:9999"), 1);
    for (size_t k = 0; k < i.report.line_count; k++)
        assert_true(strncmp(i.report.lines[k].name, "gone ", 5) != 0);
    import_release(&i);
}

static void a_file_that_is_not_the_feed_is_refused(void **state)
{
    static const struct {
        const char *text;
        const char *place;
    } cases[] = {
        { "{\"schemaVersion\":\"v2.0.0\",\"pmej\":[]}", "/schemaVersion" },
        { "{\"schemaVersion\":\"v1.0.0\",\"generatedAt\":\"hier\",\"pmej\":[]}",
          "/generatedAt" },
        { "{\"schemaVersion\":\"v1.0.0\",\"generatedAt\":\"2026-01-01T00:00:00Z\"}", "" },
        { "{\"generatedAt\":\"2026-01-01\",\"pmej\":[{\"numFiness\":\"010000001\"}]}",
          "/pmej/0" },
        { "{\"pmej\":[{}]}", "/pmej/0" },
        { "[{}]", "" },
        { "{\"generatedAt\":\"2026-01-01\",\"pmej\":[{}", "/pmej" },
    };
    char path[] = "/tmp/orbite-test-finess-XXXXXX";
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char place[200];
        struct import i;

        assert_int_equal(ftruncate(fd, 0), 0);
        assert_int_equal(pwrite(fd, cases[k].text, strlen(cases[k].text), 0),
                         (ssize_t)strlen(cases[k].text));
        assert_true(run_paths(&i, path, NULL, NULL) != ORB_OK);
        (void)snprintf(place, sizeof place, "%s%s%s", path,
                       cases[k].place[0] == '\0' ? "" : ":", cases[k].place);
        if (strncmp(i.err.place, place, strlen(place)) != 0 || i.err.text[0] == '\0')
            fail_msg("case %zu: '%s' at '%s'", k, i.err.text, i.err.place);
        import_release(&i);
    }
    (void)close(fd);
    (void)unlink(path);
}

/* ../shared/data/README.md counted these in another way. */
static void the_shared_feeds_have_the_counts_of_their_readme(void **state)
{
    static const struct {
        const char *group;
        const char *name;
        unsigned long long count;
    } counts[] = {
        { "read", "gco", 3 },
        { "read", "gcc", 1 },
        { "read", "organizations", 22 },
        { "read", "establishments", 291 },
        { "read", "addresses", 329 },
        { "read", "organization_addresses", 22 },
        { "read", "activities_authorised", 890 },
        { "read", "activities_exercised", 890 },
        { "read", "roles", 271 },
        { "read", "zones", 16 },
        { "kept", "sites", 351 },
        { "note", "authorisation_joined", 890 },
        { "note", "zone_joined", 16 },
        { "note", "role_unresolved", 7 },
        { "note", "closed_establishment", 91 },
        { "note", "postcode_cedex", 20 },
        { "note", "blanks_trimmed", 9 },
        { "note", "establishment_without_activities", 1 },
        { "note", "activity_inactive_in_open", 222 },
        { "note", "activity_active_in_closed", 1 },
        { "unknown", "siret", 67 },
        { "unknown", "position_of_open_establishment", 56 },
        { "value", "age_zero", 5 },
        { "value", "coordinates_swapped", 2 },
        { "note", "coordinates_usual", 210 },
        { "drift", "layout:easting,northing,lat,lon", 2 },
    };
    char structures[400];
    char activities[400];
    struct import i;

    (void)state;
    in_tree(structures, "../shared/data/finess/finess-structures-202608-dev.json.gz");
    in_tree(activities, "../shared/data/finess/finess-activites-202608-dev.json.gz");
    if (!orb_file_exists(structures))
        skip();
    assert_int_equal(run_paths(&i, structures, activities, NULL), ORB_OK);
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++)
        if (orb_report_get(&i.report, counts[k].group, counts[k].name) != counts[k].count)
            fail_msg("%s %s: %llu", counts[k].group, counts[k].name,
                     orb_report_get(&i.report, counts[k].group, counts[k].name));
    assert_int_equal(i.report.rejected, 0);
    for (size_t k = 0; k < i.report.line_count; k++)
        assert_true(strcmp(i.report.lines[k].group, "drift") != 0 ||
                    strncmp(i.report.lines[k].name, "layout:", 7) == 0);
    import_has(&i, "service finess:010002285", " site=finess:010002285/site");
    import_has(&i, "site finess:010002285/site", " position=repaired");
    import_release(&i);
}

static void numbers_are_found_again_and_written_back(void **state)
{
    struct finess_numbers numbers = { 0 };
    char text[FINESS_NUMBER_LEN];

    (void)state;
    for (unsigned i = 0; i < 5000; i++) {
        (void)snprintf(text, sizeof text, "%s%07u", i % 2 == 0 ? "2A" : "01", i % 10000000);
        assert_int_equal(orb_finess_numbers_find(&numbers, text), FINESS_NUMBER_NONE);
        assert_int_equal(orb_finess_numbers_add(&numbers, text), ORB_OK);
        assert_int_equal(orb_finess_numbers_find(&numbers, text), i);
    }
    assert_string_equal(orb_finess_numbers_text(&numbers, 4242, text), "2A0004242");
    assert_int_equal(orb_finess_numbers_find(&numbers, "010000001"), 1);
    orb_finess_numbers_release(&numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_dirt_is_told_with_its_place),
        cmocka_unit_test(an_offer_carries_what_its_codes_say_and_nothing_more),
        cmocka_unit_test(categories_and_dispositifs_make_offers_of_their_own),
        cmocka_unit_test(places_keep_their_lines_and_say_how_sure_they_are),
        cmocka_unit_test(a_position_outside_its_commune_is_doubtful),
        cmocka_unit_test(what_changed_in_the_feed_is_told),
        cmocka_unit_test(a_file_that_is_not_the_feed_is_refused),
        cmocka_unit_test(numbers_are_found_again_and_written_back),
        cmocka_unit_test(the_shared_feeds_have_the_counts_of_their_readme),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
