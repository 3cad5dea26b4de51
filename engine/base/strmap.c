/* Open addressing over the hashes, the strings in an arena. */
#include "engine/base/strmap.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"

static size_t probe(const struct orb_strmap *map, const char *text, size_t len,
                    uint64_t hash)
{
    size_t mask = map->slot_count - 1;
    size_t at = (size_t)hash & mask;

    for (; map->slots[at] != ORB_STRMAP_NONE; at = (at + 1) & mask) {
        uint32_t n = map->slots[at];

        if (map->hashes[n] == hash && strncmp(map->strings[n], text, len) == 0 &&
            map->strings[n][len] == '\0')
            break;
    }
    return at;
}

static enum orb_status rehash(struct orb_strmap *map)
{
    size_t wider = map->slot_count == 0 ? 64 : map->slot_count * 2;
    uint32_t *slots = orb_realloc(NULL, wider, sizeof *slots);

    if (slots == NULL)
        return ORB_ERR_MEMORY;
    memset(slots, 0xff, wider * sizeof *slots);
    for (size_t i = 0; i < map->count; i++) {
        size_t at = (size_t)map->hashes[i] & (wider - 1);

        while (slots[at] != ORB_STRMAP_NONE)
            at = (at + 1) & (wider - 1);
        slots[at] = (uint32_t)i;
    }
    orb_free(map->slots);
    map->slots = slots;
    map->slot_count = wider;
    return ORB_OK;
}

uint32_t orb_strmap_find(const struct orb_strmap *map, const char *text, size_t len)
{
    if (map->slot_count == 0)
        return ORB_STRMAP_NONE;
    return map->slots[probe(map, text, len, orb_hash(text, len))];
}

enum orb_status orb_strmap_add(struct orb_strmap *map, const char *text, size_t len,
                               uint32_t *number)
{
    uint64_t hash = orb_hash(text, len);
    size_t at;
    char *copy;

    if (2 * map->count >= map->slot_count && rehash(map) != ORB_OK)
        return ORB_ERR_MEMORY;
    at = probe(map, text, len, hash);
    if (map->slots[at] != ORB_STRMAP_NONE) {
        *number = map->slots[at];
        return ORB_OK;
    }
    if (map->count >= ORB_STRMAP_NONE - 1 ||
        orb_grow((void **)&map->strings, &map->capacity, map->count,
                 sizeof *map->strings) != ORB_OK ||
        orb_grow((void **)&map->hashes, &map->hash_capacity, map->count,
                 sizeof *map->hashes) != ORB_OK)
        return ORB_ERR_MEMORY;
    copy = orb_arena_text(&map->arena, text, len);
    if (copy == NULL)
        return ORB_ERR_MEMORY;
    map->strings[map->count] = copy;
    map->hashes[map->count] = hash;
    map->slots[at] = (uint32_t)map->count;
    *number = (uint32_t)map->count++;
    return ORB_OK;
}

void orb_strmap_release(struct orb_strmap *map)
{
    orb_arena_release(&map->arena);
    orb_free(map->strings);
    orb_free(map->hashes);
    orb_free(map->slots);
    memset(map, 0, sizeof *map);
}
