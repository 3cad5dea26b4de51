/* Places and the sites they reach, against every pair looked at one by one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/geo/frame.h"
#include "engine/geo/geodesic.h"
#include "engine/planning/links.h"
#include "engine/travel/estimate.h"
#include "engine/travel/table.h"

#define PLACES 60
#define SITES  90

static uint64_t state_of_random = 42;

static double random_between(double low, double high)
{
    state_of_random = state_of_random * 6364136223846793005U + 1442695040888963407U;
    return low + (high - low) * (double)(state_of_random >> 11) / 9007199254740992.0;
}

static void scatter(struct orb_link_point *points, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        bool away = i % 10 == 0;

        points[i] = (struct orb_link_point){
            .lon = away ? random_between(55.2, 55.8) : random_between(4.0, 5.5),
            .lat = away ? random_between(-21.3, -20.9) : random_between(45.5, 46.6),
            .travel = ORB_TRAVEL_NOWHERE,
            .density = (uint8_t)(i % 5),
        };
        points[i].frame = orb_link_frame(NULL, points[i].lon, points[i].lat);
    }
    points[count - 1].lon = NAN;
}

static double km_between(const struct orb_link_point *a, const struct orb_link_point *b,
                         const struct orb_profile *p)
{
    return orb_chord_to_arc(
        orb_ecef_chord_m(orb_ecef_make(a->lon, a->lat), orb_ecef_make(b->lon, b->lat)) /
            1000,
        p->travel.earth_radius_km);
}

/* Every pair of one land, one by one. */
static size_t check_all(const struct orb_links *links, const struct orb_link_request *r)
{
    size_t found = 0;

    for (uint32_t i = 0; i < r->place_count; i++) {
        size_t at = links->first[i];

        for (uint32_t j = 0; j < r->site_count; j++) {
            double km = km_between(&r->places[i], &r->sites[j], r->profile);
            double cost = r->unit == ORB_LINK_KM
                              ? km
                              : orb_travel_estimate_minutes(r->profile, r->mode, km,
                                                            r->places[i].density,
                                                            r->sites[j].density);

            if (r->places[i].frame != r->sites[j].frame || isnan(r->places[i].lon) ||
                isnan(r->sites[j].lon) || cost > r->limit)
                continue;
            assert_true(at < links->first[i + 1]);
            assert_int_equal(links->site[at], j);
            assert_true(fabs(links->cost[at] - cost) <= 1e-9 * cost + 1e-12);
            at++;
            found++;
        }
        assert_int_equal(at, links->first[i + 1]);
    }
    return found;
}

static void every_pair_within_the_limit_is_there_and_no_other(void **state)
{
    static const struct {
        enum orb_link_unit unit;
        double limit;
    } cases[] = { { ORB_LINK_KM, 30 },      { ORB_LINK_KM, 3 },
                  { ORB_LINK_KM, 0 },       { ORB_LINK_KM, INFINITY },
                  { ORB_LINK_MINUTES, 30 }, { ORB_LINK_MINUTES, 3 },
                  { ORB_LINK_MINUTES, 2 },  { ORB_LINK_MINUTES, INFINITY },
                  { ORB_LINK_KM, 500 },     { ORB_LINK_MINUTES, 240 } };
    static struct orb_link_point places[PLACES];
    static struct orb_link_point sites[SITES];
    struct orb_link_request r = { places, sites,        PLACES, SITES, ORB_LINK_KM, 0,
                                  NULL,   ORB_MODE_CAR, NULL,   NULL,  0,           false };
    struct orb_profile *profile = NULL;
    size_t before = 0;

    (void)state;
    scatter(places, PLACES);
    scatter(sites, SITES);
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    r.profile = profile;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct orb_links links;
        size_t found;

        r.unit = cases[i].unit;
        r.limit = cases[i].limit;
        assert_int_equal(orb_links_make(&links, &r, NULL), ORB_OK);
        found = check_all(&links, &r);
        assert_int_equal(found, links.count);
        assert_int_equal(links.estimated, r.unit == ORB_LINK_KM ? 0 : links.count);
        before += found;
        orb_links_release(&links);
        orb_links_release(&links);
    }
    assert_true(before > 1000);
    orb_profile_free(profile);
}

