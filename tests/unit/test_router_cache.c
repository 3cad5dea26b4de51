#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/file.h"
#include "engine/router/cache.h"

static char path[64];

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(path, sizeof path, "/tmp/orbite-cache-%ld", (long)getpid());
    (void)unlink(path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(path);
    return 0;
}

static const struct orb_router_point from[] = { { 5.123456, 46.987654 }, { 5.2, 46.2 } };
static const struct orb_router_point to[] = { { 5.3, 46.3 } };

static struct orb_router router_of(const char *version)
{
    return (struct orb_router){ .name = "valhalla",
                                .server = "http://127.0.0.1:8002",
                                .version = version };
}

static void put_as(const char *version, orb_date day, struct orb_router_leg *legs)
{
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, legs };
    const struct orb_router router = router_of(version);
    struct orb_router_cache *cache = NULL;

    assert_int_equal(orb_router_cache_open(&cache, path, day, NULL), ORB_OK);
    assert_int_equal(orb_router_cache_put(cache, &router, &batch, NULL), ORB_OK);
    orb_router_cache_close(cache);
}

static void put(orb_date day, struct orb_router_leg *legs)
{
    put_as("3.6.1", day, legs);
}

/* What is known at a day of the leg of a batch. */
static struct orb_router_leg find(orb_date day, const struct orb_router *router,
                                  const struct orb_router_batch *asked, size_t n)
{
    struct orb_router_leg legs[2] = { { ORB_TRAVEL_MISSING, 1, 1 } };
    struct orb_router_batch batch = *asked;
    struct orb_router_cache *cache = NULL;

    batch.legs = legs;
    assert_int_equal(orb_router_cache_open(&cache, path, day, NULL), ORB_OK);
    assert_int_equal(orb_router_cache_find(cache, router, &batch, n, NULL), ORB_OK);
    orb_router_cache_close(cache);
    return legs[n];
}

static void what_was_answered_is_found_until_it_is_old(void **state)
{
    struct orb_router_leg legs[2] = { { ORB_TRAVEL_ROUTE, 725.5, 8764 },
                                      { ORB_TRAVEL_NO_ROUTE, NAN, NAN } };
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, NULL };
    const struct orb_router router = router_of("3.6.1");
    struct orb_router_leg leg;

    (void)state;
    put(20000, legs);
    leg = find(20007, &router, &batch, 0);
    assert_true(leg.answer == ORB_TRAVEL_ROUTE && leg.seconds == 725.5 &&
                leg.metres == 8764);
    assert_int_equal(find(20007, &router, &batch, 1).answer, ORB_TRAVEL_NO_ROUTE);
    assert_int_equal(find(20008, &router, &batch, 1).answer, ORB_TRAVEL_MISSING);
    assert_int_equal(find(20180, &router, &batch, 0).answer, ORB_TRAVEL_ROUTE);
    assert_int_equal(find(20181, &router, &batch, 0).answer, ORB_TRAVEL_MISSING);
}

static void another_version_mode_or_direction_is_another_pair(void **state)
{
    struct orb_router_leg legs[2] = { { ORB_TRAVEL_ROUTE, 60, 900 },
                                      { ORB_TRAVEL_MISSING, NAN, NAN } };
    const struct orb_router_batch same = { ORB_MODE_CAR, from, 2, to, 1, NULL };
    const struct orb_router_batch walk = { ORB_MODE_WALK, from, 2, to, 1, NULL };
    const struct orb_router_batch back = { ORB_MODE_CAR, to, 1, from, 2, NULL };
    const struct orb_router router = router_of("3.6.1");
    const struct orb_router newer = router_of("3.6.2");

    (void)state;
    put(20000, legs);
    assert_int_equal(find(20000, &router, &same, 0).answer, ORB_TRAVEL_ROUTE);
    assert_int_equal(find(20000, &router, &same, 1).answer, ORB_TRAVEL_MISSING);
    assert_int_equal(find(20000, &newer, &same, 0).answer, ORB_TRAVEL_MISSING);
    assert_int_equal(find(20000, &router, &walk, 0).answer, ORB_TRAVEL_MISSING);
    assert_int_equal(find(20000, &router, &back, 0).answer, ORB_TRAVEL_MISSING);
}

/* OSRM: the server may have been made again from newer roads. */
static void what_has_no_version_is_asked_again_after_a_week(void **state)
{
    struct orb_router_leg legs[2] = { { ORB_TRAVEL_ROUTE, 60, 900 },
                                      { ORB_TRAVEL_NO_ROUTE, NAN, NAN } };
    const struct orb_router_batch batch = { ORB_MODE_CAR, from, 2, to, 1, NULL };
    const struct orb_router router = router_of("");

    (void)state;
    put_as("", 20000, legs);
    assert_int_equal(find(20007, &router, &batch, 0).answer, ORB_TRAVEL_ROUTE);
    assert_int_equal(find(20007, &router, &batch, 1).answer, ORB_TRAVEL_NO_ROUTE);
    assert_int_equal(find(20008, &router, &batch, 0).answer, ORB_TRAVEL_MISSING);
    assert_int_equal(find(20008, &router, &batch, 1).answer, ORB_TRAVEL_MISSING);
}

