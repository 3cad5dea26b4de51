/* One offer as a row of cells that mean the same in every table. */
#ifndef ORB_MAPS_OFFER_CELLS_H
#define ORB_MAPS_OFFER_CELLS_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/base/arena.h"
#include "engine/base/buf.h"
#include "engine/vocabulary/vocabulary.h"
#include "maps/offer.h"
#include "maps/offer_columns.h"

enum orb_cell_state {
    ORB_CELL_UNKNOWN = 0, /* nobody said */
    ORB_CELL_NOT_APPLICABLE,
    ORB_CELL_NONE, /* said to be empty: no orientation is asked */
    ORB_CELL_KNOWN
};

struct orb_cell {
    enum orb_cell_state state;
    const char *text; /* texts, codes, lists, words */
    int64_t number;   /* integers, flags, days, millionths of a degree */
};

/* How the words of cells are written. */
enum orb_cell_words {
    ORB_CELL_TOKENS = 0, /* for programs: "full"; labels of nomenclatures in French */
    ORB_CELL_ENGLISH,
    ORB_CELL_FRENCH
};

enum { ORB_CELL_LISTS = 5 };

/* Zero-initialised is empty. */
struct orb_cells {
    const struct orb_selection *selection;
    enum orb_cell_words words;
    struct orb_vocabulary vocabulary;
    struct orb_arena row;                /* what the current row needs */
    struct orb_buf list;                 /* a list being joined */
    const char **labels[ORB_CELL_LISTS]; /* by code of the catalogue, once looked up */
    bool failed;
};

/* selection is borrowed until release. ORB_ERR_MEMORY. Release with orb_cells_release, also
 * on failure. */
ORB_MUST_CHECK enum orb_status orb_cells_init(struct orb_cells *out,
                                              const struct orb_selection *selection,
                                              enum orb_cell_words words,
                                              struct orb_error *err);
void orb_cells_release(struct orb_cells *cells);

/* Fill the cells of an offer; valid until the next call. */
ORB_MUST_CHECK enum orb_status orb_cells_get(struct orb_cells *cells, uint32_t offer,
                                             struct orb_cell row[ORB_COLUMNS],
                                             struct orb_error *err);

/* "2026-10-01", or "01/10/2026" in French; "" for ORB_DATE_NONE. Returns out. */
char *orb_cell_day(char out[ORB_DATE_LEN], orb_date date, bool french);

#endif
