/* Links come sorted by kind and canonical record, so the donors of one stand together. */
#include "engine/store/links.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/store/column.h"

static bool write_key(struct orb_link_map *map, const char *kind, const char *id)
{
    orb_buf_clear(&map->key);
    orb_buf_text(&map->key, kind);
    orb_buf_char(&map->key, ' ');
    orb_buf_text(&map->key, id);
    if (map->key.len > map->longest)
        map->longest = map->key.len;
    return !map->key.failed;
}

/* False when no key of the map can be this one. */
static bool ask_key(struct orb_link_map *map, const char *kind, const char *id)
{
    return map->longest >= strlen(kind) + 1 + strlen(id) && write_key(map, kind, id);
}

static enum orb_status add_id(struct orb_link_map *map, const struct orb_store_link *link)
{
    uint32_t number;

    if (!write_key(map, orb_table_of(link->kind)->label, link->id) ||
        orb_strmap_add(&map->ids, map->key.data, map->key.len, &number) != ORB_OK ||
        orb_grow((void **)&map->canonical, &map->canonical_capacity, number,
                 sizeof *map->canonical) != ORB_OK ||
        orb_grow((void **)&map->gives, &map->gives_capacity, number, sizeof *map->gives) !=
            ORB_OK)
        return ORB_ERR_MEMORY;
    map->gives[number] = link->gives;
    map->canonical[number] = link->canonical;
    return ORB_OK;
}

static enum orb_status add_donor(struct orb_link_map *map,
                                 const struct orb_store_link *link)
{
    size_t before = map->canonicals.count;
    uint32_t number;

    if (!write_key(map, orb_table_of(link->kind)->label, link->canonical) ||
        orb_strmap_add(&map->canonicals, map->key.data, map->key.len, &number) != ORB_OK ||
        orb_grow((void **)&map->firsts, &map->first_capacity, number,
                 sizeof *map->firsts) != ORB_OK ||
        orb_grow((void **)&map->donors, &map->donor_capacity, map->donor_count,
                 sizeof *map->donors) != ORB_OK)
        return ORB_ERR_MEMORY;
    if (map->canonicals.count > before)
        map->firsts[number] = (uint32_t)map->donor_count;
    if (link->gives)
        map->donors[map->donor_count++] = link->id;
    return ORB_OK;
}

enum orb_status orb_link_map_load(struct orb_link_map *map, struct orb_store *store,
                                  struct orb_error *err)
{
    struct orb_store_links links;
    enum orb_status status = orb_store_get_links(store, &map->arena, &links, err);

    for (size_t i = 0; status == ORB_OK && i < links.link_count; i++)
        if (add_id(map, &links.links[i]) != ORB_OK ||
            add_donor(map, &links.links[i]) != ORB_OK)
            status = orb_error_memory(err);
    return status;
}

void orb_link_map_release(struct orb_link_map *map)
{
    orb_arena_release(&map->arena);
    orb_strmap_release(&map->ids);
    orb_free(map->canonical);
    orb_free(map->gives);
    orb_strmap_release(&map->canonicals);
    orb_free(map->firsts);
    orb_free(map->donors);
    orb_buf_release(&map->key);
    memset(map, 0, sizeof *map);
}

const char *orb_link_map_canonical(struct orb_link_map *map, const char *kind,
                                   const char *id)
{
    uint32_t number;

    if (map->ids.count == 0 || id == NULL || !ask_key(map, kind, id))
        return NULL;
    number = orb_strmap_find(&map->ids, map->key.data, map->key.len);
    return number == ORB_STRMAP_NONE ? NULL : map->canonical[number];
}

bool orb_link_map_gives(struct orb_link_map *map, const char *kind, const char *id)
{
    uint32_t number;

    if (map->ids.count == 0 || id == NULL || !ask_key(map, kind, id))
        return false;
    number = orb_strmap_find(&map->ids, map->key.data, map->key.len);
    return number != ORB_STRMAP_NONE && map->gives[number];
}

size_t orb_link_map_donors(struct orb_link_map *map, const char *kind, const char *id,
                           const char *const **out)
{
    uint32_t number;
    size_t end;

    if (map->canonicals.count == 0 || !ask_key(map, kind, id))
        return 0;
    number = orb_strmap_find(&map->canonicals, map->key.data, map->key.len);
    if (number == ORB_STRMAP_NONE)
        return 0;
    end = number + 1 < map->canonicals.count ? map->firsts[number + 1] : map->donor_count;
    *out = map->donors + map->firsts[number];
    return end - map->firsts[number];
}
