/* Keys come in the same order in every row: the parser remembers what came after what, and
 * looks for a key here only when it did not guess it. */
#include "importers/feed_path.h"

#include <string.h>

#define PATHS_MAX 4096

struct orb_feed_path *orb_feed_path_find(const struct orb_feed_path *parent,
                                         const char *key, size_t len)
{
    struct orb_feed_path *p = parent->first;

    while (p != NULL && (p->key_len != len || memcmp(p->key, key, len) != 0))
        p = p->next;
    return p;
}

static bool is_plain(const char *key, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)key[i] < ' ' || key[i] == '"' || key[i] == '\\')
            return false;
    return true;
}

struct orb_feed_path *orb_feed_path_add(struct orb_feed_paths *paths,
                                        struct orb_feed_path *parent, const char *key,
                                        size_t len)
{
    struct orb_feed_path *p = orb_arena_alloc(&paths->arena, sizeof *p);
    struct orb_feed_path **end = &parent->first;

    if (p == NULL)
        return NULL;
    p->key = orb_arena_text(&paths->arena, key, len);
    p->key_len = (uint32_t)len;
    p->is_plain = is_plain(key, len);
    if (p->key == NULL)
        return NULL;
    while (*end != NULL)
        end = &(*end)->next;
    *end = p;
    p->parent = parent;
    paths->count++;
    return p;
}

bool orb_feed_path_reach(struct orb_feed_paths *paths, struct orb_feed_path *parent,
                         const char *key, size_t len, struct orb_feed_path **out)
{
    *out = orb_feed_path_find(parent, key, len);
    if (*out == NULL && paths->count >= PATHS_MAX)
        return true;
    if (*out == NULL)
        *out = orb_feed_path_add(paths, parent, key, len);
    if (*out == NULL)
        return false;
    if ((*out)->rank == 0)
        (*out)->rank = ++parent->met;
    return true;
}

void orb_feed_path_meet(struct orb_feed_path *path, unsigned type)
{
    path->count++;
    path->seen_types |= (uint8_t)(1u << type);
}

void orb_feed_paths_release(struct orb_feed_paths *paths)
{
    orb_arena_release(&paths->arena);
    memset(paths, 0, sizeof *paths);
}
