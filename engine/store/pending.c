/* The description of the columns says which members are texts and must be copied. */
#include "engine/store/pending.h"

#include <string.h>

#include "engine/base/alloc.h"

static bool copy_texts(struct orb_arena *arena, const struct orb_column *columns,
                       size_t count, unsigned char *record)
{
    for (size_t i = 0; i < count; i++) {
        char *text;

        if (columns[i].type != ORB_COLUMN_TEXT)
            continue;
        memcpy(&text, record + columns[i].offset, sizeof text);
        if (text == NULL)
            continue;
        text = orb_arena_strdup(arena, text);
        if (text == NULL)
            return false;
        memcpy(record + columns[i].offset, &text, sizeof text);
    }
    return true;
}

static bool copy_children(struct orb_arena *arena, const struct orb_child_place *place,
                          unsigned char *record)
{
    const struct orb_child *child = place->child;
    uint32_t count;
    const void *items = orb_child_items(place, record, &count);
    unsigned char *copy;

    if (count == 0)
        return true;
    copy = orb_arena_array(arena, count, child->item_size);
    if (copy == NULL)
        return false;
    memcpy(copy, items, count * child->item_size);
    memcpy(record + place->items_offset, &copy, sizeof copy);
    for (uint32_t i = 0; i < count; i++)
        if (!copy_texts(arena, child->columns, child->column_count,
                        copy + i * child->item_size))
            return false;
    return true;
}

static const void *copy_record(struct orb_arena *arena, const struct orb_table *table,
                               const void *record)
{
    unsigned char *copy = orb_arena_alloc(arena, table->size);
    bool whole;

    if (copy == NULL)
        return NULL;
    memcpy(copy, record, table->size);
    whole = copy_texts(arena, table->columns, table->column_count, copy);
    for (size_t i = 0; whole && i < table->child_count; i++)
        whole = copy_children(arena, &table->children[i], copy);
    return whole ? copy : NULL;
}

enum orb_status orb_pending_add(struct orb_pending *pending, const struct orb_table *table,
                                const struct orb_pending_row *row, struct orb_error *err)
{
    struct orb_pending_row copy = *row;

    if (orb_grow((void **)&pending->rows, &pending->capacity, pending->count,
                 sizeof *pending->rows) != ORB_OK)
        return orb_error_memory(err);
    copy.record = copy_record(&pending->arena, table, row->record);
    copy.id = orb_arena_strdup(&pending->arena, row->id);
    if (copy.record == NULL || copy.id == NULL)
        return orb_error_memory(err);
    pending->rows[pending->count++] = copy;
    return ORB_OK;
}

void orb_pending_clear(struct orb_pending *pending)
{
    pending->count = 0;
    orb_arena_clear(&pending->arena);
}

void orb_pending_release(struct orb_pending *pending)
{
    orb_free(pending->rows);
    orb_arena_release(&pending->arena);
    memset(pending, 0, sizeof *pending);
}
