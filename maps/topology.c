/* Positions on the grid, the same point for all rings that pass. */
#include "maps/topology.h"

#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/contour.h"

/* Numbers of points, rings and arcs stay below the bit that says "reversed". */
#define NUMBERS_MAX ((size_t)ORB_TOPOLOGY_REVERSED)

enum orb_status orb_topology_push(struct orb_topology_numbers *numbers, uint32_t number,
                                  struct orb_error *err)
{
    enum orb_status status;

    if (numbers->count >= NUMBERS_MAX)
        return orb_error_memory(err);
    status = orb_mapped_reserve(&numbers->room, (numbers->count + 1) * sizeof number, err);
    if (status != ORB_OK)
        return status;
    numbers->items = numbers->room.bytes;
    numbers->items[numbers->count++] = number;
    return ORB_OK;
}

void orb_topology_numbers_release(struct orb_topology_numbers *numbers)
{
    orb_mapped_release(&numbers->room);
    numbers->items = NULL;
    numbers->count = 0;
}

/* ---- the box */

static void look_ring(void *context, uint32_t polygon, uint32_t ring)
{
    (void)context;
    (void)polygon;
    (void)ring;
}

static void look_position(void *context, double lon, double lat)
{
    struct orb_topology *t = context;

    if (!t->looked) {
        t->box[0] = t->box[2] = lon;
        t->box[1] = t->box[3] = lat;
        t->looked = true;
    }
    t->box[0] = fmin(t->box[0], lon);
    t->box[1] = fmin(t->box[1], lat);
    t->box[2] = fmax(t->box[2], lon);
    t->box[3] = fmax(t->box[3], lat);
}

bool orb_topology_look(struct orb_topology *topology, const unsigned char *wkb, size_t len)
{
    const struct orb_contour_visitor visitor = { topology, look_ring, look_position };

    return orb_contour_read(wkb, len, &visitor);
}

/* A box as wide as the country and its overseas would make steps of kilometres. */
static double step_of(double extent)
{
    double steps = fmax(ORB_TOPOLOGY_STEPS, ceil(extent / ORB_TOPOLOGY_STEP_MAX));

    return extent > 0 ? extent / steps : 1;
}

/* ---- points, by their place */

static uint64_t hash_of(int32_t x, int32_t y)
{
    uint64_t h = ((uint64_t)(uint32_t)x << 32 | (uint32_t)y) * 0x9E3779B97F4A7C15u;

    return h ^ h >> 29;
}

static uint32_t *slot_of(const struct orb_topology *t, int32_t x, int32_t y)
{
    uint32_t *slots = t->slots.bytes;
    size_t mask = t->slot_count - 1;
    size_t at = (size_t)hash_of(x, y) & mask;

    while (slots[at] != 0 &&
           (t->points[slots[at] - 1].x != x || t->points[slots[at] - 1].y != y))
        at = (at + 1) & mask;
    return &slots[at];
}

static enum orb_status make_room(struct orb_topology *t, struct orb_error *err)
{
    size_t wanted = t->slot_count == 0 ? 1024 : t->slot_count * 2;
    struct orb_mapped slots = { .folder = t->slots.folder };
    enum orb_status status = ORB_OK;

    if (t->point_count >= NUMBERS_MAX)
        return orb_error_memory(err);
    if (t->point_count >= t->slot_count / 2) {
        status = orb_mapped_reserve(&slots, wanted * sizeof(uint32_t), err);
        if (status != ORB_OK)
            return status;
        orb_mapped_release(&t->slots);
        t->slots = slots;
        t->slot_count = wanted;
        for (size_t i = 0; i < t->point_count; i++)
            *slot_of(t, t->points[i].x, t->points[i].y) = (uint32_t)i + 1;
    }
    status =
        orb_mapped_reserve(&t->point_room, (t->point_count + 1) * sizeof *t->points, err);
    if (status == ORB_OK)
        t->points = t->point_room.bytes;
    return status;
}

