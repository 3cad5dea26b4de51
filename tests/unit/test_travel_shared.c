/* The reference values of travel: minutes of the estimate. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/travel/estimate.h"
#include "tests/unit/importing.h"

static void the_estimate_gives_the_reference_minutes(void **state)
{
    const char *path = importing_shared("oracles/travel/l0_vectors.csv");
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    struct orb_profile *profile = NULL;
    size_t rows = 0;
    bool more = true;

    (void)state;
    if (path == NULL)
        skip();
    assert_int_equal(orb_file_read(&text, path, 1U << 20, NULL), ORB_OK);
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    assert_string_equal(orb_csv_field(&csv, 5), "minutes");
    for (;;) {
        double expected;
        double found;
        int mode;

        assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
        if (!more)
            break;
        mode = orb_name_index(orb_travel_mode_names, ORB_MODES, orb_csv_field(&csv, 0));
        assert_true(mode >= 0);
        found = orb_travel_estimate_minutes(
            profile, (enum orb_travel_mode)mode, atof(orb_csv_field(&csv, 3)),
            atoi(orb_csv_field(&csv, 1)), atoi(orb_csv_field(&csv, 2)));
        expected = atof(orb_csv_field(&csv, 5));
        /* The reference has nine decimals. */
        if (fabs(found - expected) > 1e-9 * fabs(expected) + 5.1e-10)
            fail_msg("line %lu: %.12f instead of %.12f", csv.line, found, expected);
        rows++;
    }
    assert_int_equal(rows, 128);
    orb_csv_release(&csv);
    orb_buf_release(&text);
    orb_profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_estimate_gives_the_reference_minutes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
