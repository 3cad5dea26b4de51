/* Tables aligned by what a terminal shows, wrapped text, numbers and dates as the reader
 * writes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/table.h"

static const struct cli_column columns[] = { { "name", false, true },
                                             { "n", true, false },
                                             { "", false, true } };

/* A row at a time, in two passes. */
static void check_rows(const char *const *cells, size_t count, size_t width,
                       const char *expected)
{
    struct cli_table table = { .columns = columns, .column_count = 3 };
    struct orb_buf text = { 0 };

    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < count; i++) {
            cli_table_cell(&table, cells[i]);
            if (i % 3 == 2 && pass == 0)
                cli_table_measure(&table);
            else if (i % 3 == 2)
                cli_table_write_rows(&text, &table);
        }
        if (pass == 0)
            cli_table_fit(&table, width);
        if (pass == 0)
            cli_table_write_title(&text, &table);
    }
    assert_string_equal(text.data, expected);
    assert_int_equal(table.cell_count, 0);
    orb_buf_release(&text);
    cli_table_release(&table);
}

static void check_table(const char *const *cells, size_t count, size_t width,
                        const char *expected)
{
    struct cli_table table = { .columns = columns, .column_count = 3 };
    struct orb_buf text = { 0 };

    for (size_t i = 0; i < count; i++)
        cli_table_cell(&table, cells[i]);
    cli_table_write(&text, &table, width);
    assert_string_equal(text.data, expected);
    orb_buf_release(&text);
    cli_table_release(&table);
    check_rows(cells, count, width, expected);
}

static void columns_are_aligned_by_characters_not_bytes(void **state)
{
    static const char *const cells[] = { "Évroult", "1", "a", "Mont", "100", NULL };

    (void)state;
    check_table(cells, 6, 0, "name       n\nÉvroult    1  a\nMont     100\n");
}

static void a_narrow_terminal_wraps_the_widest_column(void **state)
{
    static const char *const cells[] = { "un nom plutôt long à lire", "7", "fin" };

    (void)state;
    check_table(cells, 3, 22, "name            n\nun nom plutôt   7  fin\nlong à lire\n");
}

static void a_cell_may_hold_several_lines(void **state)
{
    static const char *const cells[] = { "a", "1", "x\ny" };

    (void)state;
    check_table(cells, 3, 0, "name  n\na     1  x\n         y\n");
}

static void text_breaks_at_blanks_and_is_indented(void **state)
{
    struct orb_buf text = { 0 };

    (void)state;
    cli_wrap(&text, "un deux trois quatre", 0, 2, 14);
    assert_string_equal(text.data, "un deux trois\n  quatre\n");
    orb_buf_release(&text);
    cli_wrap(&text, "un deux\ntrois", 0, 2, 0);
    assert_string_equal(text.data, "un deux\n  trois\n");
    orb_buf_release(&text);
}

static void numbers_and_dates_follow_the_language(void **state)
{
    struct orb_buf text = { 0 };

    (void)state;
    cli_number(&text, -1234.5, 2, true);
    orb_buf_char(&text, ' ');
    cli_number(&text, 0.05, 1, false);
    orb_buf_char(&text, ' ');
    cli_date(&text, orb_date_make(2026, 11, 2), true);
    orb_buf_char(&text, ' ');
    cli_date(&text, orb_date_make(2026, 11, 2), false);
    assert_string_equal(text.data, "-1234,50 0.1 02/11/2026 2026-11-02");
    orb_buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_aligned_by_characters_not_bytes),
        cmocka_unit_test(a_narrow_terminal_wraps_the_widest_column),
        cmocka_unit_test(a_cell_may_hold_several_lines),
        cmocka_unit_test(text_breaks_at_blanks_and_is_indented),
        cmocka_unit_test(numbers_and_dates_follow_the_language),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
