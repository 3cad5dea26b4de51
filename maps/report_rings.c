/*
 * Every node has as many arcs that leave as arrive, so a walk along unused arcs comes back.
 * At a node it takes the arc most on the left, where the area is; a walk that meets itself
 * is a ring of its own from there on.
 */
#include "maps/report_rings.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"

struct step {
    uint32_t start; /* point */
    uint32_t arc;
    bool used;
};

/* A ring of the area at hand, in points. */
struct ring {
    uint32_t first, count;
    int64_t twice_area; /* > 0 = counter-clockwise */
    size_t shell;       /* of a hole: the ring around it */
};

struct walk {
    const struct orb_topology *t;
    struct step *steps; /* by start */
    size_t step_count;
    struct orb_topology_numbers path;   /* of the walk at hand, in points */
    struct orb_topology_numbers points; /* of the rings found */
    struct ring *rings;
    size_t ring_count, ring_capacity;
};

static uint32_t number_of(uint32_t arc)
{
    return arc & ~ORB_TOPOLOGY_REVERSED;
}

static bool is_reversed(uint32_t arc)
{
    return (arc & ORB_TOPOLOGY_REVERSED) != 0;
}

/* Point i of an arc as it is walked; negative = from its end. */
static uint32_t point_of(const struct orb_topology *t, uint32_t arc, int64_t i)
{
    uint32_t first = orb_topology_start(&t->arc_ends, number_of(arc));
    uint32_t end = t->arc_ends.items[number_of(arc)];
    int64_t count = (int64_t)end - first;
    int64_t at = i < 0 ? count + i : i;

    return t->arc_points.items[is_reversed(arc) ? (int64_t)end - 1 - at : first + at];
}

static uint32_t points_of(const struct orb_topology *t, uint32_t arc)
{
    return t->arc_ends.items[number_of(arc)] -
           orb_topology_start(&t->arc_ends, number_of(arc));
}

static int compare_arcs(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;

    if (number_of(x) != number_of(y))
        return number_of(x) < number_of(y) ? -1 : 1;
    return (x > y) - (x < y);
}

/* Take away what is walked both ways. */
static void cancel(struct orb_topology_numbers *arcs)
{
    size_t kept = 0;

    qsort(arcs->items, arcs->count, sizeof *arcs->items, compare_arcs);
    for (size_t i = 0, end; i < arcs->count; i = end) {
        size_t forward = 0;
        size_t reversed = 0;
        uint32_t number = number_of(arcs->items[i]);

        for (end = i; end < arcs->count && number_of(arcs->items[end]) == number; end++)
            *(is_reversed(arcs->items[end]) ? &reversed : &forward) += 1;
        for (size_t k = reversed; k < forward; k++)
            arcs->items[kept++] = number;
        for (size_t k = forward; k < reversed; k++)
            arcs->items[kept++] = number | ORB_TOPOLOGY_REVERSED;
    }
    arcs->count = kept;
}

static int compare_steps(const void *a, const void *b)
{
    const struct step *x = a;
    const struct step *y = b;

    if (x->start != y->start)
        return x->start < y->start ? -1 : 1;
    return compare_arcs(&x->arc, &y->arc);
}

static enum orb_status make_steps(struct walk *w, const struct orb_topology_numbers *arcs,
                                  struct orb_error *err)
{
    w->steps = orb_calloc(arcs->count + 1, sizeof *w->steps);
    if (w->steps == NULL)
        return orb_error_memory(err);
    w->step_count = arcs->count;
    for (size_t i = 0; i < arcs->count; i++)
        w->steps[i] =
            (struct step){ point_of(w->t, arcs->items[i], 0), arcs->items[i], false };
    qsort(w->steps, w->step_count, sizeof *w->steps, compare_steps);
    return ORB_OK;
}

/* ---- walking */

static double bearing(const struct orb_topology *t, uint32_t from, uint32_t to)
{
    const struct orb_topology_point *a = &t->points[from];
    const struct orb_topology_point *b = &t->points[to];

    return atan2((double)(b->y - a->y), (double)(b->x - a->x));
}

/* How far to the left of straight on an arc leaves after another, -pi to pi. */
static double turn(const struct orb_topology *t, uint32_t arc, uint32_t next)
{
    static const double pi = 3.14159265358979323846;
    double angle = bearing(t, point_of(t, next, 0), point_of(t, next, 1)) -
                   bearing(t, point_of(t, arc, -2), point_of(t, arc, -1));

    while (angle > pi)
        angle -= 2 * pi;
    while (angle <= -pi)
        angle += 2 * pi;
    return angle;
}

/* The unused step from a point most on the left after an arc; NULL = none. */
static struct step *find_next(struct walk *w, uint32_t arc)
{
    uint32_t from = point_of(w->t, arc, -1);
    struct step *best = NULL;
    double best_turn = 0;
    size_t low = 0;
    size_t high = w->step_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (w->steps[middle].start < from)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < w->step_count && w->steps[i].start == from; i++) {
        double left = turn(w->t, arc, w->steps[i].arc);

        if (!w->steps[i].used && (best == NULL || left > best_turn)) {
            best = &w->steps[i];
            best_turn = left;
        }
    }
    return best;
}

/* Move the end of the path, from a point on, to the rings. */
static enum orb_status take_ring(struct walk *w, size_t from, struct orb_error *err)
{
    struct ring ring = { .first = (uint32_t)w->points.count,
                         .count = (uint32_t)(w->path.count - from) };
    enum orb_status status = ORB_OK;

