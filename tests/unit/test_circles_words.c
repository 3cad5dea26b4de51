/* Words and numbers of the concentric map. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "maps/circles_ink.h"
#include "maps/circles_words.h"

#define COUNT(array) (sizeof array / sizeof array[0])

static void places_are_told_for_what_they_are(void **state)
{
    static const struct {
        struct orb_partner partner;
        const char *brief;
        const char *full;
    } cases[] = {
        { { .state = ORB_PARTNER_UNKNOWN, .authorised = 35, .installed = -1 },
          "35 auth.",
          "35 authorised places, to check" },
        { { .state = ORB_PARTNER_UNKNOWN, .authorised = 1, .installed = 3 },
          "1 auth.",
          "1 authorised place (3 installed), to check" },
        { { .state = ORB_PARTNER_UNKNOWN,
            .authorised = -1,
            .installed = -1,
            .state_old = true },
          "",
          "places to check (said too long ago)" },
        { { .state = ORB_PARTNER_PLACE, .authorised = 24, .installed = 24, .places = 2 },
          "2 pl.",
          "2 known places on 2026-11-03, 24 authorised places" },
        { { .state = ORB_PARTNER_PLACE, .authorised = -1, .installed = -1, .places = -1 },
          "a place",
          "place known on 2026-11-03" },
        { { .state = ORB_PARTNER_FULL, .authorised = -1, .installed = -1 },
          "full",
          "full on 2026-11-03" },
        { { .state = ORB_PARTNER_NO_NOTION, .authorised = 4 }, "", "no notion of place" },
        { { .state = ORB_PARTNER_SET_ASIDE, .reason = "18 to 25" },
          "18 to 25",
          "set aside: 18 to 25" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct orb_partner partner = cases[i].partner;
        struct orb_buf words = { 0 };

        partner.places_on = orb_date_make(2026, 11, 3);
        orb_buf_text(&words, "");
        orb_circle_short_words(&words, &partner);
        assert_string_equal(words.data, cases[i].brief);
        orb_buf_clear(&words);
        orb_circle_place_words(&words, &partner, false);
        assert_string_equal(words.data, cases[i].full);
        orb_buf_release(&words);
    }
}

static void numbers_are_hundredths_without_ornament(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {
        { 0, "0" },        { -0.004, "0" },    { 0.005, "0.01" },  { -0.005, "-0.01" },
        { 12, "12" },      { 12.5, "12.5" },   { 12.05, "12.05" }, { -3.999, "-4" },
        { 0.125, "0.13" }, { 100.1, "100.1" }, { -0.5, "-0.5" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct orb_buf out = { 0 };

        orb_ink_number(&out, cases[i].value);
        assert_string_equal(out.data, cases[i].text);
        orb_buf_release(&out);
    }
}

static void counts_are_grouped_by_three(void **state)
{
    static const struct {
        size_t value;
        const char *english, *french;
    } cases[] = { { 0, "0", "0" },
                  { 999, "999", "999" },
                  { 1000, "1,000",
                    "1\xC2\xA0"
                    "000" },
                  { 1234567, "1,234,567",
                    "1\xC2\xA0"
                    "234\xC2\xA0"
                    "567" } };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct orb_buf out = { 0 };

        orb_circle_count(&out, cases[i].value, false);
        assert_string_equal(out.data, cases[i].english);
        orb_buf_clear(&out);
        orb_circle_count(&out, cases[i].value, true);
        assert_string_equal(out.data, cases[i].french);
        orb_buf_release(&out);
    }
}

static void a_line_of_the_table_tells_other_families(void **state)
{
    struct orb_partner partner = { .state = ORB_PARTNER_NO_NOTION,
                                   .circle = ORB_CIRCLE_C2,
                                   .family = 3,
                                   .families = 1U << 1 | 1U << 2 | 1U << 4,
                                   .commune = "Belley",
                                   .way = "≈ 17 min" };
    struct orb_buf words = { 0 };

    (void)state;
    orb_circle_table_words(&words, &partner, false);
    assert_string_equal(words.data, "no notion of place · Belley · ≈ 17 min · also: 2, 5");
    partner.circle = ORB_CIRCLE_C4;
    orb_buf_clear(&words);
    orb_circle_table_words(&words, &partner, false);
    assert_string_equal(words.data,
                        "family 3 · no notion of place · Belley · ≈ 17 min · also: 2, 5");
    orb_buf_release(&words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_are_told_for_what_they_are),
        cmocka_unit_test(numbers_are_hundredths_without_ornament),
        cmocka_unit_test(counts_are_grouped_by_three),
        cmocka_unit_test(a_line_of_the_table_tells_other_families),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
