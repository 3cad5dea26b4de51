/* Counts of persons to the nearest multiple: for the eye, once they are protected. */
#include "engine/base/text.h"
#include "maps/report.h"

/* What is shown of somebody is never told as nobody. */
static int64_t round_to(int64_t value, int64_t multiple)
{
    int64_t size = value < 0 ? -value : value;
    int64_t rounded = (size + multiple / 2) / multiple * multiple;

    if (size > 0 && rounded == 0)
        rounded = multiple;
    return value < 0 ? -rounded : rounded;
}

void orb_report_round(struct orb_report *report, int multiple)
{
    for (size_t i = 0; i < report->table_count; i++) {
        struct orb_report_table *t = report->tables[i];

        for (size_t at = 0; at < t->cell_count; at++) {
            struct orb_report_cell *cell = &t->cells[at];

            if (t->columns[at % t->column_count].persons == ORB_REPORT_PERSONS &&
                cell->state == ORB_REPORT_VALUE)
                cell->as.integer = round_to(cell->as.integer, multiple);
        }
    }
    report->rounded_to = multiple;
    orb_report_note(
        report,
        _("Counts of persons are rounded to the nearest multiple of %d, each by itself: their sums may differ; shares and means are those of the counts before."),
        multiple);
}
