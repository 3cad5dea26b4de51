/* Everything but the cells lives in the arena; the arrays that grow are released one by
 * one. */
#include "maps/report.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"

void orb_report_init(struct orb_report *out, const char *key, orb_date date, bool french)
{
    *out = (struct orb_report){ .key = key, .title = "", .date = date, .french = french };
}

static void release_table(struct orb_report_table *table)
{
    orb_free(table->cells);
    orb_free(table->lines);
}

void orb_report_clear(struct orb_report *report)
{
    if (report == NULL)
        return;
    for (size_t i = 0; i < report->table_count; i++)
        release_table(report->tables[i]);
    for (size_t i = 0; i < report->sum_count; i++)
        orb_free(report->sums[i].places);
    orb_free(report->parameters);
    orb_free(report->sources);
    orb_free(report->notes);
    orb_free(report->tables);
    orb_free(report->maps);
    orb_free(report->sums);
    orb_free(report->aparts);
    orb_strmap_release(&report->drawn);
    orb_arena_release(&report->arena);
    memset(report, 0, sizeof *report);
}

enum orb_status orb_report_check(const struct orb_report *report, struct orb_error *err)
{
    return report->failed ? orb_error_memory(err) : ORB_OK;
}

/* Room for one more; false without memory, then and later. */
static bool more(struct orb_report *report, void **items, size_t *capacity, size_t count,
                 size_t size)
{
    if (!report->failed && orb_grow(items, capacity, count, size) != ORB_OK)
        report->failed = true;
    return !report->failed;
}

static const char *keep(struct orb_report *report, const char *text)
{
    const char *kept = text == NULL ? NULL : orb_arena_strdup(&report->arena, text);

    if (text != NULL && kept == NULL)
        report->failed = true;
    return kept;
}

static const char *printed(struct orb_report *report, const char *format, va_list args)
{
    struct orb_buf text = { 0 };
    const char *kept = "";

    orb_buf_vprintf(&text, format, args);
    if (orb_buf_check(&text, NULL) != ORB_OK)
        report->failed = true;
    else if (text.len > 0)
        kept = keep(report, text.data);
    orb_buf_release(&text);
    return kept;
}

void orb_report_title(struct orb_report *report, const char *format, ...)
{
    va_list args;
    const char *title;

    va_start(args, format);
    title = printed(report, format, args);
    va_end(args);
    report->title = title == NULL ? "" : title;
}

void orb_report_parameter(struct orb_report *report, const char *key, const char *label,
                          const char *format, ...)
{
    struct orb_report_parameter parameter = { .key = keep(report, key),
                                              .label = keep(report, label) };
    va_list args;

    va_start(args, format);
    parameter.value = printed(report, format, args);
    va_end(args);
    if (more(report, (void **)&report->parameters, &report->parameter_capacity,
             report->parameter_count, sizeof *report->parameters))
        report->parameters[report->parameter_count++] = parameter;
}

