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
#include "tests/unit/record_lines.h"

static enum orb_status run(struct import *i, const char *first, const char *second,
                           const struct orb_territory_view *view)
{
    const char *const paths[] = { first, second };
    const struct orb_import_input in = { .paths = paths,
                                         .path_count = second == NULL ? 1 : 2,
                                         .attribution = "Acteurs d’Ici",
                                         .reference_date = orb_date_make(2026, 11, 22),
                                         .territory = view };

    return import_run(i, &orb_importer_data_inclusion, &in);
}

static char *data(char out[600], const char *name)
{
    const char *path = importing_data(name);

    assert_non_null(path);
    (void)snprintf(out, 600, "%s", path);
    return out;
}

static unsigned long long kept(const struct import *i, const char *name)
{
    return orb_report_get(&i->report, "kept", name);
}

static void rows_become_organizations_sites_services_and_offers(void **state)
{
    static const char *const told[] = {
        "1 /1 longitude=45.95 position_swapped\n",
        "1 /2 nom=MJC du Mont. name_full_stop\n",
        "1 /2 reseaux_porteurs=reseau-inconnu unknown_code\n",
        "1 /2 longitude=2.35 position_outside_commune\n",
        "1 line 3 zone_eligibilite=200000001 zone_epci\n",
        "1 line 4 modes_accueil=en-pleine-nature unknown_code\n",
        "1 line 4 zone_eligibilite=99109 zone_code\n",
        "1 line 4 publics=tous-publics publics_not_alone\n",
        "1 line 4 structure_id=cd01--absente structure_unknown\n",
    };
    char structures[600], services[600];
    struct import i;

    (void)state;
    assert_int_equal(run(&i, data(structures, "data_inclusion/structures.json"),
                         data(services, "data_inclusion/services.ndjson"), NULL),
                     ORB_OK);
    import_expect(&i.findings, told, sizeof told / sizeof told[0]);
    assert_int_equal(i.report.values, 9);
    assert_int_equal(i.report.rejected, 0);
    assert_int_equal(kept(&i, "organizations"), 3);
    assert_int_equal(kept(&i, "sites"), 4);
    assert_int_equal(kept(&i, "services"), 4);
    assert_int_equal(kept(&i, "offers"), 5);
    assert_null(strstr(i.findings.data, "example.invalid"));
    import_release(&i);
}

static void a_csv_says_the_same_as_json(void **state)
{
    char structures[600], services[600], table[600];
    struct import a, b;

    (void)state;
    data(structures, "data_inclusion/structures.json");
    data(services, "data_inclusion/services.ndjson");
    data(table, "data_inclusion/services.csv");
    assert_int_equal(run(&a, structures, services, NULL), ORB_OK);
    assert_int_equal(run(&b, structures, table, NULL), ORB_OK);
    assert_string_equal(strstr(a.lines.text.data, "service data-inclusion"),
                        strstr(b.lines.text.data, "service data-inclusion"));
    import_release(&a);
    import_release(&b);
}

static void a_sheet_saved_as_csv_is_read_among_its_decoys(void **state)
{
    static const char *const told[] = {
        "2 line 1 date_maj= date_header\n",
        "1 line 4 courriel= email_unreadable\n",
        "1 line 4 site_web= url_unreadable\n",
        "1 line 4 nom=Atelier du Val. name_full_stop\n",
        "0 line 6 = header_again\n",
        "0 line 7 id=s 2 id_unreadable\n",
        "1 line 8 siret=6.04E+13 siret_unreadable\n",
        "1 line 8 code_insee=abc commune_unreadable\n",
        "1 line 8 code_postal=750121 postcode_unreadable\n",
        "0 line 9 id=s1 id_twice\n",
        "1 line 10 date_maj=hier date_unreadable\n",
        "1 line 11 date_maj=1999-12-31 date_range\n",
        "0 line 12 = row_too_wide\n",
    };
    char path[600];
    struct import i;

    (void)state;
    assert_int_equal(run(&i, data(path, "data_inclusion/sheet.csv"), NULL, NULL), ORB_OK);
    import_expect(&i.findings, told, sizeof told / sizeof told[0]);
    assert_int_equal(kept(&i, "organizations"), 4);
    assert_int_equal(i.report.rejected, 4);
    assert_int_equal(orb_report_get(&i.report, "note", "row_to_ignore"), 2);
    assert_int_equal(orb_report_get(&i.report, "note", "row_empty"), 1);
    assert_int_equal(orb_report_get(&i.report, "drift", "colonne en trop"), 1);
    assert_non_null(strstr(i.lines.text.data, "data-inclusion-structure:acteurs-d-ici/s1"));
    assert_non_null(strstr(i.lines.text.data, "01053"));
    import_release(&i);
}

static char *write_file(char path[40], const char *text)
{
    int fd;

    (void)snprintf(path, 40, "/tmp/orbite-test-dinc-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    (void)close(fd);
    return path;
}

#define GOOD "{\"source\":\"a\",\"id\":\"1\",\"nom\":\"Nom\",\"date_maj\":\"2026-01-01\"}"

static void what_is_not_the_format_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *text;
        const char *place; /* after the path */
    } bad[] = {
        { "[" GOOD, "" },
        { "[" GOOD ",{\"source\":\"a\",]", "" },
        { "{\"structures\":" GOOD "}", ":/structures" },
        { "{\"pages\":1}", "" },
        { "{\"foo\":1}\n", "" },
        { GOOD "\n{\"id\":\n", ":2" },
        { "[{\"foo\":1}]", ":/0" },
        { "source,nom\na,b\n", ":1" },
        { "id,nom,typologie\n1,Nom,ASSO\n", "" },
        { "", ":1" },
        { "source,id,nom,date_maj\na,1,\"Nom,2026-01-01\n", ":2" },
        { "source,id,nom,date_maj\na,1,N\xE9"
          "ant,2026-01-01\n",
          ":2" },
        { "[{\"id\":\"1\",\"nom\":\"N\",\"id\":\"2\"}]", ":/0" },
    };

    (void)state;
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        char path[40];
        struct import i;

        write_file(path, bad[k].text);
        if (run(&i, path, NULL, NULL) == ORB_OK)
            fail_msg("case %zu was taken", k);
        if (strncmp(i.err.place, path, strlen(path)) != 0 ||
            strncmp(i.err.place + strlen(path), bad[k].place, strlen(bad[k].place)) != 0)
            fail_msg("case %zu: place '%s': %s", k, i.err.place, i.err.text);
        assert_true(i.err.text[0] != '\0');
        (void)unlink(path);
        import_release(&i);
    }
}

