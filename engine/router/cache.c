/* One row a pair. The file holds digests only: who finds it cannot read where somebody
 * asked to go from. */
#include "engine/router/cache.h"

#include <math.h>

#include "engine/base/alloc.h"
#include "engine/base/digest.h"
#include "engine/base/number.h"
#include "engine/base/sqlite.h"

enum { KEY_LEN = 32 };

struct orb_router_cache {
    struct orb_sqlite *db;
    struct orb_sqlite_statement *find;
    struct orb_sqlite_statement *put;
    struct orb_digester *digester;
    struct orb_buf text;
    orb_date today;
};

static const char schema[] =
    "PRAGMA busy_timeout = 5000;"
    "CREATE TABLE IF NOT EXISTS leg(key BLOB PRIMARY KEY, answer INTEGER NOT NULL,"
    " seconds REAL, metres REAL, day INTEGER NOT NULL) WITHOUT ROWID;";
static const char sql_find[] = "SELECT answer, seconds, metres FROM leg WHERE key = ?1";
static const char sql_put[] = "INSERT OR REPLACE INTO leg VALUES(?1, ?2, ?3, ?4, ?5)";
/* Answers of tomorrow are of a clock that was wrong. */
static const char sql_expire[] =
    "DELETE FROM leg WHERE day > ?1 OR day < CASE answer WHEN ?2 THEN ?1 - ?3"
    " ELSE ?1 - ?4 END";

static enum orb_status expire(struct orb_router_cache *cache, struct orb_error *err)
{
    struct orb_sqlite_statement *statement = NULL;
    enum orb_status status = orb_sqlite_prepare(&statement, cache->db, sql_expire, err);

    if (status == ORB_OK) {
        orb_sqlite_bind_integer(statement, 1, cache->today);
        orb_sqlite_bind_integer(statement, 2, ORB_TRAVEL_ROUTE);
        orb_sqlite_bind_integer(statement, 3, ORB_ROUTER_CACHE_DAYS);
        orb_sqlite_bind_integer(statement, 4, ORB_ROUTER_CACHE_NO_WAY_DAYS);
        status = orb_sqlite_run(statement, err);
    }
    orb_sqlite_finalize(statement);
    return status;
}

enum orb_status orb_router_cache_open(struct orb_router_cache **out, const char *path,
                                      orb_date today, struct orb_error *err)
{
    struct orb_router_cache *cache = orb_calloc(1, sizeof *cache);
    enum orb_status status;

    if (cache == NULL)
        return orb_error_memory(err);
    cache->today = today;
    status = orb_digester_new(&cache->digester, "sha256", err);
    if (status == ORB_OK)
        status = orb_sqlite_open(&cache->db, path, err);
    if (status == ORB_OK)
        status = orb_sqlite_exec(cache->db, schema, err);
    if (status == ORB_OK)
        status = expire(cache, err);
    if (status == ORB_OK)
        status = orb_sqlite_prepare(&cache->find, cache->db, sql_find, err);
    if (status == ORB_OK)
        status = orb_sqlite_prepare(&cache->put, cache->db, sql_put, err);
    if (status != ORB_OK)
        orb_router_cache_close(cache);
    else
        *out = cache;
    return status;
}

void orb_router_cache_close(struct orb_router_cache *cache)
{
    if (cache == NULL)
        return;
    orb_sqlite_finalize(cache->find);
    orb_sqlite_finalize(cache->put);
    orb_sqlite_close(cache->db);
    orb_digester_free(cache->digester);
    orb_buf_release(&cache->text);
    orb_free(cache);
}

static void write_point(struct orb_buf *out, const struct orb_router_point *point)
{
    char text[ORB_NUMBER_LEN];

    orb_buf_char(out, '\n');
    orb_buf_add(out, text, orb_number_write_fixed(text, point->lon, 5));
    orb_buf_char(out, ',');
    orb_buf_add(out, text, orb_number_write_fixed(text, point->lat, 5));
}

