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
#include "importers/table_guess.h"
#include "tests/unit/importing.h"
#include "tests/unit/record_lines.h"

static void run(struct import *i, const char *mapping, const char *path)
{
    const struct orb_import_input in = { .paths = &path,
                                         .path_count = 1,
                                         .mapping = mapping,
                                         .licence = "CC0-1.0",
                                         .attribution = "Test",
                                         .reference_date = ORB_DATE_NONE };

    (void)import_run(i, &orb_importer_table, &in);
}

/* A file of the given bytes; the caller removes it. */
static void put_file(char path[64], const void *bytes, size_t len)
{
    FILE *file;
    int fd;

    (void)snprintf(path, 64, "/tmp/orbite-test-table-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0);
    file = fdopen(fd, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    assert_int_equal(fclose(file), 0);
}

static void run_texts(struct import *i, const char *mapping, const void *data, size_t len)
{
    char paths[2][64];

    put_file(paths[0], mapping, strlen(mapping));
    put_file(paths[1], data, len);
    run(i, paths[0], paths[1]);
    (void)unlink(paths[0]);
    (void)unlink(paths[1]);
}

static void rows_become_records_and_what_is_wrong_is_told_with_its_line(void **state)
{
    static const char *const told[] = {
        "1 line 3 coord_e= coordinates_swapped\n",
        "1 line 5 PUBLIC_=Marins not_in_map\n",
        "1 line 5 tel= contact_unreadable\n",
        "1 line 5 site= contact_unreadable\n",
        "2 line 5 siret=W123456789 identifier_other_scheme\n",
        "1 line 5 age_max= age_impossible\n",
        "1 line 5 maj=2026-04-13 date_unreadable\n",
        "1 line 5 coord_e= coordinates_projected\n",
        "1 line 6 siret=123 identifier_unreadable\n",
        "1 line 6 INSEE=1O53 commune_unreadable\n",
        "1 line 6 maj=31/02/2026 date_unreadable\n",
        "1 line 6 coord_e= position_incomplete\n",
        "0 line 7 num=5 id_twice\n",
        "0 line 8 num= id_missing\n",
        "0 line 9 = row_too_wide\n",
        "1 line 11 age_min=200 age_impossible\n",
        "1 line 11 coord_e=871234.5 number_unreadable\n",
        "1 line 12 coord_e=01053 position_outside_commune\n",
    };
    char mapping[600], data[600];
    struct import i;

    (void)state;
    (void)snprintf(mapping, sizeof mapping, "%s", importing_data("table/dirty.json"));
    (void)snprintf(data, sizeof data, "%s", importing_data("table/dirty.csv"));
    run(&i, mapping, data);
    if (i.status != ORB_OK)
        fail_msg("%s: %s", i.err.place, i.err.text);
    import_expect(&i.findings, told, sizeof told / sizeof told[0]);
    assert_int_equal(orb_report_get(&i.report, "read", "rows"), 11);
    assert_int_equal(orb_report_get(&i.report, "kept", "offers"), 7);
    assert_int_equal(orb_report_get(&i.report, "note", "row_skipped_by_mapping"), 1);
    assert_int_equal(orb_report_get(&i.report, "note", "row_short"), 1);
    assert_int_equal(orb_report_get(&i.report, "note", "encoding:windows-1252"), 1);
    assert_int_equal(i.report.rejected, 3);
    assert_int_equal(i.lines.counts[ORB_RECORD_OFFER], 7);
    assert_non_null(strstr(i.lines.text.data, "annuaire-invente:1"));
    assert_non_null(strstr(i.lines.text.data, "Chez \"Léa"));
    assert_null(strstr(i.lines.text.data, "javascript"));
    import_release(&i);
}

#define SOURCE "\"source\":{\"name\":\"S\"}"
#define GOOD   "{\"format\":1," SOURCE ",\"id\":\"a\",\"name\":\"b\"}"

static const struct {
    const char *mapping;
    const char *data;
    const char *place; /* ends like this */
} bad[] = {
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"nom\":\"b\"}", "a,b\n", ":/nom" },
    { "{\"format\":1," SOURCE "}", "a,b\n", ":/id" },
    { "{\"format\":2," SOURCE ",\"id\":\"a\"}", "a,b\n", ":/format" },
    { "{" SOURCE ",\"id\":\"a\"}", "a,b\n", ":/format" },
    { "{\"format\":1,\"id\":\"a\"}", "a,b\n", ":/source" },
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"name\":{\"column\":\"b\",\"value\":\"x\"}}",
      "a,b\n", ":/name" },
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"name\":{\"column\":\"b\",\"pad\":0}}",
      "a,b\n", ":/name/pad" },
    { "{\"format\":1," SOURCE
      ",\"id\":\"a\",\"opened\":{\"column\":\"b\",\"date\":\"yy-mm\"}}",
      "a,b\n", ":/opened/date" },
    { "{\"format\":1," SOURCE
      ",\"id\":\"a\",\"public\":{\"column\":\"b\",\"map\":{\"x\":3}}}",
      "a,b\n", ":/public/map" },
    { "{\"format\":1," SOURCE
      ",\"id\":\"a\",\"public\":{\"column\":\"b\",\"else\":\"keep\"}}",
      "a,b\n", ":/public/else" },
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"position\":{\"x\":\"a\"}}", "a,b\n",
      ":/position/y" },
    { "{\"format\":1," SOURCE
      ",\"id\":\"a\",\"position\":{\"x\":\"a\",\"y\":\"b\",\"crs\":\"EPSG:27572\"}}",
      "a,b\n", ":/position/crs" },
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"circle_hint\":\"C1\"}", "a,b\n",
      ":/circle_hint" },
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"read\":{\"encoding\":\"ebcdic\"}}", "a,b\n",
      ":/read/encoding" },
    { "{\"format\":1," SOURCE ",\"id\":{\"join\":[]}}", "a,b\n", ":/id/join" },
    { "{\"format\":1", "a,b\n", ":1:11" },
    { GOOD, "a,c\n1,2\n", ":/name" },
    { GOOD, "a,b,b\n1,2,3\n", ":/name" },
    { GOOD, "a,b\n1,\"x\n2,y\n", ":2" },
    { GOOD, "a,b\n1,x\n2,\"y\"z\n", ":3" },
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"read\":{\"encoding\":\"utf-8\"}}",
      "a,b\n1,x\n2,\xe9\n", ":3" },
    { "{\"format\":1," SOURCE ",\"id\":\"a\",\"read\":{\"encoding\":\"windows-1252\"}}",
      "a,b\n1,x\n2,\x81\n", ":3" },
    { GOOD, "[{\"a\":1,\"b\":2},{\"a\":", ":/1" },
    { GOOD, "[{\"a\":1}]", ":/name" },
    { GOOD, "[{\"a\":1,\"b\":2},{\"a\":1,\"a\":2}]", ":/1" },
};

