/* The page: what was asked, maps with their legends, tables, what the words mean, sources.
 * Everything a reader sees is there without script. */
#include "maps/report_html.h"

#include <string.h>

#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "maps/report_words.h"
#include "maps/report_write.h"

#define STYLE  "maps/report.css"
#define DIGEST "maps/report.css.sha256"

static void text(struct orb_html *h, const char *words)
{
    orb_page_escape(h->out, words);
}

static void element(struct orb_html *h, const char *name, const char *words)
{
    orb_buf_printf(h->out, "<%s>", name);
    text(h, words);
    orb_buf_printf(h->out, "</%s>", name);
}

/* Without the end of the line. */
static void add_file(struct orb_html *h, const char *name, struct orb_error *err)
{
    const struct orb_embedded_file *file = orb_embedded_find(name);

    if (file == NULL)
        h->status = orb_error_set(err, ORB_ERR_INTERNAL, "%s", name);
    else if (strcmp(name, DIGEST) == 0)
        orb_buf_add(h->out, file->data, strcspn((const char *)file->data, "\n"));
    else
        orb_buf_add(h->out, file->data, file->len);
}

static void add_head(struct orb_html *h, struct orb_error *err)
{
    orb_buf_printf(h->out,
                   "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                   "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
                   "'none'; style-src 'sha256-",
                   h->report->french ? "fr" : "en");
    add_file(h, DIGEST, err);
    orb_buf_text(h->out,
                 "'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" "
                 "content=\"width=device-width, initial-scale=1\">\n<meta "
                 "name=\"referrer\" content=\"no-referrer\">\n");
    element(h, "title", h->report->title);
    orb_buf_text(h->out, "\n<style>");
    add_file(h, STYLE, err);
    orb_buf_text(h->out, "</style>\n</head>\n<body>\n");
}

static void add_fact(struct orb_html *h, const char *label, const char *value)
{
    orb_buf_text(h->out, "<div>");
    element(h, "dt", label);
    element(h, "dd", value);
    orb_buf_text(h->out, "</div>\n");
}

static void add_banner(struct orb_html *h)
{
    const struct orb_report *r = h->report;

    if (r->map_count > 0 && r->table_count > 0) {
        orb_buf_text(h->out, "<a class=\"skip\" href=\"#t1\">");
        text(h, _("Go to the table"));
        orb_buf_text(h->out, "</a>\n");
    }
    orb_buf_text(h->out, "<header>\n");
    element(h, "h1", r->title);
    orb_buf_text(h->out, "\n<dl class=\"facts\">\n");
    orb_buf_clear(&h->words);
    orb_report_write_date(&h->words, r->date, r->french);
    add_fact(h, _("Date"), h->words.data == NULL ? "" : h->words.data);
    for (size_t i = 0; i < r->parameter_count; i++)
        add_fact(h, r->parameters[i].label, r->parameters[i].value);
    orb_buf_text(h->out, "</dl>\n</header>\n<main>\n");
}

static void add_notes(struct orb_html *h)
{
    if (h->report->note_count == 0)
        return;
    orb_buf_text(h->out, "<section>\n");
    element(h, "h2", _("To know"));
    orb_buf_text(h->out, "\n<ul class=\"notes\">\n");
    for (size_t i = 0; i < h->report->note_count; i++) {
        element(h, "li", h->report->notes[i]);
        orb_buf_char(h->out, '\n');
    }
    orb_buf_text(h->out, "</ul>\n</section>\n");
}

/* ---- tables */

/* A text of more bytes is a sentence: its column is kept wide enough to be read. */
#define SENTENCE 48

static void add_titles(struct orb_html *h, const struct orb_report_table *t)
{
    orb_buf_text(h->out, "<thead><tr>");
    for (size_t c = 0; c < t->column_count; c++) {
        orb_buf_printf(h->out, "<th scope=\"col\"%s>",
                       orb_report_is_right(&t->columns[c]) ? " class=\"n\"" : "");
        text(h, orb_report_said(t->columns[c].title));
        orb_buf_text(h->out, "</th>");
    }
    orb_buf_text(h->out, "</tr></thead>\n<tbody>\n");
}

/* Of the first map that is made of the table, where the line has a place. */
static const struct orb_html_map *map_of(const struct orb_html *h,
                                         const struct orb_report_table *t, size_t row)
{
    for (size_t i = 0; i < h->report->map_count; i++)
        if (h->report->maps[i].table == t && h->maps[i].classes.of_row != NULL &&
            h->maps[i].classes.of_row[row] != ORB_REPORT_NO_CLASS)
            return &h->maps[i];
    return NULL;
}

