/*
 * The one-file page: a template (maps/page) filled with the bundle compiled in and the data
 * of a selection. Its policy lets nothing in or out, and names its script and its style by
 * their digests. Internal to maps. Dictionaries and contours wait in files when they are
 * long.
 */
#ifndef ORB_MAPS_PAGE_H
#define ORB_MAPS_PAGE_H

#include "maps/columns.h"
#include "maps/topojson.h"

struct orb_page;

/* What is written in a page that is not of a territory: another template, script and style.
 */
struct orb_page_kind {
    const char *template; /* "maps/page/template.html" */
    const char *stem;     /* "maps/page/bundle/app": .js, .css and their digests */
    const char *licences; /* of what the script is made with */
    void (*plain)(struct orb_buf *out, const struct orb_page *page);
    /* One more document, for %%MORE%%. */
    enum orb_status (*more)(const struct orb_stream *stream, const struct orb_page *page,
                            struct orb_error *err);
};

/* What a page is made of; all borrowed. */
struct orb_page {
    const struct orb_page_kind *kind; /* NULL = of a territory */
    void *context;                    /* of the functions of the kind */
    const struct orb_selection *selection;
    const struct orb_columns_head *head; /* with a title */
    const struct orb_contours *contours; /* NULL = none */
    const char *circles; /* the concentric map, an <svg> element without style; NULL = none
                          */
};

/* Was the bundle there when this was built? Without it: ORB_ERR_UNSUPPORTED. */
ORB_MUST_CHECK enum orb_status orb_page_check(struct orb_error *err);

/*
 * Write the page. head->is_private puts the banner of personal data first.
 * ORB_ERR_UNSUPPORTED without bundle, ORB_ERR_MEMORY, ORB_ERR_IO.
 */
ORB_MUST_CHECK enum orb_status
orb_page_write(struct orb_output *out, const struct orb_page *page, struct orb_error *err);

/* Read the contours of the départements of a selection; simplify_m 0 = as many details as a
 * page may hold. As orb_contours_read. */
ORB_MUST_CHECK enum orb_status orb_page_contours(struct orb_contours *out,
                                                 const struct orb_map_territory *territory,
                                                 const struct orb_selection *selection,
                                                 double simplify_m, struct orb_error *err);

/* The same of the départements of these codes, none = of all. */
ORB_MUST_CHECK enum orb_status
orb_page_contours_of(struct orb_contours *out, const struct orb_map_territory *territory,
                     const struct orb_strmap *departements, double simplify_m,
                     struct orb_error *err);

/* Append text for HTML, in an element or in a quoted attribute. */
void orb_page_escape(struct orb_buf *out, const char *text);

/* Append the table families × circles of a selection, and what is beside it for a reader
 * without JavaScript (maps/page_plain.c). */
void orb_page_plain(struct orb_buf *out, const struct orb_page *page);

#endif