static void what_does_not_read_is_refused_with_its_place(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        struct import i;
        size_t len, end = strlen(bad[k].place);

        run_texts(&i, bad[k].mapping, bad[k].data, strlen(bad[k].data));
        len = strlen(i.err.place);
        if (i.status == ORB_OK || i.err.text[0] == '\0' || len < end ||
            strstr(i.err.place, bad[k].place) == NULL)
            fail_msg("case %zu: status %d at '%s': %s", k, (int)i.status, i.err.place,
                     i.err.text);
        import_release(&i);
    }
}

static void every_encoding_gives_the_same_text(void **state)
{
    static const char utf16[] = "\xff\xfe"
                                "a\0,\0b\0\n\0"
                                "1\0,\0"
                                "\xe9\0"
                                "t\0"
                                "\xe9\0\n";
    static const struct {
        const char *encoding;
        const char *data;
        size_t len;
    } cases[] = {
        { "auto",
          "\xef\xbb\xbf"
          "a,b\n1,été\n",
          14 },
        { "auto", "a,b\n1,\xe9t\xe9\n", 10 },
        { "windows-1252", "a,b\n1,\xe9t\xe9\n", 10 },
        { "iso-8859-15", "a,b\n1,\xe9t\xe9\n", 10 },
        { "auto", utf16, sizeof utf16 },
    };

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        char mapping[300];
        struct import i;

        (void)snprintf(mapping, sizeof mapping,
                       "{\"format\":1," SOURCE
                       ",\"read\":{\"encoding\":\"%s\"},\"id\":\"b\",\"name\":\"a\"}",
                       cases[k].encoding);
        run_texts(&i, mapping, cases[k].data, cases[k].len);
        if (i.status != ORB_OK || i.lines.text.data == NULL ||
            strstr(i.lines.text.data, "été") == NULL)
            fail_msg("case %zu: %s: %s\n%s", k, i.err.place, i.err.text,
                     i.lines.text.data == NULL ? "" : i.lines.text.data);
        import_release(&i);
    }
}

/* Characters of two bytes everywhere: some are cut by the end of a block, whose size is
 * even, when the text before them is odd. */
static void a_character_cut_by_a_block_is_read_whole(void **state)
{
    struct orb_buf data = { 0 };
    struct import i;

    (void)state;
    orb_buf_text(&data, "a,b\n");
    for (int k = 0; k < 60000; k++)
        orb_buf_printf(&data, "%d,%sééééé\n", k, k % 2 == 0 ? "x" : "");
    run_texts(&i, GOOD, data.data, data.len);
    assert_int_equal(i.status, ORB_OK);
    assert_int_equal(orb_report_get(&i.report, "kept", "offers"), 60000);
    assert_int_equal(orb_report_get(&i.report, "note", "encoding:windows-1252"), 0);
    import_release(&i);
    orb_buf_release(&data);
}

static void doubt(void *context, const char *pointer, const char *sentence)
{
    orb_buf_printf(context, "%s: %s\n", pointer, sentence);
}

