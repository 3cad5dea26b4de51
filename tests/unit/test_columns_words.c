#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "maps/columns_words.h"

enum { WORDS = 20000 };

static size_t word(char *out, size_t room, uint32_t number)
{
    /* Some are the beginning of others. */
    return (size_t)snprintf(out, room, "organisme-%u", (unsigned)number);
}

static void words_are_numbered_as_they_come_and_found_again(void **state)
{
    struct columns_words words = { 0 };
    struct orb_error err = { 0 };
    char text[32];
    uint32_t number;

    (void)state;
    for (uint32_t pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < WORDS; i++) {
            size_t len = word(text, sizeof text, i);

            number = UINT32_MAX;
            assert_int_equal(orb_columns_words_add(&words, text, len, &number, &err),
                             ORB_OK);
            assert_int_equal(number, i);
        }
    assert_int_equal(words.count, WORDS);
    assert_true(words.texts.has_file);
    assert_int_equal(orb_columns_words_add(&words, "", 0, &number, &err), ORB_OK);
    assert_int_equal(number, WORDS);
    for (uint32_t i = 0; i < WORDS; i++) {
        (void)word(text, sizeof text, i);
        assert_string_equal(orb_columns_words_text(&words, i), text);
    }
    assert_string_equal(orb_columns_words_text(&words, WORDS), "");
    orb_columns_words_release(&words);
    orb_columns_words_release(&words);
    assert_int_equal(words.count, 0);
}

static void no_memory_is_told_wherever_it_lacks(void **state)
{
    enum orb_status status = ORB_ERR_MEMORY;
    long allowed = 0;

    (void)state;
    for (; status != ORB_OK; allowed++) {
        struct columns_words words = { 0 };
        char text[32];
        uint32_t number;

        orb_alloc_fail_after(allowed);
        status = ORB_OK;
        for (uint32_t i = 0; i < 100 && status == ORB_OK; i++)
            status = orb_columns_words_add(&words, text, word(text, sizeof text, i),
                                           &number, NULL);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        orb_columns_words_release(&words);
    }
    assert_true(allowed > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_numbered_as_they_come_and_found_again),
        cmocka_unit_test(no_memory_is_told_wherever_it_lacks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
