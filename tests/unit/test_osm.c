#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/model/commune.h"
#include "importers/registry.h"
#include "tests/unit/importing.h"
#include "tests/unit/record_lines.h"

static enum orb_status run(struct import *i, const char *path,
                           const struct orb_territory_view *view)
{
    const struct orb_import_input in = {
        .paths = &path, .path_count = 1, .reference_date = ORB_DATE_NONE, .territory = view
    };

    return import_run(i, &orb_importer_osm, &in);
}

static void run_text(struct import *i, const char *text, size_t len)
{
    char path[] = "/tmp/orbite-test-osm-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0 && write(fd, text, len) == (ssize_t)len);
    (void)close(fd);
    (void)run(i, path, NULL);
    (void)unlink(path);
}

struct kept {
    const char *start, *part;
};

static void has_all(const struct import *i, const struct kept *kept, size_t count)
{
    for (size_t k = 0; k < count; k++)
        import_has(i, kept[k].start, kept[k].part);
}

static void places_of_an_extract_become_services(void **state)
{
    static const struct kept kept[] = {
        { "source osm", " licence=ODbL 1.0" },
        { "source osm", " attribution=© les contributeurs d’OpenStreetMap" },
        { "service osm:node/1", " name=Pharmacie des Ormes" },
        { "service osm:node/1",
          " schedule=Mo-Fr 08:30-12:30,14:00-19:00; Sa 09:00-12:30; PH off" },
        { "service osm:node/1",
          " codes={\"osm\":[\"amenity=pharmacy\",\"healthcare=pharmacy\"]}" },
        { "service osm:node/1",
          " osm=node/1 url=https://ormes.example phone=+33 4 00 00 00 01 phone=+33 4 00 00 00 02" },
        { "service osm:node/1", " extra={\"operator\":\"Officine des Ormes\"}" },
        { "site osm:node/1", " address=3 Place des Ormes postcode=01990" },
        { "site osm:node/1", " at=5.020000,46.050000 position=given" },
        { "offer osm:node/1", " families=[L1.2]" },
        { "offer osm:node/1", " wheelchair=yes" },
        { "offer osm:node/1", " droit_commun=yes" },
        { "service osm:node/2", " finess=010999901 siret=73282932000074" },
        { "service osm:node/2",
          " extra={\"opening_hours\":\"9h-12h du lundi au vendredi\"}" },
        { "service osm:node/2", "\"social_facility:for\":\"disabled;mental_health\"" },
        { "offer osm:node/2", " families=[L5.4]" },
        { "offer osm:node/2", " droit_commun=no" },
        { "offer osm:node/7", " families=[L6.3]" },
        { "site osm:node/7", " address=7 Le Hameau" },
        { "service osm:node/7", " name=Bibliothèque" },
        { "service osm:node/6", " uai=0010001A" },
        { "service osm:way/300", " uai=0010002B" },
        { "offer osm:way/300", " wheelchair=limited" },
        { "site osm:way/301", " position=absent" },
        { "site osm:relation/400", " position=given" },
        { "site osm:relation/402", " position=absent" },
        { "site osm:relation/403", " position=absent" },
    };
    char line[2000];
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("osm/extract.osm"), NULL), ORB_OK);
    has_all(&i, kept, sizeof kept / sizeof kept[0]);
    assert_null(strstr(record_line(&i.lines, "offer osm:node/3", line, sizeof line),
                       " families=["));
    assert_null(
        strstr(record_line(&i.lines, "service osm:node/2", line, sizeof line), "schedule"));
    assert_non_null(strstr(i.lines.text.data, "OpenStreetMap observed=2025-03-01"));
    assert_null(strstr(i.lines.text.data, "dessinateur"));
    assert_null(strstr(i.lines.text.data, "313131"));
    assert_null(strstr(i.lines.text.data, "424242"));
    assert_int_equal(i.lines.counts[ORB_RECORD_SERVICE], 14);
    assert_int_equal(orb_report_get(&i.report, "note", "other_objects"), 20);
    import_release(&i);
}

static void read_position(const struct import *i, const char *id, double *lon, double *lat)
{
    char line[2000];
    const char *at = strstr(record_line(&i->lines, id, line, sizeof line), " at=");

    if (at == NULL)
        fail_msg("no position: %s", id);
    assert_int_equal(sscanf(at, " at=%lf,%lf", lon, lat), 2);
}

