/* One table in the order of its keys, filled in one transaction that never ends: it is gone
 * with the connection. */
#include "maps/lookup.h"

#include "engine/base/alloc.h"
#include "engine/base/sqlite.h"

/* Of a part, beyond a key, that another part has not. */
#define NEXT_KEY                                                                           \
    "SELECT key FROM entry AS e WHERE part = ?1 AND key > ?2 AND NOT EXISTS (SELECT 1 "    \
    "FROM entry WHERE part = ?3 AND key = e.key) ORDER BY key LIMIT 1"

static const char *const texts[] = {
    "INSERT INTO entry (part, key, n, text) VALUES (?1, ?2, ?3, ?4)",
    "SELECT text FROM entry WHERE part = ?1 AND key = ?2 ORDER BY n",
    "SELECT 1 FROM entry WHERE part = ?1 AND key = ?2 LIMIT 1",
    NEXT_KEY,
};

enum { ADD, GET, HAS, NEXT, STATEMENTS };

struct orb_lookup {
    struct orb_sqlite *db;
    struct orb_sqlite_statement *statements[STATEMENTS];
    int64_t count;
};

static enum orb_status open_lookup(struct orb_lookup *lookup, struct orb_error *err)
{
    enum orb_status status = orb_sqlite_open(&lookup->db, NULL, err);

    if (status == ORB_OK)
        status = orb_sqlite_exec(
            lookup->db,
            "CREATE TABLE entry (part INTEGER, key TEXT, n INTEGER, text TEXT, "
            "PRIMARY KEY (part, key, n)) WITHOUT ROWID; BEGIN",
            err);
    for (int i = 0; status == ORB_OK && i < STATEMENTS; i++)
        status = orb_sqlite_prepare(&lookup->statements[i], lookup->db, texts[i], err);
    return status;
}

enum orb_status orb_lookup_new(struct orb_lookup **out, struct orb_error *err)
{
    struct orb_lookup *lookup = orb_calloc(1, sizeof *lookup);
    enum orb_status status;

    if (lookup == NULL)
        return orb_error_memory(err);
    status = open_lookup(lookup, err);
    if (status == ORB_OK)
        *out = lookup;
    else
        orb_lookup_free(lookup);
    return status;
}

void orb_lookup_free(struct orb_lookup *lookup)
{
    if (lookup == NULL)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        orb_sqlite_finalize(lookup->statements[i]);
    orb_sqlite_close(lookup->db);
    orb_free(lookup);
}

static struct orb_sqlite_statement *bind(struct orb_lookup *lookup, int which, int set,
                                         const char *key)
{
    struct orb_sqlite_statement *statement = lookup->statements[which];

    orb_sqlite_bind_integer(statement, 1, set);
    orb_sqlite_bind_text(statement, 2, key);
    return statement;
}

enum orb_status orb_lookup_add(struct orb_lookup *lookup, int set, const char *key,
                               const char *text, struct orb_error *err)
{
    struct orb_sqlite_statement *statement = bind(lookup, ADD, set, key);

    orb_sqlite_bind_integer(statement, 3, lookup->count++);
    orb_sqlite_bind_text(statement, 4, text);
    return orb_sqlite_run(statement, err);
}

enum orb_status orb_lookup_get(struct orb_lookup *lookup, int set, const char *key,
                               struct orb_buf *out, struct orb_error *err)
{
    struct orb_sqlite_statement *statement = bind(lookup, GET, set, key);
    bool row = true;
    bool first = true;
    enum orb_status status = ORB_OK;

    while (status == ORB_OK && row) {
        const char *text;

        status = orb_sqlite_step(statement, &row, err);
        if (status != ORB_OK || !row)
            break;
        text = orb_sqlite_text(statement, 0);
        if (text == NULL) {
            orb_sqlite_reset(statement);
            return orb_error_memory(err);
        }
        orb_buf_text(out, first ? "" : ",");
        orb_buf_text(out, text);
        first = false;
    }
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}

enum orb_status orb_lookup_has(struct orb_lookup *lookup, int set, const char *key,
                               bool *has, struct orb_error *err)
{
    struct orb_sqlite_statement *statement = bind(lookup, HAS, set, key);
    enum orb_status status = orb_sqlite_step(statement, has, err);

    orb_sqlite_reset(statement);
    return status;
}

enum orb_status orb_lookup_next(struct orb_lookup *lookup, struct orb_lookup_walk *walk,
                                bool *found, struct orb_error *err)
{
    struct orb_sqlite_statement *statement =
        bind(lookup, NEXT, walk->set, walk->key.len == 0 ? "" : walk->key.data);
    enum orb_status status;

    orb_sqlite_bind_integer(statement, 3, walk->without);
    status = orb_sqlite_step(statement, found, err);
    if (status == ORB_OK && *found) {
        const char *key = orb_sqlite_text(statement, 0);

        orb_buf_clear(&walk->key);
        if (key == NULL)
            walk->key.failed = true;
        else
            orb_buf_text(&walk->key, key);
        status = orb_buf_check(&walk->key, err);
    }
    orb_sqlite_reset(statement);
    return status;
}
