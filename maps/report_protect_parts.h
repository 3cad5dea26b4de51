/* What the counts of a report and their comparison with earlier ones share. Internal to
 * maps. */
#ifndef ORB_MAPS_REPORT_PROTECT_PARTS_H
#define ORB_MAPS_REPORT_PROTECT_PARTS_H

#include "engine/cohort/disclosure.h"
#include "maps/report_told.h"

#define NONE SIZE_MAX

struct protecting {
    struct orb_report *report;
    size_t *first;  /* by table: the number of its first cell among those of all tables */
    size_t *number; /* by cell of all tables: in counts; NONE = no count */
    struct orb_disclosure_cell *counts;
    size_t count_count;
    size_t *members; /* of the sums, one after the other */
    size_t member_count, member_capacity;
    size_t *ends; /* by sum, in members */
    size_t sum_count, sum_capacity;
    struct orb_disclosure_sum *sums; /* as they end, once all are there */
    size_t first_apart;              /* the count of the first that stands nowhere */
    struct orb_strmap names;         /* by count, when it is protected beside others */
    struct orb_strmap former_names;  /* as reports were named before populations */
    bool failed;
};

struct orb_disclosure orb_report_counts(const struct protecting *p, int k);

/* Hide what, beside earlier reports, would tell. Errors of orb_report_protect_beside. */
ORB_MUST_CHECK enum orb_status orb_report_protect_more(struct protecting *p,
                                                       struct orb_report_memory *memory,
                                                       int k, struct orb_error *err);

/* Leave out the lines that are there because of a count which is hidden. ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_report_leave_out(struct orb_report *report,
                                                    struct orb_error *err);

#endif
