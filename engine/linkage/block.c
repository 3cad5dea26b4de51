/* Union of blockings (METHODS 9). A key is a hash; equal hashes of different keys only cost
 * time. */
#include "engine/linkage/block.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/hash.h"
#include "engine/model/address.h"

#define CELL_M 600.0
/* Metres of a degree of latitude; squares need no more precision. */
#define DEGREE_M 111320.0
#define RADIANS  0.017453292519943295

struct entry {
    uint64_t key;
    uint32_t record;
};

static uint64_t mix(uint64_t a, uint64_t b)
{
    uint64_t both[2] = { a, b };

    return orb_hash(both, sizeof both) | 1;
}

/* First letters of what is particular to the name, 0 without a name. */
static uint64_t name_start(const struct linkage_form *f)
{
    return f->name.len == 0 ? 0
                            : orb_hash(f->name.text, f->name.len < 4 ? f->name.len : 4) | 1;
}

/* House number and first letters of the first word that is particular to the way. */
static uint64_t address_start(const struct linkage_form *f)
{
    const char *at = f->street.text;
    size_t len = 0;

    if (f->house == 0 || f->street.len == 0)
        return 0;
    for (; *at != '\0'; at += len + (at[len] == ' ')) {
        len = strcspn(at, " ");
        if (len >= 3 && !orb_address_is_common(at, len))
            return mix(f->house, orb_hash(at, 3));
    }
    return mix(f->house, 0);
}

/*
 * Squares of 600 m, in four grids moved by half a square: two places within 300 m share a
 * square of at least one grid.
 */
static uint64_t square(const struct linkage_form *f, unsigned grid)
{
    double row;
    double column;
    int64_t cell[3];

    if (!f->placed)
        return 0;
    row = floor(f->record->lat * DEGREE_M / CELL_M + ((grid & 1) != 0 ? 0.5 : 0));
    /* The width of a degree is that of the middle of the row, the same for the whole row.
     */
    column =
        floor(f->record->lon * DEGREE_M / CELL_M * cos(row * CELL_M / DEGREE_M * RADIANS) +
              ((grid & 2) != 0 ? 0.5 : 0));
    cell[0] = (int64_t)row;
    cell[1] = (int64_t)column;
    cell[2] = (int64_t)grid;
    return orb_hash(cell, sizeof cell) | 1;
}

/* 0 = the record is in no block of this blocking. */
static uint64_t key_of(const struct linkage_form *f, size_t blocking)
{
    uint64_t part;

    if (blocking < LINKAGE_KEYS)
        return f->keys[blocking];
    if (blocking >= LINKAGE_KEYS + 2)
        return square(f, (unsigned)(blocking - LINKAGE_KEYS - 2));
    part = blocking == LINKAGE_KEYS ? name_start(f) : address_start(f);
    return part == 0 ? 0 : mix(f->commune, part);
}

/* The keys that split a block too large, one after another. */
#define SPLITS 4

static uint64_t split_key(const struct linkage_form *f, size_t level)
{
    switch (level) {
    case 0:
        return f->commune;
    case 1:
        return name_start(f);
    case 2:
        return address_start(f);
    default:
        return f->name.len == 0 ? 0 : orb_hash(f->name.text, f->name.len);
    }
}

