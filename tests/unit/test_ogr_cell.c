#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/ogr/ogr.h"

static void numbers_and_days_are_as_people_wrote_them(void **state)
{
    static const char *const cells[][2] = {
        { "59260.0", "59260" },
        { "60487647500499.0", "60487647500499" },
        { "6.0487647500499E13", "60487647500499" },
        { "-12.0", "-12" },
        { "2026/02/23", "2026-02-23" },
        { "2026/02/23 10:30:00", "2026-02-23T10:30:00" },
        { "0.5000000000000000", "0.5" },
        { "0.10000000000000001", "0.1" },
        /* what is left alone */
        { "01001", "01001" },
        { "10.5", "10.5" },
        { "3.14159", "3.14159" },
        { "1.5E-7", "1.5E-7" },
        { "1.0E300", "1.0E300" },
        { "9.0071992547409930E17", "9.0071992547409930E17" },
        { "2026/02/23/1", "2026/02/23/1" },
        { "07 66 72 12 38", "07 66 72 12 38" },
        { "1.2.0", "1.2.0" },
        { "59260.0 habitants", "59260.0 habitants" },
        { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        struct orb_buf out = { 0 };

        cli_ogr_cell(&out, cells[i][0]);
        orb_buf_char(&out, '.');
        out.data[out.len - 1] = '\0';
        assert_string_equal(out.data, cells[i][1]);
        orb_buf_release(&out);
    }
}

static void fields_are_quoted_when_they_must(void **state)
{
    struct orb_buf out = { 0 };

    (void)state;
    cli_ogr_field(&out, "plain", '\0');
    cli_ogr_field(&out, "", ',');
    cli_ogr_field(&out, "a,b", ',');
    cli_ogr_field(&out, "say \"yes\"", ',');
    cli_ogr_field(&out, "two\nlines", ',');
    assert_string_equal(out.data, "plain,,\"a,b\",\"say \"\"yes\"\"\",\"two\nlines\"");
    orb_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_days_are_as_people_wrote_them),
        cmocka_unit_test(fields_are_quoted_when_they_must),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
