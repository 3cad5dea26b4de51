/* Facts on communes, read by a mapping: what each file tells adds up in the store. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "importers/registry.h"
#include "tests/unit/importing.h"

static void path_of(char out[700], const char *folder, const char *name)
{
    const char *sources = getenv("ORBITE_SRCDIR");

    (void)snprintf(out, 700, "%s/%s/%s", sources == NULL ? ".." : sources, folder, name);
}

static void import_facts(struct importing *run, struct orb_store *store)
{
    char file[700], mapping[700];
    const char *const paths[] = { file, NULL };

    path_of(file, "tests/data/communes", "facts.csv");
    path_of(mapping, "importers/mappings", "communes.json");
    importing_run_table(run, store, mapping, paths);
    if (run->status != ORB_OK)
        fail_msg("%s: %s", run->err.place, run->err.text);
}

static void import_cog(struct orb_store *store)
{
    struct importing run;
    char folder[700];
    const char *const paths[] = { folder, NULL };

    path_of(folder, "tests/data", "cog");
    importing_run(&run, store, orb_importer_find("cog"), "2026", paths);
    assert_int_equal(run.status, ORB_OK);
    importing_release(&run);
}

#define IS(expression, where)                                                              \
    if (importing_query("SELECT " expression " FROM territory WHERE id = '" where "'") !=  \
        1)                                                                                 \
    fail_msg("%s: not %s", where, expression)

static void facts_add_up_with_the_list_of_communes(void **state)
{
    struct orb_store *store = importing_open();
    struct importing run;

    (void)state;
    import_cog(store);
    import_facts(&run, store);
    assert_int_equal(orb_report_get(&run.report, "kept", "communes"), 3);
    assert_int_equal(orb_report_get(&run.report, "kept", "areas"), 3);
    assert_int_equal(orb_report_get(&run.report, "unknown", "ages"), 2);
    assert_int_equal(orb_report_get(&run.report, "unknown", "income"), 2);
    IS("name = 'Valclair'", "commune:01901");                    /* of the newest source */
    IS("departement = '01' AND region = '84'", "commune:01901"); /* of the list */
    IS("ages = '0-19:300;20-59:600;60-:300'", "commune:01901");
    IS("income = 21480.5 AND density = 2 AND population = 1200", "commune:01901");
    IS("lon = 5.2 AND lat = 46.2 AND point_method = 'given'", "commune:01901");
    IS("life_area = '01901' AND canton = '0101'", "commune:01901");
    IS("density = 4 AND ages IS NULL AND income IS NULL", "commune:01903");
    IS("name = 'Sans-Habitant' AND density IS NULL AND population IS NULL",
       "commune:01904");
    IS("name = 'Monts' AND kind = 'canton'", "canton:0101");
    IS("name = 'Valclair' AND kind = 'life_area'", "life_area:01901");
    importing_release(&run);
    importing_close(store);
}

static void rows_that_are_no_commune_of_today_are_counted_and_located(void **state)
{
    struct orb_store *store = importing_open();
    struct importing run;

    (void)state;
    import_cog(store);
    import_facts(&run, store);
    assert_int_equal(orb_report_get(&run.report, "rejected", "commune_former"), 2);
    assert_int_equal(orb_report_get(&run.report, "rejected", "commune_not_listed"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "id_twice"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "id_missing"), 1);
    assert_int_equal(orb_report_get(&run.report, "rejected", "commune_code"), 1);
    assert_int_equal(orb_report_get(&run.report, "value", "density_unreadable"), 1);
    importing_release(&run);
    importing_close(store);
}

static void the_same_file_twice_changes_nothing(void **state)
{
    struct orb_store *store = importing_open();
    struct importing run;

    (void)state;
    import_cog(store);
    import_facts(&run, store);
    importing_release(&run);
    import_facts(&run, store);
    assert_true(run.summary.nothing_changed);
    importing_release(&run);
    importing_close(store);
}

static void without_a_list_every_code_is_taken(void **state)
{
    struct orb_store *store = importing_open();
    struct importing run;

    (void)state;
    import_facts(&run, store);
    assert_int_equal(orb_report_get(&run.report, "kept", "communes"), 6);
    assert_int_equal(orb_report_get(&run.report, "value", "number_unreadable"), 1);
    importing_release(&run);
    importing_close(store);
}

static void a_mapping_that_does_not_read_says_where(void **state)
{
    static const struct {
        const char *members, *place;
    } bad[] = {
        { "\"id\":\"x\"", "/id" }, /* means nothing for communes */
        { "\"family\":\"x\"", "/family" },
        { "\"density_classes\":5", "/density_classes" },
        { "\"ages\":[{\"column\":\"a\"}]", "/ages/0/age_from" },
        { "\"ages\":[{\"age_from\":0}]", "/ages/0" },
        { "\"ages\":[{\"age_from\":0,\"column\":\"a\",\"sum\":[\"b\"]}]", "/ages/0" },
        { "\"ages\":[{\"age_from\":0,\"age_to\":131,\"column\":\"a\"}]", "/ages/0/age_to" },
        { "\"ages\":[{\"age_from\":0,\"column\":\"a\"},{\"age_from\":5,\"column\":\"b\"}]",
          "/ages" },
        { "\"ages\":[{\"age_from\":9,\"age_to\":5,\"column\":\"a\"}]", "/ages" },
    };
    char file[700];
    const char *const paths[] = { file, NULL };

    (void)state;
    path_of(file, "tests/data/communes", "facts.csv");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct orb_store *store = importing_open();
        char name[] = "/tmp/orbite-test-mapping-XXXXXX";
        struct importing run;
        int fd = mkstemp(name);
        FILE *out;

        assert_true(fd >= 0);
        out = fdopen(fd, "w");
        assert_non_null(out);
        (void)fprintf(
            out,
            "{\"format\":1,\"source\":{\"name\":\"x\"},\"kind\":{\"value\":\"commune\"},"
            "\"commune\":\"code\",%s}",
            bad[i].members);
        assert_int_equal(fclose(out), 0);
        importing_run_table(&run, store, name, paths);
        (void)unlink(name);
        if (run.status == ORB_OK || strstr(run.err.place, bad[i].place) == NULL)
            fail_msg("%s: %s: %s", bad[i].members, run.err.place, run.err.text);
        importing_release(&run);
        importing_close(store);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(facts_add_up_with_the_list_of_communes),
        cmocka_unit_test(rows_that_are_no_commune_of_today_are_counted_and_located),
        cmocka_unit_test(the_same_file_twice_changes_nothing),
        cmocka_unit_test(without_a_list_every_code_is_taken),
        cmocka_unit_test(a_mapping_that_does_not_read_says_where),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("table_communes", tests, NULL, NULL);
}
