/* Texts numbered, each with its count. */
#include "importers/tally.h"

#include <string.h>

#include "engine/base/alloc.h"

enum orb_status orb_tally_add(struct orb_tally *tally, const char *text,
                              struct orb_error *err)
{
    size_t capacity = tally->capacity;
    uint32_t number;

    if (orb_grow((void **)&tally->counts, &tally->capacity, tally->texts.count,
                 sizeof *tally->counts) != ORB_OK ||
        orb_strmap_add(&tally->texts, text, strlen(text), &number) != ORB_OK)
        return orb_error_memory(err);
    if (tally->capacity > capacity)
        memset(tally->counts + capacity, 0,
               (tally->capacity - capacity) * sizeof *tally->counts);
    tally->counts[number]++;
    return ORB_OK;
}

void orb_tally_release(struct orb_tally *tally)
{
    orb_strmap_release(&tally->texts);
    orb_free(tally->counts);
    *tally = (struct orb_tally){ 0 };
}
