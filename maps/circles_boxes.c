/*
 * Boxes beside the disc keep the order of their badges, so that leaders never cross: each
 * wants its head level with its badge, is pushed down by the one above, then up by the one
 * below. On a portrait sheet they stand in columns beneath the disc, without leaders.
 */
#include <math.h>
#include <string.h>

#include "maps/circles_layout.h"

#define PI      3.14159265358979323846
#define SIDE    4   /* boxes on each side */
#define ELBOW   5   /* from the edge of a box */
#define BAR     1.6 /* between a box and the bar its leader ends at */
#define COLUMNS 3

/* Families from top to bottom: on the left, then on the right. */
static const unsigned sides[2][SIDE] = { { 7, 6, 5, 4 }, { 0, 1, 2, 3 } };

/* Four families lie next to the vertical, four next to the horizontal. */
static double badge_angle(const struct orb_circle_sheet *sheet, unsigned family)
{
    switch (family) {
    case 0:
        return sheet->badge_angle;
    case 3:
        return PI - sheet->badge_angle;
    case 4:
        return PI + sheet->badge_angle;
    case 7:
        return 2 * PI - sheet->badge_angle;
    default:
        return family * PI / 4 + PI / 8;
    }
}

bool orb_circle_is_counted(const struct orb_circle_map *map,
                           const struct orb_circle_cell *cell)
{
    return map->counted_lines > 0 && !map->summary && cell->bubble > 0;
}

static size_t line_count(const struct orb_circle_map *map, unsigned family)
{
    size_t count = orb_circle_empty_rings(map, family) != 0;

    if (orb_circle_is_outside(map, family))
        return 0;
    if (map->summary)
        return count + 1 + (size_t)(orb_circle_family_count(map, family) > 0);
    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
        const struct orb_circle_cell *cell = &map->cells[family][r];

        count += orb_circle_is_counted(map, cell) ? map->counted_lines : cell->count;
    }
    return count;
}

/* Boxes that share a column, from top to bottom. */
struct column {
    unsigned families[ORB_CIRCLE_FAMILIES];
    size_t count;
    size_t lines;
};

static void column_add(struct column *column, const struct orb_circle_map *map,
                       unsigned family)
{
    column->families[column->count++] = family;
    column->lines += map->boxes[family].lines;
}

/* Room for lines, in height. */
static double room(const struct orb_circle_map *map, const struct column *column)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    double boxes = (double)column->count;

    return map->legend.top - sheet->top - boxes * sheet->box_head -
           (boxes > 1 ? boxes - 1 : 0) * sheet->gap;
}

/* The height of a line that suits a column. */
static double row_for(const struct orb_circle_map *map, const struct column *column)
{
    double row = map->sheet->row;

    if (column->lines > 0 && room(map, column) / (double)column->lines < row)
        row = room(map, column) / (double)column->lines;
    return row;
}

/* How columns would look: the height of their lines, and of the longest at the usual one.
 */
struct look {
    double row;
    double longest;
};

/* Columns that end before the families first and second. */
static struct look cut_at(struct column *columns, const struct orb_circle_map *map,
                          unsigned first, unsigned second)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    struct look look = { sheet->row, 0 };

    memset(columns, 0, COLUMNS * sizeof *columns);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        column_add(&columns[(s >= first) + (s >= second)], map, s);
    for (unsigned i = 0; i < COLUMNS; i++) {
        look.row = fmin(look.row, row_for(map, &columns[i]));
        look.longest =
            fmax(look.longest, (double)columns[i].count * (sheet->box_head + sheet->gap) +
                                   (double)columns[i].lines * sheet->row);
    }
    return look;
}

/* Where lines are highest, then columns shortest; the eight families stay in order. */
static double cut_columns(struct column *columns, const struct orb_circle_map *map)
{
    struct look best = cut_at(columns, map, 1, 2);

    for (unsigned first = 1; first < ORB_CIRCLE_FAMILIES - 1; first++)
        for (unsigned second = first + 1; second < ORB_CIRCLE_FAMILIES; second++) {
            struct column tried[COLUMNS];
            struct look look = cut_at(tried, map, first, second);

            if (look.row < best.row ||
                (look.row <= best.row && look.longest >= best.longest))
                continue;
            best = look;
            memcpy(columns, tried, sizeof tried);
        }
    return best.row;
}

static size_t make_columns(struct column *columns, struct orb_circle_map *map)
{
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        map->boxes[s].lines = line_count(map, s);
    memset(columns, 0, COLUMNS * sizeof *columns);
    if (map->sheet->box_columns > 0) {
        map->row = cut_columns(columns, map);
        return COLUMNS;
    }
    map->row = map->sheet->row;
    for (unsigned side = 0; side < 2; side++) {
        for (unsigned i = 0; i < SIDE; i++)
            column_add(&columns[side], map, sides[side][i]);
        if (row_for(map, &columns[side]) < map->row)
            map->row = row_for(map, &columns[side]);
    }
    return 2;
}

