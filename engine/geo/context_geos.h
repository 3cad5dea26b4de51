/* The GEOS handle of a context; only for the files of engine/geo. */
#ifndef ORB_GEO_CONTEXT_GEOS_H
#define ORB_GEO_CONTEXT_GEOS_H

#include "engine/geo/context.h"

struct GEOSContextHandle_HS;

enum { ORB_GEO_MESSAGE_LEN = 200 };

struct orb_geo_context {
    struct GEOSContextHandle_HS *geos; /* GEOSContextHandle_t */
    char message[ORB_GEO_MESSAGE_LEN]; /* last complaint of GEOS */
};

/* An error with the last complaint of GEOS. */
ORB_MUST_CHECK enum orb_status orb_geo_error(struct orb_geo_context *context,
                                             struct orb_error *err);

#endif
