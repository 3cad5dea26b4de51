/* Social participation is most of what is asked for: it is told by its parts. */
#include "maps/need_family.h"

#include <string.h>

#define PARTICIPATION "1.3"

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
