/* Rows that lie in memory, read by SQL: one statement writes as many of them as there are,
 * for a third of what a statement for each row costs. A virtual table with one way to be
 * read: from its first row to its last. */
#include <sqlite3.h>
#include <stdio.h>

#include "engine/base/alloc.h"
#include "engine/store/spatialite/blob.h"
#include "engine/store/spatialite/spatialite.h"

struct table {
    sqlite3_vtab base;
    struct orb_store *store;
};

struct cursor {
    sqlite3_vtab_cursor base;
    const struct orb_rows *rows;
    size_t row;
};

static int connect_table(sqlite3 *db, void *context, int argc, const char *const *argv,
                         sqlite3_vtab **out, char **message)
{
    /* called: by SQLite, as xConnect */
    char sql[16 + 5 * ORB_ROWS_COLUMNS] = "CREATE TABLE x(c0";
    size_t len = sizeof "CREATE TABLE x(c0" - 1;
    struct table *table;
    int code;

    (void)argc;
    (void)argv;
    (void)message;
    for (int i = 1; i < ORB_ROWS_COLUMNS; i++)
        len += (size_t)snprintf(sql + len, sizeof sql - len, ",c%d", i);
    (void)snprintf(sql + len, sizeof sql - len, ")");
    code = sqlite3_declare_vtab(db, sql);
    if (code != SQLITE_OK)
        return code;
    table = orb_calloc(1, sizeof *table);
    if (table == NULL)
        return SQLITE_NOMEM;
    table->store = context;
    *out = &table->base;
    return SQLITE_OK;
}

static int disconnect_table(sqlite3_vtab *table)
{
    orb_free(table);
    return SQLITE_OK;
}

static int plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1000;
    return SQLITE_OK;
}

static int open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    struct cursor *cursor = orb_calloc(1, sizeof *cursor);

    (void)table;
    if (cursor == NULL)
        return SQLITE_NOMEM;
    *out = &cursor->base;
    return SQLITE_OK;
}

static int close_cursor(sqlite3_vtab_cursor *cursor)
{
    orb_free(cursor);
    return SQLITE_OK;
}

static int rewind_cursor(sqlite3_vtab_cursor *base, int number, const char *text, int argc,
                         sqlite3_value **argv)
{
    struct cursor *cursor = (struct cursor *)base;

    (void)number;
    (void)text;
    (void)argc;
    (void)argv;
    cursor->rows = ((struct table *)base->pVtab)->store->connection->rows;
    cursor->row = 0;
    return SQLITE_OK;
}

static int next_row(sqlite3_vtab_cursor *cursor)
{
    ((struct cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int at_end(sqlite3_vtab_cursor *base)
{
    const struct cursor *cursor = (const struct cursor *)base;

    return cursor->rows == NULL || cursor->row >= cursor->rows->count;
}

/* What is not given is NULL. */
static void give(sqlite3_context *out, const struct orb_value *value)
{
    unsigned char point[ORB_BLOB_POINT_LEN];

    if (value->type == ORB_VALUE_INTEGER) {
        sqlite3_result_int64(out, value->integer);
    } else if (value->type == ORB_VALUE_REAL) {
        sqlite3_result_double(out, value->real);
    } else if (value->type == ORB_VALUE_TEXT) {
        if (value->text != NULL)
            sqlite3_result_text(out, value->text, -1, SQLITE_STATIC);
        else
            sqlite3_result_text(out, value->date, -1, SQLITE_TRANSIENT);
    } else if (value->type == ORB_VALUE_POINT) {
        orb_blob_point(point, value->real, value->lat);
        sqlite3_result_blob(out, point, sizeof point, SQLITE_TRANSIENT);
    }
}

static int give_value(sqlite3_vtab_cursor *base, sqlite3_context *out, int column)
{
    const struct cursor *cursor = (const struct cursor *)base;
    const struct orb_value value =
        cursor->rows->value(cursor->rows->context, cursor->row, column);

    give(out, &value);
    return SQLITE_OK;
}

static int give_number(sqlite3_vtab_cursor *cursor, sqlite3_int64 *number)
{
    *number = (sqlite3_int64)((const struct cursor *)cursor)->row;
    return SQLITE_OK;
}

enum orb_status orb_rows_open(struct orb_store *store, struct orb_error *err)
{
    /* Without a way to be created it needs no CREATE: the table is there by its name. */
    static const sqlite3_module module = {
        .xConnect = connect_table,
        .xBestIndex = plan,
        .xDisconnect = disconnect_table,
        .xOpen = open_cursor,
        .xClose = close_cursor,
        .xFilter = rewind_cursor,
        .xNext = next_row,
        .xEof = at_end,
        .xColumn = give_value,
        .xRowid = give_number,
    };
    int code = sqlite3_create_module(store->connection->db, "orb_rows", &module, store);

    return code == SQLITE_OK ? ORB_OK : orb_spatialite_refuse(store, code, err);
}
