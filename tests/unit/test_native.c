#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/native_file.h"

static enum orb_status put_nowhere(void *context, const struct orb_record *record,
                                   struct orb_error *err)
{
    (void)context;
    (void)record;
    (void)err;
    return ORB_OK;
}

/* What the offers of a file are, seen through one check. */
struct watch {
    void (*check)(const struct orb_offer *offer);
    int offers;
    char places[4096]; /* of findings, joined by blanks */
};

static enum orb_status put_watch(void *context, const struct orb_record *record,
                                 struct orb_error *err)
{
    struct watch *watch = context;

    (void)err;
    if (record->kind == ORB_RECORD_OFFER) {
        watch->offers++;
        if (watch->check != NULL)
            watch->check(record->as.offer);
    }
    return ORB_OK;
}

static enum orb_status hear(void *context, const struct orb_finding *finding,
                            struct orb_error *err)
{
    struct watch *watch = context;
    size_t len = strlen(watch->places);

    (void)err;
    (void)snprintf(watch->places + len, sizeof watch->places - len, "%s(%s) ",
                   finding->place, finding->rule);
    return ORB_OK;
}

static struct orb_import_report read_text(const char *text, struct watch *watch)
{
    struct orb_sink sink = { watch, put_watch };
    struct orb_import_report report = { .listener = hear, .listener_context = watch };
    struct orb_error err = { 0 };

