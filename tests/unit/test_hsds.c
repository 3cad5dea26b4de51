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

/* An import, and what its lines do not tell. */
struct watched {
    struct import all;
    char schedule[400]; /* of the last service or offer that has one */
    int32_t age_min;
    int32_t age_max;
    uint32_t zone;
};

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct watched *i = context;

    if (record->kind == ORB_RECORD_OFFER) {
        i->age_min = record->as.offer->terms.age_min_months;
        i->age_max = record->as.offer->terms.age_max_months;
        i->zone = record->as.offer->zone.communes.count;
        if (record->as.offer->schedule != NULL)
            (void)snprintf(i->schedule, sizeof i->schedule, "%s",
                           record->as.offer->schedule);
    }
    if (record->kind == ORB_RECORD_SERVICE && record->as.service->schedule != NULL)
        (void)snprintf(i->schedule, sizeof i->schedule, "%s", record->as.service->schedule);
    return record_lines_put(&i->all.lines, record, err);
}

/* Two communes, one of them in the area of the service. */
static const char *next_commune(void *context, const char *after)
{
    (void)context;
    if (after == NULL)
        return "01053";
    return strcmp(after, "01053") == 0 ? "75056" : NULL;
}

static bool point(void *context, const char *commune, double *lon, double *lat)
{
    (void)context;
    *lon = strcmp(commune, "01053") == 0 ? 5.22 : 2.35;
    *lat = strcmp(commune, "01053") == 0 ? 46.2 : 48.85;
    return true;
}

static enum orb_status run(struct watched *i, const char *path)
{
    static const struct orb_territory_view view = { .next_commune = next_commune,
                                                    .point = point };
    const struct orb_sink sink = { i, put };
    const struct orb_import_input in = { .paths = &path,
                                         .path_count = 1,
                                         .licence = "CC0-1.0",
                                         .attribution = "Annuaire d’Ici",
                                         .reference_date = ORB_DATE_NONE,
                                         .territory = &view };

    memset(i, 0, sizeof *i);
    import_listen(&i->all);
    return orb_importer_hsds.run(&in, &sink, &i->all.report, &i->all.err);
}

static char *data(char out[600], const char *name)
{
    const char *path = importing_data(name);

    assert_non_null(path);
    (void)snprintf(out, 600, "%s", path);
    return out;
}

static void every_kind_of_dirt_is_told_with_its_pointer(void **state)
{
    static const char *const told[] = {
        "1 /contents/0 email= email_unreadable\n",
        "1 /contents/0/service_at_locations/1/location latitude=100 position_range\n",
        "1 /contents/1 status=defunct closed_without_date\n",
        "1 /contents/1 minimum_age=30 age_reversed\n",
        "1 /contents/1/phones/0 number= phone_unreadable\n",
        "1 /contents/1/schedules/1 byday= schedule_unreadable\n",
        "1 /contents/1/service_areas/0 extent_type=kml area_unknown\n",
        "1 /contents/2 minimum_age=douze age_unreadable\n",
        "0 /contents/3 id=pas-un-uuid id_no_uuid\n",
        "0 /contents/4 name= missing_value\n",
        "0 /contents/5 id=00000000-0000-4000-8000-000000000020 id_twice\n",
        "1 /contents/6 status=ouvert status_unknown\n",
        "1 /contents/6/service_at_locations/0/location location_type=cave location_type\n",
        "0 /contents/7 = no_object\n",
    };
    char path[600];
    struct watched i;

    (void)state;
    assert_int_equal(run(&i, data(path, "hsds/page.json")), ORB_OK);
    for (size_t k = 0; k < sizeof told / sizeof told[0]; k++)
        if (strstr(i.all.findings.data, told[k]) == NULL)
            fail_msg("not told: %s in\n%s", told[k], i.all.findings.data);
    assert_int_equal(i.all.report.rejected, 4);
    assert_int_equal(orb_report_get(&i.all.report, "kept", "services"), 4);
    assert_int_equal(orb_report_get(&i.all.report, "kept", "offers"), 5);
    assert_int_equal(orb_report_get(&i.all.report, "kept", "sites"), 3);
    assert_null(strstr(i.all.findings.data, "example.invalid"));
    import_release(&i.all);
}

