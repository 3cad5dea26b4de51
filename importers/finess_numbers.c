/* Nine characters in base 36 fit 47 bits; open addressing, at most three quarters full. */
#include "importers/finess_numbers.h"

#include <string.h>

#include "engine/base/alloc.h"

#define DIGITS 9

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

static uint64_t key_of(const char *text)
{
    uint64_t key = 0;

    for (size_t i = 0; i < DIGITS && text[i] != '\0'; i++) {
        const char *at = strchr(alphabet, text[i]);

        key = key * 36 + (at == NULL ? 0 : (uint64_t)(at - alphabet));
    }
    return key;
}

static size_t probe(const struct finess_numbers *numbers, uint64_t key)
{
    size_t mask = numbers->slot_count - 1;
    size_t at = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & mask;

    while (numbers->slots[at] != FINESS_NUMBER_NONE &&
           numbers->keys[numbers->slots[at]] != key)
        at = (at + 1) & mask;
    return at;
}

static enum orb_status widen(struct finess_numbers *numbers)
{
    size_t wider = numbers->slot_count == 0 ? 1024 : 2 * numbers->slot_count;
    uint32_t *slots = orb_realloc(NULL, wider, sizeof *slots);

    if (slots == NULL)
        return ORB_ERR_MEMORY;
    memset(slots, 0xff, wider * sizeof *slots);
    orb_free(numbers->slots);
    numbers->slots = slots;
    numbers->slot_count = wider;
    for (size_t row = 0; row < numbers->count; row++)
        slots[probe(numbers, numbers->keys[row])] = (uint32_t)row;
    return ORB_OK;
}

uint32_t orb_finess_numbers_find(const struct finess_numbers *numbers, const char *text)
{
    return numbers->slot_count == 0 ? FINESS_NUMBER_NONE
                                    : numbers->slots[probe(numbers, key_of(text))];
}

enum orb_status orb_finess_numbers_add(struct finess_numbers *numbers, const char *text)
{
    uint64_t key = key_of(text);

    if (4 * (numbers->count + 1) > 3 * numbers->slot_count && widen(numbers) != ORB_OK)
        return ORB_ERR_MEMORY;
    if (orb_grow((void **)&numbers->keys, &numbers->capacity, numbers->count,
                 sizeof *numbers->keys) != ORB_OK)
        return ORB_ERR_MEMORY;
    numbers->slots[probe(numbers, key)] = (uint32_t)numbers->count;
    numbers->keys[numbers->count++] = key;
    return ORB_OK;
}

char *orb_finess_numbers_text(const struct finess_numbers *numbers, size_t row,
                              char out[FINESS_NUMBER_LEN])
{
    uint64_t key = numbers->keys[row];

    for (size_t i = DIGITS; i-- > 0; key /= 36)
        out[i] = alphabet[key % 36];
    out[DIGITS] = '\0';
    return out;
}

void orb_finess_numbers_release(struct finess_numbers *numbers)
{
    orb_free(numbers->keys);
    orb_free(numbers->slots);
    memset(numbers, 0, sizeof *numbers);
}