struct box {
    double west, south, east, north;
};

static bool is_in(const struct box *box, double lon, double lat)
{
    return lon >= box->west && lon <= box->east && lat >= box->south && lat <= box->north;
}

/* The school is a U, the sports centre surrounds a lake: their middles are outside them. */
static void ways_and_relations_stand_on_their_surface(void **state)
{
    static const char *const files[] = { "osm/extract.osm", "osm/features.geojson" };
    static const struct {
        const char *start;
        struct box in, not_in;
    } things[] = {
        { "site osm:way/300",
          { 5.03, 46.03, 5.05, 46.05 },
          { 5.035, 46.035, 5.045, 46.05 } },
        { "site osm:relation/400",
          { 5.02, 46.12, 5.06, 46.18 },
          { 5.03, 46.13, 5.05, 46.17 } },
        { "site osm:way/305", { 5.02, 46.12, 5.06, 46.12 }, { 0, 0, 0, 0 } },
    };

    (void)state;
    for (size_t f = 0; f < 2; f++) {
        struct import i;

        assert_int_equal(run(&i, importing_data(files[f]), NULL), ORB_OK);
        for (size_t k = 0; k < sizeof things / sizeof things[0]; k++) {
            double lon, lat;

            read_position(&i, things[k].start, &lon, &lat);
            assert_true(is_in(&things[k].in, lon, lat));
            assert_false(is_in(&things[k].not_in, lon, lat));
        }
        import_release(&i);
    }
}

static void what_is_not_taken_is_told_with_its_line(void **state)
{
    static const char *const told[] = {
        "1 line 18 opening_hours= opening_hours_text\n",
        "1 line 42 addr:postcode=1990 postcode_unreadable\n",
        "1 line 42 email= email_unreadable\n",
        "1 line 42 phone= phone_unreadable\n",
        "1 line 42 website= url_unreadable\n",
        "1 line 42 ref:FR:FINESS=12 identifier_unreadable\n",
        "1 line 42 ref:FR:SIRET=73282932000075 siret_key\n",
        "1 line 42 social_facility:for=unheard_of unknown_code\n",
        "1 line 42 wheelchair=bad wheelchair_unreadable\n",
        "0 line 62 = object_new\n",
        "0 line 73 = id_twice\n",
        "1 line 92 = position_range\n",
        "0 line 93 = id_missing\n",
        "0 line 94 = object_unreadable\n",
        "1 line 110 = geometry_incomplete\n",
        "1 line 150 = geometry_open\n",
        "1 line 156 = geometry_incomplete\n",
        "1 line 162 = geometry_incomplete\n",
    };
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("osm/extract.osm"), NULL), ORB_OK);
    import_expect(&i.findings, told, sizeof told / sizeof told[0]);
    assert_int_equal(i.report.rejected, 4);
    assert_int_equal(i.report.values, sizeof told / sizeof told[0] - 4);
    import_release(&i);
}

static void an_answer_of_overpass_is_read_in_all_its_forms(void **state)
{
    static const struct kept kept[] = {
        { "site osm:node/1", " at=5.020000,46.050000" },
        { "site osm:way/300", " at=5.040000,46.040000" },
        { "site osm:way/302", " position=absent" },
        { "site osm:relation/404", " position=given" },
    };
    static const char *const told[] = { "1 /elements/3 = geometry_incomplete\n",
                                        "0 /elements/11 = object_unreadable\n",
                                        "0 /elements/12 = object_unreadable\n" };
    struct import i;
    double lon, lat;

    (void)state;
    assert_int_equal(run(&i, importing_data("osm/overpass.json"), NULL), ORB_OK);
    has_all(&i, kept, sizeof kept / sizeof kept[0]);
    import_expect(&i.findings, told, sizeof told / sizeof told[0]);
    read_position(&i, "site osm:way/301", &lon, &lat);
    assert_true(lon > 5.02 && lon < 5.04 && lat > 46.02 && lat < lon + 41);
    read_position(&i, "site osm:relation/404", &lon, &lat);
    assert_true(lon > 5.11 && lon < 5.13 && lat > 46.01 && lat < 46.03);
    assert_int_equal(orb_report_get(&i.report, "note", "position_of_centre"), 1);
    assert_non_null(strstr(i.lines.text.data, "OpenStreetMap observed=2025-06-01"));
    assert_null(strstr(i.lines.text.data, "dessinateur"));
    import_release(&i);
}

