/* Papers and geometry of the concentric map. */
#include <math.h>

#include "maps/circles_layout.h"
#include "maps/circles_words.h"
#include "maps/text_width.h"

#define PI 3.14159265358979323846

const char *const orb_circle_paper_names[ORB_CIRCLE_PAPERS] = { "a4", "a4-portrait", "a3" };
const char *const orb_circle_style_names[ORB_CIRCLE_STYLES] = { "colour", "black" };

const double orb_shape_extents[ORB_SHAPES] = { 1, 1.27, 1.27, 1.22, 1.08 };

/* Badges of families 1, 4, 5 and 8 stand away from the vertical: their leaders are short.
 */
#define ASIDE (36 * PI / 180)

const struct orb_circle_sheet orb_circle_sheets[ORB_CIRCLE_PAPERS] = {
    [ORB_CIRCLE_A4] = { .width = 297,
                        .height = 210,
                        .margin = 7,
                        .cx = 148.5,
                        .cy = 105.5,
                        .rings = { 14, 28, 42, 56, 70 },
                        .gauge = { 71, 74.2 },
                        .badge_at = 77.6,
                        .badge = 2.9,
                        .badge_angle = ASIDE,
                        .mark_min = 1.95,
                        .mark_max = 4.3,
                        .bubble = 4.9,
                        .text = 1,
                        .box_width = 63.5,
                        .box_head = 6.4,
                        .row = 4.15,
                        .row_min = 3,
                        .gap = 3.4,
                        .top = 22,
                        .table_columns = 3,
                        .table_rows = 55,
                        .table_row = 3.1 },
    [ORB_CIRCLE_A4_PORTRAIT] = { .width = 210,
                                 .height = 297,
                                 .margin = 7,
                                 .cx = 105,
                                 .cy = 91,
                                 .rings = { 13, 25.5, 38, 50.5, 63 },
                                 .gauge = { 64, 67 },
                                 .badge_at = 70.4,
                                 .badge = 2.9,
                                 .badge_angle = PI / 8,
                                 .mark_min = 1.95,
                                 .mark_max = 4.3,
                                 .bubble = 4.6,
                                 .text = 1,
                                 .box_width = 63,
                                 .box_head = 6.4,
                                 .row = 4.15,
                                 .row_min = 3,
                                 .gap = 2.6,
                                 .top = 167,
                                 .box_columns = 3,
                                 .table_columns = 2,
                                 .table_rows = 82,
                                 .table_row = 3.1 },
    [ORB_CIRCLE_A3] = { .width = 420,
                        .height = 297,
                        .margin = 10,
                        .cx = 210,
                        .cy = 150,
                        .rings = { 19, 38.5, 58, 77.5, 97 },
                        .gauge = { 98.4, 102.8 },
                        .badge_at = 107.6,
                        .badge = 3.9,
                        .badge_angle = ASIDE,
                        .mark_min = 2.4,
                        .mark_max = 6,
                        .bubble = 6.6,
                        .text = 1.2,
                        .box_width = 88,
                        .box_head = 7.7,
                        .row = 5,
                        .row_min = 3.6,
                        .gap = 4.4,
                        .top = 31,
                        .table_columns = 4,
                        .table_rows = 66,
                        .table_row = 3.7 },
};

int orb_circle_ring(enum orb_circle circle)
{
    switch (circle) {
    case ORB_CIRCLE_C0:
        return 0;
    case ORB_CIRCLE_C1A:
    case ORB_CIRCLE_C1B:
        return 1;
    case ORB_CIRCLE_C2:
        return 2;
    case ORB_CIRCLE_C3:
        return 3;
    default:
        return -1;
    }
}

enum orb_circle_shape orb_circle_shape_of(enum orb_circle circle)
{
    switch (circle) {
    case ORB_CIRCLE_C1A:
        return ORB_SHAPE_NOTCHED;
    case ORB_CIRCLE_C1B:
        return ORB_SHAPE_SQUARE;
    case ORB_CIRCLE_C2:
        return ORB_SHAPE_DIAMOND;
    case ORB_CIRCLE_C3:
        return ORB_SHAPE_HEXAGON;
    default:
        return ORB_SHAPE_DISC;
    }
}

