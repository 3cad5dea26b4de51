#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "engine/base/buf.h"
#include "engine/base/file.h"
#include "engine/base/json.h"
#include "engine/store/store.h"
#include "maps/native.h"
#include "tests/unit/native_file.h"

struct filter {
    enum orb_record_kind kind;
    struct orb_sink next;
};

static enum orb_status put_one_kind(void *context, const struct orb_record *record,
                                    struct orb_error *err)
{
    struct filter *filter = context;

    return record->kind == filter->kind
               ? filter->next.put(filter->next.context, record, err)
               : ORB_OK;
}

/* Kind by kind as the store replays; the caller compares whatever the order of elements. */
static void rewrite(const char *from, const char *to)
{
    struct orb_output out = { 0 };
    struct orb_native_writer *writer;
    struct orb_error err = { 0 };

    assert_int_equal(orb_output_open(&out, to, &err), ORB_OK);
    assert_int_equal(orb_native_writer_new(&writer, &out, &err), ORB_OK);
    for (int kind = 0; kind < ORB_RECORD_KINDS; kind++) {
        struct filter filter = { (enum orb_record_kind)kind,
                                 orb_native_writer_sink(writer) };
        struct orb_sink sink = { &filter, put_one_kind };
        struct orb_import_report report = { 0 };

        if (native_import(from, &sink, &report, &err) != ORB_OK)
            fail_msg("%s: %s", err.place, err.text);
        orb_report_release(&report);
    }
    assert_int_equal(orb_native_writer_end(writer, &err), ORB_OK);
    orb_native_writer_free(writer);
    assert_int_equal(orb_output_commit(&out, &err), ORB_OK);
    orb_output_close(&out);
}

/* ---- comparing documents: null is absent, so is what says nothing; elements in any order
 */

static void normalise(struct orb_buf *out, const struct orb_json *value, bool sorted);

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void write_sorted(struct orb_buf *out, char **parts, size_t count,
                         const char *brackets)
{
    qsort(parts, count, sizeof *parts, by_text);
    orb_buf_char(out, brackets[0]);
    for (size_t i = 0; i < count; i++) {
        orb_buf_text(out, i == 0 ? "" : ",");
        orb_buf_text(out, parts[i]);
        free(parts[i]);
    }
    orb_buf_char(out, brackets[1]);
    free(parts);
}

struct members {
    char **parts;
    size_t count;
    bool top;
};

static bool says_nothing(const char *key, const struct orb_json *value, bool top)
{
    static const char *const empty[] = { "contact", "accessibility", "closures",
                                         "zone/national" };

    if (orb_json_is_null(value))
        return true;
    for (size_t i = 0; i < sizeof empty / sizeof empty[0]; i++)
        if (strcmp(key, empty[i]) == 0 && orb_json_count(value) == 0)
            return true;
    if (top && orb_json_type(value) == ORB_JSON_ARRAY && orb_json_count(value) == 0)
        return strcmp(key, "offers") != 0;
    if (strcmp(key, "institution") == 0 || strcmp(key, "national") == 0)
        return !orb_json_true(value);
    return strcmp(key, "activity") == 0 && strcmp(orb_json_text(value), "active") == 0;
}

static enum orb_status add_member(void *context, const char *key,
                                  const struct orb_json *value, struct orb_error *err)
{
    struct members *m = context;
    struct orb_buf text = { 0 };

    (void)err;
    /* Head members that the importer adds when the file has none. */
    if ((m->top && (strcmp(key, "licence") == 0 || strcmp(key, "attribution") == 0)) ||
        says_nothing(key, value, m->top))
        return ORB_OK;
    orb_buf_printf(&text, "\"%s\":", key);
    normalise(&text, value, m->top);
    if (strcmp(text.data, "\"contact\":{}") == 0 ||
        strcmp(text.data, "\"accessibility\":{}") == 0) {
        orb_buf_release(&text);
        return ORB_OK;
    }
    m->parts[m->count++] = strdup(text.data);
    orb_buf_release(&text);
    return ORB_OK;
}

