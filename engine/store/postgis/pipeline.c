/* Writes of a transaction are sent one behind the other and their answers read together:
 * waiting for each would cost the way there and back, a thousand times a second at best.
 * The number is bounded, so that the answers fit what lies between the two machines and
 * neither side waits for the other to read. */
#include <libpq-fe.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

enum { MOST_WAITING = 256 };

enum orb_status orb_postgis_put_off(struct orb_store *store, struct orb_error *err)
{
    struct orb_connection *c = store->connection;

    if (c->pq.PQpipelineStatus(c->db) != PQ_PIPELINE_OFF ||
        c->pq.PQenterPipelineMode(c->db) != 0)
        return ORB_OK;
    return orb_postgis_refuse(store, NULL, err);
}

static void count_rows(struct orb_connection *c, PGresult *result)
{
    const char *text = c->pq.PQcmdTuples(result);

    c->changed = 0;
    (void)orb_integer_parse(&c->changed, text, strlen(text), 0, INT64_MAX);
}

/* Up to the mark that follows them all. */
static enum orb_status read_answers(struct orb_store *store, struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    enum orb_status status = ORB_OK;
    bool is_end = false;

    if (c->pq.PQpipelineSync(c->db) == 0)
        return orb_postgis_refuse(store, NULL, err);
    while (!is_end) {
        PGresult *result = c->pq.PQgetResult(c->db);
        ExecStatusType what = c->pq.PQresultStatus(result);

        is_end = what == PGRES_PIPELINE_SYNC || c->pq.PQstatus(c->db) != CONNECTION_OK;
        if (what == PGRES_COMMAND_OK)
            count_rows(c, result);
        else if (result != NULL && what != PGRES_PIPELINE_SYNC && status == ORB_OK &&
                 what != PGRES_TUPLES_OK)
            status = orb_postgis_refuse(store, result, err);
        c->pq.PQclear(result);
    }
    c->waiting = 0;
    if (status != ORB_OK) /* what was to be prepared after it is not */
        c->generation++;
    if (status == ORB_OK && c->pq.PQstatus(c->db) != CONNECTION_OK)
        status = orb_postgis_refuse(store, NULL, err);
    return status;
}

enum orb_status orb_postgis_sent(struct orb_store *store, struct orb_error *err)
{
    return ++store->connection->waiting < MOST_WAITING ? ORB_OK : read_answers(store, err);
}

enum orb_status orb_postgis_settle(struct orb_store *store, struct orb_error *err)
{
    struct orb_connection *c = store->connection;
    enum orb_status status = ORB_OK;

    if (c->pq.PQpipelineStatus(c->db) == PQ_PIPELINE_OFF)
        return ORB_OK;
    if (c->waiting > 0)
        status = read_answers(store, err);
    if (c->pq.PQexitPipelineMode(c->db) == 0 && status == ORB_OK)
        status = orb_postgis_refuse(store, NULL, err);
    return status;
}
