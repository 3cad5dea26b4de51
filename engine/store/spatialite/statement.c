/* Statements of SQLite, one call for one verb. */
#include <sqlite3.h>

#include "engine/base/alloc.h"
#include "engine/store/spatialite/blob.h"
#include "engine/store/spatialite/spatialite.h"

static struct orb_spatialite_statement *own(struct orb_statement *statement)
{
    return (struct orb_spatialite_statement *)statement;
}

static sqlite3_stmt *handle_of(const struct orb_statement *statement)
{
    return ((const struct orb_spatialite_statement *)statement)->handle;
}

enum orb_status orb_spatialite_exec(struct orb_store *store, const char *sql,
                                    struct orb_error *err)
{
    int code = sqlite3_exec(store->connection->db, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? ORB_OK : orb_spatialite_refuse(store, code, err);
}

enum orb_status orb_spatialite_prepare(struct orb_store *store, struct orb_statement **out,
                                       const char *sql, enum orb_reading reading,
                                       struct orb_error *err)
{
    struct orb_spatialite_statement *made = orb_calloc(1, sizeof *made);
    int code;

    (void)reading; /* SQLite holds one row at a time */
    if (made == NULL)
        return orb_error_memory(err);
    made->base.driver = store->driver;
    code = sqlite3_prepare_v3(store->connection->db, sql, -1, SQLITE_PREPARE_PERSISTENT,
                              &made->handle, NULL);
    if (code != SQLITE_OK) {
        orb_free(made);
        return orb_spatialite_refuse(store, code, err);
    }
    *out = &made->base;
    return ORB_OK;
}

enum orb_status orb_spatialite_prepare_load(struct orb_store *store,
                                            struct orb_statement **out,
                                            const struct orb_target *target,
                                            struct orb_error *err)
{
    struct orb_buf sql = { 0 };
    enum orb_status status;

    orb_buf_printf(&sql, "INSERT INTO %s (", target->table);
    for (int i = 0; i < target->column_count; i++)
        orb_buf_printf(&sql, "%s\"%s\"", i == 0 ? "" : ", ", target->columns[i]);
    for (int i = 0; i < target->column_count; i++)
        orb_buf_printf(&sql, "%sc%d", i == 0 ? ") SELECT " : ", ", i);
    orb_buf_text(&sql, " FROM orb_rows");
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = orb_spatialite_prepare(store, out, sql.data, ORB_READ_FEW, err);
    orb_buf_release(&sql);
    return status;
}

/* A value that was not taken leaves NULL in its place: such a statement is not run. */
static int step(struct orb_statement *statement)
{
    const struct orb_spatialite_statement *s = own(statement);

    return s->unbound != 0 ? s->refusal : sqlite3_step(s->handle);
}

enum orb_status orb_spatialite_run(struct orb_store *store, struct orb_statement *statement,
                                   struct orb_error *err)
{
    int code = step(statement);
    enum orb_status status = ORB_OK;

    if (code != SQLITE_DONE && code != SQLITE_ROW)
        status = orb_spatialite_refuse(store, code, err);
    (void)sqlite3_reset(handle_of(statement));
    return status;
}

enum orb_status orb_spatialite_step(struct orb_store *store,
                                    struct orb_statement *statement, bool *row,
                                    struct orb_error *err)
{
    int code = step(statement);

