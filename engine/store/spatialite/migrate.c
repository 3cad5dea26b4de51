/* Only here are SpatiaLite's own functions needed: they make its tables and register our
 * layers. SQLite loads them as an extension, for that connection. */
#include "engine/store/spatialite/migrate.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/embedded.h"
#include "engine/base/file.h"
#include "engine/base/text.h"
#include "engine/store/spatialite/spatialite.h"

/* In order, never edited once released; the schema version is the number of migrations
 * applied. */
static const char *const migrations[] = {
    "engine/store/spatialite/schema/001_store.sql",
    "engine/store/spatialite/schema/002_assertions_links.sql",
    "engine/store/spatialite/schema/003_position_state.sql",
    "engine/store/spatialite/schema/004_territory_facts.sql",
};

/* Another command that brings the store up to date may have many rows to go over. */
enum {
    MIGRATION_COUNT = sizeof migrations / sizeof migrations[0],
    UPGRADE_TIMEOUT_MS = 60000
};

static const char select_version[] = "PRAGMA user_version";

/* SpatiaLite's functions answer 0 instead of failing. */
static int refuse_zero(void *context, int count, char **values, char **names)
{
    (void)context;
    (void)names;
    return count == 1 && values[0] != NULL && strcmp(values[0], "0") == 0;
}

static enum orb_status load_spatialite(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    char *why = NULL;

    (void)sqlite3_db_config(store->connection->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 1,
                            NULL);
    if (sqlite3_load_extension(store->connection->db, "mod_spatialite", NULL, &why) !=
        SQLITE_OK)
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("the library %s is needed here and cannot be loaded: %s"),
                               "SpatiaLite", why == NULL ? "mod_spatialite" : why);
    sqlite3_free(why);
    (void)sqlite3_db_config(store->connection->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0,
                            NULL);
    return status;
}

/* By a statement of its own: this connection is closed before its statements would be. */
static enum orb_status read_version(struct orb_store *store, int64_t *version,
                                    struct orb_error *err)
{
    struct orb_statement *statement = NULL;
    bool row = false;
    enum orb_status status = orb_db_prepare(store, &statement, select_version, err);

    if (status == ORB_OK)
        status = orb_db_step(store, statement, &row, err);
    if (status == ORB_OK && row)
        *version = orb_db_long(statement, 0);
    orb_db_finalize(statement);
    return status;
}

/* What is missing is asked under the lock: another command may have brought it meanwhile.
 */
static enum orb_status apply(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status = load_spatialite(store, err);
    char version[64];
    int64_t from = 0;

    if (status == ORB_OK)
        status = orb_spatialite_exec(store, "BEGIN IMMEDIATE", err);
    if (status == ORB_OK)
        status = read_version(store, &from, err);
    for (int64_t i = from; status == ORB_OK && i < MIGRATION_COUNT; i++) {
        const struct orb_embedded_file *file = orb_embedded_find(migrations[i]);
        int code = file == NULL
                       ? SQLITE_INTERNAL
                       : sqlite3_exec(store->connection->db, (const char *)file->data,
                                      refuse_zero, NULL, NULL);

        if (code != SQLITE_OK)
            status = orb_spatialite_refuse(store, code, err);
    }
    (void)snprintf(version, sizeof version, "PRAGMA user_version = %d",
                   (int)MIGRATION_COUNT);
    if (status == ORB_OK && from < MIGRATION_COUNT)
        status = orb_spatialite_exec(store, version, err);
    if (status == ORB_OK)
        status = orb_spatialite_exec(store, "COMMIT", err);
    if (status != ORB_OK)
        (void)sqlite3_exec(store->connection->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}

static enum orb_status fill(const char *temporary, struct orb_error *err)
{
    static const char setup[] =
        "PRAGMA page_size = 8192; PRAGMA application_id = 1330790961;"
        "PRAGMA temp_store = MEMORY";
    struct orb_store store = { .driver = &orb_driver_spatialite, .mode = ORB_STORE_CREATE };
    enum orb_status status = orb_spatialite_connect(
        &store, temporary, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);

    if (status == ORB_OK)
        status = orb_spatialite_exec(&store, setup, err);
    if (status == ORB_OK)
        status = apply(&store, err);
    orb_spatialite_disconnect(&store);
    return status;
}

enum orb_status orb_migrate_create(const char *path, struct orb_error *err)
{
    char temporary[4200];
    enum orb_status status;

    if (orb_file_exists(path)) {
        status = orb_error_set(err, ORB_ERR_EXISTS, _("this file exists already"));
        orb_error_at(err, "%s", path);
        return status;
    }
    (void)snprintf(temporary, sizeof temporary, "%s.new-%ld", path, (long)getpid());
    status = fill(temporary, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", path);
    else
        status = orb_file_rename_new(temporary, path, err);
    (void)unlink(temporary);
    return status;
}

/* An older file is migrated through a connection of its own, because SpatiaLite's functions
 * stay with a connection. */
static enum orb_status upgrade(struct orb_store *store, struct orb_error *err)
{
    struct orb_store other = { .driver = &orb_driver_spatialite,
                               .mode = ORB_STORE_WRITE,
                               .path = store->path };
    enum orb_status status =
        orb_spatialite_connect(&other, store->path, SQLITE_OPEN_READWRITE, err);

    if (status == ORB_OK) {
        (void)sqlite3_busy_timeout(other.connection->db, UPGRADE_TIMEOUT_MS);
        status = apply(&other, err);
    }
    orb_spatialite_disconnect(&other);
    return status;
}

enum orb_status orb_migrate_check(struct orb_store *store, struct orb_error *err)
{
    int64_t version = 0;
    enum orb_status status = orb_db_integer(store, select_version, 0, &version, err);

    if (status != ORB_OK)
        return status;
    if (version > MIGRATION_COUNT)
        status = orb_error_set(err, ORB_ERR_UNSUPPORTED,
                               _("this store was made by a newer version of Orbite"));
    else if (version < MIGRATION_COUNT && store->mode == ORB_STORE_READ)
        status = orb_error_set(
            err, ORB_ERR_UNSUPPORTED,
            _("this store was made by an older version of Orbite; any import brings it up to date"));
    else if (version < MIGRATION_COUNT)
        return upgrade(store, err);
    if (status != ORB_OK)
        orb_error_at(err, "%s", store->path);
    return status;
}
