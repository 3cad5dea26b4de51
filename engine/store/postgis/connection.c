/* Readers see the store as it was when they began (REPEATABLE READ); those who write wait
 * for each other under one lock of the database and then see all that was committed, and
 * readers wait for nobody. */
#include <libpq-fe.h>
#include <stdio.h>
#include <string.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/library.h"
#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

#define NAME(name) #name,

static const char *const names[] = { ORB_LIBPQ_FUNCTIONS(NAME) };
static const struct orb_library library = { "libpq", ORB_PQ_SONAME, names,
                                            sizeof names / sizeof names[0] };

_Static_assert(sizeof(struct orb_libpq) == sizeof names,
               "a pointer to a function takes the place of a pointer");

/* Messages of the server that are no errors ("extension exists already") interest nobody.
 */
static void hear_nothing(void *context, const char *message)
{
    (void)context;
    (void)message;
}

/* "postgresql://host:port/name": what tells two stores apart, without user or password. */
static enum orb_status name_store(struct orb_store *store, const char *path,
                                  struct orb_error *err)
{
    const struct orb_libpq *pq = &store->connection->pq;
    PQconninfoOption *options = pq->PQconninfoParse(path, NULL);
    const char *host = "", *port = "", *name = "";
    struct orb_buf text = { 0 };
    enum orb_status status;

    if (options == NULL)
        return orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("this is no address of a database; an example is postgresql://host/name"));
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++) {
        if (o->val == NULL)
            continue;
        if (strcmp(o->keyword, "host") == 0)
            host = o->val;
        else if (strcmp(o->keyword, "port") == 0)
            port = o->val;
        else if (strcmp(o->keyword, "dbname") == 0)
            name = o->val;
    }
    orb_buf_printf(&text, "postgresql://%s%s%s/%s", host, port[0] == '\0' ? "" : ":", port,
                   name);
    status = orb_buf_check(&text, err);
    if (status == ORB_OK)
        store->path = text.data; /* taken */
    else
        orb_buf_release(&text);
    pq->PQconninfoFree(options);
    return status;
}

/* What a new connection is told, then what it asks: are there other machines? */
static enum orb_status settle_in(struct orb_store *store, struct orb_error *err)
{
    static const char setup[] =
        "SELECT set_config('search_path', concat_ws(', ', 'orbite', "
        "nullif(current_setting('search_path'), '')), false), "
        "set_config('lock_timeout', '600s', false), "
        /* a number reads back as the same bits, whatever the server was told */
        "set_config('extra_float_digits', '3', false), "
        /* what is read through a cursor is read to its end */
        "set_config('cursor_tuple_fraction', '1', false), "
        /* tables on the same key are joined where they are */
        "set_config('enable_partitionwise_join', 'on', false)";
    static const char is_spread[] =
        "SELECT count(*) FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid "
        "WHERE c.relnamespace = to_regnamespace('orbite')";
    struct orb_connection *c = store->connection;
    int64_t tables = 0;
    enum orb_status status;

    if (c->pq.PQstatus(c->db) != CONNECTION_OK)
        return orb_postgis_refuse(store, NULL, err);
    (void)c->pq.PQsetNoticeProcessor(c->db, hear_nothing, NULL);
    status = orb_postgis_exec(store, setup, err);
    if (status == ORB_OK)
        status = orb_db_integer(store, is_spread, 0, &tables, err);
    c->is_spread = tables > 0;
    return status;
}

/* The address gives host, user, TLS and the rest as libpq reads them, with its environment,
 * its service file and its password file. */
static enum orb_status connect(struct orb_store *store, const char *address,
                               struct orb_error *err)
{
    const char *const keywords[] = { "dbname", "client_encoding",
                                     "fallback_application_name", NULL };
    const char *const values[] = { address, "UTF8", "orbite", NULL };
    struct orb_connection *c = store->connection;

    c->db = c->pq.PQconnectdbParams(keywords, values, 1);
    return c->db == NULL ? orb_error_memory(err) : settle_in(store, err);
}

/* The départements that the address names, if it names some. */
static enum orb_status enter_scope(struct orb_store *store, struct orb_error *err)
{
    const struct orb_buf *scope = &store->connection->scope;

    return scope->len == 0 ? ORB_OK : orb_postgis_exec(store, scope->data, err);
}

static enum orb_status open_database(struct orb_store *store, const char *path,
                                     struct orb_error *err)
{
    struct orb_buf address = { 0 };
    enum orb_status status;

