/*
 * The areas of a map as SVG: degrees laid flat around the middle latitude, whole numbers,
 * lines told by their steps. What lies overseas stands in frames under the rest.
 */
#include <math.h>
#include <stdio.h>

#include "engine/base/text.h"
#include "maps/report_html.h"
#include "maps/report_words.h"

enum {
    WIDTH = 8000,  /* of the drawing */
    HEIGHT = 9000, /* of its main part, at most */
    MARGIN = 160,
    SCALE_ROOM = 330, /* under the main part */
    INSET = 1240,     /* side of a frame */
    INSET_GAP = 80,
    INSET_NAME = 190,
    TEXT = 150,
    FINE = 3000 /* areas from which borders are hair lines */
};

#define METRES_A_DEGREE 111195.0

/* The first is all that the others are not. */
static const struct {
    const char *name;
    double west, south, east, north;
} frames[] = {
    { "", 0, 0, 0, 0 },
    { "Guadeloupe", -63.3, 15.7, -60.9, 18.3 },
    { "Martinique", -61.4, 14.2, -60.7, 15.0 },
    { "Guyane", -55.0, 2.0, -51.3, 6.2 },
    { "La Réunion", 55.0, -21.6, 56.1, -20.6 },
    { "Mayotte", 44.9, -13.2, 45.5, -12.4 },
    { "Saint-Pierre-et-Miquelon", -56.7, 46.6, -55.9, 47.4 },
};

enum { FRAMES = sizeof frames / sizeof frames[0] };

/* Where a part of the territory is drawn. */
struct panel {
    size_t count;                    /* areas */
    double west, south, east, north; /* degrees */
    double x, y, width, height;      /* room */
    double scale, across;            /* units of a degree of latitude, of longitude */
    double left, top;                /* of its north-west corner */
};

struct drawing {
    struct orb_html *h;
    const struct orb_html_map *m;
    struct panel panels[FRAMES];
    size_t main; /* the panel that takes the room */
    size_t insets;
    double width, height;
};

static double lon_at(const struct drawing *d, double x)
{
    const struct orb_topology *t = &d->m->areas.contours.topology;

    return t->box[0] + x * t->step[0];
}

static double lat_at(const struct drawing *d, double y)
{
    const struct orb_topology *t = &d->m->areas.contours.topology;

    return t->box[1] + y * t->step[1];
}

static size_t frame_of(const struct drawing *d, const struct orb_report_area *area)
{
    double lon = lon_at(d, ((double)area->box[0] + area->box[2]) / 2);
    double lat = lat_at(d, ((double)area->box[1] + area->box[3]) / 2);

    for (size_t i = 1; i < FRAMES; i++)
        if (lon >= frames[i].west && lon <= frames[i].east && lat >= frames[i].south &&
            lat <= frames[i].north)
            return i;
    return 0;
}

static void widen(struct drawing *d, const struct orb_report_area *area)
{
    struct panel *p = &d->panels[frame_of(d, area)];
    double west = lon_at(d, area->box[0]);
    double south = lat_at(d, area->box[1]);
    double east = lon_at(d, area->box[2]);
    double north = lat_at(d, area->box[3]);

    p->west = p->count == 0 || west < p->west ? west : p->west;
    p->south = p->count == 0 || south < p->south ? south : p->south;
    p->east = p->count == 0 || east > p->east ? east : p->east;
    p->north = p->count == 0 || north > p->north ? north : p->north;
    p->count++;
}

/* As large as its room allows, in the middle of it. */
static void fit(struct panel *p)
{
    double shrink = cos((p->south + p->north) / 2 * 3.14159265358979323846 / 180);
    double width = (p->east - p->west) * shrink;
    double height = p->north - p->south;
    double scale = HEIGHT * 100.0;

    if (width > 0)
        scale = p->width / width;
    if (height > 0 && p->height / height < scale)
        scale = p->height / height;
    p->scale = scale;
    p->across = scale * shrink;
    p->left = p->x + (p->width - width * scale) / 2;
    p->top = p->y + (p->height - height * scale) / 2;
}

