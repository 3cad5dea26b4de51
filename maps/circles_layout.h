/* Where everything of the concentric map stands. Read by what writes it and by tests. */
#ifndef ORB_MAPS_CIRCLES_LAYOUT_H
#define ORB_MAPS_CIRCLES_LAYOUT_H

#include "maps/circles.h"

enum orb_circle_shape {
    ORB_SHAPE_DISC = 0,
    ORB_SHAPE_NOTCHED, /* a square without its upper right corner */
    ORB_SHAPE_SQUARE,
    ORB_SHAPE_DIAMOND,
    ORB_SHAPE_HEXAGON,
    ORB_SHAPES
};

/* Radius of the circle around each shape, for a mark of radius 1. */
extern const double orb_shape_extents[ORB_SHAPES];

#define ORB_CIRCLE_STEPS 13 /* times a mark may shrink by 8 % */
#define ORB_CIRCLE_STATE_RING                                                              \
    0.75                         /* taken around a mark by the ring of "a place is known" */
#define ORB_CIRCLE_CELL_MARKS 12 /* more than that: one bubble that counts */

struct orb_circle_sheet {
    double width, height, margin;
    double cx, cy;
    double rings[ORB_CIRCLE_RINGS + 1]; /* limits */
    double gauge[2];
    double badge_at, badge; /* distance from the centre, radius */
    double badge_angle;     /* of family 1, from 12 o'clock; others by symmetry */
    double mark_min, mark_max, bubble;
    double text; /* sizes of text are those of A4 times this */
    double box_width, box_head, row, row_min, gap, top;
    unsigned box_columns;   /* beneath the disc; 0 = four boxes on each side */
    unsigned table_columns; /* of the next pages, at most */
    unsigned table_rows;
    double table_row;
};

extern const struct orb_circle_sheet orb_circle_sheets[ORB_CIRCLE_PAPERS];

/* A part of a ring. The name of the ring takes a corner of some: nothing stands both beyond
 * corner_r and beyond corner_a. */
struct orb_circle_zone {
    double r0, r1, a0, a1;
    double corner_r, corner_a; /* r1 and a1 where there is no name */
};

struct orb_circle_point {
    double x, y;
};

/* A partner that the circles show. */
struct orb_circle_mark {
    const struct orb_partner *partner;
    unsigned number; /* from 1 */
    uint8_t ring;    /* 0 to 3 */
    uint8_t shape;
    bool drawn;    /* false = counted in the bubble of its cell */
    double wanted; /* radius by its capacity */
    double radius; /* as drawn */
    double at, angle;
    struct orb_circle_point centre;
};

struct orb_circle_cell {
    size_t first, count; /* marks; only the first of them unless orb_circle_is_kept */
    unsigned number;     /* of the first */
    struct orb_circle_zone zone;
    struct orb_circle_point centre; /* of the zone without its corner */
    double bubble;                  /* its radius; 0 = marks are drawn */
    uint8_t shape;                  /* of the bubble */
    size_t states[ORB_PARTNER_STATES];
};

struct orb_circle_box {
    struct orb_circle_point badge;
    struct orb_circle_point at; /* upper left corner */
    double height;
    size_t lines;
    struct orb_circle_point leader[3]; /* badge, elbow, edge of the box */
};

/* Of a list, more partners than any sheet names: those that nothing draws are not kept. */
#define ORB_CIRCLE_NAMED 2048

/* What a line of the table is about. */
enum orb_circle_row_kind {
    ORB_CIRCLE_ROW_FAMILY = 0,
    ORB_CIRCLE_ROW_MARK,
    ORB_CIRCLE_ROW_EMPTY, /* circles of the family without a known partner */
    ORB_CIRCLE_ROW_UNCLASSIFIED,
    ORB_CIRCLE_ROW_PROSPECTS,
    ORB_CIRCLE_ROW_INSTITUTIONS,
    ORB_CIRCLE_ROW_PARTNER, /* outside the circles: no number */
    ORB_CIRCLE_ROW_BLANK
};

