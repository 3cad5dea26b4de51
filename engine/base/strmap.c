/* Open addressing over halves of the hashes, the strings in an arena. */
#include "engine/base/strmap.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"

/* A slot holds half of the hash and the number of its string. The half says where the slot
 * is and tells most other strings apart, so that neither they nor the strings of a table
 * that is widened are looked at: they lie far apart. */
#define FREE_SLOT UINT64_MAX

static uint64_t slot_of(uint64_t hash, size_t number)
{
    return (hash & ~(uint64_t)UINT32_MAX) | number;
}

static size_t place_of(const struct orb_strmap *map, uint64_t slot)
{
    return (size_t)(slot >> 32) & (map->slot_count - 1);
}

static size_t probe(const struct orb_strmap *map, const char *text, size_t len,
                    uint64_t hash)
{
    size_t at = place_of(map, hash);

    for (; map->slots[at] != FREE_SLOT; at = (at + 1) & (map->slot_count - 1)) {
        const char *other;

        if (((map->slots[at] ^ hash) >> 32) != 0)
            continue;
        other = map->strings[(uint32_t)map->slots[at]];
        if (strncmp(other, text, len) == 0 && other[len] == '\0')
            break;
    }
    return at;
}

static enum orb_status widen(struct orb_strmap *map)
{
    size_t before = map->slot_count;
    size_t wider = before == 0 ? 64 : before * 2;
    uint64_t *old = map->slots;
    uint64_t *slots = orb_realloc(NULL, wider, sizeof *slots);

    if (slots == NULL)
        return ORB_ERR_MEMORY;
    memset(slots, 0xff, wider * sizeof *slots);
    map->slots = slots;
    map->slot_count = wider;
    for (size_t i = 0; i < before; i++) {
        size_t at = place_of(map, old[i]);

        if (old[i] == FREE_SLOT)
            continue;
        while (slots[at] != FREE_SLOT)
            at = (at + 1) & (wider - 1);
        slots[at] = old[i];
    }
    orb_free(old);
    return ORB_OK;
}

uint32_t orb_strmap_find(const struct orb_strmap *map, const char *text, size_t len)
{
    if (map->slot_count == 0)
        return ORB_STRMAP_NONE;
    return (uint32_t)map->slots[probe(map, text, len, orb_hash(text, len))];
}

enum orb_status orb_strmap_add(struct orb_strmap *map, const char *text, size_t len,
                               uint32_t *number)
{
    uint64_t hash = orb_hash(text, len);
    size_t at;
    char *copy;

    if (4 * map->count >= 3 * map->slot_count && widen(map) != ORB_OK)
        return ORB_ERR_MEMORY;
    at = probe(map, text, len, hash);
    if (map->slots[at] != FREE_SLOT) {
        *number = (uint32_t)map->slots[at];
        return ORB_OK;
    }
    if (map->count >= ORB_STRMAP_NONE - 1 ||
        orb_grow((void **)&map->strings, &map->capacity, map->count,
                 sizeof *map->strings) != ORB_OK)
        return ORB_ERR_MEMORY;
    copy = orb_arena_text(&map->arena, text, len);
    if (copy == NULL)
        return ORB_ERR_MEMORY;
    map->strings[map->count] = copy;
    map->slots[at] = slot_of(hash, map->count);
    *number = (uint32_t)map->count++;
    return ORB_OK;
}

void orb_strmap_seal(struct orb_strmap *map)
{
    orb_free(map->slots);
    map->slots = NULL;
    map->slot_count = 0;
}

void orb_strmap_release(struct orb_strmap *map)
{
    orb_arena_release(&map->arena);
    orb_free(map->strings);
    orb_free(map->slots);
    memset(map, 0, sizeof *map);
}
