#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/catalogue/catalogue.h"
#include "maps/registry.h"
#include "tests/unit/native_catalogue.h"
#include "tests/unit/native_file.h"

#define START                                                                                                                          \
    "{\"format\":\"orbite-catalogue/1\",\"id\":\"t\",\"as_of\":\"2026-11-22\",\"licence\":\"LO 2.0\",\"attribution\":\"moi\","         \
    "\"operator\":{\"organization\":\"OP\"},\"communes\":[{\"code\":\"C1\",\"name\":\"Vâl \\\"d'or\\\"\",\"lon\":5.2,\"lat\":46.2}]," \
    "\"organizations\":[{\"id\":\"OP\",\"name\":\"Opérateur\"},{\"id\":\"OA\",\"name\":\"Autre\",\"finess_ej\":\"010000008\"}],"
#define RELATIONS                                                                          \
    "\"relations\":[{\"type\":\"partenariat\",\"offer\":\"b\",\"from\":\"2025-01-01\",\"to\":\"2027-01-01\",\"source\":\"convention 12\"}],"
#define OFFER_A                                                                                                                      \
    "{\"id\":\"a\",\"name\":\"SESSAD \\u0001 x\",\"organization\":\"OP\",\"category\":\"182\",\"site\":{\"lon\":-0.0000004,\"lat\":" \
    "46.1234567,\"commune\":\"C1\",\"precision\":\"street\"},\"families\":[\"L1.2\"],\"modalities\":[{\"code\":\"accueil_jour\","    \
    "\"certainty\":\"declared\"}],\"age_min_months\":0,\"age_max_months\":240,\"publics\":[\"TSA\"],\"contacts\":[{\"channel\":"     \
    "\"phone\",\"value\":\"0474\"},{\"channel\":\"email\",\"value\":\"MARKER\",\"confidentiality\":\"restricted\"}]}"
#define OFFER_B                                                                            \
    "{\"id\":\"b\",\"organization\":\"OA\",\"site\":{\"lon\":179.9999999,\"lat\":-12.5,\"commune\":\"9999\"},\"droit_commun\":true}"
#define OFFER_C "{\"id\":\"c\",\"name\":\"sans lieu\"}"
#define OFFER_D "{\"id\":\"d\",\"site_id\":\"S\",\"name\":\"lieu de vie\"}"
#define OFFER_E                                                                            \
    "{\"id\":\"e\",\"closed_on\":\"2026-11-22\",\"site\":{\"lon\":5,\"lat\":46}}"
#define SITES                                                                                                                \
    "\"sites\":[{\"id\":\"S\",\"kind\":\"confidential\",\"address\":\"MARKER\",\"name\":\"MARKER\",\"postcode\":\"MARKER\"," \
    "\"commune\":\"C1\",\"lon\":5.777777,\"lat\":46.777777}],"

static const char territory[] = START SITES RELATIONS
    "\"offers\":[" OFFER_A "," OFFER_B "," OFFER_C "," OFFER_D "," OFFER_E "]}";
static const char shuffled[] =
    START RELATIONS "\"offers\":[" OFFER_E "," OFFER_C "," OFFER_D "," OFFER_B "," OFFER_A
                    "]," SITES "\"x\":null}";

/* Native text -> catalogue -> GeoJSON, appended to text. */
static void export(struct orb_buf *text, const char *native,
                   const struct orb_export_options *options)
{
    struct orb_buf image = { 0 };
    struct orb_catalogue catalogue;
    const struct orb_map_territory whole = { .catalogue = &catalogue };
    struct orb_output out = { 0 };
    struct orb_error err = { 0 };

    native_catalogue(&catalogue, &image, native);
    assert_int_equal(orb_output_open(&out, native_files.written, &err), ORB_OK);
    assert_int_equal(orb_exporter_geojson.run(&out, &whole, options, &err), ORB_OK);
    assert_int_equal(orb_output_commit(&out, &err), ORB_OK);
    orb_output_close(&out);
    assert_int_equal(orb_file_read(text, native_files.written, (size_t)1 << 24, &err),
                     ORB_OK);
    orb_buf_release(&image);
}

static struct orb_json *parsed(const struct orb_buf *text)
{
    struct orb_json *document = NULL;
    struct orb_error err = { 0 };

    if (orb_json_parse(&document, text->data, text->len, &err) != ORB_OK)
        fail_msg("%s %s", err.place, err.text);
    return document;
}

static const struct orb_json *feature(const struct orb_json *document, const char *id)
{
    const struct orb_json *features = orb_json_get(document, "features");

    for (size_t i = 0; i < orb_json_count(features); i++)
        if (strcmp(orb_json_text(orb_json_get(orb_json_at(features, i), "id")), id) == 0)
            return orb_json_at(features, i);
    return NULL;
}

static const char *property(const struct orb_json *document, const char *id,
                            const char *key)
{
    return orb_json_text(
        orb_json_get(orb_json_get(feature(document, id), "properties"), key));
}

/* ---- our own assertions on any GeoJSON of points */

