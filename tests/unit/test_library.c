#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "config.h"
#include "engine/base/library.h"

static const char *const names[] = { "GEOSversion", "GEOSversion" };

static void the_functions_of_a_library_can_be_called(void **state)
{
    const struct orb_library library = { "GEOS", ORB_GEOS_SONAME, names, 2 };
    struct {
        const char *(*version)(void);
        const char *(*again)(void);
        void *after;
    } functions = { NULL, NULL, NULL };

    (void)state;
    assert_int_equal(orb_library_open(&library, &functions, NULL), ORB_OK);
    assert_true(functions.version != NULL && functions.version == functions.again);
    assert_true(strlen(functions.version()) > 0);
    assert_null(functions.after);
}

static void a_library_that_is_missing_or_too_old_is_named(void **state)
{
    static const char *const newer[] = { "GEOSversion", "GEOS_of_another_century_r" };
    const struct orb_library cases[] = {
        { "GEOS", "liborbite_absent.so.0", names, 2 },
        { "GEOS", ORB_GEOS_SONAME, newer, 2 },
    };
    const char *const words[] = { cases[0].file, newer[1] };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        void *functions[2] = { NULL, NULL };
        struct orb_error err = { 0 };

        assert_int_equal(orb_library_open(&cases[i], functions, &err), ORB_ERR_UNSUPPORTED);
        assert_non_null(strstr(err.text, "GEOS"));
        assert_non_null(strstr(err.text, words[i]));
        assert_true(functions[0] == NULL && functions[1] == NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_functions_of_a_library_can_be_called),
        cmocka_unit_test(a_library_that_is_missing_or_too_old_is_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
