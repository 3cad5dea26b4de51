/* Rows of the tables of HSDS: of one element of a list, or of a package. */
#include "importers/hsds.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/base/text.h"

/* A table of some rows is looked through, a longer one has an index. */
enum { INDEX_FROM = 16 };

const struct hsds_names orb_hsds_names[HSDS_TABLES] = {
    [HSDS_ACCESSIBILITY] = { "accessibility", "accessibility" },
    [HSDS_ADDRESSES] = { "addresses", "address" },
    [HSDS_ATTRIBUTES] = { "attributes", "attribute" },
    [HSDS_CONTACTS] = { "contacts", "contact" },
    [HSDS_COST_OPTIONS] = { "cost_options", "cost_option" },
    [HSDS_LANGUAGES] = { "languages", "language" },
    [HSDS_LOCATIONS] = { "locations", "location" },
    [HSDS_ORGANIZATION_IDENTIFIERS] = { "organization_identifiers",
                                        "organization_identifier" },
    [HSDS_ORGANIZATIONS] = { "organizations", "organization" },
    [HSDS_PHONES] = { "phones", "phone" },
    [HSDS_REQUIRED_DOCUMENTS] = { "required_documents", "required_document" },
    [HSDS_SCHEDULES] = { "schedules", "schedule" },
    [HSDS_SERVICE_AREAS] = { "service_areas", "service_area" },
    [HSDS_SERVICE_AT_LOCATIONS] = { "service_at_locations", "service_at_location" },
    [HSDS_SERVICES] = { "services", "service" },
    [HSDS_TAXONOMIES] = { "taxonomies", "taxonomy_detail" },
    [HSDS_TAXONOMY_TERMS] = { "taxonomy_terms", "taxonomy_term" },
};

static bool is_named(const char *name, size_t len, const char *other)
{
    return strlen(other) == len && strncmp(name, other, len) == 0;
}

enum hsds_table orb_hsds_table(const char *name, size_t len)
{
    enum hsds_table t = 0;

    while (t < HSDS_TABLES && !is_named(name, len, orb_hsds_names[t].plural) &&
           !is_named(name, len, orb_hsds_names[t].singular))
        t++;
    return t;
}

enum orb_status orb_hsds_keep(struct hsds *h, struct orb_buf *text, enum orb_status status,
                              const char **out, struct orb_error *err)
{
    if (status == ORB_OK)
        status = orb_buf_check(text, err);
    if (status == ORB_OK && text->len > 0) {
        *out = orb_arena_text(&h->rows, text->data, text->len);
        status = *out == NULL ? orb_error_memory(err) : ORB_OK;
    }
    orb_buf_release(text);
    return status;
}

const char *orb_hsds_text(const struct hsds_row *row, const char *column)
{
    for (uint32_t i = 0; row != NULL && i < row->cell_count; i++)
        if (strcmp(row->cells[i].name, column) == 0)
            return row->cells[i].text;
    return NULL;
}

const char *orb_hsds_trim(struct hsds *h, const char *text, size_t len,
                          enum orb_status *status)
{
    char *copy;

    while (len > 0 && (unsigned char)text[len - 1] <= ' ')
        len--;
    while (len > 0 && (unsigned char)*text <= ' ') {
        text++;
        len--;
    }
    if (len == 0)
        return NULL;
    copy = orb_arena_text(&h->rows, text, len);
    if (copy == NULL)
        *status = ORB_ERR_MEMORY;
    for (char *p = copy; p != NULL && p < copy + len; p++)
        if (((unsigned char)*p < ' ' && strchr("\n\r\t", *p) == NULL) || *p == 0x7f)
            *p = ' ';
    return copy;
}

/* 8-4-4-4-12 hexadecimal digits. */
static bool is_uuid(const char *text)
{
    static const char shape[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

    if (text == NULL || strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i] != '\0'; i++)
        if (shape[i] == 'x' ? strchr("0123456789abcdefABCDEF", text[i]) == NULL
                            : text[i] != shape[i])
            return false;
    return true;
}

/* Identifiers are compared as bytes: in small letters. */
static const char *small(struct hsds *h, const char *uuid)
{
    char *copy = orb_arena_strdup(&h->rows, uuid);

    for (char *p = copy; p != NULL && *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'F')
            *p = (char)(*p - 'A' + 'a');
    return copy;
}

static enum orb_status copy_cells(struct hsds *h, struct hsds_row *row,
                                  struct orb_error *err)
{
    struct hsds_cell *cells = orb_arena_array(&h->rows, row->cell_count + 1, sizeof *cells);

    if (cells == NULL)
        return orb_error_memory(err);
    for (uint32_t i = 0; i < row->cell_count; i++) {
        cells[i] = row->cells[i];
        if (is_uuid(cells[i].text))
            cells[i].text = small(h, cells[i].text);
        if (cells[i].text == NULL)
            return orb_error_memory(err);
    }
    row->cells = cells;
    return ORB_OK;
}

/* An element inside others comes as often as they do: once is enough for an owner, which is
 * the first cell. */
static bool is_repeated(const struct hsds_rows *rows, const struct hsds_row *row)
{
    for (size_t i = 0; row->is_embedded && i < rows->count; i++) {
        const struct hsds_row *other = &rows->items[i];

        if (strcmp(other->id, row->id) == 0 &&
            strcmp(other->cells[0].name, row->cells[0].name) == 0 &&
            strcmp(other->cells[0].text, row->cells[0].text) == 0)
            return true;
    }
    return false;
}