    native_save(text, strlen(text));
    if (native_import(native_files.path, &sink, &report, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    return report;
}

static void check_unknown(const struct orb_offer *o)
{
    assert_false(o->terms.modalities_known);
    assert_false(o->terms.publics.known);
    assert_false(o->zone.known);
    assert_int_equal(o->terms.age_min_months, ORB_AGE_UNKNOWN);
    assert_int_equal(o->terms.excludes_associated, ORB_UNKNOWN);
    assert_true(isnan(o->wait_days));
    assert_int_equal(o->places_available, -1);
    assert_null(o->organization);
}

static void check_empty(const struct orb_offer *o)
{
    assert_true(o->terms.modalities_known && o->terms.modality_count == 0);
    assert_true(o->terms.publics.known && o->terms.publics.count == 0);
    assert_true(o->zone.known && !o->zone.national && !o->zone.communes.known);
    assert_int_equal(o->terms.age_min_months, 0);
    assert_int_equal(o->terms.excludes_associated, ORB_NO);
    assert_true(o->wait_days == 0);
    assert_int_equal(o->places_available, 0);
}

static void unknown_is_not_empty(void **state)
{
    struct watch unknown = { .check = check_unknown };
    struct watch empty = { .check = check_empty };
    struct orb_import_report report;

    (void)state;
    report = read_text(
        HEAD
        "\"offers\":[{\"id\":\"a\"},{\"id\":\"b\",\"modalities\":null,\"publics\":null,\"zone\":null,"
        "\"age_min_months\":null,\"excludes_associated\":null,\"wait_days\":null,\"organization\":"
        "null,\"places_available\":null,\"site\":null}]}",
        &unknown);
    assert_int_equal(unknown.offers, 2);
    assert_int_equal(report.values + report.rejected, 0);
    orb_report_release(&report);
    report = read_text(
        HEAD
        "\"offers\":[{\"id\":\"a\",\"modalities\":[],\"publics\":[],\"zone\":{},\"age_min_months\":0,"
        "\"excludes_associated\":false,\"wait_days\":0,\"places_available\":0}]}",
        &empty);
    assert_int_equal(empty.offers, 1);
    orb_report_release(&report);
}

static void a_bad_value_is_unknown_counted_and_located(void **state)
{
    static const struct {
        const char *member;
        const char *place;
    } bad[] = {
        { "\"wait_days\":-1", "/offers/0/wait_days" },
        { "\"wait_days\":1e300", "/offers/0/wait_days" },
        { "\"wait_days\":\"12\"", "/offers/0/wait_days" },
        { "\"age_min_months\":1.5", "/offers/0/age_min_months" },
        { "\"age_max_months\":0", "/offers/0/age_max_months" },
        { "\"places_available\":true", "/offers/0/places_available" },
        { "\"publics\":[\"TSA\",3]", "/offers/0/publics/1" },
        { "\"publics\":\"TSA\"", "/offers/0/publics" },
        { "\"zone\":{\"communes\":[\"\"]}", "/offers/0/zone/communes/0" },
        { "\"zone\":[]", "/offers/0/zone" },
        { "\"excludes_associated\":\"no\"", "/offers/0/excludes_associated" },
        { "\"modalities\":[{\"certainty\":\"declared\"}]", "/offers/0/modalities/0/code" },
        { "\"organization\":5", "/offers/0/organization" },
        { "\"site\":{\"lon\":200,\"lat\":45}", "/offers/0/site/lon" },
        { "\"site\":{\"lon\":5}", "/offers/0/site/lat" },
        { "\"site\":\"here\"", "/offers/0/site" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct watch watch = { .check = check_unknown };
        struct orb_import_report report;
        char text[400];

        (void)snprintf(text, sizeof text, HEAD "\"offers\":[{\"id\":\"a\",%s}]}",
                       bad[i].member);
        report = read_text(text, &watch);
        assert_int_equal(watch.offers, 1);
        assert_int_equal(report.rejected, 0);
        if (report.values != 1 ||
            strncmp(watch.places, bad[i].place, strlen(bad[i].place)) != 0)
            fail_msg("%s: %llu, %s", bad[i].member, report.values, watch.places);
        orb_report_release(&report);
    }
}

static void ages_and_income_that_do_not_read_are_unknown(void **state)
{
    static const char *const bad[] = {
        "\"ages\":{}",
        "\"ages\":[{\"from\":0}]",
        "\"ages\":[{\"from\":0,\"count\":-1}]",
        "\"ages\":[{\"from\":0,\"to\":5,\"count\":1},{\"from\":5,\"count\":1}]",
        "\"ages\":[{\"from\":0,\"to\":131,\"count\":1}]",
        "\"ages\":[{\"from\":4294967296,\"count\":1}]",
        "\"income\":\"21000\"",
        "\"income\":-5",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct watch watch = { 0 };
        struct orb_import_report report;
        char text[400];

        (void)snprintf(
            text, sizeof text,
            HEAD
            "\"communes\":[{\"code\":\"01001\",\"lon\":5.0,\"lat\":46.0,%s}],\"offers\":[]}",
            bad[i]);
        report = read_text(text, &watch);
        if (report.values != 1 || strncmp(watch.places, "/communes/0/", 12) != 0)
            fail_msg("%s: %llu, %s", bad[i], report.values, watch.places);
        orb_report_release(&report);
    }
}

static void a_bad_row_is_left_out_counted_and_located(void **state)
{
    struct watch watch = { 0 };
    struct orb_import_report report;

    (void)state;
    report = read_text(
        HEAD
        "\"relations\":[{\"type\":\"ami\",\"offer\":\"a\"},{\"type\":\"interne\"},{\"type\":\"interne\","
        "\"offer\":\"a\",\"from\":\"2025-01-02\",\"to\":\"2025-01-01\"},{\"type\":\"interne\",\"offer\":"
        "\"a\",\"to\":\"soon\"}],\"offers\":[{\"id\":\"a\"},{},{\"id\":\"\"},{\"id\":\"a\"},7]}",
        &watch);
    assert_int_equal(watch.offers, 1);
    assert_int_equal(report.rejected, 8);
    assert_string_equal(
        watch.places,
        "/relations/0(relation_type) /relations/1(relation_target) /relations/2(dates_reversed) "
        "/relations/3/to(bad_value) /relations/3(relation_dates) /offers/1(no_identifier) "
        "/offers/2(no_identifier) /offers/3(identifier_twice) /offers/4(no_object) ");
    assert_int_equal(orb_report_get(&report, "read", "offers"), 5);
    assert_int_equal(orb_report_get(&report, "kept", "offers"), 1);
    orb_report_release(&report);
}

static void what_stands_beside_the_records_is_counted(void **state)
{
    struct watch watch = { 0 };
    struct orb_import_report report;

    (void)state;
    report = read_text(
        HEAD
        "\"offers\":[{\"id\":\"a\"}],\"assertions\":[{\"kind\":\"offer\",\"subject\":\"a\",\"field\":"
        "\"wait_days\",\"value\":3},{\"kind\":\"offer\",\"subject\":\"a\",\"field\":\"colour\"}],"
        "\"decisions\":[{\"a\":\"a\",\"b\":\"b\",\"choice\":\"same\"},{\"a\":\"a\",\"b\":\"c\","
        "\"choice\":\"distinct\"}]}",
        &watch);
    assert_string_equal(watch.places, "/assertions/1(assertion_field) ");
    assert_int_equal(orb_report_get(&report, "kept", "assertions"), 1);
    assert_int_equal(orb_report_get(&report, "kept", "decisions"), 2);
    orb_report_release(&report);
}

static void swapped_coordinates_leave_the_commune(void **state)
{
    struct watch watch = { 0 };
    struct orb_import_report report;

    (void)state;
    report = read_text(
        HEAD
        "\"communes\":[{\"code\":\"C\",\"lon\":5.2,\"lat\":46.2}],\"offers\":[{\"id\":\"a\",\"site\":{"
        "\"lon\":46.21,\"lat\":5.19,\"commune\":\"C\"}},{\"id\":\"b\",\"site\":{\"lon\":5.3,\"lat\":46,"
        "\"commune\":\"C\"}}]}",
        &watch);
    assert_string_equal(watch.places, "/offers/0/site(coordinates_swapped) ");
    orb_report_release(&report);
}

static void a_contour_that_does_not_read_is_unknown(void **state)
{
    struct watch watch = { 0 };
    struct orb_import_report report;

    (void)state;
    report = read_text(
        HEAD
        "\"communes\":[{\"code\":\"A\",\"lon\":5,\"lat\":46,\"contour\":{\"type\":\"Point\","
        "\"coordinates\":[5,46]}},{\"code\":\"B\",\"lon\":5,\"lat\":46,\"contour\":7},{\"code\":"
        "\"C\",\"lon\":5,\"lat\":46,\"contour\":{\"type\":\"Polygon\",\"coordinates\":[[[5,45],[6,46]"
        ",[6,45],[5,45.5],[5,45]]]}}],\"offers\":[]}",
        &watch);
    assert_string_equal(watch.places,
                        "/communes/0/contour(bad_contour) /communes/1/contour(bad_contour) "
                        "/communes/2/contour(contour_repaired) ");
    orb_report_release(&report);
}

static void a_bad_file_is_one_sentence_with_its_place(void **state)
{
    static const char *const bad[] = {
        "",
        "   ",
        "[]",
        "nothing",
        "{\"format\":\"other\",\"id\":\"t\",\"offers\":[]}",
        "{\"format\":\"orbite-catalogue/1\",\"offers\":[]}",
        HEAD "\"communes\":[]}",
        HEAD "\"offers\":{}}",
        HEAD "\"offers\":[{\"id\":\"a\"}",
        HEAD "\"offers\":[{\"id\":\"a\"}]",
        HEAD "\"offers\":[{\"id\":NaN}]}",
        HEAD "\"offers\":[{\"id\":\"a\"}],\"offers\":[]}",
        HEAD "\"offers\":[{\"id\":\"\xff\"}]}",
        "{:1}",
        "{\"a\" \"b\":1}",
        HEAD "\"offers\":[]}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct orb_sink sink = { NULL, put_nowhere };
        struct orb_import_report report = { 0 };
        struct orb_error err = { 0 };

        native_save(bad[i], strlen(bad[i]));
        if (native_import(native_files.path, &sink, &report, &err) != ORB_ERR_SYNTAX)
            fail_msg("%s: accepted", bad[i]);
        assert_true(err.text[0] != '\0');
        assert_non_null(strstr(err.place, native_files.path));
        orb_report_release(&report);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_is_not_empty),
        cmocka_unit_test(a_bad_value_is_unknown_counted_and_located),
        cmocka_unit_test(ages_and_income_that_do_not_read_are_unknown),
        cmocka_unit_test(a_bad_row_is_left_out_counted_and_located),
        cmocka_unit_test(what_stands_beside_the_records_is_counted),
        cmocka_unit_test(swapped_coordinates_leave_the_commune),
        cmocka_unit_test(a_contour_that_does_not_read_is_unknown),
        cmocka_unit_test(a_bad_file_is_one_sentence_with_its_place),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
