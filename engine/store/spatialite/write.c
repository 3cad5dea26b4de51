/* One INSERT and one UPDATE for each table, of the same numbered parameters. */
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "engine/store/spatialite/blob.h"
#include "engine/store/spatialite/database.h"
#include "engine/store/spatialite/import.h"

enum {
    AT_NO = 1,
    AT_ID,
    AT_HASH,
    AT_RUN,
    AT_DETAILS,
    AT_SOURCE,
    AT_OBSERVED,
    AT_BASIS,
    AT_PROVENANCE,
    AT_FIRST,
    AT_SECOND,
    AT_COLUMNS
};

static const char *const fixed_names[] = { NULL,         "no",          "id",
                                           "hash",       "first_run",   "details",
                                           "source",     "observed_on", "basis",
                                           "provenance", NULL,          NULL };

static const char *fixed_name(const struct orb_table *table, int at)
{
    if (table->provenance_offset == ORB_TABLE_NONE && at >= AT_DETAILS)
        return NULL;
    if (table->extra == ORB_EXTRA_POSITION && at == AT_FIRST)
        return "position";
    if (table->extra == ORB_EXTRA_TERMS && at >= AT_FIRST)
        return at == AT_FIRST ? "terms" : "zone";
    return fixed_names[at];
}

static enum orb_status prepare_insert(struct orb_store *store, struct orb_kind_state *kind,
                                      struct orb_error *err)
{
    struct orb_buf sql = { 0 }, values = { 0 };
    enum orb_status status;

    orb_buf_printf(&sql, "INSERT INTO %s (", kind->table->name);
    for (int at = AT_NO; at < AT_COLUMNS; at++)
        if (fixed_name(kind->table, at) != NULL) {
            orb_buf_printf(&sql, "%s%s", at == AT_NO ? "" : ", ",
                           fixed_name(kind->table, at));
            orb_buf_printf(&values, "%s?%d", at == AT_NO ? "" : ", ", at);
        }
    for (size_t i = 0; i < kind->table->column_count; i++) {
        orb_buf_printf(&sql, ", \"%s\"", kind->table->columns[i].name);
        orb_buf_printf(&values, ", ?%d", AT_COLUMNS + (int)i);
    }
    orb_buf_printf(&sql, ") VALUES (%s)", values.failed ? "" : values.data);
    status = orb_buf_check(values.failed ? &values : &sql, err);
    if (status == ORB_OK)
        status = orb_db_prepare(store, &kind->insert, sql.data, err);
    orb_buf_release(&sql);
    orb_buf_release(&values);
    return status;
}

static enum orb_status prepare_update(struct orb_store *store, struct orb_kind_state *kind,
                                      struct orb_error *err)
{
    struct orb_buf sql = { 0 };
    enum orb_status status;

    orb_buf_printf(&sql, "UPDATE %s SET gone_on = NULL", kind->table->name);
    for (int at = AT_ID; at < AT_COLUMNS; at++)
        if (at != AT_RUN && fixed_name(kind->table, at) != NULL)
            orb_buf_printf(&sql, ", %s = ?%d", fixed_name(kind->table, at), at);
    for (size_t i = 0; i < kind->table->column_count; i++)
        orb_buf_printf(&sql, ", \"%s\" = ?%d", kind->table->columns[i].name,
                       AT_COLUMNS + (int)i);
    orb_buf_text(&sql, " WHERE no = ?1");
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = orb_db_prepare(store, &kind->update, sql.data, err);
    orb_buf_release(&sql);
    return status;
}

static enum orb_status load_rows(struct orb_store *store, struct orb_kind_state *kind,
                                 struct orb_error *err)
{
    const struct orb_column observed = { .type = ORB_COLUMN_DATE,
                                         .offset =
                                             offsetof(struct orb_entry, observed_on) };
    bool is_fact = kind->table->kind == ORB_RECORD_TERRITORY;
    char sql[200];
    sqlite3_stmt *statement = NULL;
    bool row = true;
    enum orb_status status;

