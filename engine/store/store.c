/* The interface of store.h: opening, versions, the journal. */
#include "engine/store/store.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/store/database.h"
#include "engine/store/import.h"
#include "engine/store/shared.h"
#include "engine/store/view.h"

enum orb_status orb_store_open(struct orb_store **out, const char *path,
                               enum orb_store_mode mode, struct orb_error *err)
{
    struct orb_store *store = orb_calloc(1, sizeof *store);
    enum orb_status status =
        store == NULL ? orb_error_memory(err) : orb_db_open(store, path, mode, err);

    if (status == ORB_OK && mode == ORB_STORE_READ)
        status = orb_db_begin(store, false, err); /* until it is closed */
    if (status == ORB_OK)
        *out = store;
    else
        orb_store_close(store);
    return status;
}

void orb_store_close(struct orb_store *store)
{
    if (store == NULL)
        return;
    if (store->import != NULL)
        orb_store_import_rollback(store);
    orb_view_close(store);
    orb_shared_forget(store);
    orb_db_close(store);
    orb_free(store);
}

const char *orb_store_name(const struct orb_store *store)
{
    return store->path;
}

enum orb_status orb_store_version(struct orb_store *store, int64_t *version,
                                  struct orb_error *err)
{
    return orb_db_integer(store, "SELECT value FROM meta WHERE key = 'data_version'", 0,
                          version, err);
}

enum orb_status orb_store_stamp(struct orb_store *store, int64_t *stamp,
                                struct orb_error *err)
{
    static const char sql[] =
        "SELECT a, b, c, d FROM (SELECT 1 AS part, '' AS id, 0 AS no, 'version' AS a, "
        "CAST(value AS TEXT) AS b, '' AS c, '' AS d FROM meta WHERE key = 'data_version' "
        "UNION ALL SELECT 2, id, 0, id, digest, edition, observed_on FROM source "
        "UNION ALL SELECT 3, '', no, importer, imported_at, files, report FROM import_run) z "
        "ORDER BY part, id, no";
    uint64_t hash = ORB_HASH_SEED;
    struct orb_statement *statement;
    bool row = false;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    while (status == ORB_OK &&
           (status = orb_db_step(store, statement, &row, err)) == ORB_OK && row)
        for (int column = 0; column < 4; column++) {
            const char *text = orb_db_text(statement, column);

            hash = orb_hash_more(hash, text == NULL ? "" : text,
                                 text == NULL ? 0 : strlen(text));
        }
    if (status != ORB_OK)
        return status;
    orb_db_reset(statement);
    *stamp = (int64_t)(hash >> 1);
    return ORB_OK;
}

enum orb_status orb_store_newest_date(struct orb_store *store, orb_date *date,
                                      struct orb_error *err)
{
    static const char sql[] = "SELECT max(observed_on) FROM source";
    struct orb_statement *statement;
    bool row = false;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    if (status == ORB_OK)
        status = orb_db_step(store, statement, &row, err);
    if (status != ORB_OK)
        return status;
    *date = ORB_DATE_NONE;
    if (row && orb_db_text(statement, 0) != NULL)
        (void)orb_date_parse(date, orb_db_text(statement, 0),
                             strlen(orb_db_text(statement, 0)));
    orb_db_reset(statement);
    return ORB_OK;
}

enum orb_status orb_store_last_report(struct orb_store *store, const char *importer,
                                      struct orb_buf *out, struct orb_error *err)
{
    static const char sql[] =
        "SELECT report FROM import_run WHERE importer = ?1 AND report IS NOT NULL ORDER BY no DESC LIMIT 1";
    struct orb_statement *statement;
    bool row = false;
    enum orb_status status = orb_db_statement(store, &statement, sql, err);

    if (status != ORB_OK)
        return status;
    orb_db_bind_text(statement, 1, importer);
    status = orb_db_step(store, statement, &row, err);
    if (status == ORB_OK && row)
        orb_buf_text(out, orb_db_text(statement, 0));
    orb_db_reset(statement);
    return status == ORB_OK ? orb_buf_check(out, err) : status;
}

/* ---- the journal. What a run added is known by first_run and has no line of its own,
 * which keeps a first import small. */

/* Lines of all records, or of one: a condition that asks "is there an id" would read every
 * record for one. */
