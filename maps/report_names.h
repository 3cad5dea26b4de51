/*
 * The names of counts of persons: the same from one report to the next, in any language. A
 * count is named by its table, the codes of its line and its column, or by who is counted.
 */
#ifndef ORB_MAPS_REPORT_NAMES_H
#define ORB_MAPS_REPORT_NAMES_H

#include "engine/base/buf.h"
#include "engine/base/strmap.h"
#include "maps/report.h"

/* Between what a rest is of and the lines it leaves out: "known|departement!=13,84", or
 * "departments/!=13,84/persons" of orb_report_cell_name. */
#define ORB_REPORT_REST "!="

/* Append the name of a count; names, NULL or those given before, makes it another one. */
void orb_report_cell_name(struct orb_buf *out, const struct orb_report_table *table,
                          size_t row, size_t column, const struct orb_strmap *names);

/* The same by who is counted, where the column says it: "known|epci=200000001", in any
 * report. */
void orb_report_cell_population(struct orb_buf *out, const struct orb_report_table *table,
                                size_t row, size_t column, const struct orb_strmap *names);
void orb_report_apart_name(struct orb_buf *out, const char *name,
                           const struct orb_strmap *names);

/* ---- parts of names */

/* Is it a code or a fixed word, which names a line? Not when it tells of persons. */
bool orb_report_names_line(const struct orb_report_column *column);

/* NULL when the line has none. */
const char *orb_report_code_of(const struct orb_report_table *table, size_t row);

/* "#2" after a name, which begins at start, when it is among those given. */
void orb_report_distinguish(struct orb_buf *out, size_t start,
                            const struct orb_strmap *names);

#endif
