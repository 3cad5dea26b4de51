/* Contours of communes as TopoJSON: borders drawn once. Internal to maps. */
#ifndef ORB_MAPS_TOPOJSON_H
#define ORB_MAPS_TOPOJSON_H

#include "engine/base/strmap.h"
#include "engine/planning/mesh.h"
#include "maps/exporter.h"
#include "maps/stream.h"
#include "maps/topology.h"

/* The contours of a territory, cut into arcs, and what their sources ask to be told. */
struct orb_contours {
    struct orb_topology topology;
    struct orb_buf attribution; /* "" = no contour */
    struct orb_buf licence;
};

/* Which communes; borrowed. */
struct orb_contour_choice {
    enum orb_mesh level;               /* each shape tells its area of this level */
    const struct orb_strmap *areas;    /* only those of these areas; NULL = all */
    const struct orb_strmap *communes; /* and only these; NULL = all */
};

/*
 * Read the contours of communes (choice NULL = all); lines are simplified by metres (0 = as
 * they are). Two passes over the records. out is zero-initialised; release with
 * orb_contours_release, also on failure. Memory: maps/topology.h.
 */
ORB_MUST_CHECK enum orb_status orb_contours_read(struct orb_contours *out,
                                                 const struct orb_map_territory *territory,
                                                 const struct orb_contour_choice *choice,
                                                 double metres, struct orb_error *err);
void orb_contours_release(struct orb_contours *contours);

/* Write the document, without the end of the line. */
ORB_MUST_CHECK enum orb_status orb_topojson_write(const struct orb_stream *stream,
                                                  const struct orb_contours *contours,
                                                  struct orb_error *err);

#endif
