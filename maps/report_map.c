/* Around a drawing: hatchings, legend, what it shows in words. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_html.h"
#include "maps/report_words.h"

/* ---- hatchings: what a class is stays visible in grey */

/* An 8 by 8 tile: its ground, then its marks. */
static const struct {
    const char *name;
    const char *marks;
} patterns[] = {
    { "un", "<path class=\"s-un\" d=\"M-2 6L6 -2M2 10L10 2\" stroke-width=\"1.2\"/>" },
    { "hi", "<circle class=\"o-hi\" cx=\"2\" cy=\"2\" r=\"1\"/><circle class=\"o-hi\" "
            "cx=\"6\" cy=\"6\" r=\"1\"/>" },
    { "d1", "<path class=\"s-d\" d=\"M0 2H8M0 6H8\" stroke-width=\".9\"/>" },
    { "d2", "<path class=\"s-d\" d=\"M0 4H8\" stroke-width=\".9\"/>" },
    { "k2", "<path class=\"s-dark\" d=\"M-2 6L6 -2M2 10L10 2\" stroke-width=\".9\"/>" },
    { "k3", "<circle class=\"o-dark\" cx=\"2\" cy=\"2\" r=\"1\"/><circle class=\"o-dark\" "
            "cx=\"6\" cy=\"6\" r=\"1\"/>" },
    { "k4", "<path class=\"s-light\" d=\"M0 2H8M0 6H8\" stroke-width=\"1\"/>" },
    { "k5", "<path class=\"s-dark\" d=\"M2 0V8M6 0V8\" stroke-width=\".8\"/>" },
    { "k6", "<circle class=\"o-light\" cx=\"2\" cy=\"2\" r=\"1\"/><circle "
            "class=\"o-light\" cx=\"6\" cy=\"6\" r=\"1\"/>" },
    { "k8", "<path class=\"s-light\" d=\"M-2 6L6 -2M2 10L10 2M-2 2L6 10M2 -2L10 6\" "
            "stroke-width=\".8\"/>" },
};

/* Seen on the darkest class and on the lightest. */
#define EDGE                                                                               \
    "<path class=\"s-halo\" d=\"M-2 2L6 10M2 -2L10 6\" stroke-width=\"2.4\"/><path "       \
    "class=\"s-edge\" d=\"M-2 2L6 10M2 -2L10 6\" stroke-width=\"1.2\"/>"

/* Ten times as large: in the unit of the drawing and of the samples of the legend. */
static void add_pattern(struct orb_html *h, const char *id, const char *ground,
                        const char *marks)
{
    orb_buf_printf(h->out,
                   "<pattern id=\"%s\" width=\"8\" height=\"8\" "
                   "patternUnits=\"userSpaceOnUse\" patternTransform=\"scale(10)\"><rect "
                   "class=\"f-%s\" width=\"8\" height=\"8\"/>%s</pattern>\n",
                   id, ground, marks);
}

static void add_edge_patterns(struct orb_html *h, const struct orb_html_map *m)
{
    char id[64];

    for (size_t i = 0; i < m->classes.count; i++) {
        if (m->classes.items[i].edges == 0)
            continue;
        (void)snprintf(id, sizeof id, "e%zu-%s", m->number, m->classes.items[i].name);
        add_pattern(h, id, m->classes.items[i].name, EDGE);
    }
    if (m->classes.edges == 0)
        return;
    (void)snprintf(id, sizeof id, "e%zu", m->number);
    add_pattern(h, id, "no", EDGE);
}

void orb_html_add_patterns(struct orb_html *h)
{
    char id[64];

    orb_buf_text(h->out, "<svg class=\"away\" width=\"0\" height=\"0\" "
                         "aria-hidden=\"true\"><defs>\n");
    for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++) {
        (void)snprintf(id, sizeof id, "h-%s", patterns[i].name);
        add_pattern(h, id, patterns[i].name, patterns[i].marks);
    }
    for (size_t i = 0; i < h->report->map_count; i++)
        add_edge_patterns(h, &h->maps[i]);
    orb_buf_text(h->out, "</defs></svg>\n");
}

