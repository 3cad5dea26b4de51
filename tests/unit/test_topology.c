#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/alloc.h"
#include "maps/topology.h"
#include "tests/unit/contours.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* ---- making */

struct made_shape {
    struct orb_buf wkb;
    char code[8];
};

static void make(struct made_shape *shape, size_t number, const struct made_ring *rings,
                 size_t count)
{
    write_contour(&shape->wkb, rings, count);
    shape->code[0] = (char)('A' + number % 26);
    shape->code[1] = (char)('a' + number / 26);
    shape->code[2] = '\0';
}

static void look_all(struct orb_topology *t, const struct made_shape *shapes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_true(orb_topology_look(t, (const unsigned char *)shapes[i].wkb.data,
                                      shapes[i].wkb.len));
}

static enum orb_status try_build(struct orb_topology *t, const struct made_shape *shapes,
                                 size_t count)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < count && status == ORB_OK; i++)
        status = orb_topology_add(
            t, &(struct orb_topology_label){ .code = shapes[i].code, .population = -1 },
            (const unsigned char *)shapes[i].wkb.data, shapes[i].wkb.len, NULL);
    return status == ORB_OK ? orb_topology_cut(t, NULL) : status;
}

static void build(struct orb_topology *t, struct made_shape *shapes, size_t count)
{
    look_all(t, shapes, count);
    assert_int_equal(try_build(t, shapes, count), ORB_OK);
}

static void forget(struct made_shape *shapes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        orb_buf_release(&shapes[i].wkb);
}

/* ---- reading back */

/* The points of a ring, put together from its arcs, the first again at the end. */
static size_t ring_points(const struct orb_topology *t, size_t ring, uint32_t *out,
                          size_t room)
{
    size_t count = 0;

    for (uint32_t i = orb_topology_start(&t->ring_arc_ends, ring);
         i < t->ring_arc_ends.items[ring]; i++) {
        uint32_t arc = t->ring_arcs.items[i] & ~ORB_TOPOLOGY_REVERSED;
        uint32_t start = orb_topology_start(&t->arc_ends, arc);
        uint32_t len = t->arc_ends.items[arc] - start;

        for (uint32_t p = 0; p < len; p++) {
            uint32_t at =
                (t->ring_arcs.items[i] & ORB_TOPOLOGY_REVERSED) != 0 ? len - 1 - p : p;

            if (p == 0 && count > 0) {
                assert_int_equal(out[count - 1], t->arc_points.items[start + at]);
                continue;
            }
            assert_true(count < room);
            out[count++] = t->arc_points.items[start + at];
        }
    }
    return count;
}

