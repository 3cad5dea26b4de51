#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>
#include <zlib.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/model/commune.h"
#include "engine/model/territory.h"

struct expected {
    const char *departement;
    const char *code;
    const char *postcode;
    const char *town;
    const char *found;
    const char *parent;
    const char *status;
};

static void is_found(const struct orb_communes *communes, const struct expected *e)
{
    struct orb_commune_query query = { e->departement, e->code, e->postcode, e->town };
    struct orb_commune_answer answer;

    assert_int_equal(orb_commune_find(&answer, communes, &query, NULL), ORB_OK);
    if (strcmp(answer.code, e->found) != 0 ||
        strcmp(orb_commune_status_name(answer.status), e->status) != 0 ||
        (e->parent != NULL && strcmp(answer.parent, e->parent) != 0))
        fail_msg("'%s' '%s' '%s' '%s': '%s' %s, not '%s' %s",
                 e->departement != NULL ? e->departement : "",
                 e->code != NULL ? e->code : "", e->postcode != NULL ? e->postcode : "",
                 e->town != NULL ? e->town : "", answer.code,
                 orb_commune_status_name(answer.status), e->found, e->status);
}

static const struct orb_territory small[] = {
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "71270",
      .name = "Mâcon",
      .postcodes = "71000,71850" },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "71105",
      .name = "Charnay-lès-Mâcon",
      .postcodes = "71850" },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "71076",
      .name = "Chalon-sur-Saône",
      .postcodes = "71100" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "71500",
      .name = "Saint-Rémy-le-Bas",
      .successor = "71076" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "71076",
      .name = "Chalon",
      .successor = "71076" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "71900",
      .name = "Perdue",
      .successor = "71901" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "71901",
      .name = "Perdue aussi",
      .successor = "71900" },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "75056",
      .name = "Paris",
      .postcodes = "75012,75016,75116" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "75112",
      .name = "Paris 12e",
      .successor = "75056",
      .postcodes = "75012" },
    { .kind = ORB_TERRITORY_COMMUNE_OLD,
      .code = "75116",
      .name = "Paris 16e",
      .successor = "75056",
      .postcodes = "75016,75116" },
    { .kind = ORB_TERRITORY_COMMUNE,
      .code = "97701",
      .name = "Saint-Barthélemy",
      .postcodes = "97133" },
    { .kind = ORB_TERRITORY_EPCI, .code = "200000000", .name = "Ailleurs" },
};

static enum orb_status make_small(struct orb_communes *communes)
{
    for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
        enum orb_status status = orb_communes_add(communes, &small[i], NULL);

        if (status != ORB_OK)
            return status;
    }
    orb_communes_sort(communes);
    return ORB_OK;
}

