/*
 * The counts of a report beside those of earlier ones, in which a count has the same number
 * wherever the same persons are counted (METHODS 6, memory). Internal to maps.
 */
#ifndef ORB_MAPS_REPORT_COMPARED_H
#define ORB_MAPS_REPORT_COMPARED_H

#include "maps/report_protect_parts.h"

/* Valid as long as what it was made of; release with orb_report_compared_release, also on
 * failure. */
struct orb_report_compared {
    struct orb_arena arena;
    struct orb_disclosure table; /* the counts of the report, then the rests that others
                                    name and that its reader can work out */
    struct orb_disclosure_past past;
    bool is_narrow; /* in: counts that the report has not are of no other report either */
};

/* With what those who read a count from k on were told before. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_report_compare(struct orb_report_compared *out,
                                                  const struct protecting *p,
                                                  const struct orb_report_memory *memory,
                                                  int k, struct orb_error *err);
void orb_report_compared_release(struct orb_report_compared *compared);

#endif
