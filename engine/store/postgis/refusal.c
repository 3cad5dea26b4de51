/* The server answers in its own language and in its own words: what people can do something
 * about gets ours. */
#include <libpq-fe.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

/* The first line of what libpq says of a connection, which may be long. */
static enum orb_status lost(struct orb_connection *c, struct orb_error *err)
{
    const char *why = c->pq.PQerrorMessage(c->db);
    size_t len = strcspn(why, "\n");

    return orb_error_set(err, ORB_ERR_DATABASE, _("no connection to the database: %.*s"),
                         (int)(len < 300 ? len : 300), why);
}

enum orb_status orb_postgis_refuse(struct orb_store *store, const PGresult *result,
                                   struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    const char *code = c->pq.PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *said = c->pq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    struct orb_error why = { 0 };
    if (c->pq.PQstatus(c->db) != CONNECTION_OK || code == NULL)
        (void)lost(c, &why);
    else if (strncmp(code, "08", 2) == 0)
        (void)orb_error_set(&why, ORB_ERR_DATABASE,
                            _("a machine of the database does not answer: %.*s"),
                            said == NULL ? (int)strlen(code) : (int)strcspn(said, "\n"),
                            said == NULL ? code : said);
    else if (strcmp(code, "55P03") == 0)
        (void)orb_error_set(&why, ORB_ERR_DATABASE,
                            _("another command is writing to the store"));
    else if (strcmp(code, "53100") == 0)
        (void)orb_error_set(&why, ORB_ERR_IO,
                            _("no space left for the store, which is unchanged"));
    else if (strcmp(code, "42501") == 0)
        (void)orb_error_set(&why, ORB_ERR_DATABASE,
                            _("your role in the database may not do this: %s"),
                            said == NULL ? "" : said);
    else
        (void)orb_error_set(&why, ORB_ERR_DATABASE, _("the database refused: %s"),
                            said == NULL ? code : said);
    orb_error_at(&why, "%s", store->path);
    return orb_db_refused(store, &why, err);
}

enum orb_status orb_postgis_take(struct orb_store *store, PGresult *result,
                                 struct orb_error *err)
{
    const struct orb_libpq *pq = &store->connection->pq;
    ExecStatusType what = pq->PQresultStatus(result);
    enum orb_status status = ORB_OK;

    if (what != PGRES_COMMAND_OK && what != PGRES_TUPLES_OK)
        status = orb_postgis_refuse(store, result, err);
    pq->PQclear(result);
    return status;
}
