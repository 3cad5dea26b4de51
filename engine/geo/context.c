/* GEOS speaks through handlers; its words are kept for the error of the call that failed.
 */
#include "engine/geo/context.h"

#include <stddef.h>
#include <string.h>

#include "config.h"
#include "engine/base/alloc.h"
#include "engine/base/library.h"
#include "engine/base/text.h"
#include "engine/geo/context_geos.h"

#define NAME(function) #function,

static const char *const functions[] = { ORB_GEOS_FUNCTIONS(NAME) };
static const struct orb_library library = { "GEOS", ORB_GEOS_SONAME, functions,
                                            sizeof functions / sizeof functions[0] };

_Static_assert(offsetof(struct orb_geos, handle) == sizeof functions,
               "a pointer to a function takes the place of a pointer");

static void keep_message(const char *message, void *context)
{
    struct orb_geo_context *geo = context;

    geo->message[0] = '\0';
    strncat(geo->message, message, sizeof geo->message - 1);
}

enum orb_status orb_geo_open(struct orb_geo_context **out, struct orb_error *err)
{
    struct orb_geo_context *context = orb_calloc(1, sizeof *context);
    enum orb_status status;

    if (context == NULL)
        return orb_error_memory(err);
    status = orb_library_open(&library, &context->geos, err);
    if (status == ORB_OK)
        context->geos.handle = context->geos.GEOS_init_r();
    if (context->geos.handle == NULL) {
        orb_free(context);
        return status == ORB_OK ? orb_error_memory(err) : status;
    }
    (void)context->geos.GEOSContext_setErrorMessageHandler_r(context->geos.handle,
                                                             keep_message, context);
    *out = context;
    return ORB_OK;
}

void orb_geo_close(struct orb_geo_context *context)
{
    if (context == NULL)
        return;
    context->geos.GEOS_finish_r(context->geos.handle);
    orb_free(context);
}

enum orb_status orb_geo_error(struct orb_geo_context *context, struct orb_error *err)
{
    return orb_error_set(err, ORB_ERR_SYNTAX, _("the geometry cannot be used: %s"),
                         context->message[0] == '\0' ? "GEOS" : context->message);
}
