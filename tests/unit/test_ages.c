/* Population by class of age and its text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/model/ages.h"

static void a_text_reads_back_as_it_was_written(void **state)
{
    static const struct orb_age_class given[] = { { 0, 17, 123 },
                                                  { 18, 59, 0 },
                                                  { 75, ORB_AGES_OPEN, 78 } };
    struct orb_age_class read[ORB_AGES_MAX];
    struct orb_buf text = { 0 };

    (void)state;
    orb_ages_write(&text, given, 3);
    assert_string_equal(text.data, "0-17:123;18-59:0;75-:78");
    assert_int_equal(orb_ages_read(read, text.data), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(read[i].from, given[i].from);
        assert_int_equal(read[i].to, given[i].to);
        assert_int_equal(read[i].count, given[i].count);
    }
    orb_buf_release(&text);
}

static void a_text_that_is_not_sound_is_no_class(void **state)
{
    static const char *const bad[] = { "",
                                       ";",
                                       "0-17",
                                       "0:12",
                                       "17-0:5",
                                       "0-17:-5",
                                       "0-17:1;10-20:1",
                                       "20-30:1;0-10:1",
                                       "0-:5;60-:1",
                                       "0-131:1",
                                       "131-:1",
                                       "a-b:c",
                                       "0-17:1 ",
                                       "0-17:99999999999" };
    struct orb_age_class read[ORB_AGES_MAX];

    (void)state;
    assert_int_equal(orb_ages_read(read, NULL), 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (orb_ages_read(read, bad[i]) != 0)
            fail_msg("'%s' was read", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_reads_back_as_it_was_written),
        cmocka_unit_test(a_text_that_is_not_sound_is_no_class),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("ages", tests, NULL, NULL);
}
