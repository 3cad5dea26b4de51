/* A border between two communes of an area is walked once each way: what is left when such
 * pairs are taken away goes around the area. */
#include "maps/report_areas.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "maps/report_rings.h"

/* Borders that are left in a drawing need some positions whatever its details. */
#define POSITIONS_A_BORDER 3
#define FIRST_METRES       25
#define LAST_METRES        6400

void orb_report_areas_release(struct orb_report_areas *areas)
{
    orb_contours_release(&areas->contours);
    orb_free(areas->areas);
    orb_topology_numbers_release(&areas->polygon_ends);
    orb_topology_numbers_release(&areas->ring_ends);
    orb_topology_numbers_release(&areas->points);
    memset(areas, 0, sizeof *areas);
}

static enum orb_status collect_codes(struct orb_strmap *out,
                                     const struct orb_report_map *map,
                                     struct orb_error *err)
{
    uint32_t number;

    for (size_t row = 0; row < map->table->row_count; row++) {
        const struct orb_report_cell *cell =
            orb_report_cell(map->table, row, (size_t)map->area_column);

        if (map->table->lines[row].total || cell->state != ORB_REPORT_VALUE)
            continue;
        if (orb_strmap_add(out, cell->as.text, strlen(cell->as.text), &number) != ORB_OK)
            return orb_error_memory(err);
    }
    return ORB_OK;
}

static enum orb_status simplify(struct orb_topology *t, size_t positions,
                                struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (double metres = FIRST_METRES;
         status == ORB_OK && positions > 0 && metres <= LAST_METRES &&
         t->arc_points.count > positions + POSITIONS_A_BORDER * t->arc_ends.count;
         metres *= 2)
        status = orb_topology_simplify(t, metres, err);
    return status;
}

/* ---- shapes by area */

struct part {
    const char *area;
    size_t shape;
};

static int compare_parts(const void *a, const void *b)
{
    const struct part *x = a;
    const struct part *y = b;
    int order = strcmp(x->area, y->area);

    return order != 0 ? order : (x->shape > y->shape) - (x->shape < y->shape);
}

/* The arcs of the rings of a shape. */
static enum orb_status add_arcs(struct orb_topology_numbers *out,
                                const struct orb_topology *t, size_t shape,
                                struct orb_error *err)
{
    uint32_t polygon = shape == 0 ? 0 : t->shapes[shape - 1].polygon_end;
    uint32_t first_ring = orb_topology_start(&t->polygon_ends, polygon);
    uint32_t last_ring = orb_topology_start(&t->polygon_ends, t->shapes[shape].polygon_end);
    enum orb_status status = ORB_OK;

    for (uint32_t ring = first_ring; ring < last_ring; ring++)
        for (uint32_t i = orb_topology_start(&t->ring_arc_ends, ring);
             i < t->ring_arc_ends.items[ring] && status == ORB_OK; i++)
            status = orb_topology_push(out, t->ring_arcs.items[i], err);
    return status;
}

static void widen(struct orb_report_area *area, const struct orb_topology_point *p)
{
    uint32_t x = (uint32_t)p->x;
    uint32_t y = (uint32_t)p->y;

    area->box[0] = x < area->box[0] ? x : area->box[0];
    area->box[1] = y < area->box[1] ? y : area->box[1];
    area->box[2] = x > area->box[2] ? x : area->box[2];
    area->box[3] = y > area->box[3] ? y : area->box[3];
}

static enum orb_status end_area(struct orb_report_areas *out, const char *code,
                                uint32_t first_point, struct orb_error *err)
{
    struct orb_report_area area = { code,
                                    (uint32_t)out->polygon_ends.count,
                                    { UINT32_MAX, UINT32_MAX, 0, 0 } };

    if (orb_grow((void **)&out->areas, &out->area_capacity, out->area_count,
                 sizeof *out->areas) != ORB_OK)
        return orb_error_memory(err);
    for (size_t i = first_point; i < out->points.count; i++)
        widen(&area, &out->contours.topology.points[out->points.items[i]]);
    out->areas[out->area_count++] = area;
    return ORB_OK;
}

static enum orb_status dissolve(struct orb_report_areas *out, const struct part *parts,
                                size_t count, struct orb_error *err)
{
    struct orb_topology_numbers arcs = { 0 };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < count && status == ORB_OK; i++) {
        status = add_arcs(&arcs, &out->contours.topology, parts[i].shape, err);
        if (status == ORB_OK &&
            (i + 1 == count || strcmp(parts[i].area, parts[i + 1].area) != 0)) {
            uint32_t first_point = (uint32_t)out->points.count;

            status = orb_report_rings_add(out, &arcs, err);
            if (status == ORB_OK)
                status = end_area(out, parts[i].area, first_point, err);
            arcs.count = 0;
        }
    }
    orb_topology_numbers_release(&arcs);
    return status;
}

static enum orb_status make_areas(struct orb_report_areas *out, struct orb_error *err)
{
    const struct orb_topology *t = &out->contours.topology;
    struct part *parts = orb_calloc(t->shape_count + 1, sizeof *parts);
    enum orb_status status;

    if (parts == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; i < t->shape_count; i++)
        parts[i] = (struct part){ orb_topology_label(t, i).area, i };
    qsort(parts, t->shape_count, sizeof *parts, compare_parts);
    status = dissolve(out, parts, t->shape_count, err);
    orb_free(parts);
    return status;
}

enum orb_status orb_report_areas_read(struct orb_report_areas *out,
                                      const struct orb_report_map *map,
                                      const struct orb_map_territory *territory,
                                      size_t positions, struct orb_error *err)
{
    const struct orb_report *report = map->table->report;
    struct orb_strmap codes = { 0 };
    const struct orb_contour_choice choice = { .level = map->level,
                                               .areas = &codes,
                                               .communes = report->drawn.count == 0
                                                               ? NULL
                                                               : &report->drawn };
    enum orb_status status = collect_codes(&codes, map, err);

    if (status == ORB_OK)
        status = orb_contours_read(&out->contours, territory, &choice, 0, err);
    if (status == ORB_OK)
        status = simplify(&out->contours.topology, positions, err);
    if (status == ORB_OK)
        status = make_areas(out, err);
    orb_strmap_release(&codes);
    return status;
}

const struct orb_report_area *orb_report_area_find(const struct orb_report_areas *areas,
                                                   const char *code)
{
    size_t low = 0;
    size_t high = areas->area_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(areas->areas[middle].code, code);

        if (order == 0)
            return areas->areas[middle].polygon_end >
                           (middle == 0 ? 0 : areas->areas[middle - 1].polygon_end)
                       ? &areas->areas[middle]
                       : NULL;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
