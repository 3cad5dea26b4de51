/* Boxes beside the disc: what is drawn is written there in words. */
#include <math.h>

#include "maps/circles_draw.h"
#include "maps/circles_words.h"
#include "maps/text_width.h"

#define HEAD_TEXT  2.85
#define RIGHT_TEXT 2.35
#define NAME_TEXT  2.5
#define INFO_TEXT  2.2

/* Text of one line, with the memory it needs. */
struct line {
    struct orb_buf text;
    struct orb_buf shown;
};

static const char *head_colour(const struct orb_circle_drawing *d, unsigned s)
{
    if (orb_circle_is_outside(d->map, s))
        return "#777777";
    return orb_circle_unanswered(d->map, s) > 0 ? d->palette->alert : d->palette->head;
}

/* In black, only what calls for attention is filled. */
static bool is_frame(const struct orb_circle_drawing *d, unsigned s)
{
    return d->palette->outlined && orb_circle_unanswered(d->map, s) == 0;
}

static void draw_badge(const struct orb_circle_drawing *d, unsigned s,
                       struct orb_circle_point at)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    const char *colour = head_colour(d, s);
    bool frame = is_frame(d, s);
    struct orb_ink_text text = { at.x,
                                 at.y + 1.1 * sheet->text,
                                 3.1 * sheet->text,
                                 frame ? colour : "#fff",
                                 ORB_INK_MIDDLE,
                                 true };
    char digit[2] = { (char)('1' + s), '\0' };

    orb_ink_shape(
        d->out, ORB_SHAPE_DISC, at, frame ? sheet->badge - 0.2 : sheet->badge,
        &(struct orb_ink_style){ frame ? "#fff" : colour, colour, frame ? 0.4 : 0, NULL });
    orb_ink_text(d->out, &text, digit);
}

static void draw_leader(const struct orb_circle_drawing *d, unsigned s)
{
    const struct orb_circle_box *box = &d->map->boxes[s];
    const char *colour = head_colour(d, s);
    double height = box->height - 0.8 * d->map->sheet->text;

    orb_ink(d->out, "<path d=\"M%f %fV%f\" stroke=\"%s\" stroke-width=\".5\"/>",
            box->leader[2].x, box->at.y, box->at.y + height, colour);
    orb_ink(
        d->out,
        "<path class=\"leader\" d=\"M%f %fL%f %fL%f %f\" fill=\"none\" stroke=\"%s\" stroke-width=\".4\"/>",
        box->leader[0].x, box->leader[0].y, box->leader[1].x, box->leader[1].y,
        box->leader[2].x, box->leader[2].y, colour);
}

static const char *given(const struct orb_buf *text)
{
    return text->data == NULL ? "" : text->data;
}

static bool tells_requests(const struct orb_circle_map *map, unsigned family)
{
    if (orb_circle_is_outside(map, family))
        return true;
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        if (map->input->requests[s].received != -1)
            return true;
    return false;
}

static void draw_head(const struct orb_circle_drawing *d, unsigned s, struct line *line)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    const struct orb_circle_box *box = &d->map->boxes[s];
    double t = sheet->text;
    bool frame = is_frame(d, s);
    const char *fill = frame ? head_colour(d, s) : "#fff";
    struct orb_ink_text right = { box->at.x + sheet->box_width - 1.5 * t,
                                  box->at.y + 3.65 * t,
                                  RIGHT_TEXT * t,
                                  fill,
                                  ORB_INK_END,
                                  orb_circle_unanswered(d->map, s) > 0 };
    struct orb_ink_text name = { box->at.x + 1.6 * t, box->at.y + 3.75 * t,
                                 HEAD_TEXT * t,       fill,
                                 ORB_INK_START,       true };
    double wide, room = sheet->box_width - 3.2 * t;

    orb_ink(d->out,
            "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" rx=\".8\" fill=\"%s\"",
            box->at.x, box->at.y, sheet->box_width, sheet->box_head - t,
            frame ? "#fff" : head_colour(d, s));
    if (frame)
        orb_ink(d->out, " stroke=\"%s\" stroke-width=\".35\"", fill);
    orb_buf_text(d->out, "/>");
    orb_buf_printf(&line->text, "%u. %s", s + 1, orb_circle_family_name(s));
    wide = orb_text_width(given(&line->text), 1, true);
    /* In full, then briefly; nothing when no request is known anywhere. */
    for (unsigned brief = 0; brief < 2 && tells_requests(d->map, s); brief++) {
        orb_buf_clear(&line->shown);
        orb_circle_request_words(&line->shown, d->map, s, brief == 0);
        room = sheet->box_width - 5.5 * t -
               orb_text_width(given(&line->shown), right.size, right.bold);
        if (wide * name.size <= room)
            break;
    }
    if (wide * name.size > room)
        name.size = fmax(room / wide, 2.2 * t);
    orb_ink_cut(d->out, &name, given(&line->text), room);
    if (line->shown.len > 0)
        orb_ink_text(d->out, &right, given(&line->shown));
}

