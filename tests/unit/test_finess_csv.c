#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/buf.h"
#include "importers/encoding.h"
#include "importers/registry.h"
#include "tests/unit/importing.h"
#include "tests/unit/record_lines.h"

#define HEADER "finess;etalab;111;2026-05-12\n"

/* A whole line: the name, the commune and the post office change. */
#define ROW(number, name)                                                                  \
    "structureet;" number ";019000001;" name                                               \
    ";;;;;;;;;901;01;AIN;01990 VILLENEUVE;;;446;;;;;;;;;;2001-09-01;;;\n"

static enum orb_status run_in(struct import *i, const char *path, orb_date date,
                              const struct orb_territory_view *view)
{
    const struct orb_import_input in = {
        .paths = &path, .path_count = 1, .reference_date = date, .territory = view
    };

    return import_run(i, &orb_importer_finess_csv, &in);
}

static enum orb_status run(struct import *i, const char *path, orb_date date)
{
    return run_in(i, path, date, NULL);
}

static enum orb_status run_bytes(struct import *i, const void *bytes, size_t len)
{
    char path[] = "/tmp/orbite-test-finess-csv-XXXXXX";
    int fd = mkstemp(path);
    enum orb_status status;

    assert_true(fd >= 0 && write(fd, bytes, len) == (ssize_t)len);
    (void)close(fd);
    status = run(i, path, ORB_DATE_NONE);
    (void)unlink(path);
    return status;
}

static void rows_become_services_with_their_place_and_one_offer(void **state)
{
    static const struct {
        const char *start, *part;
    } kept[] = {
        { "organization finess-ej:019000001", " kind=entite_juridique" },
        { "service finess:019000011", " siret=99900000100011" },
        { "service finess:019000011", " uai=0019999Z" },
        { "service finess:019000011", " phone=0400000001" },
        { "service finess:019000011",
          " name=SERVICE D ACCOMPAGNEMENT A LA VIE SOCIALE LES TILLEULS" },
        { "service finess:019000011",
          " extra={\"nom_court\":\"SAVS LES TILLEULS\",\"complement\":\"ANTENNE NORD\"" },
        { "service finess:019000029", " name=IME LA CLAIRIERE category=183" },
        { "service finess:019000037", " name=CMP \"L'ESCALE\" " },
        { "site finess:019000011/site",
          " address=12 B CHEMIN DES TILLEULS postcode=01990" },
        { "site finess:019000029/site", " address=R RAYMOND DES BOIS|BATIMENT C " },
        { "site finess:019000029/site", "\"boite_postale\":\"BP 12\"" },
        { "site finess:019000029/site", "{\"cedex\":true" },
        { "site finess:019000045/site", " kind=confidential" },
        { "offer finess:019000011", " category=446" },
        { "offer finess:019000011", " families=[" },
        { "offer finess:019000011", " source=finess-csv" },
    };
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("finess/extraction.csv"), ORB_DATE_NONE),
                     ORB_OK);
    for (size_t k = 0; k < sizeof kept / sizeof kept[0]; k++)
        import_has(&i, kept[k].start, kept[k].part);
    assert_int_equal(i.lines.counts[ORB_RECORD_SOURCE], 1);
    assert_int_equal(i.lines.counts[ORB_RECORD_ORGANIZATION], 1);
    assert_int_equal(i.lines.counts[ORB_RECORD_SERVICE], 21);
    assert_int_equal(i.lines.counts[ORB_RECORD_OFFER], 21);
    assert_null(strstr(i.lines.text.data, "0400000002")); /* the fax */
    assert_null(strstr(i.lines.text.data, " engagements=["));
    import_release(&i);
}