static enum orb_status find_point(struct orb_topology *t, int32_t x, int32_t y,
                                  uint32_t *number, struct orb_error *err)
{
    enum orb_status status = make_room(t, err);
    uint32_t *slot;

    if (status != ORB_OK)
        return status;
    slot = slot_of(t, x, y);
    if (*slot == 0) {
        struct orb_topology_point *points = t->point_room.bytes;

        points[t->point_count++] = (struct orb_topology_point){
            .x = x, .y = y, .before = UINT32_MAX, .after = UINT32_MAX
        };
        *slot = (uint32_t)t->point_count;
    }
    *number = *slot - 1;
    return ORB_OK;
}

/* ---- shapes */

struct adding {
    struct orb_topology *t;
    size_t ring_start;  /* in visits */
    uint32_t polygon;   /* of the contour, as told */
    bool open;          /* a ring is being added */
    bool is_shell;      /* that ring */
    bool shell_dropped; /* of the polygon at hand: its holes go too */
    bool polygon_open;  /* a ring of it was kept */
    enum orb_status status;
    struct orb_error *err;
};

/* Twice the area of the open ring, in steps. */
static int64_t twice_area(const struct orb_topology *t, size_t start)
{
    int64_t sum = 0;

    for (size_t i = start; i < t->visits.count; i++) {
        size_t j = i + 1 < t->visits.count ? i + 1 : start;
        const struct orb_topology_point *a = &t->points[t->visits.items[i]];
        const struct orb_topology_point *b = &t->points[t->visits.items[j]];

        sum += (int64_t)a->x * b->y - (int64_t)b->x * a->y;
    }
    return sum;
}

static void end_ring(struct adding *a)
{
    struct orb_topology_numbers *visits = &a->t->visits;

    if (!a->open || a->status != ORB_OK)
        return;
    a->open = false;
    while (visits->count > a->ring_start + 1 &&
           visits->items[visits->count - 1] == visits->items[a->ring_start])
        visits->count--;
    if (twice_area(a->t, a->ring_start) == 0 || (a->shell_dropped && !a->is_shell)) {
        visits->count = a->ring_start;
        a->shell_dropped = a->shell_dropped || a->is_shell;
        return;
    }
    a->polygon_open = true;
    a->status = orb_topology_push(&a->t->ring_ends, (uint32_t)visits->count, a->err);
}

static void end_polygon(struct adding *a)
{
    end_ring(a);
    if (a->polygon_open && a->status == ORB_OK)
        a->status =
            orb_topology_push(&a->t->polygon_ends, (uint32_t)a->t->ring_ends.count, a->err);
    a->polygon_open = false;
    a->shell_dropped = false;
}

static void add_ring(void *context, uint32_t polygon, uint32_t ring)
{
    struct adding *a = context;

    if (polygon != a->polygon)
        end_polygon(a);
    else
        end_ring(a);
    a->polygon = polygon;
    a->ring_start = a->t->visits.count;
    a->open = true;
    a->is_shell = ring == 0;
}

static void add_position(void *context, double lon, double lat)
{
    struct adding *a = context;
    struct orb_topology *t = a->t;
    uint32_t point = 0;

    if (a->status != ORB_OK)
        return;
    a->status = find_point(t, (int32_t)lround((lon - t->box[0]) / t->step[0]),
                           (int32_t)lround((lat - t->box[1]) / t->step[1]), &point, a->err);
    if (a->status != ORB_OK ||
        (t->visits.count > a->ring_start && t->visits.items[t->visits.count - 1] == point))
        return;
    a->status = orb_topology_push(&t->visits, point, a->err);
}

static enum orb_status add_rings(struct orb_topology *t, const unsigned char *wkb,
                                 size_t len, struct orb_error *err)
{
    struct adding adding = { .t = t, .polygon = 0, .err = err };
    const struct orb_contour_visitor visitor = { &adding, add_ring, add_position };

    if (!orb_contour_read(wkb, len, &visitor) && adding.status == ORB_OK)
        return orb_error_set(err, ORB_ERR_CORRUPT, _("a contour does not read"));
    end_polygon(&adding);
    return adding.status;
}