static void a_package_says_the_same_as_json(void **state)
{
    char path[600];
    struct watched a, b;

    (void)state;
    assert_int_equal(run(&a, data(path, "hsds/service.json")), ORB_OK);
    assert_int_equal(run(&b, data(path, "hsds/package")), ORB_OK);
    assert_string_equal(a.all.lines.text.data, b.all.lines.text.data);
    assert_string_equal(a.schedule, "Mo,Th 10:00-12:00, Fr[1] 14:00-18:00");
    assert_string_equal(a.schedule, b.schedule);
    assert_int_equal(a.age_min, 144);
    assert_int_equal(a.age_max, 210);
    assert_int_equal(a.zone, 1);
    assert_int_equal(b.zone, 1);
    import_release(&a.all);
    import_release(&b.all);
}

static char *write_file(char path[40], const char *text)
{
    int fd;

    (void)snprintf(path, 40, "/tmp/orbite-test-hsds-XXXXXX");
    fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    (void)close(fd);
    return path;
}

#define MANY      60
#define LONG_TEXT 40000 /* more than is read at once of the rows of a package */

/* The number of a service or, from MANY on, of its telephone. */
static void write_id(struct orb_buf *out, int number)
{
    orb_buf_printf(out, "00000000-0000-4000-8000-%012d", number);
}

static void write_description(struct orb_buf *out, int service)
{
    for (int i = 0; i < (service == 7 ? LONG_TEXT : 3); i++)
        orb_buf_char(out, (char)('a' + service % 26));
}

static void write_json(struct orb_buf *out)
{
    orb_buf_text(out, "{\"contents\":[");
    for (int i = 0; i < MANY; i++) {
        orb_buf_text(out, i == 0 ? "{\"id\":\"" : ",{\"id\":\"");
        write_id(out, i);
        orb_buf_printf(out, "\",\"name\":\"N%d\",\"status\":\"active\",\"description\":\"",
                       i);
        write_description(out, i);
        orb_buf_text(out, "\",\"phones\":[{\"id\":\"");
        write_id(out, MANY + i);
        orb_buf_printf(out, "\",\"number\":\"04740000%02d\"}]}", i);
    }
    orb_buf_text(out, "]}");
}

static void write_services(struct orb_buf *out)
{
    orb_buf_text(out, "id,name,status,description\n");
    for (int i = 0; i < MANY; i++) {
        write_id(out, i);
        orb_buf_printf(out, ",N%d,active,", i);
        write_description(out, i);
        orb_buf_char(out, '\n');
    }
}

/* In another order than their services. */
static void write_phones(struct orb_buf *out)
{
    orb_buf_text(out, "number,service_id,id\n");
    for (int i = 0; i < MANY; i++) {
        int service = i * 37 % MANY;

        orb_buf_printf(out, "04740000%02d,", service);
        write_id(out, service);
        orb_buf_char(out, ',');
        write_id(out, MANY + service);
        orb_buf_char(out, '\n');
    }
}

static void a_package_of_many_and_long_rows_says_the_same_as_json(void **state)
{
    static const struct {
        const char *name;
        void (*write)(struct orb_buf *out);
    } files[] = { { "list.json", write_json },
                  { "services.csv", write_services },
                  { "phones.csv", write_phones } };
    char folder[] = "/tmp/orbite-test-hsds-XXXXXX", paths[3][60];
    struct watched a, b;

    (void)state;
    assert_non_null(mkdtemp(folder));
    for (size_t k = 0; k < 3; k++) {
        struct orb_buf text = { 0 };
        FILE *file;

        (void)snprintf(paths[k], sizeof paths[k], "%s/%s", folder, files[k].name);
        files[k].write(&text);
        file = fopen(paths[k], "w");
        assert_non_null(file);
        assert_int_equal(fwrite(text.data, 1, text.len, file), text.len);
        (void)fclose(file);
        orb_buf_release(&text);
    }
    assert_int_equal(run(&a, paths[0]), ORB_OK);
    assert_int_equal(run(&b, folder), ORB_OK);
    assert_non_null(strstr(b.all.lines.text.data, "0474000059"));
    assert_string_equal(a.all.lines.text.data, b.all.lines.text.data);
    import_release(&a.all);
    import_release(&b.all);
    for (size_t k = 0; k < 3; k++)
        (void)unlink(paths[k]);
    (void)rmdir(folder);
}

