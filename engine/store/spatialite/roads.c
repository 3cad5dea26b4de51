/* A VirtualRouting answers a query on NodeFrom and NodeTo alone: with LIMIT, or a row
 * number asked for, it gave no row. The first row is the whole way, and the rest is not
 * read. The query of what is within a cost leaves the start out. */
#include "engine/store/spatialite/roads.h"

#include <math.h>
#include <sqlite3.h>

#include "engine/base/alloc.h"
#include "engine/base/file.h"
#include "engine/base/text.h"

enum { BUSY_TIMEOUT_MS = 5000 };

struct orb_roads {
    sqlite3 *db;
    sqlite3_stmt *cost;
    sqlite3_stmt *reach;
    char *path;
};

static const char sql_nodes[] =
    "SELECT node_from AS node, ST_X(ST_StartPoint(geometry)), ST_Y(ST_StartPoint(geometry))"
    " FROM roads UNION "
    "SELECT node_to, ST_X(ST_EndPoint(geometry)), ST_Y(ST_EndPoint(geometry)) FROM roads"
    " ORDER BY node";
static const char sql_cost[] =
    "SELECT Cost FROM roads_net WHERE NodeFrom = ?1 AND NodeTo = ?2";
static const char sql_reach[] =
    "SELECT NodeTo, Cost FROM roads_net WHERE NodeFrom = ?1 AND Cost <= ?2";

static enum orb_status refuse(const struct orb_roads *roads, struct orb_error *err)
{
    (void)orb_error_set(err, ORB_ERR_DATABASE, "%s", sqlite3_errmsg(roads->db));
    orb_error_at(err, "%s", roads->path);
    return ORB_ERR_DATABASE;
}

static enum orb_status load_spatialite(const struct orb_roads *roads, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    char *why = NULL;

    (void)sqlite3_db_config(roads->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1, NULL);
    if (sqlite3_load_extension(roads->db, "mod_spatialite", NULL, &why) != SQLITE_OK)
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("the library %s is needed here and cannot be loaded: %s"),
                               "SpatiaLite", why == NULL ? "mod_spatialite" : why);
    sqlite3_free(why);
    (void)sqlite3_db_config(roads->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    return status;
}

static enum orb_status prepare(struct orb_roads *roads, struct orb_error *err)
{
    if (sqlite3_prepare_v2(roads->db, sql_cost, -1, &roads->cost, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(roads->db, sql_reach, -1, &roads->reach, NULL) == SQLITE_OK)
        return ORB_OK;
    (void)orb_error_set(err, ORB_ERR_UNSUPPORTED,
                        _("this file has no road tables, 'roads' and 'roads_net': %s"),
                        sqlite3_errmsg(roads->db));
    orb_error_at(err, "%s", roads->path);
    return ORB_ERR_UNSUPPORTED;
}

static enum orb_status connect(struct orb_roads *roads, const char *path,
                               struct orb_error *err)
{
    enum orb_status status;

    roads->path = sqlite3_mprintf("%s", path);
    if (roads->path == NULL)
        return orb_error_memory(err);
    if (sqlite3_open_v2(path, &roads->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        return refuse(roads, err);
    (void)sqlite3_busy_timeout(roads->db, BUSY_TIMEOUT_MS);
    (void)sqlite3_db_config(roads->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    status = load_spatialite(roads, err);
    return status == ORB_OK ? prepare(roads, err) : status;
}

enum orb_status orb_roads_open(struct orb_roads **out, const char *path,
                               struct orb_error *err)
{
    struct orb_roads *roads;
    enum orb_status status;

    if (!orb_file_exists(path)) {
        (void)orb_error_set(err, ORB_ERR_NOT_FOUND, _("there is no such file"));
        orb_error_at(err, "%s", path);
        return ORB_ERR_NOT_FOUND;
    }
    roads = orb_calloc(1, sizeof *roads);
    if (roads == NULL)
        return orb_error_memory(err);
    status = connect(roads, path, err);
    if (status != ORB_OK)
        orb_roads_close(roads);
    else
        *out = roads;
    return status;
}

void orb_roads_close(struct orb_roads *roads)
{
    if (roads == NULL)
        return;
    (void)sqlite3_finalize(roads->cost);
    (void)sqlite3_finalize(roads->reach);
    (void)sqlite3_close(roads->db);
    sqlite3_free(roads->path);
    orb_free(roads);
}

enum orb_status orb_roads_nodes(struct orb_roads *roads, orb_roads_node visit,
                                void *context, struct orb_error *err)
{
    sqlite3_stmt *nodes = NULL;
    enum orb_status status = ORB_OK;
    int code = SQLITE_ROW;

    if (sqlite3_prepare_v2(roads->db, sql_nodes, -1, &nodes, NULL) != SQLITE_OK)
        return refuse(roads, err);
    while (status == ORB_OK && (code = sqlite3_step(nodes)) == SQLITE_ROW)
        if (sqlite3_column_type(nodes, 1) == SQLITE_FLOAT)
            status = visit(context, sqlite3_column_int64(nodes, 0),
                           sqlite3_column_double(nodes, 1), sqlite3_column_double(nodes, 2),
                           err);
    if (status == ORB_OK && code != SQLITE_DONE)
        status = refuse(roads, err);
    (void)sqlite3_finalize(nodes);
    return status;
}

enum orb_status orb_roads_cost(struct orb_roads *roads, int64_t from, int64_t to,
                               double *seconds, struct orb_error *err)
{
    int code;

    *seconds = from == to ? 0 : NAN;
    if (from == to)
        return ORB_OK;
    (void)sqlite3_bind_int64(roads->cost, 1, from);
    (void)sqlite3_bind_int64(roads->cost, 2, to);
    code = sqlite3_step(roads->cost);
    if (code == SQLITE_ROW && sqlite3_column_type(roads->cost, 0) == SQLITE_FLOAT)
        *seconds = sqlite3_column_double(roads->cost, 0);
    (void)sqlite3_reset(roads->cost);
    return code == SQLITE_ROW || code == SQLITE_DONE ? ORB_OK : refuse(roads, err);
}

enum orb_status orb_roads_reach(struct orb_roads *roads, int64_t from, double seconds,
                                const struct orb_roads_taker *taker, struct orb_error *err)
{
    enum orb_status status = taker->take(taker->context, from, 0, err);
    int code = SQLITE_ROW;

    (void)sqlite3_bind_int64(roads->reach, 1, from);
    (void)sqlite3_bind_double(roads->reach, 2, seconds);
    while (status == ORB_OK && (code = sqlite3_step(roads->reach)) == SQLITE_ROW)
        if (sqlite3_column_int64(roads->reach, 0) != from)
            status = taker->take(taker->context, sqlite3_column_int64(roads->reach, 0),
                                 sqlite3_column_double(roads->reach, 1), err);
    if (status == ORB_OK && code != SQLITE_DONE)
        status = refuse(roads, err);
    (void)sqlite3_reset(roads->reach);
    return status;
}