static void features_are_read_by_their_number(void **state)
{
    static const struct kept kept[] = {
        { "site osm:way/301", " at=5.040000,46.040000" },
        { "site osm:relation/405", " position=given" },
        { "site osm:node/2", " position=absent" },
    };
    static const char *const told[] = { "1 /features/6 = position_range\n",
                                        "1 /features/7 = position_range\n",
                                        "0 /features/8 = id_missing\n",
                                        "0 /features/9 = object_unreadable\n" };
    struct import i;

    (void)state;
    assert_int_equal(run(&i, importing_data("osm/features.geojson"), NULL), ORB_OK);
    has_all(&i, kept, sizeof kept / sizeof kept[0]);
    import_expect(&i.findings, told, sizeof told / sizeof told[0]);
    assert_int_equal(i.report.rejected, 2);
    import_release(&i);
}

struct fault {
    const char *text, *place;
};

static void are_refused(const struct fault *faults, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        struct import i;

        run_text(&i, faults[k].text, strlen(faults[k].text));
        if (i.status == ORB_OK)
            fail_msg("taken: %s", faults[k].text);
        assert_true(i.err.text[0] != '\0');
        if (strlen(i.err.place) < strlen(faults[k].place) ||
            strcmp(i.err.place + strlen(i.err.place) - strlen(faults[k].place),
                   faults[k].place) != 0)
            fail_msg("place of '%s': %s", faults[k].text, i.err.place);
        import_release(&i);
    }
}

static void malformed_xml_is_refused_with_line_and_column(void **state)
{
    static const struct fault faults[] = {
        { "<osm>\n <node id=\"1\"", ":2:2" },
        { "<osm>\n <node id=\"1\">\n", ":3:1" },
        { "<osm>\n <node></way>\n</osm>", ":2:10" },
        { "<osm>\n <node id=\"1\" id=\"2\"/>\n</osm>", ":2:15" },
        { "<osm>\n</osm>\n<osm/>", ":3:1" },
        { "<osm>\n <node id=1/>\n</osm>", ":2:11" },
        { "<osm>\n <tag k=\"name\" v=\"&eacute;\"/>\n</osm>", ":2:2" },
        { "<osm>\n <node v=\"\xe9\"/>\n</osm>", ":2:11" },
        { "<!DOCTYPE osm [<!ENTITY a \"b\">]>\n<osm>&a;</osm>", ":1:15" },
        { "<html>\n</html>", ":1:1" },
        { "<osmChange>\n</osmChange>", ":1:1" },
        { "<?xml version=\"1.0\" encoding=\"x-none\"?><osm/>", ":1:31" },
        { "<osm>\n<remark> runtime error: Query timed out </remark></osm>", ":2:41" },
        { "<osm><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>\n<a/></a></osm>", ":2:1" },
        { "\x1f\x8b\x08", "" },
        { "", "" },
        { "id,name\n1,a\n", ":1:1" },
    };

    (void)state;
    are_refused(faults, sizeof faults / sizeof faults[0]);
}

static void malformed_json_is_refused_with_its_pointer(void **state)
{
    static const struct fault faults[] = {
        { "{\"elements\":[{\"type\":\"node\"", ":/elements/0" },
        { "{\"elements\":[{\"type\":}]}", ":/elements/0:1:9" },
        { "{\"elements\":[{},{\"a\":1,\"a\":2}]}", ":/elements/1:1:12" },
        { "{\"elements\":[{\"a\":\"\xe9\"}]}", ":/elements/0:1:7" },
        { "{\"elements\":[{\"a\":\"\\u0000\"}]}", ":/elements/0:1:7" },
        { "{\"elements\":[{}] {}}", ":/elements/0" },
        { "{\"elements\":{}}", ":/elements" },
        { "{\"features\":[1}", ":/features/0" },
        { "{\"type\":\"FeatureCollection\"}", "" },
        { "[1,2]", "" },
        { "{\"elements\":[]}}", "" },
        { "{\"elements\":[],\"remark\":\"runtime error: Query timed out\"}", ":/remark" },
    };

    (void)state;
    are_refused(faults, sizeof faults / sizeof faults[0]);
}

