/* What changes of ages, zones, travel or IGAS would bring to a caseload: sums by change,
 * then who gains what (METHODS 5.4). Class team, like triage. */
#ifndef ORB_MAPS_REPORT_WHAT_IF_H
#define ORB_MAPS_REPORT_WHAT_IF_H

#include "engine/cohort/counterfactual.h"
#include "maps/report_triage.h"

/* Borrowed. */
struct orb_report_gain {
    const struct orb_triage_person *person;
    const struct orb_change_person *changes;
};

/* gains: in the order of work. */
void orb_report_what_if(struct orb_report *report,
                        const struct orb_report_triage_input *input,
                        const struct orb_report_gain *gains, size_t count);

#endif