void orb_html_add_fill(struct orb_html *h, const struct orb_html_map *m, size_t number,
                       bool edge)
{
    const char *name = m->classes.items[number].name;

    if (edge)
        orb_buf_printf(h->out, " fill=\"url(#e%zu-%s)\"", m->number, name);
    else
        orb_buf_printf(h->out, " class=\"%s\"", name);
}

/* ---- words */

void orb_html_say_area(struct orb_html *h, const struct orb_html_map *m, size_t row)
{
    const struct orb_report_table *t = m->map->table;
    int name = m->map->name_column == ORB_REPORT_NO_COLUMN ? m->map->area_column
                                                           : m->map->name_column;
    const struct orb_report_cell *value =
        orb_report_cell(t, row, (size_t)m->map->value_column);

    orb_buf_clear(&h->words);
    orb_report_write_cell(&h->words, h->report, &t->columns[name],
                          orb_report_cell(t, row, (size_t)name));
    orb_buf_text(&h->words, h->report->french ? "\xc2\xa0: " : ": ");
    if (value->state == ORB_REPORT_VALUE)
        orb_report_write_cell(&h->words, h->report, &t->columns[m->map->value_column],
                              value);
    else
        orb_buf_text(&h->words, m->classes.items[m->classes.of_row[row]].label);
    if (m->classes.is_edge[row])
        orb_buf_text(&h->words, _(", at the edge of the data"));
}

static void add_swatch(struct orb_html *h, const char *attribute)
{
    orb_buf_printf(
        h->out,
        "<li><svg viewBox=\"0 0 320 184\" aria-hidden=\"true\"><rect x=\"5\" y=\"5\" "
        "width=\"310\" height=\"174\" rx=\"20\" %s/></svg><span>",
        attribute);
}

static void end_item(struct orb_html *h, size_t count)
{
    orb_buf_text(h->out, "</span><span class=\"count\">");
    orb_buf_clear(&h->words);
    orb_report_write_integer(&h->words, (int64_t)count, h->report->french);
    orb_page_escape(h->out, h->words.data == NULL ? "" : h->words.data);
    orb_buf_text(h->out, "</span></li>\n");
}

static void add_legend(struct orb_html *h, const struct orb_html_map *m)
{
    const struct orb_report_column *column = &m->map->table->columns[m->map->value_column];
    char attribute[64];

    orb_buf_text(h->out, "<div class=\"legend\">\n<h3>");
    orb_page_escape(h->out, orb_report_said(column->title));
    orb_buf_text(h->out, "</h3>\n<p class=\"unit\">");
    orb_buf_clear(&h->words);
    if (m->map->unit != NULL && strcmp(m->map->unit, column->title) != 0)
        orb_buf_printf(&h->words, _("%s; on the right, the number of areas"),
                       orb_report_said(m->map->unit));
    else
        orb_buf_text(&h->words, _("on the right, the number of areas"));
    orb_page_escape(h->out, h->words.data == NULL ? "" : h->words.data);
    orb_buf_text(h->out, "</p>\n<ul>\n");
    for (size_t i = 0; i < m->classes.count; i++) {
        (void)snprintf(attribute, sizeof attribute, "class=\"%s\"",
                       m->classes.items[i].name);
        add_swatch(h, attribute);
        orb_page_escape(h->out, m->classes.items[i].label);
        end_item(h, m->classes.items[i].count);
    }
    if (m->classes.edges > 0) {
        (void)snprintf(attribute, sizeof attribute, "fill=\"url(#e%zu)\"", m->number);
        add_swatch(h, attribute);
        orb_page_escape(h->out, _("at the edge of the data, in no class limit"));
        end_item(h, m->classes.edges);
    }
    orb_buf_text(h->out, "</ul>\n</div>\n");
}