/* Two points, the geodesic between which is 30 km to some centimetres. */
static void near_the_limit_the_geodesic_decides_and_the_limit_is_included(void **state)
{
    struct orb_link_point here = { .lon = 4.8, .lat = 46.3, .travel = ORB_TRAVEL_NOWHERE };
    struct orb_link_point there = { .lon = 4.8,
                                    .lat = 46.57,
                                    .travel = ORB_TRAVEL_NOWHERE };
    double km = orb_geodesic_m(here.lon, here.lat, there.lon, there.lat) / 1000;
    struct orb_link_request r = { &here, &there,       1,    1,    ORB_LINK_KM, 0,
                                  NULL,  ORB_MODE_CAR, NULL, NULL, 0,           false };
    struct orb_profile *profile = NULL;
    struct orb_links links;

    (void)state;
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    r.profile = profile;
    for (int i = 0; i < 3; i++) {
        r.limit = i == 0 ? km : i == 1 ? km + 2e-6 : km - 2e-6;
        assert_int_equal(orb_links_make(&links, &r, NULL), ORB_OK);
        assert_int_equal(links.count, i < 2 ? 1 : 0);
        orb_links_release(&links);
    }
    orb_profile_free(profile);
}

static struct orb_travel_table table_of(const char *const *cells, size_t count)
{
    struct orb_travel_table table = { 0 };

    for (size_t i = 0; i < count; i++) {
        struct orb_travel_given g = { .mode = ORB_MODE_CAR, .method = "m", .version = "1" };
        char from[8];
        char to[8];
        char word[16];
        double minutes = 0;

        assert_int_equal(sscanf(cells[i], "%7s %7s %15s %lf", from, to, word, &minutes), 4);
        g.answer = strcmp(word, "route") == 0      ? ORB_TRAVEL_ROUTE
                   : strcmp(word, "no_route") == 0 ? ORB_TRAVEL_NO_ROUTE
                                                   : ORB_TRAVEL_OFF_NETWORK;
        g.minutes = g.answer == ORB_TRAVEL_ROUTE ? minutes : (double)NAN;
        g.km = NAN;
        assert_int_equal(orb_travel_table_name(&table, from, &g.from, NULL), ORB_OK);
        assert_int_equal(orb_travel_table_name(&table, to, &g.to, NULL), ORB_OK);
        assert_int_equal(orb_travel_table_add(&table, &g, NULL), ORB_OK);
    }
    assert_int_equal(orb_travel_table_seal(&table, NULL), ORB_OK);
    return table;
}

static void the_table_prevails_over_the_estimate_and_a_served_zone_over_all(void **state)
{
    static const char *const cells[] = { "P S0 route 12",      "P S1 no_route 0",
                                         "P S2 off_network 0", "P S3 route 31",
                                         "P S4 route 29",      "S5 P route 1" };
    struct orb_travel_table table = table_of(cells, sizeof cells / sizeof cells[0]);
    struct orb_link_point place = { .lon = 4.8, .lat = 46.3 };
    struct orb_link_point sites[8];
    const struct orb_link_served served[] = { { 0, 7 }, { 0, 1 } };
    struct orb_link_request r = { &place,           sites,  1,    8,
                                  ORB_LINK_MINUTES, 30,     NULL, ORB_MODE_CAR,
                                  &table,           served, 2,    false };
    struct orb_profile *profile = NULL;
    struct orb_links links;

    (void)state;
    place.travel = orb_travel_table_place(&table, "P");
    for (uint32_t i = 0; i < 8; i++) {
        char id[4] = { 'S', (char)('0' + i), '\0' };

        sites[i] = place;
        sites[i].lat += i == 4 ? 2 : 0.01; /* the estimate is too long for the fifth */
        sites[i].travel = orb_travel_table_place(&table, id);
    }
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    r.profile = profile;
    assert_int_equal(orb_links_make(&links, &r, NULL), ORB_OK);
    assert_int_equal(links.count, 6); /* 0 by the table, 1 served, 4 by the table, 5 to 7 */
    assert_int_equal(links.off_network, 1);
    assert_int_equal(links.estimated, 2);
    assert_int_equal(links.site[0], 0);
    assert_int_equal(llround(links.cost[0]), 12);
    assert_int_equal(links.flags[0], 0);
    assert_int_equal(links.site[1], 1);
    assert_int_equal(links.flags[1], ORB_LINK_SERVED);
    assert_int_equal(links.site[2], 4);
    assert_int_equal(llround(links.cost[2]), 29);
    assert_int_equal(links.site[3], 5);
    assert_int_equal(links.flags[3], ORB_LINK_ESTIMATE);
    assert_int_equal(links.flags[5], ORB_LINK_SERVED);
    assert_int_equal(llround(links.cost[5]), 0);
    orb_links_release(&links);
    orb_travel_table_release(&table);
    orb_profile_free(profile);
}