/* The colour of the line on the map, beside the value that made it. */
static void add_swatch(struct orb_html *h, const struct orb_html_map *m, size_t row,
                       size_t column)
{
    if (m == NULL || (int)column != m->map->value_column)
        return;
    orb_buf_printf(h->out, "<i class=\"sw %s\"></i>",
                   m->classes.items[m->classes.of_row[row]].name);
}

static bool is_drawn(const struct orb_html_map *m, size_t row)
{
    const struct orb_report_cell *cell =
        m == NULL ? NULL : orb_report_cell(m->map->table, row, (size_t)m->map->area_column);

    return cell != NULL && orb_report_area_find(&m->areas, cell->as.text) != NULL;
}

/* Numbers to the right, what is no value quiet, sentences wide. */
static const char *class_of(const struct orb_report_column *column,
                            const struct orb_report_cell *cell)
{
    bool right = orb_report_is_right(column);

    if (cell->state != ORB_REPORT_VALUE)
        return right ? " class=\"n quiet\"" : " class=\"quiet\"";
    if (right)
        return " class=\"n\"";
    return column->type == ORB_REPORT_TEXT && column->words == NULL &&
                   strlen(cell->as.text) > SENTENCE
               ? " class=\"long\""
               : "";
}

static void add_cell(struct orb_html *h, const struct orb_report_table *t, size_t row,
                     size_t column, size_t name)
{
    const struct orb_report_cell *cell = orb_report_cell(t, row, column);
    const struct orb_html_map *m = map_of(h, t, row);
    bool linked = column == name && is_drawn(m, row);

    orb_buf_text(h->out, column == name ? "<th scope=\"row\"" : "<td");
    orb_buf_text(h->out, class_of(&t->columns[column], cell));
    orb_buf_char(h->out, '>');
    add_swatch(h, m, row, column);
    if (linked)
        orb_buf_printf(h->out, "<a href=\"#a%zu-%zu\">", m->number, row);
    orb_buf_clear(&h->words);
    orb_report_write_cell(&h->words, h->report, &t->columns[column], cell);
    text(h, h->words.data == NULL ? "" : h->words.data);
    orb_buf_text(h->out, linked ? "</a>" : "");
    orb_buf_text(h->out, column == name ? "</th>" : "</td>");
}

/* The column that names its lines: that of the map, else the first. */
static size_t name_column(const struct orb_html *h, const struct orb_report_table *t)
{
    for (size_t i = 0; i < h->report->map_count; i++)
        if (h->report->maps[i].table == t &&
            h->report->maps[i].name_column != ORB_REPORT_NO_COLUMN)
            return (size_t)h->report->maps[i].name_column;
    return 0;
}

static enum orb_status add_rows(struct orb_html *h, const struct orb_report_table *t,
                                size_t number, struct orb_error *err)
{
    const size_t name = name_column(h, t);
    enum orb_status status = ORB_OK;

    for (size_t row = 0; row < t->row_count && status == ORB_OK; row++) {
        orb_buf_printf(h->out, "<tr id=\"r%zu-%zu\"%s>", number, row,
                       t->lines[row].total ? " class=\"total\"" : "");
        for (size_t c = 0; c < t->column_count; c++)
            add_cell(h, t, row, c, name);
        orb_buf_text(h->out, "</tr>\n");
        status = orb_output_flush(h->output, false, err);
    }
    return status;
}

static enum orb_status add_table(struct orb_html *h, size_t index, struct orb_error *err)
{
    const struct orb_report_table *t = h->report->tables[index];
    enum orb_status status = ORB_OK;

    orb_buf_printf(h->out, "<section>\n<h2 id=\"t%zu\">", index + 1);
    text(h, orb_report_said(t->title));
    orb_buf_text(h->out, "</h2>\n");
    if (t->row_count == 0) {
        element(h, "p", _("No line."));
    } else {
        orb_buf_printf(h->out,
                       "<div class=\"scroll\" role=\"region\" tabindex=\"0\" "
                       "aria-labelledby=\"t%zu\">\n<table>\n",
                       index + 1);
        add_titles(h, t);
        status = add_rows(h, t, index + 1, err);
        orb_buf_text(h->out, "</tbody>\n</table>\n</div>\n");
        orb_buf_clear(&h->words);
        orb_report_write_states(&h->words, h->report, t);
        if (h->words.len > 0) {
            orb_buf_text(h->out, "<p class=\"note\">");
            text(h, h->words.data);
            orb_buf_text(h->out, "</p>\n");
        }
    }
    orb_buf_text(h->out, "</section>\n");
    return status;
}

