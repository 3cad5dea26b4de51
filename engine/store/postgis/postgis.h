/* The connection to one PostgreSQL database, for the files of this folder. */
#ifndef ORB_STORE_POSTGIS_POSTGIS_H
#define ORB_STORE_POSTGIS_POSTGIS_H

#include "engine/base/buf.h"
#include "engine/store/driver.h"

struct pg_conn;   /* PGconn of libpq */
struct pg_result; /* PGresult */

/* What is called of libpq, which is opened at first use: it brings those of TLS, Kerberos
 * and LDAP. */
#define ORB_LIBPQ_FUNCTIONS(F)                                                             \
    F(PQclear)                                                                             \
    F(PQcmdTuples)                                                                         \
    F(PQconninfoFree)                                                                      \
    F(PQconninfoParse)                                                                     \
    F(PQconnectdbParams)                                                                   \
    F(PQenterPipelineMode)                                                                 \
    F(PQerrorMessage)                                                                      \
    F(PQexec)                                                                              \
    F(PQexecParams)                                                                        \
    F(PQexecPrepared)                                                                      \
    F(PQexitPipelineMode)                                                                  \
    F(PQfinish)                                                                            \
    F(PQgetResult)                                                                         \
    F(PQgetisnull)                                                                         \
    F(PQgetlength)                                                                         \
    F(PQgetvalue)                                                                          \
    F(PQntuples)                                                                           \
    F(PQpipelineStatus)                                                                    \
    F(PQpipelineSync)                                                                      \
    F(PQprepare)                                                                           \
    F(PQputCopyData)                                                                       \
    F(PQputCopyEnd)                                                                        \
    F(PQreset)                                                                             \
    F(PQresultErrorField)                                                                  \
    F(PQresultStatus)                                                                      \
    F(PQsendPrepare)                                                                       \
    F(PQsendQueryPrepared)                                                                 \
    F(PQsetNoticeProcessor)                                                                \
    F(PQstatus)                                                                            \
    F(PQtransactionStatus)

#define ORB_LIBPQ_MEMBER(name) __typeof__(name) *name;

/* For files that include the header of libpq before this one. */
#ifdef LIBPQ_FE_H
struct orb_libpq {
    ORB_LIBPQ_FUNCTIONS(ORB_LIBPQ_MEMBER)
};

struct orb_connection {
    struct orb_libpq pq;
    struct pg_conn *db;
    size_t waiting;       /* commands sent of which the answer was not read */
    int64_t changed;      /* rows that the last command read changed */
    unsigned last_name;   /* of a prepared statement or a cursor */
    unsigned generation;  /* of prepared statements: after a refusal they are made again */
    unsigned transaction; /* number of the last one: cursors end with it */
    struct orb_buf rows;  /* on their way into a table */
    struct orb_buf
        scope; /* SQL that leaves the other départements out; "" = all are read */
    struct orb_buf codes; /* of the départements that are read: "'00', '13'"; "" = all */
    bool is_spread;       /* some rows are on other machines */
};
#endif

enum { ORB_POSTGIS_PARAMETERS = 64, ORB_POSTGIS_NAME = 24 };

/* A parameter as it is sent: text. */
struct orb_postgis_parameter {
    const char *text; /* NULL = NULL; borrowed, or own.data */
    struct orb_buf own;
};

struct orb_postgis_statement {
    struct orb_statement base;
    struct orb_store *store;
    char *sql;                   /* with $1, $2... */
    char name[ORB_POSTGIS_NAME]; /* prepared by, or of the cursor */
    enum orb_reading reading;
    unsigned prepared;   /* in this generation; 0 = not yet */
    unsigned opened;     /* the cursor, in this transaction; 0 = not open */
    bool is_begun;       /* the rows of result are read from row on */
    int parameter_count; /* the largest number in the text we were given */
    int places[ORB_POSTGIS_PARAMETERS + 1]; /* from that number to what is sent */
    int sent_count;
    int column_count; /* of rows that are loaded */
    struct orb_postgis_parameter parameters[ORB_POSTGIS_PARAMETERS];
    struct pg_result *result;
    int row; /* of the result */
};

/* ---- refusals (refusal.c) */

/* Turn what the server, or the connection, said last into a sentence. */
ORB_MUST_CHECK enum orb_status orb_postgis_refuse(struct orb_store *store,
                                                  const struct pg_result *result,
                                                  struct orb_error *err);
/* Check the answer to a command and forget it. */
ORB_MUST_CHECK enum orb_status
orb_postgis_take(struct orb_store *store, struct pg_result *result, struct orb_error *err);

