/* Where rings part: the method of Bostock's TopoJSON. A point is a junction when a ring
 * passes between other neighbours than the first that passed. */
#include <string.h>

#include "maps/topology.h"

/* One ring at work. */
struct ring {
    const uint32_t *points;
    size_t count;
};

/* Arcs by what they hold. */
struct arcs {
    struct orb_topology *t;
    struct orb_mapped slots;
    size_t slot_count;
    struct orb_topology_numbers line; /* the arc at hand */
};

static struct ring ring_of(const struct orb_topology *t, size_t number)
{
    size_t start = orb_topology_start(&t->ring_ends, number);

    return (struct ring){ t->visits.items + start, t->ring_ends.items[number] - start };
}

static void pass(struct orb_topology_point *point, uint32_t one, uint32_t other)
{
    uint32_t low = one < other ? one : other;
    uint32_t high = one < other ? other : one;

    if (point->before == UINT32_MAX) {
        point->before = low;
        point->after = high;
    } else if (point->before != low || point->after != high) {
        point->junction = true;
    }
}

static void find_junctions(struct orb_topology *t)
{
    struct orb_topology_point *points = t->point_room.bytes;

    for (size_t r = 0; r < t->ring_ends.count; r++) {
        struct ring ring = ring_of(t, r);

        for (size_t i = 0; i < ring.count; i++)
            pass(&points[ring.points[i]], ring.points[i == 0 ? ring.count - 1 : i - 1],
                 ring.points[i + 1 == ring.count ? 0 : i + 1]);
    }
}

/* ---- each line once */

/* Is the line smaller read from its end? Then that is how it is kept. */
static bool is_backwards(const struct orb_topology_numbers *line)
{
    for (size_t i = 0, j = line->count - 1; i < line->count; i++, j--)
        if (line->items[i] != line->items[j])
            return line->items[j] < line->items[i];
    return false;
}

static void turn(struct orb_topology_numbers *line)
{
    for (size_t i = 0, j = line->count - 1; i < j; i++, j--) {
        uint32_t point = line->items[i];

        line->items[i] = line->items[j];
        line->items[j] = point;
    }
}

static uint64_t hash_line(const uint32_t *points, size_t count)
{
    uint64_t h = 1469598103934665603u;

    for (size_t i = 0; i < count; i++)
        h = (h ^ points[i]) * 1099511628211u;
    return h ^ h >> 31;
}

static struct ring arc_of(const struct orb_topology *t, size_t number)
{
    size_t start = orb_topology_start(&t->arc_ends, number);

    return (struct ring){ t->arc_points.items + start, t->arc_ends.items[number] - start };
}

static uint32_t *arc_slot(const struct arcs *a, const uint32_t *points, size_t count)
{
    uint32_t *slots = a->slots.bytes;
    size_t mask = a->slot_count - 1;
    size_t at = (size_t)hash_line(points, count) & mask;

    for (; slots[at] != 0; at = (at + 1) & mask) {
        struct ring arc = arc_of(a->t, slots[at] - 1);

        if (arc.count == count && memcmp(arc.points, points, count * sizeof *points) == 0)
            break;
    }
    return &slots[at];
}

static enum orb_status make_room(struct arcs *a, struct orb_error *err)
{
    size_t wanted = a->slot_count == 0 ? 256 : a->slot_count * 2;
    struct orb_mapped slots = { .folder = a->slots.folder };
    enum orb_status status;

    if (a->t->arc_ends.count < a->slot_count / 2)
        return ORB_OK;
    status = orb_mapped_reserve(&slots, wanted * sizeof(uint32_t), err);
    if (status != ORB_OK)
        return status;
    orb_mapped_release(&a->slots);
    a->slots = slots;
    a->slot_count = wanted;
    for (size_t i = 0; i < a->t->arc_ends.count; i++) {
        struct ring arc = arc_of(a->t, i);

        *arc_slot(a, arc.points, arc.count) = (uint32_t)i + 1;
    }
    return ORB_OK;
}

/* The line at hand becomes an arc of the ring at hand, a new one or one that is there. */
static enum orb_status end_line(struct arcs *a, struct orb_error *err)
{
    struct orb_topology *t = a->t;
    bool backwards = is_backwards(&a->line);
    enum orb_status status = make_room(a, err);
    uint32_t *slot;

    if (backwards)
        turn(&a->line);
    if (status != ORB_OK)
        return status;
    slot = arc_slot(a, a->line.items, a->line.count);
    if (*slot == 0) {
        for (size_t i = 0; i < a->line.count && status == ORB_OK; i++)
            status = orb_topology_push(&t->arc_points, a->line.items[i], err);
        if (status == ORB_OK)
            status = orb_topology_push(&t->arc_ends, (uint32_t)t->arc_points.count, err);
        *slot = (uint32_t)t->arc_ends.count;
    }
    a->line.count = 0;
    if (status == ORB_OK)
        status = orb_topology_push(
            &t->ring_arcs, (*slot - 1) | (backwards ? ORB_TOPOLOGY_REVERSED : 0), err);
    return status;
}

/* A ring starts at a junction; without one it is a single arc that starts at its smallest
 * point, so that a hole and the enclave that fills it are the same. */
static size_t start_of(const struct orb_topology *t, struct ring ring)
{
    size_t start = 0;

    for (size_t i = 0; i < ring.count; i++) {
        if (t->points[ring.points[i]].junction)
            return i;
        if (ring.points[i] < ring.points[start])
            start = i;
    }
    return start;
}

static enum orb_status cut_ring(struct arcs *a, struct ring ring, struct orb_error *err)
{
    size_t start = start_of(a->t, ring);
    enum orb_status status = orb_topology_push(&a->line, ring.points[start], err);

    for (size_t i = 1; i <= ring.count && status == ORB_OK; i++) {
        uint32_t point = ring.points[(start + i) % ring.count];

        status = orb_topology_push(&a->line, point, err);
        if (status != ORB_OK || (i < ring.count && !a->t->points[point].junction))
            continue;
        status = end_line(a, err);
        if (status == ORB_OK && i < ring.count)
            status = orb_topology_push(&a->line, point, err);
    }
    if (status == ORB_OK)
        status =
            orb_topology_push(&a->t->ring_arc_ends, (uint32_t)a->t->ring_arcs.count, err);
    return status;
}

enum orb_status orb_topology_cut(struct orb_topology *topology, struct orb_error *err)
{
    struct arcs arcs = { .t = topology, .slots = { .folder = topology->slots.folder } };
    enum orb_status status = ORB_OK;

    find_junctions(topology);
    for (size_t r = 0; r < topology->ring_ends.count && status == ORB_OK; r++)
        status = cut_ring(&arcs, ring_of(topology, r), err);
    orb_mapped_release(&arcs.slots);
    orb_topology_numbers_release(&arcs.line);
    return status;
}