static uint64_t edge_of(uint32_t a, uint32_t b)
{
    return a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

static int compare_edges(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* No line between two points is in two arcs, or twice in one. */
static void assert_drawn_once(const struct orb_topology *t)
{
    uint64_t *edges = calloc(t->arc_points.count + 1, sizeof *edges);
    size_t count = 0;

    assert_non_null(edges);
    for (size_t a = 0; a < t->arc_ends.count; a++)
        for (uint32_t i = orb_topology_start(&t->arc_ends, a) + 1; i < t->arc_ends.items[a];
             i++)
            edges[count++] = edge_of(t->arc_points.items[i - 1], t->arc_points.items[i]);
    qsort(edges, count, sizeof *edges, compare_edges);
    for (size_t i = 1; i < count; i++)
        assert_true(edges[i] != edges[i - 1]);
    free(edges);
}

/* Every ring is closed and has a surface. */
static void assert_rings(const struct orb_topology *t)
{
    uint32_t points[4096];

    assert_int_equal(t->ring_arc_ends.count, t->ring_ends.count);
    for (size_t r = 0; r < t->ring_arc_ends.count; r++) {
        size_t count = ring_points(t, r, points, COUNT(points));

        assert_true(count >= 4);
        assert_int_equal(points[0], points[count - 1]);
    }
}

/* ---- facts */

static const double left[][2] = { { 0, 0 }, { 1, 0 }, { 1, 1 }, { 0, 1 } };
static const double right[][2] = { { 1, 0 }, { 2, 0 }, { 2, 1 }, { 1, 1 } };

static void two_neighbours_share_one_arc(void **state)
{
    const struct made_ring rings[2] = { { left, 4, 1 }, { right, 4, 1 } };
    struct orb_topology t = { 0 };
    struct made_shape shapes[2] = { 0 };

    (void)state;
    make(&shapes[0], 0, &rings[0], 1);
    make(&shapes[1], 1, &rings[1], 1);
    build(&t, shapes, 2);
    assert_int_equal(t.point_count, 6);
    assert_int_equal(t.arc_ends.count, 3);
    assert_int_equal(t.ring_arcs.count, 4);
    assert_drawn_once(&t);
    assert_rings(&t);
    orb_topology_release(&t);
    forget(shapes, 2);
}

static void an_enclave_is_the_hole_it_fills(void **state)
{
    static const double around[][2] = { { 0, 0 }, { 9, 0 }, { 9, 9 }, { 0, 9 } };
    static const double hole[][2] = { { 4, 4 }, { 4, 5 }, { 5, 5 }, { 5, 4 } };
    static const double enclave[][2] = { { 5, 5 }, { 4, 5 }, { 4, 4 }, { 5, 4 } };
    const struct made_ring outer[] = { { around, 4, 1 }, { hole, 4, 0 } };
    const struct made_ring inner[] = { { enclave, 4, 1 } };
    struct orb_topology t = { 0 };
    struct made_shape shapes[2] = { 0 };

    (void)state;
    make(&shapes[0], 0, outer, 2);
    make(&shapes[1], 1, inner, 1);
    build(&t, shapes, 2);
    assert_int_equal(t.arc_ends.count, 2);
    assert_int_equal(t.ring_ends.count, 3);
    assert_int_equal(t.polygon_ends.count, 2);
    assert_int_equal(t.ring_arcs.items[1] ^ t.ring_arcs.items[2], ORB_TOPOLOGY_REVERSED);
    assert_rings(&t);
    orb_topology_release(&t);
    forget(shapes, 2);
}

static void pieces_and_repeated_positions_are_kept_apart_and_dropped(void **state)
{
    static const double stuttering[][2] = { { 0, 0 }, { 0, 0 }, { 1, 0 }, { 1, 1 },
                                            { 1, 1 }, { 0, 1 }, { 0, 0 } };
    static const double island[][2] = { { 5, 5 }, { 6, 5 }, { 6, 6 } };
    const struct made_ring rings[] = { { stuttering, 7, 1 }, { island, 3, 1 } };
    struct orb_topology t = { 0 };
    struct made_shape shape[1] = { 0 };

    (void)state;
    make(&shape[0], 0, rings, 2);
    build(&t, shape, 1);
    assert_int_equal(t.visits.count, 4 + 3);
    assert_int_equal(t.shapes[0].polygon_end, 2);
    assert_int_equal(t.arc_ends.count, 2);
    assert_rings(&t);
    orb_topology_release(&t);
    forget(shape, 1);
}

/* An islet smaller than a step of the grid, with its lake; then a commune that is nothing
 * else. */
static void what_has_no_surface_on_the_grid_goes_but_the_commune_stays(void **state)
{
    static const double speck[][2] = { { 3, 3 }, { 3.00001, 3 }, { 3.00001, 3.00001 } };
    static const double lake[][2] = { { 3, 3 }, { 5, 3 }, { 5, 5 } };
    static const double far[][2] = { { 0, 0 }, { 8, 0 }, { 8, 8 } };
    const struct made_ring rings[] = { { speck, 3, 1 }, { lake, 3, 0 }, { far, 3, 1 } };
    struct orb_topology t = { 0 };
    struct made_shape shapes[2] = { 0 };

    (void)state;
    make(&shapes[0], 0, rings, 3);
    make(&shapes[1], 1, rings, 1);
    build(&t, shapes, 2);
    assert_int_equal(t.ring_ends.count, 1);
    assert_int_equal(t.shapes[0].polygon_end, 1);
    assert_int_equal(t.shape_count, 2);
    assert_int_equal(t.shapes[1].polygon_end, 1);
    orb_topology_release(&t);
    forget(shapes, 2);
}

static void bytes_that_are_no_contour_are_refused(void **state)
{
    const struct made_ring ring = { left, 4, 1 };
    struct orb_topology t = { 0 };
    struct made_shape shape[1] = { 0 };
    struct orb_error err = { 0 };

    (void)state;
    make(&shape[0], 0, &ring, 1);
    look_all(&t, shape, 1);
    shape->wkb.len -= 3;
    assert_false(
        orb_topology_look(&t, (const unsigned char *)shape->wkb.data, shape->wkb.len));
    assert_int_equal(orb_topology_add(&t, &(struct orb_topology_label){ .code = "A" },
                                      (const unsigned char *)shape->wkb.data,
                                      shape->wkb.len, &err),
                     ORB_ERR_CORRUPT);
    assert_int_equal(t.shape_count, 0);
    orb_topology_release(&t);
    forget(shape, 1);
}

/* ---- random quarters: a warped chessboard, lines cut in several, an enclave here and
 * there */

enum { SIDE = 6, CUTS = 5, BORDER = 4 * CUTS, SHAPES = 2 * SIDE * SIDE };

static double draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (double)(*seed >> 40) / (double)(1 << 24);
}

struct board {
    double corner[SIDE + 1][SIDE + 1][2];
    double across[SIDE + 1][SIDE][CUTS][2]; /* along x, from a corner; the first is it */
    double up[SIDE][SIDE + 1][CUTS][2];
    struct made_shape shapes[SHAPES];
    double positions[SHAPES][2 * BORDER][2]; /* of the shell, then of the hole */
    size_t holes[SHAPES];
    size_t count;
};

static void draw_line(uint64_t *seed, double line[CUTS][2], const double from[2],
                      const double to[2])
{
    for (int i = 0; i < CUTS; i++)
        for (int k = 0; k < 2; k++)
            line[i][k] = from[k] + (to[k] - from[k]) * i / CUTS +
                         (i == 0 ? 0 : (draw(seed) - 0.5) * 0.02);
}

static void draw_board(uint64_t *seed, struct board *b)
{
    for (int y = 0; y <= SIDE; y++)
        for (int x = 0; x <= SIDE; x++) {
            b->corner[y][x][0] = 5 + (x + draw(seed) * 0.4) * 0.1;
            b->corner[y][x][1] = 46 + (y + draw(seed) * 0.4) * 0.1;
        }
    for (int y = 0; y <= SIDE; y++)
        for (int x = 0; x <= SIDE; x++) {
            if (x < SIDE)
                draw_line(seed, b->across[y][x], b->corner[y][x], b->corner[y][x + 1]);
            if (y < SIDE)
                draw_line(seed, b->up[y][x], b->corner[y][x], b->corner[y + 1][x]);
        }
}

/* The positions around a quarter, counter-clockwise, from any of them. */
static void walk_around(const struct board *b, int x, int y, size_t from, double (*out)[2])
{
    for (size_t i = 0; i < BORDER; i++) {
        size_t at = (i + from) % BORDER;
        size_t cut = at % CUTS;
        const double *p;

        if (at < CUTS)
            p = b->across[y][x][cut];
        else if (at < 2 * (size_t)CUTS)
            p = b->up[y][x + 1][cut];
        else if (at < 3 * (size_t)CUTS)
            p = cut == 0 ? b->corner[y + 1][x + 1] : b->across[y + 1][x][CUTS - cut];
        else
            p = cut == 0 ? b->corner[y + 1][x] : b->up[y][x][CUTS - cut];
        memcpy(out[i], p, sizeof out[i]);
    }
}

static void make_quarter(uint64_t *seed, struct board *b, int x, int y)
{
    double(*shell)[2] = b->positions[b->count];
    double(*hole)[2] = shell + BORDER;
    bool enclave = draw(seed) < 0.3;
    struct made_ring rings[2] = { { (const double(*)[2])shell, BORDER, 1 },
                                  { (const double(*)[2])hole, 4, 0 } };

    walk_around(b, x, y, (size_t)(draw(seed) * BORDER), shell);
    for (int i = 0; i < 4; i++) {
        hole[i][0] = 5 + (x + 0.45 + (i == 2 || i == 3 ? 0.3 : 0)) * 0.1;
        hole[i][1] = 46 + (y + 0.45 + (i == 1 || i == 2 ? 0.3 : 0)) * 0.1;
    }
    b->holes[b->count] = enclave ? 4 : 0;
    make(&b->shapes[b->count], b->count, rings, enclave ? 2 : 1);
    b->count++;
    if (!enclave)
        return;
    for (int i = 0; i < 4; i++)
        memcpy(b->positions[b->count][i], hole[3 - i], sizeof hole[0]);
    rings[0] = (struct made_ring){ (const double(*)[2])b->positions[b->count], 4, 1 };
    make(&b->shapes[b->count], b->count, rings, 1);
    b->count++;
}

static void make_board(uint64_t *seed, struct board *b)
{
    memset(b, 0, sizeof *b);
    draw_board(seed, b);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++)
            make_quarter(seed, b, x, y);
}