    store->connection = orb_calloc(1, sizeof *store->connection);
    if (store->connection == NULL)
        return orb_error_memory(err);
    store->connection->generation = 1;
    status = orb_postgis_scope(&address, &store->connection->scope,
                               &store->connection->codes, path, err);
    if (status == ORB_OK && store->connection->scope.len > 0 &&
        store->mode != ORB_STORE_READ)
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("an address that names départements only reads"));
    if (status == ORB_OK)
        status = orb_library_open(&library, &store->connection->pq, err);
    if (status == ORB_OK)
        status = name_store(store, address.data, err);
    if (status == ORB_OK)
        status = connect(store, address.data, err);
    if (status == ORB_OK && store->mode == ORB_STORE_CREATE)
        status = orb_postgis_create(store, err);
    if (status == ORB_OK)
        status = orb_postgis_check(store, err);
    orb_buf_release(&address);
    return status == ORB_OK ? enter_scope(store, err) : status;
}

static void close_database(struct orb_store *store)
{
    struct orb_connection *c = store->connection;

    if (c != NULL) {
        if (c->db != NULL)
            c->pq.PQfinish(c->db);
        orb_buf_release(&c->rows);
        orb_buf_release(&c->scope);
        orb_buf_release(&c->codes);
        orb_free(c);
    }
    store->connection = NULL;
    orb_free(store->path);
    store->path = NULL;
}

/* ---- transactions */

/* The server was started again, or the line was cut, between two transactions: nothing is
 * lost, the same is asked once more over a new line. A store opened to read is one
 * transaction, which is lost. */
static enum orb_status begin_again(struct orb_store *store, const char *sql,
                                   struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    enum orb_status status;

    c->pq.PQreset(c->db);
    c->generation++;
    c->waiting = 0;
    status = settle_in(store, err);
    if (status == ORB_OK)
        status = enter_scope(store, err);
    return status == ORB_OK ? orb_postgis_exec(store, sql, err) : status;
}

static enum orb_status begin_once(struct orb_store *store, const char *sql,
                                  struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    struct orb_error why = { 0 };
    enum orb_status status = orb_postgis_exec(store, sql, &why);

    if (status == ORB_OK)
        return status;
    if (c->pq.PQstatus(c->db) != CONNECTION_OK && store->mode != ORB_STORE_READ)
        return begin_again(store, sql, err);
    if (err != NULL)
        *err = why;
    return status;
}

/* Of the machines that are read. What is to be given again is known once an import took
 * the machine in hand. */
static const char torn[] =
    "SELECT count(*), string_agg(DISTINCT sources COLLATE \"C\", ', ') "
    "FROM torn_machines(%s%s%s)";

static enum orb_status say_torn(const struct orb_store *store, const char *sources,
                                struct orb_error *err)
{
    enum orb_status status =
        sources == NULL
            ? orb_error_set(err, ORB_ERR_DATABASE,
                            _("an import ended on some machines only; give its files to "
                              "'orbite import' again"))
            : orb_error_set(err, ORB_ERR_DATABASE,
                            _("an import ended on some machines only; give to 'orbite "
                              "import' again the files of: %s"),
                            sources);

    orb_error_at(err, "%s", store->path);
    return status;
}

/* Did all machines end the same import? */
static enum orb_status check_machines(struct orb_store *store, struct orb_error *err)
{
    const struct orb_buf *codes = &store->connection->codes;
    bool is_part = codes->len > 0;
    struct orb_statement *statement = NULL;
    struct orb_buf sql = { 0 };
    bool row = false;
    enum orb_status status;

    orb_buf_printf(&sql, torn, is_part ? "ARRAY[" : "", is_part ? codes->data : "",
                   is_part ? "]" : "");
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = orb_db_prepare(store, &statement, sql.data, err);
    if (status == ORB_OK)
        status = orb_db_step(store, statement, &row, err);
    if (status == ORB_OK && row && orb_db_int(statement, 0) > 0)
        status = say_torn(store, orb_db_text(statement, 1), err);
    orb_db_finalize(statement);
    orb_buf_release(&sql);
    return status;
}

/*
 * Each machine shows what it had when it was first asked, and a commit reaches them one
 * after the other: readers ask all of them while nobody commits. The lock is not that of
 * the transaction, which would take its view before it waits.
 */
static enum orb_status begin_everywhere(struct orb_store *store, const char *sql,
                                        struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    enum orb_status status =
        begin_once(store, "SELECT pg_advisory_lock_shared(1330790961, 2)", err);

    if (status != ORB_OK)
        return status;
    status = orb_postgis_exec(store, sql, err);
    if (status == ORB_OK)
        status = orb_postgis_exec(store, "SELECT count(*) FROM offer WHERE no = 0", err);
    if (status == ORB_OK && store->mode == ORB_STORE_READ)
        status = check_machines(store, err);
    if (status != ORB_OK)
        c->pq.PQclear(c->pq.PQexec(c->db, "ROLLBACK"));
    c->pq.PQclear(c->pq.PQexec(c->db, "SELECT pg_advisory_unlock_shared(1330790961, 2)"));
    return status;
}

static enum orb_status begin(struct orb_store *store, bool to_write, struct orb_error *err)
{
    static const char to_read[] = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    /* a view taken with the lock would be of before it waited */
    static const char writing[] = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";
    enum orb_status status = to_write ? begin_once(store, writing, err)
                             : store->connection->is_spread
                                 ? begin_everywhere(store, to_read, err)
                                 : begin_once(store, to_read, err);

