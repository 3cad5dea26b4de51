/*
 * The legend tells what is on this map and nothing else. It is laid out from the bottom of
 * the sheet, so that boxes know where to stop.
 */
#include <math.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/circles_words.h"
#include "maps/text_width.h"

#define KEY_TEXT         2.4
#define KEY_ROW          5
#define KEY_GAP          3.6
#define FOOTER_TEXT      2.2
#define FOOTER_ROW       2.9
#define FOOTER_BASE      4 /* from the bottom of the sheet to the last baseline */
#define INSTITUTIONS     2.3
#define INSTITUTIONS_MAX 16384 /* bytes that no line holds */

struct legend_draft {
    struct orb_circle_map *map;
    struct orb_arena *arena;
    bool failed;
};

static const char *keep(struct legend_draft *d, struct orb_buf *text)
{
    const char *kept =
        orb_buf_check(text, NULL) == ORB_OK
            ? orb_arena_strdup(d->arena, text->data == NULL ? "" : text->data)
            : NULL;

    d->failed = d->failed || kept == NULL;
    orb_buf_release(text);
    return kept == NULL ? "" : kept;
}

static void add_key(struct legend_draft *d, enum orb_circle_key_kind kind, int value,
                    const char *text)
{
    struct orb_circle_legend *legend = &d->map->legend;

    legend->keys[legend->key_count++] = (struct orb_circle_key){ .kind = (uint8_t)kind,
                                                                 .value = (uint8_t)value,
                                                                 .text = text };
}

double orb_circle_key_radius(const struct orb_circle_map *map)
{
    double half = (map->largest + 1) / 2;

    return fmax(map->sheet->mark_min,
                map->sheet->mark_max * sqrt(half / (double)map->largest));
}

double orb_circle_key_indent(const struct orb_circle_map *map,
                             const struct orb_circle_key *key)
{
    double text = map->sheet->text;

    switch (key->kind) {
    case ORB_CIRCLE_KEY_CAPACITY:
        return 2 * map->sheet->mark_min + 2 * orb_circle_key_radius(map) + 2.2;
    case ORB_CIRCLE_KEY_UNANSWERED:
        return 5.8 * text;
    case ORB_CIRCLE_KEY_GAUGE:
        return 8.8 * text;
    case ORB_CIRCLE_KEY_BUBBLE:
        return 8 * text;
    default:
        return 4.6 * text;
    }
}

/* What the map shows. */
struct seen {
    unsigned circles; /* bits, of marks */
    unsigned states;
    bool bubble;
    bool unanswered;
    bool requests;
    bool hidden; /* requests of some family */
};

static struct seen look(const struct orb_circle_map *map)
{
    struct seen seen = { .circles = map->circles, .states = map->states };

    for (unsigned s = 0; s < ORB_CIRCLE_FAMILIES; s++) {
        for (unsigned r = 0; r < ORB_CIRCLE_RINGS; r++)
            seen.bubble = seen.bubble || map->cells[s][r].bubble > 0;
        seen.unanswered = seen.unanswered || orb_circle_unanswered(map, s) > 0;
        seen.requests = seen.requests || map->input->requests[s].received >= 0;
        seen.hidden =
            seen.hidden || map->input->requests[s].received == ORB_CIRCLE_REQUESTS_HIDDEN;
    }
    return seen;
}

static void capacity_key(struct legend_draft *d)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    double share = sheet->mark_min / sheet->mark_max;
    bool french = d->map->options->french;
    struct orb_buf text = { 0 };

    orb_buf_text(&text, "≤ ");
    orb_circle_count(&text, (size_t)floor(d->map->largest * share * share), french);
    orb_buf_text(&text, " · ");
    orb_circle_count(&text, (size_t)((d->map->largest + 1) / 2), french);
    orb_buf_text(&text, _(" authorised places (area)"));
    add_key(d, ORB_CIRCLE_KEY_CAPACITY, 0, keep(d, &text));
}

