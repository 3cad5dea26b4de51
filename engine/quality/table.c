/* Open addressing over an array in order of arrival. */
#include "engine/quality/table.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"

static size_t probe(const struct quality_table *table, uint64_t hash)
{
    size_t mask = table->slot_count - 1;
    size_t at = (size_t)(hash ^ (hash >> 32)) & mask;

    while (table->slots[at] != QUALITY_NONE &&
           table->entries[table->slots[at]].hash != hash)
        at = (at + 1) & mask;
    return at;
}

static bool widen(struct quality_table *table)
{
    size_t wider = table->slot_count == 0 ? 256 : table->slot_count * 2;
    uint32_t *slots = orb_realloc(NULL, wider, sizeof *slots);

    if (slots == NULL)
        return false;
    memset(slots, 0xff, wider * sizeof *slots);
    orb_free(table->slots);
    table->slots = slots;
    table->slot_count = wider;
    for (size_t i = 0; i < table->count; i++)
        table->slots[probe(table, table->entries[i].hash)] = (uint32_t)i;
    return true;
}

uint32_t orb_quality_table_find(const struct quality_table *table, const char *id)
{
    if (id == NULL || table->slot_count == 0)
        return QUALITY_NONE;
    return table->slots[probe(table, orb_hash(id, strlen(id)))];
}

struct quality_entry *orb_quality_table_add(struct quality_table *table, const char *id)
{
    uint64_t hash = orb_hash(id, strlen(id));
    struct quality_entry *entry;
    size_t at;

    if (table->count >= INT32_MAX ||
        (3 * table->slot_count < 4 * (table->count + 1) && !widen(table)))
        return NULL;
    at = probe(table, hash);
    if (table->slots[at] != QUALITY_NONE)
        return &table->entries[table->slots[at]];
    if (orb_grow((void **)&table->entries, &table->capacity, table->count,
                 sizeof *table->entries) != ORB_OK)
        return NULL;
    table->slots[at] = (uint32_t)table->count;
    entry = &table->entries[table->count++];
    memset(entry, 0, sizeof *entry);
    entry->hash = hash;
    return entry;
}

void orb_quality_table_release(struct quality_table *table)
{
    orb_free(table->entries);
    orb_free(table->slots);
    memset(table, 0, sizeof *table);
}
