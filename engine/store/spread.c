/* A row is written where it seems to belong, at once; what its record says later, or a
 * record that comes after it, is seen to at the end of the import. */
#include "engine/store/spread.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/store/database.h"
#include "engine/store/driver.h"

static const char none[] = "00";

/* The code of a commune starts with that of its département, of three characters overseas.
 */
#define KEY_OF_COMMUNE                                                                     \
    "CASE WHEN length(s.commune) >= 3 AND substr(s.commune, 1, 2) IN ('97', '98') "        \
    "THEN substr(s.commune, 1, 3) WHEN length(s.commune) >= 2 "                            \
    "AND substr(s.commune, 1, 2) NOT IN ('97', '98') "                                     \
    "THEN substr(s.commune, 1, 2) ELSE '00' END"

/* Rows that are elsewhere than they should be: number, key, the other key. In this order,
 * each after those it follows. */
static const struct {
    enum orb_record_kind kind;
    const char *misplaced;
} kinds[] = {
    { ORB_RECORD_SITE, "SELECT s.no, s.departement, " KEY_OF_COMMUNE " FROM site s "
                       "WHERE s.departement <> " KEY_OF_COMMUNE " ORDER BY s.no" },
    { ORB_RECORD_SERVICE,
      "SELECT v.no, v.departement, coalesce(s.departement, '00') FROM service v "
      "LEFT JOIN site s ON s.id = v.site "
      "WHERE v.departement <> coalesce(s.departement, '00') ORDER BY v.no" },
    { ORB_RECORD_OFFER,
      "SELECT o.no, o.departement, coalesce(s.departement, v.departement, '00') "
      "FROM offer o LEFT JOIN site s ON s.id = o.site "
      "LEFT JOIN service v ON v.id = coalesce(o.service, o.id) "
      "WHERE o.departement <> coalesce(s.departement, v.departement, '00') ORDER BY o.no" },
};

struct move {
    int64_t no;
    char from[ORB_KEY_LEN];
    char to[ORB_KEY_LEN];
};

struct moves {
    struct move *list;
    size_t count;
    size_t capacity;
};

bool orb_spread_has(const struct orb_table *table)
{
    return table->kind == ORB_RECORD_SITE || table->kind == ORB_RECORD_SERVICE ||
           table->kind == ORB_RECORD_OFFER;
}

static void copy_key(char out[ORB_KEY_LEN], const char *key)
{
    size_t len = key == NULL ? 0 : strlen(key);

    if (len == 0 || len >= ORB_KEY_LEN)
        key = none;
    memcpy(out, key, strlen(key) + 1);
}

/* ---- during the import */

const char *orb_spread_key(const struct orb_kind_state *kind, const struct orb_entry *entry)
{
    return kind->keys[entry - kind->map.entries];
}

enum orb_status orb_spread_note(struct orb_kind_state *kind, const struct orb_entry *entry,
                                const char *key, struct orb_error *err)
{
    size_t at = (size_t)(entry - kind->map.entries);

    if (!kind->has_key)
        return ORB_OK;
    if (orb_grow((void **)&kind->keys, &kind->key_capacity, at, sizeof *kind->keys) !=
        ORB_OK)
        return orb_error_memory(err);
    copy_key(kind->keys[at], key);
    return ORB_OK;
}

static void key_of_commune(char out[ORB_KEY_LEN], const char *commune)
{
    bool overseas = commune != NULL &&
                    (strncmp(commune, "97", 2) == 0 || strncmp(commune, "98", 2) == 0);
    size_t len = overseas ? 3 : 2;

    copy_key(out, none);
    if (commune == NULL || strlen(commune) < len)
        return;
    memcpy(out, commune, len);
    out[len] = '\0';
}

/* The key of a record that another one names; "00" when it is not there. */
static enum orb_status key_of(struct orb_store *store, enum orb_record_kind kind,
                              const char *id, char out[ORB_KEY_LEN], struct orb_error *err)
{
    struct orb_kind_state *named = &store->import->kinds[kind];
    const struct orb_entry *entry;
    enum orb_status status = ORB_OK;

    copy_key(out, none);
    if (id == NULL)
        return ORB_OK;
    if (!named->is_loaded)
        status = orb_import_load_kind(store, named, err);
    entry = status == ORB_OK ? orb_entry_find(&named->map, id, strlen(id)) : NULL;
    if (entry != NULL)
        copy_key(out, orb_spread_key(named, entry));
    return status;
}

enum orb_status orb_spread_choose(struct orb_store *store, struct orb_kind_state *kind,
                                  const struct orb_entry *entry, const void *record,
                                  struct orb_error *err)
{
    const struct orb_offer *offer = record;
    char key[ORB_KEY_LEN];
    enum orb_status status = ORB_OK;

    if (!kind->has_key)
        return ORB_OK;
    if (kind->table->kind == ORB_RECORD_SITE) {
        key_of_commune(key, ((const struct orb_site *)record)->commune);
    } else if (kind->table->kind == ORB_RECORD_SERVICE) {
        status = key_of(store, ORB_RECORD_SITE, ((const struct orb_service *)record)->site,
                        key, err);
    } else {
        status = key_of(store, ORB_RECORD_SITE, offer->site, key, err);
        if (status == ORB_OK && strcmp(key, none) == 0)
            status = key_of(store, ORB_RECORD_SERVICE,
                            offer->service != NULL ? offer->service : offer->id, key, err);
    }
    return status == ORB_OK ? orb_spread_note(kind, entry, key, err) : status;
}