static enum orb_status is_after(void *context, const char *key,
                                const struct orb_json *value, struct orb_error *err)
{
    const char **last = context;

    (void)err;
    assert_true(*last == NULL || strcmp(*last, key) < 0);
    assert_string_not_equal(key, "crs");
    *last = key;
    if (orb_json_type(value) == ORB_JSON_OBJECT) {
        const char *inner = NULL;

        assert_int_equal(orb_json_each(value, is_after, &inner, NULL), ORB_OK);
    }
    return ORB_OK;
}

static void check_point(const struct orb_json *point, const double box[4])
{
    double lon = orb_json_number(orb_json_at(orb_json_get(point, "coordinates"), 0));
    double lat = orb_json_number(orb_json_at(orb_json_get(point, "coordinates"), 1));

    assert_string_equal(orb_json_text(orb_json_get(point, "type")), "Point");
    assert_int_equal(orb_json_count(orb_json_get(point, "coordinates")), 2);
    assert_true(fabs(lon) <= 180 && fabs(lat) <= 90);
    assert_true(lon >= box[0] && lat >= box[1] && lon <= box[2] && lat <= box[3]);
}

static size_t check_collection(const struct orb_json *document)
{
    const struct orb_json *features = orb_json_get(document, "features");
    const char *last = NULL;
    double box[4];
    size_t unlocated = 0;

    assert_string_equal(orb_json_text(orb_json_get(document, "type")), "FeatureCollection");
    assert_int_equal(orb_json_each(document, is_after, &last, NULL), ORB_OK);
    for (size_t i = 0; i < 4; i++)
        box[i] = orb_json_number(orb_json_at(orb_json_get(document, "bbox"), i));
    last = NULL;
    for (size_t i = 0; i < orb_json_count(features); i++) {
        const struct orb_json *one = orb_json_at(features, i);
        const char *id = orb_json_text(orb_json_get(one, "id"));
        const char *key = NULL;

        assert_int_equal(orb_json_each(one, is_after, &key, NULL), ORB_OK);
        assert_string_equal(orb_json_text(orb_json_get(one, "type")), "Feature");
        assert_int_equal(orb_json_type(orb_json_get(one, "properties")), ORB_JSON_OBJECT);
        assert_true(last == NULL || strcmp(last, id) < 0);
        last = id;
        if (orb_json_is_null(orb_json_get(one, "geometry")))
            unlocated++;
        else
            check_point(orb_json_get(one, "geometry"), box);
    }
    assert_int_equal(orb_json_integer(orb_json_get(document, "unlocated")), unlocated);
    return orb_json_count(features);
}

static void every_offer_is_a_feature_in_the_order_of_ids(void **state)
{
    struct orb_export_options options = { .reference_date = orb_date_make(2026, 11, 22),
                                          .with_closed = true };
    struct orb_buf text = { 0 };
    struct orb_json *document;

    (void)state;
    export(&text, territory, &options);
    document = parsed(&text);
    assert_int_equal(check_collection(document), 5);
    assert_true(orb_json_is_null(orb_json_get(feature(document, "c"), "geometry")));
    assert_non_null(strstr(text.data, "[0.000000,46.123457]"));
    assert_non_null(
        strstr(text.data, "\"bbox\":[0.000000,-12.500000,180.000000,46.200000]"));
    assert_string_equal(property(document, "a", "circle"), "C0");
    assert_string_equal(property(document, "a", "circle_basis"), "operator");
    assert_string_equal(property(document, "b", "circle"), "C1b");
    assert_string_equal(property(document, "b", "circle_evidence"), "convention 12");
    assert_string_equal(property(document, "a", "commune_name"), "Vâl \"d'or\"");
    assert_string_equal(property(document, "b", "commune"), "9999");
    assert_non_null(property(document, "a", "category_label"));
    assert_string_equal(property(document, "a", "name"), "SESSAD \x01 x");
    assert_string_equal(property(document, "a", "phone"), "0474");
    assert_string_equal(property(document, "a", "observed_on"), "2026-11-22");
    assert_string_equal(property(document, "a", "precision"), "street");
    assert_string_equal(orb_json_text(orb_json_get(document, "attribution")), "moi");
    assert_true(orb_json_true(
        orb_json_get(orb_json_get(feature(document, "e"), "properties"), "closed")));
    orb_json_free(document);
    orb_buf_release(&text);
}

#define SOURCE(id) "{\"id\":\"" id "\",\"licence\":\"L" id "\",\"attribution\":\"A" id "\"}"

static void who_lends_a_value_is_named_who_gives_nothing_is_not(void **state)
{
    static const char native[] =
        START "\"sources\":[" SOURCE("own") "," SOURCE("lender") "," SOURCE(
            "idle") "],"
                    "\"sites\":[{\"id\":\"S\",\"lon\":5.1,\"lat\":46.1,\"provenance\":{\"source\":\"own\","
                    "\"address\":{\"basis\":\"inferred\",\"from\":\"a table\"},"
                    "\"position\":{\"basis\":\"computed\",\"from\":\"lender\"}}}],"
                    "\"offers\":[{\"id\":\"a\",\"site_id\":\"S\",\"provenance\":{\"source\":\"own\"}}]}";
    const struct orb_export_options options = { .reference_date = ORB_DATE_NONE };
    struct orb_buf text = { 0 };
    struct orb_json *document;

    (void)state;
    export(&text, native, &options);
    document = parsed(&text);
    assert_string_equal(orb_json_text(orb_json_get(document, "attribution")),
                        "Alender; Aown");
    assert_string_equal(orb_json_text(orb_json_get(document, "licence")), "Llender; Lown");
    orb_json_free(document);
    orb_buf_release(&text);
}

