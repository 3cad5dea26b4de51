/* Membership in a short list. */
#include "engine/model/code_list.h"

#include <string.h>

bool orb_code_list_has(const struct orb_code_list *list, const char *code)
{
    for (uint32_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i], code) == 0)
            return true;
    return false;
}
