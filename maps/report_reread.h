/*
 * A report in JSON ("orbite-report/1"), read again as tables: its counts of persons, and
 * what names their lines. The file comes from the user and may be damaged.
 */
#ifndef ORB_MAPS_REPORT_REREAD_H
#define ORB_MAPS_REPORT_REREAD_H

#include "engine/base/json.h"
#include "maps/report.h"

enum { ORB_REPORT_REREAD_PERSONS = 1000000000 }; /* the most that a count may be */

/*
 * out is initialised here; release with orb_report_clear, after a failure too. It has the
 * tables of as that count persons, where the document has them, with the same columns;
 * what else stands there does not arise. A line is a rest when its code is that of one of
 * as. threshold is 0 where the document tells none. ORB_ERR_SYNTAX, with the JSON pointer
 * of what no report would have: no value is repeated.
 */
ORB_MUST_CHECK enum orb_status orb_report_reread(struct orb_report *out,
                                                 const struct orb_json *document,
                                                 const struct orb_report *as,
                                                 struct orb_error *err);

#endif
