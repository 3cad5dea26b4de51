/* Rows whose record stays as it is: seen again on another day, or gone from a full feed. */
#include <stdio.h>

#include "engine/store/database.h"
#include "engine/store/import.h"
#include "engine/store/spread.h"

enum orb_status orb_import_touch(struct orb_store *store, struct orb_kind_state *kind,
                                 const struct orb_entry *entry, struct orb_error *err)
{
    char text[ORB_DATE_LEN];
    char sql[160];
    enum orb_status status = orb_import_flush(store, kind, err);

    (void)snprintf(sql, sizeof sql,
                   "UPDATE %s SET gone_on = NULL, observed_on = ?1 WHERE no = ?2%s",
                   kind->table->name, kind->has_key ? " AND departement = ?3" : "");
    if (status == ORB_OK && kind->touch == NULL)
        status = orb_db_prepare(store, &kind->touch, sql, err);
    if (status != ORB_OK)
        return status;
    orb_db_bind_text(kind->touch, 1,
                     entry->observed_on == ORB_DATE_NONE
                         ? NULL
                         : orb_date_write(text, entry->observed_on));
    orb_db_bind_long(kind->touch, 2, entry->no);
    if (kind->has_key)
        orb_db_bind_text(kind->touch, 3, orb_spread_key(kind, entry));
    return orb_db_run(store, kind->touch, err);
}

/* The day of the source, else 0001-01-01 would be a lie: a source without date closes
 * nothing. */
static orb_date day_of(const struct orb_import_state *import, int32_t source)
{
    for (size_t i = 0; i < import->source_ids.count; i++)
        if (import->sources[i].no == source && import->sources[i].in_run)
            return import->sources[i].observed_on;
    return ORB_DATE_NONE;
}

static enum orb_status mark_row(struct orb_store *store, struct orb_kind_state *kind,
                                const struct orb_entry *entry, orb_date day,
                                struct orb_error *err)
{
    char text[ORB_DATE_LEN];
    char json[ORB_DATE_LEN + 2];
    struct orb_journal_line line = { .change = "gone", .after = json };
    bool row = false;
    enum orb_status status;

    orb_db_bind_text(kind->mark_gone, 1, orb_date_write(text, day));
    orb_db_bind_long(kind->mark_gone, 2, entry->no);
    if (kind->has_key)
        orb_db_bind_text(kind->mark_gone, 3, orb_spread_key(kind, entry));
    status = orb_db_step(store, kind->mark_gone, &row, err);
    (void)snprintf(json, sizeof json, "\"%s\"", text);
    if (status == ORB_OK && row) {
        line.id = orb_db_text(kind->mark_gone, 0);
        status = orb_journal_write(store, kind->table, &line, err);
    }
    orb_db_reset(kind->mark_gone);
    store->import->summary.kinds[kind->table->kind].closed++;
    store->import->summary.closings +=
        kind->table->kind == ORB_RECORD_SERVICE || kind->table->kind == ORB_RECORD_OFFER;
    return status;
}

static enum orb_status mark_kind(struct orb_store *store, struct orb_kind_state *kind,
                                 struct orb_error *err)
{
    char sql[160];
    enum orb_status status = ORB_OK;

    if (!kind->is_loaded)
        status = orb_import_load_kind(store, kind, err);
    (void)snprintf(sql, sizeof sql,
                   "UPDATE %s SET gone_on = ?1 WHERE no = ?2%s RETURNING id",
                   kind->table->name, kind->has_key ? " AND departement = ?3" : "");
    if (status == ORB_OK)
        status = orb_db_prepare(store, &kind->mark_gone, sql, err);
    for (size_t i = 0; status == ORB_OK && i < kind->map.count; i++) {
        const struct orb_entry *entry = &kind->map.entries[i];
        orb_date day;

        if ((entry->flags & (ORB_ENTRY_SEEN | ORB_ENTRY_GONE)) != 0 || entry->source == 0)
            continue;
        day = day_of(store->import, entry->source);
        if (day != ORB_DATE_NONE)
            status = mark_row(store, kind, entry, day, err);
    }
    return status;
}

enum orb_status orb_import_mark_gone(struct orb_store *store, struct orb_error *err)
{
    static const enum orb_record_kind kinds[] = {
        ORB_RECORD_TERRITORY, ORB_RECORD_ORGANIZATION, ORB_RECORD_SITE,
        ORB_RECORD_SERVICE,   ORB_RECORD_OFFER,        ORB_RECORD_RELATION,
        ORB_RECORD_ASSERTION
    };
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < sizeof kinds / sizeof kinds[0]; i++)
        status = mark_kind(store, &store->import->kinds[kinds[i]], err);
    if (store->import->summary.kinds[ORB_RECORD_TERRITORY].closed > 0)
        store->import->territory_changed = store->import->choose_all = true;
    return status;
}