static void normalise_object(struct orb_buf *out, const struct orb_json *value, bool top)
{
    struct members m = { calloc(orb_json_count(value) + 1, sizeof(char *)), 0, top };

    assert_int_equal(orb_json_each(value, add_member, &m, NULL), ORB_OK);
    write_sorted(out, m.parts, m.count, "{}");
}

static void normalise(struct orb_buf *out, const struct orb_json *value, bool sorted)
{
    size_t count = orb_json_count(value);
    char **parts;

    if (orb_json_type(value) == ORB_JSON_OBJECT) {
        normalise_object(out, value, false);
        return;
    }
    if (orb_json_type(value) != ORB_JSON_ARRAY) {
        orb_json_write(out, value);
        return;
    }
    if (!sorted) {
        orb_buf_char(out, '[');
        for (size_t i = 0; i < count; i++) {
            orb_buf_text(out, i == 0 ? "" : ",");
            normalise(out, orb_json_at(value, i), false);
        }
        orb_buf_char(out, ']');
        return;
    }
    parts = calloc(count + 1, sizeof *parts);
    for (size_t i = 0; i < count; i++) {
        struct orb_buf text = { 0 };

        normalise(&text, orb_json_at(value, i), false);
        parts[i] = strdup(text.data);
        orb_buf_release(&text);
    }
    write_sorted(out, parts, count, "[]");
}

static void normalised_file(struct orb_buf *out, const char *file)
{
    struct orb_buf text = { 0 };
    struct orb_json *document = NULL;
    struct orb_error err = { 0 };

    assert_int_equal(orb_file_read(&text, file, (size_t)1 << 28, &err), ORB_OK);
    if (orb_json_parse(&document, text.data, text.len, &err) != ORB_OK)
        fail_msg("%s: %s %s", file, err.place, err.text);
    normalise_object(out, document, true);
    orb_json_free(document);
    orb_buf_release(&text);
}

static void assert_same(const char *a, const char *b)
{
    size_t i = 0;

    while (a[i] != '\0' && a[i] == b[i])
        i++;
    if (a[i] != b[i])
        fail_msg("differ at %zu: ...%.160s... and ...%.160s...", i,
                 a + (i > 60 ? i - 60 : 0), b + (i > 60 ? i - 60 : 0));
}

static void assert_round_trip(const char *file)
{
    struct orb_buf before = { 0 };
    struct orb_buf after = { 0 };

    rewrite(file, native_files.written);
    normalised_file(&before, file);
    normalised_file(&after, native_files.written);
    assert_same(before.data, after.data);
    orb_buf_release(&before);
    orb_buf_release(&after);
}

/* ---- tests */