static void communes_and_positions_overseas_are_found(void **state)
{
    static const struct {
        const char *number, *commune, *at;
    } places[] = {
        { "970100011", " commune=97701", " position=absent" },
        { "970100029", " commune=97801", " position=absent" },
        { "970100037", " commune=97105", " at=-61.533100,16.241200 position=given" },
        { "970200019", " commune=97207", " at=-61.000000,14.600000 position=given" },
        { "970300017", " commune=97302", " at=-52.326100,4.937100 position=given" },
        { "970400015", " commune=97411", " at=55.448100,-20.878900 position=given" },
        { "970500013", " commune=97502", " at=-56.200001,46.780000 position=given" },
        { "980500011", " commune=97611", " at=45.228100,-12.780600 position=given" },
        { "980600019", " commune=98613", " position=absent" },
        { "2A0000011", " commune=2A004", " position=absent" },
        { "019000011", " commune=01901", " at=5.020000,46.020000 position=given" },
        { "019000029", " commune=01901", " at=5.060001,46.020000 position=repaired" },
    };
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("finess/extraction.csv"), ORB_DATE_NONE),
                     ORB_OK);
    for (size_t k = 0; k < sizeof places / sizeof places[0]; k++) {
        char start[60];

        (void)snprintf(start, sizeof start, "site finess:%s/site", places[k].number);
        import_has(&i, start, places[k].commune);
        import_has(&i, start, places[k].at);
    }
    import_release(&i);
}

static void what_is_not_taken_is_told_with_its_line(void **state)
{
    static const char *const told[] = {
        "1 line 17 siret=123 identifier_unreadable\n",
        "1 line 18 nofinessej=01-9000001 identifier_unreadable\n",
        "1 line 19 commune=019O1 commune_unreadable\n",
        "1 line 20 commune=97207 commune_elsewhere\n",
        "1 line 21 ligneacheminement=VILLENEUVE postcode_unreadable\n",
        "1 line 22 dateouv=2001-02-30 date_unreadable\n",
        "0 line 23 nofinesset=01900011 finess_number\n",
        "0 line 24 nofinesset=019000011 finess_number_twice\n",
        "0 line 25 = line_fields\n",
        "0 line 26 = line_fields\n",
        "0 line 27 = line_quotes\n",
        "0 line 28 = line_quotes\n",
        "0 line 29 = line_kind\n",
        "1 line 32 coordxet=northing,easting coordinates_swapped\n",
        "1 line 34 sourcecoordet=1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,WGS_84 coordinates_system\n",
        "1 line 41 coordxet=524757.1 coordinates_pair_unreadable\n",
        "1 line 43 sourcecoordet=1,ATLASANTE,100,IGN,BD_ADRESSE,V2.1,UTM_N20 coordinates_system\n",
        "1 line 44 coordxet=0 coordinates_pair_unreadable\n",
        "1 line 45 coordxet=x coordinates_pair_unreadable\n",
        "0 line 46 nofinesset=019000011 geolocation_twice\n",
        "0 line 47 nofinesset=019999999 geolocation_alone\n",
        "0 line 48 nofinesset=019 finess_number\n",
        "0 line 49 = line_fields\n",
        "2 line 1 =2026-05-12 no_longer_published\n",
        "2 line 1 =2026-05-12 older_than_a_year\n",
    };
    struct import i;

    (void)state;
    assert_int_equal(
        run(&i, importing_data("finess/extraction.csv"), orb_date_make(2027, 6, 1)),
        ORB_OK);
    for (size_t k = 0; k < sizeof told / sizeof told[0]; k++)
        if (strstr(i.findings.data, told[k]) == NULL)
            fail_msg("not told: %s in\n%s", told[k], i.findings.data);
    assert_int_equal(i.report.rejected, 11);
    assert_int_equal(i.report.values, 12);
    assert_int_equal(orb_report_get(&i.report, "read", "establishments"), 28);
    assert_int_equal(orb_report_get(&i.report, "read", "geolocations"), 19);
    assert_int_equal(orb_report_get(&i.report, "unlabelled", "finess_categories:9999"), 1);
    import_release(&i);
}

/* The same bytes with CRLF at the end of lines. */
static void with_returns(struct orb_buf *out, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '\n')
            orb_buf_char(out, '\r');
        orb_buf_char(out, bytes[i]);
    }
}

