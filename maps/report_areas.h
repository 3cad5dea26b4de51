/*
 * The areas of a map as polygons: borders between communes of one area are taken away
 * (RFC 7946: shells counter-clockwise, holes clockwise, each ring passes a point once).
 * Internal to maps. Memory: maps/topology.h.
 */
#ifndef ORB_MAPS_REPORT_AREAS_H
#define ORB_MAPS_REPORT_AREAS_H

#include "maps/report.h"
#include "maps/topojson.h"

struct orb_report_area {
    const char *code;
    uint32_t polygon_end;
    uint32_t box[4]; /* steps of the topology: west, south, east, north */
};

/* Ends are those of runs, as in struct orb_topology: polygons of an area, rings of a
 * polygon (the shell first), points of a ring (the first not again). */
struct orb_report_areas {
    struct orb_contours contours;
    struct orb_report_area *areas; /* by code, in byte order */
    size_t area_count, area_capacity;
    struct orb_topology_numbers polygon_ends;
    struct orb_topology_numbers ring_ends;
    struct orb_topology_numbers points; /* of the topology */
};

/*
 * The areas of the lines of a map. positions > 0: lines lose details until about as many
 * are left. out is zero-initialised; release with orb_report_areas_release, also on
 * failure. An area without contour is not there.
 */
ORB_MUST_CHECK enum orb_status
orb_report_areas_read(struct orb_report_areas *out, const struct orb_report_map *map,
                      const struct orb_map_territory *territory, size_t positions,
                      struct orb_error *err);
void orb_report_areas_release(struct orb_report_areas *areas);

/* NULL when it has no contour. */
const struct orb_report_area *orb_report_area_find(const struct orb_report_areas *areas,
                                                   const char *code);

#endif