static const char rich[] =
    "{\"format\": \"orbite-catalogue/1\", \"id\": \"demo\", \"as_of\": \"2026-11-22\", \"licence\": \"LO 2.0\", "
    "\"attribution\": \"us\", \"name\": \"Démo\", \"colour\": {\"b\": 1, \"a\": [null, 2.5]}, "
    "\"operator\": {\"organization\": \"OP\", \"finess_ej\": null, \"dispositifs\": [\"D1\"]}, "
    "\"sources\": [{\"id\": \"finess-structures\", \"name\": \"FINESS\", \"licence\": \"LO\", \"attribution\": \"ANS\", "
    "\"observed_on\": \"2026-07-01\", \"quality\": 3}], "
    "\"communes\": [{\"code\": \"01004\", \"name\": \"Ambérieu\", \"lon\": 5.3721, \"lat\": 45.96, \"department\": \"01\", "
    "\"density\": 3, \"population\": 14000, \"epci\": \"240\", \"life_area\": \"BV\", \"canton\": \"0101\", "
    "\"postcodes\": [\"01500\", \"01502\"], \"income\": 21000.5, \"ages\": [{\"from\": 0, \"to\": 17, \"count\": 3000}, {\"from\": 18, \"count\": 11000}], \"contour\": {\"type\": \"MultiPolygon\", \"coordinates\": "
    "[[[[5.1, 45.9], [5.5, 45.9], [5.4, 46.1234567], [5.1, 45.9]]]]}}], "
    "\"territories\": [{\"kind\": \"departement\", \"code\": \"01\", \"name\": \"Ain\"}, {\"kind\": \"canton\", \"code\": \"0101\", \"name\": \"Un\"}, {\"kind\": \"life_area\", \"code\": \"BV\", \"name\": \"Autour\", \"mood\": \"kept\"}], "
    "\"organizations\": [{\"id\": \"OP\", \"name\": \"Opérateur\", \"kind\": \"groupement\", \"identifiers\": "
    "[{\"scheme\": \"siren\", \"value\": \"123456789\"}], \"contact\": {\"phone\": \"0474\"}, \"motto\": \"x\"}], "
    "\"relations\": [{\"type\": \"partenariat\", \"offer\": \"A\", \"from\": \"2024-01-01\", \"to\": null, "
    "\"source\": \"convention 12\", \"seal\": true}], \"other_relations\": [{\"type\": \"role\", "
    "\"service\": \"V1\", \"operator\": \"OX\"}, {\"type\": \"groupement\", \"organization\": \"OP\"}], "
    "\"sites\": [{\"id\": \"S1\", \"kind\": \"physical\", \"name\": \"Maison\", \"address\": \"1 rue\\nBP 2\", "
    "\"postcode\": \"01500\", \"commune\": \"01004\", \"lon\": 5.37, \"lat\": 45.9612345678, \"precision\": \"street\", "
    "\"position\": \"checked\"}], "
    "\"services\": [{\"id\": \"V1\", \"name\": \"SESSAD\", \"organization\": \"OP\", \"site\": \"S1\", \"category\": \"182\", "
    "\"description\": \"text\", \"codes\": {\"autres\": [\"x\"]}, \"opened_on\": \"1999-09-01\"}], "
    "\"offers\": [{\"id\": \"A\", \"name\": \"Offre A\", \"organization\": \"OP\", \"category\": \"182\", "
    "\"institution\": false, \"service\": \"V1\", \"site_id\": \"S1\", "
    "\"site\": {\"lon\": 5.37, \"lat\": 45.9612345678, \"commune\": \"01004\", \"precision\": \"street\"}, "
    "\"modalities\": [{\"code\": \"accueil_jour\", \"certainty\": \"possible\"}], \"zone\": {\"communes\": [], "
    "\"departments\": [\"01\"], \"national\": false}, \"age_min_months\": 0, \"age_max_months\": 240, "
    "\"age_strength\": \"hard\", \"publics\": [\"TSA\", \"DI\"], \"public_strength\": \"preferential\", "
    "\"excludes_associated\": false, \"orientations\": [], \"engagements\": [\"DIT\"], \"dispositif_id\": \"D1\", "
    "\"prestations\": [{\"code\": \"2.1.1.1\", \"evidence\": \"inferred\"}], \"professions\": [], \"families\": [\"L1.2\"], "
    "\"themes\": null, \"languages\": [\"fr\"], \"accessibility\": {\"lift\": \"limited\", \"falc\": null}, "
    "\"droit_commun\": true, \"opened_on\": \"2000-01-01\", \"closures\": [{\"from\": \"2026-08-01\", \"to\": null}], "
    "\"activity\": \"unknown\", \"accepts_new\": false, \"wait_days\": 12.25, \"places_available\": 0, "
    "\"temporary_places\": 2, \"funding_department\": \"01\", \"duplicate_of\": \"B\", \"schedule\": \"Mo 09:00\", "
    "\"capacities\": [{\"count\": 20, \"unit\": \"places\", \"status\": \"authorised\"}], \"sources\": [{\"name\": \"n\"}], "
    "\"contacts\": [{\"channel\": \"phone\", \"value\": \"04\", \"role\": \"accueil\", \"confidentiality\": \"professional\", "
    "\"checked_on\": \"2026-01-02\"}], \"provenance\": {\"source\": \"finess-structures\", \"observed_on\": \"2026-07-01\", "
    "\"basis\": \"inferred\", \"modalities\": {\"basis\": \"inferred\", \"from\": \"x.csv\"}}, \"zzz\": \"kept\"}, "
    "{\"id\": \"é-2\", \"site\": {\"commune\": \"01004\"}, \"zone\": {}}], "
    "\"assertions\": [{\"kind\": \"site\", \"subject\": \"S1\", \"field\": \"position\", \"value\": {\"lon\": 5.5, "
    "\"lat\": 46.5, \"precision\": \"street\"}, \"provenance\": {\"source\": \"finess-structures\", "
    "\"observed_on\": \"2026-07-01\", \"basis\": \"computed\"}}, {\"kind\": \"offer\", \"subject\": \"A\", "
    "\"field\": \"orientations\", \"value\": [], \"author\": \"Mme X\", \"note\": \"dit au téléphone\"}], "
    "\"decisions\": [{\"a\": \"V1\", \"b\": \"V2\", \"choice\": \"distinct\", \"author\": \"M. Y\", "
    "\"decided_on\": \"2026-03-01\", \"reason\": \"deux lieux\"}, {\"a\": \"V1\", \"b\": \"V3\", "
    "\"choice\": \"none\"}]}";