static void choose_keys(struct legend_draft *d, const struct seen *seen)
{
    static const enum orb_partner_state told[] = { ORB_PARTNER_PLACE, ORB_PARTNER_FULL,
                                                   ORB_PARTNER_SET_ASIDE };

    for (int circle = ORB_CIRCLE_C0; circle <= ORB_CIRCLE_C3; circle++)
        if ((seen->circles >> circle & 1) != 0)
            add_key(d, ORB_CIRCLE_KEY_SHAPE, circle,
                    orb_circle_kind_name((enum orb_circle)circle));
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if ((seen->states >> told[i] & 1) != 0)
            add_key(d, ORB_CIRCLE_KEY_STATE, (int)told[i], orb_circle_state_name(told[i]));
    if (d->map->largest > 1 && !d->map->input->person)
        capacity_key(d);
    if (seen->bubble)
        add_key(d, ORB_CIRCLE_KEY_BUBBLE, 0,
                _("Partners counted: with a place, full, others"));
    if (seen->unanswered)
        add_key(d, ORB_CIRCLE_KEY_UNANSWERED, 0, _("Requests without answer"));
    if (seen->requests)
        add_key(d, ORB_CIRCLE_KEY_GAUGE, 0, _("Rim: share covered"));
}

/* Rows of keys, from the left, with letters and gaps of a share of their size; gives the
 * number of rows. */
static size_t lay_keys(struct orb_circle_map *map, double share)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    double x = sheet->margin;
    size_t row = 0;

    map->legend.text = KEY_TEXT * sheet->text * share;
    for (size_t i = 0; i < map->legend.key_count; i++) {
        struct orb_circle_key *key = &map->legend.keys[i];
        bool bold = key->kind == ORB_CIRCLE_KEY_UNANSWERED;
        double width = orb_circle_key_indent(map, key) +
                       orb_text_width(key->text, map->legend.text, bold);

        if (x > sheet->margin && x + width > sheet->width - sheet->margin) {
            x = sheet->margin;
            row++;
        }
        key->at.x = x;
        key->at.y = (double)row * KEY_ROW * sheet->text;
        x += width + KEY_GAP * sheet->text * share * share * share;
    }
    return row + 1;
}

/* One row when slightly smaller letters allow it. */
static size_t fit_keys(struct orb_circle_map *map)
{
    for (double share = 1; share > 0.87; share -= 0.04)
        if (lay_keys(map, share) == 1)
            return 1;
    return lay_keys(map, 1);
}

static void write_footer(struct orb_buf *out, const struct orb_circle_map *map,
                         const struct seen *seen)
{
    const struct orb_circle_map_input *input = map->input;

    orb_buf_text(
        out,
        _("Angle = family of services (Loubat). Circle = how close the partnership is (circles of Orbite, after Bloch and Loubat), not the distance."));
    if ((seen->states & (1U << ORB_PARTNER_UNKNOWN | 1U << ORB_PARTNER_NO_NOTION)) != 0)
        orb_buf_text(out, _(" Filled: availability to check, or no notion of place."));
    if ((seen->states >> ORB_PARTNER_SET_ASIDE & 1) != 0)
        orb_buf_text(out, _(" Dotted: set aside, the reason is written."));
    if ((seen->states >> ORB_PARTNER_PLACE & 1) != 0)
        orb_buf_text(out, _(" pl. = known places."));
    if (map->largest > 0)
        orb_buf_text(out, _(" auth. = authorised places, availability to check."));
    if (seen->requests)
        orb_buf_text(out, _(" req. = requests covered / received."));
    if (seen->hidden)
        orb_buf_text(out,
                     _(" Hidden: too few requests, or what would let one work them out."));
    if (input->footer != NULL)
        orb_buf_printf(out, " %s", input->footer);
    if (input->sources != NULL)
        orb_buf_printf(out, _(" Sources: %s."), input->sources);
}

