/* Reading follows one fixed layout of columns for every table, so that one function reads
 * all kinds. */
#include "engine/store/row.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/store/database.h"
#include "engine/store/driver.h"
#include "engine/store/shared.h"
#include "engine/store/spread.h"

enum {
    AT_NO,
    AT_ID,
    AT_HASH,
    AT_GONE,
    AT_DETAILS,
    AT_SOURCE,
    AT_OBSERVED,
    AT_BASIS,
    AT_PROVENANCE,
    AT_FIRST,
    AT_SECOND,
    AT_COLUMNS
};

static const char *extra_columns(const struct orb_table *table)
{
    switch (table->extra) {
    case ORB_EXTRA_POSITION:
        return "position, NULL";
    case ORB_EXTRA_TERMS:
        return "terms, zone";
    case ORB_EXTRA_CONTOUR:
        return "contour, NULL";
    default:
        return "NULL, NULL";
    }
}

static bool is_ordered(const char *text)
{
    return strstr(text, "ORDER BY") != NULL;
}

/* What has an order has many rows. */
static enum orb_status prepare_text(struct orb_row_reader *reader,
                                    struct orb_statement **out, const char *sql,
                                    const char *rest, struct orb_error *err)
{
    return is_ordered(rest) ? orb_db_prepare_many(reader->store, out, sql, err)
                            : orb_db_prepare(reader->store, out, sql, err);
}

static enum orb_status prepare(struct orb_row_reader *reader, const char *rest,
                               struct orb_error *err)
{
    const struct orb_table *table = reader->table;
    struct orb_buf sql = { 0 };
    enum orb_status status;

    orb_buf_text(&sql, "SELECT no, id, hash, gone_on, ");
    orb_buf_text(&sql, table->provenance_offset == ORB_TABLE_NONE
                           ? "0, NULL, NULL, NULL, NULL, "
                           : "details, source, observed_on, basis, provenance, ");
    orb_buf_text(&sql, extra_columns(table));
    for (size_t i = 0; i < table->column_count; i++)
        orb_buf_printf(&sql, ", \"%s\"", table->columns[i].name);
    orb_buf_printf(&sql, " FROM %s %s", table->name, rest);
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = prepare_text(reader, &reader->statement, sql.data, rest, err);
    orb_buf_release(&sql);
    return status;
}

/* Children in order of owner, of those from ?1 on; or, where each search costs the way to
 * another machine, those of all rows, in the order of the rows. */
static enum orb_status prepare_child(struct orb_row_reader *reader, size_t which,
                                     const char *rest, struct orb_error *err)
{
    const struct orb_table *table = reader->table;
    const struct orb_child *child = table->children[which].child;
    bool is_near = reader->store->driver->is_near;
    struct orb_buf sql = { 0 };
    enum orb_status status;

    orb_buf_text(&sql, "SELECT c.owner");
    for (size_t i = 0; i < child->column_count; i++)
        orb_buf_printf(&sql, ", c.\"%s\"", child->columns[i].name);
    if (is_near)
        orb_buf_printf(&sql, " FROM %s c WHERE c.owner >= ?1", child->table);
    else
        orb_buf_printf(&sql, " FROM %s JOIN %s c ON c.owner = no", table->name,
                       child->table);
    if (reader->store->driver->has_key && orb_spread_has(table))
        orb_buf_printf(&sql, " AND c.departement = %s.departement", table->name);
    if (child->owner_kind != NULL)
        orb_buf_printf(&sql, " AND c.owner_kind = '%s'", child->owner_kind);
    if (is_near)
        orb_buf_text(&sql, " ORDER BY c.owner, c.n");
    else
        orb_buf_printf(&sql, " %s%s", rest, is_ordered(rest) ? ", c.n" : " ORDER BY c.n");
    status = orb_buf_check(&sql, err);
    if (status == ORB_OK)
        status = prepare_text(reader, &reader->walks[which].statement, sql.data, rest, err);
    orb_buf_release(&sql);
    return status;
}

enum orb_status orb_row_reader_open(struct orb_row_reader *reader, struct orb_store *store,
                                    const struct orb_table *table, const char *rest,
                                    struct orb_error *err)
{
    enum orb_status status = orb_shared_open(store, err);

    memset(reader, 0, sizeof *reader);
    reader->store = store;
    reader->table = table;
    if (status == ORB_OK)
        status = prepare(reader, rest, err);
    for (size_t i = 0; status == ORB_OK && i < table->child_count; i++)
        status = prepare_child(reader, i, rest, err);
    return status;
}

/* The statements that have the parameter. */
static void bind(struct orb_row_reader *reader, int at, const struct orb_value *value)
{
    if (orb_db_parameter_count(reader->statement) >= at)
        orb_db_bind(reader->statement, at, value);
    for (size_t i = 0; !reader->store->driver->is_near && i < reader->table->child_count;
         i++)
        if (orb_db_parameter_count(reader->walks[i].statement) >= at)
            orb_db_bind(reader->walks[i].statement, at, value);
}

