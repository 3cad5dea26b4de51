/* Rows on their way into a table: new ones go in together, changed ones one by one. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/store/aside.h"
#include "engine/store/database.h"
#include "engine/store/driver.h"
#include "engine/store/import.h"
#include "engine/store/spread.h"

/* The columns beside those of the record, numbered before them; the same numbers are those
 * of orb_rows and, from 1, the parameters of the UPDATE. */
enum {
    AT_NO,
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
    AT_DEPARTEMENT,
    AT_COLUMNS
};

static const char *const fixed_names[] = { "no",          "id",      "hash",
                                           "first_run",   "details", "source",
                                           "observed_on", "basis",   "provenance",
                                           NULL,          NULL,      NULL };

static const char *fixed_name(const struct orb_table *table, int at)
{
    if (table->provenance_offset == ORB_TABLE_NONE && at >= AT_DETAILS)
        return NULL;
    if (at == AT_DEPARTEMENT)
        return orb_spread_has(table) ? "departement" : NULL;
    if (table->extra == ORB_EXTRA_POSITION && at == AT_FIRST)
        return "position";
    if (table->extra == ORB_EXTRA_TERMS && (at == AT_FIRST || at == AT_SECOND))
        return at == AT_FIRST ? "terms" : "zone";
    return fixed_names[at];
}

