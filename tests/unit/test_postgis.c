#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "engine/store/postgis/postgis.h"

static void parameters_are_numbered_without_a_gap(void **state)
{
    static const struct {
        const char *sql, *translated;
        int given, sent;
    } cases[] = {
        { "SELECT 1", "SELECT 1", 0, 0 },
        { "VALUES (?, ?, ?)", "VALUES ($1, $2, $3)", 3, 3 },
        { "a = ?1 OR b = ?1 AND c = ?2", "a = $1 OR b = $1 AND c = $2", 2, 2 },
        { "x = ?2, y = ?5 WHERE no = ?1", "x = $1, y = $2 WHERE no = $3", 5, 3 },
        { "a = '?' AND \"b?\" = ?", "a = '?' AND \"b?\" = $1", 1, 1 },
        { "a = 'it''s ?' || ?1", "a = 'it''s ?' || $1", 1, 1 },
        { "a = ?12", "a = $1", 12, 1 },
    };
    int places[ORB_POSTGIS_PARAMETERS + 1], given, sent;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf out = { 0 };

        assert_true(orb_postgis_translate(&out, cases[i].sql, places, &given, &sent));
        assert_string_equal(out.data, cases[i].translated);
        assert_int_equal(given, cases[i].given);
        assert_int_equal(sent, cases[i].sent);
        orb_buf_release(&out);
    }
}

static void each_number_knows_its_place(void **state)
{
    struct orb_buf out = { 0 };
    int places[ORB_POSTGIS_PARAMETERS + 1], given, sent;

    (void)state;
    assert_true(
        orb_postgis_translate(&out, "x = ?2, y = ?5 WHERE no = ?1", places, &given, &sent));
    assert_int_equal(places[1], 3);
    assert_int_equal(places[2], 1);
    assert_int_equal(places[3], 0);
    assert_int_equal(places[5], 2);
    orb_buf_clear(&out);
    assert_false(orb_postgis_translate(&out, "a = ?65", places, &given, &sent));
    orb_buf_clear(&out);
    assert_false(orb_postgis_translate(&out, "a = ?99999999999", places, &given, &sent));
    orb_buf_release(&out);
}

static void a_point_comes_back_with_the_same_bits(void **state)
{
    static const double places[][2] = {
        { 2.3522, 48.8566 }, { -61.5, 16.25 }, { 0, 0 }, { 0.1 + 0.2, -21.1 }
    };

    (void)state;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct orb_buf out = { 0 };
        double lon = 0, lat = 0;

        orb_postgis_write_point(&out, places[i][0], places[i][1]);
        assert_true(orb_postgis_read_point(out.data, out.len, &lon, &lat));
        assert_memory_equal(&lon, &places[i][0], sizeof lon);
        assert_memory_equal(&lat, &places[i][1], sizeof lat);
        assert_false(orb_postgis_read_point(out.data, out.len - 2, &lon, &lat));
        out.data[5] = 'x';
        assert_false(orb_postgis_read_point(out.data, out.len, &lon, &lat));
        orb_buf_release(&out);
    }
    assert_false(orb_postgis_read_point(NULL, 0, &(double){ 0 }, &(double){ 0 }));
}

static void a_multipolygon_comes_back_as_it_was(void **state)
{
    unsigned char wkb[9 + 300] = { 1, 6 };
    struct orb_buf hex = { 0 }, back = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    for (size_t i = 9; i < sizeof wkb; i++)
        wkb[i] = (unsigned char)(i * 7);
    assert_int_equal(orb_postgis_write_polygons(&hex, wkb, sizeof wkb, &err), ORB_OK);
    assert_memory_equal(hex.data, "0106000020E6100000", 18);
    assert_int_equal(orb_postgis_read_polygons(&back, hex.data, hex.len, &err), ORB_OK);
    assert_int_equal(back.len, sizeof wkb);
    assert_memory_equal(back.data, wkb, sizeof wkb);
    assert_int_equal(orb_postgis_read_polygons(&back, hex.data, hex.len - 1, &err),
                     ORB_ERR_CORRUPT);
    wkb[1] = 3;
    err = (struct orb_error){ 0 };
    assert_int_equal(orb_postgis_write_polygons(&hex, wkb, sizeof wkb, &err),
                     ORB_ERR_SYNTAX);
    orb_buf_release(&hex);
    orb_buf_release(&back);
}

static void an_address_may_name_departements(void **state)
{
    static const struct {
        const char *address, *plain, *scope, *codes;
    } cases[] = {
        { "postgresql://h/d", "postgresql://h/d", NULL, NULL },
        { "postgresql://h/d?user=a", "postgresql://h/d?user=a", NULL, NULL },
        { "postgresql://h/d?departements=13", "postgresql://h/d", "IN ('00', '13')",
          "'00', '13'" },
        { "postgresql://h/d?user=a&departements=13,2A%2C971&port=1",
          "postgresql://h/d?user=a&port=1", "IN ('00', '13', '2A', '971')",
          "'00', '13', '2A', '971'" },
        { "postgresql://h/d?departements=13&user=a", "postgresql://h/d?user=a",
          "VIEW offer AS SELECT * FROM orbite.offer WHERE departement IN ('00', '13')",
          "'00', '13'" },
    };
    static const char *const bad[] = { "",   "1",    "13,",   "13;2A", "'", "01') OR (true",
                                       "2a", "1234", "13,%2C" };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_buf plain = { 0 }, scope = { 0 }, codes = { 0 };

        assert_int_equal(orb_postgis_scope(&plain, &scope, &codes, cases[i].address, NULL),
                         ORB_OK);
        assert_string_equal(plain.data, cases[i].plain);
        if (cases[i].scope == NULL) {
            assert_int_equal(scope.len, 0);
            assert_int_equal(codes.len, 0);
        } else {
            assert_non_null(strstr(scope.data, cases[i].scope));
            assert_string_equal(codes.data, cases[i].codes);
        }
        orb_buf_release(&codes);
        orb_buf_release(&plain);
        orb_buf_release(&scope);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct orb_buf address = { 0 }, plain = { 0 }, scope = { 0 }, codes = { 0 };

        orb_buf_printf(&address, "postgresql://h/d?departements=%s", bad[i]);
        assert_int_equal(orb_postgis_scope(&plain, &scope, &codes, address.data, NULL),
                         ORB_ERR_SYNTAX);
        orb_buf_release(&codes);
        assert_int_equal(scope.len, 0);
        orb_buf_release(&address);
        orb_buf_release(&plain);
        orb_buf_release(&scope);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_are_numbered_without_a_gap),
        cmocka_unit_test(each_number_knows_its_place),
        cmocka_unit_test(a_point_comes_back_with_the_same_bits),
        cmocka_unit_test(a_multipolygon_comes_back_as_it_was),
        cmocka_unit_test(an_address_may_name_departements),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
