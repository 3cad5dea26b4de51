/* A row is the texts of the columns its mapping names, from CSV or from a list of JSON
 * objects; blanks around them and control characters in them are dropped. */
#include <stdio.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/csv.h"
#include "engine/base/number.h"
#include "engine/base/text.h"
#include "importers/encoding.h"
#include "importers/json_reader.h"
#include "importers/table.h"

#define PLACE_MAX 32
#define WHOLE_MAX                                                                          \
    9007199254740992.0 /* 2^53: a double beyond it may not be the number meant */

struct rows {
    struct table *table;
    struct orb_csv csv;
    uint32_t width;       /* fields of the header */
    uint32_t *fields;     /* by column of the mapping: field of the row */
    size_t reach;         /* fields a row must have to fill every column */
    unsigned char *found; /* JSON: was the column ever there? */
    struct orb_arena arena;
};

static bool is_plain(const char *text, size_t *len)
{
    size_t i = 0;

    for (; text[i] != '\0'; i++)
        if ((unsigned char)text[i] < ' ' || (unsigned char)text[i] == 0x7f)
            break;
    *len = i;
    return text[i] == '\0' && (i == 0 || (text[0] != ' ' && text[i - 1] != ' '));
}

/* A copy without what nobody sees; line ends inside stay, since lists are written that way.
 */
static enum orb_status cleaned(struct table *t, const char *text, const char **out,
                               struct orb_error *err)
{
    size_t len;
    char *copy, *to;

    *out = text;
    if (is_plain(text, &len))
        return ORB_OK;
    copy = to = orb_arena_alloc(&t->row, strlen(text) + 1);
    if (copy == NULL)
        return orb_error_memory(err);
    for (const char *p = text; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;

        if (c == '\n' || c == '\t' || (c >= ' ' && c != 0x7f))
            *to++ = *p;
    }
    while (to > copy && (unsigned char)to[-1] <= ' ')
        to--;
    *to = '\0';
    while (*copy != '\0' && (unsigned char)*copy <= ' ')
        copy++;
    t->counts[TABLE_COUNT_CLEANED] += strcmp(copy, text) != 0;
    *out = copy;
    return ORB_OK;
}

static enum orb_status take(struct table *t, struct orb_error *err)
{
    const struct table_skip *skip = &t->mapping.skip;
    enum orb_status status = ORB_OK;

    t->counts[TABLE_COUNT_READ]++;
    if (skip->given) {
        const char *text = t->texts[skip->column];

        if (orb_strmap_find(&skip->texts, text, strlen(text)) != ORB_STRMAP_NONE) {
            t->counts[TABLE_COUNT_SKIPPED]++;
            return ORB_OK;
        }
    }
    status = orb_table_row(t, err);
    return status;
}

/* ---- CSV */

static enum orb_status absent(const struct table *t, uint32_t column, const char *sentence,
                              struct orb_error *err)
{
    enum orb_status status =
        orb_error_set(err, ORB_ERR_NOT_FOUND, sentence, t->mapping.columns.strings[column]);

    orb_error_at(err, "%s:%s", t->mapping.path, t->mapping.column_places[column]);
    return status;
}

static bool same_name(const char *field, const char *name)
{
    size_t len = strlen(name);

    while (*field != '\0' && (unsigned char)*field <= ' ')
        field++;
    if (strncmp(field, name, len) != 0)
        return false;
    return field[len + strspn(field + len, " \t\r\n")] == '\0';
}

static enum orb_status find_column(struct rows *r, uint32_t column, struct orb_error *err)
{
    const char *name = r->table->mapping.columns.strings[column];
    size_t matches = 0;
    int64_t number = 0;

    if (r->table->mapping.header == 0) {
        if (!orb_integer_parse(&number, name, strlen(name), 1, ORB_CSV_FIELDS))
            return absent(r->table, column,
                          _("without a header a column is a number from 1, not '%s'"), err);
        r->fields[column] = (uint32_t)number - 1;
        matches = 1;
    }
    for (size_t i = 0; r->table->mapping.header > 0 && i < r->csv.field_count; i++) {
        if (same_name(r->csv.fields[i], name)) {
            r->fields[column] = (uint32_t)i;
            matches++;
        }
    }
    if (matches != 1)
        return absent(r->table, column,
                      matches == 0 ? _("the file has no column '%s'")
                                   : _("the file has several columns '%s'"),
                      err);
    if (r->fields[column] >= r->reach)
        r->reach = r->fields[column] + 1;
    return ORB_OK;
}

static enum orb_status find_columns(struct rows *r, struct orb_error *err)
{
    enum orb_status status = ORB_OK;
    bool more = true;