/* Lines of a text broken at blanks; the last one is cut where it is drawn. */
static void break_footer(struct legend_draft *d, const char *text)
{
    const struct orb_circle_sheet *sheet = d->map->sheet;
    struct orb_circle_legend *legend = &d->map->legend;
    double size = FOOTER_TEXT * sheet->text;

    while (*text != '\0' && legend->footer_count < ORB_CIRCLE_FOOTER_LINES) {
        size_t whole = strlen(text);
        size_t len = orb_text_fit(text, size, false, sheet->width - 2 * sheet->margin);
        struct orb_buf line = { 0 };
        size_t blank = len;

        while (len < whole && blank > 0 && text[blank] != ' ')
            blank--;
        len = blank > 0 ? blank : len > 0 ? len : whole;
        if (legend->footer_count == ORB_CIRCLE_FOOTER_LINES - 1)
            len = whole;
        orb_buf_add(&line, text, len);
        legend->footer[legend->footer_count++] = keep(d, &line);
        text += len;
        while (*text == ' ')
            text++;
    }
}

/* The first names, each told once; false as soon as they are longer than any line. */
static bool add_names(struct orb_buf *out, const struct orb_circle_map *map, size_t count)
{
    const struct orb_circle_list *list = &map->outside[ORB_CIRCLE_INSTITUTIONS];
    struct orb_buf last = { 0 };

    for (size_t i = 0; i < count && out->len <= INSTITUTIONS_MAX; i++) {
        const struct orb_partner *partner = orb_circle_partner(map, list->first + i);

        if (partner == NULL)
            break;
        if (i == 0 || strcmp(partner->name, last.data) != 0)
            orb_buf_printf(out, "%s%s", i == 0 ? "" : " · ", partner->name);
        orb_buf_clear(&last);
        orb_buf_add(&last, partner->name, strlen(partner->name) + 1);
        if (last.failed)
            out->failed = true;
        if (out->failed)
            break;
    }
    orb_buf_release(&last);
    return out->len <= INSTITUTIONS_MAX;
}

/* As many names as the line holds, then how many more. */
static void lay_institutions(struct legend_draft *d)
{
    const struct orb_circle_map *map = d->map;
    size_t count = map->outside[ORB_CIRCLE_INSTITUTIONS].count;
    double width = map->sheet->width - 2 * map->sheet->margin;
    double size = INSTITUTIONS * map->sheet->text;
    struct orb_buf text = { 0 };

    if (count == 0)
        return;
    for (size_t shown = count; shown > 0; shown = shown > 12 ? 12 : shown - 1) {
        bool whole;

        orb_buf_clear(&text);
        orb_buf_text(&text, _("Decide or fund, outside the circles: "));
        whole = add_names(&text, map, shown);
        if (shown < count)
            orb_buf_printf(&text, _(" and %lu more"), (unsigned long)(count - shown));
        if (text.failed || (whole && orb_text_width(text.data, size, false) <= width))
            break;
    }
    d->map->legend.institutions = keep(d, &text);
}

enum orb_status orb_circle_legend_make(struct orb_circle_map *map, struct orb_arena *arena,
                                       struct orb_error *err)
{
    const struct orb_circle_sheet *sheet = map->sheet;
    struct orb_circle_legend *legend = &map->legend;
    struct legend_draft draft = { map, arena, false };
    struct seen seen = look(map);
    struct orb_buf footer = { 0 };
    double y = sheet->height - FOOTER_BASE * sheet->text;
    size_t rows;

    choose_keys(&draft, &seen);
    write_footer(&footer, map, &seen);
    break_footer(&draft, keep(&draft, &footer));
    lay_institutions(&draft);
    if (draft.failed)
        return orb_error_memory(err);
    y -= ((double)legend->footer_count - 1) * FOOTER_ROW * sheet->text;
    legend->footer_y = y;
    rows = fit_keys(map);
    y -= (6 + KEY_ROW * ((double)rows - 1)) * sheet->text;
    for (size_t i = 0; i < legend->key_count; i++)
        legend->keys[i].at.y += y;
    if (legend->key_count > 0)
        y -= 5 * sheet->text;
    legend->institutions_y = y;
    legend->top = y - (legend->institutions == NULL ? 0 : 4 * sheet->text);
    return ORB_OK;
}
