/* Where to open, as a report: the sites, the planner's sentence, its certificate, what
 * changes for each commune. */
#ifndef ORB_MAPS_REPORT_SITE_H
#define ORB_MAPS_REPORT_SITE_H

#include "engine/planning/siting.h"
#include "maps/report.h"

/*
 * Add the tables summary, sites, certificate, changes, communes and services, the maps,
 * parameters and notes. With a demand of the question, people are persons that a file
 * counted: their columns are protected and no sentence tells them. Lack of memory is told
 * by orb_report_check.
 */
void orb_report_site(struct orb_report *report, const struct orb_siting *siting);

/* "p-median", "mclp", "lscp", as the user writes them. */
const char *orb_report_site_model(enum orb_locate_model model);

#endif
