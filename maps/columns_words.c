/* Open addressing over the hashes. */
#include "maps/columns_words.h"

#include <string.h>

#include "engine/base/hash.h"

struct entry {
    uint64_t hash;
    uint64_t start;
};

const char *orb_columns_words_text(const struct columns_words *words, size_t number)
{
    const struct entry *entries = words->entries.bytes;

    return (const char *)words->texts.bytes + entries[number].start;
}

static uint32_t *find_slot(const struct columns_words *d, const char *text, size_t len,
                           uint64_t hash)
{
    const struct entry *entries = d->entries.bytes;
    uint32_t *slots = d->slots.bytes;
    size_t mask = d->slot_count - 1;
    size_t at = (size_t)hash & mask;

    for (; slots[at] != 0; at = (at + 1) & mask) {
        const char *known;

        if (entries[slots[at] - 1].hash != hash)
            continue;
        known = orb_columns_words_text(d, slots[at] - 1);
        if (strncmp(known, text, len) == 0 && known[len] == '\0')
            break;
    }
    return &slots[at];
}

static enum orb_status widen(struct columns_words *d, struct orb_error *err)
{
    struct orb_mapped wider = { .folder = d->slots.folder };
    size_t count = d->slot_count == 0 ? 64 : d->slot_count * 2;
    const struct entry *entries = d->entries.bytes;
    enum orb_status status;
    uint32_t *slots;

    if (2 * d->count < d->slot_count)
        return ORB_OK;
    status = orb_mapped_reserve(&wider, count * sizeof *slots, err);
    if (status != ORB_OK)
        return status;
    slots = wider.bytes;
    for (size_t i = 0; i < d->count; i++) {
        size_t at = (size_t)entries[i].hash & (count - 1);

        while (slots[at] != 0)
            at = (at + 1) & (count - 1);
        slots[at] = (uint32_t)i + 1;
    }
    orb_mapped_release(&d->slots);
    d->slots = wider;
    d->slot_count = count;
    return ORB_OK;
}

enum orb_status orb_columns_words_add(struct columns_words *words, const char *text,
                                      size_t len, uint32_t *number, struct orb_error *err)
{
    struct columns_words *d = words;
    uint64_t hash = orb_hash(text, len);
    enum orb_status status = widen(d, err);
    struct entry *entries;
    uint32_t *slot;
    char *copy;

    if (status != ORB_OK)
        return status;
    slot = find_slot(d, text, len, hash);
    if (*slot != 0) {
        *number = *slot - 1;
        return ORB_OK;
    }
    if (d->count >= INT32_MAX)
        return orb_error_memory(err);
    status = orb_mapped_reserve(&d->entries, (d->count + 1) * sizeof *entries, err);
    if (status == ORB_OK)
        status = orb_mapped_reserve(&d->texts, d->text_len + len + 1, err);
    if (status != ORB_OK)
        return status;
    entries = d->entries.bytes;
    entries[d->count] = (struct entry){ hash, d->text_len };
    copy = (char *)d->texts.bytes + d->text_len;
    memcpy(copy, text, len);
    copy[len] = '\0';
    d->text_len += len + 1;
    *number = (uint32_t)d->count++;
    *slot = (uint32_t)d->count;
    return ORB_OK;
}

void orb_columns_words_release(struct columns_words *words)
{
    orb_mapped_release(&words->texts);
    orb_mapped_release(&words->entries);
    orb_mapped_release(&words->slots);
    words->text_len = 0;
    words->count = 0;
    words->slot_count = 0;
}