static void a_territory_comes_back_whole(void **state)
{
    (void)state;
    native_save(rich, sizeof rich - 1);
    assert_round_trip(native_files.path);
}

static void writing_twice_gives_the_same_bytes(void **state)
{
    struct orb_buf first = { 0 };
    struct orb_buf second = { 0 };

    (void)state;
    native_save(rich, sizeof rich - 1);
    rewrite(native_files.path, native_files.written);
    assert_int_equal(orb_file_read(&first, native_files.written, (size_t)1 << 20, NULL),
                     ORB_OK);
    native_save(first.data, first.len);
    rewrite(native_files.path, native_files.written);
    assert_int_equal(orb_file_read(&second, native_files.written, (size_t)1 << 20, NULL),
                     ORB_OK);
    assert_string_equal(first.data, second.data);
    orb_buf_release(&first);
    orb_buf_release(&second);
}

/* The catalogue inside an oracle file, as a file of its own. */
static void extract_catalogue(const char *gz)
{
    struct orb_buf text = { 0 };
    struct orb_buf out = { 0 };
    struct orb_json *document = NULL;
    gzFile file = gzopen(gz, "rb");
    int n;

    assert_non_null(file);
    while (orb_buf_reserve(&text, 65536) &&
           (n = gzread(file, text.data + text.len, 65536)) > 0)
        text.len += (size_t)n;
    (void)gzclose(file);
    assert_int_equal(orb_json_parse(&document, text.data, text.len, NULL), ORB_OK);
    orb_json_write(&out, orb_json_get(document, "catalogue"));
    native_save(out.data, out.len);
    orb_json_free(document);
    orb_buf_release(&text);
    orb_buf_release(&out);
}

static void the_shared_territories_come_back_whole(void **state)
{
    const char *source = getenv("ORBITE_SRCDIR");
    char name[400];

    (void)state;
    (void)snprintf(name, sizeof name, "%s/../shared/matching/scenarios/territory.json",
                   source == NULL ? "." : source);
    if (!orb_file_exists(name))
        skip();
    assert_round_trip(name);
    for (int seed = 1; seed <= 20; seed++) {
        (void)snprintf(name, sizeof name,
                       "%s/../shared/matching/oracle/dev/seed-%04d.json.gz",
                       source == NULL ? "." : source, seed);
        extract_catalogue(name);
        assert_round_trip(native_files.path);
    }
}

