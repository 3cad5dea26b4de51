/* Widths are those of the terminal's columns: a byte count would put accents out of line.
 */
#include "cli/table.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "maps/report_words.h"

#define GAP        2
#define NARROW_MIN 12

void cli_table_cell(struct cli_table *table, const char *text)
{
    if (orb_grow((void **)&table->cells, &table->capacity, table->cell_count,
                 sizeof *table->cells) != ORB_OK) {
        table->failed = true;
        return;
    }
    table->cells[table->cell_count] =
        orb_arena_strdup(&table->arena, text == NULL ? "" : text);
    if (table->cells[table->cell_count] == NULL)
        table->failed = true;
    else
        table->cell_count++;
}

void cli_table_printf(struct cli_table *table, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    cli_table_cell(table, text);
}

static void blanks(struct orb_buf *out, size_t count)
{
    while (count-- > 0)
        orb_buf_char(out, ' ');
}

static bool has_titles(const struct cli_table *table)
{
    for (size_t c = 0; c < table->column_count; c++)
        if (table->columns[c].title[0] != '\0')
            return true;
    return false;
}

static const char *title_of(const struct cli_column *column)
{
    return column->title[0] == '\0' ? "" : _(column->title);
}

static size_t width_of_piece(const char *text, size_t len)
{
    char piece[2048];

    (void)snprintf(piece, sizeof piece, "%.*s", (int)len, text);
    return orb_utf8_width(piece);
}

/* The widest line of a cell. */
static size_t width_of_lines(const char *text)
{
    size_t widest = 0;

    for (;;) {
        size_t len = strcspn(text, "\n");
        size_t w = width_of_piece(text, len);

        widest = w > widest ? w : widest;
        if (text[len] == '\0')
            return widest;
        text += len + 1;
    }
}

static void widen(const struct cli_table *table, size_t widths[CLI_TABLE_COLUMNS])
{
    for (size_t i = 0; i < table->cell_count; i++) {
        size_t w = width_of_lines(table->cells[i]);

        if (w > widths[i % table->column_count])
            widths[i % table->column_count] = w;
    }
}

/* Titles too, then the widest wrapping column gives way until the row fits. */
static void fit(const struct cli_table *table, size_t width,
                size_t widths[CLI_TABLE_COLUMNS])
{
    size_t total = 0;

    for (size_t c = 0; c < table->column_count; c++) {
        size_t w = width_of_lines(title_of(&table->columns[c]));

        widths[c] = w > widths[c] ? w : widths[c];
        total += widths[c] + (c > 0 ? GAP : 0);
    }
    while (width > 0 && total > width) {
        size_t widest = CLI_TABLE_COLUMNS;

        for (size_t c = 0; c < table->column_count; c++)
            if (table->columns[c].wraps && widths[c] > NARROW_MIN &&
                (widest == CLI_TABLE_COLUMNS || widths[c] > widths[widest]))
                widest = c;
        if (widest == CLI_TABLE_COLUMNS)
            return;
        widths[widest]--;
        total--;
    }
}

/* How many bytes of text fit in width columns, breaking at a blank when there is one. */
static size_t piece_len(const char *text, size_t width)
{
    size_t used = 0;
    size_t last_blank = 0;
    size_t i = 0;

    if (width == SIZE_MAX)
        return strcspn(text, "\n");
    while (text[i] != '\0' && text[i] != '\n') {
        char one[8] = { 0 };
        size_t len = orb_utf8_len(text + i);
        size_t w;

        if (len == 0 || len >= sizeof one)
            len = 1;
        memcpy(one, text + i, len);
        w = orb_utf8_width(one);
        if (used + w > width)
            return last_blank > 0 ? last_blank : (i > 0 ? i : len);
        if (text[i] == ' ')
            last_blank = i;
        used += w;
        i += len;
    }
    return i;
}