static void bad_rows_are_rejected_with_their_pointer(void **state)
{
    static const char text[] =
        "{\"structures\":[" GOOD ",7," GOOD ",{\"source\":\"a\",\"id\":\"2\",\"nom\":null,"
        "\"date_maj\":\"2026-01-01\"},{\"source\":[],\"id\":\"3\",\"nom\":\"Nom\","
        "\"date_maj\":\"2026-01-01\"}],\"services\":[{\"source\":\"a\",\"id\":\"1\","
        "\"nom\":\"Nom\",\"date_maj\":\"2026-01-01\",\"structure_id\":\"1\"},"
        "{\"source\":\"a\",\"id\":\"2\",\"nom\":\"Nom\",\"date_maj\":\"2026-01-01\","
        "\"description\":\"Longue assez\"},{\"source\":\"a\",\"id\":\"3\",\"nom\":\"Nom\","
        "\"date_maj\":\"2027-01-01\",\"description\":\"court\",\"structure_id\":\"1\","
        "\"publics\":[3],\"frais\":{},\"telephone\":\"3 rue\",\"longitude\":5,"
        "\"nom_inconnu\":1}]}";
    static const char *const told[] = {
        "0 /structures/1 = no_object\n",
        "0 /structures/2 id=1 id_twice\n",
        "0 /structures/3 nom= missing_value\n",
        "0 /structures/4 source= missing_value\n",
        "0 /services/0 description= missing_value\n",
        "0 /services/1 structure_id= missing_value\n",
        "1 /services/2 publics= wrong_type\n",
        "1 /services/2 frais= wrong_type\n",
        "1 /services/2 telephone= phone_unreadable\n",
        "1 /services/2 date_maj=2027-01-01 date_range\n",
        "1 /services/2 latitude= position_incomplete\n",
    };
    char path[40];
    struct import i;

    (void)state;
    assert_int_equal(run(&i, write_file(path, text), NULL, NULL), ORB_OK);
    import_expect(&i.findings, told, sizeof told / sizeof told[0]);
    assert_int_equal(kept(&i, "organizations"), 1);
    assert_int_equal(kept(&i, "services"), 1);
    assert_int_equal(orb_report_get(&i.report, "drift", "nom_inconnu"), 1);
    (void)unlink(path);
    import_release(&i);
}

static void in_a_store_codes_are_resolved_and_a_second_import_changes_nothing(void **state)
{
    static const char epci[] =
        "SELECT substr(code, 1, 9) FROM territory WHERE kind = 'epci'";
    char cog[600], structures[600], services[600], text[900], path[40];
    const char *paths[3] = { cog, NULL, NULL };
    struct orb_store *store = importing_open();
    struct importing i;

    (void)state;
    assert_non_null(store);
    importing_run(&i, store, &orb_importer_cog, "2026", (data(cog, "cog"), paths));
    assert_int_equal(i.status, ORB_OK);
    importing_release(&i);
    (void)snprintf(text, sizeof text,
                   "{\"source\":\"a\",\"id\":\"1\",\"nom\":\"Nom\",\"structure_id\":\"1\","
                   "\"description\":\"Longue assez\",\"date_maj\":\"2026-01-01\","
                   "\"zone_eligibilite\":[\"%09ld\"]}\n",
                   importing_query(epci));
    paths[0] = data(structures, "data_inclusion/structures.json");
    paths[1] = data(services, "data_inclusion/services.ndjson");
    for (int k = 0; k < 2; k++) {
        importing_run(&i, store, &orb_importer_data_inclusion, NULL, paths);
        assert_int_equal(i.status, ORB_OK);
        assert_int_equal(i.summary.kinds[ORB_RECORD_OFFER].added, k == 0 ? 5 : 0);
        assert_int_equal(i.summary.kinds[ORB_RECORD_OFFER].changed, 0);
        assert_int_equal(i.summary.kinds[ORB_RECORD_SOURCE].changed, 0);
        importing_release(&i);
    }
    paths[0] = write_file(path, text);
    paths[1] = NULL;
    importing_run(&i, store, &orb_importer_data_inclusion, NULL, paths);
    assert_int_equal(i.status, ORB_OK);
    assert_int_equal(orb_report_get(&i.report, "unknown", "zone"), 0);
    assert_int_equal(orb_report_get(&i.report, "value", "zone_epci"), 0);
    importing_release(&i);
    (void)unlink(path);
    importing_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_organizations_sites_services_and_offers),
        cmocka_unit_test(a_csv_says_the_same_as_json),
        cmocka_unit_test(a_sheet_saved_as_csv_is_read_among_its_decoys),
        cmocka_unit_test(what_is_not_the_format_is_refused_with_its_place),
        cmocka_unit_test(bad_rows_are_rejected_with_their_pointer),
        cmocka_unit_test(in_a_store_codes_are_resolved_and_a_second_import_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
