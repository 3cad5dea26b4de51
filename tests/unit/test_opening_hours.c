#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "importers/opening_hours.h"

static void weeks_months_and_holidays_are_read(void **state)
{
    static const char *const good[] = {
        "24/7",
        "Mo-Fr 08:30-12:30,14:00-19:00; Sa 09:00-12:30; PH off",
        "Mo,We,Fr 09:00-12:00",
        "Mo-Fr 09:00-12:00, Sa 10:00-12:00",
        "09:00-18:00",
        "Mo-Su",
        "Fr 22:00-26:00",
        "We[1] 14:00-16:00; Fr[-1] off",
        "Apr-Oct Mo-Su 09:00-21:00; Nov-Mar We,Sa 10:00-18:00",
        "Jan,Mar-May 10:00-12:00",
        "Dec 25 off",
        "Dec 24-26 closed",
        "Jul 01-Aug 31: Mo-Fr 08:00-12:00",
        "SH Mo-Fr 10:00-12:00; PH,Su closed",
        "off",
    };

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (!orb_opening_hours_is(good[i]))
            fail_msg("refused: %s", good[i]);
}

static void free_text_and_what_is_not_read_are_refused(void **state)
{
    static const char *const bad[] = {
        "",
        " ",
        ":",
        ";",
        "9h-12h du lundi au vendredi",
        "lundi 9:00-12:00",
        "Mo-Fr 9-12",
        "Mo-Fr 9:00-12:00",
        "Mo-Fr 08:60-12:00",
        "Mo-Fr 24:00-25:00",
        "Mo-Fr 08:00-27:00",
        "Mo-Fr 08:00-",
        "Mo-Fr 08:00-12:00;",
        "Mo-Fr 08:00-12:00 \"sur rendez-vous\"",
        "Mo-Fr sunrise-sunset",
        "week 1-53 Mo 08:00-12:00",
        "2025 Mo 08:00-12:00",
        "We[6] 14:00-16:00",
        "Dec 32 off",
        "Mo-",
        "Mo-Fr 08:00-12:00 || open",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (orb_opening_hours_is(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_months_and_holidays_are_read),
        cmocka_unit_test(free_text_and_what_is_not_read_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
