/* The sink of an import. Every record is compared through its hash before any statement is
 * run. */
#include "engine/store/import.h"

#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/store/aside.h"
#include "engine/store/database.h"
#include "engine/store/driver.h"
#include "engine/store/shared.h"
#include "engine/store/spread.h"
#include "engine/store/view.h"

static const char select_sources[] = "SELECT no, id, observed_on FROM source ORDER BY no";
static const char select_run[] = "SELECT max(no) FROM import_run";

static enum orb_status load_sources(struct orb_store *store, struct orb_error *err)
{
    static const struct orb_column observed = {
        .type = ORB_COLUMN_DATE, .offset = offsetof(struct orb_source_state, observed_on)
    };
    struct orb_source_state *source;
    struct orb_statement *statement;
    bool row = true;
    enum orb_status status = orb_db_statement(store, &statement, select_sources, err);

    while (status == ORB_OK && row) {
        status = orb_db_step(store, statement, &row, err);
        if (status == ORB_OK && row)
            status = orb_import_add_source(store->import, orb_db_text(statement, 1),
                                           &source, err);
        if (status == ORB_OK && row) {
            status = orb_column_read(statement, 2, &observed, source, NULL);
            source->no = orb_db_int(statement, 0);
            source->is_first = false;
        }
    }
    return status;
}

static void release(struct orb_store *store)
{
    struct orb_import_state *import = store->import;

    orb_aside_close(store);
    for (size_t i = 0; i < ORB_RECORD_KINDS; i++)
        orb_import_release_kind(&import->kinds[i]);
    for (size_t i = 0; i < ORB_CONTENT_TABLES; i++)
        orb_waiting_release(&import->contents[i]);
    orb_placing_release(&import->placing);
    orb_entry_release(&import->terms);
    orb_entry_release(&import->zones);
    orb_strmap_release(&import->provenances);
    orb_strmap_release(&import->source_ids);
    orb_strmap_release(&import->touched);
    orb_free(import->sources);
    orb_buf_release(&import->id);
    orb_buf_release(&import->key);
    orb_buf_release(&import->value);
    orb_buf_release(&import->other);
    orb_arena_release(&import->arena);
    orb_free(import);
    store->import = NULL;
    orb_view_forget(store);
    orb_shared_forget(store);
}

static enum orb_status copy_request(struct orb_import_state *import,
                                    const struct orb_store_import *request,
                                    struct orb_error *err)
{
    import->importer = orb_arena_strdup(&import->arena, request->importer);
    import->files = orb_arena_strdup(&import->arena, request->files);
    import->author = orb_arena_strdup(&import->arena, request->author);
    import->imported_at = orb_arena_strdup(&import->arena, request->imported_at);
    import->full = request->full;
    import->linker = request->linker;
    for (int kind = 0; kind < ORB_RECORD_KINDS; kind++)
        import->kinds[kind].table = orb_table_of((enum orb_record_kind)kind);
    return import->importer == NULL ? orb_error_memory(err) : ORB_OK;
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err);

enum orb_status orb_store_import_begin(struct orb_store *store,
                                       const struct orb_store_import *request,
                                       struct orb_sink *sink, struct orb_error *err)
{
    enum orb_status status;

    if (store->import != NULL || store->mode == ORB_STORE_READ)
        return orb_error_set(err, ORB_ERR_INTERNAL,
                             "an import needs a store opened to write, one at a time");
    status = orb_db_begin(store, true, err);
    if (status != ORB_OK)
        return status;
    store->import = orb_calloc(1, sizeof *store->import);
    status = store->import == NULL ? orb_error_memory(err)
                                   : copy_request(store->import, request, err);
    if (status == ORB_OK)
        status = orb_db_integer(store, select_run, 0, &store->import->run, err);
    if (status == ORB_OK)
        status = load_sources(store, err);
    if (status == ORB_OK)
        status = orb_import_load_provenances(store, err);
    if (status != ORB_OK) {
        orb_store_import_rollback(store);
        return status;
    }
    store->import->run++;
    /* a far database reads its tables faster than it is sent them again */
    store->import->placing.is_on = store->import->run == 1 && store->driver->is_near;
    *sink = (struct orb_sink){ .context = store, .put = put };
    return ORB_OK;
}

void orb_store_import_rollback(struct orb_store *store)
{
    if (store->import != NULL)
        release(store);
    orb_db_rollback(store);
}

/* A statement of a person or of a geocoder: an older file does not take back a newer word.
 */
