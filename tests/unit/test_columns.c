#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/catalogue/catalogue.h"
#include "maps/page.h"
#include "maps/registry.h"
#include "tests/unit/native_catalogue.h"
#include "tests/unit/native_file.h"

#define START                                                                              \
    "{\"format\":\"orbite-catalogue/1\",\"id\":\"t\",\"as_of\":\"2026-11-22\","            \
    "\"licence\":\"LO 2.0\",\"attribution\":\"moi\",\"operator\":{\"organization\":\"OP\"},"
#define LAND                                                                               \
    "\"communes\":[{\"code\":\"C1\",\"name\":\"Grande\",\"lon\":5.2,\"lat\":46.2,"         \
    "\"population\":9000,\"department\":\"01\"},{\"code\":\"C2\",\"name\":\"Petite\","     \
    "\"lon\":5.3,\"lat\":46.3,\"population\":90,\"department\":\"01\"}],"                  \
    "\"organizations\":[{\"id\":\"OP\",\"name\":\"Opérateur\"},{\"id\":\"OA\"}],"         \
    "\"relations\":[{\"type\":\"partenariat\",\"offer\":\"b\",\"from\":\"2025-01-01\","    \
    "\"to\":\"2027-01-01\",\"source\":\"convention 12\"}],"
#define OFFER_A                                                                            \
    "{\"id\":\"a\",\"name\":\"SESSAD\",\"organization\":\"OP\",\"category\":\"182\","      \
    "\"site\":{\"lon\":-0.123456,\"lat\":46.123454,\"commune\":\"C2\","                    \
    "\"precision\":\"street\"},\"families\":[\"L1.2\",\"L4\"],"                            \
    "\"modalities\":[{\"code\":\"accueil_jour\",\"certainty\":\"declared\"}],"             \
    "\"age_min_months\":0,\"age_max_months\":240,\"publics\":[\"TSA\"],"                   \
    "\"orientations\":[]}"
#define OFFER_B                                                                            \
    "{\"id\":\"b\",\"organization\":\"OA\",\"site\":{\"lon\":5.1,\"lat\":46.1,"            \
    "\"commune\":\"C1\"},\"publics\":[\"TSA\"]}"
#define OFFER_C "{\"id\":\"c\",\"name\":\"sans lieu\",\"droit_commun\":true}"

static const char territory[] =
    START LAND "\"offers\":[" OFFER_A "," OFFER_B "," OFFER_C "]}";
static const char shuffled[] =
    START "\"offers\":[" OFFER_C "," OFFER_B "," OFFER_A "]," LAND "\"x\":null}";

static const struct orb_export_options today = { .reference_date = ORB_DATE_NONE };

/* ---- making */

static enum orb_status no_records(void *context, const struct orb_map_replay *which,
                                  const struct orb_sink *sink, struct orb_error *err)
{
    (void)context;
    (void)which;
    (void)sink;
    (void)err;
    return ORB_OK;
}

static enum orb_status run(const struct orb_exporter *exporter,
                           const struct orb_catalogue *catalogue,
                           const struct orb_export_options *options)
{
    const struct orb_map_territory whole = { .catalogue = catalogue, .replay = no_records };
    struct orb_output out = { 0 };
    enum orb_status status = orb_output_open(&out, native_files.written, NULL);

    if (status == ORB_OK)
        status = exporter->run(&out, &whole, options, NULL);
    if (status == ORB_OK)
        status = orb_output_commit(&out, NULL);
    orb_output_close(&out);
    return status;
}

static void export(struct orb_buf *text, const char *native)
{
    struct orb_buf image = { 0 };
    struct orb_catalogue catalogue;

    native_catalogue(&catalogue, &image, native);
    assert_int_equal(run(&orb_exporter_columns, &catalogue, &today), ORB_OK);
    assert_int_equal(orb_file_read(text, native_files.written, (size_t)1 << 24, NULL),
                     ORB_OK);
    orb_buf_release(&image);
}

static struct orb_json *document(void)
{
    struct orb_buf text = { 0 };
    struct orb_json *json = NULL;

    export(&text, territory);
    assert_int_equal(orb_json_parse(&json, text.data, text.len, NULL), ORB_OK);
    orb_buf_release(&text);
    return json;
}

static const struct orb_json *value(const struct orb_json *json, const char *column,
                                    size_t row)
{
    return orb_json_at(orb_json_get(orb_json_get(json, "columns"), column), row);
}

static const struct orb_json *entry(const struct orb_json *json, const char *dictionary,
                                    size_t number)
{
    return orb_json_at(orb_json_get(orb_json_get(json, "dictionaries"), dictionary),
                       number);
}

/* ---- facts */

static void the_order_of_the_import_changes_no_byte(void **state)
{
    struct orb_buf one = { 0 };
    struct orb_buf other = { 0 };

    (void)state;
    export(&one, territory);
    export(&other, shuffled);
    assert_int_equal(one.len, other.len);
    assert_memory_equal(one.data, other.data, one.len);
    orb_buf_release(&one);
    orb_buf_release(&other);
}

