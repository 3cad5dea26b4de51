/* From offers to partners: one for each service. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "maps/circles_partners.h"
#include "tests/unit/native_catalogue.h"
#include "tests/unit/native_file.h"

#define START                                                                              \
    "{\"format\":\"orbite-catalogue/1\",\"id\":\"t\",\"as_of\":\"2026-11-01\","            \
    "\"licence\":\"x\",\"attribution\":\"x\",\"sources\":[{\"id\":\"s\",\"name\":\"s\","   \
    "\"licence\":\"x\",\"attribution\":\"The list\",\"observed_on\":\"2026-11-01\"}],"
#define OPERATOR "\"operator\":{\"organization\":\"OP\"},"
#define BODY                                                                               \
    "\"communes\":[{\"code\":\"C1\",\"name\":\"Here\",\"lon\":5,\"lat\":46,\"density\":2," \
    "\"department\":\"01\"},{\"code\":\"C2\",\"name\":\"There\",\"lon\":5.5,\"lat\":46,"   \
    "\"density\":3,\"department\":\"01\"}],"                                               \
    "\"organizations\":[{\"id\":\"OP\",\"name\":\"The operator\"},{\"id\":\"OA\","         \
    "\"name\":\"Other\"}],\"offers\":["
#define SITE       "\"site\":{\"lon\":5.5,\"lat\":46,\"commune\":\"C2\"},"
#define PROVENANCE "\"provenance\":{\"source\":\"s\",\"observed_on\":\"2026-10-30\"}"
#define AUTHORISED(count)                                                                  \
    "\"capacities\":[{\"count\":" count ",\"unit\":\"places\",\"status\":\"authorised\"}],"

/* A territory, and the partners read from it. */
struct territory {
    struct orb_buf image;
    struct orb_catalogue catalogue;
    struct orb_export_options options;
    struct orb_selection selection;
    struct orb_arena arena;
    struct orb_circle_map_input input;
    struct orb_partner_list list;
};

static struct territory t;

static int end(void **state)
{
    (void)state;
    orb_partner_list_release(&t.list);
    orb_selection_release(&t.selection);
    orb_arena_release(&t.arena);
    orb_buf_release(&t.image);
    memset(&t, 0, sizeof t);
    return 0;
}

static void load(const char *native)
{
    native_catalogue(&t.catalogue, &t.image, native);
}

static void read_from(const char *commune)
{
    struct orb_circle_partners_of of;
    struct orb_error err = { 0 };
    uint32_t from =
        commune == NULL ? ORB_CAT_NONE : orb_cat_commune_find(&t.catalogue, commune);

    t.options.reference_date = orb_date_make(2026, 11, 1);
    assert_int_equal(orb_selection_init(&t.selection, &t.catalogue, &t.options, &err),
                     ORB_OK);
    of.selection = &t.selection;
    of.from = from;
    assert_int_equal(orb_circle_partners_read(&t.input, &t.list, &t.arena, &of, &err),
                     ORB_OK);
    assert_int_equal(
        orb_circle_partners_frame(&t.input, &t.arena, &t.selection, from, &err), ORB_OK);
}

static const struct orb_partner *partner(const char *id)
{
    for (size_t i = 0; i < t.input.partner_count; i++) {
        const struct orb_partner *p = orb_partner_list_get(&t.list, i);

        assert_non_null(p);
        if (strcmp(p->id, id) == 0)
            return p;
    }
    fail_msg("there is no partner '%s'", id);
    return NULL;
}