static void a_commune_is_found_from_what_a_source_says(void **state)
{
    static const struct expected cases[] = {
        { NULL, "71270", NULL, NULL, "71270", "71270", "ok" },
        { "71", "270", NULL, NULL, "71270", NULL, "ok" },
        { NULL, "71500", NULL, NULL, "71076", NULL, "ok" },
        { "9A", "123", NULL, NULL, "97701", NULL, "ok" },
        { NULL, NULL, "71850", "MACON CEDEX 9", "71270", NULL, "ok" },
        { NULL, NULL, "71100", "ST REMY LE BAS", "71076", NULL, "ok" },
        { NULL, NULL, "71009", "Mâcon Cedex", "71270", NULL, "name_in_departement" },
        { NULL, NULL, "71850", "Charnay", "71105", NULL, "prefix" },
        { "71", NULL, NULL, "Charnay", "71105", NULL, "prefix" },
        { NULL, NULL, "71100", NULL, "71076", NULL, "cp_only" },
        { NULL, NULL, "71850", NULL, "", NULL, "ambiguous" },
        { NULL, "71900", NULL, NULL, "", NULL, "unknown" },
        { NULL, NULL, NULL, NULL, "", NULL, "unknown" },
        { NULL, NULL, "71850 et plus", "Nulle part", "", NULL, "unknown" },
        { NULL, NULL, "75016", "Paris", "75116", "75056", "ok" },
        { NULL, NULL, NULL, "PARIS 12E ARRONDISSEMENT", "75112", "75056", "ok" },
        { NULL, "75056", NULL, NULL, "75056", "75056", "ok" },
        { NULL, "75112", NULL, NULL, "75112", "75056", "ok" },
    };
    struct orb_communes communes = { 0 };

    (void)state;
    assert_int_equal(make_small(&communes), ORB_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        is_found(&communes, &cases[i]);
    orb_communes_release(&communes);
}

static json_t *unpacked(const char *name)
{
    char path[400];
    static char text[1 << 24];
    gzFile file;
    int len;

    (void)snprintf(path, sizeof path, "%s/../shared/%s", getenv("ORBITE_SRCDIR"), name);
    file = gzopen(path, "rb");
    if (file == NULL)
        return NULL;
    len = gzread(file, text, sizeof text);
    assert_true(len > 0 && (size_t)len < sizeof text);
    (void)gzclose(file);
    return json_loadb(text, (size_t)len, 0, NULL);
}

static const char *get(json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

static void add_shared(struct orb_communes *c, json_t *place)
{
    bool current = strcmp(get(place, "type"), "commune-actuelle") == 0;
    const char *of = get(place, "chefLieu");
    struct orb_territory t = {
        .kind = current ? ORB_TERRITORY_COMMUNE : ORB_TERRITORY_COMMUNE_OLD,
        .code = get(place, "code"),
        .name = get(place, "nom"),
        .successor = of != NULL ? of : get(place, "commune"),
    };
    json_t *list = json_object_get(place, "codesPostaux");

    assert_int_equal(orb_communes_add(c, &t, NULL), ORB_OK);
    for (size_t i = 0; i < json_array_size(list); i++)
        assert_int_equal(orb_communes_add_postcode(
                             c, json_string_value(json_array_get(list, i)), t.code, NULL),
                         ORB_OK);
    list = json_object_get(place, "anciensCodes");
    for (size_t i = 0; i < json_array_size(list); i++) {
        struct orb_territory old = { .kind = ORB_TERRITORY_COMMUNE_OLD,
                                     .successor = t.code };

        old.code = json_string_value(json_array_get(list, i));
        assert_int_equal(orb_communes_add(c, &old, NULL), ORB_OK);
    }
}

static void the_shared_cases_are_found(void **state)
{
    json_t *places = unpacked("data/communes/communes.json.gz");
    json_t *posts = unpacked("data/communes/codes-postaux.json.gz");
    struct orb_communes communes = { 0 };
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    char path[400];
    bool more = true;
    size_t rows = 0;

    (void)state;
    if (places == NULL || posts == NULL)
        skip();
    for (size_t i = 0; i < json_array_size(places); i++)
        add_shared(&communes, json_array_get(places, i));
    for (size_t i = 0; i < json_array_size(posts); i++)
        assert_int_equal(orb_communes_add_postcode(
                             &communes, get(json_array_get(posts, i), "codePostal"),
                             get(json_array_get(posts, i), "codeCommune"), NULL),
                         ORB_OK);
    orb_communes_sort(&communes);
    (void)snprintf(path, sizeof path,
                   "%s/../shared/oracles/geocode/commune_normalisation.csv",
                   getenv("ORBITE_SRCDIR"));
    assert_int_equal(orb_file_read(&text, path, (size_t)1 << 20, NULL), ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    for (; orb_csv_row(&csv, &more, NULL) == ORB_OK && more; rows++) {
        struct expected e = { .departement = orb_csv_field(&csv, 0),
                              .code = orb_csv_field(&csv, 1),
                              .postcode = orb_csv_field(&csv, 2),
                              .town = orb_csv_field(&csv, 3),
                              .found = orb_csv_field(&csv, 4),
                              .status = orb_csv_field(&csv, 6) };
        struct orb_commune_query query = { e.departement, e.code, e.postcode, e.town };
        struct orb_commune_answer answer;

        is_found(&communes, &e);
        assert_int_equal(orb_commune_find(&answer, &communes, &query, NULL), ORB_OK);
        assert_string_equal(answer.postcode, orb_csv_field(&csv, 5));
    }
    assert_int_equal(rows, 38);
    orb_csv_release(&csv);
    orb_buf_release(&text);
    orb_communes_release(&communes);
    json_decref(places);
    json_decref(posts);
}

static void missing_memory_is_told(void **state)
{
    static const struct orb_commune_query query = { .postcode = "71009",
                                                    .town = "Mâcon Cedex" };

    (void)state;
    for (long n = 0;; n++) {
        struct orb_communes communes = { 0 };
        struct orb_commune_answer answer;
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = make_small(&communes);
        if (status == ORB_OK)
            status = orb_commune_find(&answer, &communes, &query, NULL);
        orb_alloc_fail_after(-1);
        orb_communes_release(&communes);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commune_is_found_from_what_a_source_says),
        cmocka_unit_test(the_shared_cases_are_found),
        cmocka_unit_test(missing_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