static void check_letters(const char *bytes, size_t len, unsigned long long notes)
{
    struct import i;

    assert_int_equal(run_bytes(&i, bytes, len), ORB_OK);
    import_has(&i, "service finess:019000011", " name=MÉDIATHÈQUE DU CŒUR – N° 1 category");
    assert_int_equal(orb_report_get(&i.report, "note", "encoding_1252"), notes);
    import_release(&i);
}

static void any_encoding_and_line_end_give_the_same_text(void **state)
{
    static const char utf8[] = HEADER ROW("019000011", "MÉDIATHÈQUE DU CŒUR – N° 1");
    static const char with_mark[] =
        "\xef\xbb\xbf" HEADER ROW("019000011", "MÉDIATHÈQUE DU CŒUR – N° 1");
    static const char ansi[] =
        HEADER ROW("019000011", "M\xc9"
                                "DIATH\xc8QUE DU C\x8cUR \x96 N\xb0 1");
    static const struct {
        const char *bytes;
        size_t len;
        unsigned long long notes;
    } files[] = { { utf8, sizeof utf8 - 1, 0 },
                  { with_mark, sizeof with_mark - 1, 0 },
                  { ansi, sizeof ansi - 1, 1 } };

    (void)state;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        struct orb_buf crlf = { 0 };

        with_returns(&crlf, files[k].bytes, files[k].len);
        check_letters(files[k].bytes, files[k].len, files[k].notes);
        check_letters(crlf.data, crlf.len, files[k].notes);
        orb_buf_release(&crlf);
    }
}

static void what_is_not_the_extraction_is_refused_before_any_record(void **state)
{
    static const struct {
        const char *text;
        const char *place;
    } files[] = {
        { "", "" },
        { "finess;etalab;111\n", ":1" },
        { "finess;etalab;111;12/05/2026\n" ROW("019000011", "A"), ":1" },
        { "nofinesset;rs\n019000011;A\n", ":1" },
        { "{\"pmej\":[]}\n", ":1" },
        { "\"finess;etalab;111;2026-05-12\n", ":1" },
        { HEADER, "" },
        { HEADER "structureej;019000001;A\n", "" },
        { "\x1f\x8b\x08", "" },
    };

    (void)state;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        struct import i;

        if (run_bytes(&i, files[k].text, strlen(files[k].text)) == ORB_OK)
            fail_msg("taken: %s", files[k].text);
        assert_true(i.err.text[0] != '\0');
        if (strstr(i.err.place, files[k].place) == NULL || i.err.place[0] == '\0')
            fail_msg("place of '%s': %s", files[k].text, i.err.place);
        assert_int_equal(i.lines.counts[ORB_RECORD_SOURCE], 0);
        import_release(&i);
    }
}

static void a_line_without_end_is_refused_and_a_nul_is_a_blank(void **state)
{
    static const char nul[] = HEADER ROW("019000011", "A\0B");
    size_t len = 3 * 1024 * 1024;
    char *text = malloc(len);
    struct import i;

    (void)state;
    assert_non_null(text);
    memset(text, 'a', len);
    memcpy(text, HEADER, sizeof HEADER - 1);
    assert_int_equal(run_bytes(&i, text, len), ORB_ERR_RANGE);
    assert_non_null(strstr(i.err.place, ":2"));
    free(text);
    import_release(&i);
    assert_int_equal(run_bytes(&i, nul, sizeof nul - 1), ORB_OK);
    import_has(&i, "service finess:019000011", " name=A B ");
    import_release(&i);
}

static void windows_letters_become_utf8(void **state)
{
    struct orb_decoder *decoder = NULL;
    struct orb_error err = { 0 };
    struct orb_buf out = { 0 };

    (void)state;
    assert_int_equal(orb_decoder_new(&decoder, NULL, "windows-1252", &err), ORB_OK);
    orb_decoder_text(decoder, "\x80 \x81\xe9\xff\x9c~\x9d", 8, &out);
    assert_string_equal(out.data, "€  éÿœ~ ");
    orb_buf_release(&out);
    orb_decoder_free(decoder);
}

