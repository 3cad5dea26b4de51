/* Beside redundancies: what is deduced of services, the way between them, the access that
 * people have to what they do. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/planning/access.h"
#include "engine/travel/table.h"
#include "tests/unit/overlap_world.h"

/* ---- what is deduced */

#define DEDUCED "families=inferred:finess_loubat.csv"

static void what_categories_alone_say_is_no_redundancy(void **state)
{
    static const struct {
        const char *category_a, *category_b, *basis_a, *basis_b;
        uint32_t groups, left;
        unsigned unknown;
    } cases[] = {
        { "500", "354", DEDUCED, DEDUCED, 0, 1, 0 },
        { "354", "354", DEDUCED, DEDUCED, 1, 0, 0 },
        { NULL, NULL, DEDUCED, DEDUCED, 0, 1, 0 },
        { "500", "354", DEDUCED, NULL, 1, 0, ORB_OVERLAP_CARE },
        { "500", NULL, NULL, DEDUCED, 1, 0, ORB_OVERLAP_CARE },
        { "500", "354", NULL, NULL, 1, 0, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct planning_offer a = overlap_day;
        struct planning_offer b = overlap_day;

        a.category = cases[i].category_a;
        b.category = cases[i].category_b;
        a.basis = cases[i].basis_a;
        b.basis = cases[i].basis_b;
        overlap_add("a", a);
        overlap_add("b", b);
        overlap_find();
        if (overlaps.group_count != cases[i].groups ||
            overlaps.counts.deduced != cases[i].left ||
            (overlaps.group_count == 1 && overlaps.groups[0].unknown != cases[i].unknown))
            fail_msg("case %zu: %u groups, %u left", i, overlaps.group_count,
                     overlaps.counts.deduced);
        assert_int_equal(overlap_end(state), 0);
        assert_int_equal(overlap_begin(state), 0);
    }
}

/* ---- minutes of a table */

/* One direction of the way between the offers a and b, or between their communes. */
static void tell_way(struct orb_travel_table *table, const char *from, const char *to,
                     enum orb_travel_answer answer, double minutes)
{
    struct orb_travel_given given = { .mode = ORB_MODE_CAR,
                                      .answer = answer,
                                      .minutes = minutes,
                                      .km = NAN,
                                      .method = "test",
                                      .version = "" };
    struct orb_error err = { 0 };

    assert_int_equal(orb_travel_table_name(table, from, &given.from, &err), ORB_OK);
    assert_int_equal(orb_travel_table_name(table, to, &given.to, &err), ORB_OK);
    assert_int_equal(orb_travel_table_add(table, &given, &err), ORB_OK);
}

static void minutes_of_a_table_prevail(void **state)
{
    static const struct {
        double lon; /* of b; a is at 5 */
        const char *from, *to;
        enum orb_travel_answer there, back;
        double there_minutes, back_minutes;
        uint32_t groups;
        double minutes; /* < 0 = unknown */
    } cases[] = {
        { 5.2, "a", "b", ORB_TRAVEL_ROUTE, ORB_TRAVEL_MISSING, 12, 0, 1, 12 },
        { 5.2, "b", "a", ORB_TRAVEL_ROUTE, ORB_TRAVEL_MISSING, 12, 0, 1, 12 },
        { 5.2, "a", "b", ORB_TRAVEL_ROUTE, ORB_TRAVEL_ROUTE, 12, 14, 1, 14 },
        { 5.2, "a", "b", ORB_TRAVEL_ROUTE, ORB_TRAVEL_ROUTE, 12, 16, 0, 0 },
        { 5.2, "01001", "01004", ORB_TRAVEL_ROUTE, ORB_TRAVEL_MISSING, 15, 0, 1, 15 },
        { 5.03, "a", "b", ORB_TRAVEL_ROUTE, ORB_TRAVEL_MISSING, 16, 0, 0, 0 },
        { 5.03, "a", "b", ORB_TRAVEL_NO_ROUTE, ORB_TRAVEL_ROUTE, 0, 5, 0, 0 },
        { 5.03, "a", "b", ORB_TRAVEL_OFF_NETWORK, ORB_TRAVEL_MISSING, 0, 0, 1, -1 },
        { 5.2, "a", "b", ORB_TRAVEL_OFF_NETWORK, ORB_TRAVEL_MISSING, 0, 0, 0, 0 },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_travel_table table = { 0 };
        struct orb_overlap_question q;
        struct orb_error err = { 0 };
        struct planning_offer a = overlap_day;
        struct planning_offer b = overlap_day;

        b.lon = cases[i].lon;
        a.commune = "01001";
        b.commune = "01004";
        overlap_add("a", a);
        overlap_add("b", b);
        planning_world_ready(&overlap_world);
        tell_way(&table, cases[i].from, cases[i].to, cases[i].there,
                 cases[i].there_minutes);
        if (cases[i].back != ORB_TRAVEL_MISSING)
            tell_way(&table, cases[i].to, cases[i].from, cases[i].back,
                     cases[i].back_minutes);
        assert_int_equal(orb_travel_table_seal(&table, &err), ORB_OK);
        q = overlap_question();
        q.table = &table;
        assert_int_equal(orb_overlaps_find(&overlaps, &q, &err), ORB_OK);
        if (overlaps.group_count != cases[i].groups)
            fail_msg("case %zu: %u groups", i, overlaps.group_count);
        if (overlaps.group_count == 1 && cases[i].minutes < 0) {
            assert_true(isnan(overlaps.groups[0].minutes));
            assert_int_equal(overlaps.groups[0].unknown, ORB_OVERLAP_MINUTES);
        } else if (overlaps.group_count == 1) {
            assert_true(fabs(overlaps.groups[0].minutes - cases[i].minutes) < 1e-9);
            assert_int_equal(overlaps.told, 1);
            assert_int_equal(overlaps.estimated, 0);
        }
        orb_travel_table_release(&table);
        assert_int_equal(overlap_end(state), 0);
        assert_int_equal(overlap_begin(state), 0);
    }
}

/* ---- access beside */

static struct orb_access_request access_request(const struct orb_perimeter *perimeter)
{
    return (struct orb_access_request){ .catalogue = &overlap_world.catalogue,
                                        .profile = overlap_world.profile,
                                        .perimeter = perimeter,
                                        .date = TODAY,
                                        .people = { .age_from = -1, .age_to = -1 },
                                        .method = ORB_CATCHMENT_2SFCA,
                                        .unit = ORB_LINK_MINUTES,
                                        .limit = 15 };
}

/* The pair of 01001 and the pair of 01900, 76 km away, share 20 and 30 places among their
 * own people. */
static void access_stands_beside_a_redundancy(void **state)
{
    bool within[6] = { true, true, true, true, true, true };
    const struct orb_perimeter everywhere = { .within = within, .whole = true };
    struct orb_access_request request;
    struct orb_error err = { 0 };
    struct planning_offer o = overlap_day;

    (void)state;
    planning_commune(&overlap_world, "01900", 6, 46, 100);
    o.families = "L4.2";
    o.age_min = o.age_max = 0;
    o.commune = "01001";
    o.installed = 10;
    overlap_add("a", o);
    overlap_add("b", o);
    o.lon = 6;
    o.commune = "01900";
    o.installed = 15;
    overlap_add("c", o);
    overlap_add("d", o);
    o.lon = 5;
    o.commune = "01001";
    o.installed = 0;
    o.families = "L5.4";
    overlap_add("e", o);
    overlap_add("f", o);
    overlap_find();
    assert_int_equal(overlaps.group_count, 3);
    assert_null(overlaps.access);
    request = access_request(&everywhere);
    assert_int_equal(orb_overlaps_access(&overlaps, &request, NULL, &err), ORB_OK);
    for (uint32_t g = 0; g < overlaps.group_count; g++) {
        const struct orb_overlap_access *a = &overlaps.access[g];

        assert_int_not_equal(a->sub_service, ORB_CAT_NONE);
        if (overlap_member(g, 0)[0] == 'e') {
            assert_true(isnan(a->least) && isnan(a->around));
            continue;
        }
        /* 01002 alone is near 01001: 1,500 people share 20 places */
        assert_true(fabs(a->least - (overlap_member(g, 0)[0] == 'a' ? 20 / 1500.0
                                                                    : 30 / 100.0)) < 1e-9);
        assert_true(fabs(a->around - 50 / 2600.0) < 1e-9);
    }
}

static void places_mean_nothing_of_droit_commun(void **state)
{
    bool within[4] = { true, true, true, true };
    const struct orb_perimeter everywhere = { .within = within, .whole = true };
    struct orb_overlap_question q;
    struct orb_access_request request;
    struct orb_error err = { 0 };
    struct planning_offer o = overlap_day;

    (void)state;
    o.droit_commun = ORB_YES;
    overlap_add("a", o);
    overlap_add("b", o);
    planning_world_ready(&overlap_world);
    q = overlap_question();
    q.droit_commun = true;
    assert_int_equal(orb_overlaps_find(&overlaps, &q, &err), ORB_OK);
    assert_int_equal(overlaps.group_count, 1);
    request = access_request(&everywhere);
    assert_int_equal(orb_overlaps_access(&overlaps, &request, NULL, &err), ORB_OK);
    assert_int_equal(overlaps.access[0].sub_service, ORB_CAT_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, overlap_begin, overlap_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_categories_alone_say_is_no_redundancy),
        TEST(minutes_of_a_table_prevail),
        TEST(access_stands_beside_a_redundancy),
        TEST(places_mean_nothing_of_droit_commun),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
