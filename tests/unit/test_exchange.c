#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/digest.h"
#include "engine/base/file.h"
#include "engine/model/terms.h"
#include "maps/data_inclusion.h"
#include "maps/lookup.h"
#include "maps/registry.h"
#include "tests/unit/exchange_world.h"

/* ---- lookup */

static void texts_of_a_key_stay_in_order_and_apart(void **state)
{
    struct orb_lookup *lookup = NULL;
    struct orb_lookup_walk walk = { 1, 2, { 0 } };
    struct orb_buf out = { 0 };
    bool found = true;

    (void)state;
    assert_int_equal(orb_lookup_new(&lookup, NULL), ORB_OK);
    for (int i = 0; i < 3000; i++) {
        char key[16], text[16];

        (void)snprintf(key, sizeof key, "k%04d", i / 3);
        (void)snprintf(text, sizeof text, "%d", i);
        assert_int_equal(orb_lookup_add(lookup, 1, key, text, NULL), ORB_OK);
    }
    assert_int_equal(orb_lookup_add(lookup, 2, "k0001", "", NULL), ORB_OK);
    assert_int_equal(orb_lookup_get(lookup, 1, "k0002", &out, NULL), ORB_OK);
    assert_string_equal(out.data, "6,7,8");
    orb_buf_clear(&out);
    assert_int_equal(orb_lookup_get(lookup, 2, "k0002", &out, NULL), ORB_OK);
    assert_int_equal(out.len, 0);
    assert_int_equal(orb_lookup_has(lookup, 2, "k0001", &found, NULL), ORB_OK);
    assert_true(found);
    assert_int_equal(orb_lookup_has(lookup, 2, "k0002", &found, NULL), ORB_OK);
    assert_false(found);

    assert_int_equal(orb_lookup_next(lookup, &walk, &found, NULL), ORB_OK);
    assert_true(found);
    assert_string_equal(walk.key.data, "k0000");
    assert_int_equal(orb_lookup_next(lookup, &walk, &found, NULL), ORB_OK);
    assert_string_equal(walk.key.data, "k0002"); /* the other set has k0001 */
    orb_buf_clear(&walk.key);
    orb_buf_text(&walk.key, "k0999");
    assert_int_equal(orb_lookup_next(lookup, &walk, &found, NULL), ORB_OK);
    assert_false(found);
    orb_buf_release(&walk.key);
    orb_buf_release(&out);
    orb_lookup_free(lookup);
    orb_lookup_free(NULL);
}

/* ---- words */

static struct orb_json *parsed(const char *text)
{
    struct orb_json *json = NULL;

    assert_int_equal(orb_json_parse(&json, text, strlen(text), NULL), ORB_OK);
    return json;
}