static void stack(struct orb_circle_map *map, const struct column *column, double x)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    double y = sheet->top;

    for (size_t i = 0; i < column->count; i++) {
        struct orb_circle_box *box = &map->boxes[column->families[i]];

        box->at = (struct orb_circle_point){ x, y };
        y += box->height + sheet->gap;
    }
}

/* Down from the top, then up from the bottom. */
static void push(struct orb_circle_map *map, const struct column *column, double x)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    double limit = sheet->top;

    for (size_t i = 0; i < column->count; i++) {
        struct orb_circle_box *box = &map->boxes[column->families[i]];

        box->at.x = x;
        box->at.y = box->badge.y - 3 * sheet->text;
        if (box->at.y < limit)
            box->at.y = limit;
        limit = box->at.y + box->height + sheet->gap;
    }
    limit = map->legend.top;
    for (size_t i = column->count; i-- > 0;) {
        struct orb_circle_box *box = &map->boxes[column->families[i]];

        if (box->at.y > limit - box->height)
            box->at.y = limit - box->height;
        limit = box->at.y - sheet->gap;
    }
}

/* Slide a badge along its sector until it is level with its box, as far as it can go. */
static void slide(struct orb_circle_map *map, unsigned family, double highest,
                  double lowest)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    struct orb_circle_point *badge = &map->boxes[family].badge;
    double pad = 1.6 * sheet->badge / sheet->badge_at;
    double widest = map->sheet->cx - map->sheet->margin - map->sheet->box_width - BAR -
                    map->sheet->badge - 0.8;
    /* Away from the bars of the boxes. */
    double lean = widest < sheet->badge_at ? asin(widest / sheet->badge_at) : PI / 2;
    double first = family * PI / 4 + pad, last = (family + 1) * PI / 4 - pad;
    double y = badge->y < highest ? highest : badge->y > lowest ? lowest : badge->y;
    double cosine = (sheet->cy - y) / sheet->badge_at;
    double angle;

    if (y == badge->y)
        return;
    angle = acos(cosine < -1 ? -1 : cosine > 1 ? 1 : cosine);
    if (family >= ORB_CIRCLE_FAMILIES / 2)
        angle = 2 * PI - angle;
    if (family == 1 || family == 5)
        last = family / 4 * PI + lean;
    if (family == 2 || family == 6)
        first = (family / 4 + 1) * PI - lean;
    angle = angle < first ? first : angle > last ? last : angle;
    *badge = orb_circle_polar(sheet, sheet->badge_at, angle);
}

/* One straight line where the badge can be level with the box, one bend otherwise. */
static void lead(struct orb_circle_map *map, unsigned family, bool right)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    struct orb_circle_box *box = &map->boxes[family];
    double edge = right ? box->at.x - BAR : box->at.x + sheet->box_width + BAR;
    double highest = box->at.y + 2.7 * sheet->text;
    double lowest = fmax(box->at.y + box->height - 1.8, box->at.y + 4.4 * sheet->text);
    double y, elbow;

    slide(map, family, highest, lowest);
    y = box->badge.y < highest ? highest : box->badge.y > lowest ? lowest : box->badge.y;
    elbow = right ? edge - ELBOW : edge + ELBOW;
    /* Too near for a bend: straight to the edge. */
    if (fabs(edge - box->badge.x) < ELBOW + sheet->badge)
        elbow = edge;
    box->leader[0] = box->badge;
    box->leader[1] = (struct orb_circle_point){ elbow, y };
    box->leader[2] = (struct orb_circle_point){ edge, y };
}

/*
 * As much as boxes hold: everybody by name; then cells that a bubble counts in two lines,
 * in one; then counts alone. The disc of one person, and the one of a page that lists
 * everybody itself, have nothing in between.
 */
static size_t fit_columns(struct column *columns, struct orb_circle_map *map)
{
    bool by_steps = !map->input->person && !map->options->embedded;
    size_t count = make_columns(columns, map);

    for (unsigned lines = 2; by_steps && lines > 0 && map->row < map->sheet->row_min;
         lines--) {
        map->counted_lines = lines;
        count = make_columns(columns, map);
    }
    if (map->row >= map->sheet->row_min)
        return count;
    map->counted_lines = 0;
    map->summary = true;
    return make_columns(columns, map);
}

void orb_circle_boxes_place(struct orb_circle_map *map)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    struct column columns[COLUMNS];
    size_t column_count;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        map->boxes[s].badge =
            orb_circle_polar(sheet, sheet->badge_at, badge_angle(sheet, s));
    column_count = fit_columns(columns, map);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        map->boxes[s].height = sheet->box_head + (double)map->boxes[s].lines * map->row;
    for (size_t i = 0; i < column_count; i++) {
        double step = sheet->width - 2 * sheet->margin - sheet->box_width;
        double x = sheet->margin + step * (double)i / (double)(column_count - 1);

        if (sheet->box_columns > 0) {
            stack(map, &columns[i], x);
            continue;
        }
        push(map, &columns[i], x);
        for (size_t k = 0; k < columns[i].count; k++)
            lead(map, columns[i].families[k], i == 1);
    }
}
