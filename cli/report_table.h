/* A report for people in a terminal, or as plain text in a file. */
#ifndef CLI_REPORT_TABLE_H
#define CLI_REPORT_TABLE_H

#include <stddef.h>

#include "engine/base/buf.h"
#include "maps/report.h"

/*
 * Append title, parameters, tables (only one of them, unless NULL), notes and sources. A
 * table wider than width columns wraps its texts, then goes on below with its first columns
 * again (0 = as wide as it is).
 */
void cli_report_write_table(struct orb_buf *out, const struct orb_report *report,
                            const struct orb_report_table *only, size_t width);

#endif
