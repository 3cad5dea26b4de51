/* A commune without contour still needs a point to measure from: the median of its located
 * resources, said to be so. A median, because one wrong position must not move it. */
#include <stdlib.h>

#include "engine/base/alloc.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

/* Positions by commune, through the codes that it absorbed (Paris has its sites in its
 * arrondissements). */
static const char select_positions[] =
    "WITH code (code, no) AS (SELECT code, no FROM territory WHERE kind = 'commune' AND gone_on IS NULL "
    "AND (lon IS NULL OR point_method = 'resources') UNION ALL SELECT o.code, t.no FROM territory o "
    "JOIN territory t ON t.id = 'commune:' || o.successor WHERE o.kind = 'commune_old' AND t.gone_on IS NULL "
    "AND (t.lon IS NULL OR t.point_method = 'resources') AND NOT EXISTS "
    "(SELECT 1 FROM territory c WHERE c.id = 'commune:' || o.code)) "
    "SELECT c.no, s.position FROM code c JOIN site s ON s.commune = c.code WHERE s.position IS NOT NULL "
    "AND s.gone_on IS NULL AND s.kind IS DISTINCT FROM 'confidential' AND s.position_state IS DISTINCT FROM 'doubtful' "
    "ORDER BY c.no";
static const char update_point[] =
    "UPDATE territory SET lon = ?2, lat = ?3, point_method = 'resources' WHERE no = ?1 "
    "AND (lon IS DISTINCT FROM ?2 OR lat IS DISTINCT FROM ?3)";

/* The positions of one commune. */
struct cloud {
    int64_t no;
    double *lons;
    double *lats;
    size_t count;
    size_t lon_capacity;
    size_t lat_capacity;
};

static int by_value(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return *a < *b ? -1 : *a > *b;
}

static double median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

static enum orb_status write_point(struct orb_store *store, struct cloud *cloud,
                                   struct orb_error *err)
{
    struct orb_statement *statement;
    enum orb_status status = ORB_OK;

    if (cloud->count > 0)
        status = orb_db_statement(store, &statement, update_point, err);
    if (status == ORB_OK && cloud->count > 0) {
        orb_db_bind_long(statement, 1, cloud->no);
        orb_db_bind_real(statement, 2, median(cloud->lons, cloud->count));
        orb_db_bind_real(statement, 3, median(cloud->lats, cloud->count));
        status = orb_db_run(store, statement, err);
    }
    cloud->count = 0;
    return status;
}

static enum orb_status add_position(struct cloud *cloud, struct orb_statement *statement,
                                    struct orb_error *err)
{
    if (orb_grow((void **)&cloud->lons, &cloud->lon_capacity, cloud->count,
                 sizeof *cloud->lons) != ORB_OK ||
        orb_grow((void **)&cloud->lats, &cloud->lat_capacity, cloud->count,
                 sizeof *cloud->lats) != ORB_OK)
        return orb_error_memory(err);
    if (orb_db_point(statement, 1, &cloud->lons[cloud->count], &cloud->lats[cloud->count]))
        cloud->count++;
    return ORB_OK;
}

enum orb_status orb_import_commune_points(struct orb_store *store, struct orb_error *err)
{
    struct cloud cloud = { 0 };
    struct orb_statement *statement = NULL;
    bool row = true;
    enum orb_status status = orb_db_prepare_many(store, &statement, select_positions, err);

    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status != ORB_OK || !row)
            break;
        if (orb_db_long(statement, 0) != cloud.no)
            status = write_point(store, &cloud, err);
        cloud.no = orb_db_long(statement, 0);
        if (status == ORB_OK)
            status = add_position(&cloud, statement, err);
    }
    if (status == ORB_OK)
        status = write_point(store, &cloud, err);
    orb_db_finalize(statement);
    orb_free(cloud.lons);
    orb_free(cloud.lats);
    return status;
}
