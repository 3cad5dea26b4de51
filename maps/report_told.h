/*
 * What a report told before of the same persons: counts by name, so that another is
 * protected beside it (METHODS 6, memory). A count is named by its table, the codes of its
 * line and its column: the same from one report to the next, in any language.
 */
#ifndef ORB_MAPS_REPORT_TOLD_H
#define ORB_MAPS_REPORT_TOLD_H

#include "engine/base/json.h"
#include "engine/cohort/disclosure_joint.h"
#include "maps/json_writer.h"
#include "maps/report.h"
#include "maps/report_names.h"

/* Zero-initialised is empty. Release with orb_report_told_release. */
struct orb_report_told {
    struct orb_arena arena;
    struct orb_strmap names;           /* by cell */
    struct orb_disclosure_cell *cells; /* hidden: with their value when it was kept */
    size_t capacity;
    struct orb_disclosure_sum *sums;
    size_t sum_count, sum_capacity;
    bool has_sums;  /* else they are those of the later report, where all cells are there */
    bool is_former; /* its names are those of orb_report_cell_name */
    int k;
    int after;       /* as that of the report */
    char date[16];   /* "2026-11-01", "?" = unknown */
    char report[32]; /* its key: "emerge/1"; "" = unknown */
};

/* Of what orb_report_told_write wrote. ORB_ERR_SYNTAX, ORB_ERR_MEMORY. */
ORB_MUST_CHECK enum orb_status orb_report_told_read(struct orb_report_told *out,
                                                    const struct orb_json *document,
                                                    struct orb_error *err);

/*
 * Of a report in JSON ("orbite-report/1") of the kind of report, whose tables tell what
 * names a line, before it is protected. A line of it that is there only when its count
 * reaches the threshold, and is not in the one in JSON, was hidden there. ORB_ERR_SYNTAX
 * when it is no such report, or counts no persons.
 */
ORB_MUST_CHECK enum orb_status orb_report_told_read_report(struct orb_report_told *out,
                                                           const struct orb_json *document,
                                                           const struct orb_report *report,
                                                           struct orb_error *err);

/* Write the members "k", "cells", "hidden", "apart", "sums" of an open object. */
void orb_report_told_write(struct orb_json_writer *w, const struct orb_disclosure *table,
                           const struct orb_strmap *names);
void orb_report_told_release(struct orb_report_told *told);

/* ---- protection beside */

struct orb_report_memory {
    const struct orb_report_told *earlier;
    size_t count;
    struct orb_json_writer *kept; /* out: an open object, where what is told goes; NULL */
    bool more_hidden;             /* out: some count is hidden for what was told before */
};

/*
 * As orb_report_protect, beside what readers of this report were told before: those who
 * read a count from k on read what was told from a larger one on too, and so do those of
 * the smaller k. ORB_ERR_UNSUPPORTED when no count of persons is left to show that alone
 * would be: with the former, it would tell of too few persons.
 */
ORB_MUST_CHECK enum orb_status orb_report_protect_beside(struct orb_report *report, int k,
                                                         struct orb_report_memory *memory,
                                                         struct orb_error *err);

#endif
