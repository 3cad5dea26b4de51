/* A territory has more columns than a terminal: those that fit stand first, the others
 * below, beside the same names. */
#include "cli/report_table.h"

#include <string.h>

#include "cli/table.h"
#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/report_words.h"

#define COLUMNS_MAX 30 /* in one block of a table */
#define TITLE_MIN   10 /* a title of a narrow number may be as wide */
#define TEXT_MAX    28 /* what a text asks for before it wraps */
#define GAP         2

/* Columns of a table that stand side by side. */
struct block {
    struct cli_column columns[COLUMNS_MAX];
    size_t numbers[COLUMNS_MAX]; /* in the table of the report */
    size_t count;
};

struct writing {
    struct orb_buf *out;
    const struct orb_report_table *table;
    size_t width;
    size_t *widths;      /* of the cells, by column */
    const char **titles; /* in lines, by column */
    struct orb_arena arena;
    bool failed;
};

static const char *cell_text(struct writing *w, struct orb_buf *text, size_t row,
                             size_t column)
{
    orb_buf_clear(text);
    orb_report_write_cell(text, w->table->report, &w->table->columns[column],
                          orb_report_cell(w->table, row, column));
    return text->data == NULL ? "" : text->data;
}

/* Columns that the widest piece between two marks takes. */
static size_t widest_between(const char *text, const char *mark)
{
    size_t widest = 0;

    while (*text != '\0') {
        char piece[512] = { 0 };
        size_t len = strcspn(text, mark);
        size_t width;

        memcpy(piece, text, len < sizeof piece ? len : sizeof piece - 1);
        width = orb_utf8_width(piece);
        widest = width > widest ? width : widest;
        text += len + (text[len] == mark[0] ? 1 : 0);
    }
    return widest;
}

/* The title of a column of numbers, in lines hardly wider than them. */
static const char *title_lines(struct writing *w, size_t column)
{
    const struct orb_report_column *c = &w->table->columns[column];
    const char *title = orb_report_said(c->title);
    size_t width = w->widths[column] > TITLE_MIN ? w->widths[column] : TITLE_MIN;
    size_t word = widest_between(title, " ");
    struct orb_buf lines = { 0 };
    const char *kept;

    if (!orb_report_is_right(c))
        return title;
    width = word > width ? word : width;
    cli_wrap(&lines, title, 0, 0, width < 12 ? 12 : width);
    while (lines.len > 0 && lines.data[lines.len - 1] == '\n')
        lines.data[--lines.len] = '\0';
    kept = orb_arena_strdup(&w->arena, lines.data == NULL ? "" : lines.data);
    w->failed = w->failed || kept == NULL || lines.failed;
    orb_buf_release(&lines);
    return kept == NULL ? "" : kept;
}

static void measure(struct writing *w)
{
    struct orb_buf text = { 0 };

    for (size_t row = 0; row < w->table->row_count; row++)
        for (size_t c = 0; c < w->table->column_count; c++) {
            size_t width = orb_utf8_width(cell_text(w, &text, row, c));

            w->widths[c] = width > w->widths[c] ? width : w->widths[c];
        }
    for (size_t c = 0; c < w->table->column_count; c++)
        w->titles[c] = title_lines(w, c);
    w->failed = w->failed || text.failed;
    orb_buf_release(&text);
}

/* What a column takes when the terminal is narrow. */
static size_t needed(const struct writing *w, size_t column)
{
    size_t title = widest_between(w->titles[column], "\n");
    size_t width = w->widths[column] > title ? w->widths[column] : title;

    return !orb_report_is_right(&w->table->columns[column]) && width > TEXT_MAX ? TEXT_MAX
                                                                                : width;
}

static bool is_name(const struct orb_report_column *column)
{
    return column->type == ORB_REPORT_TEXT || column->type == ORB_REPORT_CODE;
}

/*
 * The first columns name the line: texts and codes before the first number, two at most, or
 * a rank and the text behind it.
 */
static size_t count_names(const struct orb_report_table *table)
{
    const struct orb_report_column *c = table->columns;
    size_t count = 0;

    if (table->column_count > 2 && !is_name(&c[0]) && is_name(&c[1]))
        return 2;
    while (count < 2 && count + 1 < table->column_count && is_name(&c[count]))
        count++;
    return count;
}

static void put_column(struct block *block, const struct writing *w, size_t column)
{
    const struct orb_report_column *c = &w->table->columns[column];

    block->numbers[block->count] = column;
    block->columns[block->count++] = (struct cli_column){
        .title = w->titles[column],
        .right = orb_report_is_right(c),
        .wraps = c->type == ORB_REPORT_TEXT,
    };
}