static int by_key(const void *a, const void *b)
{
    const struct entry *x = a;
    const struct entry *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

static size_t group_end(const struct entry *entries, size_t start, size_t count)
{
    size_t end = start + 1;

    while (end < count && entries[end].key == entries[start].key)
        end++;
    return end;
}

/* One more key in the groups that are too large. Returns how many there were. */
static size_t split(struct entry *entries, size_t count, const struct linkage_forms *forms,
                    size_t level, uint32_t most)
{
    size_t large = 0;

    for (size_t start = 0, end; start < count; start = end) {
        end = group_end(entries, start, count);
        if (end - start <= most)
            continue;
        large++;
        for (size_t i = start; i < end; i++)
            entries[i].key =
                mix(entries[i].key, split_key(&forms->forms[entries[i].record], level));
        qsort(entries + start, end - start, sizeof *entries, by_key);
    }
    return large;
}

static size_t too_large(const struct entry *entries, size_t count, uint32_t most)
{
    size_t large = 0;

    for (size_t start = 0, end; start < count; start = end) {
        end = group_end(entries, start, count);
        large += end - start > most;
    }
    return large;
}

static enum orb_status keep(struct linkage_blocking *b, const struct entry *entries,
                            size_t count, size_t records)
{
    b->members = orb_calloc(count + 1, sizeof *b->members);
    b->ends = orb_calloc(count + 1, sizeof *b->ends);
    b->place = orb_calloc(records + 1, sizeof *b->place);
    if (b->members == NULL || b->ends == NULL || b->place == NULL)
        return ORB_ERR_MEMORY;
    memset(b->place, 0xff, records * sizeof *b->place);
    for (size_t start = 0, end; start < count; start = end) {
        end = group_end(entries, start, count);
        for (size_t i = start; i < end; i++) {
            b->members[i] = entries[i].record;
            b->ends[i] = (uint32_t)end;
            b->place[entries[i].record] = (uint32_t)i;
        }
    }
    return ORB_OK;
}

static enum orb_status make_blocking(struct linkage_blocks *blocks, size_t blocking,
                                     const struct linkage_forms *forms,
                                     struct entry *entries)
{
    size_t count = 0;

    for (size_t i = 0; i < forms->count; i++) {
        uint64_t key = key_of(&forms->forms[i], blocking);

        if (key != 0)
            entries[count++] = (struct entry){ key, (uint32_t)i };
    }
    qsort(entries, count, sizeof *entries, by_key);
    blocks->split += too_large(entries, count, blocks->most);
    for (size_t level = 0; level < SPLITS; level++)
        if (split(entries, count, forms, level, blocks->most) == 0)
            break;
    blocks->cut += too_large(entries, count, blocks->most);
    return keep(&blocks->blockings[blocking], entries, count, forms->count);
}

enum orb_status orb_linkage_blocks_make(struct linkage_blocks *blocks,
                                        const struct linkage_forms *forms, uint32_t most,
                                        struct orb_error *err)
{
    struct entry *entries = orb_calloc(forms->count + 1, sizeof *entries);
    enum orb_status status = ORB_OK;

    blocks->most = most;
    blocks->seen = orb_calloc(forms->count + 1, sizeof *blocks->seen);
    blocks->candidates =
        orb_calloc((size_t)most * LINKAGE_BLOCKINGS, sizeof *blocks->candidates);
    if (entries == NULL || blocks->seen == NULL || blocks->candidates == NULL)
        status = ORB_ERR_MEMORY;
    for (size_t b = 0; b < LINKAGE_BLOCKINGS && status == ORB_OK; b++)
        status = make_blocking(blocks, b, forms, entries);
    orb_free(entries);
    return status == ORB_OK ? ORB_OK : orb_error_memory(err);
}

/* In a block that no key could split, the members that follow closest are candidates. */
size_t orb_linkage_blocks_candidates(struct linkage_blocks *blocks, uint32_t record)
{
    size_t count = 0;

    for (size_t k = 0; k < LINKAGE_BLOCKINGS; k++) {
        const struct linkage_blocking *b = &blocks->blockings[k];
        size_t place = b->place[record];
        size_t end;

        if (place == UINT32_MAX)
            continue;
        end = b->ends[place];
        if (end > place + blocks->most)
            end = place + blocks->most;
        for (size_t i = place + 1; i < end; i++) {
            uint32_t other = b->members[i];

            if (blocks->seen[other] != record + 1)
                blocks->candidates[count++] = other;
            blocks->seen[other] = record + 1;
        }
    }
    return count;
}

void orb_linkage_blocks_release(struct linkage_blocks *blocks)
{
    for (size_t k = 0; k < LINKAGE_BLOCKINGS; k++) {
        orb_free(blocks->blockings[k].members);
        orb_free(blocks->blockings[k].ends);
        orb_free(blocks->blockings[k].place);
    }
    orb_free(blocks->seen);
    orb_free(blocks->candidates);
    memset(blocks, 0, sizeof *blocks);
}
