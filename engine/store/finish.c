/* The end of an import, still inside its transaction: indices, layers, the run. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "engine/store/database.h"
#include "engine/store/driver.h"
#include "engine/store/import.h"
#include "engine/store/overlay.h"
#include "engine/store/spread.h"

static const struct {
    const char *table;
    const char *name;
    const char *columns;
    enum { PLAIN, UNIQUE, KNOWN } rows; /* KNOWN: those that have a value */
} indices[] = {
    /* table says which import makes the index again: the identifiers come with the services
     */
    { "territory_fact", "territory_fact_id", "id, source", UNIQUE },
    { "organization", "organization_id", "id", UNIQUE },
    { "site", "site_id", "id", UNIQUE },
    { "site", "site_commune", "commune", PLAIN },
    { "service", "service_id", "id", UNIQUE },
    { "service", "service_organization", "organization", KNOWN },
    { "service", "service_site", "site", KNOWN },
    { "offer", "offer_id", "id", UNIQUE },
    { "offer", "offer_service", "service", KNOWN },
    { "offer", "offer_site", "site", PLAIN },
    { "service", "identifier_value", "scheme, value", PLAIN },
    { "assertion", "assertion_id", "id", UNIQUE },
    { "assertion", "assertion_subject", "kind, subject", PLAIN },
    { "decision", "decision_id", "id", UNIQUE },
    { "relation", "relation_id", "id", UNIQUE },
    { "relation", "relation_service", "service", PLAIN },
    { "relation", "relation_offer", "offer", PLAIN },
    { "relation", "relation_organization", "organization", PLAIN },
};

enum { INDEX_COUNT = sizeof indices / sizeof indices[0], TIME_LEN = 32 };

enum orb_status orb_import_drop_indices(struct orb_store *store, const char *table,
                                        struct orb_error *err)
{
    char sql[120];
    enum orb_status status = ORB_OK;

    if (store->driver->make_index == NULL)
        return ORB_OK;
    for (size_t i = 0; status == ORB_OK && i < INDEX_COUNT; i++) {
        if (strcmp(indices[i].table, table) != 0)
            continue;
        (void)snprintf(sql, sizeof sql, "DROP INDEX IF EXISTS %s", indices[i].name);
        status = orb_db_exec(store, sql, err);
    }
    return status;
}

enum orb_status orb_import_make_indices(struct orb_store *store, const char *table,
                                        struct orb_error *err)
{
    char sql[200];
    enum orb_status status = ORB_OK;

    if (store->driver->make_index == NULL)
        return ORB_OK;
    for (size_t i = 0; status == ORB_OK && i < INDEX_COUNT; i++) {
        if (strcmp(indices[i].table, table) != 0)
            continue;
        bool known = indices[i].rows == KNOWN;
        int len = snprintf(sql, sizeof sql, "CREATE %sINDEX IF NOT EXISTS %s ON %s (%s)",
                           indices[i].rows == UNIQUE ? "UNIQUE " : "", indices[i].name,
                           strcmp(indices[i].name, "identifier_value") == 0 ? "identifier"
                                                                            : table,
                           indices[i].columns);

        (void)snprintf(sql + len, sizeof sql - (size_t)len, "%s%s%s",
                       known ? " WHERE " : "", known ? indices[i].columns : "",
                       known ? " IS NOT NULL" : "");
        status = store->driver->make_index(store, sql, err);
    }
    return status;
}

/* ---- what was new, changed or as before */

static void count_entries(const struct orb_kind_state *kind, struct orb_store_tally *tally)
{
    for (size_t i = 0; i < kind->map.count; i++) {
        const struct orb_entry *entry = &kind->map.entries[i];

        if ((entry->flags & ORB_ENTRY_SEEN) == 0)
            continue;
        if ((entry->flags & ORB_ENTRY_NEW) != 0)
            tally->added++;
        else if (entry->hash != entry->original || (entry->flags & ORB_ENTRY_BACK) != 0)
            tally->changed++;
        else
            tally->unchanged++;
    }
}