#define SELECT_CHANGES(of_added, of_assertion, of_journal)                                                         \
    "WITH added (run, kind, id, opened, source) AS ("                                                              \
    "SELECT first_run, 'territory', id, NULL, source FROM territory_fact UNION ALL "                               \
    "SELECT first_run, 'organization', id, NULL, source FROM organization UNION ALL "                              \
    "SELECT first_run, 'site', id, NULL, source FROM site UNION ALL "                                              \
    "SELECT first_run, 'service', id, opened_on, source FROM service UNION ALL "                                   \
    "SELECT first_run, 'offer', id, opened_on, source FROM offer UNION ALL "                                       \
    "SELECT first_run, 'relation', id, NULL, source FROM relation) "                                               \
    "SELECT c.run, r.importer, r.observed_on, r.imported_at, c.kind, c.id, c.change, c.field, c.before, "          \
    "c.after FROM (SELECT a.run AS run, 0 AS n, a.kind AS kind, a.id AS id, "                                      \
    "CASE WHEN a.opened IS NOT NULL AND z.first_run < a.run THEN 'opened' ELSE 'new' END AS change, "              \
    "NULL AS field, NULL AS before, NULL AS after, 0 AS m FROM added a "                                           \
    "LEFT JOIN source z ON z.no = a.source " of_added                                                              \
    "UNION ALL SELECT first_run, 0, kind, subject, 'changed', field, NULL, value, no FROM assertion " of_assertion \
    "UNION ALL SELECT run, no, kind, id, change, field, before, after, 0 FROM journal " of_journal                 \
    ") c JOIN import_run r ON r.no = c.run "                                                                       \
    "WHERE CAST(?1 AS TEXT) IS NULL OR coalesce(r.observed_on, r.imported_at) >= CAST(?1 AS TEXT) ORDER BY c.run, c.n, c.kind, c.id, c.m"

static const char select_changes[] = SELECT_CHANGES("", "", "");
static const char select_changes_of[] = SELECT_CHANGES(
    "WHERE a.id = ?2 ",
    "WHERE kind IN ('organization', 'site', 'service', 'offer') AND subject = ?2 ",
    "WHERE id = ?2");

static enum orb_record_kind kind_of(const char *label)
{
    for (int k = 0; k < ORB_RECORD_KINDS; k++) {
        const struct orb_table *table = orb_table_of((enum orb_record_kind)k);

        if (table != NULL && strcmp(table->label, label) == 0)
            return (enum orb_record_kind)k;
    }
    return ORB_RECORD_SOURCE;
}

static void read_change(struct orb_statement *s, struct orb_store_change *change)
{
    const char *day = orb_db_text(s, 2);

    *change = (struct orb_store_change){ .run = orb_db_long(s, 0),
                                         .importer = orb_db_text(s, 1),
                                         .observed_on = ORB_DATE_NONE,
                                         .imported_at = orb_db_text(s, 3),
                                         .kind = kind_of(orb_db_text(s, 4)),
                                         .id = orb_db_text(s, 5),
                                         .change = orb_db_text(s, 6),
                                         .field = orb_db_text(s, 7),
                                         .before = orb_db_text(s, 8),
                                         .after = orb_db_text(s, 9) };
    if (day != NULL)
        (void)orb_date_parse(&change->observed_on, day, strlen(day));
}

enum orb_status orb_store_changes(struct orb_store *store, orb_date since, const char *id,
                                  const struct orb_store_visitor *visitor,
                                  struct orb_error *err)
{
    struct orb_store_change change;
    char day[ORB_DATE_LEN];
    struct orb_statement *statement = NULL;
    bool row = true;
    enum orb_status status = orb_db_prepare_many(
        store, &statement, id == NULL ? select_changes : select_changes_of, err);

    if (status == ORB_OK) {
        orb_db_bind_text(statement, 1,
                         since == ORB_DATE_NONE ? NULL : orb_date_write(day, since));
        if (id != NULL)
            orb_db_bind_text(statement, 2, id);
    }
    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status != ORB_OK || !row)
            break;
        read_change(statement, &change);
        status = visitor->visit(visitor->context, &change, err);
    }
    orb_db_finalize(statement);
    return status;
}
