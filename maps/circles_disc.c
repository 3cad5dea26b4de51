/* The disc: what each cell holds, what it lacks, and how much of the requests is covered.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/circles_draw.h"
#include "maps/circles_words.h"
#include "maps/text_width.h"

#define PI          3.14159265358979323846
#define SECTOR      (PI / 4)
#define GAUGE_PAD   0.012
#define CENTRE_ROWS 5

static void ink_title(const struct orb_circle_drawing *d, struct orb_buf *words)
{
    if (words->failed)
        d->out->failed = true;
    else
        orb_ink(d->out, "<title>%s</title>", words->data == NULL ? "" : words->data);
    orb_buf_release(words);
}

static struct orb_circle_zone whole_cell(const struct orb_circle_sheet *sheet, unsigned s,
                                         unsigned r)
{
    return (struct orb_circle_zone){ .r0 = sheet->rings[r],
                                     .r1 = sheet->rings[r + 1],
                                     .a0 = s * SECTOR,
                                     .a1 = (s + 1) * SECTOR };
}

/* Look for a place in the cell, from its middle outwards. */
static bool find_room(const struct orb_circle_sheet *sheet,
                      const struct orb_circle_zone *zone, struct orb_ink_pill *pill)
{
    static const double shares[] = { 0.5, 0.42, 0.58, 0.34, 0.66 };
    struct orb_circle_point size = orb_ink_pill_size(pill);

    for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
        pill->centre = orb_circle_polar(sheet, (zone->r0 + zone->r1) / 2,
                                        zone->a0 + shares[i] * (zone->a1 - zone->a0));
        if (orb_circle_zone_holds(sheet, zone, pill->centre, size))
            return true;
    }
    return false;
}

/* On one line, else broken at its blank, in smaller letters at last. */
static void draw_words(const struct orb_circle_drawing *d, const struct orb_circle_cell *c,
                       const char *words, const char *colour)
{
    static const double sizes[] = { 2.35, 2.2, 2, 1.8, 1.6 };
    const struct orb_circle_sheet *sheet = d->map->sheet;
    const struct orb_circle_zone zone = orb_circle_zone_below(&c->zone);
    size_t len = strcspn(words, " ");
    char first[32];
    struct orb_ink_pill pill = { c->centre, 0, words, NULL, colour };

    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        pill.size = sizes[i] * sheet->text;
        if (i > 0 && len < sizeof first && words[len] != '\0') {
            memcpy(first, words, len);
            first[len] = '\0';
            pill.first = first;
            pill.second = words + len + 1;
        }
        if (find_room(sheet, &zone, &pill))
            break;
    }
    orb_ink_pill(d->out, &pill);
}

static void draw_empty(const struct orb_circle_drawing *d, unsigned s, unsigned r)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    bool missed = orb_circle_unanswered(d->map, s) > 0;
    const char *colour = missed ? d->palette->alert : d->palette->empty;
    struct orb_circle_zone zone = whole_cell(sheet, s, r);
    struct orb_buf words = { 0 };

    zone.r0 += 0.5;
    zone.r1 -= 0.5;
    zone.a0 += 0.5 / zone.r1;
    zone.a1 -= 0.5 / zone.r1;
    orb_ink(d->out, "<g class=\"e\" data-r=\"%u\" data-s=\"%u\">", r, s + 1);
    orb_circle_empty_words(&words, d->map, s, r);
    ink_title(d, &words);
    orb_buf_text(d->out, "<path d=\"");
    orb_ink_wedge(d->out, sheet, &zone);
    orb_ink(d->out,
            "\" fill=\"%s\" stroke=\"%s\" stroke-width=\"%f\" stroke-dasharray=\"1.6 1\"/>",
            missed ? ORB_CIRCLE_HATCHING : "none", colour, missed ? 0.45 : 0.3);
    draw_words(d, &d->map->cells[s][r], _("none known"), colour);
    orb_buf_text(d->out, "</g>\n");
}

/* Nobody stands here, but somebody of another family answers for this one too. */
static void draw_also(const struct orb_circle_drawing *d, unsigned s, unsigned r,
                      const struct orb_circle_mark *mark)
{
    struct orb_buf words = { 0 };
    char number[24];

    (void)snprintf(number, sizeof number, _("see %u"), mark->number);
    orb_ink(d->out, "<g class=\"e\" data-r=\"%u\" data-s=\"%u\">", r, s + 1);
    orb_circle_mark_words(&words, d->map, mark);
    ink_title(d, &words);
    draw_words(d, &d->map->cells[s][r], number, d->palette->empty);
    orb_buf_text(d->out, "</g>\n");
}