/* The names, then the columns from *next on that fit; at least one. */
static void fill_block(struct block *block, const struct writing *w, size_t *next)
{
    const struct orb_report_table *t = w->table;
    size_t names = count_names(t);
    size_t used = 0;
    bool more = false;

    block->count = 0;
    for (size_t c = 0; c < names; c++) {
        if (t->columns[c].quiet)
            continue;
        put_column(block, w, c);
        used += needed(w, c) + GAP;
    }
    *next = *next < names ? names : *next;
    for (; *next < t->column_count && block->count < COLUMNS_MAX; (*next)++) {
        size_t width = needed(w, *next);

        if (t->columns[*next].quiet)
            continue;
        if (more && w->width > 0 && used + width > w->width)
            return;
        put_column(block, w, *next);
        used += width + GAP;
        more = true;
    }
}

static void write_block(struct writing *w, const struct block *block)
{
    struct cli_table table = { .columns = block->columns, .column_count = block->count };
    struct orb_buf text = { 0 };

    for (size_t row = 0; row < w->table->row_count; row++)
        for (size_t i = 0; i < block->count; i++)
            cli_table_cell(&table, cell_text(w, &text, row, block->numbers[i]));
    cli_table_write(w->out, &table, w->width);
    cli_table_release(&table);
    w->failed = w->failed || text.failed;
    orb_buf_release(&text);
}

static void write_rows(struct writing *w)
{
    struct block block;
    size_t next = 0;
    bool first = true;

    measure(w);
    do {
        fill_block(&block, w, &next);
        if (!first)
            orb_buf_char(w->out, '\n');
        write_block(w, &block);
        first = false;
    } while (next < w->table->column_count);
}

static void write_table(struct orb_buf *out, const struct orb_report_table *table,
                        size_t width)
{
    struct writing w = { .out = out, .table = table, .width = width };

    orb_buf_char(out, '\n');
    cli_wrap(out, orb_report_said(table->title), 0, 0, width);
    if (table->row_count == 0) {
        cli_wrap(out, _("No line."), 0, 0, width);
        return;
    }
    w.widths = orb_calloc(table->column_count, sizeof *w.widths);
    w.titles = orb_calloc(table->column_count, sizeof *w.titles);
    if (w.widths == NULL || w.titles == NULL)
        w.failed = true;
    else
        write_rows(&w);
    out->failed = out->failed || w.failed;
    orb_free(w.widths);
    orb_free(w.titles);
    orb_arena_release(&w.arena);
}

/* ---- around the tables */

static void write_head(struct orb_buf *out, const struct orb_report *report, size_t width)
{
    static const struct cli_column columns[] = { { "", false, false },
                                                 { "", false, true } };
    struct cli_table table = { .columns = columns, .column_count = 2 };
    struct orb_buf day = { 0 };

    cli_wrap(out, report->title, 0, 0, width);
    orb_report_write_date(&day, report->date, report->french);
    cli_table_cell(&table, _("Date"));
    cli_table_cell(&table, day.data);
    for (size_t i = 0; i < report->parameter_count; i++) {
        cli_table_cell(&table, report->parameters[i].label);
        cli_table_cell(&table, report->parameters[i].value);
    }
    cli_table_write(out, &table, width);
    cli_table_release(&table);
    out->failed = out->failed || day.failed;
    orb_buf_release(&day);
}

static void write_item(struct orb_buf *out, const char *text, size_t width)
{
    orb_buf_text(out, "- ");
    cli_wrap(out, text, 2, 2, width);
}

static void write_notes(struct orb_buf *out, const struct orb_report *report,
                        const struct orb_report_table *only, size_t width)
{
    struct orb_buf states = { 0 };

    orb_report_write_states(&states, report, only);
    if (report->note_count > 0 || states.len > 0)
        orb_buf_char(out, '\n');
    if (states.len > 0)
        cli_wrap(out, states.data, 0, 0, width);
    for (size_t i = 0; i < report->note_count; i++)
        write_item(out, report->notes[i], width);
    out->failed = out->failed || states.failed;
    orb_buf_release(&states);
}

static void write_sources(struct orb_buf *out, const struct orb_report *report,
                          size_t width)
{
    if (report->source_count == 0)
        return;
    orb_buf_char(out, '\n');
    cli_wrap(out, _("Sources"), 0, 0, width);
    for (size_t i = 0; i < report->source_count; i++) {
        struct orb_buf text = { 0 };

        orb_report_write_source(&text, &report->sources[i], report->french);
        if (text.len > 0)
            write_item(out, text.data, width);
        out->failed = out->failed || text.failed;
        orb_buf_release(&text);
    }
}

void cli_report_write_table(struct orb_buf *out, const struct orb_report *report,
                            const struct orb_report_table *only, size_t width)
{
    write_head(out, report, width);
    for (size_t i = 0; i < report->table_count; i++)
        if (only == NULL || only == report->tables[i])
            write_table(out, report->tables[i], width);
    write_notes(out, report, only, width);
    write_sources(out, report, width);
}
