/*
 * Which offers a product holds and what it may tell of all of them: where each may be
 * shown, the box, the sources used. One place for what never leaves.
 */
#ifndef ORB_MAPS_SELECTION_H
#define ORB_MAPS_SELECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"
#include "engine/match/circle.h"
#include "engine/model/profile.h"
#include "maps/exporter.h"

/* Degrees in millionths, as they are written; x INT64_MAX = no position. */
struct orb_map_position {
    int64_t x; /* longitude */
    int64_t y; /* latitude */
};

enum orb_source_use {
    ORB_SOURCE_UNUSED = 0,
    ORB_SOURCE_OWN,  /* rows of it are in the product */
    ORB_SOURCE_LENDS /* values of rows of others too, which ones is not known: it is named
                        beside every row */
};

/* Zero-initialised is empty; read freely. */
struct orb_selection {
    const struct orb_catalogue *catalogue;
    const struct orb_export_options *options;
    orb_date date; /* of the options, else the catalogue's */
    struct orb_profile *profile;
    struct orb_circles circles;
    uint8_t *used;                     /* by source: enum orb_source_use */
    struct orb_map_position low, high; /* the box; low.x INT64_MAX = empty */
    uint64_t count;                    /* offers held */
    uint64_t unlocated;                /* of them, without position */
};

/*
 * Look at every offer once: count, box, sources. catalogue and options are borrowed until
 * release. ORB_ERR_NOT_FOUND (a commune or département that nothing has), ORB_ERR_MEMORY.
 * Release with orb_selection_release, also on failure.
 */
ORB_MUST_CHECK enum orb_status orb_selection_init(struct orb_selection *out,
                                                  const struct orb_catalogue *catalogue,
                                                  const struct orb_export_options *options,
                                                  struct orb_error *err);
void orb_selection_release(struct orb_selection *selection);

/* Is this offer in the product? Walk catalogue->by_id for the order of the ids. */
bool orb_selection_has(const struct orb_selection *selection, uint32_t offer);

/* At the date; at any when there is none. */
bool orb_selection_is_closed(const struct orb_selection *selection,
                             const struct orb_cat_offer *offer);

/* Where an offer may be shown: that of a confidential site is its commune's. */
struct orb_map_position orb_selection_position(const struct orb_catalogue *catalogue,
                                               const struct orb_cat_offer *offer);

/* A source under a licence that asks derived data to be shared alike (OpenStreetMap). */
bool orb_selection_is_osm(const struct orb_catalogue *catalogue, uint32_t source);

/* Append the attributions, or the licences, of the sources used, each once, joined by "; ".
 */
void orb_selection_attribution(struct orb_buf *out, const struct orb_selection *selection);
void orb_selection_licence(struct orb_buf *out, const struct orb_selection *selection);

/* Append a coordinate with its six decimals. */
void orb_map_degrees(struct orb_buf *out, int64_t micro);

#endif
