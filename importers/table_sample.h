/* What the first rows of a table show of each of its columns. */
#ifndef ORB_IMPORTERS_TABLE_SAMPLE_H
#define ORB_IMPORTERS_TABLE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/strmap.h"

/* How many values of a column look like what. */
struct table_column {
    const char *name;
    const char *folded; /* name in lower case, without accents and punctuation */
    size_t filled;
    size_t four_digits;
    size_t five_digits; /* or 2A001 */
    size_t numbers;
    size_t commas;    /* numbers with a decimal comma */
    size_t iso_dates; /* 2026-01-31 */
    size_t slashed;   /* 31/01/2026 or 01/31/2026 */
    size_t day_first; /* of these, the first number can only be a day */
    size_t month_first;
    size_t web; /* http://... */
    size_t semicolons;
    double min;
    double max;
    struct orb_strmap values;
    bool twice; /* another column has the same name */
    bool used;
};

struct table_sample {
    struct orb_arena arena;
    struct table_column *columns;
    size_t column_count;
    size_t column_capacity;
    size_t rows;
    const char *encoding;
    bool is_json;
    const char *list; /* JSON: key of the rows; NULL = the document is a list */
};

/* Read the header and the first rows of a file. Release also after a failure. */
ORB_MUST_CHECK enum orb_status
orb_table_sample_read(struct table_sample *sample, const char *path, struct orb_error *err);
void orb_table_sample_release(struct table_sample *sample);

#endif
