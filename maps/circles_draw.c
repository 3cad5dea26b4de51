/* One page of the concentric map as an SVG document: no script, no text along a path, no
 * filter and nothing from elsewhere, so that every viewer draws the same. */
#include "maps/circles_draw.h"

#include <assert.h>

#include "engine/base/text.h"
#include "maps/circles_words.h"
#include "maps/partner_list.h"
#include "maps/text_width.h"

const struct orb_circle_palette orb_circle_palettes[ORB_CIRCLE_STYLES] = {
    [ORB_CIRCLE_COLOUR] = { .rings = { "#12355B", "#B5460F", "#00735C", "#7A5195" },
                            .grounds = { "#E9EEF5", "#F1F4F9", "#F7F9FC", "#FFFFFF" },
                            .ink = "#16202E",
                            .secondary = "#3C4A5E",
                            .head = "#2B3A4F",
                            .alert = "#8C1D18",
                            .alert_ground = "#FCEDEA",
                            .hatch = "#C65B4F",
                            .faded = "#8A8F98",
                            .faded_ground = "#F4F4F4",
                            .empty = "#5B6678",
                            .line = "#9AA5B5",
                            .border = "#7C899B" },
    [ORB_CIRCLE_BLACK] = { .rings = { "#000", "#000", "#000", "#000" },
                           .grounds = { "#fff", "#fff", "#fff", "#fff" },
                           .ink = "#000",
                           .secondary = "#000",
                           .head = "#000",
                           .alert = "#000",
                           .alert_ground = "#fff",
                           .hatch = "#000",
                           .faded = "#8C8C8C",
                           .faded_ground = "#F2F2F2",
                           .empty = "#555",
                           .line = "#888",
                           .border = "#444",
                           .outlined = true },
};

void orb_circle_map_page_name(struct orb_buf *out, const char *stem, unsigned page)
{
    orb_buf_text(out, stem);
    if (page > 1)
        orb_buf_printf(out, "-%u", page);
    orb_buf_text(out, ".svg");
}

static void open_document(const struct orb_circle_drawing *d)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    double half = sheet->badge_at + sheet->badge + 1.5;

    orb_buf_text(d->out, "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    if (d->map->options->embedded)
        orb_ink(d->out, " viewBox=\"%f %f %f %f\"", sheet->cx - half, sheet->cy - half,
                2 * half, 2 * half);
    else
        orb_ink(d->out, " width=\"%fmm\" height=\"%fmm\" viewBox=\"0 0 %f %f\"",
                sheet->width, sheet->height, sheet->width, sheet->height);
    orb_ink(d->out, " lang=\"%s\" role=\"img\"", d->map->options->french ? "fr" : "en");
    orb_buf_text(
        d->out,
        " aria-labelledby=\"orbite-title orbite-text\" font-family=\"'Liberation Sans',Arial,Helvetica,sans-serif\">");
}

static const char *given(const struct orb_buf *text)
{
    return text->data == NULL ? "" : text->data;
}

static void describe(const struct orb_circle_drawing *d)
{
    struct orb_buf words = { 0 };

    orb_ink(d->out, "<title id=\"orbite-title\">%s</title>", d->map->input->title);
    orb_circle_description(&words, d->map);
    orb_ink(d->out, "<desc id=\"orbite-text\">%s</desc>", given(&words));
    d->out->failed = d->out->failed || words.failed;
    orb_buf_release(&words);
    orb_buf_text(
        d->out,
        "<defs><pattern id=\"orbite-hatching\" width=\"1.6\" height=\"1.6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">");
    orb_ink(
        d->out,
        "<rect width=\"1.6\" height=\"1.6\" fill=\"%s\"/><rect width=\"%f\" height=\"1.6\" fill=\"%s\"/></pattern></defs>\n",
        d->palette->alert_ground, d->palette->outlined ? 0.28 : 0.45, d->palette->hatch);
}

/* Letters as large as wanted, smaller when the line is long, cut at last. */
static void draw_long(const struct orb_circle_drawing *d, struct orb_ink_text *at,
                      const char *text, double smallest)
{
    double room = d->map->sheet->width - 2 * d->map->sheet->margin;
    double wide = orb_text_width(text, 1, at->bold);

    if (wide * at->size > room)
        at->size = room / wide > smallest ? room / wide : smallest;
    orb_ink_cut(d->out, at, text, room);
}

static void draw_top(const struct orb_circle_drawing *d)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    double t = sheet->text;
    struct orb_ink_text title = { sheet->margin,        11 * t,        5.2 * t,
                                  d->palette->rings[0], ORB_INK_START, true };
    struct orb_ink_text line = { sheet->margin,         16.2 * t,      2.9 * t,
                                 d->palette->secondary, ORB_INK_START, false };
    struct orb_buf words = { 0 };

    orb_ink(d->out, "<rect width=\"%f\" height=\"%f\" fill=\"#fff\"/>", sheet->width,
            sheet->height);
    draw_long(d, &title, d->map->input->title, 3.4 * t);
    if (d->page == 1)
        orb_circle_subtitle(&words, d->map);
    else
        orb_circle_table_subtitle(&words, d->map, d->page);
    draw_long(d, &line, given(&words), 2.2 * t);
    d->out->failed = d->out->failed || words.failed;
    orb_buf_release(&words);
}

static void draw_first(const struct orb_circle_drawing *d)
{
    if (!d->map->options->embedded)
        draw_top(d);
    orb_buf_text(d->out, "<g>");
    orb_circle_draw_disc(d);
    orb_buf_text(d->out, "</g>\n<g>");
    orb_circle_draw_marks(d);
    orb_buf_text(d->out, "</g>\n<g>");
    orb_circle_draw_boxes(d);
    orb_buf_text(d->out, "</g>\n");
    if (!d->map->options->embedded) {
        orb_buf_text(d->out, "<g>");
        orb_circle_draw_legend(d);
        orb_buf_text(d->out, "</g>\n");
    }
}

enum orb_status orb_circle_map_write(struct orb_buf *out, const struct orb_circle_map *map,
                                     unsigned page, struct orb_error *err)
{
    const struct orb_circle_drawing drawing = { out, map,
                                                &orb_circle_palettes[map->options->style],
                                                page };

    assert(page >= 1 && page <= map->pages);
    open_document(&drawing);
    describe(&drawing);
    if (page == 1) {
        draw_first(&drawing);
    } else {
        draw_top(&drawing);
        orb_circle_draw_table(&drawing);
        orb_buf_text(out, "\n");
    }
    orb_buf_text(out, "</svg>\n");
    if (map->input->list != NULL && map->input->list->status != ORB_OK)
        return orb_partner_list_check(map->input->list, err);
    return orb_buf_check(out, err);
}
