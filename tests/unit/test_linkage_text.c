#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "engine/linkage/key.h"
#include "engine/linkage/name.h"
#include "engine/linkage/similarity.h"

static void is_near(const char *a, const char *b, double value, double expected)
{
    if (fabs(value - expected) > 1e-12)
        fail_msg("'%s' and '%s': %.17g, not %.17g", a, b, value, expected);
}

static void texts_are_as_alike_as_textbooks_say(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        double jaro;
        double winkler;
        size_t edits;
    } cases[] = {
        { "martha", "marhta", 17.0 / 18, 0.96111111111111111, 2 },
        { "dixon", "dicksonx", 23.0 / 30, 0.81333333333333333, 4 },
        { "", "", 0, 0, 0 },
        { "", "abc", 0, 0, 3 },
        { "abc", "abc", 1, 1, 0 },
        { "a", "b", 0, 0, 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *a = cases[i].a;
        const char *b = cases[i].b;

        is_near(a, b, orb_jaro(a, strlen(a), b, strlen(b)), cases[i].jaro);
        is_near(a, b, orb_jaro(b, strlen(b), a, strlen(a)), cases[i].jaro);
        is_near(a, b, orb_jaro_winkler(a, strlen(a), b, strlen(b)), cases[i].winkler);
        assert_int_equal(orb_levenshtein(a, strlen(a), b, strlen(b)), cases[i].edits);
    }
}

static void texts_are_as_alike_as_the_shared_values_say(void **state)
{
    char path[400];
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    bool more = true;
    size_t rows = 0;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/../shared/oracles/strings/similarity.csv",
                   getenv("ORBITE_SRCDIR"));
    if (!orb_file_exists(path))
        skip();
    assert_int_equal(orb_file_read(&text, path, (size_t)1 << 20, NULL), ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    while (orb_csv_row(&csv, &more, NULL) == ORB_OK && more) {
        const char *a = orb_csv_field(&csv, 0);
        const char *b = orb_csv_field(&csv, 1);
        double values[3];

        for (size_t i = 0; i < 3; i++)
            assert_true(orb_number_parse(&values[i], orb_csv_field(&csv, 2 + i),
                                         strlen(orb_csv_field(&csv, 2 + i))));
        is_near(a, b, orb_jaro(a, strlen(a), b, strlen(b)), values[0]);
        is_near(a, b, orb_jaro_winkler(a, strlen(a), b, strlen(b)), values[1]);
        is_near(a, b, (double)orb_levenshtein(a, strlen(a), b, strlen(b)), values[2]);
        rows++;
    }
    assert_true(rows >= 16);
    orb_csv_release(&csv);
    orb_buf_release(&text);
}

static void a_long_text_is_compared_by_its_beginning(void **state)
{
    char a[600];
    char b[600];

    (void)state;
    memset(a, 'a', sizeof a);
    memset(b, 'a', sizeof b);
    memset(b + ORB_SIMILARITY_LEN, 'b', sizeof b - ORB_SIMILARITY_LEN);
    is_near("a", "b", orb_jaro_winkler(a, sizeof a, b, sizeof b), 1);
    assert_int_equal(orb_levenshtein(a, sizeof a, b, sizeof b), 0);
}

typedef bool (*key_reader)(uint64_t *out, const char *text);