/* A token without end is refused before it fills the memory. */
static void an_endless_attribute_is_refused(void **state)
{
    static const char begin[] = "<osm><node id=\"";
    const size_t len = 4 << 20;
    char *text = malloc(len);
    struct import i;

    (void)state;
    assert_non_null(text);
    memset(text, '1', len);
    memcpy(text, begin, strlen(begin));
    run_text(&i, text, len);
    assert_int_equal(i.status, ORB_ERR_SYNTAX);
    assert_non_null(strstr(i.err.place, ":1:6"));
    free(text);
    import_release(&i);
}

/* ---- what the territory knows */

static const char *commune_at(void *context, double lon, double lat)
{
    (void)context;
    return lon > 5 && lon < 5.1 && lat > 46 && lat < 46.1 ? "01901" : NULL;
}

static const struct orb_communes *communes(void *context)
{
    return context;
}

static void the_commune_is_that_of_the_position_then_of_the_address(void **state)
{
    static const struct orb_territory known[] = {
        { .kind = ORB_TERRITORY_COMMUNE,
          .code = "01901",
          .name = "Villeneuve-Inventée",
          .departement = "01",
          .postcodes = "01990" },
        { .kind = ORB_TERRITORY_COMMUNE,
          .code = "01904",
          .name = "Sans-Habitant",
          .departement = "01",
          .postcodes = "01992" },
    };
    static const struct kept kept[] = {
        { "site osm:node/1", " commune=01901 at=5.020000,46.050000 position=checked" },
        { "site osm:node/2", " commune=01901" },
        { "site osm:node/7", " commune=01904 at=6.500000,46.500000" },
    };
    struct orb_communes list = { 0 };
    struct orb_territory_view view = { .context = &list,
                                       .commune_at = commune_at,
                                       .communes = communes };
    struct import i;

    (void)state;
    for (size_t k = 0; k < 2; k++)
        assert_int_equal(orb_communes_add(&list, &known[k], NULL), ORB_OK);
    orb_communes_sort(&list);
    assert_int_equal(run(&i, importing_data("osm/extract.osm"), &view), ORB_OK);
    has_all(&i, kept, sizeof kept / sizeof kept[0]);
    assert_int_equal(orb_report_get(&i.report, "note", "commune_of_address"), 1);
    import_release(&i);
    orb_communes_release(&list);
}

/* Counted by another program too, from the tags of the crosswalk and of the list. */
static void the_shared_extracts_are_read(void **state)
{
    static const struct {
        const char *name;
        unsigned long long nodes, ways, relations, services, outlines;
    } files[] = { { "data/osm/melun/osm_fixture.osm", 1803, 120, 31, 7, 2 },
                  { "data/osm/monaco.osm.gz", 13739, 1944, 77, 45, 7 } };

    (void)state;
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        const char *path = importing_shared(files[k].name);
        struct import i;

        if (path == NULL)
            skip();
        assert_int_equal(run(&i, path, NULL), ORB_OK);
        assert_int_equal(orb_report_get(&i.report, "read", "nodes"), files[k].nodes);
        assert_int_equal(orb_report_get(&i.report, "read", "ways"), files[k].ways);
        assert_int_equal(orb_report_get(&i.report, "read", "relations"),
                         files[k].relations);
        assert_int_equal(orb_report_get(&i.report, "kept", "services"), files[k].services);
        assert_int_equal(orb_report_get(&i.report, "note", "position_of_outline"),
                         files[k].outlines);
        assert_int_equal(i.report.rejected, 0);
        import_release(&i);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_of_an_extract_become_services),
        cmocka_unit_test(ways_and_relations_stand_on_their_surface),
        cmocka_unit_test(what_is_not_taken_is_told_with_its_line),
        cmocka_unit_test(an_answer_of_overpass_is_read_in_all_its_forms),
        cmocka_unit_test(features_are_read_by_their_number),
        cmocka_unit_test(malformed_xml_is_refused_with_line_and_column),
        cmocka_unit_test(malformed_json_is_refused_with_its_pointer),
        cmocka_unit_test(an_endless_attribute_is_refused),
        cmocka_unit_test(the_commune_is_that_of_the_position_then_of_the_address),
        cmocka_unit_test(the_shared_extracts_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