/* Routes leave from the first point: the direction is told with the two. */
static enum orb_status key_of(struct orb_router_cache *cache,
                              const struct orb_router *router,
                              const struct orb_router_batch *batch, size_t leg,
                              unsigned char key[ORB_DIGEST_BYTES])
{
    struct orb_buf *text = &cache->text;

    orb_buf_clear(text);
    /* "?" is not "", under which answers without a version were kept as long as others. */
    orb_buf_printf(text, "%s\n%s\n%s\n%s\ndeparture", router->name, router->server,
                   router->version[0] == '\0' ? "?" : router->version,
                   orb_travel_mode_names[batch->mode]);
    write_point(text, &batch->from[leg / batch->to_count]);
    write_point(text, &batch->to[leg % batch->to_count]);
    if (orb_buf_check(text, NULL) != ORB_OK)
        return ORB_ERR_MEMORY;
    return orb_digester_sum(cache->digester, text->data, text->len, key, NULL);
}

enum orb_status orb_router_cache_find(struct orb_router_cache *cache,
                                      const struct orb_router *router,
                                      const struct orb_router_batch *batch, size_t leg,
                                      struct orb_error *err)
{
    struct orb_router_leg *out = &batch->legs[leg];
    unsigned char key[ORB_DIGEST_BYTES];
    bool row = false;
    enum orb_status status;

    *out = (struct orb_router_leg){ ORB_TRAVEL_MISSING, NAN, NAN };
    if (key_of(cache, router, batch, leg, key) != ORB_OK)
        return orb_error_memory(err);
    orb_sqlite_bind_blob(cache->find, 1, key, KEY_LEN);
    status = orb_sqlite_step(cache->find, &row, err);
    if (status == ORB_OK && row) {
        int64_t answer = orb_sqlite_integer(cache->find, 0);
        double seconds = orb_sqlite_real(cache->find, 1);
        double metres = orb_sqlite_real(cache->find, 2);

        /* A damaged row is asked again. */
        if (answer == ORB_TRAVEL_ROUTE && seconds >= 0 && metres >= 0)
            *out = (struct orb_router_leg){ ORB_TRAVEL_ROUTE, seconds, metres };
        else if (answer == ORB_TRAVEL_NO_ROUTE || answer == ORB_TRAVEL_OFF_NETWORK)
            out->answer = (enum orb_travel_answer)answer;
    }
    orb_sqlite_reset(cache->find);
    return status;
}

/* The day from which an answer is as old as it may be kept from today. */
static orb_date day_of(const struct orb_router_cache *cache,
                       const struct orb_router *router, const struct orb_router_leg *leg)
{
    if (leg->answer != ORB_TRAVEL_ROUTE || router->version[0] != '\0')
        return cache->today;
    return cache->today - (ORB_ROUTER_CACHE_DAYS - ORB_ROUTER_CACHE_NO_VERSION_DAYS);
}

static enum orb_status put_leg(struct orb_router_cache *cache,
                               const struct orb_router *router,
                               const struct orb_router_batch *batch, size_t leg,
                               struct orb_error *err)
{
    const struct orb_router_leg *said = &batch->legs[leg];
    unsigned char key[ORB_DIGEST_BYTES];

    if (said->answer == ORB_TRAVEL_MISSING)
        return ORB_OK;
    if (key_of(cache, router, batch, leg, key) != ORB_OK)
        return orb_error_memory(err);
    orb_sqlite_bind_blob(cache->put, 1, key, KEY_LEN);
    orb_sqlite_bind_integer(cache->put, 2, said->answer);
    orb_sqlite_bind_real(cache->put, 3, said->seconds);
    orb_sqlite_bind_real(cache->put, 4, said->metres);
    orb_sqlite_bind_integer(cache->put, 5, day_of(cache, router, said));
    return orb_sqlite_run(cache->put, err);
}

enum orb_status orb_router_cache_put(struct orb_router_cache *cache,
                                     const struct orb_router *router,
                                     const struct orb_router_batch *batch,
                                     struct orb_error *err)
{
    enum orb_status status = orb_sqlite_exec(cache->db, "BEGIN IMMEDIATE", err);

    for (size_t n = 0; status == ORB_OK && n < batch->from_count * batch->to_count; n++)
        status = put_leg(cache, router, batch, n, err);
    if (status == ORB_OK)
        status = orb_sqlite_exec(cache->db, "COMMIT", err);
    return status;
}
