/* Where the persons of a team are: how many in each commune, and a point of each that is
 * never where they live (METHODS 6). Class team. */
#ifndef ORB_MAPS_REPORT_TRIAGE_PLACES_H
#define ORB_MAPS_REPORT_TRIAGE_PLACES_H

#include "maps/report_triage.h"
#include "maps/shown_point.h"

/* Adds two tables and a map of the persons that the report lists. points: of each person of
 * the input, in the same order. */
void orb_report_triage_places(struct orb_report *report,
                              const struct orb_report_triage_input *input,
                              const struct orb_shown_point *points);

#endif
