/* Rows of a CSV text (RFC 4180), from memory or from a stream. */
#ifndef ORB_BASE_CSV_H
#define ORB_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/base/error.h"

#define ORB_CSV_FIELD_CAP ((size_t)1024 * 1024)
#define ORB_CSV_FIELDS    ((size_t)1024)

/* Gives the next bytes, valid until the next call; *len 0 at the end. orb_input_next has
 * this shape but for its first argument. */
typedef enum orb_status (*orb_csv_next)(void *context, const char **bytes, size_t *len,
                                        struct orb_error *err);

/* A text being read. Zero-initialised is released. */
struct orb_csv {
    const char *const
        *fields; /* of the current row, NUL-terminated, valid until the next row */
    size_t field_count;
    unsigned long line; /* where the current row begins, from 1 */
    /* private */
    orb_csv_next next;
    void *context;
    const char *at;
    const char *end;
    bool started;
    bool ended;
    char separator;
    unsigned long next_line;
    struct orb_buf text;
    size_t *starts;
    size_t start_capacity;
    const char **pointers;
    size_t pointer_capacity;
};

/* separator 0: the commonest of ';' ',' and tab in the first line. The text is borrowed
 * until release. */
void orb_csv_memory(struct orb_csv *csv, const char *text, size_t len, char separator);
void orb_csv_stream(struct orb_csv *csv, orb_csv_next next, void *context, char separator);

/*
 * Read the next row; *more is false at the end. Skips empty lines and a byte order mark.
 * ORB_ERR_SYNTAX (quote not closed, text after a closing quote, not UTF-8, a NUL) or
 * ORB_ERR_RANGE (field or row too long), the place is the line.
 */
ORB_MUST_CHECK enum orb_status orb_csv_row(struct orb_csv *csv, bool *more,
                                           struct orb_error *err);

/* Index of the field of the current row (a header) that reads exactly name, or SIZE_MAX. */
size_t orb_csv_find(const struct orb_csv *csv, const char *name);

/* Field number index of the current row; "" when the row is shorter. */
const char *orb_csv_field(const struct orb_csv *csv, size_t index);

void orb_csv_release(struct orb_csv *csv);

#endif
