/* A list of codes of which "unknown" differs from "empty". */
#ifndef ORB_MODEL_CODE_LIST_H
#define ORB_MODEL_CODE_LIST_H

#include <stdbool.h>
#include <stdint.h>

/* Borrowed strings. known false = nobody said; known true with count 0 = said to be empty.
 */
struct orb_code_list {
    const char *const *items;
    uint32_t count;
    bool known;
};

/* Yes, no, or nobody said. Zero-initialised is unknown. */
enum orb_tristate { ORB_UNKNOWN = 0, ORB_YES, ORB_NO };

bool orb_code_list_has(const struct orb_code_list *list, const char *code);

#endif
