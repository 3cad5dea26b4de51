/*
 * The classes of a map and their legend, made of what it shows: the same in every format.
 * Internal to maps.
 */
#ifndef ORB_MAPS_REPORT_CLASSES_H
#define ORB_MAPS_REPORT_CLASSES_H

#include "engine/base/arena.h"
#include "maps/report.h"

enum { ORB_REPORT_CLASSES = 24, ORB_REPORT_QUANTILES = 5 };

#define ORB_REPORT_NO_CLASS UINT8_MAX

struct orb_report_class {
    const char *name;  /* of the style of a page: "q1" */
    const char *label; /* "1.2 to 3.5", "unknown" */
    const char *fill;  /* "#RRGGBB" on white */
    bool has_range;    /* low and high are what it holds */
    double low, high;  /* as the cells say, shares of 1 */
    const char *token; /* of words; NULL = none */
    enum orb_report_state state;
    size_t count; /* areas */
    size_t edges; /* those of them that are flagged */
};

/* Release with orb_report_classes_release. */
struct orb_report_classes {
    struct orb_report_class items[ORB_REPORT_CLASSES]; /* only those that hold something */
    size_t count;
    uint8_t *of_row; /* by line of the table; ORB_REPORT_NO_CLASS = no area */
    bool *is_edge;   /* by line */
    size_t edges;
    struct orb_arena arena;
};

ORB_MUST_CHECK enum orb_status orb_report_classes_make(struct orb_report_classes *out,
                                                       const struct orb_report_map *map,
                                                       struct orb_error *err);
void orb_report_classes_release(struct orb_report_classes *classes);

#endif