struct orb_circle_point orb_circle_polar(const struct orb_circle_sheet *sheet, double r,
                                         double angle)
{
    return (struct orb_circle_point){ sheet->cx + r * sin(angle),
                                      sheet->cy - r * cos(angle) };
}

struct orb_circle_point orb_circle_ring_label(const struct orb_circle_sheet *sheet,
                                              unsigned ring, double *size)
{
    double letters = 2.2 * sheet->text;
    double width = orb_text_width(orb_circle_ring_name(ring), letters, true);
    double outer = sheet->rings[ring + 1] - 0.5;
    double gap = 1.1;
    double height = sqrt(outer * outer - (width + gap) * (width + gap));

    *size = letters;
    /* Capitals are 0.73 em high. */
    return (struct orb_circle_point){ sheet->cx - gap - width,
                                      sheet->cy - height + 0.73 * letters };
}

struct orb_circle_zone orb_circle_cell_zone(const struct orb_circle_sheet *sheet,
                                            unsigned family, unsigned ring)
{
    const double *rings = sheet->rings;
    double side = 0.7 / rings[ring];
    struct orb_circle_zone zone = { .r0 = rings[ring] + 0.3,
                                    .r1 = rings[ring + 1] - 0.3,
                                    .a0 = family * PI / 4 + side,
                                    .a1 = (family + 1) * PI / 4 - side };

    zone.corner_r = zone.r1;
    zone.corner_a = zone.a1;

    /* The name of the ring hangs in the corner of the last family. */
    if (family == ORB_CIRCLE_FAMILIES - 1) {
        double size;
        struct orb_circle_point label = orb_circle_ring_label(sheet, ring, &size);

        zone.corner_r = sheet->cy - label.y - 0.25 * size - 0.2;
        zone.corner_a = 2 * PI - atan((sheet->cx - label.x + 0.7) / zone.corner_r);
    }
    return zone;
}

struct orb_circle_zone orb_circle_zone_below(const struct orb_circle_zone *zone)
{
    struct orb_circle_zone below = *zone;

    below.r1 = below.corner_r;
    below.corner_a = below.a1;
    return below;
}

bool orb_circle_zone_holds(const struct orb_circle_sheet *sheet,
                           const struct orb_circle_zone *zone,
                           struct orb_circle_point centre, struct orb_circle_point size)
{
    double left = centre.x - sheet->cx - size.x / 2, right = left + size.x;
    double up = centre.y - sheet->cy - size.y / 2, down = up + size.y;
    double near_x = left > 0 ? left : right < 0 ? right : 0;
    double near_y = up > 0 ? up : down < 0 ? down : 0;

    if (hypot(near_x, near_y) < zone->r0)
        return false;
    for (unsigned corner = 0; corner < 4; corner++) {
        double x = corner & 1 ? right : left;
        double y = corner & 2 ? down : up;
        double angle = atan2(x, -y);

        if (angle < 0)
            angle += 2 * PI;
        if (hypot(x, y) > zone->r1 || angle < zone->a0 || angle > zone->a1)
            return false;
    }
    return true;
}

double orb_circle_line_ring(double row)
{
    return row > 4 ? 0.42 : 0.105 * row;
}

double orb_circle_line_radius(enum orb_circle_shape shape, enum orb_partner_state state,
                              double row)
{
    double ring = state == ORB_PARTNER_PLACE ? orb_circle_line_ring(row) : 0;
    double half = (shape == ORB_SHAPE_DIAMOND ? 0.49 : 0.45) * row - ring;

    /* A square is as high as wide: its corners are not above each other. */
    if (shape == ORB_SHAPE_SQUARE || shape == ORB_SHAPE_NOTCHED)
        return half / 0.9 < 0.42 * row ? half / 0.9 : 0.42 * row;
    return half / orb_shape_extents[shape] < 0.42 * row ? half / orb_shape_extents[shape]
                                                        : 0.42 * row;
}

double orb_circle_footprint(const struct orb_circle_mark *mark, double radius)
{
    double ring = mark->partner->state == ORB_PARTNER_PLACE ? ORB_CIRCLE_STATE_RING : 0;

    return orb_shape_extents[mark->shape] * radius + ring;
}