enum orb_status orb_hsds_add(struct hsds *h, enum hsds_table table, struct hsds_row row,
                             struct orb_error *err)
{
    struct hsds_rows *rows = &h->tables[table];
    enum orb_status status =
        orb_report_count(h->report, "read", orb_hsds_names[table].plural, 1, err);

    if (status == ORB_OK)
        status = copy_cells(h, &row, err);
    if (status != ORB_OK)
        return status;
    row.id = orb_hsds_text(&row, "id");
    if (!is_uuid(row.id))
        return orb_hsds_tell(h, &row, "id", HSDS_ID_NO_UUID, err);
    if (h->spill != NULL)
        return orb_hsds_spill_add(h, table, &row, err);
    if (is_repeated(rows, &row))
        return ORB_OK;
    if (orb_grow((void **)&rows->items, &rows->capacity, rows->count,
                 sizeof *rows->items) != ORB_OK)
        return orb_error_memory(err);
    rows->items[rows->count++] = row;
    return ORB_OK;
}

/* ---- finding */

static int by_hash(const void *left, const void *right)
{
    const struct hsds_key *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static enum orb_status make_index(struct hsds *h, struct hsds_index *index,
                                  struct orb_error *err)
{
    for (size_t i = 0; i < h->tables[index->table].count; i++) {
        const struct hsds_row *row = orb_hsds_row(h, index->table, i, &h->one);
        const char *value = orb_hsds_text(row, index->column);

        if (value != NULL && orb_grow((void **)&index->keys, &index->capacity, index->count,
                                      sizeof *index->keys) != ORB_OK)
            return orb_error_memory(err);
        if (value != NULL)
            index->keys[index->count++] =
                (struct hsds_key){ orb_hash(value, strlen(value)), (uint32_t)i };
        orb_arena_clear(&h->one);
    }
    if (index->count > 1)
        qsort(index->keys, index->count, sizeof *index->keys, by_hash);
    return ORB_OK;
}

/* The first key that is not before a hash. */
static size_t first_key(const struct hsds_index *index, uint64_t hash)
{
    size_t low = 0, high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (index->keys[middle].hash < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

enum orb_status orb_hsds_find(struct hsds *h, struct hsds_cursor *cursor,
                              struct orb_error *err)
{
    struct hsds_index *index = NULL;
    enum orb_status status = ORB_OK;

    cursor->h = h;
    cursor->at = 0;
    cursor->index = NULL;
    if (h->tables[cursor->table].count < INDEX_FROM || cursor->value == NULL)
        return ORB_OK;
    for (size_t i = 0; i < h->index_count; i++)
        if (h->indexes[i].table == cursor->table &&
            strcmp(h->indexes[i].column, cursor->column) == 0)
            index = &h->indexes[i];
    if (index == NULL && h->index_count < HSDS_INDEXES) {
        index = &h->indexes[h->index_count++];
        *index = (struct hsds_index){ .table = cursor->table, .column = cursor->column };
        status = make_index(h, index, err);
    }
    if (status != ORB_OK || index == NULL)
        return status;
    cursor->index = index;
    cursor->hash = orb_hash(cursor->value, strlen(cursor->value));
    cursor->at = first_key(index, cursor->hash);
    return ORB_OK;
}

/* The number of the next row that may be one; false when there is none. */
static bool next_number(struct hsds_cursor *cursor, size_t *number)
{
    const struct hsds_index *index = cursor->index;

    if (index == NULL) {
        *number = cursor->at++;
        return *number < cursor->h->tables[cursor->table].count;
    }
    if (cursor->at >= index->count || index->keys[cursor->at].hash != cursor->hash)
        return false;
    *number = index->keys[cursor->at++].row;
    return true;
}

const struct hsds_row *orb_hsds_next(struct hsds_cursor *cursor)
{
    size_t number;

    while (cursor->value != NULL && next_number(cursor, &number)) {
        const struct hsds_row *row =
            orb_hsds_row(cursor->h, cursor->table, number, &cursor->h->rows);
        const char *text = orb_hsds_text(row, cursor->column);

        if (text != NULL && strcmp(text, cursor->value) == 0)
            return row;
    }
    return NULL;
}

enum orb_status orb_hsds_get(struct hsds *h, enum hsds_table table, const char *id,
                             const struct hsds_row **out, struct orb_error *err)
{
    struct hsds_cursor cursor = { .table = table, .column = "id", .value = id };
    enum orb_status status = orb_hsds_find(h, &cursor, err);

    *out = status == ORB_OK ? orb_hsds_next(&cursor) : NULL;
    return status;
}

void orb_hsds_clear(struct hsds *h)
{
    for (size_t i = 0; i < HSDS_TABLES; i++) {
        h->tables[i].count = 0;
        orb_buf_clear(&h->tables[i].window);
    }
    for (size_t i = 0; i < h->index_count; i++)
        orb_free(h->indexes[i].keys);
    h->index_count = 0;
    orb_arena_clear(&h->rows);
    orb_hsds_spill_close(h);
}

void orb_hsds_release(struct hsds *h)
{
    orb_hsds_clear(h);
    for (size_t i = 0; i < HSDS_TABLES; i++) {
        orb_free(h->tables[i].items);
        orb_free(h->tables[i].places);
        orb_buf_release(&h->tables[i].window);
    }
    orb_buf_release(&h->spill_row);
    orb_arena_release(&h->one);
}
