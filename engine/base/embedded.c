/* Finds a compiled-in file by its name. */
#include "engine/base/embedded.h"

#include <string.h>

const struct orb_embedded_file *orb_embedded_find(const char *name)
{
    for (const struct orb_embedded_file *f = orb_embedded_files; f->name != NULL; f++)
        if (strcmp(f->name, name) == 0)
            return f;
    return NULL;
}