/* ---- at its end */

static enum orb_status list_moves(struct orb_store *store, const char *sql,
                                  struct moves *moves, struct orb_error *err)
{
    struct orb_statement *s = NULL;
    bool row = true;
    enum orb_status status = orb_db_prepare_many(store, &s, sql, err);

    moves->count = 0;
    while (status == ORB_OK && row) {
        status = orb_db_step(store, s, &row, err);
        if (status != ORB_OK || !row)
            break;
        if (orb_grow((void **)&moves->list, &moves->capacity, moves->count,
                     sizeof *moves->list) != ORB_OK) {
            status = orb_error_memory(err);
            break;
        }
        moves->list[moves->count].no = orb_db_long(s, 0);
        copy_key(moves->list[moves->count].from, orb_db_text(s, 1));
        copy_key(moves->list[moves->count++].to, orb_db_text(s, 2));
    }
    orb_db_finalize(s);
    return status;
}

/* Run for each move; ?1 number, ?2 key, ?3 the other key. */
static enum orb_status run_all(struct orb_store *store, const struct orb_buf *sql,
                               const struct moves *moves, struct orb_error *err)
{
    struct orb_statement *s = NULL;
    enum orb_status status = orb_buf_check(sql, err);

    if (status == ORB_OK)
        status = orb_db_prepare(store, &s, sql->data, err);
    for (size_t i = 0; status == ORB_OK && i < moves->count; i++) {
        orb_db_bind_long(s, 1, moves->list[i].no);
        orb_db_bind_text(s, 2, moves->list[i].from);
        if (orb_db_parameter_count(s) >= 3)
            orb_db_bind_text(s, 3, moves->list[i].to);
        status = orb_db_run(store, s, err);
    }
    orb_db_finalize(s);
    return status;
}

/* A table whose rows move; released with it. */
struct moving {
    const char *table;
    struct orb_buf columns; /* beside the key */
    struct orb_buf where;   /* "owner_kind = 'offer' AND owner" */
};

/* Copy the rows under the other key, then take away those under this one. */
static enum orb_status move_rows(struct orb_store *store, struct moving *m,
                                 const struct moves *moves, struct orb_error *err)
{
    struct orb_buf sql = { 0 };
    enum orb_status status = orb_buf_check(&m->columns, err);

    if (status == ORB_OK)
        status = orb_buf_check(&m->where, err);
    if (status == ORB_OK) {
        orb_buf_printf(&sql, "INSERT INTO %s (departement, %s) SELECT CAST(?3 AS TEXT), ",
                       m->table, m->columns.data);
        orb_buf_printf(&sql, "%s FROM %s WHERE %s = ?1 AND departement = ?2",
                       m->columns.data, m->table, m->where.data);
        status = run_all(store, &sql, moves, err);
    }
    orb_buf_clear(&sql);
    if (status == ORB_OK) {
        orb_buf_printf(&sql, "DELETE FROM %s WHERE %s = ?1 AND departement = ?2", m->table,
                       m->where.data);
        status = run_all(store, &sql, moves, err);
    }
    orb_buf_release(&sql);
    orb_buf_release(&m->columns);
    orb_buf_release(&m->where);
    return status;
}

static enum orb_status move_children(struct orb_store *store, const struct orb_child *child,
                                     const struct moves *moves, struct orb_error *err)
{
    struct moving m = { .table = child->table };

    orb_buf_text(&m.columns, "owner, n");
    if (child->owner_kind != NULL) {
        orb_buf_text(&m.columns, ", owner_kind");
        orb_buf_printf(&m.where, "owner_kind = '%s' AND ", child->owner_kind);
    }
    orb_buf_text(&m.where, "owner");
    for (size_t i = 0; i < child->column_count; i++)
        orb_buf_printf(&m.columns, ", \"%s\"", child->columns[i].name);
    return move_rows(store, &m, moves, err);
}

static enum orb_status move_all(struct orb_store *store, const struct orb_table *table,
                                const struct moves *moves, struct orb_error *err)
{
    struct moving m = { .table = table->name };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < table->child_count; i++)
        status = move_children(store, table->children[i].child, moves, err);
    if (status != ORB_OK)
        return status;
    orb_import_column_names(table, &m.columns);
    orb_buf_text(&m.where, "no");
    return move_rows(store, &m, moves, err);
}

enum orb_status orb_spread_settle(struct orb_store *store, struct orb_error *err)
{
    struct moves moves = { 0 };
    enum orb_status status = ORB_OK;

    if (!store->driver->has_key)
        return ORB_OK;
    for (size_t i = 0; status == ORB_OK && i < sizeof kinds / sizeof kinds[0]; i++) {
        status = list_moves(store, kinds[i].misplaced, &moves, err);
        if (status == ORB_OK && moves.count > 0)
            status = move_all(store, orb_table_of(kinds[i].kind), &moves, err);
    }
    orb_free(moves.list);
    return status;
}