    (void)snprintf(sql, sizeof sql, "SELECT no, %s, hash, %s, observed_on, gone_on FROM %s",
                   is_fact ? "id || ' ' || (SELECT z.id FROM source z WHERE z.no = source)"
                           : "id",
                   kind->table->provenance_offset == ORB_TABLE_NONE ? "0" : "source",
                   kind->table->name);
    status = orb_db_prepare(store, &statement, sql, err);
    kind->next_no = 1;
    while (status == ORB_OK && row) {
        struct orb_entry *entry;

        status = orb_db_step(store, statement, &row, err);
        if (status != ORB_OK || !row)
            break;
        entry = orb_entry_add(&kind->map, orb_db_text(statement, 1),
                              (size_t)sqlite3_column_bytes(statement, 1));
        if (entry == NULL) {
            status = orb_error_memory(err);
            break;
        }
        entry->no = sqlite3_column_int(statement, 0);
        entry->hash = entry->original = (uint64_t)sqlite3_column_int64(statement, 2);
        entry->source = sqlite3_column_int(statement, 3);
        status = orb_column_read(statement, 4, &observed, entry, NULL);
        entry->flags =
            sqlite3_column_type(statement, 5) == SQLITE_NULL ? 0 : ORB_ENTRY_GONE;
        if (entry->no >= kind->next_no)
            kind->next_no = (int64_t)entry->no + 1;
    }
    (void)sqlite3_finalize(statement);
    kind->was_empty = kind->map.count == 0;
    return status;
}

enum orb_status orb_import_load_kind(struct orb_store *store, struct orb_kind_state *kind,
                                     struct orb_error *err)
{
    enum orb_status status = prepare_insert(store, kind, err);

    if (status == ORB_OK)
        status = prepare_update(store, kind, err);
    for (size_t i = 0; status == ORB_OK && i < kind->table->child_count; i++) {
        status = orb_db_prepare(store, &kind->children[2 * i],
                                kind->table->children[i].child->insert, err);
        if (status == ORB_OK)
            status = orb_db_prepare(store, &kind->children[2 * i + 1],
                                    kind->table->children[i].child->remove, err);
    }
    if (status == ORB_OK)
        status = load_rows(store, kind, err);
    if (status == ORB_OK && kind->was_empty)
        status = orb_import_drop_indices(store, kind->table->name, err);
    kind->is_loaded = status == ORB_OK;
    return status;
}

void orb_import_release_kind(struct orb_kind_state *kind)
{
    (void)sqlite3_finalize(kind->insert);
    (void)sqlite3_finalize(kind->update);
    (void)sqlite3_finalize(kind->mark_gone);
    for (size_t i = 0; i < ORB_CHILD_STATEMENTS; i++)
        (void)sqlite3_finalize(kind->children[i]);
    if (kind->has_before)
        orb_row_reader_close(&kind->before);
    orb_entry_release(&kind->map);
}

static enum orb_status write_children(struct orb_store *store, struct orb_kind_state *kind,
                                      int64_t no, const void *record, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t c = 0; c < kind->table->child_count; c++) {
        const struct orb_child_place *place = &kind->table->children[c];
        sqlite3_stmt *insert = kind->children[2 * c];
        uint32_t count;
        const unsigned char *items = orb_child_items(place, record, &count);

        for (uint32_t i = 0; status == ORB_OK && i < count; i++) {
            (void)sqlite3_bind_int64(insert, 1, no);
            (void)sqlite3_bind_int64(insert, 2, i);
            for (size_t k = 0; k < place->child->column_count; k++)
                orb_column_bind(insert, 3 + (int)k, &place->child->columns[k],
                                items + i * place->child->item_size);
            status = orb_db_run(store, insert, err);
        }
    }
    return status;
}

static unsigned details_of(const struct orb_table *table, const void *record)
{
    unsigned bits = 0;
    uint32_t count;

    for (size_t i = 0; i < table->child_count; i++) {
        (void)orb_child_items(&table->children[i], record, &count);
        if (count > 0)
            bits |= table->children[i].child->bit;
    }
    return bits;
}

