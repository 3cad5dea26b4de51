/* Nothing is moved from one generation to the next: what is asked for often is read again
 * once a generation, which costs less than an order of use. */
#include "engine/store/kept.h"

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"

enum { FIRST_SLOTS = 256 };

static uint64_t key_of(enum orb_kept_set set, int64_t no)
{
    return (uint64_t)no * ORB_KEPT_SETS + (uint64_t)set + 1;
}

/* The place of a key, or the free one where it would go. */
static struct orb_kept_item *slot_of(const struct orb_kept_generation *g, uint64_t key)
{
    size_t at = (size_t)(key * 0x9e3779b97f4a7c15 >> 32) & (g->slot_count - 1);

    while (g->slots[at].key != 0 && g->slots[at].key != key)
        at = (at + 1) & (g->slot_count - 1);
    return &g->slots[at];
}

static void *find_in(const struct orb_kept_generation *g, uint64_t key)
{
    const struct orb_kept_item *slot = g->count == 0 ? NULL : slot_of(g, key);

    return slot != NULL && slot->key == key ? slot->item : NULL;
}

void *orb_kept_find_young(const struct orb_kept *kept, enum orb_kept_set set, int64_t no)
{
    return no < 0 ? NULL : find_in(&kept->young, key_of(set, no));
}

void *orb_kept_find(const struct orb_kept *kept, enum orb_kept_set set, int64_t no)
{
    void *item = orb_kept_find_young(kept, set, no);

    return item != NULL || no < 0 ? item : find_in(&kept->old, key_of(set, no));
}

struct orb_arena *orb_kept_arena(struct orb_kept *kept)
{
    return &kept->young.arena;
}

/* Twice the slots; half of them at most are taken, so that one is always free. */
static bool widen(struct orb_kept_generation *g)
{
    struct orb_kept_generation wider = { .slot_count = g->slot_count == 0
                                                           ? FIRST_SLOTS
                                                           : 2 * g->slot_count };

    wider.slots = orb_calloc(wider.slot_count, sizeof *wider.slots);
    if (wider.slots == NULL)
        return false;
    for (size_t i = 0; i < g->slot_count; i++)
        if (g->slots[i].key != 0)
            *slot_of(&wider, g->slots[i].key) = g->slots[i];
    orb_free(g->slots);
    g->slots = wider.slots;
    g->slot_count = wider.slot_count;
    return true;
}

enum orb_status orb_kept_put(struct orb_kept *kept, enum orb_kept_set set, int64_t no,
                             void *item, struct orb_error *err)
{
    struct orb_kept_generation *g = &kept->young;
    struct orb_kept_item *slot;

    if (no < 0 || no > INT32_MAX)
        return orb_error_set(err, ORB_ERR_CORRUPT, _("the store is damaged"));
    if (2 * g->count >= g->slot_count && !widen(g))
        return orb_error_memory(err);
    slot = slot_of(g, key_of(set, no));
    g->count += slot->key == 0;
    slot->key = key_of(set, no);
    slot->item = item;
    return ORB_OK;
}

enum orb_status orb_kept_intern(struct orb_kept *kept, const char *text, const char **out,
                                struct orb_error *err)
{
    struct orb_strmap *codes = &kept->young.codes;
    uint32_t number;

    *out = NULL;
    if (text == NULL)
        return ORB_OK;
    if (orb_strmap_add(codes, text, strlen(text), &number) != ORB_OK)
        return orb_error_memory(err);
    *out = codes->strings[number];
    return ORB_OK;
}

static size_t weight_of(const struct orb_kept_generation *g)
{
    return g->arena.total + g->slot_count * sizeof *g->slots + g->codes.arena.total +
           g->codes.capacity * sizeof *g->codes.strings +
           g->codes.slot_count * sizeof *g->codes.slots;
}

static void release(struct orb_kept_generation *g)
{
    orb_arena_release(&g->arena);
    orb_strmap_release(&g->codes);
    orb_free(g->slots);
    memset(g, 0, sizeof *g);
}

bool orb_kept_is_full(const struct orb_kept *kept)
{
    return weight_of(&kept->young) > (kept->full == 0 ? ORB_KEPT_FULL : kept->full);
}

void orb_kept_trim(struct orb_kept *kept)
{
    if (!orb_kept_is_full(kept))
        return;
    release(&kept->old);
    kept->old = kept->young;
    memset(&kept->young, 0, sizeof kept->young);
}

void orb_kept_hide_young(struct orb_kept *kept)
{
    struct orb_kept_generation *g = &kept->young;

    if (g->slot_count > 0)
        memset(g->slots, 0, g->slot_count * sizeof *g->slots);
    g->count = 0;
}

size_t orb_kept_weight(const struct orb_kept *kept)
{
    return weight_of(&kept->young) + weight_of(&kept->old);
}

void orb_kept_release(struct orb_kept *kept)
{
    release(&kept->young);
    release(&kept->old);
}