void orb_row_reader_bind_text(struct orb_row_reader *reader, int at, const char *text)
{
    const struct orb_value value = orb_value_text(text);

    bind(reader, at, &value);
}

void orb_row_reader_bind_long(struct orb_row_reader *reader, int at, int64_t number)
{
    const struct orb_value value = orb_value_integer(number);

    bind(reader, at, &value);
}

void orb_row_reader_reset(struct orb_row_reader *reader)
{
    orb_db_reset(reader->statement);
    for (size_t i = 0; i < ORB_ROW_CHILDREN; i++) {
        orb_db_reset(reader->walks[i].statement);
        reader->walks[i].is_begun = reader->walks[i].has_row = false;
    }
}

void orb_row_reader_close(struct orb_row_reader *reader)
{
    orb_db_finalize(reader->statement);
    for (size_t i = 0; i < ORB_ROW_CHILDREN; i++)
        orb_db_finalize(reader->walks[i].statement);
    orb_arena_release(&reader->arena);
    memset(reader, 0, sizeof *reader);
}

/* Where what lasts longer than the statement goes. */
static struct orb_arena *arena_of(struct orb_row_reader *reader)
{
    return reader->into != NULL ? reader->into : &reader->arena;
}

static enum orb_status walk_to(struct orb_row_reader *reader, struct orb_child_walk *walk,
                               int64_t owner, struct orb_error *err)
{
    bool is_near = reader->store->driver->is_near;

    if (walk->has_row && orb_db_long(walk->statement, 0) == owner)
        return ORB_OK;
    if (walk->is_begun && !is_near)
        return orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
    walk->is_begun = true;
    if (is_near) {
        orb_db_reset(walk->statement);
        orb_db_bind_long(walk->statement, 1, owner);
    }
    return orb_db_step(reader->store, walk->statement, &walk->has_row, err);
}

/* The items of one owner, copied into the arena one behind the other. */
static enum orb_status read_child(struct orb_row_reader *reader, size_t which,
                                  struct orb_row *row, struct orb_error *err)
{
    const struct orb_child_place *place = &reader->table->children[which];
    const struct orb_child *child = place->child;
    struct orb_child_walk *walk = &reader->walks[which];
    unsigned char *record = (unsigned char *)&row->as;
    unsigned char *items = NULL;
    uint32_t count = 0, capacity = 0;
    enum orb_status status = walk_to(reader, walk, row->no, err);

    while (status == ORB_OK && walk->has_row &&
           orb_db_long(walk->statement, 0) == row->no) {
        if (count == capacity) {
            unsigned char *wider;

            capacity = capacity == 0 ? 2 : capacity * 2;
            wider = orb_arena_array(arena_of(reader), capacity, child->item_size);
            if (wider == NULL)
                return orb_error_memory(err);
            if (count > 0)
                memcpy(wider, items, count * child->item_size);
            items = wider;
        }
        for (size_t i = 0; i < child->column_count; i++)
            if (orb_column_read(walk->statement, (int)i + 1, &child->columns[i],
                                items + count * child->item_size,
                                arena_of(reader)) != ORB_OK)
                return orb_error_memory(err);
        count++;
        status = orb_db_step(reader->store, walk->statement, &walk->has_row, err);
    }
    memcpy(record + place->items_offset, &items, sizeof items);
    memcpy(record + place->count_offset, &count, sizeof count);
    return status;
}

static enum orb_status read_provenance(struct orb_row_reader *reader, struct orb_row *row,
                                       struct orb_error *err)
{
    struct orb_statement *s = reader->statement;
    struct orb_provenance *to =
        (struct orb_provenance *)(void *)((unsigned char *)&row->as +
                                          reader->table->provenance_offset);
    static const struct orb_column observed = {
        .type = ORB_COLUMN_DATE, .offset = offsetof(struct orb_provenance, observed_on)
    };
    enum orb_status status = orb_column_read(s, AT_OBSERVED, &observed, to, NULL);

    to->basis = (enum orb_basis)orb_column_name_find(orb_column_basis_names(), 3,
                                                     orb_db_text(s, AT_BASIS));
    if (status == ORB_OK && !orb_db_is_null(s, AT_SOURCE))
        status =
            orb_shared_source(reader->store, orb_db_long(s, AT_SOURCE), &to->source, err);
    if (status == ORB_OK && !orb_db_is_null(s, AT_PROVENANCE))
        status = orb_shared_provenance(reader->store, orb_db_long(s, AT_PROVENANCE),
                                       &to->fields, err);
    return status;
}

static enum orb_status read_contour(struct orb_row_reader *reader, struct orb_row *row,
                                    struct orb_error *err)
{
    struct orb_statement *s = reader->statement;
    struct orb_buf wkb = { 0 };
    enum orb_status status;
    char *copy;

