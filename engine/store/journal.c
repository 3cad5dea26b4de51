/* What changed, member by member. A record put twice in one run leaves the difference from
 * before the run, not two steps. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/hash.h"
#include "engine/base/json.h"
#include "engine/base/number.h"
#include "engine/store/database.h"
#include "engine/store/import.h"

static const char insert_line[] =
    "INSERT INTO journal (run, kind, id, change, field, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)";
static const char select_line[] =
    "SELECT no, before FROM journal WHERE run = ?1 AND kind = ?2 AND id = ?3 AND field IS NOT DISTINCT FROM ?4";
static const char update_line[] = "UPDATE journal SET after = ?2 WHERE no = ?1";
static const char delete_line[] = "DELETE FROM journal WHERE no = ?1";

struct comparison {
    struct orb_store *store;
    const struct orb_table *table;
    const char *id;
    bool again; /* this record was changed earlier in the run */
    bool moved;
    struct orb_error *err;
};

static enum orb_status write_line(const struct comparison *c,
                                  const struct orb_journal_line *line)
{
    struct orb_statement *statement;
    enum orb_status status = orb_db_statement(c->store, &statement, insert_line, c->err);

    if (status != ORB_OK)
        return status;
    orb_db_bind_long(statement, 1, c->store->import->run);
    orb_db_bind_text(statement, 2, c->table->label);
    orb_db_bind_text(statement, 3, c->id);
    orb_db_bind_text(statement, 4, line->change);
    orb_db_bind_text(statement, 5, line->field);
    orb_db_bind_text(statement, 6, line->before);
    orb_db_bind_text(statement, 7, line->after);
    return orb_db_run(c->store, statement, c->err);
}

static enum orb_status run_with_no(const struct comparison *c, const char *sql, int64_t no,
                                   const char *after)
{
    struct orb_statement *statement;
    enum orb_status status = orb_db_statement(c->store, &statement, sql, c->err);

    if (status != ORB_OK)
        return status;
    orb_db_bind_long(statement, 1, no);
    if (after != NULL)
        orb_db_bind_text(statement, 2, after);
    return orb_db_run(c->store, statement, c->err);
}

/* Merge with the line of an earlier put of this run; *done is false when there is none. */
static enum orb_status merge_line(const struct comparison *c,
                                  const struct orb_journal_line *line, bool *done)
{
    struct orb_statement *statement;
    bool is_back = false;
    int64_t no = 0;
    enum orb_status status = orb_db_statement(c->store, &statement, select_line, c->err);

    if (status != ORB_OK)
        return status;
    orb_db_bind_long(statement, 1, c->store->import->run);
    orb_db_bind_text(statement, 2, c->table->label);
    orb_db_bind_text(statement, 3, c->id);
    orb_db_bind_text(statement, 4, line->field);
    status = orb_db_step(c->store, statement, done, c->err);
    if (status == ORB_OK && *done) {
        const char *before = orb_db_text(statement, 1);

        no = orb_db_long(statement, 0);
        is_back = before != NULL && line->after != NULL && strcmp(before, line->after) == 0;
    }
    orb_db_reset(statement);
    if (status != ORB_OK || !*done)
        return status;
    return run_with_no(c, is_back ? delete_line : update_line, no,
                       is_back ? NULL : line->after);
}

static bool is_place(const char *field)
{
    static const char *const fields[] = { "position", "address", "postcode", "commune" };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        if (strcmp(field, fields[i]) == 0)
            return true;
    return false;
}

static const char *change_of(struct comparison *c, const char *field, const char *before,
                             const char *after)
{
    if (c->table->kind == ORB_RECORD_SITE && is_place(field)) {
        c->store->import->summary.moves += c->moved ? 0 : 1;
        c->moved = true;
        return "moved";
    }
    if (strcmp(field, "closed_on") != 0)
        return "changed";
    if (strcmp(before, "null") == 0) {
        c->store->import->summary.closings++;
        return "closed";
    }
    if (strcmp(after, "null") == 0) {
        c->store->import->summary.openings++;
        return "opened";
    }
    return "changed";
}

/* The texts are in the import's buffers value (before) and other (after). */
static enum orb_status tell(struct comparison *c, const char *field)
{
    struct orb_import_state *import = c->store->import;
    enum orb_status status = orb_buf_check(&import->value, c->err);
    struct orb_journal_line line = { .field = field };
    bool done = false;

    if (status == ORB_OK)
        status = orb_buf_check(&import->other, c->err);
    if (status != ORB_OK)
        return status;
    line.before = import->value.data;
    line.after = import->other.data;
    line.change = change_of(c, field, line.before, line.after);
    if (c->again)
        status = merge_line(c, &line, &done);
    return status == ORB_OK && !done ? write_line(c, &line) : status;
}

static enum orb_status compare_columns(struct comparison *c,
                                       const struct orb_column *columns, size_t count,
                                       const void *before, const void *after)
{
    struct orb_import_state *import = c->store->import;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < count; i++) {
        if (orb_column_hash(ORB_HASH_SEED, &columns[i], before) ==
            orb_column_hash(ORB_HASH_SEED, &columns[i], after))
            continue;
        orb_buf_clear(&import->value);
        orb_buf_clear(&import->other);
        orb_column_json(&import->value, &columns[i], before);
        orb_column_json(&import->other, &columns[i], after);
        status = tell(c, columns[i].name);
    }
    return status;
}