    for (uint32_t i = 0; status == ORB_OK && more && i < r->table->mapping.header; i++)
        status = orb_csv_row(&r->csv, &more, err);
    if (status == ORB_OK && !more)
        return orb_error_set(err, ORB_ERR_SYNTAX, _("the file ends before its header"));
    if (r->table->mapping.header > 0)
        r->width = (uint32_t)r->csv.field_count;
    for (uint32_t c = 0; status == ORB_OK && c < r->table->mapping.columns.count; c++)
        status = find_column(r, c, err);
    return status;
}

static bool all_empty(const struct orb_csv *csv)
{
    for (size_t i = 0; i < csv->field_count; i++)
        if (csv->fields[i][0] != '\0')
            return false;
    return true;
}

/* More fields than the header: the last ones empty are a separator too many, others mean
 * that everything may have shifted. */
static bool too_wide(const struct rows *r)
{
    for (size_t i = r->width; r->width > 0 && i < r->csv.field_count; i++)
        if (r->csv.fields[i][0] != '\0')
            return true;
    return false;
}

static enum orb_status csv_row(struct rows *r, struct orb_error *err)
{
    static const char start[] = "line ";
    struct table *t = r->table;
    char place[PLACE_MAX];
    enum orb_status status = ORB_OK;

    (void)snprintf(place, sizeof place, "%s%lu", start, r->csv.line);
    t->place = place;
    if (too_wide(r)) {
        t->counts[TABLE_COUNT_READ]++;
        return orb_table_find(t, TABLE_ROW_TOO_WIDE, TABLE_FIELDS, NULL, err);
    }
    if (r->csv.field_count < r->reach) {
        if (all_empty(&r->csv))
            return ORB_OK;
        t->counts[TABLE_COUNT_SHORT]++;
    }
    for (uint32_t c = 0; status == ORB_OK && c < t->mapping.columns.count; c++)
        status = cleaned(t, orb_csv_field(&r->csv, r->fields[c]), &t->texts[c], err);
    if (status == ORB_OK)
        status = take(t, err);
    orb_arena_clear(&t->row);
    return status;
}

static enum orb_status read_csv(struct rows *r, struct orb_input *input,
                                const char *encoding, struct orb_error *err)
{
    struct orb_decoder *decoder = NULL;
    enum orb_status status = orb_decoder_new(&decoder, input, encoding, err);
    bool more = true;

    if (status != ORB_OK)
        return status;
    orb_csv_stream(&r->csv, orb_decoder_feed, decoder, r->table->mapping.separator);
    status = find_columns(r, err);
    while (status == ORB_OK && more) {
        status = orb_csv_row(&r->csv, &more, err);
        if (status == ORB_OK && more)
            status = csv_row(r, err);
    }
    orb_csv_release(&r->csv);
    orb_decoder_free(decoder);
    return status;
}

/* ---- JSON */

/* A member by its name, else by its path: "geolocalisation.lon", "coordinates.0". */
static const struct orb_json *member(const struct orb_json *at, const char *path)
{
    const struct orb_json *whole = orb_json_get(at, path);
    char key[200];

    while (whole == NULL && at != NULL && *path != '\0') {
        size_t len = strcspn(path, ".");
        int64_t index;

        if (len >= sizeof key)
            return NULL;
        memcpy(key, path, len);
        key[len] = '\0';
        if (orb_json_type(at) == ORB_JSON_ARRAY)
            at = orb_integer_parse(&index, key, len, 0, 100000)
                     ? orb_json_at(at, (size_t)index)
                     : NULL;
        else
            at = orb_json_get(at, key);
        path += len + (path[len] == '.');
    }
    return whole != NULL ? whole : at;
}

static void write_number(struct orb_buf *out, double value)
{
    char text[ORB_NUMBER_LEN];

    if (value == (double)(int64_t)value && value > -WHOLE_MAX && value < WHOLE_MAX)
        (void)orb_number_write_fixed(text, value, 0);
    else
        (void)orb_number_write(text, value);
    orb_buf_text(out, text);
}

/* Texts and whole numbers, one on each line. */
static void write_items(struct orb_buf *out, const struct orb_json *list)
{
    for (size_t i = 0; i < orb_json_count(list); i++) {
        const struct orb_json *item = orb_json_at(list, i);
        enum orb_json_type type = orb_json_type(item);

        if (type != ORB_JSON_STRING && type != ORB_JSON_INTEGER)
            continue;
        if (out->len > 0)
            orb_buf_char(out, '\n');
        if (type == ORB_JSON_STRING)
            orb_buf_text(out, orb_json_text(item));
        else
            orb_buf_printf(out, "%lld", (long long)orb_json_integer(item));
    }
}