/* One row takes as many lines as its longest wrapped cell; blanks never end a line. */
static void write_row(struct orb_buf *out, const struct cli_table *table,
                      const char *const *cells, const size_t *widths)
{
    const char *rest[CLI_TABLE_COLUMNS];
    bool more = true;

    for (size_t c = 0; c < table->column_count; c++)
        rest[c] = cells[c];
    while (more) {
        size_t pending = 0;

        more = false;
        for (size_t c = 0; c < table->column_count; c++) {
            size_t len = piece_len(rest[c], widths[c]);
            size_t w = width_of_piece(rest[c], len);

            pending += c > 0 ? GAP : 0;
            if (table->columns[c].right && w < widths[c])
                pending += widths[c] - w;
            if (len > 0) {
                blanks(out, pending);
                orb_buf_add(out, rest[c], len);
                pending = 0;
            }
            if (!table->columns[c].right && w < widths[c])
                pending += widths[c] - w;
            rest[c] += len;
            while (*rest[c] == ' ' || *rest[c] == '\n')
                rest[c]++;
            more = more || *rest[c] != '\0';
        }
        orb_buf_char(out, '\n');
    }
}

static void write_title(struct orb_buf *out, const struct cli_table *table,
                        const size_t *widths)
{
    const char *titles[CLI_TABLE_COLUMNS];

    for (size_t c = 0; c < table->column_count; c++)
        titles[c] = title_of(&table->columns[c]);
    if (has_titles(table))
        write_row(out, table, titles, widths);
}

static void write_rows(struct orb_buf *out, const struct cli_table *table,
                       const size_t *widths)
{
    for (size_t i = 0; i + table->column_count <= table->cell_count;
         i += table->column_count)
        write_row(out, table, table->cells + i, widths);
}

/* Told once for all in the output. */
static bool is_sound(struct orb_buf *out, const struct cli_table *table)
{
    if (table->failed || table->column_count > CLI_TABLE_COLUMNS)
        out->failed = true;
    return !table->failed && table->column_count <= CLI_TABLE_COLUMNS;
}

void cli_table_write(struct orb_buf *out, const struct cli_table *table, size_t width)
{
    size_t widths[CLI_TABLE_COLUMNS] = { 0 };

    if (!is_sound(out, table))
        return;
    widen(table, widths);
    fit(table, width, widths);
    write_title(out, table, widths);
    write_rows(out, table, widths);
}

static void forget(struct cli_table *table)
{
    orb_arena_clear(&table->arena);
    table->cell_count = 0;
}

void cli_table_measure(struct cli_table *table)
{
    if (!table->failed && table->column_count <= CLI_TABLE_COLUMNS)
        widen(table, table->widths);
    forget(table);
}

void cli_table_fit(struct cli_table *table, size_t width)
{
    if (!table->failed && table->column_count <= CLI_TABLE_COLUMNS)
        fit(table, width, table->widths);
}

void cli_table_write_title(struct orb_buf *out, const struct cli_table *table)
{
    if (is_sound(out, table))
        write_title(out, table, table->widths);
}

void cli_table_write_rows(struct orb_buf *out, struct cli_table *table)
{
    if (is_sound(out, table))
        write_rows(out, table, table->widths);
    forget(table);
}

void cli_table_release(struct cli_table *table)
{
    orb_arena_release(&table->arena);
    orb_free(table->cells);
    table->cells = NULL;
    table->cell_count = 0;
    table->capacity = 0;
}

void cli_wrap(struct orb_buf *out, const char *text, size_t at, size_t indent, size_t width)
{
    size_t room =
        width == 0 ? SIZE_MAX : (width > at + NARROW_MIN ? width - at : NARROW_MIN);

    for (;;) {
        size_t len = piece_len(text, room);

        orb_buf_add(out, text, len);
        orb_buf_char(out, '\n');
        text += len;
        if (*text == '\0')
            return;
        if (*text == '\n' || *text == ' ')
            text++;
        if (*text == '\0')
            return;
        if (*text != '\n')
            blanks(out, indent);
        room = width == 0 ? SIZE_MAX
                          : (width > indent + NARROW_MIN ? width - indent : NARROW_MIN);
    }
}

void cli_number(struct orb_buf *out, double value, int decimals, bool french)
{
    char text[ORB_NUMBER_LEN];
    size_t len = orb_number_write_fixed(text, value, decimals);

    for (size_t i = 0; i < len; i++)
        orb_buf_char(out, french && text[i] == '.' ? ',' : text[i]);
}

void cli_date(struct orb_buf *out, orb_date date, bool french)
{
    orb_report_write_date(out, date, french);
}
