#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "engine/base/alloc.h"
#include "engine/model/address.h"

typedef void (*to_form)(struct orb_buf *out, const char *text);

static void becomes(to_form form, const char *text, const char *expected)
{
    struct orb_buf out = { 0 };

    form(&out, text);
    assert_int_equal(orb_buf_check(&out, NULL), ORB_OK);
    if (strcmp(out.len > 0 ? out.data : "", expected) != 0)
        fail_msg("'%s' became '%s', not '%s'", text, out.len > 0 ? out.data : "", expected);
    orb_buf_release(&out);
}

static void what_is_no_place_is_left_out(void **state)
{
    static const char *const cases[][2] = {
        { "14 rue Haute BP 12 21000 Dijon CEDEX 9", "14 rue Haute 21000 Dijon" },
        { "TSA 50001 14, rue Haute", "14, rue Haute" },
        { "BP123 rue Haute", "rue Haute" },
        { "1er étage 3 rue Basse", "3 rue Basse" },
        { "rue des Étages", "rue des Étages" },
        { "Villers s/Mer", "Villers s/Mer" },
        { "Villers s/ Mer", "Villers sur Mer" },
        { "Villers-S/S-Bois", "Villers sous Bois" },
        { "Lieudit Le Bas", "Le Bas" },
        { "ﬁlature  du\tbas", "filature du bas" },
        { "e\xcc\x81glise", "église" },
        { "caf\xe9", "caf\xe9" },
        { "s/", "sur" },
        { "BP", "BP" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        becomes(orb_address_clean, cases[i][0], cases[i][1]);
}

static void addresses_written_in_two_ways_have_one_key(void **state)
{
    static const char *const cases[][2] = {
        { "12, Av. de la République BP 3", "12 avenue de la republique" },
        { "12 AVENUE DE LA REPUBLIQUE CEDEX", "12 avenue de la republique" },
        { "Résidence du Lac, 0012 av. de la République", "12 avenue de la republique" },
        { "28 bis, imp. des Pétrels", "28b impasse des petrels" },
        { "28BIS IMPASSE DES PETRELS", "28b impasse des petrels" },
        { "4 CHE CHEMIN DES ST JEAN", "4 chemin des saint jean" },
        { "6 r. Ste Anne", "6 rue sainte anne" },
        { "rue de l'Œuvre", "rue de l oeuvre" },
        { "3 place R Salengro", "3 place r salengro" },
        { "", "" },
        { "BP 12", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        becomes(orb_address_key, cases[i][0], cases[i][1]);
}

/* The cases of addok-france kept beside the sources. */
static void addresses_are_read_as_addok_does(void **state)
{
    static const struct {
        const char *group;
        to_form form;
    } groups[] = {
        { "clean_query", orb_address_clean },
        { "extract_address", orb_address_extract },
        { "glue_ordinal", orb_address_glue_ordinal },
        { "fold_ordinal", orb_address_fold_ordinal },
        { "remove_leading_zeros", orb_address_strip_zeros },
    };
    char path[400];
    json_t *cases;

    (void)state;
    (void)snprintf(path, sizeof path,
                   "%s/../shared/data/geocode/addok_france_clean_query.json",
                   getenv("ORBITE_SRCDIR"));
    cases = json_load_file(path, 0, NULL);
    if (cases == NULL)
        skip();
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        json_t *group = json_object_get(cases, groups[i].group);

        assert_true(json_array_size(group) > 0);
        for (size_t j = 0; j < json_array_size(group); j++) {
            json_t *pair = json_array_get(group, j);

            becomes(groups[i].form, json_string_value(json_array_get(pair, 0)),
                    json_string_value(json_array_get(pair, 1)));
        }
    }
    json_decref(cases);
}

static void missing_memory_is_told(void **state)
{
    (void)state;
    for (long n = 0;; n++) {
        struct orb_buf out = { 0 };
        enum orb_status status;

        orb_alloc_fail_after(n);
        orb_address_key(&out, "Résidence du Lac 12 bis av. de la République BP 4");
        orb_alloc_fail_after(-1);
        status = orb_buf_check(&out, NULL);
        if (status == ORB_OK)
            assert_string_equal(out.data, "12b avenue de la republique");
        orb_buf_release(&out);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_place_is_left_out),
        cmocka_unit_test(addresses_written_in_two_ways_have_one_key),
        cmocka_unit_test(addresses_are_read_as_addok_does),
        cmocka_unit_test(missing_memory_is_told),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
