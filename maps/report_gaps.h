/* The gaps of a territory as a report. */
#ifndef ORB_MAPS_REPORT_GAPS_H
#define ORB_MAPS_REPORT_GAPS_H

#include "engine/planning/gaps.h"
#include "engine/planning/mesh.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/report.h"

struct orb_report_gap_input {
    struct orb_gap_people people;
    const struct orb_areas *areas;
    struct orb_vocabulary *vocabulary;
    bool places;   /* tell each commune in a gap too */
    int threshold; /* of requests: an area and need with fewer, or none, have no line */
};

#define ORB_GAP_AGE_UNKNOWN (UINT32_MAX - 1)

/* Needs that people expressed, counted by commune. */
struct orb_gap_wanted {
    uint32_t need;    /* of the request */
    uint32_t place;   /* of the request */
    uint32_t stratum; /* of the request; or ORB_GAP_AGE_UNKNOWN */
    int64_t count;
};

/* Words of a state, as a column takes them. */
extern const struct orb_report_word orb_report_gap_words[];

/* Add the tables gaps, needs, areas, and places when asked; the map; the notes. Lack of
 * memory is told by orb_report_check. */
void orb_report_gaps(struct orb_report *report, const struct orb_report_gap_input *input);

/* Add the table requests: what was asked for, by area and need, and what becomes of it;
 * and its notes. */
void orb_report_gap_requests(struct orb_report *report,
                             const struct orb_report_gap_input *input,
                             const struct orb_gap_wanted *wanted, size_t count);

/* Cells that several reports of gaps have: the code and name of an area (NULL = those in
 * none), the code and label of a need. */
void orb_report_gap_area(struct orb_report_table *table, const struct orb_area *area);
void orb_report_gap_need(struct orb_report_table *table, struct orb_vocabulary *vocabulary,
                         const char *need);

#endif