static bool is_outdated(const struct orb_kind_state *kind, const struct orb_entry *entry,
                        orb_date observed_on)
{
    return (kind->table->kind == ORB_RECORD_ASSERTION ||
            kind->table->kind == ORB_RECORD_DECISION) &&
           observed_on != ORB_DATE_NONE && entry->observed_on != ORB_DATE_NONE &&
           observed_on < entry->observed_on;
}

static const char *source_id(const struct orb_import_state *import, int32_t no)
{
    for (size_t i = 0; i < import->source_ids.count; i++)
        if (import->sources[i].no == no)
            return import->source_ids.strings[i];
    return "";
}

/* A record on its way in. */
struct incoming {
    const void *record;
    const char *id;
    const char *key; /* what its entry is found by */
    const struct orb_provenance *provenance;
    uint64_t hash;
    struct orb_shared_hashes shared;
    int32_t source;
    orb_date observed_on;
    bool is_first_load; /* its source was unknown before this run */
    /* what became of it */
    int32_t no;
    bool is_written;
};

/* Two sources give the same record: the newer prevails, whichever came first; then the
 * order of their names. */
static bool prevails(const struct orb_import_state *import, const struct orb_entry *entry,
                     const struct incoming *in)
{
    if ((entry->flags & (ORB_ENTRY_SEEN | ORB_ENTRY_GONE)) != 0 ||
        entry->source == in->source || entry->source == 0 || in->provenance == NULL)
        return true;
    if (in->observed_on != entry->observed_on)
        return in->observed_on > entry->observed_on;
    return strcmp(in->provenance->source == NULL ? "" : in->provenance->source,
                  source_id(import, entry->source)) < 0;
}

/* The same content again: at most its date moves, or it is back after having been gone. */
static enum orb_status put_equal(struct orb_store *store, struct orb_kind_state *kind,
                                 struct orb_entry *entry, const struct incoming *in,
                                 struct orb_error *err)
{
    const struct orb_journal_line line = { .id = in->key, .change = "opened" };
    bool is_back = (entry->flags & ORB_ENTRY_GONE) != 0;
    bool is_fresh = in->provenance != NULL && entry->observed_on != in->observed_on;
    enum orb_status status = ORB_OK;

    entry->flags |= ORB_ENTRY_SEEN;
    if (!is_back && !is_fresh)
        return ORB_OK;
    entry->observed_on = in->observed_on;
    if (is_fresh)
        entry->flags |= ORB_ENTRY_FRESH;
    if (is_back) {
        entry->flags = (entry->flags & ~(uint32_t)ORB_ENTRY_GONE) | ORB_ENTRY_BACK;
        store->import->summary.openings++;
        status = orb_journal_write(store, kind->table, &line, err);
    }
    return status == ORB_OK ? orb_import_touch(store, kind, entry, err) : status;
}

/* The row of an entry, for a record on its way to it. */
static struct orb_pending_row row_of(const struct orb_store *store,
                                     const struct orb_kind_state *kind,
                                     const struct orb_entry *entry,
                                     const struct incoming *in)
{
    struct orb_pending_row row = { .record = in->record,
                                   .id = in->id,
                                   .no = entry->no,
                                   .hash = entry->hash,
                                   .shared = in->shared,
                                   .run = store->import->run,
                                   .source = entry->source };

    if (kind->has_key)
        memcpy(row.departement, orb_spread_key(kind, entry), sizeof row.departement);
    return row;
}

static enum orb_status journal_update(struct orb_store *store, struct orb_kind_state *kind,
                                      const struct orb_entry *entry, const void *record,
                                      struct orb_error *err)
{
    struct orb_row before;
    bool more = false;
    enum orb_status status = ORB_OK;

    if (!kind->has_before) {
        char rest[80];

        (void)snprintf(rest, sizeof rest,
                       kind->has_key ? "WHERE no = ?1 AND %s.departement = ?2"
                                     : "WHERE no = ?1",
                       kind->table->name);
        status = orb_row_reader_open(&kind->before, store, kind->table, rest, err);
        kind->has_before = true;
        kind->before.keep_gone = true;
    }
    if (status != ORB_OK)
        return status;
    store->import->changed_again = entry->hash != entry->original;
    if (store->import->changed_again)
        status = orb_import_load_contents(store, err);
    if (status != ORB_OK)
        return status;
    orb_row_reader_reset(&kind->before);
    orb_row_reader_bind_long(&kind->before, 1, entry->no);
    if (kind->has_key)
        orb_row_reader_bind_text(&kind->before, 2, orb_spread_key(kind, entry));
    status = orb_row_reader_next(&kind->before, &before, &more, err);
    if (status == ORB_OK && more)
        status = orb_journal_compare(store, kind->table, &before, record, err);
    orb_row_reader_reset(&kind->before);
    return status;
}

