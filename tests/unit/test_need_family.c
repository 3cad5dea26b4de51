#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "maps/need_family.h"

static void a_need_is_of_health_of_autonomy_or_of_a_part_of_participation(void **state)
{
    static const struct {
        const char *code, *family;
    } cases[] = {
        { "1", "1" },           { "1.1", "1.1" },     { "1.1.10", "1.1" },
        { "1.2.1.3", "1.2" },   { "1.3", "1.3" },     { "1.3.2", "1.3.2" },
        { "1.3.3.1", "1.3.3" }, { "1.10.2", "1.10" }, { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t len = orb_need_family_len(cases[i].code);

        if (len != strlen(cases[i].family) ||
            strncmp(cases[i].code, cases[i].family, len) != 0)
            fail_msg("%s: %zu", cases[i].code, len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_need_is_of_health_of_autonomy_or_of_a_part_of_participation),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
