/* How the cells of a report read for people, in the language of the report. */
#ifndef ORB_MAPS_REPORT_WORDS_H
#define ORB_MAPS_REPORT_WORDS_H

#include "engine/base/buf.h"
#include "maps/report.h"

/*
 * Append a cell: thousands apart, decimal sign and dates of the language, "12.5 %", the
 * label of a word; "?" unknown, "–" not applicable, the word for hidden.
 */
void orb_report_write_cell(struct orb_buf *out, const struct orb_report *report,
                           const struct orb_report_column *column,
                           const struct orb_report_cell *cell);

/* The same for a number that is in no cell. */
void orb_report_write_integer(struct orb_buf *out, int64_t integer, bool french);
void orb_report_write_number(struct orb_buf *out, double number, int decimals, bool french);

/* 2026-11-22, in French 22/11/2026; the word for unknown. */
void orb_report_write_date(struct orb_buf *out, orb_date date, bool french);

/* The word of a cell of words, or NULL: no words, no value, or none of them. */
const struct orb_report_word *orb_report_word(const struct orb_report_column *column,
                                              const struct orb_report_cell *cell);

/* Numbers and dates stand on the right. */
bool orb_report_is_right(const struct orb_report_column *column);

/* "" gives "", which gettext would answer with its own head. */
const char *orb_report_said(const char *text);

/* Why a cell has no value, in words: "unknown", "not applicable", "hidden" or its own. */
const char *orb_report_why(const struct orb_report_cell *cell);

/* The areas of a level as people say them: "communes". */
const char *orb_report_level_label(enum orb_mesh level);

/* quantile, categories, ordered, diverging. */
const char *orb_report_legend_name(enum orb_report_legend legend);

/* Append "attribution (licence, date)". */
void orb_report_write_source(struct orb_buf *out, const struct orb_report_source *source,
                             bool french);

/* Append what "?", "–" and the word for hidden mean, as one sentence; nothing when no table
 * of the report (of only, unless NULL) has them. */
void orb_report_write_states(struct orb_buf *out, const struct orb_report *report,
                             const struct orb_report_table *only);

#endif