static void what_is_restricted_or_confidential_never_leaves(void **state)
{
    struct orb_export_options options = { .reference_date = ORB_DATE_NONE };
    struct orb_buf text = { 0 };
    struct orb_json *document;

    (void)state;
    export(&text, territory, &options);
    document = parsed(&text);
    assert_null(strstr(text.data, "MARKER"));
    assert_null(strstr(text.data, "777"));
    assert_non_null(strstr(text.data, "[5.200000,46.200000]"));
    assert_string_equal(property(document, "d", "precision"), "municipality");
    orb_json_free(document);
    orb_buf_release(&text);
}

static void filters_leave_features_out(void **state)
{
    static const struct {
        const char *circle;
        const char *commune;
        bool with_closed;
        orb_date date;
        size_t count;
    } cases[] = {
        { NULL, NULL, false, 0, 5 },      { NULL, NULL, false, 20779, 4 },
        { NULL, NULL, true, 20779, 5 },   { "C1b", NULL, true, 20779, 1 },
        { "C1b", NULL, true, 30000, 0 },  { NULL, "C1", true, 20779, 2 },
        { "C0", "9999", true, 20779, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_export_options options = { .reference_date = cases[i].date,
                                              .circle = cases[i].circle,
                                              .commune = cases[i].commune,
                                              .with_closed = cases[i].with_closed };
        struct orb_buf text = { 0 };
        struct orb_json *document;

        export(&text, territory, &options);
        document = parsed(&text);
        if (check_collection(document) != cases[i].count)
            fail_msg("case %zu: %zu features", i, check_collection(document));
        orb_json_free(document);
        orb_buf_release(&text);
    }
}

static void circles_are_those_of_the_operator_asked_for(void **state)
{
    static const struct {
        const char *operator_id;
        const char *offer, *circle, *basis;
    } cases[] = {
        { NULL, "a", "C0", "operator" },
        { NULL, "b", "C1b", "relation" },
        { "OP", "a", "C0", "operator" },
        { "OA", "a", "C2", "default" },
        { "OA", "b", "C0", "operator" },
        { "finess-ej:010000008", "b", "C0", "finess_ej" },
        { "nobody", "a", "C2", "default" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_export_options options = { .reference_date = orb_date_make(2026, 11, 22),
                                              .operator_id = cases[i].operator_id };
        struct orb_buf text = { 0 };
        struct orb_json *document;

        export(&text, territory, &options);
        document = parsed(&text);
        assert_string_equal(property(document, cases[i].offer, "circle"), cases[i].circle);
        assert_string_equal(property(document, cases[i].offer, "circle_basis"),
                            cases[i].basis);
        orb_json_free(document);
        orb_buf_release(&text);
    }
}

static void bytes_do_not_depend_on_the_order_of_import(void **state)
{
    struct orb_export_options options = { .reference_date = orb_date_make(2026, 11, 22) };
    struct orb_buf one = { 0 };
    struct orb_buf other = { 0 };

    (void)state;
    export(&one, territory, &options);
    export(&other, shuffled, &options);
    assert_string_equal(one.data, other.data);
    orb_buf_release(&one);
    orb_buf_release(&other);
}

static void gdal_counts_the_same_features(void **state)
{
    struct orb_export_options options = { .reference_date = orb_date_make(2026, 11, 22),
                                          .with_closed = true };
    struct orb_buf text = { 0 };
    char command[200];
    char line[200];
    bool found = false;
    FILE *pipe;

    (void)state;
    if (system("command -v ogrinfo >/dev/null 2>&1") != 0)
        skip();
    export(&text, territory, &options);
    orb_buf_release(&text);
    (void)snprintf(command, sizeof command, "ogrinfo -ro -so -al %s 2>&1",
                   native_files.written);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    while (fgets(line, sizeof line, pipe) != NULL)
        found = found || strcmp(line, "Feature Count: 5\n") == 0;
    assert_int_equal(pclose(pipe), 0);
    assert_true(found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_offer_is_a_feature_in_the_order_of_ids),
        cmocka_unit_test(who_lends_a_value_is_named_who_gives_nothing_is_not),
        cmocka_unit_test(what_is_restricted_or_confidential_never_leaves),
        cmocka_unit_test(filters_leave_features_out),
        cmocka_unit_test(circles_are_those_of_the_operator_asked_for),
        cmocka_unit_test(bytes_do_not_depend_on_the_order_of_import),
        cmocka_unit_test(gdal_counts_the_same_features),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
