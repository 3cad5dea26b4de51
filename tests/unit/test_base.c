#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/date.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/base/scan.h"
#include "engine/base/strmap.h"
#include "engine/base/utf8.h"

static void dates_round_trip_and_refuse_days_that_do_not_exist(void **state)
{
    static const char *const bad[] = { "2023-02-29", "2024-13-01", "2024-00-10",
                                       "2024-1-01",  "2024-01-32", "" };
    char text[ORB_DATE_LEN];
    orb_date date;

    (void)state;
    for (orb_date d = orb_date_make(1899, 12, 25); d < orb_date_make(2101, 1, 2); d++) {
        assert_true(orb_date_parse(&date, orb_date_write(text, d), 10));
        assert_int_equal(date, d);
    }
    assert_int_equal(orb_date_make(1970, 1, 1), 0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(orb_date_parse(&date, bad[i], strlen(bad[i])));
}

static void numbers_read_whatever_the_locale_and_write_the_shortest_text(void **state)
{
    static const struct {
        const char *text;
        double value;
    } good[] = { { "48.85", 48.85 }, { "-0.1", -0.1 }, { "1e3", 1000 }, { "5", 5 } };
    static const char *const bad[] = { "",     "48,85", "1.2.3", "nan",  "inf",
                                       "0x10", " 1",    "1e",    "1e999" };
    char text[ORB_NUMBER_LEN];
    double value;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(orb_number_parse(&value, good[i].text, strlen(good[i].text)));
        assert_true(value == good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(orb_number_parse(&value, bad[i], strlen(bad[i])));
    orb_number_write(text, 0.1 + 0.2);
    assert_string_equal(text, "0.30000000000000004");
    orb_number_write(text, 17.5);
    assert_string_equal(text, "17.5");
    orb_number_write_fixed(text, -0.0000001, 6);
    assert_string_equal(text, "0.000000");
    orb_number_write_fixed(text, 4.8357, 3);
    assert_string_equal(text, "4.836");
}

static void strings_keep_their_number(void **state)
{
    struct orb_strmap map = { 0 };
    uint32_t n;
    char text[16];

    (void)state;
    for (uint32_t i = 0; i < 5000; i++) {
        int len = snprintf(text, sizeof text, "k%u", i);

        assert_int_equal(orb_strmap_add(&map, text, (size_t)len, &n), ORB_OK);
        assert_int_equal(n, i);
    }
    assert_int_equal(orb_strmap_find(&map, "k4999", 5), 4999);
    assert_int_equal(orb_strmap_find(&map, "k49", 3), 49);
    assert_int_equal(orb_strmap_find(&map, "absent", 6), ORB_STRMAP_NONE);
    orb_strmap_release(&map);
}

static void json_faults_name_a_place_and_quote_nothing(void **state)
{
    static const char *const bad[] = { "{\"MARKER\": ", "{\"a\":1,\"a\":2}", "[1,]MARKER",
                                       "{\"a\":MARKER}", "" };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct orb_error err = { 0 };
        struct orb_json *value = NULL;

        assert_int_equal(orb_json_parse(&value, bad[i], strlen(bad[i]), &err),
                         ORB_ERR_SYNTAX);
        assert_null(value);
        assert_true(err.text[0] != '\0' && err.place[0] != '\0');
        assert_null(strstr(err.text, "MARKER"));
    }
}

static void json_text_is_escaped_and_bad_bytes_are_replaced(void **state)
{
    struct orb_buf buf = { 0 };

    (void)state;
    orb_json_write_string(&buf, "é\"\\\n\x01\xff");
    assert_string_equal(buf.data, "\"é\\\"\\\\\\u000a\\u0001\xef\xbf\xbd\"");
    orb_buf_release(&buf);
}

static void texts_fold_for_comparison(void **state)
{
    struct orb_buf buf = { 0 };

    (void)state;
    orb_utf8_fold(&buf, "  L’Œuvre  d’Été—Çà ");
    assert_string_equal(buf.data, "l oeuvre d ete ca");
    orb_buf_release(&buf);
}

static void arena_objects_do_not_move(void **state)
{
    struct orb_arena arena = { 0 };
    char *first = orb_arena_strdup(&arena, "first");

    (void)state;
    for (int i = 0; i < 10000; i++)
        assert_non_null(orb_arena_alloc(&arena, 100));
    assert_string_equal(first, "first");
    orb_arena_clear(&arena);
    assert_non_null(orb_arena_alloc(&arena, 100));
    orb_arena_release(&arena);
}

/* Short numbers are read without strtod, to the same bit. */
static void a_number_is_the_nearest_double(void **state)
{
    static const char *const cases[] = { "0",
                                         "-0",
                                         "+5.",
                                         ".5",
                                         "-.25",
                                         "0.1",
                                         "48.856614",
                                         "6555873.26",
                                         "-21.115141",
                                         "999999999999999",
                                         "9999999999999999",
                                         "99999999999999.9",
                                         "0.000000000000001",
                                         "123456789012345.",
                                         "1e2",
                                         "17976931348623157e292" };
    uint64_t seed = 7;
    char text[40];
    double value;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double expected = strtod(cases[i], NULL);

        assert_true(orb_number_parse(&value, cases[i], strlen(cases[i])));
        assert_memory_equal(&value, &expected, sizeof value);
    }
    for (int i = 0; i < 200000; i++) {
        double expected;
        int len;

        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        len = snprintf(text, sizeof text, "%s%llu", i % 3 == 0 ? "-" : "",
                       (unsigned long long)(seed >> (1 + i % 50)));
        if (i % 4 != 0)
            len += snprintf(text + len, sizeof text - (size_t)len, ".%0*u", 1 + i % 9,
                            (unsigned)(seed % 10));
        expected = strtod(text, NULL);
        assert_true(orb_number_parse(&value, text, (size_t)len));
        assert_memory_equal(&value, &expected, sizeof value);
    }
}

