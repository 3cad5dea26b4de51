/* A statement that gives few rows is prepared once on the server and its rows come
 * together; one that gives many is a cursor, so that several can be read side by side over
 * one connection, some rows of each at a time. */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

enum { FETCHED = 2000 };

static struct orb_postgis_statement *own(struct orb_statement *statement)
{
    return (struct orb_postgis_statement *)statement;
}

/* What is sent for each parameter. */
static enum orb_status values_of(const struct orb_postgis_statement *s,
                                 const char *values[ORB_POSTGIS_PARAMETERS],
                                 struct orb_error *err)
{
    for (int i = 0; i < s->sent_count; i++) {
        if (s->parameters[i].own.failed)
            return orb_error_memory(err);
        values[i] = s->parameters[i].text;
    }
    return ORB_OK;
}

static void new_name(struct orb_postgis_statement *s)
{
    (void)snprintf(s->name, sizeof s->name, "orb%u", ++s->store->connection->last_name);
}

enum orb_status orb_postgis_exec(struct orb_store *store, const char *sql,
                                 struct orb_error *err)
{
    enum orb_status status = orb_postgis_settle(store, err);

    return status != ORB_OK
               ? status
               : orb_postgis_take(
                     store, store->connection->pq.PQexec(store->connection->db, sql), err);
}

enum orb_status orb_postgis_prepare(struct orb_store *store, struct orb_statement **out,
                                    const char *sql, enum orb_reading reading,
                                    struct orb_error *err)
{
    struct orb_postgis_statement *made = orb_calloc(1, sizeof *made);
    struct orb_buf text = { 0 };
    enum orb_status status = made == NULL ? orb_error_memory(err) : ORB_OK;

    if (status == ORB_OK &&
        !orb_postgis_translate(&text, sql, made->places, &made->parameter_count,
                               &made->sent_count))
        status = orb_error_set(err, ORB_ERR_INTERNAL, "too many parameters");
    if (status == ORB_OK)
        status = orb_buf_check(&text, err);
    if (status != ORB_OK) {
        orb_buf_release(&text);
        orb_free(made);
        return status;
    }
    made->base.driver = store->driver;
    made->store = store;
    made->reading = reading;
    made->sql = text.data; /* taken */
    *out = &made->base;
    return ORB_OK;
}

void orb_postgis_reset(struct orb_statement *statement)
{
    struct orb_postgis_statement *s = own(statement);
    struct orb_connection *c = s->store->connection;
    char close[40];

    c->pq.PQclear(s->result);
    s->result = NULL;
    s->is_begun = false;
    if (s->opened == 0)
        return;
    if (s->opened == c->transaction &&
        c->pq.PQtransactionStatus(c->db) == PQTRANS_INTRANS &&
        orb_postgis_settle(s->store, NULL) == ORB_OK) {
        (void)snprintf(close, sizeof close, "CLOSE %s", s->name);
        c->pq.PQclear(c->pq.PQexec(c->db, close));
    }
    s->opened = 0;
}

void orb_postgis_finalize(struct orb_statement *statement)
{
    struct orb_postgis_statement *s = own(statement);

    orb_postgis_reset(statement);
    for (int i = 0; i < ORB_POSTGIS_PARAMETERS; i++)
        orb_buf_release(&s->parameters[i].own);
    orb_free(s->sql);
    orb_free(s);
}

/* ---- writing */

/* Have the text prepared, sent with what follows or by itself. */
static enum orb_status make_ready(struct orb_postgis_statement *s, bool with_others,
                                  struct orb_error *err)
{
    struct orb_connection *c = s->store->connection;
    enum orb_status status;

    if (s->prepared == c->generation)
        return ORB_OK;
    new_name(s);
    if (!with_others)
        status = orb_postgis_take(s->store,
                                  c->pq.PQprepare(c->db, s->name, s->sql, 0, NULL), err);
    else if (c->pq.PQsendPrepare(c->db, s->name, s->sql, 0, NULL) == 0)
        status = orb_postgis_refuse(s->store, NULL, err);
    else
        status = orb_postgis_sent(s->store, err);
    if (status == ORB_OK)
        s->prepared = c->generation;
    return status;
}

