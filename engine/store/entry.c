/* Open addressing over an array in order of arrival. */
#include "engine/store/entry.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"

#define OTHER_SEED UINT64_C(0x2545f4914f6cdd1d)
#define FREE_SLOT  UINT32_MAX

/* A slot holds the number of an entry and some bits of its hashes, so that most others are
 * passed over without a look at them: they lie far apart. */
enum { NUMBER_BITS = 26 };

#define NUMBER_MAX ((UINT32_C(1) << NUMBER_BITS) - 1)

static uint32_t slot_of(size_t number, uint64_t key, uint64_t check)
{
    return (uint32_t)((key + check) >> (32 + NUMBER_BITS) << NUMBER_BITS) |
           (uint32_t)number;
}

static size_t probe(const struct orb_entry_map *map, uint64_t key, uint64_t check)
{
    size_t mask = map->slot_count - 1;
    size_t at = (size_t)(key ^ (key >> 32)) & mask;
    uint32_t mark = slot_of(0, key, check);

    for (; map->slots[at] != FREE_SLOT; at = (at + 1) & mask) {
        const struct orb_entry *entry = &map->entries[map->slots[at] & NUMBER_MAX];

        if ((map->slots[at] & ~NUMBER_MAX) == mark && entry->key == key &&
            entry->check == check)
            break;
    }
    return at;
}

static bool widen(struct orb_entry_map *map)
{
    size_t wider = map->slot_count == 0 ? 256 : map->slot_count * 2;
    uint32_t *slots = orb_realloc(NULL, wider, sizeof *slots);

    if (slots == NULL)
        return false;
    memset(slots, 0xff, wider * sizeof *slots);
    orb_free(map->slots);
    map->slots = slots;
    map->slot_count = wider;
    for (size_t i = 0; i < map->count; i++) {
        const struct orb_entry *entry = &map->entries[i];
        size_t at = (size_t)(entry->key ^ (entry->key >> 32)) & (wider - 1);

        while (slots[at] != FREE_SLOT)
            at = (at + 1) & (wider - 1);
        slots[at] = slot_of(i, entry->key, entry->check);
    }
    return true;
}

static struct orb_entry *find(const struct orb_entry_map *map, uint64_t key, uint64_t check)
{
    size_t at;

    if (map->slot_count == 0)
        return NULL;
    at = probe(map, key, check);
    return map->slots[at] == FREE_SLOT ? NULL : &map->entries[map->slots[at] & NUMBER_MAX];
}

static struct orb_entry *add(struct orb_entry_map *map, uint64_t key, uint64_t check)
{
    struct orb_entry *entry;

    if (map->count >= NUMBER_MAX ||
        (3 * map->slot_count < 4 * (map->count + 1) && !widen(map)) ||
        orb_grow((void **)&map->entries, &map->capacity, map->count,
                 sizeof *map->entries) != ORB_OK)
        return NULL;
    map->slots[probe(map, key, check)] = slot_of(map->count, key, check);
    entry = &map->entries[map->count++];
    memset(entry, 0, sizeof *entry);
    entry->key = key;
    entry->check = check;
    entry->observed_on = ORB_DATE_NONE;
    return entry;
}

struct orb_entry *orb_entry_find(const struct orb_entry_map *map, const char *id,
                                 size_t len)
{
    return find(map, orb_hash(id, len), orb_hash_more(OTHER_SEED, id, len));
}

struct orb_entry *orb_entry_add(struct orb_entry_map *map, const char *id, size_t len)
{
    return add(map, orb_hash(id, len), orb_hash_more(OTHER_SEED, id, len));
}

struct orb_entry *orb_entry_find_hash(const struct orb_entry_map *map, uint64_t hash)
{
    return find(map, hash, 0);
}

struct orb_entry *orb_entry_add_hash(struct orb_entry_map *map, uint64_t hash)
{
    return add(map, hash, 0);
}

void orb_entry_release(struct orb_entry_map *map)
{
    orb_free(map->entries);
    orb_free(map->slots);
    memset(map, 0, sizeof *map);
}
