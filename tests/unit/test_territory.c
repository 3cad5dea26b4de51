/* The two importers of the territory, through a store: the list of communes, then their
 * contours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "importers/registry.h"
#include "tests/unit/importing.h"

static void import(struct orb_store *store, struct importing *run, const char *importer,
                   const char *path)
{
    char copy[700];
    const char *const paths[] = { copy, NULL };

    (void)snprintf(copy, sizeof copy, "%s", path);
    importing_run(run, store, orb_importer_find(importer),
                  strcmp(importer, "cog") == 0 ? "2026" : "2018", paths);
    if (run->status != ORB_OK)
        fail_msg("%s: %s", run->err.place, run->err.text);
}

static void communes_are_read_with_their_epci_old_codes_and_findings(void **state)
{
    struct orb_store *store = importing_open();
    const struct orb_territory_view *view = importing_view(store);
    struct importing run;

    (void)state;
    import(store, &run, "cog", importing_data("cog"));
    assert_int_equal(orb_report_get(&run.report, "kept", "commune"), 4);
    assert_int_equal(orb_report_get(&run.report, "kept", "commune_old"),
                     3); /* 01901, 01902, 01905 */
    assert_int_equal(orb_report_get(&run.report, "rejected", "commune_code"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "commune_type"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "successor"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "code_twice"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "epci_code"), 1);
    assert_int_equal(orb_report_get(&run.report, "value", "population"), 1);
    assert_int_equal(
        importing_query("SELECT population FROM territory WHERE id = 'departement:01'"),
        1500);
    assert_int_equal(
        importing_query(
            "SELECT population IS NULL FROM territory WHERE id = 'commune:01904'"),
        1);
    assert_int_equal(
        importing_query(
            "SELECT postcodes = '01992' FROM territory WHERE id = 'commune:01904'"),
        1);
    assert_int_equal(
        importing_query(
            "SELECT epci = '200999999' FROM territory WHERE id = 'commune:01903'"),
        1);
    assert_string_equal(view->commune(view->context, "01902"), "01901");
    assert_string_equal(view->commune(view->context, "01905"), "01901");
    assert_string_equal(view->commune(view->context, "01901"), "01901");
    assert_null(view->commune(view->context, "01999"));
    assert_int_equal(view->contains(view->context, "01903", 5, 46, 0), ORB_UNKNOWN);
    assert_true(view->exists(view->context, ORB_RECORD_TERRITORY, "01904"));
    importing_release(&run);
    importing_close(store);
}

static void communes_are_read_as_geo_api_gouv_fr_serves_them(void **state)
{
    struct orb_store *store = importing_open();
    const struct orb_territory_view *view = importing_view(store);
    struct importing run;

    (void)state;
    import(store, &run, "cog", importing_data("cog-api"));
    assert_int_equal(orb_report_get(&run.report, "kept", "commune"), 3);
    assert_int_equal(orb_report_get(&run.report, "kept", "commune_old"), 3);
    assert_int_equal(orb_report_get(&run.report, "rejected", "successor"), 1); /* 01999 */
    assert_int_equal(
        importing_query(
            "SELECT count(*) FROM territory WHERE id = 'commune:01901' AND epci = "
            "'200999999' AND departement = '01' AND region = '84' AND "
            "postcodes = '01990'"),
        1);
    assert_int_equal(
        importing_query("SELECT population FROM territory WHERE id = 'departement:01'"),
        1500);
    assert_int_equal(
        importing_query("SELECT population FROM territory WHERE id = 'epci:200999999'"),
        1500);
    assert_string_equal(view->commune(view->context, "01902"), "01901");
    assert_string_equal(view->commune(view->context, "69381"), "69123");
    importing_release(&run);
    import(store, &run, "cog", importing_data("cog-api"));
    assert_true(run.summary.nothing_changed);
    importing_release(&run);
    importing_close(store);
}

static void contours_are_repaired_dissolved_and_turned(void **state)
{
    struct orb_store *store = importing_open();
    const struct orb_territory_view *view = importing_view(store);
    struct importing run;
    double lon, lat;

    (void)state;
    import(store, &run, "cog", importing_data("cog"));
    importing_release(&run);
    import(store, &run, "contours", importing_data("contours/communes.geojson"));
    assert_int_equal(orb_report_get(&run.report, "read", "feature"), 8);
    assert_int_equal(orb_report_get(&run.report, "kept", "commune"), 3);
    assert_int_equal(orb_report_get(&run.report, "kept", "dissolved"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "code_unknown"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "code_twice"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "geometry"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "code_absent"), 1);
    assert_int_equal(orb_report_get(&run.report, "note", "commune_without_contour"),
                     1); /* 01909 */
    assert_int_equal(view->contains(view->context, "01901", 5.05, 46.05, 0), ORB_YES);
    assert_int_equal(view->contains(view->context, "01902", 5.15, 46.05, 0),
                     ORB_YES); /* one commune now */
    assert_int_equal(view->contains(view->context, "01903", 5.05, 46.15, 0),
                     ORB_NO); /* in the hole */
    assert_int_equal(view->contains(view->context, "01903", 5.05, 46.15, 2000), ORB_YES);
    assert_int_equal(view->contains(view->context, "01901", 4.996, 46.05, 500),
                     ORB_YES); /* 309 m outside */
    assert_int_equal(view->contains(view->context, "01901", 4.990, 46.05, 500),
                     ORB_NO); /* 772 m outside */
    assert_true(view->point(view->context, "01902", &lon, &lat));
    assert_int_equal(view->contains(view->context, "01901", lon, lat, 0), ORB_YES);
    assert_int_equal(
        importing_query(
            "SELECT point_method = 'contour' AND name = 'Villeneuve-Inventée' FROM "
            "territory WHERE id = 'commune:01901'"),
        1);
    importing_release(&run);
    import(store, &run, "contours", importing_data("contours/communes.geojson"));
    assert_true(run.summary.nothing_changed);
    importing_release(&run);
    import(store, &run, "cog", importing_data("cog"));
    assert_true(run.summary.nothing_changed);
    importing_release(&run);
    importing_close(store);
}