enum orb_status orb_postgis_run(struct orb_store *store, struct orb_statement *statement,
                                struct orb_error *err)
{
    struct orb_postgis_statement *s = own(statement);
    struct orb_connection *c = store->connection;
    const char *values[ORB_POSTGIS_PARAMETERS];
    bool alone = !store->driver->in_transaction(store); /* no commit comes to tell */
    enum orb_status status = values_of(s, values, err);

    if (status == ORB_OK)
        status = orb_postgis_put_off(store, err);
    if (status == ORB_OK)
        status = make_ready(s, true, err);
    if (status != ORB_OK)
        return status;
    if (c->pq.PQsendQueryPrepared(c->db, s->name, s->sent_count, values, NULL, NULL, 0) ==
        0)
        return orb_postgis_refuse(store, NULL, err);
    status = orb_postgis_sent(store, err);
    return status == ORB_OK && alone ? orb_postgis_settle(store, err) : status;
}

/* ---- reading */

/* Take a result of rows in the place of the one before. */
static enum orb_status take_rows(struct orb_postgis_statement *s, PGresult *result,
                                 struct orb_error *err)
{
    struct orb_connection *c = s->store->connection;

    c->pq.PQclear(s->result);
    s->result = NULL;
    s->row = -1;
    if (c->pq.PQresultStatus(result) != PGRES_TUPLES_OK)
        return orb_postgis_take(s->store, result, err);
    s->result = result;
    return ORB_OK;
}

static enum orb_status fetch(struct orb_postgis_statement *s, struct orb_error *err)
{
    struct orb_connection *c = s->store->connection;
    char sql[60];

    (void)snprintf(sql, sizeof sql, "FETCH FORWARD %d FROM %s", FETCHED, s->name);
    return take_rows(s, c->pq.PQexec(c->db, sql), err);
}

static enum orb_status open_cursor(struct orb_postgis_statement *s, const char **values,
                                   struct orb_error *err)
{
    struct orb_connection *c = s->store->connection;
    struct orb_buf sql = { 0 };
    enum orb_status status;

    new_name(s);
    orb_buf_printf(&sql, "DECLARE %s NO SCROLL CURSOR FOR ", s->name);
    orb_buf_text(&sql, s->sql);
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = orb_postgis_take(
            s->store,
            c->pq.PQexecParams(c->db, sql.data, s->sent_count, NULL, values, NULL, NULL, 0),
            err);
    orb_buf_release(&sql);
    if (status == ORB_OK)
        s->opened = c->transaction;
    return status == ORB_OK ? fetch(s, err) : status;
}

static enum orb_status begin_rows(struct orb_postgis_statement *s, struct orb_error *err)
{
    struct orb_connection *c = s->store->connection;
    const char *values[ORB_POSTGIS_PARAMETERS];
    enum orb_status status = values_of(s, values, err);

    if (status != ORB_OK)
        return status;
    s->is_begun = true;
    if (s->reading == ORB_READ_MANY && s->store->driver->in_transaction(s->store))
        return open_cursor(s, values, err);
    status = make_ready(s, false, err);
    return status == ORB_OK ? take_rows(s,
                                        c->pq.PQexecPrepared(c->db, s->name, s->sent_count,
                                                             values, NULL, NULL, 0),
                                        err)
                            : status;
}

enum orb_status orb_postgis_step(struct orb_store *store, struct orb_statement *statement,
                                 bool *row, struct orb_error *err)
{
    struct orb_postgis_statement *s = own(statement);
    const struct orb_libpq *pq = &store->connection->pq;
    enum orb_status status = orb_postgis_settle(store, err);

    *row = false;
    if (status == ORB_OK && !s->is_begun)
        status = begin_rows(s, err);
    else if (status == ORB_OK && s->opened != 0 && s->row + 1 == FETCHED)
        status = fetch(s, err);
    if (status != ORB_OK || s->result == NULL)
        return status;
    *row = s->row + 1 < pq->PQntuples(s->result);
    s->row += *row;
    return ORB_OK;
}