/* The ring goes through the positions, from one of them and in their order, each within
 * half a step of the grid. */
static void assert_same_ring(const struct orb_topology *t, size_t ring,
                             double (*positions)[2], size_t count)
{
    uint32_t points[4096];
    size_t found = ring_points(t, ring, points, COUNT(points)) - 1;
    size_t start = 0;

    assert_int_equal(found, count);
    while (start < count) {
        size_t i = 0;

        while (i < count) {
            const struct orb_topology_point *p = &t->points[points[(start + i) % count]];

            if (fabs(t->box[0] + p->x * t->step[0] - positions[i][0]) >
                    t->step[0] * 0.5001 ||
                fabs(t->box[1] + p->y * t->step[1] - positions[i][1]) > t->step[1] * 0.5001)
                break;
            i++;
        }
        if (i == count)
            return;
        start++;
    }
    fail_msg("ring %zu is not where its commune is", ring);
}

static void any_board_comes_back_and_every_border_is_drawn_once(void **state)
{
    static struct board b;
    uint64_t seed = 20261122;

    (void)state;
    for (int round = 0; round < 40; round++) {
        struct orb_topology t = { 0 };
        size_t ring = 0;

        make_board(&seed, &b);
        build(&t, b.shapes, b.count);
        assert_int_equal(t.shape_count, b.count);
        for (size_t i = 0; i < b.count; i++) {
            bool small = b.shapes[i].wkb.len < 120;

            assert_string_equal(orb_topology_label(&t, i).code, b.shapes[i].code);
            assert_same_ring(&t, ring++, b.positions[i], small ? 4 : BORDER);
            if (b.holes[i] > 0)
                assert_same_ring(&t, ring++, b.positions[i] + BORDER, b.holes[i]);
        }
        assert_int_equal(ring, t.ring_ends.count);
        assert_drawn_once(&t);
        assert_rings(&t);
        orb_topology_release(&t);
        forget(b.shapes, b.count);
    }
}

