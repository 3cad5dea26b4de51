/* Counts of the persons a team follows, for others: areas, ages, phases, needs, reasons of
 * refusals. To be protected before it is written. */
#ifndef ORB_MAPS_REPORT_PEOPLE_H
#define ORB_MAPS_REPORT_PEOPLE_H

#include "engine/model/case.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/report_refusals.h"

#define ORB_PEOPLE_AGES 9 /* classes, the last of unknown ages */

/* Zero-initialised is empty. Counts of persons. */
struct orb_people_counts {
    int64_t persons;
    int64_t ages[ORB_PEOPLE_AGES];
    int64_t phases[ORB_PHASES];
    struct orb_strmap departments; /* codes */
    int64_t *in_department;        /* by number of the code */
    size_t capacity;
    struct orb_strmap codes; /* needs at three levels, TRE_R358: "n1.1.1", "r114" */
    int64_t *with;           /* by number of the code */
    size_t with_capacity;
    struct orb_refusals refusals; /* of the same persons, by motive */
};

/* Count one more person. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_people_count(struct orb_people_counts *counts,
                                                const struct orb_case *case_,
                                                struct orb_error *err);
void orb_people_counts_release(struct orb_people_counts *counts);

/* The class of age and the phase that a person is counted in, as lines name them. */
const char *orb_people_age_token(const struct orb_person *person);
const char *orb_people_phase_token(const struct orb_case *case_);

/*
 * The tables of a report that was begun. Rows do not depend on who is counted: every code
 * of a nomenclature has its line, and a departement its own only from k persons on, when it
 * can be shown.
 */
ORB_MUST_CHECK enum orb_status orb_report_people(struct orb_report *report,
                                                 const struct orb_people_counts *counts,
                                                 struct orb_vocabulary *vocabulary, int k,
                                                 struct orb_error *err);

#endif
