/* Orders of offers, as lists of 32-bit numbers: by id, then by counting, which moves each
 * number twice at most. */
#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/catalogue/draft_write.h"

enum { DIGIT_BITS = 16, DIGITS = 1 << DIGIT_BITS };

/* Scatter from into to by one digit of the keys; false when all have the same. */
static bool scatter(struct draft_writer *w, int shift, const uint32_t *from, uint32_t *to)
{
    const uint32_t *keys = w->keys;
    size_t count = w->b->offers.count;
    uint32_t *starts = w->starts;
    uint32_t at = 0;

    memset(starts, 0, DIGITS * sizeof *starts);
    for (size_t i = 0; i < count; i++)
        starts[keys[i] >> shift & (DIGITS - 1)]++;
    if (count == 0 || starts[keys[0] >> shift & (DIGITS - 1)] == count)
        return false;
    for (uint32_t d = 0; d < DIGITS; d++) {
        uint32_t here = starts[d];

        starts[d] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[keys[from[i]] >> shift & (DIGITS - 1)]++] = from[i];
    return true;
}

void orb_draft_order(struct draft_writer *w, uint32_t *drafts, uint32_t key_max)
{
    for (int shift = 0; shift < 32 && key_max >> shift != 0; shift += DIGIT_BITS)
        if (scatter(w, shift, drafts, w->spare))
            memcpy(drafts, w->spare, w->b->offers.count * sizeof *drafts);
}

/* Are the texts in order as they came? Most often they are: a store gives them so. */
static bool is_sorted(const struct draft_sorted *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (strcmp(items[i - 1].text, items[i].text) > 0)
            return false;
    return true;
}

static enum orb_status rank(struct draft_writer *w, struct draft_sorted *sorted)
{
    size_t count = w->b->offers.count;

    for (size_t i = 0; i < count; i++) {
        sorted[i].text = orb_draft_string(w, w->b->offers.items[i].id);
        sorted[i].number = (uint32_t)i;
    }
    if (!is_sorted(sorted, count))
        orb_draft_sort(sorted, count);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && strcmp(sorted[i].text, sorted[i - 1].text) == 0)
            return orb_error_set(w->err, ORB_ERR_SYNTAX,
                                 _("two offers have the same identifier '%s'"),
                                 sorted[i].text);
        w->by_rank[i] = sorted[i].number;
        w->rank[sorted[i].number] = (uint32_t)i;
    }
    return ORB_OK;
}

enum orb_status orb_draft_rank(struct draft_writer *w)
{
    size_t count = w->b->offers.count;
    struct draft_sorted *sorted = orb_calloc(count + 1, sizeof *sorted);
    enum orb_status status = ORB_ERR_MEMORY;

    w->by_rank = orb_draft_array(w, count, sizeof *w->by_rank);
    w->rank = orb_draft_array(w, count, sizeof *w->rank);
    w->keys = orb_draft_array(w, count, sizeof *w->keys);
    w->spare = orb_draft_array(w, count, sizeof *w->spare);
    w->starts = orb_draft_array(w, DIGITS, sizeof *w->starts);
    if (sorted != NULL && w->by_rank != NULL && w->rank != NULL && w->keys != NULL &&
        w->spare != NULL && w->starts != NULL)
        status = rank(w, sorted);
    orb_free(sorted);
    return status == ORB_ERR_MEMORY ? orb_error_memory(w->err) : status;
}