static bool is_same(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

void orb_report_source(struct orb_report *report, const char *attribution,
                       const char *licence, orb_date date)
{
    for (size_t i = 0; i < report->source_count; i++)
        if (is_same(report->sources[i].attribution, attribution) &&
            is_same(report->sources[i].licence, licence) && report->sources[i].date == date)
            return;
    if (more(report, (void **)&report->sources, &report->source_capacity,
             report->source_count, sizeof *report->sources))
        report->sources[report->source_count++] =
            (struct orb_report_source){ keep(report, attribution), keep(report, licence),
                                        date };
}

void orb_report_note(struct orb_report *report, const char *format, ...)
{
    const char *note;
    va_list args;

    va_start(args, format);
    note = printed(report, format, args);
    va_end(args);
    if (more(report, (void **)&report->notes, &report->note_capacity, report->note_count,
             sizeof *report->notes))
        report->notes[report->note_count++] = note;
}

/* ---- tables */

struct orb_report_table *orb_report_add_table(struct orb_report *report, const char *key,
                                              const char *title,
                                              const struct orb_report_column *columns,
                                              size_t column_count)
{
    struct orb_report_table *table = orb_arena_alloc(&report->arena, sizeof *table);

    report->spare = (struct orb_report_table){ .columns = columns,
                                               .column_count = column_count,
                                               .report = report };
    if (table == NULL)
        report->failed = true;
    if (!more(report, (void **)&report->tables, &report->table_capacity,
              report->table_count, sizeof(struct orb_report_table *)))
        return &report->spare;
    *table = (struct orb_report_table){ .key = key,
                                        .title = keep(report, title),
                                        .columns = columns,
                                        .column_count = column_count,
                                        .report = report };
    report->tables[report->table_count++] = table;
    return table;
}

static uint32_t add_line(struct orb_report_table *table, bool total)
{
    struct orb_report *report = table->report;

    for (size_t i = 0; i < table->column_count; i++) {
        if (!more(report, (void **)&table->cells, &table->cell_capacity, table->cell_count,
                  sizeof *table->cells))
            return ORB_REPORT_NO_ROW;
        table->cells[table->cell_count++] =
            (struct orb_report_cell){ .state =
                                          total ? ORB_REPORT_NONE : ORB_REPORT_UNKNOWN };
    }
    if (!more(report, (void **)&table->lines, &table->row_capacity, table->row_count,
              sizeof *table->lines))
        return ORB_REPORT_NO_ROW;
    table->lines[table->row_count] =
        (struct orb_report_row){ .parent = ORB_REPORT_NO_ROW, .total = total };
    table->next = table->row_count * table->column_count;
    return (uint32_t)table->row_count++;
}

uint32_t orb_report_row(struct orb_report_table *table)
{
    return add_line(table, false);
}

uint32_t orb_report_total_row(struct orb_report_table *table)
{
    return add_line(table, true);
}

/* The cell to fill, NULL without memory; its type must be one of two. */
static struct orb_report_cell *next_cell(struct orb_report_table *table,
                                         enum orb_report_type one,
                                         enum orb_report_type other)
{
    if (table->report->failed)
        return NULL;
    assert(table->next < table->row_count * table->column_count);
    assert(table->columns[table->next % table->column_count].type == one ||
           table->columns[table->next % table->column_count].type == other);
    (void)one;
    (void)other;
    return &table->cells[table->next++];
}

static void set_state(struct orb_report_table *table, enum orb_report_state state)
{
    if (table->report->failed)
        return;
    assert(table->next < table->row_count * table->column_count);
    table->cells[table->next++] = (struct orb_report_cell){ .state = state };
}

void orb_report_text(struct orb_report_table *table, const char *text)
{
    struct orb_report_cell *cell = next_cell(table, ORB_REPORT_TEXT, ORB_REPORT_CODE);
    const char *kept = keep(table->report, text);

    if (cell != NULL && kept != NULL)
        *cell = (struct orb_report_cell){ .as.text = kept };
}

void orb_report_integer(struct orb_report_table *table, int64_t integer)
{
    struct orb_report_cell *cell = next_cell(table, ORB_REPORT_INTEGER, ORB_REPORT_INTEGER);

    if (cell != NULL)
        *cell = (struct orb_report_cell){ .as.integer = integer };
}

void orb_report_number(struct orb_report_table *table, double number)
{
    struct orb_report_cell *cell = next_cell(table, ORB_REPORT_DECIMAL, ORB_REPORT_PERCENT);

    if (cell != NULL && isfinite(number))
        *cell = (struct orb_report_cell){ .as.number = number };
}

void orb_report_date(struct orb_report_table *table, orb_date date)
{
    struct orb_report_cell *cell = next_cell(table, ORB_REPORT_DATE, ORB_REPORT_DATE);

    if (cell != NULL && date != ORB_DATE_NONE)
        *cell = (struct orb_report_cell){ .as.date = date };
}

void orb_report_unknown(struct orb_report_table *table)
{
    set_state(table, ORB_REPORT_UNKNOWN);
}

void orb_report_none(struct orb_report_table *table)
{
    set_state(table, ORB_REPORT_NONE);
}

void orb_report_none_said(struct orb_report_table *table, const char *why)
{
    orb_report_none(table);
    if (!table->report->failed)
        table->cells[table->next - 1].as.text = why;
}

const struct orb_report_cell *orb_report_cell(const struct orb_report_table *table,
                                              size_t row, size_t column)
{
    assert(row < table->row_count && column < table->column_count);
    return &table->cells[row * table->column_count + column];
}

int orb_report_find_column(const struct orb_report_table *table, const char *key)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].key, key) == 0)
            return (int)i;
    return ORB_REPORT_NO_COLUMN;
}

struct orb_report_table *orb_report_find_table(const struct orb_report *report,
                                               const char *key)
{
    for (size_t i = 0; i < report->table_count; i++)
        if (strcmp(report->tables[i]->key, key) == 0)
            return report->tables[i];
    return NULL;
}

void orb_report_add_map(struct orb_report *report, const struct orb_report_map *map)
{
    if (map->table == &report->spare ||
        !more(report, (void **)&report->maps, &report->map_capacity, report->map_count,
              sizeof *report->maps))
        return;
    report->maps[report->map_count++] = *map;
}

/* ---- what adds up */

void orb_report_set_parent(struct orb_report_table *table, uint32_t row, uint32_t total)
{
    if (table->report->failed)
        return;
    assert(row < table->row_count && total < table->row_count && row != total);
    table->lines[row].parent = total;
}

void orb_report_add_part(struct orb_report *report, const struct orb_report_place *part)
{
    struct orb_report_sum *sum;

    if (report->failed)
        return;
    assert(report->sum_count > 0);
    sum = &report->sums[report->sum_count - 1];
    if (more(report, (void **)&sum->places, &sum->place_capacity, sum->place_count,
             sizeof *sum->places))
        sum->places[sum->place_count++] = *part;
}

void orb_report_add_sum(struct orb_report *report, const struct orb_report_place *total)
{
    if (!more(report, (void **)&report->sums, &report->sum_capacity, report->sum_count,
              sizeof *report->sums))
        return;
    report->sums[report->sum_count++] = (struct orb_report_sum){ 0 };
    orb_report_add_part(report, total);
}

struct orb_report_place orb_report_add_apart(struct orb_report *report, const char *name,
                                             int64_t value)
{
    struct orb_report_place place = { NULL, (uint32_t)report->apart_count, 0 };

    if (more(report, (void **)&report->aparts, &report->apart_capacity, report->apart_count,
             sizeof *report->aparts))
        report->aparts[report->apart_count++] =
            (struct orb_report_apart){ keep(report, name), value };
    return place;
}
