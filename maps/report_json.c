/* The report for programs: keys and tokens are stable, titles and notes follow the
 * language. */
#include <assert.h>
#include <string.h>

#include "engine/base/text.h"
#include "maps/json_writer.h"
#include "maps/report_words.h"
#include "maps/report_write.h"

static void add_parameters(struct orb_json_writer *w, const struct orb_report *report)
{
    orb_jw_key(w, "parameters");
    orb_jw_open_array(w);
    for (size_t i = 0; i < report->parameter_count; i++) {
        const struct orb_report_parameter *p = &report->parameters[i];

        orb_jw_open_object_inline(w);
        orb_jw_member_text(w, "key", p->key);
        orb_jw_member_text(w, "label", p->label);
        orb_jw_member_text(w, "value", p->value);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void add_sources(struct orb_json_writer *w, const struct orb_report *report)
{
    orb_jw_key(w, "sources");
    orb_jw_open_array(w);
    for (size_t i = 0; i < report->source_count; i++) {
        const struct orb_report_source *s = &report->sources[i];

        orb_jw_open_object_inline(w);
        orb_jw_member_text(w, "attribution", s->attribution);
        orb_jw_member_text(w, "licence", s->licence);
        orb_jw_member_date(w, "date", s->date);
        orb_jw_close(w);
    }
    orb_jw_close(w);
}

static void add_notes(struct orb_json_writer *w, const struct orb_report *report)
{
    orb_jw_key(w, "notes");
    orb_jw_open_array(w);
    for (size_t i = 0; i < report->note_count; i++)
        orb_jw_text(w, report->notes[i]);
    orb_jw_close(w);
}

/* ---- tables */

static const char *const type_names[] = {
    [ORB_REPORT_TEXT] = "text",       [ORB_REPORT_CODE] = "code",
    [ORB_REPORT_INTEGER] = "integer", [ORB_REPORT_DECIMAL] = "decimal",
    [ORB_REPORT_PERCENT] = "share",   [ORB_REPORT_DATE] = "date",
};

static void add_column(struct orb_json_writer *w, const struct orb_report_column *column)
{
    /* Members of rows that are no columns. */
    assert(strcmp(column->key, "hidden") != 0 &&
           strcmp(column->key, "not_applicable") != 0);
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "key", column->key);
    orb_jw_member_text(w, "title", orb_report_said(column->title));
    if (column->definition != NULL)
        orb_jw_member_text(w, "definition", orb_report_said(column->definition));
    orb_jw_member_text(w, "type", type_names[column->type]);
    if (column->words != NULL) {
        orb_jw_key(w, "words");
        orb_jw_open_array(w);
        for (const struct orb_report_word *word = column->words; word->token != NULL;
             word++) {
            orb_jw_open_object(w);
            orb_jw_member_text(w, "token", word->token);
            orb_jw_member_text(w, "label", orb_report_said(word->label));
            orb_jw_close(w);
        }
        orb_jw_close(w);
    }
    if (column->persons != ORB_REPORT_NOT_PERSONS)
        orb_jw_member_bool(w, "persons", true);
    orb_jw_close(w);
}

static void add_value(struct orb_json_writer *w, const struct orb_report_column *column,
                      const struct orb_report_cell *cell)
{
    orb_jw_key(w, column->key);
    if (cell->state != ORB_REPORT_VALUE)
        orb_jw_null(w);
    else if (column->type == ORB_REPORT_INTEGER)
        orb_jw_integer(w, cell->as.integer);
    else if (column->type == ORB_REPORT_DECIMAL || column->type == ORB_REPORT_PERCENT)
        orb_jw_number(w, cell->as.number);
    else if (column->type == ORB_REPORT_DATE)
        orb_jw_date(w, cell->as.date);
    else
        orb_jw_text(w, cell->as.text);
}

/* null says unknown; why another value is not there is told beside the values. */
static void add_states(struct orb_json_writer *w, const struct orb_report_table *table,
                       size_t row, enum orb_report_state state, const char *name)
{
    bool open = false;

    for (size_t c = 0; c < table->column_count; c++) {
        if (orb_report_cell(table, row, c)->state != state)
            continue;
        if (!open) {
            orb_jw_key(w, name);
            orb_jw_open_array(w);
            open = true;
        }
        orb_jw_text(w, table->columns[c].key);
    }
    if (open)
        orb_jw_close(w);
}

static void add_row(struct orb_json_writer *w, const struct orb_report_table *table,
                    size_t row)
{
    orb_jw_open_object_inline(w);
    for (size_t c = 0; c < table->column_count; c++)
        add_value(w, &table->columns[c], orb_report_cell(table, row, c));
    add_states(w, table, row, ORB_REPORT_NONE, "not_applicable");
    add_states(w, table, row, ORB_REPORT_HIDDEN, "hidden");
    orb_jw_close(w);
}

static void add_rows(struct orb_json_writer *w, const struct orb_report_table *table,
                     bool totals)
{
    orb_jw_key(w, totals ? "totals" : "rows");
    orb_jw_open_array(w);
    for (size_t i = 0; i < table->row_count; i++)
        if (table->lines[i].total == totals)
            add_row(w, table, i);
    orb_jw_close(w);
}

static void add_table(struct orb_json_writer *w, const struct orb_report_table *table)
{
    orb_jw_open_object(w);
    orb_jw_member_text(w, "key", table->key);
    orb_jw_member_text(w, "title", orb_report_said(table->title));
    orb_jw_key(w, "columns");
    orb_jw_open_array(w);
    for (size_t c = 0; c < table->column_count; c++)
        add_column(w, &table->columns[c]);
    orb_jw_close(w);
    add_rows(w, table, false);
    add_rows(w, table, true);
    orb_jw_close(w);
}

/* ---- maps */

static void add_reference(struct orb_json_writer *w, const struct orb_report_map *map,
                          const char *name, int column)
{
    if (column != ORB_REPORT_NO_COLUMN)
        orb_jw_member_text(w, name, map->table->columns[column].key);
}

static void add_map(struct orb_json_writer *w, const struct orb_report_map *map)
{
    orb_jw_open_object_inline(w);
    orb_jw_member_text(w, "key", map->key);
    orb_jw_member_text(w, "title", orb_report_said(map->title));
    orb_jw_member_text(w, "table", map->table->key);
    add_reference(w, map, "area", map->area_column);
    add_reference(w, map, "name", map->name_column);
    add_reference(w, map, "value", map->value_column);
    add_reference(w, map, "flag", map->flag_column);
    orb_jw_member_text(w, "level", orb_mesh_name(map->level));
    orb_jw_member_text(w, "legend", orb_report_legend_name(map->legend));
    if (map->unit != NULL)
        orb_jw_member_text(w, "unit", orb_report_said(map->unit));
    orb_jw_close(w);
}

enum orb_status orb_report_write_json(struct orb_output *out,
                                      const struct orb_report *report,
                                      struct orb_error *err)
{
    struct orb_json_writer w;
    enum orb_status status;

    orb_jw_init(&w, out, 1);
    orb_jw_open_object(&w);
    orb_jw_member_text(&w, "format", "orbite-report/1");
    orb_jw_member_text(&w, "report", report->key);
    orb_jw_member_text(&w, "language", report->french ? "fr" : "en");
    orb_jw_member_text(&w, "title", report->title);
    orb_jw_member_date(&w, "reference_date", report->date);
    if (report->threshold > 0)
        orb_jw_member_integer(&w, "persons_threshold", report->threshold);
    if (report->rounded_to > 0)
        orb_jw_member_integer(&w, "persons_rounded_to", report->rounded_to);
    if (report->after > 0)
        orb_jw_member_integer(&w, "persons_after", report->after);
    add_parameters(&w, report);
    orb_jw_key(&w, "tables");
    orb_jw_open_array(&w);
    for (size_t i = 0; i < report->table_count; i++)
        add_table(&w, report->tables[i]);
    orb_jw_close(&w);
    orb_jw_key(&w, "maps");
    orb_jw_open_array(&w);
    for (size_t i = 0; i < report->map_count; i++)
        add_map(&w, &report->maps[i]);
    orb_jw_close(&w);
    add_notes(&w, report);
    add_sources(&w, report);
    orb_jw_close(&w);
    status = orb_jw_end(&w, err);
    orb_buf_char(&out->pending, '\n');
    return status == ORB_OK ? orb_buf_check(&out->pending, err) : status;
}
