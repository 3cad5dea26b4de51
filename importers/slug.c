/* Letters and digits are kept without their accents, everything else is a dash. */
#include "importers/slug.h"

#include <string.h>

#include "engine/base/buf.h"
#include "engine/base/utf8.h"

const char *orb_slug(struct orb_arena *arena, const char *name)
{
    struct orb_buf folded = { 0 };
    const char *slug;

    orb_utf8_fold(&folded, name);
    for (size_t i = 0; i < folded.len; i++)
        if ((unsigned char)folded.data[i] < 0x80 &&
            strchr("abcdefghijklmnopqrstuvwxyz0123456789", folded.data[i]) == NULL)
            folded.data[i] = '-';
    slug = folded.failed || folded.len == 0
               ? NULL
               : orb_arena_text(arena, folded.data, folded.len);
    orb_buf_release(&folded);
    return slug;
}