/* The name of a column; NULL when the table has none of this number. */
static const char *name_at(const struct orb_table *table, int at)
{
    return at < AT_COLUMNS ? fixed_name(table, at) : table->columns[at - AT_COLUMNS].name;
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

static struct orb_value number_or_null(int64_t number)
{
    return number == 0 ? (struct orb_value){ .type = ORB_VALUE_NULL }
                       : orb_value_integer(number);
}

static struct orb_value extra_value(const struct orb_table *table,
                                    const struct orb_pending_row *row, int at)
{
    const struct orb_site *site = row->record;

    if (table->extra == ORB_EXTRA_TERMS)
        return number_or_null(at == AT_FIRST ? row->terms : row->zone);
    return isfinite(site->lon) && isfinite(site->lat)
               ? (struct orb_value){ .type = ORB_VALUE_POINT,
                                     .real = site->lon,
                                     .lat = site->lat }
               : (struct orb_value){ .type = ORB_VALUE_NULL };
}

static struct orb_value value_at(const struct orb_table *table,
                                 const struct orb_pending_row *row, int at)
{
    switch (at) {
    case AT_NO:
        return orb_value_integer(row->no);
    case AT_ID:
        return orb_value_text(row->id);
    case AT_HASH:
        return orb_value_integer((int64_t)row->hash);
    case AT_RUN:
        return orb_value_integer(row->run);
    case AT_DETAILS:
        return orb_value_integer(details_of(table, row->record));
    case AT_SOURCE:
        return number_or_null(row->source);
    case AT_OBSERVED:
        return orb_value_date(orb_record_provenance(table, row->record)->observed_on);
    case AT_BASIS:
        return orb_value_text(
            orb_basis_name(orb_record_provenance(table, row->record)->basis));
    case AT_PROVENANCE:
        return number_or_null(row->provenance);
    case AT_FIRST:
    case AT_SECOND:
        return extra_value(table, row, at);
    case AT_DEPARTEMENT:
        return orb_value_text(row->departement[0] == '\0' ? NULL : row->departement);
    default:
        return orb_column_value(&table->columns[at - AT_COLUMNS], row->record);
    }
}

/* ---- statements */

/* The columns that some row fills in, one bit each: the others need not be asked of every
 * row. */
static uint64_t columns_of(const struct orb_table *table, const struct orb_pending *pending)
{
    int count = AT_COLUMNS + (int)table->column_count;
    uint64_t columns = 0;

    for (int at = AT_ID; at < count; at++) {
        if (name_at(table, at) == NULL)
            continue;
        for (size_t i = 0; i < pending->count; i++) {
            if (value_at(table, &pending->rows[i], at).type == ORB_VALUE_NULL)
                continue;
            columns |= UINT64_C(1) << at;
            break;
        }
    }
    return columns;
}

/* The columns that are filled in; made again when a batch has one more. "no" is left to a
 * database that numbers rows as we do: it need not look for their places then. */
static enum orb_status prepare_load(struct orb_store *store, struct orb_kind_state *kind,
                                    uint64_t columns, struct orb_error *err)
{
    int count = AT_COLUMNS + (int)kind->table->column_count;
    struct orb_kind_load *load = &kind->load;

    if (store->driver->last_number == NULL)
        columns |= UINT64_C(1) << AT_NO;
    if (load->statement != NULL && (columns & ~kind->load_columns) == 0)
        return ORB_OK;
    kind->load_columns |= columns;
    orb_db_finalize(load->statement);
    load->statement = NULL;
    load->target = (struct orb_target){ .table = kind->table->name };
    for (int at = AT_NO; at < count; at++)
        if ((kind->load_columns >> at & 1) != 0) {
            load->places[load->target.column_count] = (signed char)at;
            load->target.columns[load->target.column_count++] = name_at(kind->table, at);
        }
    return orb_db_prepare_load(store, &load->statement, &load->target, err);
}

/* Its columns: owner_kind where there is one, owner, n, then those of the items, then the
 * shard key where there is one. */
static enum orb_status prepare_child_load(struct orb_store *store,
                                          struct orb_kind_state *kind, size_t which,
                                          struct orb_error *err)
{
    const struct orb_child *child = kind->table->children[which].child;
    struct orb_kind_load *load = &kind->child_loads[which];
    struct orb_target *target = &load->target;

    *target = (struct orb_target){ .table = child->table };
    if (child->owner_kind != NULL)
        target->columns[target->column_count++] = "owner_kind";
    target->columns[target->column_count++] = "owner";
    target->columns[target->column_count++] = "n";
    for (size_t i = 0; i < child->column_count; i++)
        target->columns[target->column_count++] = child->columns[i].name;
    if (kind->has_key)
        target->columns[target->column_count++] = "departement";
    return orb_db_prepare_load(store, &load->statement, target, err);
}

static enum orb_status prepare_remove(struct orb_store *store, struct orb_kind_state *kind,
                                      size_t which, struct orb_error *err)
{
    const struct orb_child *child = kind->table->children[which].child;
    const char *key = kind->has_key ? " AND departement = ?2" : "";
    char sql[160];

    if (child->owner_kind == NULL)
        (void)snprintf(sql, sizeof sql, "DELETE FROM %s WHERE owner = ?1%s", child->table,
                       key);
    else
        (void)snprintf(sql, sizeof sql,
                       "DELETE FROM %s WHERE owner_kind = '%s' AND owner = ?1%s",
                       child->table, child->owner_kind, key);
    return orb_db_prepare(store, &kind->removes[which], sql, err);
}

static enum orb_status prepare_update(struct orb_store *store, struct orb_kind_state *kind,
                                      struct orb_error *err)
{
    int count = AT_COLUMNS + (int)kind->table->column_count;
    struct orb_buf sql = { 0 };
    enum orb_status status;

    orb_buf_printf(&sql, "UPDATE %s SET gone_on = NULL", kind->table->name);
    for (int at = AT_ID; at < count; at++)
        if (at != AT_RUN && at != AT_DEPARTEMENT && name_at(kind->table, at) != NULL)
            orb_buf_printf(&sql, ", \"%s\" = ?%d", name_at(kind->table, at), at + 1);
    orb_buf_text(&sql, " WHERE no = ?1");
    if (kind->has_key)
        orb_buf_printf(&sql, " AND departement = ?%d", AT_DEPARTEMENT + 1);
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
    struct orb_statement *statement = NULL;
    bool row = true;
    enum orb_status status;

    (void)snprintf(sql, sizeof sql,
                   "SELECT no, %s, hash, %s, observed_on, gone_on, %s FROM %s ORDER BY no",
                   is_fact ? "id || ' ' || (SELECT z.id FROM source z WHERE z.no = source)"
                           : "id",
                   kind->table->provenance_offset == ORB_TABLE_NONE ? "0" : "source",
                   kind->has_key ? "departement" : "NULL", kind->table->name);
    status = orb_db_prepare_many(store, &statement, sql, err);
    kind->next_no = 1;
    while (status == ORB_OK && row) {
        struct orb_entry *entry;

        status = orb_db_step(store, statement, &row, err);
        if (status != ORB_OK || !row)
            break;
        entry = orb_entry_add(&kind->map, orb_db_text(statement, 1),
                              orb_db_text_len(statement, 1));
        if (entry == NULL) {
            status = orb_error_memory(err);
            break;
        }
        entry->no = orb_db_int(statement, 0);
        entry->hash = entry->original = (uint64_t)orb_db_long(statement, 2);
        entry->source = orb_db_int(statement, 3);
        status = orb_column_read(statement, 4, &observed, entry, NULL);
        entry->flags = orb_db_is_null(statement, 5) ? 0 : ORB_ENTRY_GONE;
        if (entry->no >= kind->next_no)
            kind->next_no = (int64_t)entry->no + 1;
        if (status == ORB_OK)
            status = orb_spread_note(kind, entry, orb_db_text(statement, 6), err);
    }
    orb_db_finalize(statement);
    kind->was_empty = kind->map.count == 0;
    return status;
}

enum orb_status orb_import_load_kind(struct orb_store *store, struct orb_kind_state *kind,
                                     struct orb_error *err)
{
    enum orb_status status;

    assert(kind->table->size > 0 &&
           kind->table->column_count + AT_COLUMNS <= ORB_ROWS_COLUMNS);
    kind->has_key = store->driver->has_key && orb_spread_has(kind->table);
    status = prepare_update(store, kind, err);
    for (size_t i = 0; status == ORB_OK && i < kind->table->child_count; i++) {
        status = prepare_child_load(store, kind, i, err);
        if (status == ORB_OK)
            status = prepare_remove(store, kind, i, err);
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
    orb_db_finalize(kind->load.statement);
    orb_db_finalize(kind->update);
    orb_db_finalize(kind->touch);
    orb_db_finalize(kind->mark_gone);
    for (size_t i = 0; i < ORB_ROW_CHILDREN; i++) {
        orb_db_finalize(kind->child_loads[i].statement);
        orb_db_finalize(kind->removes[i]);
    }
    if (kind->has_before)
        orb_row_reader_close(&kind->before);
    orb_pending_release(&kind->pending);
    orb_free(kind->items.list);
    orb_free(kind->keys);
    orb_entry_release(&kind->map);
}

void orb_import_column_names(const struct orb_table *table, struct orb_buf *out)
{
    int count = AT_COLUMNS + (int)table->column_count;

    orb_buf_text(out, "gone_on");
    for (int at = AT_NO; at < count; at++)
        if (at != AT_DEPARTEMENT && name_at(table, at) != NULL)
            orb_buf_printf(out, ", \"%s\"", name_at(table, at));
}

/* ---- new rows */

struct batch {
    const struct orb_kind_state *kind;
    const struct orb_pending *pending;
};

static struct orb_value row_value(const void *context, size_t row, int column)
{
    const struct batch *batch = context;

    return value_at(batch->kind->table, &batch->pending->rows[row],
                    batch->kind->load.places[column]);
}

static struct orb_value item_value(const void *context, size_t row, int column)
{
    const struct orb_kind_items *items = context;
    const struct orb_kind_item *item = &items->list[row];
    int at = column - (items->child->owner_kind != NULL);

    if (at < 0)
        return orb_value_text(items->child->owner_kind);
    if (at == 0)
        return orb_value_integer(item->owner);
    if (at == 1)
        return orb_value_integer(item->n);
    if ((size_t)at - 2 == items->child->column_count)
        return orb_value_text(item->departement);
    return orb_column_value(&items->child->columns[at - 2], item->record);
}

static enum orb_status list_items(struct orb_kind_items *items,
                                  const struct orb_child_place *place,
                                  const struct orb_pending_row *row, struct orb_error *err)
{
    uint32_t count;
    const unsigned char *first = orb_child_items(place, row->record, &count);

    for (uint32_t i = 0; i < count; i++) {
        if (orb_grow((void **)&items->list, &items->capacity, items->count,
                     sizeof *items->list) != ORB_OK)
            return orb_error_memory(err);
        items->list[items->count++] =
            (struct orb_kind_item){ row->departement, row->no, i,
                                    first + i * place->child->item_size };
    }
    return ORB_OK;
}

static enum orb_status write_children(struct orb_store *store, struct orb_kind_state *kind,
                                      const struct orb_pending_row *rows, size_t count,
                                      struct orb_error *err)
{
    struct orb_kind_items *items = &kind->items;
    enum orb_status status = ORB_OK;

    for (size_t c = 0; status == ORB_OK && c < kind->table->child_count; c++) {
        const struct orb_child_place *place = &kind->table->children[c];

        items->count = 0;
        items->child = place->child;
        for (size_t i = 0; status == ORB_OK && i < count; i++)
            status = list_items(items, place, &rows[i], err);
        if (status == ORB_OK && items->count > 0) {
            const struct orb_rows given = { items->count, item_value, items };

            status = orb_db_load(store, kind->child_loads[c].statement, &given, err);
        }
    }
    return status;
}

enum orb_status orb_import_write(struct orb_store *store, struct orb_kind_state *kind,
                                 const struct orb_pending *pending, struct orb_error *err)
{
    const struct batch batch = { kind, pending };
    const struct orb_rows rows = { pending->count, row_value, &batch };
    struct orb_error why = { 0 };
    enum orb_status status = ORB_OK;

    if (rows.count == 0)
        return ORB_OK;
    status = prepare_load(store, kind, columns_of(kind->table, pending), &why);
    if (status == ORB_OK)
        status = orb_db_load(store, kind->load.statement, &rows, &why);
    if (status == ORB_OK && store->driver->last_number != NULL &&
        store->driver->last_number(store) != pending->rows[rows.count - 1].no)
        status = orb_error_set(&why, ORB_ERR_INTERNAL, "rows are not numbered as expected");
    if (status == ORB_OK)
        status = write_children(store, kind, pending->rows, rows.count, &why);
    /* records are lost: only rollback is left */
    return status == ORB_OK ? ORB_OK : orb_db_refused(store, &why, err);
}

enum orb_status orb_import_flush(struct orb_store *store, struct orb_kind_state *kind,
                                 struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    if (status == ORB_OK)
        status = orb_import_write(store, kind, &kind->pending, err);
    orb_pending_clear(&kind->pending);
    return status;
}

enum orb_status orb_import_flush_all(struct orb_store *store, struct orb_error *err)
{
    enum orb_status status = ORB_OK;

    for (int k = 0; status == ORB_OK && k < ORB_RECORD_KINDS; k++)
        status = orb_import_flush(store, &store->import->kinds[k], err);
    return status == ORB_OK ? orb_import_load_contents(store, err) : status;
}

/* What a row holds beside its record. */
static enum orb_status complete(struct orb_store *store, const struct orb_table *table,
                                struct orb_pending_row *row, struct orb_error *err)
{
    const struct orb_provenance *provenance = orb_record_provenance(table, row->record);
    const struct orb_offer *offer = row->record; /* when it has terms */
    enum orb_status status = ORB_OK;

    if (provenance != NULL)
        status = orb_import_provenance(store, provenance->fields, &row->provenance, err);
    if (status != ORB_OK || table->extra != ORB_EXTRA_TERMS)
        return status;
    status = orb_import_terms(store, &offer->terms, row->shared.terms, &row->terms, err);
    if (status == ORB_OK)
        status = orb_import_zone(store, &offer->zone, row->shared.zone, &row->zone, err);
    return status;
}

/* Sources are few, and what comes after asks for them. */
enum orb_status orb_import_insert(struct orb_store *store, struct orb_kind_state *kind,
                                  struct orb_pending_row *row, struct orb_error *err)
{
    bool waits = kind->table->kind != ORB_RECORD_SOURCE;
    enum orb_status status = complete(store, kind->table, row, err);

    if (status == ORB_OK)
        status = orb_pending_add(&kind->pending, kind->table, row, err);
    if (status != ORB_OK || (waits && kind->pending.count < ORB_PENDING_MAX))
        return status;
    return waits && store->driver->writes_aside ? orb_aside_give(store, kind, err)
                                                : orb_import_flush(store, kind, err);
}

/* ---- changed rows */

enum orb_status orb_import_update(struct orb_store *store, struct orb_kind_state *kind,
                                  struct orb_pending_row *row, struct orb_error *err)
{
    int count = AT_COLUMNS + (int)kind->table->column_count;
    enum orb_status status = complete(store, kind->table, row, err);

    for (size_t i = 0; status == ORB_OK && i < kind->table->child_count; i++) {
        orb_db_bind_long(kind->removes[i], 1, row->no);
        if (kind->has_key)
            orb_db_bind_text(kind->removes[i], 2, row->departement);
        status = orb_db_run(store, kind->removes[i], err);
    }
    if (status != ORB_OK)
        return status;
    for (int at = AT_NO; at < count; at++) {
        if (at == AT_RUN || name_at(kind->table, at) == NULL ||
            (at == AT_DEPARTEMENT && !kind->has_key))
            continue;
        const struct orb_value value = value_at(kind->table, row, at);

        orb_db_bind(kind->update, at + 1, &value);
    }
    status = orb_db_run(store, kind->update, err);
    return status == ORB_OK ? write_children(store, kind, row, 1, err) : status;
}