static void child_json(struct orb_buf *out, const struct orb_child_place *place,
                       const void *record)
{
    uint32_t count;
    const unsigned char *items = orb_child_items(place, record, &count);

    orb_buf_clear(out);
    orb_buf_char(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        orb_buf_text(out, i == 0 ? "{" : ",{");
        for (size_t k = 0; k < place->child->column_count; k++) {
            orb_buf_printf(out, "%s\"%s\":", k == 0 ? "" : ",",
                           place->child->columns[k].name);
            orb_column_json(out, &place->child->columns[k],
                            items + i * place->child->item_size);
        }
        orb_buf_char(out, '}');
    }
    orb_buf_char(out, ']');
}

static enum orb_status compare_children(struct comparison *c, const void *before,
                                        const void *after)
{
    struct orb_import_state *import = c->store->import;
    enum orb_status status = ORB_OK;

    for (size_t i = 0; status == ORB_OK && i < c->table->child_count; i++) {
        const struct orb_child_place *place = &c->table->children[i];

        if (orb_child_hash(ORB_HASH_SEED, place, before) ==
            orb_child_hash(ORB_HASH_SEED, place, after))
            continue;
        child_json(&import->value, place, before);
        child_json(&import->other, place, after);
        status = tell(c, place->child->field);
    }
    return status;
}

static void position_json(struct orb_buf *out, const struct orb_site *site)
{
    char lon[ORB_NUMBER_LEN], lat[ORB_NUMBER_LEN];

    orb_buf_clear(out);
    if (!isfinite(site->lon) || !isfinite(site->lat)) {
        orb_buf_text(out, "null");
        return;
    }
    (void)orb_number_write(lon, site->lon);
    (void)orb_number_write(lat, site->lat);
    orb_buf_printf(out, "[%s,%s]", lon, lat);
}

static enum orb_status compare_position(struct comparison *c, const struct orb_site *before,
                                        const struct orb_site *after)
{
    struct orb_import_state *import = c->store->import;

    position_json(&import->value, before);
    position_json(&import->other, after);
    if (!import->value.failed && !import->other.failed &&
        strcmp(import->value.data, import->other.data) == 0)
        return ORB_OK;
    return tell(c, "position");
}

static void zone_json(struct orb_buf *out, const struct orb_zone *zone)
{
    static const struct orb_column communes = { .type = ORB_COLUMN_CODES,
                                                .offset =
                                                    offsetof(struct orb_zone, communes) };
    static const struct orb_column departements = {
        .type = ORB_COLUMN_CODES, .offset = offsetof(struct orb_zone, departments)
    };

    orb_buf_clear(out);
    if (!zone->known) {
        orb_buf_text(out, "null");
        return;
    }
    orb_buf_printf(out,
                   "{\"national\":%s,\"communes\":", zone->national ? "true" : "false");
    orb_column_json(out, &communes, zone);
    orb_buf_text(out, ",\"departements\":");
    orb_column_json(out, &departements, zone);
    orb_buf_char(out, '}');
}

static enum orb_status compare_offer(struct comparison *c, const struct orb_offer *before,
                                     const struct orb_offer *after)
{
    struct orb_import_state *import = c->store->import;
    enum orb_status status = compare_columns(c, orb_terms_columns, orb_terms_column_count,
                                             &before->terms, &after->terms);

    if (status != ORB_OK || orb_zone_hash(&before->zone) == orb_zone_hash(&after->zone))
        return status;
    zone_json(&import->value, &before->zone);
    zone_json(&import->other, &after->zone);
    return tell(c, "zone");
}

static void provenance_json(struct orb_buf *out, const struct orb_provenance *provenance)
{
    orb_buf_clear(out);
    orb_buf_printf(out, "[\"%s\",", orb_basis_name(provenance->basis));
    orb_json_write_string(out, provenance->source == NULL ? "" : provenance->source);
    orb_buf_char(out, ',');
    orb_json_write_string(out, provenance->fields == NULL ? "" : provenance->fields);
    orb_buf_char(out, ']');
}

static enum orb_status compare_provenance(struct comparison *c, const void *before,
                                          const void *after)
{
    struct orb_import_state *import = c->store->import;

    if (c->table->provenance_offset == ORB_TABLE_NONE)
        return ORB_OK;
    provenance_json(&import->value, orb_record_provenance(c->table, before));
    provenance_json(&import->other, orb_record_provenance(c->table, after));
    if (!import->value.failed && !import->other.failed &&
        strcmp(import->value.data, import->other.data) == 0)
        return ORB_OK;
    return tell(c, "provenance");
}

enum orb_status orb_journal_compare(struct orb_store *store, const struct orb_table *table,
                                    const struct orb_row *before, const void *record,
                                    struct orb_error *err)
{
    struct comparison c = { .store = store,
                            .table = table,
                            .id = before->id,
                            .again = store->import->changed_again,
                            .err = err };
    enum orb_status status;

    status = compare_columns(&c, table->columns, table->column_count, &before->as, record);
    if (status == ORB_OK)
        status = compare_children(&c, &before->as, record);
    if (status == ORB_OK && table->extra == ORB_EXTRA_POSITION)
        status = compare_position(&c, &before->as.site, record);
    if (status == ORB_OK && table->extra == ORB_EXTRA_TERMS)
        status = compare_offer(&c, &before->as.offer, record);
    return status == ORB_OK ? compare_provenance(&c, &before->as, record) : status;
}

enum orb_status orb_journal_write(struct orb_store *store, const struct orb_table *table,
                                  const struct orb_journal_line *line,
                                  struct orb_error *err)
{
    const struct comparison c = {
        .store = store, .table = table, .id = line->id, .err = err
    };

    return write_line(&c, line);
}