/* ---- what is put off (pipeline.c) */

/* Let a command be sent without waiting for the answer to those before. */
ORB_MUST_CHECK enum orb_status orb_postgis_put_off(struct orb_store *store,
                                                   struct orb_error *err);
/* One was sent. */
ORB_MUST_CHECK enum orb_status orb_postgis_sent(struct orb_store *store,
                                                struct orb_error *err);
/* Read all answers: the next command is one by one again. The first refusal counts. */
ORB_MUST_CHECK enum orb_status orb_postgis_settle(struct orb_store *store,
                                                  struct orb_error *err);

/* ---- SQL (dialect.c) */

/*
 * Write a text whose parameters are "?" or "?1" with those of PostgreSQL: places[n] is the
 * number that replaces ?n, without a gap, 0 where there is none; *given the largest number
 * of the text, *sent how many are left. False when there are too many.
 */
bool orb_postgis_translate(struct orb_buf *out, const char *sql, int *places, int *given,
                           int *sent);

/* ---- geometries as PostGIS writes them (geometry.c) */

void orb_postgis_write_point(struct orb_buf *out, double lon, double lat);
bool orb_postgis_read_point(const char *text, size_t len, double *lon, double *lat);
ORB_MUST_CHECK enum orb_status orb_postgis_write_polygons(struct orb_buf *out,
                                                          const unsigned char *wkb,
                                                          size_t len,
                                                          struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_postgis_read_polygons(struct orb_buf *out,
                                                         const char *text, size_t len,
                                                         struct orb_error *err);

/* ---- a part of the store (scope.c) */

/*
 * Take "departements=13,2A" out of an address, which libpq does not know: what is left goes
 * to plain, the SQL that has the session see those départements only to scope, and their
 * codes as SQL writes a list to codes. ORB_ERR_SYNTAX when they are no codes.
 */
ORB_MUST_CHECK enum orb_status orb_postgis_scope(struct orb_buf *plain,
                                                 struct orb_buf *scope,
                                                 struct orb_buf *codes, const char *address,
                                                 struct orb_error *err);

/* ---- the schema (migrate.c) */

ORB_MUST_CHECK enum orb_status orb_postgis_create(struct orb_store *store,
                                                  struct orb_error *err);
/* ORB_ERR_NOT_FOUND; ORB_ERR_UNSUPPORTED when the schema is newer; migrates an older one
 * when the store may be written. */
ORB_MUST_CHECK enum orb_status orb_postgis_check(struct orb_store *store,
                                                 struct orb_error *err);

/* ---- statements (statement.c, bulk.c) */

ORB_MUST_CHECK enum orb_status orb_postgis_exec(struct orb_store *store, const char *sql,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status
orb_postgis_prepare(struct orb_store *store, struct orb_statement **out, const char *sql,
                    enum orb_reading reading, struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_postgis_prepare_load(struct orb_store *store,
                                                        struct orb_statement **out,
                                                        const struct orb_target *target,
                                                        struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_postgis_run(struct orb_store *store,
                                               struct orb_statement *statement,
                                               struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_postgis_step(struct orb_store *store,
                                                struct orb_statement *statement, bool *row,
                                                struct orb_error *err);
ORB_MUST_CHECK enum orb_status orb_postgis_load(struct orb_store *store,
                                                struct orb_statement *statement,
                                                const struct orb_rows *rows,
                                                struct orb_error *err);
void orb_postgis_reset(struct orb_statement *statement);
void orb_postgis_finalize(struct orb_statement *statement);

/* ---- values (parameter.c) */

int orb_postgis_parameter_count(const struct orb_statement *statement);
void orb_postgis_bind(struct orb_statement *statement, int at,
                      const struct orb_value *value);
ORB_MUST_CHECK enum orb_status orb_postgis_bind_polygons(struct orb_statement *statement,
                                                         int at, const unsigned char *wkb,
                                                         size_t len, struct orb_error *err);
void orb_postgis_clear(struct orb_statement *statement);
bool orb_postgis_is_null(struct orb_statement *statement, int at);
int64_t orb_postgis_integer(struct orb_statement *statement, int at);
double orb_postgis_real(struct orb_statement *statement, int at);
const char *orb_postgis_text(struct orb_statement *statement, int at);
size_t orb_postgis_text_len(struct orb_statement *statement, int at);
bool orb_postgis_point(struct orb_statement *statement, int at, double *lon, double *lat);
ORB_MUST_CHECK enum orb_status orb_postgis_polygons(struct orb_statement *statement, int at,
                                                    struct orb_buf *out,
                                                    struct orb_error *err);

#endif