    if (orb_db_is_null(s, AT_FIRST))
        return ORB_OK;
    status = orb_db_polygons(s, AT_FIRST, &wkb, err);
    if (status == ORB_OK) {
        copy = orb_arena_text(arena_of(reader), wkb.data, wkb.len);
        if (copy == NULL)
            status = orb_error_memory(err);
        row->as.territory.contour = (const unsigned char *)copy;
        row->as.territory.contour_len = wkb.len;
    }
    orb_buf_release(&wkb);
    return status;
}

static enum orb_status read_extra(struct orb_row_reader *reader, struct orb_row *row,
                                  struct orb_error *err)
{
    struct orb_statement *s = reader->statement;
    const struct orb_terms *terms;
    const struct orb_zone *zone;
    enum orb_status status = ORB_OK;

    switch (reader->table->extra) {
    case ORB_EXTRA_POSITION:
        row->as.site.lon = row->as.site.lat = NAN;
        (void)orb_db_point(s, AT_FIRST, &row->as.site.lon, &row->as.site.lat);
        return ORB_OK;
    case ORB_EXTRA_CONTOUR:
        return read_contour(reader, row, err);
    case ORB_EXTRA_TERMS:
        row->terms = orb_db_long(s, AT_FIRST);
        row->zone = orb_db_long(s, AT_SECOND);
        status = orb_shared_terms(reader->store, row->terms, &terms, err);
        if (status == ORB_OK)
            row->as.offer.terms = *terms;
        if (status == ORB_OK && row->zone != 0)
            status = orb_shared_zone(reader->store, row->zone, &zone, err);
        if (status == ORB_OK && row->zone != 0)
            row->as.offer.zone = *zone;
        return status;
    default:
        return ORB_OK;
    }
}

static void close_what_is_gone(const struct orb_table *table, struct orb_row *row)
{
    if (row->gone_on == ORB_DATE_NONE)
        return;
    if (table->kind == ORB_RECORD_OFFER && row->as.offer.closed_on == ORB_DATE_NONE)
        row->as.offer.closed_on = row->gone_on;
    else if (table->kind == ORB_RECORD_SERVICE &&
             row->as.service.closed_on == ORB_DATE_NONE)
        row->as.service.closed_on = row->gone_on;
    else if (table->kind == ORB_RECORD_ORGANIZATION &&
             row->as.organization.closed_on == ORB_DATE_NONE)
        row->as.organization.closed_on = row->gone_on;
    else if (table->kind == ORB_RECORD_RELATION &&
             (row->as.relation.to == ORB_DATE_NONE || row->as.relation.to >= row->gone_on))
        row->as.relation.to = row->gone_on - 1;
}

static enum orb_status read_row(struct orb_row_reader *reader, struct orb_row *row,
                                struct orb_error *err)
{
    static const struct orb_column gone = { .type = ORB_COLUMN_DATE,
                                            .offset = offsetof(struct orb_row, gone_on) };
    const struct orb_table *table = reader->table;
    struct orb_statement *s = reader->statement;
    enum orb_status status;

    memset(row, 0, sizeof *row);
    orb_arena_clear(&reader->arena);
    row->no = orb_db_long(s, AT_NO);
    row->id = reader->into == NULL ? orb_db_text(s, AT_ID)
                                   : orb_arena_strdup(reader->into, orb_db_text(s, AT_ID));
    row->hash = (uint64_t)orb_db_long(s, AT_HASH);
    row->details = (unsigned)orb_db_int(s, AT_DETAILS);
    if (table->id_offset != ORB_TABLE_NONE)
        memcpy((unsigned char *)&row->as + table->id_offset, &row->id, sizeof row->id);
    status = orb_column_read(s, AT_GONE, &gone, row, NULL);
    if (row->id == NULL)
        return orb_error_memory(err);
    for (size_t i = 0; status == ORB_OK && i < table->column_count; i++)
        if (orb_column_read(s, AT_COLUMNS + (int)i, &table->columns[i], &row->as,
                            reader->into) != ORB_OK)
            return orb_error_memory(err);
    if (status == ORB_OK && table->provenance_offset != ORB_TABLE_NONE)
        status = read_provenance(reader, row, err);
    if (status == ORB_OK)
        status = read_extra(reader, row, err);
    for (size_t i = 0; status == ORB_OK && i < table->child_count; i++)
        if ((row->details & table->children[i].child->bit) != 0)
            status = read_child(reader, i, row, err);
    if (!reader->keep_gone)
        close_what_is_gone(table, row);
    return status;
}

enum orb_status orb_row_reader_next(struct orb_row_reader *reader, struct orb_row *row,
                                    bool *more, struct orb_error *err)
{
    enum orb_status status = orb_db_step(reader->store, reader->statement, more, err);

    return status == ORB_OK && *more ? read_row(reader, row, err) : status;
}
