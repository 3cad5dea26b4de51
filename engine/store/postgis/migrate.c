/* The version of the schema is the number of migrations applied, as in the other database;
 * it is kept in table meta. */
#include "engine/base/embedded.h"
#include "engine/base/text.h"
#include "engine/store/postgis/postgis.h"

/* In order, never edited once released. */
static const char *const migrations[] = {
    "engine/store/postgis/schema/001_store.sql",
    "engine/store/postgis/schema/002_shard_key.sql",
};

enum { MIGRATION_COUNT = sizeof migrations / sizeof migrations[0] };

static const char select_version[] = "SELECT value FROM meta WHERE key = 'schema'";
static const char save_version[] =
    "INSERT INTO meta (key, value) VALUES ('schema', ?1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

/* Is there a store, of ours and within reach of this role? */
static enum orb_status find(struct orb_store *store, bool *found, struct orb_error *err)
{
    int64_t answer = 0;
    enum orb_status status = orb_db_integer(
        store, "SELECT (to_regclass('orbite.meta') IS NOT NULL)::int", 0, &answer, err);

    *found = answer != 0;
    return status;
}

static enum orb_status apply(struct orb_store *store, int64_t from, struct orb_error *err)
{
    struct orb_statement *statement = NULL;
    enum orb_status status = orb_db_begin(store, true, err);

    /* another command may have done it while this one waited */
    if (status == ORB_OK && from > 0)
        status = orb_db_integer(store, select_version, from, &from, err);
    for (int64_t i = from; status == ORB_OK && i < MIGRATION_COUNT; i++) {
        const struct orb_embedded_file *file = orb_embedded_find(migrations[i]);

        status = file == NULL ? orb_error_set(err, ORB_ERR_INTERNAL, "a migration lacks")
                              : orb_postgis_exec(store, (const char *)file->data, err);
    }
    if (status == ORB_OK)
        status = orb_db_prepare(store, &statement, save_version, err);
    if (status == ORB_OK) {
        orb_db_bind_long(statement, 1, from > MIGRATION_COUNT ? from : MIGRATION_COUNT);
        status = orb_db_run(store, statement, err);
    }
    orb_db_finalize(statement);
    if (status == ORB_OK)
        status = orb_db_commit(store, err);
    if (status != ORB_OK)
        orb_db_rollback(store);
    return status;
}

enum orb_status orb_postgis_create(struct orb_store *store, struct orb_error *err)
{
    bool found = false;
    enum orb_status status = find(store, &found, err);

    if (status == ORB_OK && found)
        status = orb_error_set(err, ORB_ERR_EXISTS, _("this database has a store already"));
    else if (status == ORB_OK)
        status = orb_postgis_exec(store, "CREATE EXTENSION IF NOT EXISTS postgis", err);
    if (status == ORB_OK)
        status = apply(store, 0, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", store->path);
    return status;
}

enum orb_status orb_postgis_check(struct orb_store *store, struct orb_error *err)
{
    int64_t version = 0;
    bool found = false;
    enum orb_status status = find(store, &found, err);

    if (status == ORB_OK && !found)
        status = orb_error_set(err, ORB_ERR_NOT_FOUND,
                               _("there is no store here; 'orbite init' makes one"));
    if (status == ORB_OK)
        status = orb_db_integer(store, select_version, 0, &version, err);
    if (status == ORB_OK && version > MIGRATION_COUNT)
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("this store was made by a newer version of Orbite"));
    else if (status == ORB_OK && version < MIGRATION_COUNT && store->mode == ORB_STORE_READ)
        status = orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("this store was made by an older version of Orbite; any import brings it up to date"));
    else if (status == ORB_OK && version < MIGRATION_COUNT)
        return apply(store, version, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", store->path);
    return status;
}
