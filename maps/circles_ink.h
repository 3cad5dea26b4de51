/* SVG written by hand: numbers, texts and the shapes of the concentric map. */
#ifndef ORB_MAPS_CIRCLES_INK_H
#define ORB_MAPS_CIRCLES_INK_H

#include "maps/circles_layout.h"

/* Colours of one style. Texts are attribute values. */
struct orb_circle_palette {
    const char *rings[ORB_CIRCLE_RINGS];   /* marks and names */
    const char *grounds[ORB_CIRCLE_RINGS]; /* of the rings */
    const char *ink;
    const char *secondary;
    const char *head; /* of a box */
    const char *alert;
    const char *alert_ground;
    const char *hatch;
    const char *faded; /* of what is not asked for */
    const char *faded_ground;
    const char *empty;
    const char *line;   /* between cells */
    const char *border; /* of rings */
    bool outlined;      /* heads are drawn as frames, but those in alert */
};

extern const struct orb_circle_palette orb_circle_palettes[ORB_CIRCLE_STYLES];

/*
 * Append by format: %f a number (hundredths, half away from zero, no trailing zero, no
 * "-0"), %s a text escaped for XML, %d and %u integers. Nothing else.
 */
void orb_ink(struct orb_buf *out, const char *format, ...) ORB_PRINTF(2, 3);

/* A number as %f writes it. */
void orb_ink_number(struct orb_buf *out, double value);

/* A text with its reserved characters escaped; what XML cannot hold becomes U+FFFD. */
void orb_ink_escape(struct orb_buf *out, const char *text);

enum orb_ink_anchor { ORB_INK_START = 0, ORB_INK_MIDDLE, ORB_INK_END };

struct orb_ink_text {
    double x, y; /* baseline */
    double size;
    const char *fill;
    enum orb_ink_anchor anchor;
    bool bold;
};

void orb_ink_text(struct orb_buf *out, const struct orb_ink_text *at, const char *text);

/* The same cut with "…" to a width. */
void orb_ink_cut(struct orb_buf *out, const struct orb_ink_text *at, const char *text,
                 double width);

/* Append the text, cut with "…" where it is wider; returns its width. */
double orb_text_cut(struct orb_buf *out, const struct orb_ink_text *at, const char *text,
                    double width);

/* What surrounds and fills a shape; NULL fill or stroke = "none". */
struct orb_ink_style {
    const char *fill;
    const char *stroke;
    double width;
    const char *dashes; /* NULL = none */
};

void orb_ink_shape(struct orb_buf *out, enum orb_circle_shape shape,
                   struct orb_circle_point centre, double radius,
                   const struct orb_ink_style *style);

/* How a mark is drawn: filled, ringed, hollow. */
struct orb_ink_mark {
    enum orb_circle_shape shape;
    enum orb_partner_state state;
    struct orb_circle_point centre;
    double radius;
    const char *colour;
    double ring; /* beside a line of text: between the mark and the ring of a known place,
                    thinner lines; 0 = on the disc */
};

bool orb_ink_is_hollow(enum orb_partner_state state);
void orb_ink_mark(struct orb_buf *out, const struct orb_ink_mark *mark);

/* The same with its number, as large as the shape allows and no larger than largest. */
void orb_ink_numbered(struct orb_buf *out, const struct orb_ink_mark *mark, unsigned number,
                      double largest);

/* The path of a part of a ring. */
void orb_ink_wedge(struct orb_buf *out, const struct orb_circle_sheet *sheet,
                   const struct orb_circle_zone *zone);

/* A text in a rounded frame around its middle; two lines when second is not NULL. Returns
 * nothing: its size is orb_ink_pill_size. */
struct orb_ink_pill {
    struct orb_circle_point centre;
    double size;
    const char *first;
    const char *second;
    const char *colour;
};

struct orb_circle_point orb_ink_pill_size(const struct orb_ink_pill *pill);
void orb_ink_pill(struct orb_buf *out, const struct orb_ink_pill *pill);

#endif
