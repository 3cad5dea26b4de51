/* Who does what, as a report: the matrix of a territory, its totals, its cells one by one,
 * the categories that are there, the services with how to reach them. */
#ifndef ORB_MAPS_REPORT_WHO_H
#define ORB_MAPS_REPORT_WHO_H

#include "engine/planning/matrix.h"
#include "engine/planning/reached.h"
#include "engine/planning/served.h"
#include "maps/report.h"

/* R50: what to compare with, of its time; to be translated. */
extern const char *const orb_who_marks;

/* Tables that may be asked for. */
enum orb_who_table {
    ORB_WHO_MATRIX = 1,     /* areas by columns */
    ORB_WHO_TOTALS = 2,     /* one line for each column */
    ORB_WHO_CELLS = 4,      /* one line for each cell that is not empty */
    ORB_WHO_CATEGORIES = 8, /* needs struct orb_who.categories */
    ORB_WHO_SERVICES = 16,
    ORB_WHO_SERVED = 32, /* needs struct orb_who.served */
    ORB_WHO_REACHED = 64 /* needs struct orb_who.reached */
};

/* What cells of the matrix count. */
enum orb_who_measure {
    ORB_WHO_COUNT_SERVICES = 0,
    ORB_WHO_COUNT_OFFERS,
    ORB_WHO_COUNT_AUTHORISED,
    ORB_WHO_COUNT_INSTALLED
};

/* All borrowed. */
struct orb_who {
    const struct orb_catalogue *catalogue;
    const struct orb_matrix *matrix;
    const struct orb_areas *areas;
    const struct orb_circles *circles; /* say what is droit commun */
    const struct orb_matrix
        *categories;                   /* by ORB_MATRIX_CATEGORIES, same perimeter; NULL */
    const struct orb_served *served;   /* of the same request as the matrix; NULL */
    const struct orb_reached *reached; /* likewise */
    const char *perimeter;             /* in words, as is the level */
    const char *level;
    enum orb_matrix_scheme scheme;
    enum orb_who_measure measure;
    unsigned tables; /* bits of enum orb_who_table */
};

/* "families", "sub-services", "needs", "publics", "categories", "circles". */
const char *orb_who_scheme_name(enum orb_matrix_scheme scheme);
/* The same in words: "families of services". */
const char *orb_who_scheme_label(enum orb_matrix_scheme scheme);

/* The label of a column, in the language of the report; its code when it has none. Lives as
 * long as the report. */
const char *orb_who_column_label(struct orb_report *report, enum orb_matrix_scheme scheme,
                                 const char *code);

/* Fill a report whose perimeter and sources are told; lack of memory is told by
 * orb_report_check. */
void orb_who_report(struct orb_report *report, const struct orb_who *who);

#endif
