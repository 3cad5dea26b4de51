/* What the tables of who does what share. Private to maps/report_who*.c. */
#ifndef ORB_MAPS_REPORT_WHO_PARTS_H
#define ORB_MAPS_REPORT_WHO_PARTS_H

#include "engine/vocabulary/vocabulary.h"
#include "maps/report_who.h"

/* Columns that follow those that name a line: counts, places, how sure, how fresh. */
#define WHO_COUNT_COLUMNS 12
extern const struct orb_report_column orb_who_count_columns[WHO_COUNT_COLUMNS];
void orb_who_put_count(struct orb_report_table *t, const struct orb_matrix_count *count);

/* Columns of both, in the arena of the report. */
const struct orb_report_column *
orb_who_join_columns(struct orb_report *report, const struct orb_report_column *first,
                     size_t count, const struct orb_report_column *then, size_t then_count);

/* The code and the name of a line of the matrix: an area, or what is in none. */
void orb_who_put_line(struct orb_report_table *t, const struct orb_who *who, uint32_t line);

/* Places that are known; unknown when none is, no value where there is no such notion. */
void orb_who_put_places(struct orb_report_table *t, int64_t places, uint32_t unknown,
                        const struct orb_matrix_count *count);
void orb_who_put_share(struct orb_report_table *t, uint32_t part, uint32_t all);
void orb_who_put_date(struct orb_report_table *t, orb_date date);

/* The words of a column that every scheme has; NULL for another. */
const char *orb_who_apart_label(const char *code);
/* Columns that the territory brings (publics, categories) are left out when they are
 * empty. */
bool orb_who_is_shown(const struct orb_who *who, uint32_t column);

/* Any column of the matrix, as one of a table. */
struct orb_report_column orb_who_value_column(struct orb_report *report,
                                              const struct orb_who *who, uint32_t column);

void orb_who_add_totals(struct orb_report *report, const struct orb_who *who);
void orb_who_add_notes(struct orb_report *report, const struct orb_who *who);
void orb_who_add_cells(struct orb_report *report, const struct orb_who *who);
void orb_who_add_categories(struct orb_report *report, const struct orb_who *who);
void orb_who_add_services(struct orb_report *report, const struct orb_who *who);
void orb_who_add_reached(struct orb_report *report, const struct orb_who *who);
void orb_who_add_served(struct orb_report *report, const struct orb_who *who);

#endif