static size_t count_state(const struct orb_html_map *m, enum orb_report_state state)
{
    for (size_t i = 0; i < m->classes.count; i++)
        if (m->classes.items[i].state == state)
            return m->classes.items[i].count;
    return 0;
}

static void count_areas(const struct orb_html_map *m, size_t *areas, size_t *undrawn)
{
    const struct orb_report_table *t = m->map->table;

    for (size_t row = 0; row < t->row_count; row++) {
        if (m->classes.of_row[row] == ORB_REPORT_NO_CLASS)
            continue;
        (*areas)++;
        if (orb_report_area_find(
                &m->areas, orb_report_cell(t, row, (size_t)m->map->area_column)->as.text) ==
            NULL)
            (*undrawn)++;
    }
}

/* Whose data the map shows, each once: another date is the same source, and contours may be
 * of one of them. */
static void add_attributions(struct orb_html *h, const struct orb_html_map *m)
{
    const struct orb_buf *contours = &m->areas.contours.attribution;
    bool told = contours->len == 0;
    size_t count = 0;

    for (size_t i = 0; i < h->report->source_count; i++) {
        const char *name = h->report->sources[i].attribution;
        bool again = false;

        for (size_t j = 0; j < i && !again; j++)
            again = strcmp(h->report->sources[j].attribution, name) == 0;
        told = told || strcmp(contours->data, name) == 0;
        if (!again)
            orb_buf_printf(&h->words, "%s%s", count++ == 0 ? _(" Sources: ") : ", ", name);
    }
    if (!told)
        orb_buf_printf(&h->words, "%s%s", count == 0 ? _(" Sources: ") : ", ",
                       contours->data);
}

/* Date, number of areas and of unknown ones, what is not drawn, sources. */
static void add_caption(struct orb_html *h, const struct orb_html_map *m)
{
    size_t areas = 0;
    size_t undrawn = 0;
    size_t hidden = count_state(m, ORB_REPORT_HIDDEN);

    count_areas(m, &areas, &undrawn);
    orb_buf_text(h->out, "<figcaption>");
    orb_buf_clear(&h->words);
    orb_report_write_date(&h->words, h->report->date, h->report->french);
    orb_buf_printf(&h->words, _(". Areas: %zu (%s). Unknown: %zu."), areas,
                   orb_report_level_label(m->map->level),
                   count_state(m, ORB_REPORT_UNKNOWN));
    if (hidden > 0)
        orb_buf_printf(&h->words, _(" Hidden: %zu."), hidden);
    if (undrawn > 0)
        orb_buf_printf(&h->words, _(" Without contour, in the table alone: %zu."), undrawn);
    add_attributions(h, m);
    orb_page_escape(h->out, h->words.data == NULL ? "" : h->words.data);
    orb_buf_text(h->out, "</figcaption>\n");
}

enum orb_status orb_html_add_map(struct orb_html *h, const struct orb_html_map *m,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    orb_buf_printf(h->out, "<section>\n<h2 id=\"m%zu\">", m->number);
    orb_page_escape(h->out, orb_report_said(m->map->title));
    orb_buf_text(h->out, "</h2>\n<figure>\n<div class=\"plate\">\n<div class=\"map\">\n");
    if (m->areas.points.count > 0) {
        status = orb_html_add_drawing(h, m, err);
    } else {
        orb_buf_text(h->out, "<p class=\"note\">");
        orb_page_escape(
            h->out,
            _("No contour is known for these areas: 'orbite import contours' brings them."));
        orb_buf_text(h->out, "</p>\n");
    }
    orb_buf_text(h->out, "</div>\n");
    add_legend(h, m);
    orb_buf_text(h->out, "</div>\n");
    add_caption(h, m);
    orb_buf_text(h->out, "</figure>\n</section>\n");
    return status;
}
