/* What the tables of persons without solution and their sums share. Internal to maps. */
#ifndef ORB_MAPS_REPORT_CASELOAD_PARTS_H
#define ORB_MAPS_REPORT_CASELOAD_PARTS_H

#include "maps/need_family.h"
#include "maps/report_caseload.h"

/* Columns of counts; all persons are counted too, no column tells them. */
enum {
    CASELOAD_WITHOUT = 0,
    CASELOAD_TO_VERIFY,
    CASELOAD_FAMILY,
    CASELOAD_COUNTS = CASELOAD_FAMILY + ORB_NEED_FAMILIES,
    CASELOAD_KNOWN = CASELOAD_COUNTS
};
#define CASELOAD_FIRST 2 /* column of the tables */

struct caseload_counts {
    int64_t of[CASELOAD_COUNTS + 1];
};

struct caseload_telling {
    struct orb_report *report;
    const struct orb_report_caseload_input *in;
    struct orb_areas epci, departements;
    struct orb_report_place all; /* all persons, a count that no table holds */
    uint32_t width;              /* départements, and the last: elsewhere */
    bool *loose;                 /* by width: some commune of it is in no EPCI */
    bool *lies; /* by EPCI, the last of them: of no line, by width: can its persons be
                   there? */
    struct caseload_counts *in_epci;        /* by EPCI, then by width for those in none */
    struct caseload_counts *in_departement; /* by width */
    struct caseload_counts *in_both;        /* as lies */
};

/* The counts of both tables add up to each other, all of them is told twice. The rows of
 * epci are the EPCI, then of, by row, a département, then those of no line. */
void orb_caseload_tie_tables(const struct caseload_telling *t,
                             const struct orb_report_table *departements,
                             const struct orb_report_table *epci, const uint32_t *of);

/* Each line is told of by its families too; the line of an area, and of all, by the count
 * of all persons there, which add up to all. counts: by area. */
void orb_caseload_tie_lines(const struct caseload_telling *t,
                            const struct orb_report_table *table,
                            const struct orb_areas *areas,
                            const struct caseload_counts *counts);
void orb_caseload_tie_all(const struct caseload_telling *t,
                          const struct orb_report_table *departements);

#endif
