/* Who people of an area can go to: a table beside the matrix, which does not add up. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_who_parts.h"

static const struct orb_report_column line_columns[] = {
    { .key = "area_code", .title = N_("code"), .type = ORB_REPORT_CODE },
    { .key = "area", .title = N_("area"), .type = ORB_REPORT_TEXT },
};

static const struct orb_report_column end_columns[] = {
    { .key = "reached",
      .title = N_("in reach"),
      .definition = N_(
          "Services that people of some commune of the area go to within the minutes; each counted once. Areas do not add up: a service in reach of several counts in each."),
      .type = ORB_REPORT_INTEGER },
    { .key = "here",
      .title = N_("of them here"),
      .definition = N_("Of them, those with such a site in the area."),
      .type = ORB_REPORT_INTEGER },
    { .key = "way_unknown",
      .title = N_("way not known"),
      .definition = N_(
          "Services that may be in reach: an end of the way is too far from any road. In no other column."),
      .type = ORB_REPORT_INTEGER },
};

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

/* By column: shown as in the matrix, or because something of it is in reach. NULL without
 * memory. */
static bool *shown_columns(struct orb_report *report, const struct orb_who *who)
{
    const struct orb_reached *r = who->reached;
    bool *shown =
        orb_arena_array(&report->arena, (size_t)r->column_count + 1, sizeof *shown);

    for (uint32_t k = 0; shown != NULL && k < r->column_count; k++)
        shown[k] = orb_who_is_shown(who, k);
    for (size_t i = 0; shown != NULL && i < (size_t)r->line_count * r->column_count; i++)
        if (r->cells[i] > 0)
            shown[i % r->column_count] = true;
    return shown;
}

static const struct orb_report_column *reached_columns(struct orb_report *report,
                                                       const struct orb_who *who,
                                                       const bool *shown, size_t *count)
{
    size_t room =
        COUNT_OF(line_columns) + COUNT_OF(end_columns) + who->reached->column_count;
    struct orb_report_column *all = orb_arena_array(&report->arena, room, sizeof *all);

    *count = 0;
    if (all == NULL || shown == NULL) {
        report->failed = true;
        return NULL;
    }
    memcpy(all, line_columns, sizeof line_columns);
    *count = COUNT_OF(line_columns);
    for (uint32_t i = 0; i < who->reached->column_count; i++)
        if (shown[i])
            all[(*count)++] = orb_who_value_column(report, who, i);
    memcpy(all + *count, end_columns, sizeof end_columns);
    *count += COUNT_OF(end_columns);
    return all;
}

static void put_line(struct orb_report_table *t, const struct orb_reached *r,
                     const bool *shown, uint32_t line)
{
    for (uint32_t i = 0; i < r->column_count; i++)
        if (shown[i])
            orb_report_integer(t, r->cells[(size_t)line * r->column_count + i]);
    orb_report_integer(t, r->lines[line].reached);
    orb_report_integer(t, r->lines[line].here);
    orb_report_integer(t, r->lines[line].unknown);
}

static void add_map(struct orb_report *report, const struct orb_who *who,
                    const struct orb_report_table *t)
{
    orb_report_add_map(report, &(struct orb_report_map){
                                   .key = "reached",
                                   .title = N_("Services in reach"),
                                   .table = t,
                                   .area_column = 0,
                                   .name_column = 1,
                                   .value_column = orb_report_find_column(t, "reached"),
                                   .flag_column = ORB_REPORT_NO_COLUMN,
                                   .unit = N_("services"),
                                   .level = who->areas->level,
                                   .legend = ORB_REPORT_QUANTILE });
}

void orb_who_add_reached(struct orb_report *report, const struct orb_who *who)
{
    const struct orb_reached *r = who->reached;
    const bool *shown = shown_columns(report, who);
    size_t count;
    const struct orb_report_column *columns = reached_columns(report, who, shown, &count);
    struct orb_report_table *t;

    if (columns == NULL)
        return;
    t = orb_report_add_table(report, "reached", N_("Services in reach"), columns, count);
    for (uint32_t i = 0; i <= who->areas->count; i++) {
        if (i == who->areas->count && who->areas->none.communes == 0)
            continue;
        (void)orb_report_row(t);
        orb_who_put_line(t, who, i);
        put_line(t, r, shown, i);
    }
    (void)orb_report_total_row(t);
    orb_report_none(t);
    orb_report_text(t, _("the perimeter as one area"));
    put_line(t, r, shown, r->line_count - 1);
    add_map(report, who, t);
    if (r->unlocated > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer on site has no position: it is in no count of what is in reach.",
                "%u offers on site have no position: they are in no count of what is in reach.",
                r->unlocated),
            r->unlocated);
}
