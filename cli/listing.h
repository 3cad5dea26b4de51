/* Rows of one shape, as a table for people or as JSON for programs. */
#ifndef CLI_LISTING_H
#define CLI_LISTING_H

#include <stdbool.h>

#include "cli/command.h"
#include "cli/table.h"
#include "maps/json_writer.h"

#define CLI_LISTING_MAX 12

enum cli_listing_use {
    CLI_LISTED_BOTH = 0,
    CLI_LISTED_TEXT,  /* words for people: not in JSON */
    CLI_LISTED_JSON,  /* for programs only */
    CLI_LISTED_NUMBER /* on the right, and a number in JSON */
};

struct cli_listing_column {
    const char *key;   /* of JSON */
    const char *title; /* N_() */
    enum cli_listing_use use;
    bool wraps;
};

/* Made by begin; release once. */
struct cli_listing {
    const struct cli_listing_column *columns;
    size_t column_count;
    struct cli_column shown[CLI_LISTING_MAX];
    size_t shown_at[CLI_LISTING_MAX];
    struct cli_table table;
    struct orb_buf text;
    struct orb_json_writer writer;
    const struct cli_context *cli;
    bool json;
    unsigned long long limit; /* 0 = all */
    unsigned long long rows;  /* seen, listed or not */
};

/* subject names the rows in JSON. Then the columns, at most CLI_LISTING_MAX, borrowed; then
 * rows. */
void cli_listing_begin(struct cli_listing *listing, const struct cli_context *cli,
                       bool json, const char *subject);
void cli_listing_columns(struct cli_listing *listing,
                         const struct cli_listing_column *columns, size_t column_count);

/* One row; cells[i] NULL = unknown. */
void cli_listing_row(struct cli_listing *listing, const char *const *cells);

/* Print the rows, and on standard error how many were left out. */
ORB_MUST_CHECK enum orb_status cli_listing_print(struct cli_listing *listing,
                                                 const char *path, struct orb_error *err);
void cli_listing_release(struct cli_listing *listing);

#endif