static void the_published_rows_are_all_kept(void **state)
{
    static const char *const communes[] = {
        " commune=97701", " commune=97801", " commune=97207", " commune=97302",
        " commune=97411", " commune=97610", " commune=98613", " commune=01451",
    };
    const char *path =
        importing_shared("data/finess/etalab-cs1100502-stock-20260512-extrait13.csv");
    struct import i;

    (void)state;
    if (path == NULL)
        skip();
    assert_int_equal(run(&i, path, ORB_DATE_NONE), ORB_OK);
    assert_int_equal(orb_report_get(&i.report, "read", "establishments"), 13);
    assert_int_equal(orb_report_get(&i.report, "kept", "services"), 13);
    assert_int_equal(orb_report_get(&i.report, "kept", "organizations"), 12);
    assert_int_equal(orb_report_get(&i.report, "unknown", "siret"), 5);
    assert_int_equal(orb_report_get(&i.report, "note", "postcode_cedex"), 3);
    assert_int_equal(i.report.rejected + i.report.values, 0);
    for (size_t k = 0; k < sizeof communes / sizeof communes[0]; k++)
        assert_non_null(strstr(i.lines.text.data, communes[k]));
    assert_non_null(strstr(i.lines.text.data, " address=40 CHEMIN SAFER MORANGE "));
    assert_non_null(strstr(i.lines.text.data, " address=ZI VALLÉE 3 "));
    import_release(&i);
}

/* The feeds made offers of the activities of one establishment. */
static bool exists(void *context, enum orb_record_kind kind, const char *id)
{
    (void)context;
    return kind == ORB_RECORD_SERVICE && strcmp(id, "finess:019000011") == 0;
}

static void an_establishment_known_by_its_activities_gets_no_other_offer(void **state)
{
    static const struct orb_territory_view view = { .exists = exists };
    char line[2000];
    struct import i;

    (void)state;
    assert_int_equal(
        run_in(&i, importing_data("finess/extraction.csv"), ORB_DATE_NONE, &view), ORB_OK);
    assert_string_equal(record_line(&i.lines, "offer finess:019000011", line, sizeof line),
                        "");
    assert_int_equal(i.lines.counts[ORB_RECORD_SERVICE], 21);
    assert_int_equal(i.lines.counts[ORB_RECORD_OFFER], 20);
    assert_int_equal(orb_report_get(&i.report, "note", "offer_left_to_activities"), 1);
    import_release(&i);
}

static void a_second_import_changes_nothing(void **state)
{
    struct orb_store *store = importing_open();
    struct importing run;
    char path[700];
    const char *const paths[] = { path, NULL };

    (void)state;
    (void)snprintf(path, sizeof path, "%s", importing_data("finess/extraction.csv"));
    for (size_t turn = 0; turn < 2; turn++) {
        importing_run(&run, store, &orb_importer_finess_csv, NULL, paths);
        assert_int_equal(run.status, ORB_OK);
        assert_int_equal(run.summary.nothing_changed, turn == 1);
        importing_release(&run);
    }
    importing_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_become_services_with_their_place_and_one_offer),
        cmocka_unit_test(communes_and_positions_overseas_are_found),
        cmocka_unit_test(what_is_not_taken_is_told_with_its_line),
        cmocka_unit_test(any_encoding_and_line_end_give_the_same_text),
        cmocka_unit_test(what_is_not_the_extraction_is_refused_before_any_record),
        cmocka_unit_test(a_line_without_end_is_refused_and_a_nul_is_a_blank),
        cmocka_unit_test(windows_letters_become_utf8),
        cmocka_unit_test(the_published_rows_are_all_kept),
        cmocka_unit_test(an_establishment_known_by_its_activities_gets_no_other_offer),
        cmocka_unit_test(a_second_import_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
