/* Contours are cut into arcs where they meet: an arc that two communes walk is a border, of
 * their areas too when these differ. */
#include "maps/contour_neighbours.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/strmap.h"
#include "maps/topojson.h"

struct borders {
    const struct orb_areas *areas;
    const struct orb_topology *topology;
    uint32_t *owner; /* by arc: the first area that walks it; ORB_CAT_NONE = nobody yet */
    bool *drawn;     /* by area */
    struct orb_pair *pairs;
    size_t count, capacity;
};

static uint32_t area_of(const struct orb_areas *areas, const char *code)
{
    uint32_t low = 0;
    uint32_t high = areas->count;

    while (code != NULL && low < high) {
        uint32_t middle = low + (high - low) / 2;
        int order = strcmp(areas->areas[middle].code, code);

        if (order == 0)
            return middle;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return ORB_CAT_NONE;
}

static enum orb_status walk(struct borders *b, uint32_t area, uint32_t arc,
                            struct orb_error *err)
{
    uint32_t other = b->owner[arc];

    if (other == ORB_CAT_NONE)
        b->owner[arc] = area;
    if (other == ORB_CAT_NONE || other == area)
        return ORB_OK;
    if (orb_grow((void **)&b->pairs, &b->capacity, b->count, sizeof *b->pairs) != ORB_OK)
        return orb_error_memory(err);
    b->pairs[b->count++] = (struct orb_pair){ other, area };
    return ORB_OK;
}

static enum orb_status walk_shape(struct borders *b, size_t shape, struct orb_error *err)
{
    const struct orb_topology *t = b->topology;
    uint32_t area = area_of(b->areas, orb_topology_label(t, shape).area);
    uint32_t polygon = shape == 0 ? 0 : t->shapes[shape - 1].polygon_end;
    uint32_t ring = orb_topology_start(&t->polygon_ends, polygon);
    uint32_t last = orb_topology_start(&t->polygon_ends, t->shapes[shape].polygon_end);
    enum orb_status status = ORB_OK;

    if (area == ORB_CAT_NONE)
        return ORB_OK;
    for (; ring < last; ring++) {
        b->drawn[area] = true;
        for (uint32_t i = orb_topology_start(&t->ring_arc_ends, ring);
             i < t->ring_arc_ends.items[ring] && status == ORB_OK; i++)
            status = walk(b, area, t->ring_arcs.items[i] & ~ORB_TOPOLOGY_REVERSED, err);
    }
    return status;
}

static enum orb_status find(struct borders *b, struct orb_error *err)
{
    const struct orb_topology *t = b->topology;
    enum orb_status status = ORB_OK;

    b->owner = orb_calloc(t->arc_ends.count + 1, sizeof *b->owner);
    b->drawn = orb_calloc((size_t)b->areas->count + 1, sizeof *b->drawn);
    if (b->owner == NULL || b->drawn == NULL)
        return orb_error_memory(err);
    memset(b->owner, 0xff, t->arc_ends.count * sizeof *b->owner);
    for (size_t i = 0; i < t->shape_count && status == ORB_OK; i++)
        status = walk_shape(b, i, err);
    return status;
}

enum orb_status orb_contour_neighbours(struct orb_neighbour_list *out, bool *complete,
                                       const struct orb_areas *areas,
                                       const struct orb_map_territory *territory,
                                       struct orb_error *err)
{
    const struct orb_contour_choice choice = { .level = areas->level };
    struct orb_contours contours = { 0 };
    struct borders b = { .areas = areas, .topology = &contours.topology };
    enum orb_status status = orb_contours_read(&contours, territory, &choice, 0, err);

    if (status == ORB_OK)
        status = find(&b, err);
    if (status == ORB_OK)
        status = orb_neighbours_join(out, areas->count, b.pairs, b.count, err);
    *complete = status == ORB_OK;
    for (uint32_t i = 0; i < areas->count && status == ORB_OK; i++)
        *complete = *complete && b.drawn[i];
    orb_free(b.owner);
    orb_free(b.drawn);
    orb_free(b.pairs);
    orb_contours_release(&contours);
    return status;
}
