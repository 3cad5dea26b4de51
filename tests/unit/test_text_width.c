/* Widths of texts by the table of one font. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "maps/text_width.h"

#define COUNT(array) (sizeof array / sizeof array[0])

static void letters_are_as_wide_as_the_font_says(void **state)
{
    static const struct {
        const char *text;
        double regular, bold;
    } cases[] = {
        { "", 0, 0 },
        { "A", 667, 722 },
        { "i", 222, 278 },
        { "0123456789", 5560, 5560 },
        { "é", 556, 556 },
        { "Œ", 1000, 1000 },
        { "œ", 944, 944 },
        { "’", 222, 278 },
        { "«\xC2\xA0»", 556 + 278 + 556, 556 + 278 + 556 },
        { "€≤≥…–—", 556 + 549 + 549 + 1000 + 556 + 1000,
          556 + 549 + 549 + 1000 + 556 + 1000 },
        { "e\xCC\x81", 556, 556 },      /* a combining accent */
        { "\xE4\xB8\xAD", 1000, 1000 }, /* not in the font */
        { "\xF0\x9F\x99\x82", 1000, 1000 },
        { "\xFFz", 1000 + 500, 1000 + 500 }, /* not UTF-8 */
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_true(fabs(orb_text_width(cases[i].text, 1000, false) - cases[i].regular) <
                    1e-6);
        assert_true(fabs(orb_text_width(cases[i].text, 1000, true) - cases[i].bold) < 1e-6);
    }
}

static void a_text_is_cut_between_letters(void **state)
{
    static const struct {
        const char *text;
        double width;
        size_t len;
    } cases[] = {
        { "abc", 0, 0 },
        { "abc", 1111, 1 },
        { "abc", 1113, 2 },
        { "abc", 99999, 3 },
        { "é", 555, 0 },
        { "éé", 600, 2 },
        { "e\xCC\x81x", 556.5, 3 },
        { "", 10, 0 },
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(orb_text_fit(cases[i].text, 1000, false, cases[i].width),
                         cases[i].len);
}

static void characters_are_read_one_by_one(void **state)
{
    const char *text = "aé€\xF0\x9F\x99\x82\xC3";
    static const uint32_t wanted[] = { 'a', 0xE9, 0x20AC, 0x1F642, 0xFFFD, 0, 0 };

    (void)state;
    for (size_t i = 0; i < COUNT(wanted); i++)
        assert_int_equal(orb_text_next(&text), wanted[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_as_wide_as_the_font_says),
        cmocka_unit_test(a_text_is_cut_between_letters),
        cmocka_unit_test(characters_are_read_one_by_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