/* The same table: a way that it does not know, a place served far away, one near. */
static void ways_that_nobody_knows_are_links_when_asked_for(void **state)
{
    static const char *const cells[] = { "P S0 off_network 0", "P S1 route 12",
                                         "P S2 route 31" };
    struct orb_travel_table table = table_of(cells, sizeof cells / sizeof cells[0]);
    struct orb_link_point place = { .lon = 4.8, .lat = 46.3 };
    struct orb_link_point sites[4];
    const struct orb_link_served served[] = { { 0, 1 }, { 0, 2 }, { 0, 0 } };
    struct orb_link_request r = { .places = &place,
                                  .sites = sites,
                                  .place_count = 1,
                                  .site_count = 4,
                                  .limit = 30,
                                  .table = &table,
                                  .served = served,
                                  .served_count = 3,
                                  .ways = true };
    struct orb_profile *profile = NULL;
    struct orb_links links;

    (void)state;
    place.travel = orb_travel_table_place(&table, "P");
    for (uint32_t i = 0; i < 4; i++) {
        char id[4] = { 'S', (char)('0' + i), '\0' };

        sites[i] = place;
        sites[i].travel = orb_travel_table_place(&table, id);
    }
    sites[3].lon = NAN; /* no position: no way, known or not */
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    r.profile = profile;
    assert_int_equal(orb_links_make(&links, &r, NULL), ORB_OK);
    assert_int_equal(links.count, 3);
    assert_int_equal(links.flags[0], ORB_LINK_SERVED | ORB_LINK_UNKNOWN);
    assert_true(isnan(links.cost[0]));
    assert_int_equal(links.flags[1], ORB_LINK_SERVED);
    assert_int_equal(llround(links.cost[1]), 12);
    assert_int_equal(links.flags[2], ORB_LINK_SERVED);
    assert_true(isnan(links.cost[2])); /* beyond the limit */
    assert_int_equal(links.unknown, 1);
    orb_links_release(&links);
    orb_travel_table_release(&table);
    orb_profile_free(profile);
}

static void lands_are_told_by_the_departement_or_by_the_position(void **state)
{
    static const struct {
        const char *departement;
        double lon, lat;
        int land;
    } cases[] = { { "01", 5, 46, 0 },           { "974", 5, 46, 974 },
                  { "2A", 9, 42, 0 },           { NULL, 9, 42, 0 },
                  { NULL, 55.5, -21.1, 974 },   { "", -61.5, 16.2, 971 },
                  { NULL, -63.05, 18.07, 978 }, { NULL, -62.83, 17.9, 977 },
                  { NULL, -61.0, 14.6, 972 },   { NULL, NAN, NAN, 0 } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(orb_link_frame(cases[i].departement, cases[i].lon, cases[i].lat),
                         cases[i].land);
}

static void nothing_links_to_nothing(void **state)
{
    struct orb_link_request r = { .unit = ORB_LINK_KM, .limit = 10 };
    struct orb_profile *profile = NULL;
    struct orb_links links;

    (void)state;
    assert_int_equal(orb_profile_new(&profile, NULL, NULL), ORB_OK);
    r.profile = profile;
    assert_int_equal(orb_links_make(&links, &r, NULL), ORB_OK);
    assert_int_equal(links.count, 0);
    assert_int_equal(links.first[0], 0);
    orb_links_release(&links);
    orb_profile_free(profile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pair_within_the_limit_is_there_and_no_other),
        cmocka_unit_test(near_the_limit_the_geodesic_decides_and_the_limit_is_included),
        cmocka_unit_test(the_table_prevails_over_the_estimate_and_a_served_zone_over_all),
        cmocka_unit_test(ways_that_nobody_knows_are_links_when_asked_for),
        cmocka_unit_test(lands_are_told_by_the_departement_or_by_the_position),
        cmocka_unit_test(nothing_links_to_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
