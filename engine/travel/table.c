/* Cells are sorted once: a row of a place is then one stretch of memory, in which a pair is
 * found by halves. */
#include "engine/travel/table.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/buf.h"
#include "engine/base/text.h"

/* A key is from (30 bits), mode (4 bits), to (30 bits). */
#define PLACES    ((size_t)1 << 30)
#define TO_MASK   (((uint64_t)1 << 30) - 1)
#define MODE_AT   30
#define FROM_AT   34
#define METHODS   ((size_t)UINT16_MAX)
#define SEPARATOR '\n'

static uint64_t key_of(uint32_t from, enum orb_travel_mode mode, uint32_t to)
{
    return (uint64_t)from << FROM_AT | (uint64_t)mode << MODE_AT | to;
}

uint32_t orb_travel_entry_to(const struct orb_travel_entry *entry)
{
    return (uint32_t)(entry->key & TO_MASK);
}

uint32_t orb_travel_entry_from(const struct orb_travel_entry *entry)
{
    return (uint32_t)(entry->key >> FROM_AT);
}

/* ---- adding */

static uint32_t place_of(const struct orb_travel_table *table, uint32_t identifier)
{
    return identifier < table->same_count ? table->same[identifier] : identifier;
}

uint32_t orb_travel_table_place(const struct orb_travel_table *table, const char *id)
{
    uint32_t found = orb_strmap_find(&table->places, id, strlen(id));

    return found == ORB_STRMAP_NONE ? ORB_TRAVEL_NOWHERE : place_of(table, found);
}

enum orb_status orb_travel_table_name(struct orb_travel_table *table, const char *id,
                                      uint32_t *place, struct orb_error *err)
{
    if (table->places.count >= PLACES)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("more than %zu places in a travel table"), PLACES);
    if (orb_strmap_add(&table->places, id, strlen(id), place) != ORB_OK)
        return orb_error_memory(err);
    *place = place_of(table, *place);
    table->is_open = true;
    return ORB_OK;
}

enum orb_status orb_travel_table_alias(struct orb_travel_table *table, const char *id,
                                       uint32_t place, struct orb_error *err)
{
    uint32_t number;
    enum orb_status status;

    assert(place < table->places.count);
    assert(orb_travel_table_place(table, id) == ORB_TRAVEL_NOWHERE);
    status = orb_travel_table_name(table, id, &number, err);
    for (; status == ORB_OK && table->same_count <= number; table->same_count++) {
        if (orb_grow((void **)&table->same, &table->same_capacity, table->same_count,
                     sizeof *table->same) != ORB_OK)
            return orb_error_memory(err);
        table->same[table->same_count] = (uint32_t)table->same_count;
    }
    if (status == ORB_OK)
        table->same[number] = place;
    return status;
}

static enum orb_status keep_method(struct orb_travel_table *table, size_t number,
                                   const char *name, const char *version,
                                   struct orb_error *err)
{
    struct orb_travel_method texts = { orb_arena_strdup(&table->arena, name),
                                       orb_arena_strdup(&table->arena, version) };

    if (number >= METHODS)
        return orb_error_set(err, ORB_ERR_RANGE,
                             _("more than %zu methods in a travel table"), METHODS);
    if (texts.name == NULL || texts.version == NULL ||
        orb_grow((void **)&table->method_texts, &table->method_capacity, number,
                 sizeof *table->method_texts) != ORB_OK)
        return orb_error_memory(err);
    table->method_texts[number] = texts;
    return ORB_OK;
}

/* Few methods are ever told: they are numbered by their two texts. */
static enum orb_status number_method(struct orb_travel_table *table, const char *name,
                                     const char *version, uint16_t *out,
                                     struct orb_error *err)
{
    struct orb_buf text = { 0 };
    size_t known = table->methods.count;
    uint32_t number = 0;
    enum orb_status status;

    orb_buf_text(&text, name);
    orb_buf_char(&text, SEPARATOR);
    orb_buf_text(&text, version);
    status = orb_buf_check(&text, err);
    if (status == ORB_OK &&
        orb_strmap_add(&table->methods, text.data, text.len, &number) != ORB_OK)
        status = orb_error_memory(err);
    if (status == ORB_OK && number == known)
        status = keep_method(table, number, name, version, err);
    *out = (uint16_t)number;
    orb_buf_release(&text);
    return status;
}

enum orb_status orb_travel_table_add(struct orb_travel_table *table,
                                     const struct orb_travel_given *given,
                                     struct orb_error *err)
{
    bool goes = given->answer == ORB_TRAVEL_ROUTE;
    uint16_t method;
    enum orb_status status;

    assert(given->answer != ORB_TRAVEL_MISSING && given->from < table->places.count &&
           given->to < table->places.count);
    assert(!goes || given->minutes >= 0);
    if (table->count >= ORB_TRAVEL_CELLS)
        return orb_error_set(err, ORB_ERR_RANGE, _("more than %zu cells in a travel table"),
                             ORB_TRAVEL_CELLS);
    status = number_method(table, given->method, given->version, &method, err);
    if (status != ORB_OK)
        return status;
    if (orb_grow((void **)&table->entries, &table->capacity, table->count,
                 sizeof *table->entries) != ORB_OK)
        return orb_error_memory(err);
    table->entries[table->count++] =
        (struct orb_travel_entry){ .key = key_of(given->from, given->mode, given->to),
                                   .minutes = goes ? given->minutes : NAN,
                                   .km = goes ? given->km : NAN,
                                   .line = given->line,
                                   .method = method,
                                   .answer = (uint8_t)given->answer,
                                   .mode = (uint8_t)given->mode };
    table->is_open = true;
    return ORB_OK;
}