static void offers_of_a_service_are_one_partner(void **state)
{
    const struct orb_partner *p;

    (void)state;
    load(
        START OPERATOR BODY
        "{\"id\":\"b/1\",\"service\":\"b\",\"name\":\"B\",\"organization\":\"OA\"," SITE
        "\"families\":[\"L3.1\",\"L5\"],\"droit_commun\":false," AUTHORISED("30") PROVENANCE
        "},"
        "{\"id\":\"b/2\",\"service\":\"b\",\"name\":\"B two\",\"organization\":\"OA\"," SITE
        "\"families\":[\"L1\"],\"droit_commun\":false," AUTHORISED("12") PROVENANCE
        "},"
        "{\"id\":\"c/1\",\"service\":\"c\",\"name\":\"C\",\"organization\":\"OP\"," SITE
        "\"droit_commun\":true," PROVENANCE "}],"
        "\"relations\":[{\"type\":\"partenariat\",\"offer\":\"b/2\",\"from\":\"2025-01-01\","
        "\"source\":\"convention\"}]}");
    read_from(NULL);
    assert_int_equal(t.input.partner_count, 2);
    p = partner("b");
    assert_string_equal(p->name, "B");
    assert_string_equal(p->commune, "There");
    assert_int_equal(p->family, 3);
    assert_int_equal(p->families, 1 << 0 | 1 << 2 | 1 << 4);
    assert_int_equal(p->authorised, 42);
    assert_int_equal(p->installed, -1);
    assert_int_equal(p->circle, ORB_CIRCLE_C1B);
    assert_null(p->way);
    assert_int_equal(partner("c")->circle, ORB_CIRCLE_C0);
    assert_int_equal(partner("c")->family, 0);
    assert_int_equal(partner("c")->state, ORB_PARTNER_NO_NOTION);
}

/* Offers of services, with the places that somebody said; -1 = nobody did. */
static const struct {
    const char *id, *service;
    int available;
    const char *said_on;
} words[] = {
    { "p1", "place", 1, "2026-10-20" }, { "p2", "place", 2, "2026-10-10" },
    { "f1", "full", 0, "2026-10-15" },  { "f2", "full", 0, "2026-10-12" },
    { "h1", "half", 0, "2026-10-15" },  { "h2", "half", -1, "2026-10-15" },
    { "m1", "mixed", 0, "2026-10-15" }, { "m2", "mixed", 2, "2026-10-20" },
    { "o1", "old", 4, "2026-05-01" },
};

static void load_words(void)
{
    struct orb_buf native = { 0 };

    orb_buf_text(&native, START OPERATOR BODY);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        orb_buf_printf(&native, "%s{\"id\":\"%s\",\"service\":\"%s\",", i == 0 ? "" : ",",
                       words[i].id, words[i].service);
        orb_buf_text(&native, SITE "\"families\":[\"L1\"],\"droit_commun\":false,");
        if (words[i].available >= 0)
            orb_buf_printf(&native,
                           "\"places_available\":%d,\"capacities\":[{\"count\":%d,\"unit\":"
                           "\"places\",\"status\":\"available\",\"observed_on\":\"%s\"}],",
                           words[i].available, words[i].available, words[i].said_on);
        orb_buf_text(&native, PROVENANCE "}");
    }
    orb_buf_text(&native, "]}");
    load(native.data);
    orb_buf_release(&native);
}

static void half_a_word_on_places_is_not_a_refusal(void **state)
{
    static const struct {
        const char *service;
        enum orb_partner_state state;
        int32_t places;
        bool old;
        int day; /* of October 2026; 0 = none */
    } cases[] = {
        { "place", ORB_PARTNER_PLACE, 3, false, 10 },
        { "full", ORB_PARTNER_FULL, -1, false, 12 },
        { "half", ORB_PARTNER_UNKNOWN, -1, false, 0 },
        { "mixed", ORB_PARTNER_PLACE, 2, false, 20 },
        { "old", ORB_PARTNER_UNKNOWN, -1, true, 0 },
    };

    (void)state;
    load_words();
    read_from(NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct orb_partner *p = partner(cases[i].service);
        orb_date on =
            cases[i].day == 0 ? ORB_DATE_NONE : orb_date_make(2026, 10, cases[i].day);

        if (p->state != cases[i].state || p->places != cases[i].places ||
            p->state_old != cases[i].old || p->places_on != on)
            fail_msg("'%s': state %d, places %d, old %d, day %d", cases[i].service,
                     (int)p->state, (int)p->places, (int)p->state_old, (int)p->places_on);
    }
}

