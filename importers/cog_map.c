/* Both number the codes and keep an array beside. */
#include "importers/cog_map.h"

#include <string.h>

#include "engine/base/alloc.h"

enum orb_status orb_cog_add_text(struct orb_cog_texts *map, const char *code,
                                 const char *text, struct orb_error *err)
{
    size_t before = map->codes.count;
    uint32_t number;

    if (orb_grow((void **)&map->texts, &map->capacity, before, sizeof *map->texts) !=
            ORB_OK ||
        orb_strmap_add(&map->codes, code, strlen(code), &number) != ORB_OK)
        return orb_error_memory(err);
    if (map->codes.count > before)
        map->texts[number] = orb_arena_strdup(&map->arena, text);
    else
        map->texts[number] =
            orb_arena_printf(&map->arena, "%s,%s", map->texts[number], text);
    return map->texts[number] == NULL ? orb_error_memory(err) : ORB_OK;
}

const char *orb_cog_text(const struct orb_cog_texts *map, const char *code)
{
    uint32_t number = orb_strmap_find(&map->codes, code, strlen(code));

    return number == ORB_STRMAP_NONE ? NULL : map->texts[number];
}

enum orb_status orb_cog_add_sum(struct orb_cog_sums *map, const char *code, int64_t add,
                                struct orb_error *err)
{
    size_t before = map->codes.count;
    uint32_t number;

    if (code == NULL)
        return ORB_OK;
    if (orb_grow((void **)&map->sums, &map->capacity, before, sizeof *map->sums) !=
            ORB_OK ||
        orb_strmap_add(&map->codes, code, strlen(code), &number) != ORB_OK)
        return orb_error_memory(err);
    if (map->codes.count > before)
        map->sums[number] = 0;
    map->sums[number] += add;
    return ORB_OK;
}

int64_t orb_cog_sum(const struct orb_cog_sums *map, const char *code)
{
    uint32_t number = orb_strmap_find(&map->codes, code, strlen(code));

    return number == ORB_STRMAP_NONE ? -1 : map->sums[number];
}

void orb_cog_release_texts(struct orb_cog_texts *map)
{
    orb_strmap_release(&map->codes);
    orb_free(map->texts);
    orb_arena_release(&map->arena);
}

void orb_cog_release_sums(struct orb_cog_sums *map)
{
    orb_strmap_release(&map->codes);
    orb_free(map->sums);
}
