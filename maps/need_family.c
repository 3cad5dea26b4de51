/* Social participation is most of what is asked for: it is told by its parts. */
#include "maps/need_family.h"

#include <string.h>

#define PARTICIPATION "1.3"

const char *const orb_need_families[ORB_NEED_FAMILIES] = { "1.1",   "1.2",   "1.3.1",
                                                           "1.3.2", "1.3.3", "1.3.4",
                                                           "1.3.5" };

/* The code cut after so many numbers. */
static size_t cut(const char *code, int numbers)
{
    size_t len = 0;

    for (int dots = 0; code[len] != '\0'; len++)
        if (code[len] == '.' && ++dots == numbers)
            break;
    return len;
}

size_t orb_need_family_len(const char *code)
{
    size_t two = cut(code, 2);

    return two == strlen(PARTICIPATION) && strncmp(code, PARTICIPATION, two) == 0
               ? cut(code, 3)
               : two;
}

int orb_need_family_find(const char *code)
{
    size_t len = orb_need_family_len(code);
    int found = 0;

    while (found < ORB_NEED_FAMILIES && (strlen(orb_need_families[found]) != len ||
                                         strncmp(orb_need_families[found], code, len) != 0))
        found++;
    return found;
}
