/*
 * Writers of a report (maps/report.h). All write into an output that the caller commits;
 * same report, same bytes. None writes a cell that is hidden. They fail with
 * ORB_ERR_MEMORY, ORB_ERR_IO, ORB_ERR_INTERRUPTED, and as said below.
 */
#ifndef ORB_MAPS_REPORT_WRITE_H
#define ORB_MAPS_REPORT_WRITE_H

#include "engine/base/file.h"
#include "maps/report.h"

struct orb_map_territory;

/* The whole report: maps/schema/report-1.schema.json. Tables come as rows of named values,
 * numbers whole; totals stand apart, so that a reader never adds them to their parts. */
ORB_MUST_CHECK enum orb_status orb_report_write_json(struct orb_output *out,
                                                     const struct orb_report *report,
                                                     struct orb_error *err);

/*
 * One table. For programs: tokens, ISO dates, shares of 1, decimal points, without lines of
 * totals, nothing for what is unknown or not applicable, "hidden". excel: as French
 * spreadsheets read it, in words of the language, with the totals.
 */
ORB_MUST_CHECK enum orb_status orb_report_write_csv(struct orb_output *out,
                                                    const struct orb_report_table *table,
                                                    bool excel, struct orb_error *err);

/* All tables, a sheet each, then sources and definitions. ORB_ERR_UNSUPPORTED without
 * libxlsxwriter, ORB_ERR_RANGE when a table has more lines than a sheet. */
ORB_MUST_CHECK enum orb_status orb_report_write_xlsx(struct orb_output *out,
                                                     const struct orb_report *report,
                                                     struct orb_error *err);

/*
 * The areas of a map, dissolved from the communes of the territory, each with its row. An
 * area without contour keeps its row with a null geometry.
 */
ORB_MUST_CHECK enum orb_status
orb_report_write_geojson(struct orb_output *out, const struct orb_report *report,
                         const struct orb_report_map *map,
                         const struct orb_map_territory *territory, struct orb_error *err);

/*
 * One page without script, that lets nothing in or out: maps, tables, sources,
 * definitions. territory NULL = no contour: the page says so.
 */
ORB_MUST_CHECK enum orb_status
orb_report_write_html(struct orb_output *out, const struct orb_report *report,
                      const struct orb_map_territory *territory, struct orb_error *err);

#endif
