/* GEOS speaks through handlers; its words are kept for the error of the call that failed.
 */
#include "engine/geo/context.h"

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <string.h>

#include "engine/base/alloc.h"
#include "engine/base/text.h"
#include "engine/geo/context_geos.h"

static void keep_message(const char *message, void *context)
{
    struct orb_geo_context *geo = context;

    geo->message[0] = '\0';
    strncat(geo->message, message, sizeof geo->message - 1);
}

enum orb_status orb_geo_open(struct orb_geo_context **out, struct orb_error *err)
{
    struct orb_geo_context *context = orb_calloc(1, sizeof *context);

    if (context == NULL)
        return orb_error_memory(err);
    context->geos = GEOS_init_r();
    if (context->geos == NULL) {
        orb_free(context);
        return orb_error_memory(err);
    }
    (void)GEOSContext_setErrorMessageHandler_r(context->geos, keep_message, context);
    *out = context;
    return ORB_OK;
}

void orb_geo_close(struct orb_geo_context *context)
{
    if (context == NULL)
        return;
    GEOS_finish_r(context->geos);
    orb_free(context);
}

enum orb_status orb_geo_error(struct orb_geo_context *context, struct orb_error *err)
{
    return orb_error_set(err, ORB_ERR_SYNTAX, _("the geometry cannot be used: %s"),
                         context->message[0] == '\0' ? "GEOS" : context->message);
}