/* What "%.*g" tells with the least of 15, 16 or 17 digits that reads back. */
static void assert_shortest(double value)
{
    char expected[ORB_NUMBER_LEN], text[ORB_NUMBER_LEN];

    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(expected, sizeof expected, "%.*g", digits, value);
        if (strtod(expected, NULL) == value)
            break;
    }
    if (fabs(value) < 1e15 && value == floor(value))
        (void)snprintf(expected, sizeof expected, "%lld", (long long)value);
    assert_int_equal(orb_number_write(text, value), strlen(expected));
    assert_string_equal(text, expected);
}

/* Numbers are written without printf, to the same byte. */
static void a_number_is_written_as_the_shortest_text(void **state)
{
    uint64_t seed = 11;

    (void)state;
    for (int e = -40; e <= 60; e++) /* what lies below a power of two is nearer */
        for (int i = -8; i <= 8; i++) {
            double value = ldexp(1, e);

            for (int step = 0; step < abs(i); step++)
                value = nextafter(value, i < 0 ? 0 : INFINITY);
            assert_shortest(value);
            assert_shortest(-value / 3);
        }
    for (int e = -6; e <= 16; e++)
        for (int i = -8; i <= 8; i++) {
            double value = pow(10, e);

            for (int step = 0; step < abs(i); step++)
                value = nextafter(value, i < 0 ? 0 : INFINITY);
            assert_shortest(value);
        }
    for (int i = 0; i < 300000; i++) {
        double value;
        uint64_t bits;

        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407;
        bits = (seed & ((UINT64_C(1) << 52) - 1)) |
               (uint64_t)(1023 - 20 + (int)(seed >> 58)) << 52;
        memcpy(&value, &bits, sizeof value);
        assert_shortest(i % 5 == 0 ? -value : value);
        /* Few decimals, and what they become when they are added up. */
        assert_shortest((double)(seed >> 40) / 1e4 + (double)(seed & 1023) / 1e3);
        assert_shortest((double)(seed >> 11) * 0x1p-53 * 100);
    }
}

/* Every place of every byte in texts around the sixteen bytes looked at together. */
static void a_scan_stops_at_the_first_byte_that_is_not_plain(void **state)
{
    char text[40];

    (void)state;
    for (int i = 0; i < 256 * 40 * 40; i++) {
        int byte = i % 256;
        size_t at = (size_t)(i / 256 % 40);
        size_t len = (size_t)(i / 256 / 40);
        bool plain = byte >= ' ' && byte < 0x80 && byte != '"' && byte != '\\';

        memset(text, 'x', sizeof text);
        text[at] = (char)byte;
        assert_ptr_equal(orb_scan_plain(text, text + len),
                         text + (plain || at > len ? len : at));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_the_nearest_double),
        cmocka_unit_test(a_number_is_written_as_the_shortest_text),
        cmocka_unit_test(a_scan_stops_at_the_first_byte_that_is_not_plain),
        cmocka_unit_test(dates_round_trip_and_refuse_days_that_do_not_exist),
        cmocka_unit_test(numbers_read_whatever_the_locale_and_write_the_shortest_text),
        cmocka_unit_test(strings_keep_their_number),
        cmocka_unit_test(json_faults_name_a_place_and_quote_nothing),
        cmocka_unit_test(json_text_is_escaped_and_bad_bytes_are_replaced),
        cmocka_unit_test(texts_fold_for_comparison),
        cmocka_unit_test(arena_objects_do_not_move),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
