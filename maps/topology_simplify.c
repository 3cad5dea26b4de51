/*
 * Visvalingam and Whyatt 1993, on arcs: the position whose triangle is smallest goes first,
 * and a position never counts for less than one that went before it. Ends stay, so
 * neighbours still meet.
 */
#include <math.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "maps/topology.h"

#define RADIANS         0.017453292519943295
#define METRES_A_DEGREE 111195.0 /* on the sphere of 6,371 km */

/* One position of the arc at hand. */
struct spot {
    double area; /* square metres */
    size_t before, after;
    size_t place; /* in the heap; SIZE_MAX = not there */
};

/* The arc at hand; memory is kept from one to the next. */
struct line {
    const struct orb_topology *t;
    const uint32_t *points;
    size_t count;
    double unit; /* square metres of one step by one step */
    struct spot *spots;
    size_t *heap; /* spots, the smallest area first, then the first on the line */
    size_t heap_count;
    size_t capacity;
};

static bool comes_first(const struct line *l, size_t a, size_t b)
{
    if (l->spots[a].area != l->spots[b].area)
        return l->spots[a].area < l->spots[b].area;
    return a < b;
}

static void put(struct line *l, size_t place, size_t spot)
{
    l->heap[place] = spot;
    l->spots[spot].place = place;
}

static void rise(struct line *l, size_t place)
{
    size_t spot = l->heap[place];

    while (place > 0 && comes_first(l, spot, l->heap[(place - 1) / 2])) {
        put(l, place, l->heap[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put(l, place, spot);
}

static void sink(struct line *l, size_t place)
{
    size_t spot = l->heap[place];

    for (size_t child = 2 * place + 1; child < l->heap_count; child = 2 * place + 1) {
        if (child + 1 < l->heap_count && comes_first(l, l->heap[child + 1], l->heap[child]))
            child++;
        if (!comes_first(l, l->heap[child], spot))
            break;
        put(l, place, l->heap[child]);
        place = child;
    }
    put(l, place, spot);
}

static double triangle(const struct line *l, size_t spot)
{
    const struct orb_topology_point *p = &l->t->points[l->points[spot]];
    const struct orb_topology_point *a = &l->t->points[l->points[l->spots[spot].before]];
    const struct orb_topology_point *b = &l->t->points[l->points[l->spots[spot].after]];
    int64_t twice =
        (int64_t)(a->x - p->x) * (b->y - p->y) - (int64_t)(b->x - p->x) * (a->y - p->y);

    return (double)(twice < 0 ? -twice : twice) / 2 * l->unit;
}

static void weigh_again(struct line *l, size_t spot, double least)
{
    if (l->spots[spot].place == SIZE_MAX)
        return;
    l->spots[spot].area = fmax(triangle(l, spot), least);
    rise(l, l->spots[spot].place);
    sink(l, l->spots[spot].place);
}

static void drop_first(struct line *l)
{
    size_t spot = l->heap[0];
    size_t before = l->spots[spot].before;
    size_t after = l->spots[spot].after;
    double least = l->spots[spot].area;

    l->heap_count--;
    if (l->heap_count > 0) {
        put(l, 0, l->heap[l->heap_count]);
        sink(l, 0);
    }
    l->spots[spot].place = SIZE_MAX;
    l->spots[before].after = after;
    l->spots[after].before = before;
    weigh_again(l, before, least);
    weigh_again(l, after, least);
}

static enum orb_status prepare(struct line *l, struct orb_error *err)
{
    if (l->count > l->capacity) {
        struct spot *spots = orb_realloc(l->spots, l->count, sizeof *spots);
        size_t *heap;

        if (spots != NULL)
            l->spots = spots;
        heap = orb_realloc(l->heap, l->count, sizeof *heap);
        if (heap != NULL)
            l->heap = heap;
        if (spots == NULL || heap == NULL)
            return orb_error_memory(err);
        l->capacity = l->count;
    }
    l->heap_count = 0;
    for (size_t i = 0; i < l->count; i++)
        l->spots[i] = (struct spot){ .before = i == 0 ? 0 : i - 1,
                                     .after = i + 1 == l->count ? i : i + 1,
                                     .place = SIZE_MAX };
    for (size_t i = 1; i + 1 < l->count; i++) {
        l->spots[i].area = triangle(l, i);
        put(l, l->heap_count++, i);
        rise(l, l->heap_count - 1);
    }
    return ORB_OK;
}

/* Leave out what is below the limit, down to the least number of inner positions; the line
 * is written again where it was, or before. *at is the end of what is written. */
static void thin(struct line *l, double limit, size_t least, uint32_t *points, size_t *at)
{
    while (l->heap_count > least && l->spots[l->heap[0]].area < limit)
        drop_first(l);
    for (size_t i = 0; i < l->count; i++)
        if (i == 0 || i + 1 == l->count || l->spots[i].place != SIZE_MAX)
            points[(*at)++] = l->points[i];
}

/* Square metres of one step by one step where the arc starts. */
static double unit_of(const struct orb_topology *t, uint32_t point)
{
    double lat = t->box[1] + t->points[point].y * t->step[1];

    return METRES_A_DEGREE * METRES_A_DEGREE * t->step[0] * t->step[1] * cos(lat * RADIANS);
}

/* Arcs of rings that are made of two or three: such a ring could be left without surface.
 */
static void mark_few(const struct orb_topology *t, uint8_t *few)
{
    for (size_t r = 0; r < t->ring_arc_ends.count; r++) {
        uint32_t start = orb_topology_start(&t->ring_arc_ends, r);
        uint32_t end = t->ring_arc_ends.items[r];

        for (uint32_t i = start; i < end && end - start <= 3; i++)
            few[t->ring_arcs.items[i] & ~ORB_TOPOLOGY_REVERSED] = 1;
    }
}

enum orb_status orb_topology_simplify(struct orb_topology *topology, double metres,
                                      struct orb_error *err)
{
    struct orb_topology *t = topology;
    struct line line = { .t = t };
    struct orb_mapped few = { .folder = t->slots.folder };
    enum orb_status status = orb_mapped_reserve(&few, t->arc_ends.count + 1, err);
    size_t start = 0;
    size_t written = 0;

    if (status == ORB_OK)
        mark_few(t, few.bytes);
    for (size_t a = 0; a < t->arc_ends.count && status == ORB_OK; a++) {
        size_t end = t->arc_ends.items[a];

        line.points = t->arc_points.items + start;
        line.count = end - start;
        line.unit = unit_of(t, line.points[0]);
        status = prepare(&line, err);
        if (status != ORB_OK)
            break;
        thin(&line, metres * metres,
             line.points[0] == line.points[line.count - 1]
                 ? 2
                 : ((const uint8_t *)few.bytes)[a],
             t->arc_points.items, &written);
        t->arc_ends.items[a] = (uint32_t)written;
        start = end;
    }
    if (status == ORB_OK)
        t->arc_points.count = written;
    orb_mapped_release(&few);
    orb_free(line.spots);
    orb_free(line.heap);
    return status;
}
