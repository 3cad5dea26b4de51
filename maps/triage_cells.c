/* Cells that the reports of persons share. */
#include "maps/triage_cells.h"

#include <math.h>

void orb_words_cell(struct orb_report_table *table, struct orb_buf *words)
{
    if (words->len == 0)
        orb_report_none(table);
    else
        orb_report_text(table, words->data);
    words->len = 0;
}

void orb_known_words_cell(struct orb_report_table *table, struct orb_buf *words)
{
    if (words->len == 0)
        orb_report_unknown(table);
    else
        orb_words_cell(table, words);
}

void orb_offer_cells(struct orb_report_table *table, const struct orb_catalogue *catalogue,
                     uint32_t offer)
{
    if (offer == ORB_CAT_NONE) {
        orb_report_none(table);
        orb_report_none(table);
        return;
    }
    orb_report_text(table, orb_cat_string(catalogue, catalogue->offers[offer].id));
    orb_report_text(table, orb_cat_string(catalogue, catalogue->offers[offer].name));
}

void orb_whole_cell(struct orb_report_table *table, double number)
{
    orb_report_number(table, ceil(number - 1e-9));
}