static void identifiers_written_in_two_ways_are_one(void **state)
{
    static const struct {
        key_reader read;
        const char *a;
        const char *b;
    } cases[] = {
        { orb_key_siren, "732829320", "732 829 320" },
        { orb_key_siret, "73282932000074", "732 829 320 00074" },
        { orb_key_siret, "35600000000048", "356 000 000 00048" },
        { orb_key_phone, "03 85 00 00 01", "+33 3 85 00 00 01" },
        { orb_key_phone, "0385000001", "+33 (0)3.85.00.00.01" },
        { orb_key_phone, "03-85-00-00-01", "0033385000001" },
        { orb_key_rna, "W711000001", "w711 000 001" },
        { orb_key_email, "Accueil@Example.org", "accueil@example.org " },
        { orb_key_finess, "2A0000001", "2a 0000001" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t a = 0;
        uint64_t b = 0;

        if (!cases[i].read(&a, cases[i].a) || !cases[i].read(&b, cases[i].b) || a != b ||
            a == 0)
            fail_msg("case %zu: '%s' and '%s' are not one", i, cases[i].a, cases[i].b);
    }
}

static void identifiers_that_cannot_be_are_refused(void **state)
{
    static const struct {
        key_reader read;
        const char *text;
    } cases[] = {
        { orb_key_siren, "732829321" },
        { orb_key_siren, "73282932" },
        { orb_key_siren, "000000000" },
        { orb_key_siret, "73282932000075" },
        { orb_key_siret, "35600000000046" },
        { orb_key_siret, "" },
        { orb_key_siret, "7328293200007400" },
        { orb_key_finess, "710000002" },
        { orb_key_finess, "71000000" },
        { orb_key_finess, "2A000000X" },
        { orb_key_phone, "3919" },
        { orb_key_phone, "sur rendez-vous" },
        { orb_key_phone, "" },
        { orb_key_phone, NULL },
        { orb_key_rna, "X711000001" },
        { orb_key_rna, "W71100000" },
        { orb_key_email, "accueil" },
        { orb_key_email, "@example.org" },
        { orb_key_email, "a@b" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint64_t out = 7;

        if (cases[i].read(&out, cases[i].text))
            fail_msg("case %zu: '%s' was believed", i, cases[i].text);
        assert_int_equal(out, 7);
    }
}

static void corsica_and_the_mainland_never_share_a_number(void **state)
{
    uint64_t keys[2];

    (void)state;
    assert_true(orb_key_finess(&keys[0], "2A0000014"));
    assert_true(orb_key_finess(&keys[1], "2B0000014"));
    assert_int_not_equal(keys[0], keys[1]);
}

static void names_that_mean_the_same_are_read_the_same(void **state)
{
    static const struct {
        const char *a;
        const char *b;
        const char *words;
        const char *category; /* FINESS, NULL = none */
    } cases[] = {
        { "IME Les Glycines", "Institut médico-éducatif « Les Glycines »", "glycines",
          "183" },
        { "E.S.A.T. le pont", "Établissement et service d’aide par le travail Le Pont",
          "pont", "246" },
        { "CCAS de Mâcon", "Centre communal d'action sociale de Macon", "macon", "CCAS" },
        { "APF France handicap", "Association des Paralysés de France", "apf", NULL },
        { "UDAF 71", "Union départementale des associations familiales de Saône-et-Loire",
          "udaf saone loire", NULL },
        { "FAM Le Lac", "EAM du Lac", "lac", "437" },
        { "SESSAD de l'IME Les Tilleuls", "SESSAD Les Tilleuls", "tilleuls", "182" },
        { "Association Saint-Jean", "St Jean", "saint jean", NULL },
        { "SAVS", "Service d'accompagnement à la vie sociale", "", "446" },
        { "", "«»", "", NULL },
    };
    struct orb_name_words words = { 0 };
    struct orb_name name = { { 0 }, 0 };

    (void)state;
    assert_int_equal(orb_name_words_read(&words, NULL), ORB_OK);
    for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
        const char *text = i % 2 == 0 ? cases[i / 2].a : cases[i / 2].b;
        const char *read;

        assert_int_equal(orb_name_read(&name, &words, text, NULL), ORB_OK);
        read = name.words.len > 0 ? name.words.data : "";
        if (strcmp(read, cases[i / 2].words) != 0 ||
            name.classes != orb_name_class(&words, cases[i / 2].category))
            fail_msg("'%s' is read '%s'", text, read);
    }
    orb_buf_release(&name.words);
    orb_name_words_release(&words);
}

static void categories_are_told_apart(void **state)
{
    static const char *const categories[] = { "183", "182", "246", "446", "445", "156",
                                              "189", "190", "255", "448", "500", "CCAS" };
    struct orb_name_words words = { 0 };

    (void)state;
    assert_int_equal(orb_name_words_read(&words, NULL), ORB_OK);
    for (size_t i = 0; i < sizeof categories / sizeof categories[0]; i++)
        for (size_t j = 0; j < i; j++)
            assert_int_equal(orb_name_class(&words, categories[i]) &
                                 orb_name_class(&words, categories[j]),
                             0);
    assert_true(orb_name_class(&words, "437") == orb_name_class(&words, "448"));
    assert_true(orb_name_class(&words, "101") == ORB_NAME_OTHER_CATEGORY);
    assert_int_equal(orb_name_class(&words, ""), 0);
    /* All the categories of the vocabulary found a bit of their own. */
    for (size_t i = 0; i < words.sigles->count; i++)
        assert_true((words.term_classes[i] != 0) ==
                    (words.sigles->terms[i].parent[0] != '\0'));
    orb_name_words_release(&words);
}

static void missing_memory_is_told(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct orb_name_words words = { 0 };
        struct orb_name name = { { 0 }, 0 };
        enum orb_status status;

        orb_alloc_fail_after(n);
        status = orb_name_words_read(&words, NULL);
        if (status == ORB_OK)
            status = orb_name_read(&name, &words, "UDAF 71 « Les Glycines »", NULL);
        orb_alloc_fail_after(-1);
        if (status == ORB_OK)
            assert_string_equal(name.words.data, "udaf saone loire glycines");
        orb_buf_release(&name.words);
        orb_name_words_release(&words);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
        n += n / 50; /* thousands of allocations: all of the first, some of the last */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_as_alike_as_textbooks_say),
        cmocka_unit_test(texts_are_as_alike_as_the_shared_values_say),
        cmocka_unit_test(a_long_text_is_compared_by_its_beginning),
        cmocka_unit_test(identifiers_written_in_two_ways_are_one),
        cmocka_unit_test(identifiers_that_cannot_be_are_refused),
        cmocka_unit_test(corsica_and_the_mainland_never_share_a_number),
        cmocka_unit_test(names_that_mean_the_same_are_read_the_same),
        cmocka_unit_test(categories_are_told_apart),
        cmocka_unit_test(missing_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