/* Import, commit, and write what the store gives back. */
static void through_the_store(const char *from, const char *to)
{
    struct orb_store_import run = { .importer = "native", .files = from };
    struct orb_store_filter whole = { .with_contours = true, .raw = true };
    struct orb_store_summary summary;
    struct orb_import_report report = { 0 };
    struct orb_native_writer *writer;
    struct orb_store *store;
    struct orb_output out = { 0 };
    struct orb_sink sink;
    struct orb_error err = { 0 };

    (void)unlink(native_files.database);
    assert_int_equal(orb_store_open(&store, native_files.database, ORB_STORE_CREATE, &err),
                     ORB_OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(orb_store_import_begin(store, &run, &sink, &err), ORB_OK);
        if (native_import(from, &sink, &report, &err) != ORB_OK)
            fail_msg("%s: %s", err.place, err.text);
        assert_int_equal(orb_store_import_commit(store, NULL, &summary, &err), ORB_OK);
        assert_int_equal(summary.nothing_changed, again);
    }
    assert_int_equal(orb_output_open(&out, to, &err), ORB_OK);
    assert_int_equal(orb_native_writer_new(&writer, &out, &err), ORB_OK);
    sink = orb_native_writer_sink(writer);
    if (orb_store_replay(store, &whole, &sink, &err) != ORB_OK)
        fail_msg("%s: %s", err.place, err.text);
    assert_int_equal(orb_native_writer_end(writer, &err), ORB_OK);
    assert_int_equal(orb_output_commit(&out, &err), ORB_OK);
    orb_output_close(&out);
    orb_native_writer_free(writer);
    orb_report_release(&report);
    orb_store_close(store);
    (void)unlink(native_files.database);
}

static void a_territory_comes_back_whole_from_the_store(void **state)
{
    const char *source = getenv("ORBITE_SRCDIR");
    struct orb_buf before = { 0 };
    struct orb_buf after = { 0 };
    char name[400];

    (void)state;
    (void)snprintf(name, sizeof name, "%s/../shared/matching/scenarios/territory.json",
                   source == NULL ? "." : source);
    native_save(rich, sizeof rich - 1);
    for (int shared = 0; shared < 2; shared++) {
        const char *file = shared != 0 ? name : native_files.path;

        if (!orb_file_exists(file))
            continue;
        orb_buf_clear(&before);
        orb_buf_clear(&after);
        through_the_store(file, native_files.written);
        normalised_file(&before, file);
        normalised_file(&after, native_files.written);
        assert_same(before.data, after.data);
    }
    orb_buf_release(&before);
    orb_buf_release(&after);
}

static void sections_may_come_in_any_order(void **state)
{
    static const char late[] =
        "{\"offers\":[{\"id\":\"A\",\"service\":\"V\",\"site_id\":\"S\",\"site\":{\"commune\":\"X\"}}],\"sites\":[{\"id\":"
        "\"S\",\"commune\":\"C\",\"address\":\"1 rue\"}],\"services\":[{\"id\":\"V\",\"name\":\"N\"}],\"licence\":\"l\","
        "\"attribution\":\"a\",\"id\":\"t\",\"format\":\"orbite-catalogue/1\"}";
    struct orb_buf text = { 0 };

    (void)state;
    native_save(late, sizeof late - 1);
    rewrite(native_files.path, native_files.written);
    assert_int_equal(orb_file_read(&text, native_files.written, (size_t)1 << 20, NULL),
                     ORB_OK);
    assert_non_null(strstr(text.data, "\"name\": \"N\", \"service\": \"V\""));
    assert_non_null(strstr(text.data, "\"site\": {\"commune\": \"C\"}"));
    orb_buf_release(&text);
}

static enum orb_status add_key(void *context, const char *key, const struct orb_json *value,
                               struct orb_error *err)
{
    (void)value;
    (void)err;
    orb_buf_printf(context, ",\"source_%s\":\"kept\"", key);
    return ORB_OK;
}

