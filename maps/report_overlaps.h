/* The redundancies of a territory as a report. */
#ifndef ORB_MAPS_REPORT_OVERLAPS_H
#define ORB_MAPS_REPORT_OVERLAPS_H

#include "engine/planning/overlaps.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/report.h"

/* Add the tables groups, services, communes and left_out, their map, parameters and notes.
 * Lack of memory is told by orb_report_check. */
void orb_report_overlaps(struct orb_report *report, const struct orb_overlaps *overlaps,
                         const struct orb_overlap_question *question,
                         struct orb_vocabulary *vocabulary);

#endif