static enum orb_status put_changed(struct orb_store *store, struct orb_kind_state *kind,
                                   struct orb_entry *entry, const struct incoming *in,
                                   struct orb_error *err)
{
    struct orb_pending_row row;
    enum orb_status status = (entry->flags & ORB_ENTRY_NEW) == 0
                                 ? journal_update(store, kind, entry, in->record, err)
                                 : orb_import_flush(store, kind, err);

    orb_placing_change(store->import, kind->table->kind);
    if (status != ORB_OK)
        return status;
    if ((entry->flags & ORB_ENTRY_GONE) != 0)
        entry->flags = (entry->flags & ~(uint32_t)ORB_ENTRY_GONE) | ORB_ENTRY_BACK;
    entry->flags |= ORB_ENTRY_SEEN;
    entry->hash = in->hash;
    entry->source = in->source;
    entry->observed_on = in->observed_on;
    row = row_of(store, kind, entry, in);
    return orb_import_update(store, kind, &row, err);
}

static bool is_opening(const struct orb_table *table, const void *record)
{
    if (table->kind == ORB_RECORD_SERVICE)
        return ((const struct orb_service *)record)->opened_on != ORB_DATE_NONE;
    if (table->kind == ORB_RECORD_OFFER)
        return ((const struct orb_offer *)record)->opened_on != ORB_DATE_NONE;
    return false;
}

static enum orb_status put_new(struct orb_store *store, struct orb_kind_state *kind,
                               struct incoming *in, struct orb_error *err)
{
    struct orb_entry *entry = orb_entry_add(&kind->map, in->key, strlen(in->key));
    struct orb_pending_row row;
    enum orb_status status = entry == NULL
                                 ? orb_error_memory(err)
                                 : orb_spread_choose(store, kind, entry, in->record, err);

    if (status != ORB_OK)
        return status;
    entry->hash = in->hash;
    entry->source = in->source;
    entry->observed_on = in->observed_on;
    entry->no = (int32_t)kind->next_no++;
    entry->flags = ORB_ENTRY_NEW | ORB_ENTRY_SEEN;
    in->no = entry->no;
    store->import->summary.openings +=
        !in->is_first_load && is_opening(kind->table, in->record);
    row = row_of(store, kind, entry, in);
    status = orb_placing_note(store->import, kind->table->kind, in->record, in->no, err);
    return status == ORB_OK ? orb_import_insert(store, kind, &row, err) : status;
}

/* The source a record names, which must have been given before it. */
static enum orb_status resolve_source(struct orb_import_state *import, struct incoming *in,
                                      struct orb_error *err)
{
    const struct orb_source_state *source;

    in->is_first_load = true;
    if (in->provenance != NULL)
        in->observed_on = in->provenance->observed_on;
    if (in->provenance == NULL || in->provenance->source == NULL)
        return ORB_OK;
    source = orb_import_source(import, in->provenance->source);
    if (source == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("a record names the source '%s', which was not given"),
                             in->provenance->source);
    in->source = source->no;
    in->is_first_load = source->is_first;
    return ORB_OK;
}

/* Several sources describe one commune, so a fact is named by its territory and its source.
 */
static void name_record(struct orb_store *store, const struct orb_table *table,
                        struct incoming *in)
{
    struct orb_buf *key = &store->import->key;

    in->id = in->key = orb_record_id(table, in->record, &store->import->id);
    if (table->kind != ORB_RECORD_TERRITORY || in->id == NULL)
        return;
    orb_buf_clear(key);
    orb_buf_text(key, in->id);
    orb_buf_char(key, ' ');
    orb_buf_text(key, in->provenance->source == NULL ? "" : in->provenance->source);
    in->key = key->failed ? NULL : key->data;
}

static enum orb_status put_row(struct orb_store *store, struct orb_kind_state *kind,
                               struct incoming *in, struct orb_error *err)
{
    struct orb_entry *entry;
    enum orb_status status;