static bool has_fresh(const struct orb_kind_state *kind)
{
    for (size_t i = 0; i < kind->map.count; i++)
        if ((kind->map.entries[i].flags & ORB_ENTRY_FRESH) != 0)
            return true;
    return false;
}

bool orb_import_count(struct orb_import_state *import)
{
    bool changed = import->operator_changed;

    for (int k = 0; k < ORB_RECORD_KINDS; k++) {
        struct orb_store_tally *tally = &import->summary.kinds[k];

        count_entries(&import->kinds[k], tally);
        changed = changed || tally->added > 0 || tally->changed > 0 || tally->closed > 0 ||
                  has_fresh(&import->kinds[k]);
    }
    if (import->operator_changed)
        import->summary.kinds[ORB_RECORD_OPERATOR].changed = 1;
    return changed;
}

/* ---- layers */

static bool kind_changed(const struct orb_import_state *import, enum orb_record_kind kind)
{
    const struct orb_store_tally *tally = &import->summary.kinds[kind];

    return tally->added > 0 || tally->changed > 0;
}

/* The offers at one place, whichever of the three ways they name it. */
static const char insert_position[] =
    "INSERT INTO offer_position (no, position, state) SELECT no, ?2, ?3 FROM ("
    "SELECT no, id FROM offer WHERE site = ?1 UNION "
    "SELECT o.no, o.id FROM service v JOIN offer o ON o.service = v.id WHERE v.site = ?1 AND o.site IS NULL "
    "UNION SELECT o.no, o.id FROM service v JOIN offer o ON o.id = v.id WHERE v.site = ?1 AND o.site IS NULL "
    "AND o.service IS NULL) p WHERE NOT EXISTS (SELECT 1 FROM linked l WHERE l.kind = 'offer' AND l.id = p.id) "
    "ORDER BY no ON CONFLICT DO NOTHING";

static enum orb_status place_offers(struct orb_store *store, const struct orb_site *site,
                                    struct orb_error *err)
{
    struct orb_statement *statement;
    enum orb_status status;

    if (!isfinite(site->lon) || !isfinite(site->lat) ||
        (site->kind != NULL && strcmp(site->kind, "confidential") == 0))
        return ORB_OK;
    status = orb_db_statement(store, &statement, insert_position, err);
    if (status != ORB_OK)
        return status;
    orb_db_bind_text(statement, 1, site->id);
    orb_db_bind_point(statement, 2, site->lon, site->lat);
    orb_db_bind_text(statement, 3, orb_position_state_name(site->position));
    return orb_db_run(store, statement, err);
}

/* Places of which something is asserted that says where they are, or no longer are; what is
 * said of a place that is another is said of the other. */
#define PLACES_ASSERTED                                                                                          \
    "SELECT coalesce((SELECT l.canonical FROM linked l WHERE l.kind = 'site' AND l.id = a.subject), a.subject) " \
    "FROM assertion a WHERE a.kind = 'site' AND a.field IN ('address', 'commune', 'position') AND a.gone_on IS NULL"

/* Those, and places without position that another source gives one. */
static enum orb_status place_asserted(struct orb_store *store, struct orb_error *err)
{
    struct orb_row_reader reader = { 0 };
    struct orb_overlay *overlay = NULL;
    struct orb_row row;
    bool more = true, given;
    enum orb_status status = orb_overlay_open(&overlay, store, err);

    if (status != ORB_OK || overlay == NULL)
        return status;
    status = orb_row_reader_open(
        &reader, store, orb_table_of(ORB_RECORD_SITE),
        "WHERE kind IS DISTINCT FROM 'confidential' AND (id IN (" PLACES_ASSERTED ") "
        "OR position IS NULL AND id IN (SELECT canonical FROM linked WHERE kind = 'site')) ORDER BY no",
        err);
    while (status == ORB_OK && more) {
        status = orb_row_reader_next(&reader, &row, &more, err);
        given = more;
        if (status == ORB_OK && more)
            status = orb_overlay_apply(overlay, reader.table, &row, &given, err);
        if (status == ORB_OK && given)
            status = place_offers(store, &row.as.site, err);
    }
    orb_row_reader_close(&reader);
    orb_overlay_close(overlay);
    return status;
}