    if (status != ORB_OK)
        return status;
    store->connection->transaction++;
    if (to_write) /* one importer at a time, wherever it runs */
        status =
            orb_postgis_exec(store, "SELECT pg_advisory_xact_lock(1330790961, 1)", err);
    if (status == ORB_OK && to_write && store->connection->is_spread)
        status = orb_postgis_exec(store, "SELECT mend_machines()", err);
    return status;
}

/* There is no commit in two phases: a machine that stops now leaves the others committed,
 * which is seen by the next who reads (check_machines). */
static enum orb_status commit_everywhere(struct orb_store *store, struct orb_error *err)
{
    struct orb_error why = { 0 };
    enum orb_status status =
        orb_postgis_exec(store, "SELECT pg_advisory_xact_lock(1330790961, 2)", err);

    if (status == ORB_OK)
        status = orb_postgis_exec(store, "SELECT mark_machines()", err);
    if (status != ORB_OK || orb_postgis_exec(store, "COMMIT", &why) == ORB_OK)
        return status;
    status = orb_error_set(
        err, ORB_ERR_DATABASE,
        _("a machine failed while all were committing; when it answers, give the same files to 'orbite import' again: %s"),
        why.text);
    orb_error_at(err, "%s", store->path);
    return status;
}

static enum orb_status commit(struct orb_store *store, struct orb_error *err)
{
    return store->connection->is_spread && store->is_writing
               ? commit_everywhere(store, err)
               : orb_postgis_exec(store, "COMMIT", err);
}

static bool in_transaction(const struct orb_store *store)
{
    const struct orb_connection *c = store->connection;
    PGTransactionStatusType status = c->pq.PQtransactionStatus(c->db);

    /* active: commands of a transaction were sent, their answers not read */
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR ||
           (status == PQTRANS_ACTIVE && c->waiting > 0);
}

static void rollback(struct orb_store *store)
{
    struct orb_connection *c = store->connection;

    if (orb_postgis_settle(store, NULL) != ORB_OK)
        c->generation++;
    if (in_transaction(store))
        c->pq.PQclear(c->pq.PQexec(c->db, "ROLLBACK"));
}

static enum orb_status whole(struct orb_store *store, struct orb_error *err)
{
    return store->connection->is_spread ? check_machines(store, err) : ORB_OK;
}

static enum orb_status changes(struct orb_store *store, int64_t *count,
                               struct orb_error *err)
{
    enum orb_status status = orb_postgis_settle(store, err);

    *count = store->connection->changed;
    return status;
}

/* An index of PostGIS follows its table by itself. */
static enum orb_status index_column(struct orb_store *store, const char *table,
                                    const char *column, const struct orb_rows *points,
                                    struct orb_error *err)
{
    (void)store;
    (void)table;
    (void)column;
    (void)points;
    (void)err;
    return ORB_OK;
}

/* Without counts of what was loaded the server joins tables row by row. */
static enum orb_status loaded(struct orb_store *store, struct orb_error *err)
{
    return orb_postgis_exec(
        store,
        "ANALYZE territory_fact, territory, organization, site, service, offer, "
        "relation, identifier, contact, capacity, closure, terms, modality, "
        "prestation, eligibility_rule, classification, zone, zone_commune, "
        "zone_departement",
        err);
}

static void settle(struct orb_store *store)
{
    (void)store;
}

const struct orb_driver orb_driver_postgis = {
    .has_key = true,
    .sql_around =
        "SELECT code FROM territory WHERE kind = 'commune' AND gone_on IS NULL AND contour && "
        "ST_SetSRID(ST_MakePoint(CAST(?1 AS double precision), CAST(?2 AS double precision)), 4326) "
        "ORDER BY code",
    .open = open_database,
    .close = close_database,
    .begin = begin,
    .commit = commit,
    .rollback = rollback,
    .in_transaction = in_transaction,
    .whole = whole,
    .exec = orb_postgis_exec,
    .prepare = orb_postgis_prepare,
    .prepare_load = orb_postgis_prepare_load,
    .run = orb_postgis_run,
    .step = orb_postgis_step,
    .load = orb_postgis_load,
    .changes = changes,
    .index = index_column,
    .loaded = loaded,
    .settle = settle,
    .reset = orb_postgis_reset,
    .finalize = orb_postgis_finalize,
    .parameter_count = orb_postgis_parameter_count,
    .bind = orb_postgis_bind,
    .bind_polygons = orb_postgis_bind_polygons,
    .clear = orb_postgis_clear,
    .is_null = orb_postgis_is_null,
    .integer = orb_postgis_integer,
    .real = orb_postgis_real,
    .text = orb_postgis_text,
    .text_len = orb_postgis_text_len,
    .point = orb_postgis_point,
    .polygons = orb_postgis_polygons,
};