static void this_machine_is_known_by_its_exact_name(void **state)
{
    static const struct {
        const char *address;
        bool here;
    } cases[] = { { "http://localhost", true },
                  { "http://LOCALHOST:8002/x", true },
                  { "http://127.0.0.1", true },
                  { "https://127.1.2.3:5000/", true },
                  { "http://[::1]:5000", true },
                  { "http://[::1]", true },
                  { "http://localhost.example.org", false },
                  { "http://127.0.0.1.example.org", false },
                  { "http://127.example.org", false },
                  { "http://localhost:1@example.org/", false },
                  { "http://127.0.0.1@example.org", false },
                  { "http://[::1]x.example.org", false },
                  { "http://[::12]", false },
                  { "http://127.0.0.255:80", true },
                  { "http://127.", false },
                  { "http://127.1", false },
                  { "http://127.0.0.1.", false },
                  { "http://127.0.0.1.1", false },
                  { "http://127.0.0.256", false },
                  { "http://127.0.0.0001", false },
                  { "http://localhost.", false },
                  { "http://0.0.0.0", false },
                  { "http://128.0.0.1", false },
                  { "http://example.org/localhost", false } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (orb_router_is_here(cases[i].address) != cases[i].here)
            fail_msg("%s", cases[i].address);
}

static void a_host_is_that_of_a_router_to_the_letter(void **state)
{
    static const struct {
        const char *spec;
        const char *host;
        bool at;
    } cases[] = {
        { "osrm:https://routes.example.org:5000/x", "routes.example.org", true },
        { "valhalla:http://Routes.example.org", "routes.Example.org", true },
        { "ign", "data.geopf.fr", true },
        { "osrm:http://[2001:db8::1]:5000", "[2001:db8::1]", true },
        { "osrm:https://routes.example.org", "example.org", false },
        { "osrm:https://routes.example.org", "routes.example", false },
        { "osrm:https://routes.example.org", "routes.example.org.", false },
        { "osrm:https://routes.example.org:5000", "routes.example.org:5000", false },
        { "osrm:https://routes.example.org@evil.example", "routes.example.org", false },
        { "osrm:https://evil.example/routes.example.org", "routes.example.org", false },
        { "osrm:https://routes.example.org", "", false },
        { "ign", "geopf.fr", false }
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (orb_router_spec_is_at(cases[i].spec, cases[i].host) != cases[i].at)
            fail_msg("%s %s", cases[i].spec, cases[i].host);
    assert_true(orb_router_spec_is_here("osrm:http://127.0.0.1:5000"));
    assert_false(orb_router_spec_is_here("osrm:http://127.0.0.1.example.org:5000"));
    assert_false(orb_router_spec_is_here("ign"));
}

static void the_file_holds_no_position(void **state)
{
    struct orb_router_leg legs[2] = { { ORB_TRAVEL_ROUTE, 60, 900 },
                                      { ORB_TRAVEL_ROUTE, 61, 901 } };
    struct orb_buf bytes = { 0 };

    (void)state;
    put(20000, legs);
    assert_int_equal(orb_file_read(&bytes, path, 1U << 20, NULL), ORB_OK);
    assert_true(bytes.len > 0);
    for (size_t i = 0; i + 7 < bytes.len; i++) {
        assert_memory_not_equal(bytes.data + i, "5.12346", 7);
        assert_memory_not_equal(bytes.data + i, "46.9876", 7);
    }
    orb_buf_release(&bytes);
}

static void a_file_that_is_no_cache_is_told(void **state)
{
    struct orb_router_cache *cache = NULL;
    struct orb_error err = { 0 };
    FILE *file = fopen(path, "w");

    (void)state;
    assert_non_null(file);
    (void)fputs("from,to,mode,minutes\nthis is a matrix, which is another option\n", file);
    (void)fclose(file);
    assert_int_not_equal(orb_router_cache_open(&cache, path, 20000, &err), ORB_OK);
    assert_string_equal(err.place, path);
    assert_null(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_was_answered_is_found_until_it_is_old, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(another_version_mode_or_direction_is_another_pair,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_has_no_version_is_asked_again_after_a_week,
                                        set_up, tear_down),
        cmocka_unit_test(this_machine_is_known_by_its_exact_name),
        cmocka_unit_test(a_host_is_that_of_a_router_to_the_letter),
        cmocka_unit_test_setup_teardown(the_file_holds_no_position, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_is_no_cache_is_told, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