struct orb_circle_row {
    uint8_t kind;
    uint8_t family; /* 0 to 7 */
    const struct orb_circle_mark *mark;
    const struct orb_partner *partner;
    size_t count; /* of what a title announces */
};

/* Partners outside the circles, in order of name: orb_circle_partner from first on. */
struct orb_circle_list {
    size_t first, count;
};

/* Lines of the table that follow each other. Those between two parts are blank. */
struct orb_circle_part {
    uint8_t kind;
    uint8_t family;
    size_t row, rows;
    size_t first; /* orb_circle_partner of the first row */
    size_t count; /* of what a title announces */
};

enum orb_circle_outside {
    ORB_CIRCLE_UNCLASSIFIED = 0,
    ORB_CIRCLE_PROSPECTS,
    ORB_CIRCLE_INSTITUTIONS,
    ORB_CIRCLE_OUTSIDES
};

#define ORB_CIRCLE_KEYS         20
#define ORB_CIRCLE_FOOTER_LINES 4

enum orb_circle_key_kind {
    ORB_CIRCLE_KEY_SHAPE = 0, /* value = shape */
    ORB_CIRCLE_KEY_STATE,     /* value = state */
    ORB_CIRCLE_KEY_CAPACITY,
    ORB_CIRCLE_KEY_BUBBLE,
    ORB_CIRCLE_KEY_UNANSWERED,
    ORB_CIRCLE_KEY_GAUGE
};

/* One entry of the legend. */
struct orb_circle_key {
    uint8_t kind;
    uint8_t value;
    const char *text;
    struct orb_circle_point at; /* left, middle of the line */
};

struct orb_circle_legend {
    struct orb_circle_key keys[ORB_CIRCLE_KEYS];
    size_t key_count;
    double text; /* size of the letters of keys */
    const char *footer[ORB_CIRCLE_FOOTER_LINES];
    size_t footer_count;
    double footer_y;          /* baseline of the first line */
    const char *institutions; /* NULL = none */
    double institutions_y;
    double top; /* nothing else is drawn lower */
};

/* Titles, partners and empty circles of families; titles and partners outside. */
#define ORB_CIRCLE_PARTS (3 * ORB_CIRCLE_FAMILIES + 2 * ORB_CIRCLE_OUTSIDES)

struct orb_circle_map {
    const struct orb_circle_map_input *input;
    const struct orb_circle_map_options *options;
    const struct orb_circle_sheet *sheet;
    const struct orb_circle_sorted *sorted; /* the partners of an array, in order */
    struct orb_circle_mark *marks;          /* by number; see struct orb_circle_cell */
    size_t mark_count;                      /* in the circles, kept or not */
    unsigned circles;                       /* bits of those that marks are of */
    unsigned states;                        /* bits of enum orb_partner_state, of marks */
    int32_t largest;                        /* authorised places; 0 = nobody says */
    struct orb_circle_cell cells[ORB_CIRCLE_FAMILIES][ORB_CIRCLE_RINGS];
    struct orb_circle_list outside[ORB_CIRCLE_OUTSIDES];
    struct orb_circle_box boxes[ORB_CIRCLE_FAMILIES];
    struct orb_circle_legend legend;
    double row;             /* height of a line in the boxes */
    unsigned counted_lines; /* in boxes, of a cell that a bubble counts: the table names its
                               partners; 0 = a line for each of them */
    bool summary;           /* boxes hold counts: the table names everybody */
    /* The first of a ring, by number, that answers for the family. */
    struct orb_circle_mark also[ORB_CIRCLE_FAMILIES][ORB_CIRCLE_RINGS];
    struct orb_circle_part parts[ORB_CIRCLE_PARTS];
    size_t part_count;
    size_t row_count;
    unsigned columns; /* of a page of the table */
    unsigned pages;
};

/* 0 to 3, or -1 outside the circles. */
int orb_circle_ring(enum orb_circle circle);
enum orb_circle_shape orb_circle_shape_of(enum orb_circle circle);

