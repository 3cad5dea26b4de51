/* The caseload of a team as a report: levels, persons in the order of work, needs, causes,
 * what would change them, what is about to end (METHODS 5). Class team: it tells persons by
 * their pseudonyms. */
#ifndef ORB_MAPS_REPORT_TRIAGE_H
#define ORB_MAPS_REPORT_TRIAGE_H

#include "engine/cohort/triage.h"
#include "maps/reason_words.h"
#include "maps/report.h"

/* All borrowed. */
struct orb_report_triage_input {
    struct orb_reader reader;
    const struct orb_profile *profile;
    const struct orb_triage_person *const *people; /* in the order of work, all of them */
    size_t count;
    size_t rejected; /* persons that were not understood */
    bool all;        /* covered ones too */
    bool needs;      /* a table of the needs */
    bool causes;     /* tables of the causes, and of what would change them */
};

void orb_report_triage(struct orb_report *report,
                       const struct orb_report_triage_input *input);

#endif
