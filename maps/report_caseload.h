/* Counts of persons without solution, by family of needs and by area, for those outside of
 * the team (METHODS 6): nobody is there. To be protected before it is written. */
#ifndef ORB_MAPS_REPORT_CASELOAD_H
#define ORB_MAPS_REPORT_CASELOAD_H

#include "engine/cohort/triage.h"
#include "engine/planning/mesh.h"
#include "maps/report.h"

/* EPCI above which départements alone are told: more hidden counts that sums tie together
 * cannot be checked. */
#define ORB_CASELOAD_EPCI_MOST 85

/* All borrowed. */
struct orb_report_caseload_input {
    const struct orb_catalogue *catalogue;
    const struct orb_perimeter *perimeter; /* of the territory: its areas have the lines */
    const struct orb_triage_person *const *people;
    size_t count;
};

/*
 * The tables and the map of a report that was begun. A person without solution has a need
 * that nothing answers, not even to be verified. Lines are the areas of the territory,
 * whoever is counted. ORB_ERR_MEMORY.
 */
ORB_MUST_CHECK enum orb_status
orb_report_caseload(struct orb_report *report,
                    const struct orb_report_caseload_input *input, struct orb_error *err);

/* After the protection of the counts: when every EPCI is hidden and some département is
 * not, the map shows départements, and a note says why. */
void orb_report_caseload_widen(struct orb_report *report);

#endif
