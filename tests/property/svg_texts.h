/* Texts of an SVG document, as wide as the table of widths says. */
#ifndef TESTS_PROPERTY_SVG_TEXTS_H
#define TESTS_PROPERTY_SVG_TEXTS_H

/* Where a text is drawn. */
struct svg_text {
    double left, right, up, down;
    const char *text; /* not ended: len bytes */
    int len;
};

/* Fails when a text leaves the sheet or covers another; then gives each to a further check,
 * possibly NULL. */
void svg_texts_check(const char *svg, double width, double height,
                     void (*check)(const struct svg_text *text, const void *context),
                     const void *context);

#endif
