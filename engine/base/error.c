/* Keeps the first error of a chain and the places it passed through. */
#include "engine/base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/text.h"

enum orb_status orb_error_set(struct orb_error *err, enum orb_status status,
                              const char *format, ...)
{
    va_list args;

    if (err == NULL || err->status != ORB_OK)
        return status;
    err->status = status;
    va_start(args, format);
    (void)vsnprintf(err->text, sizeof err->text, format, args);
    va_end(args);
    return status;
}

void orb_error_at(struct orb_error *err, const char *format, ...)
{
    char place[ORB_ERROR_PLACE_MAX];
    char joined[2 * ORB_ERROR_PLACE_MAX + 2];
    va_list args;

    if (err == NULL)
        return;
    va_start(args, format);
    (void)vsnprintf(place, sizeof place, format, args);
    va_end(args);
    (void)snprintf(joined, sizeof joined, "%s%s%s", place, err->place[0] != '\0' ? ":" : "",
                   err->place);
    (void)snprintf(err->place, sizeof err->place, "%.*s", (int)(sizeof err->place - 1),
                   joined);
}

void orb_error_clear(struct orb_error *err)
{
    if (err != NULL)
        memset(err, 0, sizeof *err);
}

enum orb_status orb_error_memory(struct orb_error *err)
{
    return orb_error_set(err, ORB_ERR_MEMORY, _("not enough memory"));
}
