/* What the persons of a simulation are told from. Internal to maps. */
#ifndef ORB_MAPS_REPORT_SIMULATED_PARTS_H
#define ORB_MAPS_REPORT_SIMULATED_PARTS_H

#include "maps/report_simulate.h"

/* Tie the counts of the table persons with those of other reports on the same persons. */
void orb_simulated_tie(struct orb_report *report, const struct orb_report_table *table,
                       const struct orb_simulated_persons *persons);

#endif