/* ---- sealing */

/* Cells of one key by line: what is said of two of them does not depend on their order. */
static int by_key(const void *a, const void *b)
{
    const struct orb_travel_entry *x = a;
    const struct orb_travel_entry *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static bool is_sorted(const struct orb_travel_table *table)
{
    for (size_t i = 1; i < table->count; i++)
        if (by_key(&table->entries[i - 1], &table->entries[i]) > 0)
            return false;
    return true;
}

static enum orb_status refuse_twice(const struct orb_travel_table *table, size_t at,
                                    struct orb_error *err)
{
    const struct orb_travel_entry *e = &table->entries[at];

    return orb_error_set(
        err, ORB_ERR_EXISTS, _("lines %u and %u both say the way from '%s' to '%s' by %s"),
        e[-1].line, e[0].line, table->places.strings[orb_travel_entry_from(e)],
        table->places.strings[orb_travel_entry_to(e)], orb_travel_mode_names[e->mode]);
}

static enum orb_status index_rows(struct orb_travel_table *table, struct orb_error *err)
{
    size_t places = table->places.count;
    size_t *starts = orb_calloc(places + 1, sizeof *starts);
    size_t at = 0;

    if (starts == NULL)
        return orb_error_memory(err);
    for (size_t place = 0; place < places; place++) {
        starts[place] = at;
        while (at < table->count && orb_travel_entry_from(&table->entries[at]) == place)
            at++;
    }
    starts[places] = at;
    orb_free(table->starts);
    table->starts = starts;
    table->start_count = places + 1;
    return ORB_OK;
}

enum orb_status orb_travel_table_seal(struct orb_travel_table *table, struct orb_error *err)
{
    enum orb_status status;

    if (!table->is_open)
        return ORB_OK;
    if (!is_sorted(table))
        qsort(table->entries, table->count, sizeof *table->entries, by_key);
    for (size_t i = 1; i < table->count; i++)
        if (table->entries[i - 1].key == table->entries[i].key)
            return refuse_twice(table, i, err);
    status = index_rows(table, err);
    table->is_open = status != ORB_OK;
    return status;
}

/* ---- looking up */

/* The first entry of [begin, end) whose key is not below key. */
static size_t first_from(const struct orb_travel_table *table, size_t begin, size_t end,
                         uint64_t key)
{
    while (begin < end) {
        size_t middle = begin + (end - begin) / 2;

        if (table->entries[middle].key < key)
            begin = middle + 1;
        else
            end = middle;
    }
    return begin;
}

void orb_travel_table_row(const struct orb_travel_table *table, uint32_t from,
                          enum orb_travel_mode mode, size_t *begin, size_t *end)
{
    assert(!table->is_open);
    *begin = *end = 0;
    if (from == ORB_TRAVEL_NOWHERE || (size_t)from + 1 >= table->start_count)
        return;
    *begin = first_from(table, table->starts[from], table->starts[from + 1],
                        key_of(from, mode, 0));
    *end = first_from(table, *begin, table->starts[from + 1],
                      key_of(from, mode, 0) + TO_MASK + 1);
}

void orb_travel_table_cell(const struct orb_travel_table *table,
                           const struct orb_travel_entry *entry,
                           struct orb_travel_cell *out)
{
    const struct orb_travel_method method = table->method_texts[entry->method];

    *out =
        (struct orb_travel_cell){ entry->minutes, entry->km, method.name, method.version };
}

enum orb_travel_answer orb_travel_table_between(const struct orb_travel_table *table,
                                                uint32_t from, uint32_t to,
                                                enum orb_travel_mode mode,
                                                struct orb_travel_cell *out)
{
    uint64_t key;
    size_t at;
    size_t end;

    assert(!table->is_open);
    if (from == ORB_TRAVEL_NOWHERE || to == ORB_TRAVEL_NOWHERE ||
        (size_t)from + 1 >= table->start_count)
        return ORB_TRAVEL_MISSING;
    key = key_of(from, mode, to);
    end = table->starts[from + 1];
    at = first_from(table, table->starts[from], end, key);
    if (at == end || table->entries[at].key != key)
        return ORB_TRAVEL_MISSING;
    if (out != NULL)
        orb_travel_table_cell(table, &table->entries[at], out);
    return (enum orb_travel_answer)table->entries[at].answer;
}

void orb_travel_table_release(struct orb_travel_table *table)
{
    orb_strmap_release(&table->places);
    orb_strmap_release(&table->methods);
    orb_arena_release(&table->arena);
    orb_free(table->method_texts);
    orb_free(table->entries);
    orb_free(table->starts);
    orb_free(table->same);
    *table = (struct orb_travel_table){ 0 };
}
