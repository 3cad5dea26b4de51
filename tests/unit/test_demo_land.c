/* The invented land: contours that tile it, sites inside them, populations as real ones. */
#include "importers/demo_land.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "importers/demo.h"

struct edge {
    struct orb_demo_point from;
    struct orb_demo_point to;
};

static int compare_points(struct orb_demo_point a, struct orb_demo_point b)
{
    if (a.lon != b.lon)
        return a.lon < b.lon ? -1 : 1;
    return (a.lat > b.lat) - (a.lat < b.lat);
}

static int compare_edges(const void *a, const void *b)
{
    const struct edge *x = a;
    const struct edge *y = b;
    int order = compare_points(x->from, y->from);

    return order != 0 ? order : compare_points(x->to, y->to);
}

static int64_t cross(struct edge edge)
{
    return (int64_t)edge.from.lon * edge.to.lat - (int64_t)edge.to.lon * edge.from.lat;
}

static int side(struct orb_demo_point a, struct orb_demo_point b, struct orb_demo_point p)
{
    int64_t turn = ((int64_t)b.lon - a.lon) * ((int64_t)p.lat - a.lat) -
                   ((int64_t)b.lat - a.lat) * ((int64_t)p.lon - a.lon);

    return (turn > 0) - (turn < 0);
}

static void check_simple(const struct orb_demo_point *ring)
{
    for (int i = 0; i < ORB_DEMO_RING - 1; i++)
        for (int j = i + 2; j < ORB_DEMO_RING - 1; j++) {
            bool meet = side(ring[i], ring[i + 1], ring[j]) !=
                            side(ring[i], ring[i + 1], ring[j + 1]) &&
                        side(ring[j], ring[j + 1], ring[i]) !=
                            side(ring[j], ring[j + 1], ring[i + 1]);

            assert_true(!meet || (i == 0 && j == ORB_DEMO_RING - 2));
        }
}

/*
 * Every contour turns counter-clockwise around its centre without crossing itself, and each
 * of its edges is the neighbour's backwards or lies on the border: then nothing overlaps
 * and nothing is left out. The border is one ring whose area is the sum.
 */
static void contours_tile_the_land(void **state)
{
    struct orb_demo_land land;
    struct orb_error err = { 0 };
    size_t count = 0;
    int64_t total = 0;
    int64_t border = 0;

    (void)state;
    assert_int_equal(orb_demo_land_make(&land, 11, 4000, &err), ORB_OK);
    struct edge *edges = calloc((size_t)land.count * (ORB_DEMO_RING - 1), sizeof *edges);

    assert_non_null(edges);
    for (uint32_t i = 0; i < land.count; i++) {
        struct orb_demo_point ring[ORB_DEMO_RING];
        int64_t area = 0;

        orb_demo_land_ring(&land, i, ring);
        check_simple(ring);
        for (int j = 0; j < ORB_DEMO_RING - 1; j++) {
            edges[count] = (struct edge){ ring[j], ring[j + 1] };
            area += cross(edges[count++]);
        }
        assert_true(area > 0);
        total += area;
    }
    qsort(edges, count, sizeof *edges, compare_edges);
    for (size_t i = 0; i < count; i++) {
        struct edge back = { edges[i].to, edges[i].from };

        assert_true(i == 0 || compare_edges(&edges[i - 1], &edges[i]) != 0);
        if (bsearch(&back, edges, count, sizeof *edges, compare_edges) == NULL)
            border += cross(edges[i]);
    }
    assert_true(border == total);
    free(edges);
    orb_demo_land_release(&land);
}

static bool inside(const struct orb_demo_point *ring, double lon, double lat)
{
    bool odd = false;

    for (int i = 0; i < ORB_DEMO_RING - 1; i++) {
        double ay = orb_demo_degrees(ring[i].lat), by = orb_demo_degrees(ring[i + 1].lat);
        double ax = orb_demo_degrees(ring[i].lon), bx = orb_demo_degrees(ring[i + 1].lon);

        if ((ay > lat) != (by > lat) && lon < ax + (lat - ay) / (by - ay) * (bx - ax))
            odd = !odd;
    }
    return odd;
}

struct positions {
    struct orb_demo_land land;
    unsigned long checked;
};

static enum orb_status check_position(void *context, const struct orb_record *record,
                                      struct orb_error *err)
{
    struct positions *positions = context;
    const struct orb_site *site = record->as.site;

    (void)err;
    if (record->kind != ORB_RECORD_SITE || isnan(site->lon))
        return ORB_OK;
    for (uint32_t i = 0; i < positions->land.count; i++) {
        struct orb_demo_point ring[ORB_DEMO_RING];

        if (strcmp(positions->land.places[i].code, site->commune) != 0)
            continue;
        orb_demo_land_ring(&positions->land, i, ring);
        assert_true(inside(ring, site->lon, site->lat));
        positions->checked++;
    }
    return ORB_OK;
}

static void sites_lie_in_their_commune(void **state)
{
    struct orb_demo_options options = { .seed = 5, .offers = 3000 };
    struct positions positions = { 0 };
    struct orb_sink sink = { &positions, check_position };
    struct orb_error err = { 0 };

    (void)state;
    assert_int_equal(orb_demo_land_make(&positions.land, 5, 3000, &err), ORB_OK);
    assert_int_equal(orb_demo_generate(&options, &sink, &err), ORB_OK);
    assert_true(positions.checked > 1500);
    orb_demo_land_release(&positions.land);
}

/* The largest commune of a land of 19 million is a metropolis, the median one a village;
 * classes agree. */
static void populations_follow_a_rank_size_law(void **state)
{
    struct orb_demo_land land;
    struct orb_error err = { 0 };
    uint64_t total;

    (void)state;
    assert_int_equal(orb_demo_land_make(&land, 2, 50000, &err), ORB_OK);
    total = land.cumulative[land.count - 1];
    assert_in_range(total / land.count, 1700, 2200);
    assert_in_range(land.places[land.by_rank[0]].population, total / 30, total / 8);
    assert_in_range(land.places[land.by_rank[land.count / 2]].population, 200, 700);
    for (uint32_t i = 0; i < land.count; i++) {
        assert_in_range(land.places[i].density, 1, 4);
        assert_true(land.places[i].population > 0);
        assert_in_range(land.places[i].department, 0, land.department_count - 1);
    }
    orb_demo_land_release(&land);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contours_tile_the_land),
        cmocka_unit_test(sites_lie_in_their_commune),
        cmocka_unit_test(populations_follow_a_rank_size_law),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
