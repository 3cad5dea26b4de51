/* The reference results of planning, outside of the sources: tests are skipped without
 * them. */
#ifndef TESTS_UNIT_PLANNING_ORACLE_H
#define TESTS_UNIT_PLANNING_ORACLE_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/arena.h"

/* The fields of a CSV file without its heading, row by row. */
struct oracle_rows {
    struct orb_arena arena;
    const char **fields;
    size_t columns, count;
};

/* name is under oracles/. False, with a message, when it is not there. */
bool oracle_read(struct oracle_rows *out, const char *name);
void oracle_release(struct oracle_rows *rows);

const char *oracle_text(const struct oracle_rows *rows, size_t row, size_t column);
/* NaN when the field is empty. */
double oracle_number(const struct oracle_rows *rows, size_t row, size_t column);
/* The row of an identifier, which must be there. */
size_t oracle_row(const struct oracle_rows *rows, size_t column, const char *id);

/* Equal within a tolerance: absolute below 1, relative above. */
bool oracle_near(double value, double expected, double tolerance);

#endif
