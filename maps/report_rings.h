/* The rings around the arcs of an area. Internal to maps/report_areas.c. */
#ifndef ORB_MAPS_REPORT_RINGS_H
#define ORB_MAPS_REPORT_RINGS_H

#include "maps/report_areas.h"

/*
 * Append the polygons of an area, whose communes have these arcs; arcs is used up.
 * ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status orb_report_rings_add(struct orb_report_areas *out,
                                                    struct orb_topology_numbers *arcs,
                                                    struct orb_error *err);

#endif
