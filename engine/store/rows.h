/* Rows that lie in memory, read by SQL: one statement writes as many of them as there are,
 * for a third of what a statement for each row costs. */
#ifndef ORB_STORE_ROWS_H
#define ORB_STORE_ROWS_H

#include <stddef.h>

#include "engine/base/error.h"

struct orb_store;
struct sqlite3;
struct sqlite3_context;
struct sqlite3_stmt;

/* What the table orb_rows holds while a statement runs. */
struct orb_rows {
    size_t count;
    /* Give a value with sqlite3_result_...; without a call it is NULL. */
    void (*value)(const void *context, size_t row, int column, struct sqlite3_context *out);
    const void *context;
};

enum { ORB_ROWS_COLUMNS = 48 };

/* Make the table orb_rows, of the columns c0, c1... c47, known to a connection. */
ORB_MUST_CHECK enum orb_status orb_rows_open(struct orb_store *store,
                                             struct orb_error *err);

/* Run "INSERT INTO ... SELECT c0, c1 FROM orb_rows" over these rows. */
ORB_MUST_CHECK enum orb_status orb_rows_run(struct orb_store *store,
                                            struct sqlite3_stmt *statement,
                                            const struct orb_rows *rows,
                                            struct orb_error *err);

#endif
