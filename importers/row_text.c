/* What people type: blanks around, two ways to write a day. */
#include "importers/row_text.h"

#include <stdio.h>
#include <string.h>

char *orb_row_text_trim(struct orb_arena *arena, const char *text)
{
    size_t len = strlen(text);

    while (len > 0 && (unsigned char)text[len - 1] <= ' ')
        len--;
    while (len > 0 && (unsigned char)*text <= ' ') {
        text++;
        len--;
    }
    return orb_arena_text(arena, text, len);
}

bool orb_row_text_day(orb_date *out, const char *text)
{
    char iso[11];

    if (strlen(text) != 10)
        return false;
    if (text[2] != '/' || text[5] != '/')
        return orb_date_parse(out, text, 10);
    (void)snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", text + 6, text + 3, text);
    return orb_date_parse(out, iso, 10);
}