    *row = code == SQLITE_ROW;
    return code == SQLITE_ROW || code == SQLITE_DONE
               ? ORB_OK
               : orb_spatialite_refuse(store, code, err);
}

enum orb_status orb_spatialite_load(struct orb_store *store,
                                    struct orb_statement *statement,
                                    const struct orb_rows *rows, struct orb_error *err)
{
    enum orb_status status;

    store->connection->rows = rows;
    status = orb_spatialite_run(store, statement, err);
    store->connection->rows = NULL;
    return status;
}

void orb_spatialite_reset(struct orb_statement *statement)
{
    (void)sqlite3_reset(handle_of(statement));
}

void orb_spatialite_finalize(struct orb_statement *statement)
{
    (void)sqlite3_finalize(handle_of(statement));
    orb_free(statement);
}

int orb_spatialite_parameter_count(const struct orb_statement *statement)
{
    return sqlite3_bind_parameter_count(handle_of(statement));
}

/* Numbers past the last bit share it, and then stay refused. */
static void note_bound(struct orb_statement *statement, int at, int code)
{
    struct orb_spatialite_statement *s = own(statement);
    uint64_t bit = UINT64_C(1) << (at < 64 ? at - 1 : 63);

    if (code != SQLITE_OK) {
        s->unbound |= bit;
        s->refusal = code;
    } else if (at < 64) {
        s->unbound &= ~bit;
    }
}

static int bind_text(sqlite3_stmt *handle, int at, const struct orb_value *value)
{
    return value->text != NULL
               ? sqlite3_bind_text(handle, at, value->text, -1, SQLITE_STATIC)
               : sqlite3_bind_text(handle, at, value->date, -1, SQLITE_TRANSIENT);
}

void orb_spatialite_bind(struct orb_statement *statement, int at,
                         const struct orb_value *value)
{
    sqlite3_stmt *handle = handle_of(statement);
    unsigned char point[ORB_BLOB_POINT_LEN];
    int code;

    switch (value->type) {
    case ORB_VALUE_INTEGER:
        code = sqlite3_bind_int64(handle, at, value->integer);
        break;
    case ORB_VALUE_REAL:
        code = sqlite3_bind_double(handle, at, value->real);
        break;
    case ORB_VALUE_TEXT:
        code = bind_text(handle, at, value);
        break;
    case ORB_VALUE_POINT:
        orb_blob_point(point, value->real, value->lat);
        code = sqlite3_bind_blob(handle, at, point, sizeof point, SQLITE_TRANSIENT);
        break;
    default:
        code = sqlite3_bind_null(handle, at);
        break;
    }
    note_bound(statement, at, code);
}

enum orb_status orb_spatialite_bind_polygons(struct orb_statement *statement, int at,
                                             const unsigned char *wkb, size_t len,
                                             struct orb_error *err)
{
    struct orb_buf blob = { 0 };
    enum orb_status status = orb_blob_polygons(&blob, wkb, len, err);

    if (status == ORB_OK)
        note_bound(statement, at,
                   sqlite3_bind_blob64(handle_of(statement), at, blob.data, blob.len,
                                       SQLITE_TRANSIENT));
    orb_buf_release(&blob);
    return status;
}

void orb_spatialite_clear(struct orb_statement *statement)
{
    (void)sqlite3_clear_bindings(handle_of(statement));
    own(statement)->unbound = 0;
}

bool orb_spatialite_is_null(struct orb_statement *statement, int at)
{
    return sqlite3_column_type(handle_of(statement), at) == SQLITE_NULL;
}

int64_t orb_spatialite_integer(struct orb_statement *statement, int at)
{
    return sqlite3_column_int64(handle_of(statement), at);
}

double orb_spatialite_real(struct orb_statement *statement, int at)
{
    return sqlite3_column_double(handle_of(statement), at);
}

const char *orb_spatialite_text(struct orb_statement *statement, int at)
{
    return (const char *)sqlite3_column_text(handle_of(statement), at);
}

size_t orb_spatialite_text_len(struct orb_statement *statement, int at)
{
    return (size_t)sqlite3_column_bytes(handle_of(statement), at);
}

bool orb_spatialite_point(struct orb_statement *statement, int at, double *lon, double *lat)
{
    sqlite3_stmt *handle = handle_of(statement);

    return orb_blob_read_point(sqlite3_column_blob(handle, at),
                               (size_t)sqlite3_column_bytes(handle, at), lon, lat);
}

enum orb_status orb_spatialite_polygons(struct orb_statement *statement, int at,
                                        struct orb_buf *out, struct orb_error *err)
{
    sqlite3_stmt *handle = handle_of(statement);

    return orb_blob_read_polygons(out, sqlite3_column_blob(handle, at),
                                  (size_t)sqlite3_column_bytes(handle, at), err);
}
