#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "maps/native_parts.h"
#include "maps/native_repeated.h"

static void assert_text(const char *got, const char *expected)
{
    if (expected == NULL)
        assert_null(got);
    else
        assert_string_equal(got, expected);
}

static void what_is_found_is_what_was_added(void **state)
{
    static const struct native_place places[] = {
        { 4.123456789012345, -21.1, "01001", ORB_PRECISION_STREET, true },
        { (double)NAN, (double)NAN, NULL, ORB_PRECISION_MUNICIPALITY, false },
        { -0.0, 1e-300, "", ORB_PRECISION_NONE, true },
    };
    static const struct native_parent parents[] = {
        { "o-1", "12;Là; \"-;\"", NULL, "s-1" },
        { NULL, NULL, NULL, NULL },
        { "", "-", ";", "9;9;" },
    };
    struct native_repeated repeated;
    struct orb_error err = { 0 };
    bool found = true;

    (void)state;
    assert_int_equal(orb_native_repeated_open(&repeated, &err), ORB_OK);
    for (int i = 0; i < 3; i++) {
        char id[16];

        (void)snprintf(id, sizeof id, "x-%d", i);
        assert_int_equal(orb_native_repeated_add_place(&repeated, id, &places[i], &err),
                         ORB_OK);
        assert_int_equal(orb_native_repeated_add_parent(&repeated, id, &parents[i], &err),
                         ORB_OK);
    }
    for (int i = 0; i < 3; i++) {
        struct native_place place = { 0 };
        struct native_parent parent = { 0 };
        char id[16];

        (void)snprintf(id, sizeof id, "x-%d", i);
        assert_int_equal(
            orb_native_repeated_find_parent(&repeated, id, &parent, &found, &err), ORB_OK);
        assert_true(found);
        assert_int_equal(
            orb_native_repeated_find_place(&repeated, id, &place, &found, &err), ORB_OK);
        assert_true(found);
        assert_memory_equal(&place.lon, &places[i].lon, sizeof place.lon);
        assert_memory_equal(&place.lat, &places[i].lat, sizeof place.lat);
        assert_int_equal(place.precision, places[i].precision);
        assert_int_equal(place.implied, places[i].implied);
        assert_text(place.commune, places[i].commune);
        assert_text(parent.organization, parents[i].organization);
        assert_text(parent.name, parents[i].name);
        assert_text(parent.category, parents[i].category);
        assert_text(parent.site, parents[i].site);
    }
    orb_native_repeated_close(&repeated);
    orb_native_repeated_close(&repeated);
}

static void what_was_not_added_is_not_found(void **state)
{
    static const char *const ids[] = { "x-2", "", NULL };
    struct native_repeated repeated;
    struct native_place place = { .commune = "untouched" };
    struct native_parent parent = { .name = "untouched" };
    struct orb_error err = { 0 };
    bool found = true;

    (void)state;
    assert_int_equal(orb_native_repeated_open(&repeated, &err), ORB_OK);
    assert_int_equal(orb_native_repeated_add_parent(&repeated, "x-1", &parent, &err),
                     ORB_OK);
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        assert_int_equal(
            orb_native_repeated_find_parent(&repeated, ids[i], &parent, &found, &err),
            ORB_OK);
        assert_false(found);
        assert_string_equal(parent.name, "untouched");
    }
    /* Places and parents are apart. */
    assert_int_equal(orb_native_repeated_find_place(&repeated, "x-1", &place, &found, &err),
                     ORB_OK);
    assert_false(found);
    assert_string_equal(place.commune, "untouched");
    orb_native_repeated_close(&repeated);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_found_is_what_was_added),
        cmocka_unit_test(what_was_not_added_is_not_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