static void what_a_source_calls_as_the_format_does_comes_back(void **state)
{
    static const char *const sections[][2] = {
        { "offers", "\"id\":\"A\"" },
        { "territories", "\"kind\":\"departement\",\"code\":\"01\"" },
        { "organizations", "\"id\":\"O\"" },
        { "sites", "\"id\":\"S\"" },
        { "services", "\"id\":\"V\"" },
        { "relations", "\"type\":\"partenariat\",\"offer\":\"A\"" },
    };
    const char *source = getenv("ORBITE_SRCDIR");
    struct orb_buf text = { 0 };
    struct orb_json *schema = NULL;
    char name[400];

    (void)state;
    (void)snprintf(name, sizeof name, "%s/maps/schema/catalogue-1.schema.json",
                   source == NULL ? "." : source);
    assert_int_equal(orb_file_read(&text, name, (size_t)1 << 20, NULL), ORB_OK);
    assert_int_equal(orb_json_parse(&schema, text.data, text.len, NULL), ORB_OK);
    orb_buf_clear(&text);
    orb_buf_text(&text, HEAD);
    for (size_t i = 0; i < sizeof sections / sizeof sections[0]; i++) {
        const struct orb_json *keys = orb_json_get(schema, "properties");

        keys = orb_json_get(orb_json_get(keys, sections[i][0]), "items");
        keys = orb_json_get(keys, "properties");
        assert_non_null(keys);
        orb_buf_printf(&text, "%s\"%s\":[{%s", i == 0 ? "" : ",", sections[i][0],
                       sections[i][1]);
        assert_int_equal(orb_json_each(keys, add_key, &text, NULL), ORB_OK);
        orb_buf_text(&text, "}]");
    }
    orb_buf_text(&text, "}");
    native_save(text.data, text.len);
    assert_round_trip(native_files.path);
    orb_json_free(schema);
    orb_buf_release(&text);
}

static void what_is_restricted_or_confidential_never_leaves(void **state)
{
    static const char text[] = HEAD
        "\"organizations\":[{\"id\":\"O\",\"contacts\":[{\"channel\":\"person\",\"value\":\"MARKER\",\"confidentiality\":"
        "\"restricted\"},{\"channel\":\"phone\",\"value\":\"0102030405\"}]}],\"sites\":[{\"id\":\"S\",\"kind\":"
        "\"confidential\",\"name\":\"MARKER\",\"address\":\"MARKER\",\"postcode\":\"MARKER\",\"position_note\":\"MARKER\","
        "\"commune\":\"C\",\"lon\":5.123456,\"lat\":46.654321,\"x\":\"MARKER\"}],\"services\":[{\"id\":\"V\",\"contacts\":["
        "{\"channel\":\"email\",\"value\":\"MARKER\",\"confidentiality\":\"secret\"}]}],\"offers\":[{\"id\":\"a\","
        "\"service\":\"V\",\"site_id\":\"S\",\"contacts\":[{\"channel\":\"phone\",\"value\":\"MARKER\",\"confidentiality\":"
        "\"restricted\"}]},{\"id\":\"b\",\"site\":{\"kind\":\"confidential\",\"lon\":5.123456,\"lat\":46.654321,\"address\":"
        "\"MARKER\"}}],\"assertions\":[{\"kind\":\"site\",\"subject\":\"S\",\"field\":\"address\",\"value\":\"MARKER\"},"
        "{\"kind\":\"site\",\"subject\":\"S\",\"field\":\"position\",\"value\":{\"lon\":5.123,\"lat\":46.654}},"
        "{\"kind\":\"service\",\"subject\":\"V\",\"field\":\"email\",\"value\":\"MARKER\"},{\"kind\":\"service\","
        "\"subject\":\"V\",\"field\":\"phone\",\"value\":\"0607080910\"}]}";
    struct orb_buf out = { 0 };

    (void)state;
    native_save(text, sizeof text - 1);
    rewrite(native_files.path, native_files.written);
    assert_int_equal(orb_file_read(&out, native_files.written, (size_t)1 << 20, NULL),
                     ORB_OK);
    assert_null(strstr(out.data, "MARKER"));
    assert_null(strstr(out.data, "5.12"));
    assert_null(strstr(out.data, "46.65"));
    assert_non_null(strstr(out.data, "0102030405"));
    assert_non_null(strstr(out.data, "0607080910"));
    assert_non_null(strstr(
        out.data, "\"site\": {\"commune\": \"C\", \"precision\": \"municipality\"}"));
    orb_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_territory_comes_back_whole),
        cmocka_unit_test(writing_twice_gives_the_same_bytes),
        cmocka_unit_test(the_shared_territories_come_back_whole),
        cmocka_unit_test(a_territory_comes_back_whole_from_the_store),
        cmocka_unit_test(sections_may_come_in_any_order),
        cmocka_unit_test(what_a_source_calls_as_the_format_does_comes_back),
        cmocka_unit_test(what_is_restricted_or_confidential_never_leaves),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