static enum orb_status fill_offers(struct orb_store *store, struct orb_error *err)
{
    static const char fill[] =
        "DELETE FROM offer_position;"
        "INSERT INTO offer_position (no, position, state) SELECT o.no, s.position, s.position_state FROM offer o "
        "LEFT JOIN service v ON v.id = coalesce(o.service, o.id) "
        "JOIN site s ON s.id = coalesce(o.site, v.site) "
        "WHERE s.position IS NOT NULL AND s.kind IS DISTINCT FROM 'confidential' "
        "AND o.id NOT IN (SELECT l.id FROM linked l WHERE l.kind = 'offer') "
        /* those are placed where they are said to be */
        "AND s.id NOT IN (" PLACES_ASSERTED ") "
        /* a place that one source keeps secret is secret */
        "AND s.id NOT IN (SELECT l.canonical FROM linked l JOIN site d ON d.id = l.id "
        "WHERE l.kind = 'site' AND d.kind = 'confidential') "
        "AND s.id NOT IN (SELECT l.id FROM linked l JOIN site c ON c.id = l.canonical "
        "WHERE l.kind = 'site' AND c.kind = 'confidential') ORDER BY o.no";
    enum orb_status status = orb_db_exec(store, fill, err);

    if (status == ORB_OK)
        status = place_asserted(store, err);
    return status == ORB_OK ? orb_db_index(store, "offer_position", "position", NULL, err)
                            : status;
}

static enum orb_status make_layers(struct orb_store *store, struct orb_error *err)
{
    const struct orb_import_state *import = store->import;
    bool sites = kind_changed(import, ORB_RECORD_SITE);
    bool offers = sites || import->links_changed ||
                  kind_changed(import, ORB_RECORD_SERVICE) ||
                  kind_changed(import, ORB_RECORD_OFFER) ||
                  kind_changed(import, ORB_RECORD_ASSERTION);
    bool done = false;
    enum orb_status status = offers ? orb_placing_make(store, &done, err) : ORB_OK;

    if (status == ORB_OK && sites && !done)
        status = orb_db_index(store, "site", "position", NULL, err);
    if (status == ORB_OK && offers && !done)
        status = fill_offers(store, err);
    if (status == ORB_OK && import->territory_changed)
        status = orb_db_index(store, "territory", "contour", NULL, err);
    return status;
}

/* ---- the run */