    for (size_t i = from; i < w->path.count && status == ORB_OK; i++) {
        size_t next = i + 1 < w->path.count ? i + 1 : from;
        const struct orb_topology_point *a = &w->t->points[w->path.items[i]];
        const struct orb_topology_point *b = &w->t->points[w->path.items[next]];

        ring.twice_area += (int64_t)a->x * b->y - (int64_t)b->x * a->y;
        status = orb_topology_push(&w->points, w->path.items[i], err);
    }
    w->path.count = from;
    if (status != ORB_OK)
        return status;
    if (ring.twice_area == 0 || ring.count < 3) {
        w->points.count = ring.first;
        return ORB_OK;
    }
    if (orb_grow((void **)&w->rings, &w->ring_capacity, w->ring_count, sizeof *w->rings) !=
        ORB_OK)
        return orb_error_memory(err);
    w->rings[w->ring_count++] = ring;
    return ORB_OK;
}

/* Only nodes are met again: points inside an arc are of no other. */
static enum orb_status arrive(struct walk *w, uint32_t node, struct orb_error *err)
{
    for (size_t i = w->path.count; i > 0 && w->t->points[node].junction; i--)
        if (w->path.items[i - 1] == node)
            return take_ring(w, i - 1, err);
    return w->path.count > 0 && w->path.items[0] == node ? take_ring(w, 0, err) : ORB_OK;
}

static enum orb_status walk_from(struct walk *w, struct step *step, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    w->path.count = 0;
    while (step != NULL && status == ORB_OK) {
        uint32_t count = points_of(w->t, step->arc);

        step->used = true;
        for (uint32_t i = 0; i + 1 < count && status == ORB_OK; i++)
            status = orb_topology_push(&w->path, point_of(w->t, step->arc, i), err);
        if (status == ORB_OK)
            status = arrive(w, point_of(w->t, step->arc, -1), err);
        step = find_next(w, step->arc);
        if (w->path.count == 0)
            break;
    }
    return status;
}

/* ---- shells and holes */

static bool is_inside(const struct walk *w, const struct ring *ring, uint32_t point)
{
    const struct orb_topology_point *p = &w->t->points[point];
    bool inside = false;

    for (uint32_t i = 0, j = ring->count - 1; i < ring->count; j = i++) {
        const struct orb_topology_point *a =
            &w->t->points[w->points.items[ring->first + i]];
        const struct orb_topology_point *b =
            &w->t->points[w->points.items[ring->first + j]];

        if ((a->y > p->y) != (b->y > p->y) &&
            (double)(p->x - a->x) <
                (double)(b->x - a->x) * (double)(p->y - a->y) / (double)(b->y - a->y))
            inside = !inside;
    }
    return inside;
}

static bool is_on(const struct walk *w, const struct ring *ring, uint32_t point)
{
    for (uint32_t i = 0; i < ring->count; i++)
        if (w->points.items[ring->first + i] == point)
            return true;
    return false;
}

/* By a position of the hole that is not on the ring too. */
static bool holds(const struct walk *w, const struct ring *shell, const struct ring *hole)
{
    for (uint32_t i = 0; i < hole->count; i++) {
        uint32_t point = w->points.items[hole->first + i];

        if (!is_on(w, shell, point))
            return is_inside(w, shell, point);
    }
    return true;
}

static void find_shells(struct walk *w)
{
    for (size_t h = 0; h < w->ring_count; h++) {
        struct ring *hole = &w->rings[h];

        hole->shell = SIZE_MAX;
        for (size_t s = 0; s < w->ring_count && hole->twice_area < 0; s++) {
            const struct ring *shell = &w->rings[s];

            if (shell->twice_area > -hole->twice_area && holds(w, shell, hole) &&
                (hole->shell == SIZE_MAX ||
                 shell->twice_area < w->rings[hole->shell].twice_area))
                hole->shell = s;
        }
    }
}

static enum orb_status add_ring(struct orb_report_areas *out, const struct walk *w,
                                const struct ring *ring, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (uint32_t i = 0; i < ring->count && status == ORB_OK; i++)
        status = orb_topology_push(&out->points, w->points.items[ring->first + i], err);
    return status == ORB_OK
               ? orb_topology_push(&out->ring_ends, (uint32_t)out->points.count, err)
               : status;
}

static enum orb_status add_polygons(struct orb_report_areas *out, const struct walk *w,
                                    struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t s = 0; s < w->ring_count && status == ORB_OK; s++) {
        if (w->rings[s].twice_area < 0)
            continue;
        status = add_ring(out, w, &w->rings[s], err);
        for (size_t h = 0; h < w->ring_count && status == ORB_OK; h++)
            if (w->rings[h].twice_area < 0 && w->rings[h].shell == s)
                status = add_ring(out, w, &w->rings[h], err);
        if (status == ORB_OK)
            status =
                orb_topology_push(&out->polygon_ends, (uint32_t)out->ring_ends.count, err);
    }
    return status;
}

enum orb_status orb_report_rings_add(struct orb_report_areas *out,
                                     struct orb_topology_numbers *arcs,
                                     struct orb_error *err)
{
    struct walk w = { .t = &out->contours.topology };
    enum orb_status status;

    cancel(arcs);
    status = make_steps(&w, arcs, err);
    for (size_t i = 0; i < w.step_count && status == ORB_OK; i++)
        if (!w.steps[i].used)
            status = walk_from(&w, &w.steps[i], err);
    if (status == ORB_OK) {
        find_shells(&w);
        status = add_polygons(out, &w, err);
    }
    orb_free(w.steps);
    orb_topology_numbers_release(&w.path);
    orb_topology_numbers_release(&w.points);
    orb_free(w.rings);
    return status;
}