static void closed_and_repeated_offers_are_left_out(void **state)
{
    (void)state;
    load(START OPERATOR BODY
         "{\"id\":\"a\",\"name\":\"A\"," SITE PROVENANCE "},"
         "{\"id\":\"again\",\"name\":\"A again\",\"duplicate_of\":\"a\"," SITE PROVENANCE
         "},"
         "{\"id\":\"gone\",\"name\":\"Gone\",\"closed_on\":\"2026-10-31\"," SITE PROVENANCE
         "},{\"id\":\"soon\",\"name\":\"Soon gone\",\"closed_on\":\"2026-11-02\"," SITE
             PROVENANCE "}]}");
    read_from(NULL);
    assert_int_equal(t.input.partner_count, 2);
    assert_string_equal(partner("a")->name, "A");
    assert_string_equal(partner("soon")->name, "Soon gone");
}

static void the_way_is_an_estimate_by_car(void **state)
{
    int minutes = 0;

    (void)state;
    load(START OPERATOR BODY "{\"id\":\"far\"," SITE PROVENANCE
                             "},{\"id\":\"nowhere\"," PROVENANCE "}]}");
    read_from("C1");
    assert_int_equal(sscanf(partner("far")->way, "≈ %d min", &minutes), 1);
    assert_in_range(minutes, 30, 70); /* 38.7 km as the crow flies */
    assert_null(partner("nowhere")->way);
    assert_string_equal(t.input.footer, "Minutes by car from Here: estimate.");
}

static void the_operator_stands_in_the_centre(void **state)
{
    (void)state;
    load(START OPERATOR BODY "{\"id\":\"a\"," SITE PROVENANCE "}]}");
    read_from(NULL);
    assert_string_equal(t.input.title, "Who does what? Partners of The operator");
    assert_string_equal(t.input.subtitle, "Territory: Ain");
    assert_string_equal(t.input.centre, "The operator");
    assert_string_equal(t.input.sources, "The list");
    assert_string_equal(t.input.family_names[0], "Health & well-being");
    assert_int_equal(t.input.unused, 0);
    assert_int_equal(t.input.requests[3].received, -1);
}

static void without_operator_the_territory_does(void **state)
{
    (void)state;
    load(START BODY "{\"id\":\"a\"," SITE PROVENANCE "}]}");
    t.options.commune = "C2";
    read_from(NULL);
    assert_string_equal(t.input.centre, "There");
    assert_null(t.input.centre_note);
    assert_string_equal(t.input.subtitle,
                        "Territory: There · no operator: no internal services");
    assert_int_equal(t.input.unused, 1 << 0 | 1 << 1);
}

static void lack_of_memory_is_told(void **state)
{
    struct orb_error err = { 0 };
    long allowed = 0;

    (void)state;
    load(START OPERATOR BODY "{\"id\":\"a\",\"name\":\"A\"," SITE PROVENANCE "}]}");
    assert_int_equal(orb_selection_init(&t.selection, &t.catalogue, &t.options, &err),
                     ORB_OK);
    for (;; allowed++) {
        const struct orb_circle_partners_of of = { &t.selection, 0 };
        struct orb_circle_map_input out = { 0 };
        struct orb_partner_list list = { 0 };
        struct orb_arena arena = { 0 };
        enum orb_status status;

        orb_error_clear(&err);
        orb_alloc_fail_after(allowed);
        status = orb_circle_partners_read(&out, &list, &arena, &of, &err);
        if (status == ORB_OK)
            status = orb_circle_partners_frame(&out, &arena, &t.selection, 0, &err);
        orb_alloc_fail_after(-1);
        orb_partner_list_release(&list);
        orb_arena_release(&arena);
        if (status == ORB_OK)
            break;
        assert_int_equal(status, ORB_ERR_MEMORY);
    }
    assert_true(allowed > 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, NULL, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(offers_of_a_service_are_one_partner),
        TEST(half_a_word_on_places_is_not_a_refusal),
        TEST(closed_and_repeated_offers_are_left_out),
        TEST(the_way_is_an_estimate_by_car),
        TEST(the_operator_stands_in_the_centre),
        TEST(without_operator_the_territory_does),
        TEST(lack_of_memory_is_told),
    };

    return cmocka_run_group_tests(tests, native_setup, native_teardown);
}
