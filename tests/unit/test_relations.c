#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/model/contact_text.h"
#include "importers/registry.h"
#include "tests/unit/record_lines.h"

static bool exists(void *context, enum orb_record_kind kind, const char *id)
{
    (void)context;
    switch (kind) {
    case ORB_RECORD_ORGANIZATION:
        return strcmp(id, "finess-ej:010000001") == 0 ||
               strcmp(id, "finess-ej:010000002") == 0;
    case ORB_RECORD_SERVICE:
        return strncmp(id, "finess:01000010", 15) == 0 && strlen(id) == 16;
    case ORB_RECORD_OFFER:
        return strcmp(id, "finess:010000101/841-16-117") == 0 ||
               strcmp(id, "finess:010000101") == 0;
    default:
        return false;
    }
}

static size_t identified(void *context, const struct orb_identifier *identifier,
                         enum orb_record_kind *kind, const char **id)
{
    (void)context;
    *kind = ORB_RECORD_SERVICE;
    *id = "finess:010000104";
    return strcmp(identifier->value, "12345678900011") == 0 ? 1 : 2;
}

static enum orb_status run(struct import *i, const char *path,
                           const struct orb_territory_view *view)
{
    const struct orb_import_input in = { .paths = &path,
                                         .path_count = 1,
                                         .operator_id = "finess-ej:010000001",
                                         .reference_date = orb_date_make(2026, 11, 22),
                                         .territory = view };

    return import_run(i, &orb_importer_relations, &in);
}

static void good_rows_are_kept_and_bad_ones_told_with_their_line(void **state)
{
    static const struct orb_territory_view view = { .exists = exists,
                                                    .identified = identified };
    static const char *const kept[] = {
        "relation interne from=finess-ej:010000001 service=finess:010000101 on=2024-01-01 evidence=décision\n",
        "relation sous_traitance from=finess-ej:010000001 service=finess:010000102 on=2024-02-01 until=2027-12-31 evidence=marché 2024-03 note=heures du soir\n",
        "relation partenariat from=finess-ej:010000001 organization=finess-ej:010000002 until=2025-06-30",
        "relation dispositif from=finess-ej:010000001 offer=finess:010000101/841-16-117\n",
        "relation partenariat from=finess-ej:010000001 service=finess:010000104\n",
        "note=du 2024-01-01 au 2024-12-31, dossier 010000103\n",
        "relation sous_traitance from=finess-ej:010000001 service=finess:010000103 on=2025-01-01",
    };
    static const char *const told[] = {
        "2 line 4 date_fin=2025-06-30 relation_expired\n",
        "0 line 7 cible=12345678900029 target_ambiguous\n",
        "0 line 8 cible=finess:999999999 target_unknown\n",
        "0 line 9 type=amitié type_unknown\n",
        "0 line 10 date_debut=2024-02-30 date_unreadable\n",
        "0 line 11 date_debut=2025-01-01 dates_reversed\n",
        "0 line 12 note= personal_data\n",
        "0 line 13 preuve= personal_data\n",
        "0 line 15 cible=finess:010000103 duplicate_overlap\n",
        "0 line 17 cible=finess-ej:010000001 target_itself\n",
        "0 line 18 cible=deux mots target_unreadable\n",
        "0 line 19 = row_too_wide\n",
        "0 line 20 type=groupement type_unknown\n",
    };
    char path[400];
    struct import i;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/tests/data/relations/dirty.csv",
                   getenv("ORBITE_SRCDIR") == NULL ? ".." : getenv("ORBITE_SRCDIR"));
    assert_int_equal(run(&i, path, &view), ORB_OK);
    for (size_t k = 0; k < sizeof kept / sizeof kept[0]; k++)
        if (strstr(i.lines.text.data, kept[k]) == NULL)
            fail_msg("not kept: %s in\n%s", kept[k], i.lines.text.data);
    for (size_t k = 0; k < sizeof told / sizeof told[0]; k++)
        if (strstr(i.findings.data, told[k]) == NULL)
            fail_msg("not told: %s in\n%s", told[k], i.findings.data);
    assert_int_equal(i.lines.counts[ORB_RECORD_SOURCE], 1);
    assert_int_equal(i.report.rejected, 12);
    assert_int_equal(orb_report_get(&i.report, "read", "relations"), 19);
    assert_int_equal(orb_report_get(&i.report, "kept", "relations"), 7);
    assert_null(strstr(i.findings.data, "example.invalid"));
    import_release(&i);
}

static void without_a_territory_targets_are_taken_by_their_form(void **state)
{
    char path[] = "/tmp/orbite-test-relations-XXXXXX";
    static const char text[] =
        "cible,type\r\nfiness:010000101,interne\r\nfiness-ej:010000002,partenariat\r\n"
        "finess:010000101/1-2-3,partenariat\r\n";
    int fd = mkstemp(path);
    struct import i;

    (void)state;
    assert_true(fd >= 0 && write(fd, text, sizeof text - 1) == (ssize_t)(sizeof text - 1));
    (void)close(fd);
    assert_int_equal(run(&i, path, NULL), ORB_OK);
    assert_int_equal(orb_report_get(&i.report, "note", "target_unchecked"), 3);
    assert_non_null(strstr(i.lines.text.data,
                           "interne from=finess-ej:010000001 service=finess:010000101\n"));
    assert_non_null(strstr(i.lines.text.data, " organization=finess-ej:010000002\n"));
    assert_non_null(strstr(i.lines.text.data, " offer=finess:010000101/1-2-3\n"));
    import_release(&i);
    (void)unlink(path);
}

static void another_file_is_refused(void **state)
{
    char path[] = "/tmp/orbite-test-relations-XXXXXX";
    static const char text[] = "id;name\n1;x\n";
    int fd = mkstemp(path);
    struct import i;

    (void)state;
    assert_true(fd >= 0 && write(fd, text, sizeof text - 1) == (ssize_t)(sizeof text - 1));
    (void)close(fd);
    assert_int_equal(run(&i, path, NULL), ORB_ERR_SYNTAX);
    assert_string_equal(i.err.place, path);
    import_release(&i);
    (void)unlink(path);
}

static void numbers_to_call_and_addresses_are_seen_and_the_rest_is_not(void **state)
{
    static const char *const contacts[] = { "04 74 00 00 00",
                                            "0474000000",
                                            "04.74.00.00.00",
                                            "+33 4 74 00 00 00",
                                            "tél: 04-74-00-00-00.",
                                            "0033474000000",
                                            "a@b.fr",
                                            "voir jean.dupont@example.invalid" };
    static const char *const others[] = { "2024-01-01 2024-12-31",
                                          "du 01/02/2024 au 03/04/2025",
                                          "FINESS 010780195",
                                          "SIRET 77930919400024",
                                          "convention 2024-17",
                                          "@",
                                          "12 places",
                                          "avenant n°3 du 01/02/2024 à 10 h 30" };

    (void)state;
    for (size_t i = 0; i < sizeof contacts / sizeof contacts[0]; i++)
        if (!orb_contact_text_has(contacts[i]))
            fail_msg("not seen: %s", contacts[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (orb_contact_text_has(others[i]))
            fail_msg("seen: %s", others[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_rows_are_kept_and_bad_ones_told_with_their_line),
        cmocka_unit_test(without_a_territory_targets_are_taken_by_their_form),
        cmocka_unit_test(another_file_is_refused),
        cmocka_unit_test(numbers_to_call_and_addresses_are_seen_and_the_rest_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
