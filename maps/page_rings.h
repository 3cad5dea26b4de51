/*
 * What is within so many minutes of the place that a page starts from: the areas a router
 * gave, or the communes that a travel table reaches, as the features of the head of a page
 * (maps/page/README.md). An area is a picture: what is within reach is told by minutes.
 * Internal to maps.
 */
#ifndef ORB_MAPS_PAGE_RINGS_H
#define ORB_MAPS_PAGE_RINGS_H

#include "engine/geo/shape.h"
#include "engine/model/profile.h"
#include "engine/travel/router.h"
#include "engine/travel/table.h"
#include "maps/exporter.h"

enum { ORB_PAGE_RINGS = 3 };

/* 15, 30 and 45. */
extern const double orb_page_ring_minutes[ORB_PAGE_RINGS];

/* Zero-initialised is empty. */
struct orb_page_rings {
    struct orb_geo_context *context;
    struct orb_shape *areas[ORB_PAGE_RINGS]; /* NULL = nothing within these minutes */
    enum orb_travel_mode mode;
    const char *method; /* "valhalla 3.6.1"; borrowed until the rings are written */
};

/* Areas of a router, one for each of the minutes; made valid. ORB_ERR_SYNTAX when one is no
 * area on Earth, ORB_ERR_UNSUPPORTED without GEOS. */
ORB_MUST_CHECK enum orb_status orb_page_rings_router(struct orb_page_rings *rings,
                                                     const struct orb_isochrone *areas,
                                                     struct orb_error *err);

/* Contours of the communes that the table reaches from a commune, itself included, in the
 * mode of the rings. A commune without contour is left out. */
ORB_MUST_CHECK enum orb_status orb_page_rings_table(
    struct orb_page_rings *rings, const struct orb_map_territory *territory,
    const struct orb_travel_table *table, const char *commune, struct orb_error *err);

/*
 * Append the array of features, smallest first: lon/lat, shells counter-clockwise, each
 * area within the next one; the label of the largest tells the method. Empty areas are
 * left out.
 */
ORB_MUST_CHECK enum orb_status orb_page_rings_write(struct orb_page_rings *rings,
                                                    struct orb_buf *out,
                                                    struct orb_error *err);

/* Safe twice. */
void orb_page_rings_release(struct orb_page_rings *rings);

#endif
