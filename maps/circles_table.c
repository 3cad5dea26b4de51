/* Pages after the first: the same numbers, in full words, in columns. */
#include "engine/base/text.h"
#include "maps/circles_draw.h"
#include "maps/circles_words.h"
#include "maps/text_width.h"

#define COLUMN_GAP 6
#define TOP        24 /* middle of the first row */
#define HEAD_TEXT  2.5
#define NAME_TEXT  2.3
#define INFO_TEXT  2

struct place {
    double x, y, width;
};

static const char *given(const struct orb_buf *text)
{
    return text->data == NULL ? "" : text->data;
}

static void title_words(struct orb_buf *out, const struct orb_circle_map *map,
                        const struct orb_circle_row *row)
{
    const char *name = map->input->family_names[row->family];

    switch (row->kind) {
    case ORB_CIRCLE_ROW_FAMILY:
        orb_buf_printf(out, "%u. %s", row->family + 1U,
                       name == NULL ? orb_circle_family_name(row->family) : name);
        break;
    case ORB_CIRCLE_ROW_UNCLASSIFIED:
        orb_buf_text(out, _("Not classified in a family"));
        break;
    case ORB_CIRCLE_ROW_PROSPECTS:
        orb_buf_text(out, _("To approach (circle C4)"));
        break;
    default:
        orb_buf_text(out, _("Institutions, outside the circles"));
        break;
    }
}

static void draw_title(const struct orb_circle_drawing *d, const struct orb_circle_row *row,
                       const struct place *at)
{
    double t = d->map->sheet->text;
    bool alert = row->kind == ORB_CIRCLE_ROW_FAMILY &&
                 orb_circle_unanswered(d->map, row->family) > 0;
    const char *colour = alert ? d->palette->alert : d->palette->head;
    struct orb_ink_text name = { at->x,  at->y + 0.9 * t, HEAD_TEXT * t,
                                 colour, ORB_INK_START,   true };
    struct orb_ink_text right = { at->x + at->width, at->y + 0.9 * t,
                                  INFO_TEXT * t,     colour,
                                  ORB_INK_END,       false };
    struct orb_buf words = { 0 };
    struct orb_buf count = { 0 };
    double used;

    if (row->kind == ORB_CIRCLE_ROW_FAMILY && orb_circle_is_outside(d->map, row->family))
        orb_circle_request_words(&count, d->map, row->family, true);
    else if (row->kind == ORB_CIRCLE_ROW_INSTITUTIONS)
        orb_circle_count(&count, row->count, d->map->options->french);
    else
        orb_buf_printf(&count, ORB_PLURAL("%lu partner", "%lu partners", row->count),
                       (unsigned long)row->count);
    if (row->kind == ORB_CIRCLE_ROW_FAMILY && !orb_circle_is_outside(d->map, row->family) &&
        d->map->input->requests[row->family].received >= 0) {
        orb_buf_text(&count, " · ");
        orb_circle_request_words(&count, d->map, row->family, true);
    }
    title_words(&words, d->map, row);
    used = orb_text_width(given(&count), right.size, false);
    orb_ink_cut(d->out, &name, given(&words), at->width - used - 3 * t);
    orb_ink_text(d->out, &right, given(&count));
    orb_ink(d->out, "<path d=\"M%f %fH%f\" stroke=\"%s\" stroke-width=\".4\"/>", at->x,
            at->y + 1.5 * t, at->x + at->width, colour);
    d->out->failed = d->out->failed || words.failed || count.failed;
    orb_buf_release(&words);
    orb_buf_release(&count);
}

/* The circle by its code, the name, then what is known. */
static void draw_partner(const struct orb_circle_drawing *d,
                         const struct orb_circle_row *row, const struct place *at)
{
    const struct orb_partner *partner = row->partner;
    double t = d->map->sheet->text;
    bool coded = partner->circle < ORB_CIRCLE_C4;
    double indent = row->mark != NULL ? 9.4 * t : 0;
    double names = indent + (coded ? 4.6 * t : 0);
    bool hollow = orb_ink_is_hollow(partner->state);
    struct orb_ink_text code = { at->x + indent,        at->y + 0.75 * t, 1.8 * t,
                                 d->palette->secondary, ORB_INK_START,    false };
    struct orb_ink_text name = { at->x + names,   at->y + 0.8 * t, NAME_TEXT * t,
                                 d->palette->ink, ORB_INK_START,   false };
    struct orb_ink_text info = {
        at->x + at->width, at->y + 0.75 * t,
        INFO_TEXT * t,     hollow ? d->palette->alert : d->palette->secondary,
        ORB_INK_END,       false
    };
    struct orb_buf words = { 0 };
    struct orb_buf shown = { 0 };
    double room = at->width - names - 2 * t, used, wanted;

    if (partner->circle != ORB_CIRCLE_INST)
        orb_circle_table_words(&words, partner, d->map->options->french);
    else if (partner->commune != NULL)
        orb_buf_text(&words, partner->commune);
    /* What the name leaves, but at least most of the line; smaller letters before a cut. */
    wanted = room - orb_text_width(partner->name, name.size, false);
    if (wanted < 0.58 * room)
        wanted = 0.58 * room;
    used = orb_text_width(given(&words), info.size, false);
    if (used > wanted)
        info.size *= wanted / used > 0.85 ? wanted / used : 0.85;
    used = orb_text_cut(&shown, &info, given(&words), wanted);
    if (coded)
        orb_ink_text(d->out, &code, orb_circle_names[partner->circle]);
    orb_ink_cut(d->out, &name, partner->name, room - used);
    if (shown.len > 0)
        orb_ink_text(d->out, &info, given(&shown));
    d->out->failed = d->out->failed || words.failed || shown.failed;
    orb_buf_release(&words);
    orb_buf_release(&shown);
}

