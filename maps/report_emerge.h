/* Solutions to build as a report: how many persons, where, which need, who could, what it
 * would take (METHODS 5.5). */
#ifndef ORB_MAPS_REPORT_EMERGE_H
#define ORB_MAPS_REPORT_EMERGE_H

#include "engine/cohort/emerge.h"
#include "engine/planning/mesh.h"
#include "maps/reason_words.h"
#include "maps/report.h"

/* All borrowed. */
struct orb_report_emerge_input {
    struct orb_reader reader;
    const struct orb_emerge *emerge;
    const struct orb_triage_person *const *people;
    size_t count;
    /* 0: the team, which reads pseudonyms and communes. Else groups of fewer persons are
     * left out, nobody is named, and places are EPCI, else départements. */
    int threshold;
};

void orb_report_emerge(struct orb_report *report,
                       const struct orb_report_emerge_input *input);

/*
 * Beside the tables "groups" and "spots" (which may lack), for others than the team: say
 * what other reports on the same persons would tell of those that no group has, and of
 * départements when areas are others. areas: of the spots, NULL when they are not told.
 */
void orb_report_emerge_ties(struct orb_report *report,
                            const struct orb_report_emerge_input *input,
                            const struct orb_areas *areas,
                            const struct orb_areas *departements);

#endif
