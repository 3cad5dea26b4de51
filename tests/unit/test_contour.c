#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "maps/contour.h"

/* One triangle, 0.1,46 5,46 5,-46.25 0.1,46. */
static size_t triangle(unsigned char out[128])
{
    static const double points[] = { 0.1, 46, 5, 46, 5, -46.25, 0.1, 46 };
    static const unsigned char head[] = { 1, 6, 0, 0, 0, 1, 0, 0, 0, 1, 3,
                                          0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0 };
    size_t len = sizeof head;

    memcpy(out, head, sizeof head);
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        uint64_t bits;

        memcpy(&bits, &points[i], sizeof bits);
        for (int shift = 0; shift < 64; shift += 8)
            out[len++] = (unsigned char)(bits >> shift);
    }
    return len;
}

static void a_contour_is_a_geojson_geometry(void **state)
{
    unsigned char wkb[128];
    struct orb_buf text = { 0 };

    (void)state;
    assert_true(orb_contour_write(&text, wkb, triangle(wkb)));
    assert_string_equal(
        text.data,
        "{\"coordinates\":[[[[0.1,46],[5,46],[5,-46.25],[0.1,46]]]],\"type\":\"MultiPolygon\"}");
    orb_buf_release(&text);
}

static void bytes_that_are_no_contour_add_nothing(void **state)
{
    unsigned char wkb[128];
    size_t len = triangle(wkb);
    struct orb_buf text = { 0 };

    (void)state;
    orb_buf_text(&text, "x");
    for (size_t cut = 0; cut < len; cut++) {
        assert_false(orb_contour_write(&text, wkb, cut));
        assert_int_equal(text.len, 1);
    }
    for (size_t at = 0; at < 22; at++) {
        unsigned char old = wkb[at];

        wkb[at] = 0xEE;
        assert_false(orb_contour_write(&text, wkb, len));
        wkb[at] = old;
    }
    orb_buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contour_is_a_geojson_geometry),
        cmocka_unit_test(bytes_that_are_no_contour_add_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
