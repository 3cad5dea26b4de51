/* What the report of emerge ties of counts of persons. Private to it. */
#ifndef ORB_MAPS_REPORT_EMERGE_PARTS_H
#define ORB_MAPS_REPORT_EMERGE_PARTS_H

#include "maps/report_emerge.h"

struct orb_emerge_tying {
    struct orb_report *report;
    const struct orb_report_emerge_input *in;
    const struct orb_report_table *groups;
    const struct orb_report_table *spots; /* NULL = not told */
};

/* Groups that are told come first. */
bool orb_emerge_is_told(const struct orb_emerge_tying *t, size_t group);

int64_t orb_emerge_value_of(const struct orb_emerge_tying *t,
                            const struct orb_report_place *place);

/* The whole, value persons, is the groups within (by number) and those who are in none. */
void orb_emerge_tie_within(struct orb_emerge_tying *t, const struct orb_report_place *whole,
                           int64_t value, const bool *within);

/*
 * Those with an unmet need where the members of a group live are its members and others.
 * The report tells the place of a group, and who knows what is near it knows that they are
 * there: the area has as many at least, and the areas that are hidden beside it fewer.
 */
void orb_emerge_tie_places(struct orb_emerge_tying *t, const struct orb_areas *areas);

/* Of a département, its areas; or of a region, its départements. */
void orb_emerge_tie_areas(struct orb_emerge_tying *t, const struct orb_areas *areas,
                          const struct orb_areas *departements);

#endif
