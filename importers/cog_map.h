/* Texts and sums found again by a code, for the reader of the list of communes. */
#ifndef ORB_IMPORTERS_COG_MAP_H
#define ORB_IMPORTERS_COG_MAP_H

#include <stdint.h>

#include "engine/base/strmap.h"

/* Zero-initialised is empty and ready. */
struct orb_cog_texts {
    struct orb_strmap codes;
    const char **texts; /* by number of the code */
    size_t capacity;
    struct orb_arena arena;
};

/* Sums by code of a département or a région. Zero-initialised is empty and ready. */
struct orb_cog_sums {
    struct orb_strmap codes;
    int64_t *sums;
    size_t capacity;
};

/* Add a text to a code, after those it has and a comma. */
ORB_MUST_CHECK enum orb_status orb_cog_add_text(struct orb_cog_texts *map, const char *code,
                                                const char *text, struct orb_error *err);

/* The texts of a code, or NULL. */
const char *orb_cog_text(const struct orb_cog_texts *map, const char *code);

/* Add to the sum of a code; a NULL code is nobody's. */
ORB_MUST_CHECK enum orb_status orb_cog_add_sum(struct orb_cog_sums *map, const char *code,
                                               int64_t add, struct orb_error *err);

/* The sum of a code, -1 when nothing was added. */
int64_t orb_cog_sum(const struct orb_cog_sums *map, const char *code);

void orb_cog_release_texts(struct orb_cog_texts *map);
void orb_cog_release_sums(struct orb_cog_sums *map);

#endif