static void draw_grounds(const struct orb_circle_drawing *d)
{
    const struct orb_circle_palette *palette = d->palette;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
            struct orb_circle_zone zone = whole_cell(d->map->sheet, s, r);
            bool faded =
                orb_circle_is_outside(d->map, s) || (d->map->input->unused >> r & 1) != 0;

            orb_buf_text(d->out, "<path d=\"");
            orb_ink_wedge(d->out, d->map->sheet, &zone);
            orb_ink(d->out, "\" fill=\"%s\" stroke=\"%s\" stroke-width=\".2\"/>",
                    faded ? palette->faded_ground : palette->grounds[r], palette->line);
        }
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
            const struct orb_circle_mark *also = orb_circle_also(d->map, s, r);

            if (also != NULL)
                draw_also(d, s, r, also);
            else if ((orb_circle_empty_rings(d->map, s) >> r & 1) != 0)
                draw_empty(d, s, r);
        }
}

static void gauge_part(const struct orb_circle_drawing *d,
                       const struct orb_circle_zone *zone,
                       const struct orb_ink_style *style)
{
    orb_buf_text(d->out, "<path d=\"");
    orb_ink_wedge(d->out, d->map->sheet, zone);
    orb_ink(d->out, "\" fill=\"%s\"", style->fill);
    if (style->stroke != NULL)
        orb_ink(d->out, " stroke=\"%s\" stroke-width=\"%f\"", style->stroke, style->width);
    orb_buf_text(d->out, "/>");
}

static void draw_gauge(const struct orb_circle_drawing *d, unsigned s)
{
    const struct orb_circle_palette *palette = d->palette;
    const struct orb_circle_requests *requests = &d->map->input->requests[s];
    bool outside = orb_circle_is_outside(d->map, s);
    const double *limits = d->map->sheet->gauge;
    struct orb_circle_zone zone = { .r0 = limits[0],
                                    .r1 = limits[1],
                                    .a0 = s * SECTOR + GAUGE_PAD,
                                    .a1 = (s + 1) * SECTOR - GAUGE_PAD };
    struct orb_circle_zone covered = zone;
    double share = 1;

    gauge_part(d, &zone,
               &(struct orb_ink_style){ outside ? palette->faded_ground : "#fff",
                                        palette->empty, 0.25, NULL });
    if (outside || requests->received <= 0)
        return;
    if (requests->covered < requests->received)
        share = requests->covered < 0 ? 0 : (double)requests->covered / requests->received;
    covered.a1 = zone.a0 = zone.a0 + (zone.a1 - zone.a0) * share;
    if (share < 1)
        gauge_part(
            d, &zone,
            &(struct orb_ink_style){ ORB_CIRCLE_HATCHING, palette->alert, 0.3, NULL });
    if (share > 0)
        gauge_part(d, &covered,
                   &(struct orb_ink_style){ palette->secondary, NULL, 0, NULL });
}

static void draw_lines(const struct orb_circle_drawing *d)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        struct orb_circle_point from = orb_circle_polar(sheet, sheet->rings[0], s * SECTOR);
        struct orb_circle_point to = orb_circle_polar(sheet, sheet->gauge[1], s * SECTOR);

        orb_ink(d->out, "<path d=\"M%f %fL%f %f\" stroke=\"%s\" stroke-width=\".3\"/>",
                from.x, from.y, to.x, to.y, d->palette->line);
        draw_gauge(d, s);
    }
    for (unsigned r = 1; r <= ORB_CIRCLE_RINGS; r++)
        orb_ink(
            d->out,
            "<circle cx=\"%f\" cy=\"%f\" r=\"%f\" fill=\"none\" stroke=\"%s\" stroke-width=\".35\"/>",
            sheet->cx, sheet->cy, sheet->rings[r], d->palette->border);
}

static void draw_ring_names(const struct orb_circle_drawing *d)
{
    for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
        const char *name = orb_circle_ring_name(r);
        struct orb_ink_text text = { .fill = d->palette->rings[r], .bold = true };
        struct orb_circle_point at = orb_circle_ring_label(d->map->sheet, r, &text.size);

        text.x = at.x;
        text.y = at.y;
        orb_ink(d->out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"%s\"/>",
                at.x - 0.3, at.y - 0.8 * text.size,
                orb_text_width(name, text.size, true) + 0.6, 1.05 * text.size,
                d->palette->grounds[r]);
        orb_ink_text(d->out, &text, name);
    }
}