static void draw_mark_row(const struct orb_circle_drawing *d,
                          const struct orb_circle_row *row, const struct place *at)
{
    const struct orb_circle_mark *mark = row->mark;
    double t = d->map->sheet->text;
    struct orb_ink_mark ink = { mark->shape,
                                mark->partner->state,
                                { at->x + 7 * t, at->y },
                                orb_circle_line_radius(mark->shape, mark->partner->state,
                                                       d->map->sheet->table_row),
                                d->palette->rings[mark->ring],
                                orb_circle_line_ring(d->map->sheet->table_row) };
    struct orb_ink_text number = { at->x + 4.8 * t,       at->y + 0.75 * t, 2 * t,
                                   d->palette->secondary, ORB_INK_END,      true };
    struct orb_buf digits = { 0 };
    bool bubble = !mark->drawn;
    const char *end = orb_circle_open_link(d, 1, bubble ? 'b' : 'm',
                                           bubble ? 10U * mark->partner->family + mark->ring
                                                  : mark->number);

    orb_ink(d->out, " id=\"l%u\" class=\"l\" data-n=\"%u\">", mark->number, mark->number);
    orb_buf_printf(&digits, "%u", mark->number);
    orb_ink_text(d->out, &number, given(&digits));
    d->out->failed = d->out->failed || digits.failed;
    orb_buf_release(&digits);
    orb_ink_mark(d->out, &ink);
    draw_partner(d, row, at);
    orb_buf_text(d->out, end);
    orb_buf_char(d->out, '\n');
}

static void draw_row(const struct orb_circle_drawing *d, const struct orb_circle_row *row,
                     const struct place *at)
{
    double t = d->map->sheet->text;
    bool missed;
    struct orb_ink_text text = { at->x + 9.4 * t, at->y + 0.8 * t,
                                 NAME_TEXT * t,   NULL,
                                 ORB_INK_START,   true };
    struct orb_buf words = { 0 };

    switch (row->kind) {
    case ORB_CIRCLE_ROW_BLANK:
        return;
    case ORB_CIRCLE_ROW_MARK:
        draw_mark_row(d, row, at);
        return;
    case ORB_CIRCLE_ROW_PARTNER:
        draw_partner(d, row, at);
        return;
    case ORB_CIRCLE_ROW_EMPTY:
        missed = orb_circle_unanswered(d->map, row->family) > 0;
        text.fill = missed ? d->palette->alert : d->palette->empty;
        orb_circle_rings_words(&words, d->map, row->family, true);
        orb_ink_cut(d->out, &text, given(&words), at->width - 9.4 * t);
        d->out->failed = d->out->failed || words.failed;
        orb_buf_release(&words);
        return;
    default:
        draw_title(d, row, at);
        return;
    }
}

void orb_circle_draw_table(const struct orb_circle_drawing *d)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    size_t page = (size_t)d->map->columns * sheet->table_rows;
    size_t first = (d->page - 2) * page;
    double gap = COLUMN_GAP * sheet->text;
    double width =
        (sheet->width - 2 * sheet->margin - gap * ((double)d->map->columns - 1)) /
        d->map->columns;

    for (size_t i = first; i < first + page && i < d->map->row_count; i++) {
        size_t column = (i - first) / sheet->table_rows;
        size_t line = (i - first) % sheet->table_rows;
        struct place at = { sheet->margin + (double)column * (width + gap),
                            TOP * sheet->text + (double)line * sheet->table_row, width };
        struct orb_circle_mark room;
        struct orb_circle_row row;

        row = orb_circle_row_get(d->map, i, &room);
        draw_row(d, &row, &at);
    }
}