    in->provenance = orb_record_provenance(kind->table, in->record);
    in->observed_on = kind->table->kind == ORB_RECORD_DECISION
                          ? ((const struct orb_decision *)in->record)->decided_on
                          : ORB_DATE_NONE;
    name_record(store, kind->table, in);
    in->hash = orb_row_hash(kind->table, in->record, &in->shared);
    status = resolve_source(store->import, in, err);
    if (status != ORB_OK)
        return status;
    if (in->key == NULL)
        return orb_error_memory(err);
    entry = orb_entry_find(&kind->map, in->key, strlen(in->key));
    if (entry != NULL && (status = orb_aside_wait(store, err)) != ORB_OK)
        return status;
    if (entry != NULL && is_outdated(kind, entry, in->observed_on)) {
        entry->flags |= ORB_ENTRY_SEEN;
        return ORB_OK;
    }
    in->is_written =
        entry == NULL || (entry->hash != in->hash && prevails(store->import, entry, in));
    if (entry == NULL)
        return put_new(store, kind, in, err);
    in->no = entry->no;
    if (in->is_written)
        return put_changed(store, kind, entry, in, err);
    return entry->hash == in->hash ? put_equal(store, kind, entry, in, err) : ORB_OK;
}

static enum orb_status put_source(struct orb_store *store, struct orb_kind_state *kind,
                                  const struct orb_source *source, struct orb_error *err)
{
    struct incoming in = { .record = source };
    struct orb_source_state *state;
    enum orb_status status;

    if (source->licence == NULL || source->attribution == NULL)
        return orb_error_set(err, ORB_ERR_SYNTAX,
                             _("the source '%s' has no licence or no attribution"),
                             source->id);
    status = put_row(store, kind, &in, err);
    if (status == ORB_OK)
        status = orb_import_add_source(store->import, source->id, &state, err);
    if (status != ORB_OK)
        return status;
    state->no = in.no;
    state->observed_on = source->observed_on;
    state->in_run = true;
    return ORB_OK;
}

static enum orb_status put_territory(struct orb_store *store, struct orb_kind_state *kind,
                                     const struct orb_territory *territory,
                                     struct orb_error *err)
{
    struct incoming in = { .record = territory };
    enum orb_status status = put_row(store, kind, &in, err);

    if (status != ORB_OK || !in.is_written)
        return status;
    store->import->territory_changed = true;
    return orb_territory_put_contour(store, territory, err);
}

static enum orb_status put(void *context, const struct orb_record *record,
                           struct orb_error *err)
{
    struct orb_store *store = context;
    struct orb_kind_state *kind = &store->import->kinds[record->kind];
    const struct orb_store_linker *linker = store->import->linker;
    struct incoming in = { .record = orb_record_struct(record) };
    enum orb_status status = orb_aside_check(store, err);

    if (status != ORB_OK)
        return status;
    if (record->kind == ORB_RECORD_OPERATOR)
        return orb_store_write_operator(
            store, record->as.operator, & store->import->operator_changed, err);
    if (!kind->is_loaded)
        status = orb_import_load_kind(store, kind, err);
    if (status == ORB_OK && record->kind == ORB_RECORD_SOURCE)
        status = put_source(store, kind, record->as.source, err);
    else if (status == ORB_OK && record->kind == ORB_RECORD_TERRITORY)
        status = put_territory(store, kind, record->as.territory, err);
    else if (status == ORB_OK)
        status = put_row(store, kind, &in, err);
    if (status == ORB_OK && linker != NULL && linker->see != NULL)
        status = linker->see(linker->context, record, err);
    if (status != ORB_OK && record->place != NULL)
        orb_error_at(err, "%s", record->place);
    return status;
}

enum orb_status orb_store_import_commit(struct orb_store *store, const char *counts_json,
                                        struct orb_store_summary *summary,
                                        struct orb_error *err)
{
    enum orb_status status = orb_aside_wait(store, err);

    if (status == ORB_OK)
        status = orb_db_check(store, err);
    if (status == ORB_OK && store->import == NULL)
        status = orb_error_set(err, ORB_ERR_INTERNAL, "there is no import to commit");
    if (status == ORB_OK)
        status = orb_import_flush_all(store, err);
    orb_aside_close(store);
    if (status == ORB_OK && store->import->full)
        status = orb_import_mark_gone(store, err);
    if (status == ORB_OK) {
        bool changed = orb_import_count(store->import);
        bool due = false;

        *summary = store->import->summary;
        status = orb_import_linker_due(store, &due, err);
        summary->nothing_changed = !changed && !due;
        if (status == ORB_OK && !changed && !due) {
            orb_store_import_rollback(store);
            return ORB_OK;
        }
        if (status == ORB_OK)
            status = orb_import_finish(store, counts_json, err);
    }
    if (status == ORB_OK) {
        release(store);
        status = orb_db_commit(store, err);
    }
    if (status != ORB_OK)
        orb_store_import_rollback(store);
    else
        orb_db_settle(store);
    return status;
}
