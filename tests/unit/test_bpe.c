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

static enum orb_status run(struct import *i, const char *path, const char *year,
                           const struct orb_territory_view *view)
{
    const struct orb_import_input in = {
        .paths = &path, .path_count = 1, .year = year, .territory = view
    };

    return import_run(i, &orb_importer_bpe, &in);
}

static void equipments_are_ranked_by_place_and_open_to_all(void **state)
{
    static const struct {
        const char *start, *part;
    } kept[] = {
        { "service bpe:2024/01901/D265/1", " codes={\"typequ\":\"D265\"}" },
        { "site bpe:2024/01901/D265/1/site", " at=5.020000,46.020000 position=given" },
        { "site bpe:2024/01901/D265/2/site", " at=5.060001,46.020000 position=given" },
        { "site bpe:2024/01901/D265/3/site", " position=absent" },
        { "site bpe:2024/01901/D265/3/site",
          " extra={\"qualite_xy\":\"type_équipement_non_géolocalisé\"}" },
        { "site bpe:2024/01902/F307/1/site", " at=5.020000,46.020000" },
        { "site bpe:2024/97105/D506/1/site", " at=-61.533100,16.241200 position=given" },
        { "site bpe:2024/01903/D307/2/site", " position=repaired" },
        { "offer bpe:2024/01901/D265/1", " orientations=[]" },
        { "offer bpe:2024/01901/D265/1", " families=[L1.2]" },
        { "offer bpe:2024/01901/D265/1", " droit_commun=yes" },
    };
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("bpe/equipments.csv"), "2024", NULL), ORB_OK);
    for (size_t k = 0; k < sizeof kept / sizeof kept[0]; k++)
        import_has(&i, kept[k].start, kept[k].part);
    assert_int_equal(orb_report_get(&i.report, "read", "equipments"), 17);
    assert_int_equal(orb_report_get(&i.report, "note", "type_without_family"), 1);
    import_release(&i);
}

static void what_is_not_taken_is_told_with_its_line(void **state)
{
    static const char *const told[] = {
        "1 line 8 LAMBERT_X=northing,easting coordinates_swapped\n",
        "1 line 10 LAMBERT_X= coordinates_pair_unreadable\n",
        "1 line 11 LAMBERT_X=x coordinates_pair_unreadable\n",
        "0 line 12 DEPCOM=1903 equipment_commune\n",
        "0 line 13 TYPEQU= equipment_type\n",
        "0 line 14 TYPEQU=D307D307D307 equipment_type\n",
        "0 line 15 = line_fields\n",
        "0 line 16 = line_fields\n",
        "0 line 17 DEPCOM= equipment_commune\n",
    };
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("bpe/equipments.csv"), "2024", NULL), ORB_OK);
    for (size_t k = 0; k < sizeof told / sizeof told[0]; k++)
        if (strstr(i.findings.data, told[k]) == NULL)
            fail_msg("not told: %s in\n%s", told[k], i.findings.data);
    import_release(&i);
}

static void another_year_or_file_is_refused_before_any_record(void **state)
{
    static const struct {
        const char *text, *year, *place;
    } files[] = {
        { "AN;DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y\n2023;01901;D265;;\n", "2024", ":2" },
        { "AN;DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y\n2024;\"01901;D265;;\n", "2024", ":2" },
        { "AN;DEPCOM;TYPEQU;LAMBERT_X\n2024;01901;D265;\n", "2024", ":1" },
        { "DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y\n01901;D265;;\n", "2024", ":1" },
        { "AN;DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y\n2024;01901;D265;\xe9;\n", "2024", ":2" },
        { "", "2024", ":1" },
        { "AN;DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y\n2023;01901;D265;;\n", "2023", "" },
        { "AN;DEPCOM;TYPEQU;LAMBERT_X;LAMBERT_Y\n2024;01901;D265;;\n", NULL, "" },
    };

    (void)state;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        char path[] = "/tmp/orbite-test-bpe-XXXXXX";
        size_t len = strlen(files[k].text);
        int fd = mkstemp(path);
        struct import i;

        assert_true(fd >= 0 && write(fd, files[k].text, len) == (ssize_t)len);
        (void)close(fd);
        if (run(&i, path, files[k].year, NULL) == ORB_OK)
            fail_msg("taken: %s", files[k].text);
        (void)unlink(path);
        assert_true(i.err.text[0] != '\0');
        if (strstr(i.err.place, files[k].place) == NULL)
            fail_msg("place of '%s': %s", files[k].text, i.err.place);
        assert_int_equal(i.lines.counts[ORB_RECORD_SOURCE], 0);
        import_release(&i);
    }
}

static const char *commune(void *context, const char *code)
{
    (void)context;
    return strcmp(code, "01902") == 0 || strcmp(code, "01901") == 0 ? "01901" : NULL;
}

static const char *next_commune(void *context, const char *after)
{
    (void)context;
    return after == NULL ? "01901" : NULL;
}

static void only_the_communes_of_the_territory_are_kept(void **state)
{
    static const struct orb_territory_view view = { .commune = commune,
                                                    .next_commune = next_commune };
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("bpe/equipments.csv"), "2024", &view), ORB_OK);
    assert_int_equal(i.lines.counts[ORB_RECORD_SERVICE], 4);
    import_has(&i, "site bpe:2024/01901/F307/1/site", " commune=01901");
    assert_true(orb_report_get(&i.report, "note", "outside_the_territory") > 0);
    import_release(&i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equipments_are_ranked_by_place_and_open_to_all),
        cmocka_unit_test(what_is_not_taken_is_told_with_its_line),
        cmocka_unit_test(another_year_or_file_is_refused_before_any_record),
        cmocka_unit_test(only_the_communes_of_the_territory_are_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
