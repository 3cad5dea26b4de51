/* Legend, institutions and footer of the concentric map. */
#include "maps/circles_draw.h"
#include "maps/circles_words.h"
#include "maps/text_width.h"

static void draw_bubble_key(const struct orb_circle_drawing *d, double x, double y,
                            double t)
{
    const char *colour = d->palette->secondary;

    orb_ink(d->out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"%s\"/>", x,
            y - 1.5 * t, 7 * t, 3 * t, colour);
    orb_ink(d->out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"#fff\"/>",
            x + 0.7 * t, y - 0.5 * t, 1.9 * t, t);
    orb_ink(
        d->out,
        "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"%s\" stroke=\"#fff\" stroke-width=\".2\"/>",
        x + 2.6 * t, y - 0.5 * t, 1.9 * t, t, colour);
    orb_ink(
        d->out,
        "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"#fff\" fill-opacity=\".45\"/>",
        x + 4.5 * t, y - 0.5 * t, 1.8 * t, t);
}

static void hatched(const struct orb_circle_drawing *d, struct orb_circle_point at,
                    struct orb_circle_point size)
{
    orb_ink(d->out,
            "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"" ORB_CIRCLE_HATCHING
            "\" stroke=\"%s\" stroke-width=\".3\"/>",
            at.x, at.y, size.x, size.y, d->palette->alert);
}

static void draw_key(const struct orb_circle_drawing *d, const struct orb_circle_key *key)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    double t = sheet->text, x = key->at.x, y = key->at.y;
    enum orb_circle circle = (enum orb_circle)key->value;
    double radius;
    struct orb_ink_style grey = { d->palette->secondary, NULL, 0, NULL };
    struct orb_ink_mark mark = { ORB_SHAPE_DISC, ORB_PARTNER_UNKNOWN,   { x + 1.8 * t, y },
                                 1.6 * t,        d->palette->secondary, 0.42 * t };

    switch (key->kind) {
    case ORB_CIRCLE_KEY_SHAPE:
        mark.shape = orb_circle_shape_of(circle);
        mark.colour = d->palette->rings[orb_circle_ring(circle)];
        orb_ink_mark(d->out, &mark);
        break;
    case ORB_CIRCLE_KEY_STATE:
        mark.state = (enum orb_partner_state)key->value;
        mark.radius = 1.5 * t;
        orb_ink_mark(d->out, &mark);
        break;
    case ORB_CIRCLE_KEY_CAPACITY:
        radius = orb_circle_key_radius(d->map);
        orb_ink_shape(d->out, ORB_SHAPE_DISC,
                      (struct orb_circle_point){ x + sheet->mark_min, y }, sheet->mark_min,
                      &grey);
        orb_ink_shape(d->out, ORB_SHAPE_DISC,
                      (struct orb_circle_point){ x + 2 * sheet->mark_min + 1 + radius, y },
                      radius, &grey);
        break;
    case ORB_CIRCLE_KEY_BUBBLE:
        draw_bubble_key(d, x, y, t);
        break;
    case ORB_CIRCLE_KEY_UNANSWERED:
        hatched(d, (struct orb_circle_point){ x, y - 1.8 * t },
                (struct orb_circle_point){ 4.6 * t, 3.6 * t });
        break;
    default:
        orb_ink(d->out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"%s\"/>",
                x, y - 1.2 * t, 5 * t, 2.4 * t, d->palette->secondary);
        hatched(d, (struct orb_circle_point){ x + 5 * t, y - 1.2 * t },
                (struct orb_circle_point){ 2.6 * t, 2.4 * t });
        break;
    }
}

void orb_circle_draw_legend(const struct orb_circle_drawing *d)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    const struct orb_circle_legend *legend = &d->map->legend;
    double t = sheet->text;
    struct orb_ink_text line = { sheet->cx,      legend->institutions_y,
                                 2.3 * t,        d->palette->secondary,
                                 ORB_INK_MIDDLE, false };

    if (legend->institutions != NULL)
        orb_ink_cut(d->out, &line, legend->institutions, sheet->width - 2 * sheet->margin);
    for (size_t i = 0; i < legend->key_count; i++) {
        const struct orb_circle_key *key = &legend->keys[i];
        bool alert = key->kind == ORB_CIRCLE_KEY_UNANSWERED;
        struct orb_ink_text text = { key->at.x + orb_circle_key_indent(d->map, key),
                                     key->at.y + 0.9 * t,
                                     legend->text,
                                     alert ? d->palette->alert : d->palette->ink,
                                     ORB_INK_START,
                                     alert };

        draw_key(d, key);
        orb_ink_cut(d->out, &text, key->text, sheet->width - sheet->margin - text.x);
    }
    line = (struct orb_ink_text){ sheet->margin,         legend->footer_y, 2.2 * t,
                                  d->palette->secondary, ORB_INK_START,    false };
    for (size_t i = 0; i < legend->footer_count; i++, line.y += 2.9 * t)
        orb_ink_cut(d->out, &line, legend->footer[i], sheet->width - 2 * sheet->margin);
}
