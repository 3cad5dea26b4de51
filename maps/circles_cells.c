/*
 * Marks of a cell stand in one to three rows along its ring. Marks give way by steps: first
 * the large ones, down to the smallest that carries a number, then all together; a cell
 * where even that does not do counts its partners in one bubble.
 */
#include <math.h>
#include <string.h>

#include "maps/circles_layout.h"

#define SHRINK   0.92
#define LARGE    10  /* steps that shrink what is larger than the smallest mark */
#define GAP      0.6 /* along a row */
#define BAND_GAP 0.4 /* between rows */
#define ROWS     3

struct row {
    struct orb_circle_mark *marks[ORB_CIRCLE_CELL_MARKS];
    size_t count;
    double middle, length, used;
    double a1; /* where it ends */
};

struct placing {
    const struct orb_circle_sheet *sheet;
    const struct orb_circle_zone *zone;
    struct orb_circle_mark *order[ORB_CIRCLE_CELL_MARKS]; /* largest first */
    size_t count;
    struct row rows[ROWS];
    unsigned row_count;
    unsigned step;
    double outer; /* of the rows: below the corner of the zone, or beside it too */
};

static double shrunk(double value, unsigned times)
{
    while (times-- > 0)
        value *= SHRINK;
    return value;
}

static double size_at(const struct placing *p, const struct orb_circle_mark *mark)
{
    double size = shrunk(mark->wanted, p->step < LARGE ? p->step : LARGE);

    if (size < p->sheet->mark_min)
        size = p->sheet->mark_min;
    return shrunk(size, p->step > LARGE ? p->step - LARGE : 0);
}

static double need_at(const struct placing *p, const struct orb_circle_mark *mark)
{
    return 2 * orb_circle_footprint(mark, size_at(p, mark)) + GAP;
}

/* The row with the largest free share once the mark is in it. */
static struct row *row_for(struct placing *p, double need)
{
    struct row *best = NULL;
    double most = -1;

    for (unsigned i = 0; i < p->row_count; i++) {
        struct row *row = &p->rows[i];
        double free_share = (row->length - row->used - need) / row->length;

        if (free_share >= 0 && free_share > most) {
            most = free_share;
            best = row;
        }
    }
    return best;
}

static bool fill_rows(struct placing *p)
{
    double band = (p->outer - p->zone->r0) / p->row_count;

    for (size_t i = 0; i < p->count; i++)
        if (need_at(p, p->order[i]) - GAP + BAND_GAP > band)
            return false;
    for (unsigned i = 0; i < p->row_count; i++) {
        struct row *row = &p->rows[i];

        row->count = 0;
        row->used = 0;
        row->middle = p->zone->r0 + band * (i + 0.5);
        row->a1 = p->zone->r0 + band * (i + 1) > p->zone->corner_r ? p->zone->corner_a
                                                                   : p->zone->a1;
        row->length = row->middle * (row->a1 - p->zone->a0);
    }
    for (size_t i = 0; i < p->count; i++) {
        double need = need_at(p, p->order[i]);
        struct row *row = row_for(p, need);

        if (row == NULL)
            return false;
        row->marks[row->count++] = p->order[i];
        row->used += need;
    }
    return true;
}

/* In the order of numbers, the spare length shared equally. */
static void spread(const struct placing *p, struct row *row)
{
    double slack = row->count == 0 ? 0 : (row->length - row->used) / (double)row->count;
    double at = 0;

    for (size_t i = 1; i < row->count; i++)
        for (size_t k = i; k > 0 && row->marks[k]->number < row->marks[k - 1]->number;
             k--) {
            struct orb_circle_mark *other = row->marks[k];

            row->marks[k] = row->marks[k - 1];
            row->marks[k - 1] = other;
        }
    for (size_t i = 0; i < row->count; i++) {
        struct orb_circle_mark *mark = row->marks[i];
        double width = need_at(p, mark) + slack;

        mark->drawn = true;
        mark->radius = size_at(p, mark);
        mark->at = row->middle;
        mark->angle = p->zone->a0 + (at + width / 2) / row->middle;
        mark->centre = orb_circle_polar(p->sheet, mark->at, mark->angle);
        at += width;
    }
}

/* Below the corner of the zone, else beside it too. */
static bool fill(struct placing *p)
{
    p->outer = p->zone->corner_r;
    if (fill_rows(p))
        return true;
    p->outer = p->zone->r1;
    return p->outer > p->zone->corner_r && fill_rows(p);
}

static bool place(struct placing *p)
{
    bool placed = false;

    for (p->step = 0; p->step <= ORB_CIRCLE_STEPS && !placed; p->step++)
        for (p->row_count = 1; p->row_count <= ROWS && !placed; p->row_count++) {
            placed = fill(p);
            for (unsigned i = 0; i < p->row_count && placed; i++)
                spread(p, &p->rows[i]);
        }
    return placed;
}

static bool is_before(const struct orb_circle_mark *a, const struct orb_circle_mark *b)
{
    return a->wanted > b->wanted || (a->wanted == b->wanted && a->number < b->number);
}

/* The shape of the bubble is that of most of the circle: the plain square for C1. */
static void count_in_bubble(struct orb_circle_map *map, struct orb_circle_cell *cell)
{
    const struct orb_circle_zone below = orb_circle_zone_below(&cell->zone);
    const struct orb_circle_zone *zone = &below;
    const struct orb_circle_mark *first = &map->marks[cell->first];
    double extent;
    double room = (zone->r1 - zone->r0) / 2 - 0.1;
    double side = (zone->r0 + zone->r1) / 2 * sin((zone->a1 - zone->a0) / 2) - 0.1;

    cell->shape =
        first->shape == ORB_SHAPE_NOTCHED ? (uint8_t)ORB_SHAPE_SQUARE : first->shape;
    extent = orb_shape_extents[cell->shape];
    cell->bubble = map->sheet->bubble;
    if (cell->bubble * extent > room)
        cell->bubble = room / extent;
    if (cell->bubble * extent > side)
        cell->bubble = side / extent;
}

static void place_cell(struct orb_circle_map *map, struct orb_circle_cell *cell)
{
    struct placing p = { .sheet = map->sheet, .zone = &cell->zone, .count = cell->count };

    if (cell->count > ORB_CIRCLE_CELL_MARKS) {
        count_in_bubble(map, cell);
        return;
    }
    for (size_t i = 0; i < cell->count; i++) {
        size_t k = i;

        for (; k > 0 && is_before(&map->marks[cell->first + i], p.order[k - 1]); k--)
            p.order[k] = p.order[k - 1];
        p.order[k] = &map->marks[cell->first + i];
    }
    if (!place(&p))
        count_in_bubble(map, cell);
}

void orb_circle_cells_place(struct orb_circle_map *map)
{
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
            struct orb_circle_cell *cell = &map->cells[s][r];
            struct orb_circle_zone below;

            cell->zone = orb_circle_cell_zone(map->sheet, s, r);
            below = orb_circle_zone_below(&cell->zone);
            cell->centre = orb_circle_polar(map->sheet, (below.r0 + below.r1) / 2,
                                            (below.a0 + below.a1) / 2);
            if (cell->count > 0)
                place_cell(map, cell);
        }
}
