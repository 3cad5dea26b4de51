#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/buf.h"
#include "engine/model/terms.h"
#include "maps/gpkg_geometry.h"
#include "maps/offer_columns.h"
#include "maps/offer_words.h"
#include "maps/phone.h"

static void a_french_number_is_written_in_pairs_and_no_other(void **state)
{
    static const struct {
        const char *text, *written;
    } cases[] = {
        { "0474454647", "04 74 45 46 47" },
        { "04.74.45.46.47", "04 74 45 46 47" },
        { "04-74-45-46-47 ", "04 74 45 46 47" },
        { "+33 4 74 45 46 47", "04 74 45 46 47" },
        { "+33 (0)4 74 45 46 47", "04 74 45 46 47" },
        { "0033474454647", "04 74 45 46 47" },
        { "3646", "3646" },
        { "+41 22 123 45 67", "+41 22 123 45 67" },
        { "04 74 45 46 4", "04 74 45 46 4" },
        { "04 74 45 46 47 8", "04 74 45 46 47 8" },
        { "00 74 45 46 47", "00 74 45 46 47" },
        { "04 74 45 46 47 poste 3", "04 74 45 46 47 poste 3" },
        { "", "" },
    };
    char out[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(orb_phone_write(out, sizeof out, cases[i].text),
                            cases[i].written);
    assert_string_equal(orb_phone_write(out, 6, "0474454647"), "04 74");
}

static void a_telephone_number_is_found_where_text_starts_with_it(void **state)
{
    static const struct {
        const char *text;
        size_t len;
    } cases[] = {
        { "04 74 45 46 47", 14 },
        { "0474454647, le matin", 10 },
        { "04.74.45.46.47.", 14 },
        { "+33 4 74 45 46 47", 17 },
        { "04 74 45 46 47 48", 0 },
        { "04 74 45 46", 0 },
        { "0  474454647", 0 },
        { "2026-11-23", 0 },
        { "+1", 0 },
        { "a 0474454647", 0 },
        { "", 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(orb_phone_len(cases[i].text), cases[i].len);
}

static void ages_are_told_in_years_and_months(void **state)
{
    static const struct {
        int32_t min, max;
        const char *french, *english;
    } cases[] = {
        { 0, 240, "moins de 20 ans", "under 20 years" },
        { 42, 240, "de 3 ans 6 mois à moins de 20 ans",
          "from 3 years 6 months to under 20 years" },
        { 1, 13, "de 1 mois à moins de 1 an 1 mois",
          "from 1 month to under 1 year 1 month" },
        { 216, ORB_AGE_NO_MAX, "à partir de 18 ans", "from 18 years" },
        { 216, ORB_AGE_UNKNOWN, "à partir de 18 ans (âge maximal à vérifier)",
          "from 18 years (highest age to verify)" },
        { 0, ORB_AGE_UNKNOWN, "dès la naissance (âge maximal à vérifier)",
          "from birth (highest age to verify)" },
        { 0, ORB_AGE_NO_MAX, "tout âge", "any age" },
        { ORB_AGE_UNKNOWN, 72, "moins de 6 ans", "under 6 years" },
    };
    struct orb_buf out = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        orb_buf_clear(&out);
        orb_words_of_ages(&out, cases[i].min, cases[i].max, ORB_CELL_FRENCH);
        assert_string_equal(out.data, cases[i].french);
        orb_buf_clear(&out);
        orb_words_of_ages(&out, cases[i].min, cases[i].max, ORB_CELL_ENGLISH);
        assert_string_equal(out.data, cases[i].english);
    }
    orb_buf_release(&out);
}

/* A word on places always comes with its day; an old one is to verify again. */
static void a_state_says_how_many_and_when(void **state)
{
    static const struct {
        int32_t places;
        enum orb_offer_state state;
        bool old;
        const char *french;
    } cases[] = {
        { -1, ORB_STATE_UNKNOWN, false, "à vérifier" },
        { -1, ORB_STATE_NO_NOTION, false, "sans notion de place" },
        { 1, ORB_STATE_PLACE, false, "1 place au 02/11/2026" },
        { 3, ORB_STATE_PLACE, false, "3 places au 02/11/2026" },
        { 0, ORB_STATE_FULL, false, "complet au 02/11/2026" },
        { 0, ORB_STATE_UNKNOWN, true, "à vérifier (complet au 02/11/2026)" },
    };
    struct orb_cat_offer row = { 0 };
    struct orb_cat_detail detail = { .places_on = orb_date_make(2026, 11, 2) };
    struct orb_map_offer offer = { .row = &row, .detail = &detail };
    struct orb_buf out = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        row.places_available = cases[i].places;
        offer.state = cases[i].state;
        offer.state_old = cases[i].old;
        orb_buf_clear(&out);
        orb_words_of_state(&out, &offer, ORB_CELL_FRENCH);
        assert_string_equal(out.data, cases[i].french);
    }
    orb_buf_clear(&out);
    orb_words_of_state(&out, &offer, ORB_CELL_ENGLISH);
    assert_string_equal(out.data, "to verify (full on 2026-11-02)");
    orb_buf_release(&out);
}

static void what_is_inferred_is_listed_in_one_order(void **state)
{
    struct orb_buf out = { 0 };

    (void)state;
    orb_words_of_inferred(&out, ORB_INFERRED_PUBLICS | ORB_INFERRED_AGES, ORB_CELL_TOKENS);
    assert_string_equal(out.data, "ages;publics");
    orb_buf_clear(&out);
    orb_words_of_inferred(&out, ORB_INFERRED_PUBLICS | ORB_INFERRED_AGES, ORB_CELL_FRENCH);
    assert_string_equal(out.data, "âges, publics");
    orb_buf_clear(&out);
    orb_words_of_inferred(&out, 0, ORB_CELL_FRENCH);
    assert_int_equal(out.len, 0);
    orb_buf_release(&out);
}

static void every_column_has_a_name_and_a_label_in_both_languages(void **state)
{
    (void)state;
    for (size_t i = 0; i < ORB_COLUMNS; i++) {
        assert_non_null(orb_columns[i].name);
        for (size_t k = 0; k < 2; k++) {
            assert_non_null(orb_columns[i].label[k]);
            assert_true(orb_columns[i].label[k][0] != '\0');
            assert_non_null(orb_columns[i].definition[k]);
            for (size_t j = 0; j < i; j++) {
                assert_string_not_equal(orb_columns[j].name, orb_columns[i].name);
                assert_string_not_equal(orb_columns[j].label[k], orb_columns[i].label[k]);
            }
        }
        assert_true((orb_columns[i].definition[0][0] == '\0') ==
                    (orb_columns[i].definition[1][0] == '\0'));
    }
}

static void a_geometry_gives_its_box_back(void **state)
{
    static const unsigned char wkb[] = {
        1,    6,    0, 0,    0, 1, 0, 0, 0, 1, 3, 0, 0, 0, 1, 0, 0,    0,    4, 0, 0, 0,
        0,    0,    0, 0,    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,    0,    0, 0, 0, 0,
        0xf0, 0x3f, 0, 0,    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0,
        0,    0,    0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,    0,    0, 0
    };
    const struct orb_map_position point = { -401235, 46612346 };
    struct orb_buf out = { 0 };
    double box[4];
    size_t len = 0;

    (void)state;
    orb_gpkg_point(&out, point);
    assert_int_equal(out.len, 29);
    assert_true(orb_gpkg_box(out.data, out.len, box));
    assert_true(box[0] == -0.401235 && box[1] == -0.401235);
    assert_true(box[2] == 46.612346 && box[3] == 46.612346);
    orb_buf_clear(&out);
    assert_true(orb_gpkg_polygons(&out, wkb, sizeof wkb));
    assert_true(orb_gpkg_box(out.data, out.len, box));
    assert_true(box[0] == 0 && box[1] == 1 && box[2] == 0 && box[3] == 2);
    assert_memory_equal(orb_gpkg_wkb(out.data, out.len, &len), wkb, sizeof wkb);
    assert_int_equal(len, sizeof wkb);
    /* Cut short, it is none. */
    for (size_t cut = 0; cut < sizeof wkb; cut++) {
        struct orb_buf none = { 0 };

        assert_false(orb_gpkg_polygons(&none, wkb, cut));
        assert_int_equal(none.len, 0);
        orb_buf_release(&none);
    }
    assert_false(orb_gpkg_box("GP", 2, box));
    assert_false(orb_gpkg_box(NULL, 0, box));
    orb_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_french_number_is_written_in_pairs_and_no_other),
        cmocka_unit_test(a_telephone_number_is_found_where_text_starts_with_it),
        cmocka_unit_test(ages_are_told_in_years_and_months),
        cmocka_unit_test(a_state_says_how_many_and_when),
        cmocka_unit_test(what_is_inferred_is_listed_in_one_order),
        cmocka_unit_test(every_column_has_a_name_and_a_label_in_both_languages),
        cmocka_unit_test(a_geometry_gives_its_box_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