struct orb_circle_point orb_circle_polar(const struct orb_circle_sheet *sheet, double r,
                                         double angle);

/* The ring of family 0 to 7, and where the name of the ring stands beside 12 o'clock: left
 * edge and baseline. */
struct orb_circle_zone orb_circle_cell_zone(const struct orb_circle_sheet *sheet,
                                            unsigned family, unsigned ring);
struct orb_circle_point orb_circle_ring_label(const struct orb_circle_sheet *sheet,
                                              unsigned ring, double *size);

/* What is left of a zone below its corner. */
struct orb_circle_zone orb_circle_zone_below(const struct orb_circle_zone *zone);

/* True when a rectangle around a point stays within a zone that has no corner. */
bool orb_circle_zone_holds(const struct orb_circle_sheet *sheet,
                           const struct orb_circle_zone *zone,
                           struct orb_circle_point centre, struct orb_circle_point size);

/* The radius and the ring of a mark drawn in a line of that height. */
double orb_circle_line_radius(enum orb_circle_shape shape, enum orb_partner_state state,
                              double row);
double orb_circle_line_ring(double row);

/* Radius around a mark of that drawn radius that nothing else may enter. */
double orb_circle_footprint(const struct orb_circle_mark *mark, double radius);

/* Place the marks of all cells, or count them in bubbles. */
void orb_circle_cells_place(struct orb_circle_map *map);

/* Legend and footer; then boxes, in what is left of the page. */
ORB_MUST_CHECK enum orb_status orb_circle_legend_make(struct orb_circle_map *map,
                                                      struct orb_arena *arena,
                                                      struct orb_error *err);
void orb_circle_boxes_place(struct orb_circle_map *map);

/* What the drawing of an entry takes before its text, and the radius of the larger disc of
 * the entry on areas. */
double orb_circle_key_indent(const struct orb_circle_map *map,
                             const struct orb_circle_key *key);
double orb_circle_key_radius(const struct orb_circle_map *map);

/* A partner by its place in the order of all, from 0: number - 1 in the circles. Valid
 * until the next call when there is a list; NULL when that cannot be read, which the list
 * says. */
const struct orb_partner *orb_circle_partner(const struct orb_circle_map *map, size_t at);

/* Are all the marks of a cell there? Those that no sheet could name are not. */
bool orb_circle_is_kept(const struct orb_circle_map *map,
                        const struct orb_circle_cell *cell);

/* A mark that is not placed. */
struct orb_circle_mark orb_circle_mark_make(const struct orb_circle_map *map,
                                            const struct orb_partner *partner,
                                            size_t number);

/* The lines of the table and how many pages they take. */
void orb_circle_rows_make(struct orb_circle_map *map);

/* A line of the table, from 0; room is for a mark that is not kept. Valid as
 * orb_circle_partner; a line that cannot be read is blank. */
struct orb_circle_row orb_circle_row_get(const struct orb_circle_map *map, size_t at,
                                         struct orb_circle_mark *room);

/* The page of the table on which a mark is, from 2. */
unsigned orb_circle_table_page(const struct orb_circle_map *map, unsigned number);

/* Bits of the rings of a family where nobody is known; 0 when the family is not asked for.
 */
unsigned orb_circle_empty_rings(const struct orb_circle_map *map, unsigned family);

/* The first partner of a ring that stands in another family and answers for this one too;
 * NULL when the cell has partners of its own, or none at all. */
const struct orb_circle_mark *orb_circle_also(const struct orb_circle_map *map,
                                              unsigned family, unsigned ring);
bool orb_circle_is_outside(const struct orb_circle_map *map, unsigned family);

/* Requests of the family left without answer; 0 when not known. */
int32_t orb_circle_unanswered(const struct orb_circle_map *map, unsigned family);

/* Partners of a family. */
size_t orb_circle_family_count(const struct orb_circle_map *map, unsigned family);

/* True when boxes tell the cell by one count, and each partner of other cells by name. */
bool orb_circle_is_counted(const struct orb_circle_map *map,
                           const struct orb_circle_cell *cell);

#endif
