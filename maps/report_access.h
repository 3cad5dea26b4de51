/* What orbite access found, as a report: by area, by age, by site, and how unequal. */
#ifndef ORB_MAPS_REPORT_ACCESS_H
#define ORB_MAPS_REPORT_ACCESS_H

#include <float.h>

#include "engine/planning/access.h"
#include "engine/planning/mesh.h"
#include "maps/report.h"

struct orb_report_access_input {
    const struct orb_access *access; /* computed */
    const struct orb_areas *areas;
    double line;   /* below it access is poor, in its unit; NaN = half the mean */
    bool apl;      /* for 100,000 standardised inhabitants */
    bool persons;  /* the demand counts persons of a file */
    int threshold; /* of them; 0 = all is told, to their team */
};

/* Add the tables, the map and the notes. Lack of memory is told by orb_report_check. */
void orb_report_access(struct orb_report *report,
                       const struct orb_report_access_input *input);

/* Access is told for so many people; 1 when it is not by person. */
double orb_report_access_scale(const struct orb_report_access_input *input);

/* What the access of the method counts, for people: "places for 1,000 people". */
const char *orb_report_access_unit(const struct orb_report_access_input *input);

/* ---- shared by the files of this report */

/* Sums weighted by people; median and ninth decile of the cost of the nearest site. */
struct orb_report_access_sum {
    double people, population, access, without, weight;
    double asking;         /* people of the communes that have a position */
    double median, decile; /* NaN = nobody; INFINITY = not reached by so many;
                              ORB_REPORT_AT_HOME = they have what comes to them alone */
    double commons;
    uint32_t places, edge, unknown, unlocated, reached, only_unknown;
};

#define ORB_REPORT_ACCESS_ALL UINT32_MAX
#define ORB_REPORT_AT_HOME    DBL_MAX /* a cost: beyond any, short of none */

/* Which places and people are added up; each ORB_REPORT_ACCESS_ALL = any. */
struct orb_report_access_part {
    uint32_t area;    /* areas->count = in none */
    uint32_t density; /* INSEE class of the commune, 0 = unknown */
    uint32_t stratum; /* whose nearest sites are looked at: of median and decile alone */
};

struct orb_report_access_sum
orb_report_access_add(struct orb_report *report,
                      const struct orb_report_access_input *input,
                      const struct orb_report_access_part *part);
/* The same for an area. */
struct orb_report_access_sum
orb_report_access_add_area(struct orb_report *report,
                           const struct orb_report_access_input *input, uint32_t area);

/* Is nobody of a sum in reach of known places, and somebody of unknown ones? */
bool orb_report_access_is_unknown(const struct orb_report_access_input *input,
                                  const struct orb_report_access_sum *sum);

/* A median or decile as a cell; beyond the limit it says "out of reach". */
void orb_report_access_cost(struct orb_report_table *table, double cost,
                            const struct orb_report_access_sum *sum);

void orb_report_access_ages(struct orb_report *report,
                            const struct orb_report_access_input *input);
void orb_report_access_equity(struct orb_report *report,
                              const struct orb_report_access_input *input);
void orb_report_access_sites(struct orb_report *report,
                             const struct orb_report_access_input *input);
void orb_report_access_commons(struct orb_report *report,
                               const struct orb_report_access_input *input);
/* The code and the name of an area, in two cells. */
void orb_report_access_area(struct orb_report_table *table, const struct orb_areas *areas,
                            uint32_t area);
void orb_report_access_notes(struct orb_report *report,
                             const struct orb_report_access_input *input);

#endif