/* *at is where it is, 0 = NULL. */
static enum orb_status keep_text(struct orb_topology *t, const char *text, size_t *at,
                                 struct orb_error *err)
{
    size_t len = text == NULL ? 0 : strlen(text) + 1;
    enum orb_status status;

    if (t->text_len == 0)
        t->text_len = 1;
    status = orb_mapped_reserve(&t->texts, t->text_len + len, err);
    if (status != ORB_OK)
        return status;
    *at = text == NULL ? 0 : t->text_len;
    if (text != NULL)
        memcpy((char *)t->texts.bytes + t->text_len, text, len);
    t->text_len += len;
    return ORB_OK;
}

enum orb_status orb_topology_add(struct orb_topology *topology,
                                 const struct orb_topology_label *label,
                                 const unsigned char *wkb, size_t len,
                                 struct orb_error *err)
{
    struct orb_topology *t = topology;
    struct orb_topology_shape shape = { .population = label->population };
    enum orb_status status;

    t->step[0] = step_of(t->box[2] - t->box[0]);
    t->step[1] = step_of(t->box[3] - t->box[1]);
    status = orb_mapped_reserve(&t->shape_room, (t->shape_count + 1) * sizeof shape, err);
    if (status == ORB_OK)
        status = add_rings(t, wkb, len, err);
    if (status == ORB_OK)
        status = keep_text(t, label->code, &shape.code, err);
    if (status == ORB_OK)
        status = keep_text(t, label->name, &shape.name, err);
    if (status == ORB_OK)
        status = keep_text(t, label->area, &shape.area, err);
    if (status != ORB_OK)
        return status;
    shape.polygon_end = (uint32_t)t->polygon_ends.count;
    t->shapes = t->shape_room.bytes;
    ((struct orb_topology_shape *)t->shape_room.bytes)[t->shape_count++] = shape;
    return ORB_OK;
}

static const char *text_at(const struct orb_topology *t, size_t at)
{
    return at == 0 ? NULL : (const char *)t->texts.bytes + at;
}

struct orb_topology_label orb_topology_label(const struct orb_topology *topology,
                                             size_t shape)
{
    const struct orb_topology_shape *s = &topology->shapes[shape];

    return (struct orb_topology_label){ text_at(topology, s->code),
                                        text_at(topology, s->name),
                                        text_at(topology, s->area), s->population };
}

/* ---- all that grows */

enum { NUMBERS = 7, ROOMS = 4 };

static void list_numbers(struct orb_topology *t, struct orb_topology_numbers *out[NUMBERS])
{
    out[0] = &t->polygon_ends;
    out[1] = &t->ring_ends;
    out[2] = &t->visits;
    out[3] = &t->ring_arc_ends;
    out[4] = &t->ring_arcs;
    out[5] = &t->arc_ends;
    out[6] = &t->arc_points;
}

static void list_rooms(struct orb_topology *t, struct orb_mapped *out[ROOMS])
{
    out[0] = &t->point_room;
    out[1] = &t->shape_room;
    out[2] = &t->slots;
    out[3] = &t->texts;
}

void orb_topology_set_folder(struct orb_topology *topology, const char *folder)
{
    struct orb_topology_numbers *numbers[NUMBERS];
    struct orb_mapped *rooms[ROOMS];

    list_numbers(topology, numbers);
    list_rooms(topology, rooms);
    for (size_t i = 0; i < NUMBERS; i++)
        numbers[i]->room.folder = folder;
    for (size_t i = 0; i < ROOMS; i++)
        rooms[i]->folder = folder;
}

void orb_topology_release(struct orb_topology *topology)
{
    struct orb_topology_numbers *numbers[NUMBERS];
    struct orb_mapped *rooms[ROOMS];

    list_numbers(topology, numbers);
    list_rooms(topology, rooms);
    for (size_t i = 0; i < NUMBERS; i++)
        orb_topology_numbers_release(numbers[i]);
    for (size_t i = 0; i < ROOMS; i++)
        orb_mapped_release(rooms[i]);
    *topology = (struct orb_topology){ 0 };
}
