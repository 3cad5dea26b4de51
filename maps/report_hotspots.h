/* Where persons whose needs nothing answers are more than elsewhere, as a table and a map
 * (METHODS 5.5). Counts come first; what is worked out of them, after those that must not
 * be told are hidden. */
#ifndef ORB_MAPS_REPORT_HOTSPOTS_H
#define ORB_MAPS_REPORT_HOTSPOTS_H

#include "engine/cohort/hotspots.h"
#include "engine/planning/mesh.h"
#include "maps/report.h"

/* By area; borrowed. */
struct orb_report_hotspots_input {
    const struct orb_areas *areas;
    const uint32_t *known; /* persons */
    const uint32_t *unmet; /* of them, with a need that is nearly answered or not at all */
    const bool *shown;     /* which areas have a line; NULL = all */
    bool over_population;  /* the base of rates; else persons known */
};

/* Add the table "spots" with its counts. */
void orb_report_hotspots_count(struct orb_report *report,
                               const struct orb_report_hotspots_input *input);

/* known: the areas whose counts the table still shows, by area. */
void orb_report_hotspots_left(const struct orb_report *report,
                              const struct orb_report_hotspots_input *input, bool *known);

/* Fill the lines whose counts are shown, add the map, say what was not tested. */
void orb_report_hotspots_tell(struct orb_report *report,
                              const struct orb_report_hotspots_input *input,
                              const struct orb_hotspots *hotspots);

#endif