static void place_main(struct drawing *d)
{
    struct panel *p = &d->panels[d->main];

    p->x = 0;
    p->y = 0;
    p->width = WIDTH - 2 * MARGIN;
    p->height = HEIGHT - 2 * MARGIN;
    fit(p);
    /* No blank beside a tall territory, nor over a wide one. */
    d->width = (p->east - p->west) * p->across + 2 * MARGIN;
    d->height = (p->north - p->south) * p->scale + 2 * MARGIN + SCALE_ROOM;
    if (d->width < WIDTH * 0.45)
        d->width = WIDTH * 0.45;
    p->left = (d->width - (p->east - p->west) * p->across) / 2;
    p->top = MARGIN;
}

static void place_insets(struct drawing *d)
{
    size_t done = 0;

    if (d->insets > 0 && d->width < (double)d->insets * (INSET + INSET_GAP) + 2 * MARGIN)
        d->width = (double)d->insets * (INSET + INSET_GAP) + 2 * MARGIN;
    for (size_t i = 0; i < FRAMES; i++) {
        struct panel *p = &d->panels[i];

        if (p->count == 0 || i == d->main)
            continue;
        p->x = MARGIN + (double)done * (INSET + INSET_GAP) + MARGIN / 2.0;
        p->y = d->height + MARGIN / 2.0;
        p->width = INSET - MARGIN;
        p->height = INSET - MARGIN;
        fit(p);
        done++;
    }
    if (d->insets > 0)
        d->height += INSET + INSET_NAME + MARGIN;
}

static void lay_out(struct drawing *d)
{
    const struct orb_report_areas *areas = &d->m->areas;

    for (size_t i = 0; i < areas->area_count; i++)
        if (areas->areas[i].box[0] != UINT32_MAX)
            widen(d, &areas->areas[i]);
    d->main = FRAMES;
    for (size_t i = 0; i < FRAMES; i++) {
        if (d->panels[i].count == 0)
            continue;
        if (d->main == FRAMES)
            d->main = i;
        else
            d->insets++;
    }
    place_main(d);
    place_insets(d);
}

/* ---- lines */

struct pen {
    struct orb_buf *out;
    long x, y;
    bool down; /* a step was told */
};

static void add_step(struct pen *pen, long x, long y)
{
    if (x == pen->x && y == pen->y)
        return;
    orb_buf_printf(pen->out, "%s%ld%s%ld",
                   !pen->down        ? "l"
                   : x - pen->x >= 0 ? " "
                                     : "",
                   x - pen->x, y - pen->y >= 0 ? " " : "", y - pen->y);
    pen->x = x;
    pen->y = y;
    pen->down = true;
}

static void add_ring(struct drawing *d, const struct panel *p, uint32_t ring)
{
    const struct orb_report_areas *a = &d->m->areas;
    struct pen pen = { .out = d->h->out };

    for (uint32_t i = orb_topology_start(&a->ring_ends, ring); i < a->ring_ends.items[ring];
         i++) {
        const struct orb_topology_point *point =
            &a->contours.topology.points[a->points.items[i]];
        long x = lround(p->left + (lon_at(d, point->x) - p->west) * p->across);
        long y = lround(p->top + (p->north - lat_at(d, point->y)) * p->scale);

        if (i == orb_topology_start(&a->ring_ends, ring)) {
            orb_buf_printf(pen.out, "M%ld %ld", x, y);
            pen.x = x;
            pen.y = y;
        } else {
            add_step(&pen, x, y);
        }
    }
    orb_buf_char(pen.out, 'z');
}

static void add_path(struct drawing *d, const struct orb_report_area *area)
{
    const struct orb_report_areas *a = &d->m->areas;
    const struct panel *p = &d->panels[frame_of(d, area)];
    size_t number = (size_t)(area - a->areas);
    uint32_t first = number == 0 ? 0 : a->areas[number - 1].polygon_end;

    orb_buf_text(d->h->out, "<path d=\"");
    for (uint32_t polygon = first; polygon < area->polygon_end; polygon++)
        for (uint32_t ring = orb_topology_start(&a->polygon_ends, polygon);
             ring < a->polygon_ends.items[polygon]; ring++)
            add_ring(d, p, ring);
    orb_buf_text(d->h->out, "\"/>");
}

static size_t table_number(const struct drawing *d)
{
    const struct orb_report *report = d->h->report;
    size_t i = 0;

    while (i < report->table_count && report->tables[i] != d->m->map->table)
        i++;
    return i + 1;
}

/* An area leads to its line; it is in the table too, so the keyboard does not stop at each.
 */
