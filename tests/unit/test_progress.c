#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/progress.h"

static void what_is_left_is_told_from_what_is_done(void **state)
{
    static const struct {
        size_t done, total;
        double elapsed_s;
        const char *told;
    } cases[] = {
        { 250, 1000, 10, "250 / 1000 persons, about 30 s left" },
        { 100, 100000, 2, "100 / 100000 persons, about 33 min left" },
        { 1000, 1000, 10, "1000 / 1000 persons, about 0 s left" },
        { 0, 10, 5, "0 / 10 persons, about 0 s left" },
    };
    const struct cli_context cli = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct cli_progress p;
        struct orb_buf told = { 0 };

        cli_progress_start(&p, &cli, cases[i].total);
        cli_progress_write(&told, &p, cases[i].done, cases[i].elapsed_s);
        assert_string_equal(told.data, cases[i].told);
        orb_buf_release(&told);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_is_told_from_what_is_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
