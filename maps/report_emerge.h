/* Solutions to build as a report: how many persons, where, which need, who could, what it
 * would take (METHODS 5.5). */
#ifndef ORB_MAPS_REPORT_EMERGE_H
#define ORB_MAPS_REPORT_EMERGE_H

#include "engine/cohort/emerge.h"
#include "maps/reason_words.h"
#include "maps/report.h"

/* All borrowed. */
struct orb_report_emerge_input {
    struct orb_reader reader;
    const struct orb_emerge *emerge;
    const struct orb_triage_person *const *people;
    /* 0: the team, which reads pseudonyms and communes. Else groups of fewer persons are
     * left out, nobody is named, and places are EPCI, else départements. */
    int threshold;
};

void orb_report_emerge(struct orb_report *report,
                       const struct orb_report_emerge_input *input);

#endif
