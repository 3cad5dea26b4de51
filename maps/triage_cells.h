/* Cells that the reports of persons share. Private to them. */
#ifndef ORB_MAPS_TRIAGE_CELLS_H
#define ORB_MAPS_TRIAGE_CELLS_H

#include "engine/base/buf.h"
#include "engine/catalogue/catalogue.h"
#include "maps/report.h"

/* The next cell is these words, none without any; the words are emptied. */
void orb_words_cell(struct orb_report_table *table, struct orb_buf *words);

/* The same, unknown without any. */
void orb_known_words_cell(struct orb_report_table *table, struct orb_buf *words);

/* The next two cells are the id and the name of an offer; none for ORB_CAT_NONE. */
void orb_offer_cells(struct orb_report_table *table, const struct orb_catalogue *catalogue,
                     uint32_t offer);

/* The next cell is the whole number above: parts of a minute from a home to several places
 * would tell where it is, in the forms that tell every digit of a number. */
void orb_whole_cell(struct orb_report_table *table, double number);

#endif
