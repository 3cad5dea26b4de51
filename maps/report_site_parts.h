/* What the files of the report of siting share. Private to it. */
#ifndef ORB_MAPS_REPORT_SITE_PARTS_H
#define ORB_MAPS_REPORT_SITE_PARTS_H

#include "engine/base/buf.h"
#include "engine/planning/siting.h"
#include "maps/report.h"

struct site_writer {
    struct orb_report *report;
    const struct orb_siting *siting;
    struct orb_buf text; /* scratch */
};

/* A table whose people are persons when a file counted them. */
struct orb_report_table *orb_report_site_table(struct site_writer *w, const char *key,
                                               const char *title,
                                               const struct orb_report_column *columns,
                                               size_t count);

/* The cell of the name of a commune. */
void orb_report_site_name(struct site_writer *w, struct orb_report_table *t,
                          uint32_t commune);

/* Sites of the perimeter that are open in the end. */
size_t orb_report_site_count(const struct orb_siting *s);

/* Is nobody counted because no number is known? Is there something to choose from, for
 * somebody? */
bool orb_report_site_is_unknown(const struct orb_siting *s);
bool orb_report_site_is_choice(const struct orb_siting *s);

void orb_report_site_parameters(struct site_writer *w);
void orb_report_site_notes(struct site_writer *w);

/* The tables changes and communes, and the maps. */
void orb_report_site_communes(struct site_writer *w);

#endif