static void what_is_unknown_is_not_a_number(void **state)
{
    static const char *const unknown[] = { "commune", "category",  "organization",
                                           "places",  "installed", "age_min",
                                           "publics", "zone",      "wait_days" };
    struct orb_json *json = document();

    (void)state;
    assert_int_equal(orb_json_integer(orb_json_get(json, "n")), 3);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        assert_int_equal(orb_json_integer(value(json, unknown[i], 2)), -1);
    assert_true(orb_json_is_null(value(json, "name", 1)));
    assert_int_equal(orb_json_integer(value(json, "age_strength", 1)), 255);
    assert_int_equal(orb_json_integer(value(json, "family", 1)), 0);
    orb_json_free(json);
}

static void an_empty_list_is_not_an_unknown_one(void **state)
{
    struct orb_json *json = document();
    const struct orb_json *none;

    (void)state;
    none = entry(json, "orientations",
                 (size_t)orb_json_integer(value(json, "orientations", 0)));
    assert_int_equal(orb_json_type(none), ORB_JSON_ARRAY);
    assert_int_equal(orb_json_count(none), 0);
    assert_int_equal(orb_json_integer(value(json, "orientations", 1)), -1);
    orb_json_free(json);
}

static void what_offers_share_is_told_once(void **state)
{
    struct orb_json *json = document();
    const struct orb_json *publics = entry(json, "publics", 0);

    (void)state;
    assert_int_equal(orb_json_integer(value(json, "publics", 0)), 0);
    assert_int_equal(orb_json_integer(value(json, "publics", 1)), 0);
    assert_null(entry(json, "publics", 1));
    assert_string_equal(orb_json_text(orb_json_get(orb_json_at(publics, 0), "code")),
                        "TSA");
    assert_string_equal(orb_json_text(orb_json_get(entry(json, "commune", 1), "name")),
                        "Grande");
    orb_json_free(json);
}

static void an_offer_has_all_its_families_and_its_circle(void **state)
{
    struct orb_json *json = document();

    (void)state;
    assert_int_equal(orb_json_integer(value(json, "family", 0)), 1);
    assert_int_equal(orb_json_integer(value(json, "families", 0)), 1 << 0 | 1 << 3);
    assert_int_equal(orb_json_integer(value(json, "circle", 0)), ORB_CIRCLE_C0);
    assert_int_equal(orb_json_integer(value(json, "circle", 1)), ORB_CIRCLE_C1B);
    assert_string_equal(orb_json_text(value(json, "evidence", 1)), "convention 12");
    assert_int_equal(orb_json_integer(value(json, "relation_from", 1)), 20089);
    orb_json_free(json);
}

/* Little-endian base64 of -12346, 510000 and of no position. */
static void positions_are_integers_of_hundred_thousandths(void **state)
{
    struct orb_json *json = document();
    const struct orb_json *lon = orb_json_get(orb_json_get(json, "columns"), "lon");

    (void)state;
    /* -0.12346 in a commune at 5.3, 5.1 in one at 5.2, no position. */
    assert_string_equal(orb_json_text(orb_json_get(lon, "from")), "commune");
    assert_true(orb_json_number(orb_json_at(orb_json_get(lon, "values"), 0)) == -542346);
    assert_true(orb_json_number(orb_json_at(orb_json_get(lon, "values"), 1)) == -10000);
    assert_true(orb_json_is_null(orb_json_at(orb_json_get(lon, "values"), 2)));
    assert_true(orb_json_number(orb_json_get(lon, "scale")) == 1e-5);
    orb_json_free(json);
}

static void no_memory_is_told_by_both_products(void **state)
{
    static const struct orb_exporter *const products[] = { &orb_exporter_columns,
                                                           &orb_exporter_page };
    struct orb_buf image = { 0 };
    struct orb_catalogue catalogue;

    (void)state;
    native_catalogue(&catalogue, &image, territory);
    for (size_t i = 0; i < 2; i++) {
        enum orb_status status = ORB_ERR_MEMORY;

        if (products[i] == &orb_exporter_page && orb_page_check(NULL) != ORB_OK)
            continue;
        for (long n = 0; status != ORB_OK; n++) {
            orb_alloc_fail_after(n);
            status = run(products[i], &catalogue, &today);
            orb_alloc_fail_after(-1);
            assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        }
    }
    orb_buf_release(&image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_import_changes_no_byte),
        cmocka_unit_test(what_is_unknown_is_not_a_number),
        cmocka_unit_test(an_empty_list_is_not_an_unknown_one),
        cmocka_unit_test(what_offers_share_is_told_once),
        cmocka_unit_test(an_offer_has_all_its_families_and_its_circle),
        cmocka_unit_test(positions_are_integers_of_hundred_thousandths),
        cmocka_unit_test(no_memory_is_told_by_both_products),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