static void a_proposed_mapping_is_taken_as_it_is(void **state)
{
    static const char data[] =
        "Identifiant,Dénomination,Code INSEE,CP,Longitude,Latitude,Prénom contact,MAJ\n"
        "A1,Club,1053,1000,\"5,22\",\"46,2\",Léa,03/04/2026\n"
        "A2,Atelier,1004,1500,\"5,35\",\"45,9\",Zoé,04/03/2026\n";
    static const char *const parts[] = { "\"id\": \"Identifiant\"",
                                         "\"name\": \"Dénomination\"",
                                         "{ \"column\": \"Code INSEE\", \"pad\": 5 }",
                                         "\"decimal\": \",\"", "\"crs\": \"EPSG:4326\"" };
    static const char *const told[] = { "/source/licence", "/source/date", "/commune/pad",
                                        "'Prénom contact'", "/family" };
    struct orb_buf mapping = { 0 }, doubts = { 0 };
    char path[64];
    const char *paths[1] = { path };
    const struct orb_import_input in = { .paths = paths, .path_count = 1 };
    struct import i;

    (void)state;
    put_file(path, data, sizeof data - 1);
    assert_int_equal(orb_table_guess(&mapping, &in, doubt, &doubts, NULL), ORB_OK);
    (void)unlink(path);
    import_expect(&mapping, parts, sizeof parts / sizeof parts[0]);
    import_expect(&doubts, told, sizeof told / sizeof told[0]);
    assert_null(strstr(mapping.data, "contact"));
    run_texts(&i, mapping.data, data, sizeof data - 1);
    if (i.status != ORB_OK)
        fail_msg("%s: %s in %s", i.err.place, i.err.text, mapping.data);
    assert_int_equal(orb_report_get(&i.report, "kept", "offers"), 2);
    assert_int_equal(i.report.rejected + i.report.values, 0);
    assert_int_equal(orb_report_get(&i.report, "unknown", "position"), 0);
    import_release(&i);
    orb_buf_release(&mapping);
    orb_buf_release(&doubts);
}

static void nothing_to_identify_a_row_by_is_no_mapping(void **state)
{
    static const char data[] = "x,y\n1,2\n";
    struct orb_buf mapping = { 0 }, doubts = { 0 };
    char path[64];
    const char *paths[1] = { path };
    const struct orb_import_input in = { .paths = paths, .path_count = 1 };

    (void)state;
    put_file(path, data, sizeof data - 1);
    assert_int_equal(orb_table_guess(&mapping, &in, doubt, &doubts, NULL),
                     ORB_ERR_NOT_FOUND);
    (void)unlink(path);
    orb_buf_release(&mapping);
    orb_buf_release(&doubts);
}

/* Figures counted over the raw files by a script of a few lines. */
static void real_lists_import_whole_with_the_mappings_that_are_shipped(void **state)
{
    static const struct {
        const char *mapping, *data;
        unsigned long long rows, values, other_scheme;
    } files[] = {
        { "etapes-numerique.json", "etapes-numerique/etapes-numerique.json", 95, 0, 0 },
        { "angers.json", "angers/angers.redacted.json", 63, 2, 0 },
        { "aix-en-provence.json", "aix-en-provence/aix-en-provence.redacted.json", 38, 0,
          12 },
        { "nouvelle-caledonie.json", "nouvelle-caledonie/nouvelle-caledonie.redacted.json",
          92, 4, 0 },
    };

    (void)state;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        char name[200], mapping[600], data[600];
        const char *found;
        struct import i;

        (void)snprintf(name, sizeof name, "data/mednum/%s", files[k].data);
        found = importing_shared(name);
        if (found == NULL)
            skip();
        (void)snprintf(data, sizeof data, "%s", found);
        (void)snprintf(mapping, sizeof mapping, "%s/importers/mappings/%s",
                       getenv("ORBITE_SRCDIR") == NULL ? ".." : getenv("ORBITE_SRCDIR"),
                       files[k].mapping);
        run(&i, mapping, data);
        if (i.status != ORB_OK)
            fail_msg("%s: %s", i.err.place, i.err.text);
        assert_int_equal(orb_report_get(&i.report, "kept", "offers"), files[k].rows);
        assert_int_equal(orb_report_get(&i.report, "read", "rows"), files[k].rows);
        assert_int_equal(i.report.rejected, 0);
        assert_int_equal(i.report.values, files[k].values);
        assert_int_equal(orb_report_get(&i.report, "note", "identifier_other_scheme"),
                         files[k].other_scheme);
        import_release(&i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_records_and_what_is_wrong_is_told_with_its_line),
        cmocka_unit_test(what_does_not_read_is_refused_with_its_place),
        cmocka_unit_test(every_encoding_gives_the_same_text),
        cmocka_unit_test(a_character_cut_by_a_block_is_read_whole),
        cmocka_unit_test(a_proposed_mapping_is_taken_as_it_is),
        cmocka_unit_test(nothing_to_identify_a_row_by_is_no_mapping),
        cmocka_unit_test(real_lists_import_whole_with_the_mappings_that_are_shipped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