static void draw_line(const struct orb_circle_drawing *d, unsigned s,
                      const struct orb_circle_mark *mark, double y, struct line *line)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    const struct orb_circle_cell *cell = &d->map->cells[s][mark->ring];
    double t = sheet->text, x = d->map->boxes[s].at.x;
    const char *colour = d->palette->rings[mark->ring];
    bool hollow = orb_ink_is_hollow(mark->partner->state);
    struct orb_ink_mark ink = { mark->shape,
                                mark->partner->state,
                                { x + 2.6 * t, y },
                                orb_circle_line_radius(mark->shape, mark->partner->state,
                                                       d->map->row),
                                colour,
                                orb_circle_line_ring(d->map->row) };
    struct orb_ink_text name = { x + 5.6 * t,     y + 0.87 * t,  NAME_TEXT * t,
                                 d->palette->ink, ORB_INK_START, false };
    struct orb_ink_text info = { x + sheet->box_width - t,
                                 y + 0.8 * t,
                                 INFO_TEXT * t,
                                 hollow ? d->palette->alert : d->palette->secondary,
                                 ORB_INK_END,
                                 false };
    bool counted = cell->bubble > 0;
    const char *end = orb_circle_open_link(
        d, 1, counted ? 'b' : 'm', counted ? 10 * (s + 1) + mark->ring : mark->number);
    double used;

    orb_ink(d->out, " id=\"l%u\" class=\"l\" data-n=\"%u\">", mark->number, mark->number);
    orb_ink_numbered(d->out, &ink, mark->number, 1.9 * t);
    orb_buf_clear(&line->text);
    orb_buf_clear(&line->shown);
    orb_circle_short_words(&line->text, mark->partner);
    used = orb_text_cut(&line->shown, &info, given(&line->text), 0.5 * sheet->box_width);
    orb_ink_cut(d->out, &name, mark->partner->name, sheet->box_width - 8.4 * t - used);
    if (line->shown.len > 0)
        orb_ink_text(d->out, &info, given(&line->shown));
    orb_buf_text(d->out, end);
    orb_buf_char(d->out, '\n');
}

static void draw_missing(const struct orb_circle_drawing *d, unsigned s, double y,
                         struct line *line)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    double t = sheet->text, x = d->map->boxes[s].at.x, row = d->map->row;
    bool missed = orb_circle_unanswered(d->map, s) > 0;
    const char *colour = missed ? d->palette->alert : d->palette->empty;
    double room = sheet->box_width - 6.6 * t;
    struct orb_ink_text text = { x + 5.6 * t, y + 0.85 * t,  NAME_TEXT * t,
                                 colour,      ORB_INK_START, true };
    double wide;

    orb_ink(d->out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"%s\"",
            x + 0.9 * t, y - 0.36 * row, 3.4 * t, 0.68 * row,
            missed ? ORB_CIRCLE_HATCHING : "#fff");
    orb_ink(d->out, " stroke=\"%s\" stroke-width=\".3\" stroke-dasharray=\"%s\"/>", colour,
            missed ? "none" : ".8 .5");
    orb_buf_clear(&line->text);
    orb_circle_rings_words(&line->text, d->map, s, true);
    if (orb_text_width(given(&line->text), text.size, true) > room) {
        orb_buf_clear(&line->text);
        orb_circle_rings_words(&line->text, d->map, s, false);
    }
    wide = orb_text_width(given(&line->text), 1, true);
    if (wide * text.size > room)
        text.size = fmax(room / wide, 2 * t);
    orb_ink_cut(d->out, &text, given(&line->text), room);
}

/* A text as large as wanted, smaller letters before it is cut. */
static void draw_fitted(const struct orb_circle_drawing *d, struct orb_ink_text *at,
                        const struct orb_buf *text, double room)
{
    double wide = orb_text_width(given(text), 1, at->bold);

    if (wide * at->size > room)
        at->size = fmax(room / wide, 1.6 * d->map->sheet->text);
    orb_ink_cut(d->out, at, given(text), room);
}

