/* A workbook through libxlsxwriter, opened at first use: it brings libraries that take
 * longer to load than most commands to answer. Rows go to disk as they come. */
#ifndef ORB_MAPS_XLSX_BOOK_H
#define ORB_MAPS_XLSX_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/date.h"
#include "engine/base/error.h"

#define ORB_XLSX_ROWS 1048576 /* of a sheet, its header included */

enum orb_xlsx_style {
    ORB_XLSX_PLAIN = 0,
    ORB_XLSX_HEADER,
    ORB_XLSX_MUTED,
    ORB_XLSX_INTEGER,
    ORB_XLSX_DEGREES,
    ORB_XLSX_DATE,
    ORB_XLSX_WRAPPED,
    ORB_XLSX_TITLE,
    ORB_XLSX_COUNT,                           /* thousands apart */
    ORB_XLSX_DECIMALS,                        /* + how many, 0 to 6 */
    ORB_XLSX_PERCENT = ORB_XLSX_DECIMALS + 7, /* + how many decimals, 0 to 6 */
    ORB_XLSX_PLAIN_STYLES = ORB_XLSX_PERCENT + 7,
    ORB_XLSX_STYLES = 2 * ORB_XLSX_PLAIN_STYLES
};

/* The same style in a line of totals. */
#define ORB_XLSX_TOTAL(style) ((enum orb_xlsx_style)((style) + ORB_XLSX_PLAIN_STYLES))

struct orb_xlsx_facts {
    const char *folder; /* for temporary files */
    const char *title;
    const char *comment;
    orb_date created; /* ORB_DATE_NONE = a fixed day */
    bool french;      /* how dates are shown */
};

/* Opaque. */
struct orb_xlsx;

/* *out is owned by the caller, release with orb_xlsx_close. ORB_ERR_UNSUPPORTED without the
 * library. */
ORB_MUST_CHECK enum orb_status orb_xlsx_new(struct orb_xlsx **out, const char *path,
                                            const struct orb_xlsx_facts *facts,
                                            struct orb_error *err);

/* Start another sheet, 32 at most; the rows of those before stay as they are. */
ORB_MUST_CHECK enum orb_status orb_xlsx_sheet(struct orb_xlsx *book, const char *name,
                                              struct orb_error *err);
void orb_xlsx_width(struct orb_xlsx *book, uint16_t column, double characters);
/* The first row stays in sight; with_filter puts its arrows over columns and rows. */
void orb_xlsx_freeze(struct orb_xlsx *book);
void orb_xlsx_filter(struct orb_xlsx *book, uint32_t rows, uint16_t columns);

/* Start the next row; the first call starts the first one. */
void orb_xlsx_row(struct orb_xlsx *book);
/* Cells from left to right; a failure is told by orb_xlsx_close. A text longer than a cell
 * holds is cut and ends with "…". */
void orb_xlsx_text(struct orb_xlsx *book, const char *text, enum orb_xlsx_style style);
void orb_xlsx_number(struct orb_xlsx *book, double number, enum orb_xlsx_style style);
void orb_xlsx_date(struct orb_xlsx *book, orb_date date, enum orb_xlsx_style style);

/* Write the file, tell the first failure and release the book. NULL is accepted. */
ORB_MUST_CHECK enum orb_status orb_xlsx_close(struct orb_xlsx *book, struct orb_error *err);

#endif
