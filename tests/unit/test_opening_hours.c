#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdio.h>

#include "engine/model/opening_hours.h"
#include "engine/model/opening_week.h"

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
        "Mo-PH",
        "PH-Fr 08:00-12:00",
        "PH[1] off",
        "Sep 20-04 off",
        "Nov 31 off",
        "Feb 30-Mar 02 off",
        "Dec:",
        "Jan 28, Th 10:00-12:00",
        "Mo-Fr 08:00-12:00 || open",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (orb_opening_hours_is(bad[i]))
            fail_msg("taken: %s", bad[i]);
}

static void what_is_written_can_be_read_by_all(void **state)
{
    static const struct {
        const char *text, *written;
    } cases[] = {
        { "Mo-Fr 09:00-12:00; PH off", "Mo-Fr 09:00-12:00; PH off" },
        { "Mo 09:00-12:00 || \"sur rendez-vous\"",
          "Mo 09:00-12:00 || \"sur rendez-vous\"" },
        { "\"sur rendez-vous\"", "\"sur rendez-vous\"" },
        { "9h-12h du lundi au vendredi", "\"9h-12h du lundi au vendredi\"" },
        { "le \"matin\"\nou le soir", "\"le 'matin' ou le soir\"" },
        { "Mo 9-12 || \"x\"", "\"Mo 9-12 || 'x'\"" },
        { "\"a\" b \"c\"", "\"'a' b 'c'\"" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf out = { 0 };

        orb_opening_hours_write(&out, cases[i].text);
        assert_string_equal(out.data, cases[i].written);
        orb_buf_release(&out);
    }
}

/* "MoTu 540-720 3Fr 840-1080 PH off" */
static void tell(char *out, size_t cap, const struct orb_opening_week *week)
{
    static const char *const names[] = { "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su" };
    size_t len = 0;

    for (size_t i = 0; i < week->count; i++) {
        const struct orb_week_row *row = &week->rows[i];

        len += (size_t)snprintf(out + len, cap - len, "%s", len > 0 ? " " : "");
        if (row->rank != 0)
            len += (size_t)snprintf(out + len, cap - len, "%d", row->rank);
        for (int d = 0; d < ORB_WEEK_DAYS; d++)
            if ((row->days & 1U << d) != 0)
                len += (size_t)snprintf(out + len, cap - len, "%s", names[d]);
        len += (size_t)snprintf(out + len, cap - len, " %d-%d", row->opens_min,
                                row->closes_min);
    }
    (void)snprintf(out + len, cap - len, "%s%s", week->notes[0] != '\0' ? " " : "",
                   week->notes);
}

static void a_week_is_rows_that_add_up(void **state)
{
    static const struct {
        const char *text, *rows; /* NULL = rows cannot say it */
    } cases[] = {
        { "Mo-We 09:00-12:00,14:00-17:00", "MoTuWe 540-720 MoTuWe 840-1020" },
        { "Mo-Fr 09:00-12:00; We 14:00-16:00", "MoTuThFr 540-720 We 840-960" },
        { "Mo-Fr 09:00-12:00, We 14:00-16:00", "MoTuWeThFr 540-720 We 840-960" },
        { "Mo-Fr 09:00-12:00; We off; PH off", "MoTuThFr 540-720 PH off" },
        { "Mo-Sa 08:00-12:00; Su,PH off", "MoTuWeThFrSa 480-720 PH off" },
        { "Mo 08:00-12:00; PH,SH off; Dec 25 off", "Mo 480-720 PH,SH off; Dec 25 off" },
        { "Mo 08:00-12:00; PH 10:00-11:00", "Mo 480-720 PH 10:00-11:00" },
        { "Sa-Mo 10:00-11:00", "MoSaSu 600-660" },
        { "Fr 22:00-02:00", "Fr 1320-1560" },
        { "Fr 22:00-26:00", "Fr 1320-1560" },
        { "24/7", "MoTuWeThFrSaSu 0-1440" },
        { "Sa", "Sa 0-1440" },
        { "09:00-10:00", "MoTuWeThFrSaSu 540-600" },
        { "Mo[1] 14:00-16:00", "1Mo 840-960" },
        { "Mo,Th 10:00-12:00, Fr[-1] 14:00-18:00", "MoTh 600-720 -1Fr 840-1080" },
        { "Mo[1],Th[1] 14:00-16:00", "1MoTh 840-960" },
        { "off", "" },
        { "Mo-Th 10:00-20:00, Fr 22:00-02:00", "MoTuWeTh 600-1200 Fr 1320-1560" },
        { "Fr 22:00-02:00; Sa off", NULL },
        { "Mo 00:15-26:30", NULL },
        { "Mo 10:00-12:00; 14:00-16:00", NULL },
        { "Mo-Fr 09:00-17:00; We 12:00-13:00 off", NULL },
        { "Mo 10:00-12:00, PH 14:00-15:00", NULL },
        { "Mo 10:00-12:00; Dec 24: 10:00-11:00 off", NULL },
        { "PH off; Mo 08:00-12:00", NULL },
        { "Mo 10:00-12:00; Mo[1] 14:00-16:00", NULL },
        { "Mo-Fr 10:00-12:00; Mo[1] off", NULL },
        { "Mo[1],Tu 14:00-16:00", NULL },
        { "Mo,PH 10:00-12:00", NULL },
        { "SH Mo-Fr 10:00-12:00", NULL },
        { "Apr-Oct Mo-Su 09:00-21:00; Nov-Mar We,Sa 10:00-18:00", NULL },
        { "Jul 01-Aug 31: Mo-Fr 08:00-12:00", NULL },
        { "9h-12h", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_opening_week week;
        char rows[400] = "";
        bool read = orb_opening_week_read(&week, cases[i].text);

        if (read != (cases[i].rows != NULL))
            fail_msg("%s: %s", cases[i].text, read ? "read" : "not read");
        if (!read)
            continue;
        tell(rows, sizeof rows, &week);
        assert_string_equal(rows, cases[i].rows);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weeks_months_and_holidays_are_read),
        cmocka_unit_test(free_text_and_what_is_not_read_are_refused),
        cmocka_unit_test(what_is_written_can_be_read_by_all),
        cmocka_unit_test(a_week_is_rows_that_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
