/* Reads the reference results. */
#include "tests/unit/planning_oracle.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/base/csv.h"
#include "engine/base/file.h"
#include "engine/base/number.h"
#include "tests/unit/importing.h"

bool oracle_read(struct oracle_rows *out, const char *name)
{
    char under[200];
    const char *path;
    struct orb_buf text = { 0 };
    struct orb_csv csv;
    bool more = true;
    size_t capacity = 0;

    *out = (struct oracle_rows){ .count = 0 };
    (void)snprintf(under, sizeof under, "oracles/%s", name);
    path = importing_shared(under);
    if (path == NULL) {
        print_message("# %s is not there: skipped\n", name);
        return false;
    }
    assert_int_equal(orb_file_read(&text, path, (size_t)1 << 22, NULL), ORB_OK);
    orb_csv_memory(&csv, text.data, text.len, ',');
    assert_int_equal(orb_csv_row(&csv, &more, NULL), ORB_OK);
    out->columns = csv.field_count;
    while (orb_csv_row(&csv, &more, NULL) == ORB_OK && more) {
        if (out->count == capacity) {
            capacity = capacity == 0 ? 64 : 2 * capacity;
            out->fields =
                realloc(out->fields, capacity * out->columns * sizeof *out->fields);
            assert_non_null(out->fields);
        }
        for (size_t i = 0; i < out->columns; i++)
            out->fields[out->count * out->columns + i] =
                orb_arena_strdup(&out->arena, orb_csv_field(&csv, i));
        out->count++;
    }
    orb_csv_release(&csv);
    orb_buf_release(&text);
    return true;
}

void oracle_release(struct oracle_rows *rows)
{
    free(rows->fields);
    orb_arena_release(&rows->arena);
}

const char *oracle_text(const struct oracle_rows *rows, size_t row, size_t column)
{
    return rows->fields[row * rows->columns + column];
}

double oracle_number(const struct oracle_rows *rows, size_t row, size_t column)
{
    const char *text = oracle_text(rows, row, column);

    return text[0] == '\0' ? (double)NAN : strtod(text, NULL);
}

size_t oracle_row(const struct oracle_rows *rows, size_t column, const char *id)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(oracle_text(rows, i, column), id) == 0)
            return i;
    fail_msg("no row %s", id);
    return 0;
}

bool oracle_near(double value, double expected, double tolerance)
{
    return fabs(value - expected) <= tolerance * fmax(1, fabs(expected));
}