/* ---- what ends the page */

static bool is_defined(const struct orb_report_table *t)
{
    for (size_t c = 0; c < t->column_count; c++)
        if (t->columns[c].definition != NULL)
            return true;
    return false;
}

static void add_definitions(struct orb_html *h)
{
    bool open = false;

    for (size_t i = 0; i < h->report->table_count; i++) {
        const struct orb_report_table *t = h->report->tables[i];

        if (!is_defined(t))
            continue;
        if (!open) {
            orb_buf_text(h->out, "<section>\n");
            element(h, "h2", _("Definitions"));
        }
        open = true;
        element(h, "h3", orb_report_said(t->title));
        orb_buf_text(h->out, "\n<dl class=\"definitions\">\n");
        for (size_t c = 0; c < t->column_count; c++) {
            if (t->columns[c].definition == NULL)
                continue;
            element(h, "dt", orb_report_said(t->columns[c].title));
            element(h, "dd", orb_report_said(t->columns[c].definition));
            orb_buf_char(h->out, '\n');
        }
        orb_buf_text(h->out, "</dl>\n");
    }
    if (open)
        orb_buf_text(h->out, "</section>\n");
}

static void add_sources(struct orb_html *h)
{
    orb_buf_text(h->out, "</main>\n<footer>\n");
    element(h, "h2", _("Sources"));
    orb_buf_text(h->out, "\n<ul>\n");
    for (size_t i = 0; i < h->report->source_count; i++) {
        orb_buf_clear(&h->words);
        orb_report_write_source(&h->words, &h->report->sources[i], h->report->french);
        element(h, "li", h->words.data == NULL ? "" : h->words.data);
        orb_buf_char(h->out, '\n');
    }
    for (size_t i = 0; i < h->report->map_count; i++) {
        const struct orb_contours *c = &h->maps[i].areas.contours;

        if (c->attribution.len == 0)
            continue;
        orb_buf_clear(&h->words);
        orb_buf_printf(&h->words, _("Contours: %s"), c->attribution.data);
        element(h, "li", h->words.data == NULL ? "" : h->words.data);
        orb_buf_char(h->out, '\n');
        break;
    }
    orb_buf_text(h->out, "</ul>\n</footer>\n</body>\n</html>\n");
}

/* ---- maps, read before anything is written: tables tell their colours */

/* A page holds so many positions of contours. */
#define POSITIONS 16000

static enum orb_status read_maps(struct orb_html *h,
                                 const struct orb_map_territory *territory,
                                 struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; i < h->report->map_count && status == ORB_OK; i++) {
        struct orb_html_map *m = &h->maps[i];

        m->map = &h->report->maps[i];
        m->number = i + 1;
        status = orb_report_classes_make(&m->classes, m->map, err);
        if (status == ORB_OK && territory != NULL)
            status = orb_report_areas_read(&m->areas, m->map, territory, POSITIONS, err);
    }
    return status;
}

static enum orb_status write_page(struct orb_html *h, struct orb_error *err)
{
    enum orb_status status;

    add_head(h, err);
    add_banner(h);
    status = h->status;
    if (status == ORB_OK && h->report->map_count > 0)
        orb_html_add_patterns(h);
    for (size_t i = 0; i < h->report->map_count && status == ORB_OK; i++)
        status = orb_html_add_map(h, &h->maps[i], err);
    add_notes(h);
    for (size_t i = 0; i < h->report->table_count && status == ORB_OK; i++)
        status = add_table(h, i, err);
    add_definitions(h);
    add_sources(h);
    return status == ORB_OK ? orb_buf_check(&h->words, err) : status;
}

enum orb_status orb_report_write_html(struct orb_output *out,
                                      const struct orb_report *report,
                                      const struct orb_map_territory *territory,
                                      struct orb_error *err)
{
    struct orb_html h = { .output = out, .out = &out->pending, .report = report };
    enum orb_status status;

    h.maps = orb_calloc(report->map_count + 1, sizeof *h.maps);
    status = h.maps == NULL ? orb_error_memory(err) : read_maps(&h, territory, err);
    if (status == ORB_OK)
        status = write_page(&h, err);
    for (size_t i = 0; h.maps != NULL && i < report->map_count; i++) {
        orb_report_classes_release(&h.maps[i].classes);
        orb_report_areas_release(&h.maps[i].areas);
    }
    orb_free(h.maps);
    orb_buf_release(&h.words);
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}
