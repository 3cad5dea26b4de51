/* Human output: tables aligned by the width of characters, wrapped text, numbers and dates
 * as the reader writes them. */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/base/date.h"

struct cli_column {
    const char *title; /* N_(); "" = none; '\n' breaks it */
    bool right;        /* numbers */
    bool wraps;        /* gives way when the terminal is narrow */
};

/* Set columns and column_count, zero the rest. A cell that found no memory is remembered
 * and told by write. */
enum { CLI_TABLE_COLUMNS = 32 };

struct cli_table {
    const struct cli_column *columns;
    size_t column_count;
    struct orb_arena arena;
    const char **cells;
    size_t cell_count;
    size_t capacity;
    size_t widths[CLI_TABLE_COLUMNS]; /* of the cells measured */
    bool failed;
};

/* Add the next cell of the current row; text is copied; NULL is a blank. */
void cli_table_cell(struct cli_table *table, const char *text);
void cli_table_printf(struct cli_table *table, const char *format, ...) ORB_PRINTF(2, 3);

/* Append title and rows; a table wider than width columns wraps its wrapping columns (0 =
 * never wrap). */
void cli_table_write(struct orb_buf *out, const struct cli_table *table, size_t width);

/*
 * The same for more rows than memory should hold, in two passes: add the cells of some
 * rows, measure, which forgets them; when all are measured, fit; then write the title, add
 * the cells of the same rows and write them, which forgets them too.
 */
void cli_table_measure(struct cli_table *table);
void cli_table_fit(struct cli_table *table, size_t width);
void cli_table_write_title(struct orb_buf *out, const struct cli_table *table);
void cli_table_write_rows(struct orb_buf *out, struct cli_table *table);
void cli_table_release(struct cli_table *table);

/*
 * Append text from column at, breaking lines at blanks before width columns and indenting
 * the following ones. '\n' starts a new line. Ends with a line feed. width 0 = break at
 * '\n' only.
 */
void cli_wrap(struct orb_buf *out, const char *text, size_t at, size_t indent,
              size_t width);

/* A number with fixed decimals, with the decimal sign of the language. */
void cli_number(struct orb_buf *out, double value, int decimals, bool french);

/* "2026-11-22", in French "22/11/2026"; unknown: the word for it. */
void cli_date(struct orb_buf *out, orb_date date, bool french);

#endif
