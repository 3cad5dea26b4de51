/* A verb goes to the driver of the store, or of the statement. */
#include "engine/store/database.h"

#include <string.h>

#include "config.h"
#include "engine/base/text.h"
#include "engine/store/aside.h"
#include "engine/store/driver.h"

/* The driver of an address; NULL when it was left out of this build. */
static const struct orb_driver *driver_of(const char *path)
{
    if (!orb_store_is_shared(path))
        return &orb_driver_spatialite;
#ifdef HAVE_POSTGRES
    return &orb_driver_postgis;
#else
    return NULL;
#endif
}

bool orb_store_is_shared(const char *path)
{
    static const char *const starts[] = { "postgresql://", "postgres://" };

    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (strncmp(path, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

enum orb_status orb_db_open(struct orb_store *store, const char *path,
                            enum orb_store_mode mode, struct orb_error *err)
{
    store->mode = mode;
    store->driver = driver_of(path);
    if (store->driver == NULL)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("this build of Orbite has no PostgreSQL; its territory is a file"));
    return store->driver->open(store, path, err);
}

void orb_db_close(struct orb_store *store)
{
    if (store->driver == NULL)
        return;
    for (size_t i = 0; i < ORB_DB_STATEMENTS; i++)
        orb_db_finalize(store->statements[i].statement);
    store->driver->close(store);
}

enum orb_status orb_store_whole(struct orb_store *store, struct orb_error *err)
{
    return store->driver->whole == NULL ? ORB_OK : store->driver->whole(store, err);
}

enum orb_status orb_store_backup(struct orb_store *store, const char *path,
                                 struct orb_error *err)
{
    if (store->driver->backup == NULL)
        return orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("a database that machines share is copied by its own tools: pg_dump --schema=orbite"));
    return store->driver->backup(store, path, err);
}

enum orb_status orb_db_begin(struct orb_store *store, bool to_write, struct orb_error *err)
{
    enum orb_status status;

    store->is_writing = false;
    orb_error_clear(&store->refusal);
    status = store->driver->begin(store, to_write, err);
    store->is_writing = to_write && status == ORB_OK;
    return status;
}

enum orb_status orb_db_commit(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    if (status == ORB_OK)
        status = orb_db_check(store, err);
    if (status == ORB_OK)
        status = store->driver->commit(store, err);
    if (status == ORB_OK)
        store->is_writing = false;
    return status;
}

void orb_db_rollback(struct orb_store *store)
{
    orb_aside_close(store);
    for (size_t i = 0; i < ORB_DB_STATEMENTS; i++)
        orb_db_reset(store->statements[i].statement);
    store->driver->rollback(store);
    store->is_writing = false;
    orb_error_clear(&store->refusal);
}

enum orb_status orb_db_refused(struct orb_store *store, const struct orb_error *why,
                               struct orb_error *err)
{
    if (store->is_writing && store->refusal.status == ORB_OK)
        store->refusal = *why;
    if (store->is_writing)
        why = &store->refusal;
    if (err != NULL && err->status == ORB_OK)
        *err = *why;
    return why->status;
}

enum orb_status orb_db_check(const struct orb_store *store, struct orb_error *err)
{
    if (store->refusal.status != ORB_OK && err != NULL && err->status == ORB_OK)
        *err = store->refusal;
    return store->refusal.status;
}

bool orb_db_in_transaction(const struct orb_store *store)
{
    return store->driver->in_transaction(store);
}

enum orb_status orb_db_exec(struct orb_store *store, const char *sql, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->exec(store, sql, err) : status;
}

enum orb_status orb_db_statement(struct orb_store *store, struct orb_statement **out,
                                 const char *sql, struct orb_error *err)
{
    size_t at = ((uintptr_t)sql >> 3) % ORB_DB_STATEMENTS;
    enum orb_status status = orb_aside_wait(store, err);

    if (status != ORB_OK)
        return status;
    for (size_t tries = 0; tries < ORB_DB_STATEMENTS;
         tries++, at = (at + 1) % ORB_DB_STATEMENTS) {
        if (store->statements[at].sql == sql) {
            *out = store->statements[at].statement;
            orb_db_reset(*out);
            return ORB_OK;
        }
        if (store->statements[at].sql != NULL)
            continue;
        status = orb_db_prepare(store, out, sql, err);
        if (status == ORB_OK) {
            store->statements[at].sql = sql;
            store->statements[at].statement = *out;
        }
        return status;
    }
    return orb_error_set(err, ORB_ERR_INTERNAL, "too many statements");
}

enum orb_status orb_db_prepare(struct orb_store *store, struct orb_statement **out,
                               const char *sql, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->prepare(store, out, sql, ORB_READ_FEW, err)
                            : status;
}

enum orb_status orb_db_prepare_many(struct orb_store *store, struct orb_statement **out,
                                    const char *sql, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->prepare(store, out, sql, ORB_READ_MANY, err)
                            : status;
}

enum orb_status orb_db_run(struct orb_store *store, struct orb_statement *statement,
                           struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->run(store, statement, err) : status;
}

enum orb_status orb_db_changes(struct orb_store *store, int64_t *count,
                               struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->changes(store, count, err) : status;
}

enum orb_status orb_db_step(struct orb_store *store, struct orb_statement *statement,
                            bool *row, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->step(store, statement, row, err) : status;
}

void orb_db_reset(struct orb_statement *statement)
{
    if (statement != NULL)
        statement->driver->reset(statement);
}

void orb_db_finalize(struct orb_statement *statement)
{
    if (statement != NULL)
        statement->driver->finalize(statement);
}

enum orb_status orb_db_integer(struct orb_store *store, const char *sql, int64_t missing,
                               int64_t *out, struct orb_error *err)
{
    struct orb_statement *statement;
    bool row;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    if (status == ORB_OK)
        status = orb_db_step(store, statement, &row, err);
    if (status != ORB_OK)
        return status;
    *out = row && !orb_db_is_null(statement, 0) ? orb_db_long(statement, 0) : missing;
    orb_db_reset(statement);
    return ORB_OK;
}

/* ---- values */

int orb_db_parameter_count(const struct orb_statement *statement)
{
    return statement->driver->parameter_count(statement);
}

void orb_db_bind(struct orb_statement *statement, int at, const struct orb_value *value)
{
    statement->driver->bind(statement, at, value);
}

void orb_db_bind_long(struct orb_statement *statement, int at, int64_t value)
{
    const struct orb_value v = { .type = ORB_VALUE_INTEGER, .integer = value };

    statement->driver->bind(statement, at, &v);
}

void orb_db_bind_real(struct orb_statement *statement, int at, double value)
{
    const struct orb_value v = { .type = ORB_VALUE_REAL, .real = value };

    statement->driver->bind(statement, at, &v);
}

void orb_db_bind_text(struct orb_statement *statement, int at, const char *text)
{
    const struct orb_value v = { .type = text == NULL ? ORB_VALUE_NULL : ORB_VALUE_TEXT,
                                 .text = text };

    statement->driver->bind(statement, at, &v);
}

void orb_db_bind_point(struct orb_statement *statement, int at, double lon, double lat)
{
    const struct orb_value v = { .type = ORB_VALUE_POINT, .real = lon, .lat = lat };

    statement->driver->bind(statement, at, &v);
}

enum orb_status orb_db_bind_polygons(struct orb_statement *statement, int at,
                                     const unsigned char *wkb, size_t len,
                                     struct orb_error *err)
{
    return statement->driver->bind_polygons(statement, at, wkb, len, err);
}

void orb_db_clear(struct orb_statement *statement)
{
    statement->driver->clear(statement);
}

bool orb_db_is_null(struct orb_statement *statement, int at)
{
    return statement->driver->is_null(statement, at);
}

int orb_db_int(struct orb_statement *statement, int at)
{
    return (int)statement->driver->integer(statement, at);
}

int64_t orb_db_long(struct orb_statement *statement, int at)
{
    return statement->driver->integer(statement, at);
}

double orb_db_real(struct orb_statement *statement, int at)
{
    return statement->driver->real(statement, at);
}

const char *orb_db_text(struct orb_statement *statement, int at)
{
    return statement->driver->text(statement, at);
}

size_t orb_db_text_len(struct orb_statement *statement, int at)
{
    return statement->driver->text_len(statement, at);
}

bool orb_db_point(struct orb_statement *statement, int at, double *lon, double *lat)
{
    return statement->driver->point(statement, at, lon, lat);
}

enum orb_status orb_db_polygons(struct orb_statement *statement, int at,
                                struct orb_buf *out, struct orb_error *err)
{
    return statement->driver->polygons(statement, at, out, err);
}

/* ---- many rows, and what is done apart */

enum orb_status orb_db_prepare_load(struct orb_store *store, struct orb_statement **out,
                                    const struct orb_target *target, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->prepare_load(store, out, target, err) : status;
}

enum orb_status orb_db_load(struct orb_store *store, struct orb_statement *statement,
                            const struct orb_rows *rows, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->load(store, statement, rows, err) : status;
}

enum orb_status orb_db_index(struct orb_store *store, const char *table, const char *column,
                             const struct orb_rows *points, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->index(store, table, column, points, err)
                            : status;
}

enum orb_status orb_db_loaded(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    return status == ORB_OK ? store->driver->loaded(store, err) : status;
}

void orb_db_settle(struct orb_store *store)
{
    store->driver->settle(store);
}