static void positions_with_latitude_first_stop_the_import(void **state)
{
    struct orb_store *store = importing_open();
    char path[700];
    const char *const paths[] = { path, NULL };
    struct importing run;

    (void)state;
    (void)snprintf(path, sizeof path, "%s", importing_data("contours/swapped.geojson"));
    importing_run(&run, store, &orb_importer_contours, "2018", paths);
    assert_int_equal(run.status, ORB_ERR_RANGE);
    assert_non_null(strstr(run.err.place, "swapped.geojson"));
    importing_release(&run);
    importing_run(&run, store, &orb_importer_contours, NULL, paths);
    assert_int_equal(run.status, ORB_ERR_SYNTAX);
    importing_release(&run);
    importing_run(&run, store, &orb_importer_cog, "2026", paths);
    assert_int_not_equal(run.status, ORB_OK);
    assert_true(run.err.text[0] != '\0');
    importing_release(&run);
    importing_close(store);
}

static void contours_without_a_list_of_communes_keep_their_own_codes(void **state)
{
    struct orb_store *store = importing_open();
    struct importing run;

    (void)state;
    import(store, &run, "contours", importing_data("contours/communes.geojson"));
    assert_int_equal(orb_report_get(&run.report, "kept", "commune"), 5);
    assert_int_equal(
        importing_query(
            "SELECT name = 'Inconnue' FROM territory WHERE id = 'commune:01999'"),
        1);
    importing_release(&run);
    importing_close(store);
}

static void the_real_list_has_the_counts_of_its_description(void **state)
{
    static const struct {
        const char *group, *name;
        unsigned long long count;
    } counts[] = {
        { "kept", "commune", 34969 },
        { "read", "commune-deleguee", 2105 },
        { "read", "commune-associee", 471 },
        { "kept", "epci", 1255 },
        { "read", "epci_member", 34871 },
        { "kept", "departement", 109 },
        { "read", "postcode", 35684 },
        { "kept", "region", 26 },
        { "read", "arrondissement-municipal", 45 },
    };
    struct importing run;
    struct orb_store *store;
    const struct orb_territory_view *view;

    (void)state;
    if (importing_shared("data/communes") == NULL) {
        print_message("# ../shared is absent\n");
        skip();
    }
    store = importing_open();
    view = importing_view(store);
    import(store, &run, "cog", importing_shared("data/communes"));
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
        assert_int_equal(orb_report_get(&run.report, counts[i].group, counts[i].name),
                         counts[i].count);
    assert_int_equal(run.report.rejected + run.report.values, 0);
    assert_int_equal(
        importing_query("SELECT sum(population) FROM territory WHERE kind = 'commune'"),
        68952941);
    assert_int_equal(
        importing_query("SELECT sum(population) FROM territory WHERE kind = 'region'"),
        68952941);
    assert_int_equal(
        importing_query(
            "SELECT count(*) FROM territory a JOIN territory b ON b.code = a.code WHERE "
            "a.kind = 'commune' AND b.kind = 'commune_old'"),
        584);
    assert_int_equal(
        importing_query(
            "SELECT count(*) FROM territory o WHERE kind = 'commune_old' AND NOT EXISTS "
            "(SELECT 1 FROM territory c WHERE c.id = 'commune:' || o.successor)"),
        0);
    assert_string_equal(view->commune(view->context, "75113"), "75056");
    importing_release(&run);
    importing_close(store);
}

static void the_real_contours_leave_no_commune_of_their_departements_out(void **state)
{
    static const char *const files[] = { "01-ain",   "21-cote-d-or",   "69-rhone",
                                         "75-paris", "972-martinique", "973-guyane" };
    struct importing run;
    struct orb_store *store;
    const struct orb_territory_view *view;

    (void)state;
    if (importing_shared("data/communes") == NULL) {
        print_message("# ../shared is absent\n");
        skip();
    }
    store = importing_open();
    view = importing_view(store);
    import(store, &run, "cog", importing_shared("data/communes"));
    importing_release(&run);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[100];

        (void)snprintf(name, sizeof name, "data/contours/communes-%s.geojson.gz", files[i]);
        import(store, &run, "contours", importing_shared(name));
        assert_int_equal(run.report.rejected, 0);
        assert_int_equal(orb_report_get(&run.report, "note", "commune_without_contour"), 0);
        importing_release(&run);
    }
    assert_int_equal(
        importing_query(
            "SELECT count(*) FROM territory WHERE kind = 'commune' AND departement IN "
            "('01', '21', '69') AND contour IS NULL"),
        0);
    assert_int_equal(view->contains(view->context, "75113", 2.3563, 48.8283, 0), ORB_YES);
    importing_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(communes_are_read_with_their_epci_old_codes_and_findings),
        cmocka_unit_test(communes_are_read_as_geo_api_gouv_fr_serves_them),
        cmocka_unit_test(contours_are_repaired_dissolved_and_turned),
        cmocka_unit_test(positions_with_latitude_first_stop_the_import),
        cmocka_unit_test(contours_without_a_list_of_communes_keep_their_own_codes),
        cmocka_unit_test(the_real_list_has_the_counts_of_its_description),
        cmocka_unit_test(the_real_contours_leave_no_commune_of_their_departements_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