static enum orb_status add_areas(struct drawing *d, struct orb_error *err)
{
    const struct orb_report_table *t = d->m->map->table;
    size_t table = table_number(d);
    enum orb_status status = ORB_OK;

    for (size_t row = 0; row < t->row_count && status == ORB_OK; row++) {
        const struct orb_report_cell *code =
            orb_report_cell(t, row, (size_t)d->m->map->area_column);
        uint8_t number = d->m->classes.of_row[row];
        const struct orb_report_area *area =
            number == ORB_REPORT_NO_CLASS
                ? NULL
                : orb_report_area_find(&d->m->areas, code->as.text);

        if (area == NULL)
            continue;
        orb_buf_printf(d->h->out, "<a id=\"a%zu-%zu\" href=\"#r%zu-%zu\" tabindex=\"-1\"",
                       d->m->number, row, table, row);
        orb_html_add_fill(d->h, d->m, number, d->m->classes.is_edge[row]);
        orb_buf_text(d->h->out, "><title>");
        orb_html_say_area(d->h, d->m, row);
        orb_page_escape(d->h->out, d->h->words.data == NULL ? "" : d->h->words.data);
        orb_buf_text(d->h->out, "</title>");
        add_path(d, area);
        orb_buf_text(d->h->out, "</a>\n");
        status = orb_output_flush(d->h->output, false, err);
    }
    return status;
}

/* ---- beside the areas */

static void add_text(struct drawing *d, double x, double y, const char *words)
{
    orb_buf_printf(d->h->out, "<text x=\"%ld\" y=\"%ld\" font-size=\"%d\">", lround(x),
                   lround(y), TEXT);
    orb_page_escape(d->h->out, words);
    orb_buf_text(d->h->out, "</text>\n");
}

static void add_frames(struct drawing *d)
{
    for (size_t i = 0; i < FRAMES; i++) {
        const struct panel *p = &d->panels[i];

        if (p->count == 0 || i == d->main)
            continue;
        orb_buf_printf(d->h->out,
                       "<rect class=\"frame\" x=\"%ld\" y=\"%ld\" width=\"%d\" "
                       "height=\"%d\"/>\n",
                       lround(p->x - MARGIN / 2.0), lround(p->y - MARGIN / 2.0), INSET,
                       INSET);
        add_text(d, p->x - MARGIN / 2.0, p->y - MARGIN / 2.0 + INSET + TEXT + 10,
                 frames[i].name);
    }
}

/* 1, 2 or 5 times a power of ten kilometres, up to a quarter of the width. */
static void add_scale(struct drawing *d)
{
    static const double steps[] = { 1, 2, 5 };
    const struct panel *p = &d->panels[d->main];
    double unit_m = METRES_A_DEGREE / p->scale;
    double bottom = p->top + (p->north - p->south) * p->scale;
    double km = 0.1;
    char words[64];

    for (double power = 0.1; power <= 1000; power *= 10)
        for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
            if (steps[i] * power * 1000 / unit_m <= d->width / 4)
                km = steps[i] * power;
    orb_buf_printf(d->h->out, "<path class=\"scale\" d=\"M%d %ldv60h%ldv-60\"/>\n", MARGIN,
                   lround(bottom + 160), lround(km * 1000 / unit_m));
    orb_buf_clear(&d->h->words);
    orb_report_write_number(&d->h->words, km, km < 1 ? 1 : 0, d->h->report->french);
    (void)snprintf(words, sizeof words, "%s\xc2\xa0km",
                   d->h->words.data == NULL ? "" : d->h->words.data);
    add_text(d, MARGIN + km * 1000 / unit_m + 70, bottom + 220, words);
}

enum orb_status orb_html_add_drawing(struct orb_html *h, const struct orb_html_map *m,
                                     struct orb_error *err)
{
    struct drawing d = { .h = h, .m = m };
    enum orb_status status;

    lay_out(&d);
    orb_buf_printf(h->out,
                   "<svg viewBox=\"0 0 %ld %ld\" role=\"group\" "
                   "aria-labelledby=\"m%zu\"%s>\n",
                   lround(d.width), lround(d.height), m->number,
                   m->areas.area_count > FINE ? " class=\"fine\"" : "");
    status = add_areas(&d, err);
    add_frames(&d);
    add_scale(&d);
    orb_buf_text(h->out, "</svg>\n");
    return status;
}