static void ages_are_told_from_the_lowest_to_the_highest(void **state)
{
    static const struct {
        const char *offers;
        int32_t min, max;
        const char *words;
    } cases[] = {
        { "[{\"age_min_months\":36,\"age_max_months\":240}]", 36, 240,
          "De 3 ans à moins de 20 ans." },
        { "[{\"age_min_months\":72,\"age_max_months\":200},{\"age_min_months\":30,\"age_"
          "max_months\":12}]",
          30, 200, "De 30 mois à moins de 200 mois." },
        { "[{\"age_min_months\":0,\"age_max_months\":12}]", 0, 12, "Moins de 1 an." },
        { "[{\"age_min_months\":720,\"age_max_months\":1800}]", 720, ORB_AGE_UNKNOWN,
          "À partir de 60 ans." },
        { "[{\"age_min_months\":36,\"age_max_months\":240},{\"age_min_months\":36}]", 36,
          ORB_AGE_UNKNOWN, "À partir de 3 ans." },
        { "[{\"age_max_months\":240},{}]", ORB_AGE_UNKNOWN, ORB_AGE_UNKNOWN, "" },
        { "[]", ORB_AGE_UNKNOWN, ORB_AGE_UNKNOWN, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_json *offers = parsed(cases[i].offers);
        const struct orb_exchange_row row = { .offers = offers };
        struct orb_exchange_ages ages = orb_exchange_ages(&row);
        struct orb_buf out = { 0 };

        orb_exchange_write_ages(&row, &out);
        if (ages.min_months != cases[i].min || ages.max_months != cases[i].max ||
            strcmp(out.len == 0 ? "" : out.data, cases[i].words) != 0)
            fail_msg("%s: %d, %d, %s", cases[i].offers, ages.min_months, ages.max_months,
                     out.len == 0 ? "" : out.data);
        orb_buf_release(&out);
        orb_json_free(offers);
    }
}

static void addresses_of_the_web_have_no_accent(void **state)
{
    static const char *const bad[] = { "https://lilas.example/accès",
                                       "https://lilas.example/a b",
                                       "lilas.example",
                                       "ftp://lilas.example",
                                       "https://",
                                       "" };

    (void)state;
    assert_true(orb_exchange_is_uri("https://lilas.example/acc%C3%A8s?a=1#b"));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (orb_exchange_is_uri(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

/* ---- values of data·inclusion */

static void start(struct dinc_map *m, struct orb_buf *out, struct orb_error *err)
{
    *m = (struct dinc_map){ .err = err };
    orb_jw_init_buf(&m->json, out, 0);
    orb_jw_open_object(&m->json);
    assert_int_equal(orb_digester_new(&m->sha1, "sha1", NULL), ORB_OK);
    assert_int_equal(orb_lookup_new(&m->x.lookup, NULL), ORB_OK);
}

static void stop(struct dinc_map *m)
{
    orb_digester_free(m->sha1);
    orb_buf_release(&m->text);
    orb_exchange_close(&m->x);
}

static void names_obey_the_schema(void **state)
{
    static char long_name[400];
    const struct {
        const char *names[3];
        const char *name;
    } cases[] = {
        { { "Maison du Val.", NULL, NULL }, "Maison du Val" },
        { { "Maison du Val...", NULL, NULL }, "Maison du Val" },
        { { "Aide, écoute, etc.", NULL, NULL }, "Aide, écoute, etc." },
        { { " Deux\nlignes ", NULL, NULL }, "Deux lignes" },
        { { "Sa", "Service", NULL }, "Service" },
        { { "é.", NULL, "op:1" }, "op:1" },
        { { NULL, NULL, NULL }, "Sans nom" },
        { { "...", NULL, NULL }, "Sans nom" },
    };
    struct orb_buf out = { 0 };
    struct dinc_map m;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char expected[200];

        orb_buf_clear(&out);
        start(&m, &out, NULL);
        orb_dinc_map_name(&m, cases[i].names);
        (void)snprintf(expected, sizeof expected, "{\"nom\":\"%s\"", cases[i].name);
        assert_string_equal(out.data, expected);
        stop(&m);
    }
    for (size_t i = 0; i < 199; i++)
        memcpy(long_name + 2 * i, "é", 2);
    orb_buf_clear(&out);
    start(&m, &out, NULL);
    orb_dinc_map_name(&m, (const char *const[3]){ long_name, NULL, NULL });
    assert_int_equal(out.len, strlen("{\"nom\":\"\"") + 149 * 2 + strlen("…"));
    stop(&m);
    orb_buf_release(&out);
}

static void identifiers_can_be_read_back(void **state)
{
    static const struct {
        const char *id, *ours;
    } cases[] = {
        { "finess:010780195", "orbite--finess:010780195" },
        { "op:avec des blancs", "orbite--ea2b2ba7-f59f-565d-b765-97e06dda13e6" },
    };
    struct orb_buf out = { 0 };
    struct dinc_map m;

    (void)state;
    start(&m, &out, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf id = { 0 };

        orb_dinc_map_own_id(&m, cases[i].id, &id);
        assert_string_equal(id.data, cases[i].ours);
        orb_buf_release(&id);
    }
    stop(&m);
    orb_buf_release(&out);
}

/* One theme for each family that is exactly one, none for those that are related. */
static void only_exact_families_are_themes(void **state)
{
    struct orb_vocabulary vocabulary = { 0 };
    const struct orb_link_list *links = NULL;

    (void)state;
    assert_int_equal(
        orb_vocabulary_links(&vocabulary, "loubat_datainclusion", &links, NULL), ORB_OK);
    assert_true(links->count > 0);
    for (size_t i = 0; i < links->count; i++) {
        const struct orb_link *link = &links->links[i];
        struct orb_json *service = parsed("{\"id\":\"s\",\"name\":\"Service\"}");
        struct orb_buf text = { 0 }, out = { 0 };
        struct orb_json *offers;
        struct dinc_map m;
        bool exact = strcmp(link->relation, "exact") == 0;

        orb_buf_printf(&text, "[{\"id\":\"s\",\"families\":[\"%s\"]}]", link->from);
        offers = parsed(text.data);
        start(&m, &out, NULL);
        m.x.selection.date = 20000;
        orb_jw_key(&m.json, "row");
        assert_int_equal(
            orb_dinc_map_service(
                &m, &(struct orb_exchange_row){ "s", service, NULL, offers }, NULL),
            ORB_OK);
        if ((strstr(out.data, link->to) != NULL) != exact)
            fail_msg("%s is %s %s: %s", link->from, link->relation, link->to, out.data);
        stop(&m);
        orb_json_free(service);
        orb_json_free(offers);
        orb_buf_release(&text);
        orb_buf_release(&out);
    }
    orb_vocabulary_release(&vocabulary);
}

/* ---- whole products */

static char *product(const struct orb_exporter *exporter, struct orb_buf *out,
                     const struct orb_export_options *options)
{
    char path[] = "exchange-XXXXXX";
    struct exchange_world world = { .image = { 0 } };
    struct orb_map_territory territory;
    struct orb_output file = { 0 };
    int fd = mkstemp(path);

    assert_true(fd >= 0 && close(fd) == 0);
    exchange_world_make(&world);
    territory = exchange_world_territory(&world);
    assert_int_equal(orb_output_open(&file, path, NULL), ORB_OK);
    assert_int_equal(exporter->run(&file, &territory, options, NULL), ORB_OK);
    assert_int_equal(orb_output_commit(&file, NULL), ORB_OK);
    orb_output_close(&file);
    assert_int_equal(orb_file_read(out, path, 1 << 20, NULL), ORB_OK);
    exchange_world_release(&world);
    (void)unlink(path);
    return out->data;
}

static void what_is_kept_is_in_no_product(void **state)
{
    static const struct orb_exporter *const exporters[] = { &orb_exporter_data_inclusion,
                                                            &orb_exporter_hsds };
    static const char *const absent[] = { "CACHEE",   "5.209",    "46.209",
                                          "00 00 11", "Inventée", "direction" };
    static const char *const present[] = { "Service des Lilas",
                                           "04 99 00 00 12",
                                           "accueil@lilas.example",
                                           "https://lilas.example",
                                           "5.201",
                                           "Montbas",
                                           "Répit" };
    const struct orb_export_options options = { .reference_date = ORB_DATE_NONE };

    (void)state;
    for (size_t e = 0; e < 2; e++) {
        struct orb_buf out = { 0 };
        const char *text = product(exporters[e], &out, &options);

        for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
            if (strstr(text, absent[i]) != NULL)
                fail_msg("%s holds %s: %s", exporters[e]->name, absent[i], text);
        for (size_t i = 0; i < sizeof present / sizeof present[0]; i++)
            if (strstr(text, present[i]) == NULL)
                fail_msg("%s lacks %s: %s", exporters[e]->name, present[i], text);
        orb_buf_release(&out);
    }
}

static void the_page_tells_places_hours_and_ages(void **state)
{
    static const char *const parts[] = {
        "\"total_items\": 2,",
        "\"minimum_age\": 3, \"maximum_age\": 19,",
        "\"byday\": \"MO,TU,WE,TH,FR\", \"opens_at\": \"09:00\", \"closes_at\": \"12:00\", "
        "\"notes\": \"PH off\"",
        "\"location_type\": \"virtual\", \"name\": \"À distance\"",
        "\"address_1\": \"1 rue des Lilas\", \"address_2\": \"Bâtiment B\", \"city\": "
        "\"Montbas\"",
        "\"location_type\": \"physical\", \"name\": \"Montbas\"}",
        "\"assured_date\": \"2024-10-05\"",
    };
    const struct orb_export_options options = { .reference_date = ORB_DATE_NONE };
    struct orb_buf out = { 0 };
    const char *text = product(&orb_exporter_hsds, &out, &options);

    (void)state;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (strstr(text, parts[i]) == NULL)
            fail_msg("no %s in %s", parts[i], text);
    orb_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_of_a_key_stay_in_order_and_apart),
        cmocka_unit_test(ages_are_told_from_the_lowest_to_the_highest),
        cmocka_unit_test(addresses_of_the_web_have_no_accent),
        cmocka_unit_test(names_obey_the_schema),
        cmocka_unit_test(identifiers_can_be_read_back),
        cmocka_unit_test(only_exact_families_are_themes),
        cmocka_unit_test(what_is_kept_is_in_no_product),
        cmocka_unit_test(the_page_tells_places_hours_and_ages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