/* ---- simplification */

static void simplified_rings_stay_rings_that_touch(void **state)
{
    static const double limits[] = { 1, 300, 3000, 1e9 };
    static struct board b;
    uint64_t seed = 7;

    (void)state;
    make_board(&seed, &b);
    for (size_t i = 0, before = SIZE_MAX; i < COUNT(limits); i++) {
        struct orb_topology t = { 0 };

        build(&t, b.shapes, b.count);
        assert_int_equal(orb_topology_simplify(&t, limits[i], NULL), ORB_OK);
        assert_true(t.arc_points.count <= before);
        before = t.arc_points.count;
        assert_drawn_once(&t);
        assert_rings(&t);
        orb_topology_release(&t);
    }
    forget(b.shapes, b.count);
}

static void the_smallest_triangles_go_first(void **state)
{
    /* A bump of about 8 km² and one of 0.08 km² on the side of a large square. */
    static const double bumpy[][2] = { { 0, 0 },   { 0.3, 0 }, { 0.35, 0.015 },
                                       { 0.4, 0 }, { 0.6, 0 }, { 0.65, 0.00015 },
                                       { 0.7, 0 }, { 1, 0 },   { 1, 1 },
                                       { 0, 1 } };
    const struct made_ring ring = { bumpy, COUNT(bumpy), 1 };
    struct orb_topology t = { 0 };
    struct made_shape shape[1] = { 0 };

    (void)state;
    make(&shape[0], 0, &ring, 1);
    build(&t, shape, 1);
    assert_int_equal(t.arc_points.count, COUNT(bumpy) + 1);
    assert_int_equal(orb_topology_simplify(&t, 1000, NULL), ORB_OK);
    /* The corners, the larger bump and its feet. */
    assert_int_equal(t.arc_points.count, 4 + 3 + 1);
    orb_topology_release(&t);
    forget(shape, 1);
}

static void no_memory_is_told_wherever_it_lacks(void **state)
{
    static struct board b;
    uint64_t seed = 3;
    enum orb_status status = ORB_ERR_MEMORY;

    (void)state;
    make_board(&seed, &b);
    for (long n = 0; status != ORB_OK; n++) {
        struct orb_topology t = { 0 };

        look_all(&t, b.shapes, b.count);
        orb_alloc_fail_after(n);
        status = try_build(&t, b.shapes, b.count);
        if (status == ORB_OK)
            status = orb_topology_simplify(&t, 500, NULL);
        orb_alloc_fail_after(-1);
        assert_true(status == ORB_OK || status == ORB_ERR_MEMORY);
        orb_topology_release(&t);
    }
    forget(b.shapes, b.count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_neighbours_share_one_arc),
        cmocka_unit_test(an_enclave_is_the_hole_it_fills),
        cmocka_unit_test(pieces_and_repeated_positions_are_kept_apart_and_dropped),
        cmocka_unit_test(what_has_no_surface_on_the_grid_goes_but_the_commune_stays),
        cmocka_unit_test(bytes_that_are_no_contour_are_refused),
        cmocka_unit_test(any_board_comes_back_and_every_border_is_drawn_once),
        cmocka_unit_test(simplified_rings_stay_rings_that_touch),
        cmocka_unit_test(the_smallest_triangles_go_first),
        cmocka_unit_test(no_memory_is_told_wherever_it_lacks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