static void write_now(char out[TIME_LEN])
{
    struct tm parts;
    time_t now = time(NULL);

    if (gmtime_r(&now, &parts) == NULL ||
        strftime(out, TIME_LEN, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0)
        out[0] = '\0';
}

static orb_date newest_of_run(const struct orb_import_state *import)
{
    orb_date newest = ORB_DATE_NONE;

    for (size_t i = 0; i < import->source_ids.count; i++)
        if (import->sources[i].in_run && import->sources[i].observed_on > newest)
            newest = import->sources[i].observed_on;
    return newest;
}

static enum orb_status write_run(struct orb_store *store, const char *counts_json,
                                 struct orb_error *err)
{
    static const char insert[] =
        "INSERT INTO import_run (no, importer, files, author, imported_at, observed_on, added, changed, "
        "unchanged, closed, report) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    const struct orb_import_state *import = store->import;
    struct orb_store_tally total = { 0 };
    char now[TIME_LEN], day[ORB_DATE_LEN];
    orb_date newest = newest_of_run(import);
    struct orb_statement *statement;
    enum orb_status status = orb_db_statement(store, &statement, insert, err);

    if (status != ORB_OK)
        return status;
    for (int k = 0; k < ORB_RECORD_KINDS; k++) {
        total.added += import->summary.kinds[k].added;
        total.changed += import->summary.kinds[k].changed;
        total.unchanged += import->summary.kinds[k].unchanged;
        total.closed += import->summary.kinds[k].closed;
    }
    write_now(now);
    orb_db_bind_long(statement, 1, import->run);
    orb_db_bind_text(statement, 2, import->importer);
    orb_db_bind_text(statement, 3, import->files);
    orb_db_bind_text(statement, 4, import->author);
    orb_db_bind_text(statement, 5, import->imported_at != NULL ? import->imported_at : now);
    orb_db_bind_text(statement, 6,
                     newest == ORB_DATE_NONE ? NULL : orb_date_write(day, newest));
    orb_db_bind_long(statement, 7, (int64_t)total.added);
    orb_db_bind_long(statement, 8, (int64_t)total.changed);
    orb_db_bind_long(statement, 9, (int64_t)total.unchanged);
    orb_db_bind_long(statement, 10, (int64_t)total.closed);
    orb_db_bind_text(statement, 11, counts_json);
    return orb_db_run(store, statement, err);
}

enum orb_status orb_import_linker_due(struct orb_store *store, bool *due,
                                      struct orb_error *err)
{
    static const char select_linker[] = "SELECT value FROM meta WHERE key = 'linker'";
    const struct orb_store_linker *linker = store->import->linker;
    int64_t version = 0;
    enum orb_status status = ORB_OK;

    if (linker != NULL)
        status = orb_db_integer(store, select_linker, 0, &version, err);
    *due = linker != NULL && version != linker->version;
    return status;
}

bool orb_store_import_is_first(const struct orb_store *store)
{
    return store->import != NULL && store->import->run == 1;
}

static enum orb_status link_records(struct orb_store *store,
                                    const struct orb_store_linker *linker,
                                    struct orb_error *err)
{
    static const char save[] =
        "INSERT INTO meta (key, value) VALUES ('linker', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    struct orb_statement *statement;
    enum orb_status status = linker->link(linker->context, store, err);

    if (status == ORB_OK)
        status = orb_db_statement(store, &statement, save, err);
    if (status != ORB_OK)
        return status;
    orb_db_bind_long(statement, 1, linker->version);
    return orb_db_run(store, statement, err);
}

/* Of the tables that this import filled. */
static enum orb_status make_all_indices(struct orb_store *store, struct orb_error *err)
{
    bool filled = false;
    enum orb_status status = ORB_OK;

    for (int k = 0; status == ORB_OK && k < ORB_RECORD_KINDS; k++) {
        const struct orb_kind_state *kind = &store->import->kinds[k];

        if (!kind->is_loaded || !kind->was_empty)
            continue;
        filled = true;
        status = orb_import_make_indices(store, kind->table->name, err);
    }
    return status == ORB_OK && filled ? orb_db_loaded(store, err) : status;
}

enum orb_status orb_import_finish(struct orb_store *store, const char *counts_json,
                                  struct orb_error *err)
{
    struct orb_import_state *import = store->import;
    enum orb_status status = make_all_indices(store, err);

    if (status == ORB_OK && (kind_changed(import, ORB_RECORD_SITE) ||
                             kind_changed(import, ORB_RECORD_SERVICE) ||
                             kind_changed(import, ORB_RECORD_OFFER)))
        status = orb_spread_settle(store, err);
    if (status == ORB_OK && import->territory_changed)
        status = orb_territory_choose(store, err);
    if (status == ORB_OK &&
        (import->territory_changed || kind_changed(import, ORB_RECORD_SITE)))
        status = orb_import_commune_points(store, err);
    if (status == ORB_OK && import->linker != NULL)
        status = link_records(store, import->linker, err);
    if (status == ORB_OK)
        status = make_layers(store, err);
    if (status == ORB_OK)
        status = write_run(store, counts_json, err);
    if (status == ORB_OK)
        status = orb_db_exec(
            store, "UPDATE meta SET value = value + 1 WHERE key = 'data_version'", err);
    return status;
}
