/* The functions of GEOS and the handle of a context; only for the files of engine/geo. */
#ifndef ORB_GEO_CONTEXT_GEOS_H
#define ORB_GEO_CONTEXT_GEOS_H

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include "engine/geo/context.h"

/* What is called of GEOS, which is opened at first use. A list, so that the types stay
 * those that the header of GEOS declares. */
#define ORB_GEOS_FUNCTIONS(F)                                                              \
    F(GEOSContext_setErrorMessageHandler_r)                                                \
    F(GEOSBuildArea_r)                                                                     \
    F(GEOSCoordSeq_copyFromBuffer_r)                                                       \
    F(GEOSCoordSeq_copyToBuffer_r)                                                         \
    F(GEOSCoordSeq_getSize_r)                                                              \
    F(GEOSGeomGetX_r)                                                                      \
    F(GEOSGeomGetY_r)                                                                      \
    F(GEOSGeomTypeId_r)                                                                    \
    F(GEOSGeom_clone_r)                                                                    \
    F(GEOSGeom_createCollection_r)                                                         \
    F(GEOSGeom_createLineString_r)                                                         \
    F(GEOSGeom_createLinearRing_r)                                                         \
    F(GEOSGeom_createPointFromXY_r)                                                        \
    F(GEOSGeom_createPolygon_r)                                                            \
    F(GEOSGeom_destroy_r)                                                                  \
    F(GEOSGeom_getCoordSeq_r)                                                              \
    F(GEOSGeom_getXMax_r)                                                                  \
    F(GEOSGeom_getXMin_r)                                                                  \
    F(GEOSGeom_getYMax_r)                                                                  \
    F(GEOSGeom_getYMin_r)                                                                  \
    F(GEOSGeom_transformXY_r)                                                              \
    F(GEOSGetExteriorRing_r)                                                               \
    F(GEOSGetGeometryN_r)                                                                  \
    F(GEOSGetInteriorRingN_r)                                                              \
    F(GEOSGetNumGeometries_r)                                                              \
    F(GEOSGetNumInteriorRings_r)                                                           \
    F(GEOSMakeValidParams_create_r)                                                        \
    F(GEOSMakeValidParams_destroy_r)                                                       \
    F(GEOSMakeValidParams_setKeepCollapsed_r)                                              \
    F(GEOSMakeValidParams_setMethod_r)                                                     \
    F(GEOSMakeValidWithParams_r)                                                           \
    F(GEOSNormalize_r)                                                                     \
    F(GEOSPointOnSurface_r)                                                                \
    F(GEOSPrepare_r)                                                                       \
    F(GEOSPreparedDistanceWithin_r)                                                        \
    F(GEOSPreparedGeom_destroy_r)                                                          \
    F(GEOSPreparedIntersects_r)                                                            \
    F(GEOSTopologyPreserveSimplify_r)                                                      \
    F(GEOSUnaryUnion_r)                                                                    \
    F(GEOSWKBReader_create_r)                                                              \
    F(GEOSWKBReader_destroy_r)                                                             \
    F(GEOSWKBReader_read_r)                                                                \
    F(GEOS_finish_r)                                                                       \
    F(GEOS_init_r)                                                                         \
    F(GEOSisEmpty_r)                                                                       \
    F(GEOSisValid_r)

#define ORB_GEOS_MEMBER(name) __typeof__(name) *name;

struct orb_geos {
    ORB_GEOS_FUNCTIONS(ORB_GEOS_MEMBER)
    GEOSContextHandle_t handle; /* first argument of each of them */
};

enum { ORB_GEO_MESSAGE_LEN = 200 };

struct orb_geo_context {
    struct orb_geos geos;
    char message[ORB_GEO_MESSAGE_LEN]; /* last complaint of GEOS */
};

/* An error with the last complaint of GEOS. */
ORB_MUST_CHECK enum orb_status orb_geo_error(struct orb_geo_context *context,
                                             struct orb_error *err);

#endif
