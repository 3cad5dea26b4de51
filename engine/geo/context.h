/* What GEOS needs to work; one per thread. */
#ifndef ORB_GEO_CONTEXT_H
#define ORB_GEO_CONTEXT_H

#include "engine/base/error.h"

/* Opaque. */
struct orb_geo_context;

/* *out is owned by the caller, release with orb_geo_close after every shape made with it.
 */
ORB_MUST_CHECK enum orb_status orb_geo_open(struct orb_geo_context **out,
                                            struct orb_error *err);

/* NULL is accepted. */
void orb_geo_close(struct orb_geo_context *context);

#endif
