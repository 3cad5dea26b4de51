/* Marks lead to their line and lines lead back; a bubble counts what stands in its cell. */
#include <math.h>

#include "maps/circles_draw.h"
#include "maps/circles_words.h"
#include "maps/text_width.h"

static const char *mark_colour(const struct orb_circle_drawing *d, unsigned s, unsigned r)
{
    return orb_circle_is_outside(d->map, s) ? d->palette->faded : d->palette->rings[r];
}

static void ink_words(const struct orb_circle_drawing *d, struct orb_buf *words)
{
    if (words->failed)
        d->out->failed = true;
    else
        orb_ink(d->out, "<title>%s</title>", words->data == NULL ? "" : words->data);
    orb_buf_release(words);
}

const char *orb_circle_open_link(const struct orb_circle_drawing *d, unsigned page,
                                 char kind, unsigned number)
{
    const char *stem = d->map->options->stem;
    struct orb_buf name = { 0 };

    if (d->map->options->embedded || (page != d->page && stem == NULL)) {
        orb_buf_text(d->out, "<g");
        return "</g>";
    }
    orb_buf_text(d->out, "<a href=\"");
    if (page != d->page) {
        orb_circle_map_page_name(&name, stem, page);
        d->out->failed = d->out->failed || name.failed;
        orb_ink_escape(d->out, name.data == NULL ? "" : name.data);
        orb_buf_release(&name);
    }
    orb_buf_char(d->out, '#');
    orb_buf_char(d->out, kind);
    orb_ink(d->out, "%u\"", number);
    return "</a>";
}

/* Where the line of a mark is: in a box, or in the table when boxes only count. */
static unsigned line_page(const struct orb_circle_drawing *d,
                          const struct orb_circle_mark *m)
{
    bool boxed =
        !d->map->summary && !orb_circle_is_outside(d->map, m->partner->family - 1U);

    return boxed || d->map->pages == 1 ? 1 : orb_circle_table_page(d->map, m->number);
}

static void draw_mark(const struct orb_circle_drawing *d,
                      const struct orb_circle_mark *mark)
{
    unsigned family = mark->partner->family;
    bool lined = !orb_circle_is_outside(d->map, family - 1) || d->map->pages > 1;
    struct orb_ink_mark ink = { mark->shape,
                                mark->partner->state,
                                mark->centre,
                                mark->radius,
                                mark_colour(d, family - 1, mark->ring),
                                0 };
    const char *end = "</g>";
    struct orb_buf words = { 0 };

    if (lined)
        end = orb_circle_open_link(d, line_page(d, mark), 'l', mark->number);
    else
        orb_buf_text(d->out, "<g");
    if (d->map->options->embedded)
        orb_ink(d->out, " data-id=\"%s\"", mark->partner->id);
    else
        orb_ink(d->out, " id=\"m%u\"", mark->number);
    orb_ink(d->out, " class=\"m\" data-n=\"%u\" data-r=\"%u\" data-s=\"%u\">", mark->number,
            mark->ring, family);
    orb_circle_mark_words(&words, d->map, mark);
    ink_words(d, &words);
    orb_ink_numbered(d->out, &ink, mark->number, 2.3 * d->map->sheet->text);
    orb_buf_text(d->out, end);
    orb_buf_char(d->out, '\n');
}

/* Half the width of a shape of radius 1 at a height under its middle. */
static double half_width(enum orb_circle_shape shape, double y)
{
    switch (shape) {
    case ORB_SHAPE_DISC:
        return sqrt(1 - y * y);
    case ORB_SHAPE_DIAMOND:
        return 1.22 - y;
    case ORB_SHAPE_HEXAGON:
        return y < 0.54 ? 0.935 : (1.08 - y) * 1.732;
    default:
        return 0.9;
    }
}