void orb_table_json_text(struct orb_buf *out, const struct orb_json *value)
{
    switch (orb_json_type(value)) {
    case ORB_JSON_NULL:
    case ORB_JSON_OBJECT:
        break;
    case ORB_JSON_BOOL:
        orb_buf_text(out, orb_json_true(value) ? "true" : "false");
        break;
    case ORB_JSON_INTEGER:
        orb_buf_printf(out, "%lld", (long long)orb_json_integer(value));
        break;
    case ORB_JSON_REAL:
        if (orb_json_number(value) > -1e15 && orb_json_number(value) < 1e15)
            write_number(out, orb_json_number(value));
        break;
    case ORB_JSON_STRING:
        orb_buf_text(out, orb_json_text(value));
        break;
    case ORB_JSON_ARRAY:
        write_items(out, value);
        break;
    }
}

static enum orb_status json_text(struct rows *r, const struct orb_json *object,
                                 uint32_t column, struct orb_error *err)
{
    struct table *t = r->table;
    const struct orb_json *value = member(object, t->mapping.columns.strings[column]);
    struct orb_buf text = { 0 };
    const char *copy;

    t->texts[column] = "";
    if (value == NULL)
        return ORB_OK;
    r->found[column] = 1;
    orb_table_json_text(&text, value);
    copy = text.failed ? NULL
                       : orb_arena_text(&t->row, text.len == 0 ? "" : text.data, text.len);
    orb_buf_release(&text);
    return copy == NULL ? orb_error_memory(err) : cleaned(t, copy, &t->texts[column], err);
}

static enum orb_status take_object(void *context, const struct orb_json_item *item,
                                   struct orb_error *err)
{
    struct rows *r = context;
    struct table *t = r->table;
    enum orb_status status = ORB_OK;

    if (strcmp(item->list, t->mapping.list == NULL ? "" : t->mapping.list) != 0 ||
        item->index == ORB_JSON_WHOLE)
        return ORB_OK;
    t->place = item->pointer;
    if (orb_json_type(item->value) != ORB_JSON_OBJECT) {
        t->counts[TABLE_COUNT_READ]++;
        return orb_table_find(t, TABLE_ROW_UNEXPECTED, TABLE_FIELDS, NULL, err);
    }
    for (uint32_t c = 0; status == ORB_OK && c < t->mapping.columns.count; c++)
        status = json_text(r, item->value, c, err);
    if (status == ORB_OK)
        status = take(t, err);
    orb_arena_clear(&t->row);
    return status;
}

/* A key that no object has is a mistake in the mapping, as a missing column is. */
static enum orb_status read_json(struct rows *r, struct orb_input *input,
                                 struct orb_error *err)
{
    enum orb_status status = orb_json_read(input, take_object, r, err);

    if (status == ORB_OK && r->table->counts[TABLE_COUNT_READ] == 0)
        status = orb_error_set(
            err, ORB_ERR_SYNTAX,
            _("the document holds no list of rows; \"list\" in \"read\" of the mapping names their key"));
    for (uint32_t c = 0; status == ORB_OK && c < r->table->mapping.columns.count; c++)
        if (!r->found[c])
            status = absent(r->table, c, _("no row of the file has a key '%s'"), err);
    return status;
}

/* ---- */

enum orb_status orb_table_is_json(struct orb_input *input, bool *json,
                                  struct orb_error *err)
{
    const char *bytes = NULL;
    size_t len = 0;
    enum orb_status status = orb_input_next(input, &bytes, &len, err);
    size_t i = 0;

    if (status != ORB_OK)
        return status;
    if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0)
        i = 3;
    while (i < len && strchr(" \t\r\n", bytes[i]) != NULL && bytes[i] != '\0')
        i++;
    *json = i < len && (bytes[i] == '[' || bytes[i] == '{');
    return orb_input_rewind(input, err);
}

enum orb_status orb_table_read(struct table *table, struct orb_input *input,
                               const char *encoding, struct orb_error *err)
{
    size_t columns = table->mapping.columns.count;
    struct rows r = { .table = table };
    bool json = false;
    enum orb_status status = orb_table_is_json(input, &json, err);

    table->texts = orb_arena_array(&r.arena, columns + 1, sizeof *table->texts);
    r.fields = orb_arena_array(&r.arena, columns + 1, sizeof *r.fields);
    r.found = orb_arena_array(&r.arena, columns + 1, 1);
    if (status == ORB_OK && (table->texts == NULL || r.fields == NULL || r.found == NULL))
        status = orb_error_memory(err);
    if (status == ORB_OK)
        status = json ? read_json(&r, input, err) : read_csv(&r, input, encoding, err);
    table->texts = NULL;
    orb_arena_release(&r.arena);
    return status;
}