/* Lines of the centre: the name, then the note in smaller letters. Each is a part of one of
 * these texts, at most as wide as the disc where it stands. */
struct centre {
    double radius, size;
    const char *rows[CENTRE_ROWS];
    size_t lens[CENTRE_ROWS];
    bool bold[CENTRE_ROWS];
};

#define NOTE_SHARE 0.8 /* of the size of the name */
#define PITCH      1.2

static double room_at(const struct centre *c, size_t row, size_t count)
{
    double middle = ((double)row - ((double)count - 1) / 2) * PITCH * c->size;
    double y = fabs(middle) + 0.5 * c->size;

    return y >= c->radius ? 0 : 2 * sqrt(c->radius * c->radius - y * y);
}

/* Whole words that fit; 0 when not even one does. */
static size_t words_within(const char *text, double size, bool bold, double width)
{
    size_t len = orb_text_fit(text, size, bold, width);

    if (text[len] == '\0')
        return len;
    while (len > 0 && text[len] != ' ')
        len--;
    return len;
}

/* Rows filled from row on, SIZE_MAX when the text needs more than count. */
static size_t fill_rows(struct centre *c, const char *text, size_t row, size_t count)
{
    bool bold = row == 0;
    double size = bold ? c->size : NOTE_SHARE * c->size;

    while (text != NULL && *text != '\0') {
        if (row == count)
            return SIZE_MAX;
        c->rows[row] = text;
        c->bold[row] = bold;
        c->lens[row] = words_within(text, size, bold, room_at(c, row, count));
        if (c->lens[row] == 0)
            return SIZE_MAX;
        text += c->lens[row];
        while (*text == ' ')
            text++;
        row++;
    }
    return row;
}

/* The largest letters with which everything fits, then the smallest with what does. */
static size_t fill_centre(struct centre *c, const struct orb_circle_map *map)
{
    const char *name = map->input->centre;
    double text = map->sheet->text;

    for (c->size = 3 * text; c->size > 1.75 * text; c->size -= 0.15 * text)
        for (size_t count = 1; count <= CENTRE_ROWS; count++) {
            size_t row = fill_rows(c, name, 0, count);

            if (row != SIZE_MAX)
                row = fill_rows(c, map->input->centre_note, row, count);
            if (row == count)
                return count;
        }
    c->rows[0] = name;
    c->bold[0] = true;
    c->lens[0] = SIZE_MAX;
    return 1;
}

static void draw_centre(const struct orb_circle_drawing *d)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    struct centre c = { .radius = sheet->rings[0] - 1.6 };
    size_t count;

    orb_ink(
        d->out,
        "<circle cx=\"%f\" cy=\"%f\" r=\"%f\" fill=\"#fff\" stroke=\"%s\" stroke-width=\".9\"/>",
        sheet->cx, sheet->cy, sheet->rings[0] - 0.6, d->palette->rings[0]);
    if (d->map->input->centre == NULL || d->map->input->centre[0] == '\0')
        return;
    count = fill_centre(&c, d->map);
    for (size_t row = 0; row < count; row++) {
        double size = c.bold[row] ? c.size : NOTE_SHARE * c.size;
        double middle =
            sheet->cy + ((double)row - ((double)count - 1) / 2) * PITCH * c.size;
        struct orb_ink_text text = { sheet->cx,      middle + 0.36 * size,
                                     size,           d->palette->rings[0],
                                     ORB_INK_MIDDLE, c.bold[row] };
        struct orb_buf line = { 0 };

        if (c.lens[row] == SIZE_MAX)
            orb_buf_text(&line, c.rows[row]);
        else
            orb_buf_add(&line, c.rows[row], c.lens[row]);
        if (line.failed)
            d->out->failed = true;
        else
            orb_ink_cut(d->out, &text, line.data, room_at(&c, row, count));
        orb_buf_release(&line);
    }
}

void orb_circle_draw_disc(const struct orb_circle_drawing *d)
{
    draw_grounds(d);
    draw_lines(d);
    draw_centre(d);
    draw_ring_names(d);
}