void orb_circle_draw_shares(const struct orb_circle_drawing *d,
                            const struct orb_circle_cell *cell, const char *colour,
                            const struct orb_circle_bar *bar)
{
    double x = bar->at.x, y = bar->at.y, width = bar->width, height = bar->height;
    double place = width * (double)cell->states[ORB_PARTNER_PLACE] / (double)cell->count;
    double full =
        width *
        (double)(cell->states[ORB_PARTNER_FULL] + cell->states[ORB_PARTNER_SET_ASIDE]) /
        (double)cell->count;

    orb_ink(
        d->out,
        "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"#fff\" fill-opacity=\".45\"/>",
        x, y, width, height);
    if (place > 0)
        orb_ink(d->out,
                "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"#fff\"/>", x, y,
                place, height);
    if (full > 0)
        orb_ink(
            d->out,
            "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%f\" fill=\"%s\" stroke=\"#fff\" stroke-width=\".2\"/>",
            x + place, y, full, height, colour);
}

static void draw_bubble(const struct orb_circle_drawing *d, unsigned s, unsigned r)
{
    const struct orb_circle_cell *cell = &d->map->cells[s][r];
    unsigned first = cell->number;
    const char *colour = mark_colour(d, s, r);
    double k = cell->bubble;
    struct orb_ink_text text = { .x = cell->centre.x,
                                 .y = cell->centre.y - 0.1 * k,
                                 .size = 0.66 * k,
                                 .fill = "#fff",
                                 .anchor = ORB_INK_MIDDLE,
                                 .bold = true };
    struct orb_buf words = { 0 };
    struct orb_buf number = { 0 };
    struct orb_circle_bar bar = { { cell->centre.x - 0.45 * k, cell->centre.y + 0.48 * k },
                                  0.9 * k,
                                  0.18 * k };
    const char *end = "</g>";
    double width;

    if (orb_circle_is_counted(d->map, cell) && !orb_circle_is_outside(d->map, s))
        end = orb_circle_open_link(d, 1, 'c', 10 * (s + 1) + r);
    else
        orb_buf_text(d->out, "<g");
    orb_ink(d->out, " id=\"b%u\" class=\"b\" data-r=\"%u\" data-s=\"%u\"", 10 * (s + 1) + r,
            r, s + 1);
    orb_ink(d->out, " data-n=\"%u-%u\">", first, first + (unsigned)cell->count - 1);
    orb_circle_bubble_words(&words, d->map, cell);
    ink_words(d, &words);
    orb_ink_shape(d->out, cell->shape, cell->centre, k,
                  &(struct orb_ink_style){ colour, "#fff", 0.4, NULL });
    orb_circle_count(&number, cell->count, d->map->options->french);
    orb_ink_text(d->out, &text, number.data == NULL ? "" : number.data);
    orb_circle_draw_shares(d, cell, colour, &bar);
    orb_buf_clear(&number);
    orb_ink(&number, "%u–%u", first, first + (unsigned)cell->count - 1);
    text.size = 0.35 * k;
    text.bold = false;
    text.y = cell->centre.y + 0.34 * k;
    width = orb_text_width(number.data == NULL ? "" : number.data, 1, false);
    if (text.size * width > 1.9 * k * half_width(cell->shape, 0.34))
        text.size = 1.9 * k * half_width(cell->shape, 0.34) / width;
    orb_ink_text(d->out, &text, number.data == NULL ? "" : number.data);
    d->out->failed = d->out->failed || number.failed;
    orb_buf_release(&number);
    orb_buf_text(d->out, end);
    orb_buf_char(d->out, '\n');
}

void orb_circle_draw_marks(const struct orb_circle_drawing *d)
{
    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++)
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++) {
            const struct orb_circle_cell *cell = &d->map->cells[s][r];

            if (cell->bubble > 0)
                draw_bubble(d, s, r);
            for (size_t i = 0; cell->bubble <= 0 && i < cell->count; i++)
                draw_mark(d, &d->map->marks[cell->first + i]);
        }
}
