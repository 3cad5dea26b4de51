/*
 * Small CSV files made by hand, of which every row must be understood. They may count
 * persons: of what they hold no sentence quotes anything but codes of communes; it tells
 * the file, the line and the column.
 */
#ifndef CLI_ROWS_FILE_H
#define CLI_ROWS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/csv.h"
#include "engine/base/error.h"
#include "engine/catalogue/catalogue.h"

#define CLI_ROWS_COLUMNS 4

struct cli_rows_column {
    const char *names[2]; /* as the header may call it, in English and in French */
    bool optional;
};

/* Columns, count, take and context are set by the caller, the rest is zero. */
struct cli_rows {
    const struct cli_rows_column *columns; /* at most CLI_ROWS_COLUMNS */
    size_t count;
    enum orb_status (*take)(void *context, const struct cli_rows *row,
                            struct orb_error *err);
    void *context;
    /* private */
    struct orb_csv csv;
    size_t at[CLI_ROWS_COLUMNS]; /* SIZE_MAX = not there */
    const char *named[CLI_ROWS_COLUMNS];
};

/* Call take for each row. ORB_ERR_SYNTAX for a header without one of the columns, what take
 * says, both with the line; errors of orb_file_read and orb_csv_row. */
ORB_MUST_CHECK enum orb_status cli_rows_read(struct cli_rows *rows, const char *path,
                                             struct orb_error *err);

/* The text of a column, "" when the file does not have it. Valid until the next row. */
const char *cli_rows_text(const struct cli_rows *row, size_t column);

/* A whole number from 0 to most; ORB_ERR_SYNTAX otherwise, also for nothing. */
ORB_MUST_CHECK enum orb_status cli_rows_integer(const struct cli_rows *row, size_t column,
                                                int64_t most, int64_t *out,
                                                struct orb_error *err);

/* From 0 to 1e9, as above. */
ORB_MUST_CHECK enum orb_status cli_rows_number(const struct cli_rows *row, size_t column,
                                               double *out, struct orb_error *err);

/* The commune of a code, as it is today; ORB_CAT_NONE when the catalogue does not have it.
 * ORB_ERR_SYNTAX for what has not the form of a code. */
ORB_MUST_CHECK enum orb_status cli_rows_commune(const struct cli_rows *row, size_t column,
                                                const struct orb_catalogue *catalogue,
                                                uint32_t *out, struct orb_error *err);

/* The same, ORB_ERR_NOT_FOUND when the catalogue does not have it. */
ORB_MUST_CHECK enum orb_status cli_rows_known_commune(const struct cli_rows *row,
                                                      size_t column,
                                                      const struct orb_catalogue *catalogue,
                                                      uint32_t *out, struct orb_error *err);

#endif