/* A cell that a bubble counts: its shape, how many, where they are named; then states. */
static void draw_counted(const struct orb_circle_drawing *d, unsigned s, unsigned r,
                         double y, struct line *line)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    const struct orb_circle_cell *cell = &d->map->cells[s][r];
    const char *colour = d->palette->rings[r];
    unsigned first = cell->number;
    double t = sheet->text, x = d->map->boxes[s].at.x, room = sheet->box_width - 6.6 * t;
    double k = orb_circle_line_radius(cell->shape, ORB_PARTNER_UNKNOWN, d->map->row);
    struct orb_circle_bar bar = { { x + 2.6 * t - 0.6 * k, y - 0.25 * k },
                                  1.2 * k,
                                  0.5 * k };
    struct orb_ink_text name = { x + 5.6 * t,     y + 0.87 * t,  NAME_TEXT * t,
                                 d->palette->ink, ORB_INK_START, false };
    struct orb_ink_text info = { x + 5.6 * t,   y + d->map->row + 0.8 * t,
                                 INFO_TEXT * t, d->palette->secondary,
                                 ORB_INK_START, false };
    const char *end =
        orb_circle_open_link(d, orb_circle_table_page(d->map, first), 'l', first);

    orb_ink(d->out, " id=\"c%u\" class=\"c\" data-n=\"%u-%u\">", 10 * (s + 1) + r, first,
            first + (unsigned)cell->count - 1);
    orb_ink_shape(d->out, cell->shape, (struct orb_circle_point){ x + 2.6 * t, y }, k,
                  &(struct orb_ink_style){ colour, NULL, 0, NULL });
    orb_circle_draw_shares(d, cell, colour, &bar);
    orb_buf_clear(&line->text);
    orb_circle_counted_words(&line->text, d->map, cell);
    draw_fitted(d, &name, &line->text, room);
    orb_buf_clear(&line->text);
    orb_circle_states_words(&line->text, cell->states);
    if (d->map->counted_lines > 1)
        draw_fitted(d, &info, &line->text, room);
    orb_buf_text(d->out, end);
    orb_buf_char(d->out, '\n');
}

/* Counts by circle, then by state where there is anybody. */
static void draw_counts(const struct orb_circle_drawing *d, unsigned s, double y,
                        struct line *line)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    double room = sheet->box_width - 3.2 * sheet->text;
    size_t states[ORB_PARTNER_STATES] = { 0 };

    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
        for (unsigned k = 0; k < ORB_PARTNER_STATES; k++)
            states[k] += d->map->cells[s][r].states[k];
    for (unsigned i = 0; i < 2 && (i == 0 || orb_circle_family_count(d->map, s) > 0); i++) {
        struct orb_ink_text text = { d->map->boxes[s].at.x + 1.6 * sheet->text,
                                     y + i * d->map->row + 0.87 * sheet->text,
                                     (i == 0 ? NAME_TEXT : INFO_TEXT) * sheet->text,
                                     i == 0 ? d->palette->ink : d->palette->secondary,
                                     ORB_INK_START,
                                     false };

        orb_buf_clear(&line->text);
        if (i == 0)
            orb_circle_ring_counts(&line->text, d->map, s);
        else
            orb_circle_states_words(&line->text, states);
        draw_fitted(d, &text, &line->text, room);
    }
}

static void draw_box(const struct orb_circle_drawing *d, unsigned s)
{
    const struct orb_circle_map *map = d->map;
    const struct orb_circle_box *box = &map->boxes[s];
    double y = box->at.y + map->sheet->box_head + 0.52 * map->row;
    struct line line = { .text = { 0 } };

    draw_head(d, s, &line);
    if (map->summary && box->lines > 0) {
        draw_counts(d, s, y, &line);
        y += orb_circle_family_count(map, s) > 0 ? 2 * map->row : map->row;
    }
    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
        const struct orb_circle_cell *cell = &map->cells[s][r];

        if (map->summary || orb_circle_is_outside(map, s))
            break;
        if (orb_circle_is_counted(map, cell)) {
            draw_counted(d, s, r, y, &line);
            y += map->counted_lines * map->row;
            continue;
        }
        for (size_t i = 0; i < cell->count; i++, y += map->row)
            draw_line(d, s, &map->marks[cell->first + i], y, &line);
    }
    if (orb_circle_empty_rings(map, s) != 0)
        draw_missing(d, s, y, &line);
    d->out->failed = d->out->failed || line.text.failed || line.shown.failed;
    orb_buf_release(&line.text);
    orb_buf_release(&line.shown);
}

void orb_circle_draw_boxes(const struct orb_circle_drawing *d)
{
    bool beside = !d->map->options->embedded;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        if (beside && d->map->sheet->box_columns == 0)
            draw_leader(d, s);
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        draw_badge(d, s, d->map->boxes[s].badge);
        if (beside)
            draw_box(d, s);
    }
}