static enum orb_status bind_provenance(struct orb_store *store,
                                       const struct orb_kind_state *kind,
                                       const struct orb_entry *entry, const void *record,
                                       struct orb_error *err)
{
    static const struct orb_column observed = {
        .type = ORB_COLUMN_DATE, .offset = offsetof(struct orb_provenance, observed_on)
    };
    const struct orb_provenance *provenance = orb_record_provenance(kind->table, record);
    sqlite3_stmt *statement = kind->is_update ? kind->update : kind->insert;
    int64_t no = 0;
    enum orb_status status = orb_import_provenance(store, provenance->fields, &no, err);

    (void)sqlite3_bind_int(statement, AT_DETAILS, (int)details_of(kind->table, record));
    if (entry->source != 0)
        (void)sqlite3_bind_int(statement, AT_SOURCE, entry->source);
    orb_column_bind(statement, AT_OBSERVED, &observed, provenance);
    orb_db_bind_text(statement, AT_BASIS, orb_basis_name(provenance->basis));
    if (no != 0)
        (void)sqlite3_bind_int64(statement, AT_PROVENANCE, no);
    return status;
}

static enum orb_status bind_extra(struct orb_store *store, const struct orb_table *table,
                                  sqlite3_stmt *statement, const void *record,
                                  struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    int64_t terms, zone;

    if (table->extra == ORB_EXTRA_POSITION) {
        const struct orb_site *site = record;
        unsigned char point[ORB_BLOB_POINT_LEN];

        if (!isfinite(site->lon) || !isfinite(site->lat))
            return ORB_OK;
        orb_blob_point(point, site->lon, site->lat);
        (void)sqlite3_bind_blob(statement, AT_FIRST, point, sizeof point, SQLITE_TRANSIENT);
    } else if (table->extra == ORB_EXTRA_TERMS) {
        const struct orb_offer *offer = record;

        status = orb_import_terms(store, &offer->terms, &terms, err);
        if (status == ORB_OK)
            status = orb_import_zone(store, &offer->zone, &zone, err);
        if (status != ORB_OK)
            return status;
        (void)sqlite3_bind_int64(statement, AT_FIRST, terms);
        if (zone != 0)
            (void)sqlite3_bind_int64(statement, AT_SECOND, zone);
    }
    return status;
}

static enum orb_status write_row(struct orb_store *store, struct orb_kind_state *kind,
                                 const struct orb_entry *entry, const void *record,
                                 struct orb_error *err)
{
    const struct orb_table *table = kind->table;
    sqlite3_stmt *statement = kind->is_update ? kind->update : kind->insert;
    struct orb_buf buf = { 0 };
    const char *id = orb_record_id(table, record, &buf);
    enum orb_status status = id == NULL ? orb_error_memory(err) : ORB_OK;

    (void)sqlite3_clear_bindings(statement);
    (void)sqlite3_bind_int(statement, AT_NO, entry->no);
    orb_db_bind_text(statement, AT_ID, id);
    (void)sqlite3_bind_int64(statement, AT_HASH, (int64_t)entry->hash);
    (void)sqlite3_bind_int64(statement, AT_RUN, store->import->run);
    if (status == ORB_OK && table->provenance_offset != ORB_TABLE_NONE)
        status = bind_provenance(store, kind, entry, record, err);
    if (status == ORB_OK)
        status = bind_extra(store, table, statement, record, err);
    for (size_t i = 0; i < table->column_count; i++)
        orb_column_bind(statement, AT_COLUMNS + (int)i, &table->columns[i], record);
    if (status == ORB_OK)
        status = orb_db_run(store, statement, err);
    orb_buf_release(&buf);
    return status == ORB_OK ? write_children(store, kind, entry->no, record, err) : status;
}

enum orb_status orb_import_insert(struct orb_store *store, struct orb_kind_state *kind,
                                  const struct orb_entry *entry, const void *record,
                                  struct orb_error *err)
{
    kind->is_update = false;
    return write_row(store, kind, entry, record, err);
}

enum orb_status orb_import_update(struct orb_store *store, struct orb_kind_state *kind,
                                  const struct orb_entry *entry, const void *record,
                                  struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < kind->table->child_count; i++) {
        (void)sqlite3_bind_int64(kind->children[2 * i + 1], 1, entry->no);
        status = orb_db_run(store, kind->children[2 * i + 1], err);
    }
    kind->is_update = true;
    return status == ORB_OK ? write_row(store, kind, entry, record, err) : status;
}