#define ID   "00000000-0000-4000-8000-000000000001"
#define GOOD "{\"id\":\"" ID "\",\"name\":\"N\",\"status\":\"active\"}"

static void what_is_not_the_format_is_refused_with_its_place(void **state)
{
    static const struct {
        const char *text;
        const char *place; /* after the path */
    } bad[] = {
        { "", "" },
        { "{}", "" },
        { "[]x", "" },
        { "{\"version\":\"3.0\",\"profile\":\"p\"}", "" },
        { "{\"contents\":[" GOOD, "" },
        { "{\"contents\":[{\"foo\":1}]}", ":/contents/0" },
        { "{\"contents\":[{\"id\":1,\"id\":2}]}", ":/contents/0" },
        { "{\"total_items\":1}", "" },
        { GOOD GOOD, "" },
        { "[" GOOD ",{\"id\":]", "" },
        { "id,name\n", "" },
        { "{\"id\":\"\xFF\"}", "" },
    };

    (void)state;
    for (size_t k = 0; k < sizeof bad / sizeof bad[0]; k++) {
        char path[40];
        struct watched i;

        write_file(path, bad[k].text);
        if (run(&i, path) == ORB_OK)
            fail_msg("case %zu was taken", k);
        if (strncmp(i.all.err.place, path, strlen(path)) != 0 ||
            strncmp(i.all.err.place + strlen(path), bad[k].place, strlen(bad[k].place)) !=
                0)
            fail_msg("case %zu: place '%s': %s", k, i.all.err.place, i.all.err.text);
        assert_true(i.all.err.text[0] != '\0');
        (void)unlink(path);
        import_release(&i.all);
    }
}

static void a_maximum_age_in_years_lasts_until_the_next_birthday(void **state)
{
    static const char text[] = "{\"id\":\"" ID "\",\"name\":\"N\",\"status\":\"active\","
                               "\"minimum_age\":0.5,\"maximum_age\":17}";
    char path[40];
    struct watched i;

    (void)state;
    assert_int_equal(run(&i, write_file(path, text)), ORB_OK);
    assert_int_equal(i.age_min, 6);
    assert_int_equal(i.age_max, 216);
    (void)unlink(path);
    import_release(&i.all);
}

/* Placeholder texts and a position off Earth, as the publisher's README says. */
static void the_shared_examples_are_read(void **state)
{
    static const struct {
        const char *name;
        unsigned services;
    } files[] = { { "service_full.json", 1 },      { "service_list.json", 1 },
                  { "organization_full.json", 1 }, { "service_at_location_full.json", 1 },
                  { "tabular.json", 1 },           { "csv", 1 },
                  { "location.json", 0 },          { "taxonomy_term_list.json", 0 } };

    (void)state;
    if (importing_shared("data/hsds/examples/base.json") == NULL)
        skip();
    for (size_t k = 0; k < sizeof files / sizeof files[0]; k++) {
        char name[200], path[600];
        struct watched i;

        (void)snprintf(name, sizeof name, "data/hsds/examples/%s", files[k].name);
        (void)snprintf(path, sizeof path, "%s", importing_shared(name));
        if (run(&i, path) != ORB_OK)
            fail_msg("%s: %s", files[k].name, i.all.err.text);
        assert_int_equal(i.all.report.rejected, 0);
        assert_int_equal(orb_report_get(&i.all.report, "kept", "services"),
                         files[k].services);
        import_release(&i.all);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_dirt_is_told_with_its_pointer),
        cmocka_unit_test(a_package_says_the_same_as_json),
        cmocka_unit_test(a_package_of_many_and_long_rows_says_the_same_as_json),
        cmocka_unit_test(what_is_not_the_format_is_refused_with_its_place),
        cmocka_unit_test(a_maximum_age_in_years_lasts_until_the_next_birthday),
        cmocka_unit_test(the_shared_examples_are_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
