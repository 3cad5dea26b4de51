#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "maps/feature_words.h"

static void accessibility_is_told_in_words(void **state)
{
    static const struct {
        const char *name;
        enum orb_feature_level level;
        const char *words;
    } cases[] = {
        { "wheelchair", ORB_FEATURE_LIMITED, "wheelchair access: limited" },
        { "accessible_toilets", ORB_FEATURE_NO, "accessible toilets: no" },
        { "easy_read", ORB_FEATURE_UNKNOWN, "easy to read and understand: unknown" },
        /* Of a source of its own. */
        { "sign_language_desk", ORB_FEATURE_YES, "sign language desk: yes" },
    };
    struct orb_buf out = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        orb_buf_clear(&out);
        orb_buf_text(&out, "a_b ");
        orb_feature_words(&out, cases[i].name, cases[i].level);
        assert_memory_equal(out.data, "a_b ", 4);
        assert_string_equal(out.data + 4, cases[i].words);
    }
    orb_buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accessibility_is_told_in_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
