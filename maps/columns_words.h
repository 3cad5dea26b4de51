/* Texts numbered in order of arrival, found again by their bytes. Many of them wait in
 * files that are mapped: memory does not follow their number. Internal to maps. */
#ifndef ORB_MAPS_COLUMNS_WORDS_H
#define ORB_MAPS_COLUMNS_WORDS_H

#include <stdint.h>

#include "engine/base/mapped.h"

/* Zero-initialised is empty; the folder of each is where its file goes. */
struct columns_words {
    struct orb_mapped texts;   /* each with its end */
    struct orb_mapped entries; /* by number */
    struct orb_mapped slots;   /* by hash: number + 1, 0 = free */
    size_t text_len;
    size_t count;
    size_t slot_count; /* power of two, or 0 */
};

/* The number of a text, added when new. ORB_ERR_MEMORY, ORB_ERR_IO. */
ORB_MUST_CHECK enum orb_status orb_columns_words_add(struct columns_words *words,
                                                     const char *text, size_t len,
                                                     uint32_t *number,
                                                     struct orb_error *err);

/* The text of a number below count; valid until the next add. */
const char *orb_columns_words_text(const struct columns_words *words, size_t number);

void orb_columns_words_release(struct columns_words *words);

#endif
