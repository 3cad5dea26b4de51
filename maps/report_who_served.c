/* Who comes from elsewhere: a table beside the matrix, which does not add up. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_who_parts.h"

static const struct orb_report_column line_columns[] = {
    { .key = "area_code", .title = N_("code"), .type = ORB_REPORT_CODE },
    { .key = "area", .title = N_("area"), .type = ORB_REPORT_TEXT },
};

static const struct orb_report_column end_columns[] = {
    { .key = "elsewhere",
      .title = N_("from elsewhere"),
      .definition = N_(
          "Services that go to people of the area, by their zone, and have no site in it; each counted once. Areas do not add up: a service that comes to several counts in each."),
      .type = ORB_REPORT_INTEGER },
    { .key = "unplaced",
      .title = N_("from where is not known"),
      .definition = N_(
          "Services that go to people of the area and whose commune is not known; in no other column."),
      .type = ORB_REPORT_INTEGER },
    { .key = "here",
      .title = N_("from here"),
      .definition = N_(
          "Services that have a site in the area and go to people of it, by their zone."),
      .type = ORB_REPORT_INTEGER },
    { .key = "zone_unknown",
      .title = N_("zone not known"),
      .definition =
          N_("Services that have a site in the area and go to people, nobody says where."),
      .type = ORB_REPORT_INTEGER },
};

#define COUNT_OF(list) (sizeof(list) / sizeof(list)[0])

/* By column: shown as in the matrix, or because something of it comes. NULL without
 * memory. */
static bool *shown_columns(struct orb_report *report, const struct orb_who *who)
{
    const struct orb_served *s = who->served;
    bool *shown = orb_arena_array(&report->arena, s->column_count, sizeof *shown);

    for (uint32_t k = 0; shown != NULL && k < s->column_count; k++)
        shown[k] = orb_who_is_shown(who, k) || s->columns[k] > 0;
    for (size_t i = 0; shown != NULL && i < (size_t)s->line_count * s->column_count; i++)
        if (s->cells[i] > 0)
            shown[i % s->column_count] = true;
    return shown;
}

static const struct orb_report_column *served_columns(struct orb_report *report,
                                                      const struct orb_who *who,
                                                      const bool *shown, size_t *count)
{
    size_t room =
        COUNT_OF(line_columns) + COUNT_OF(end_columns) + who->served->column_count;
    struct orb_report_column *all = orb_arena_array(&report->arena, room, sizeof *all);

    *count = 0;
    if (all == NULL || shown == NULL) {
        report->failed = true;
        return NULL;
    }
    memcpy(all, line_columns, sizeof line_columns);
    *count = COUNT_OF(line_columns);
    for (uint32_t i = 0; i < who->served->column_count; i++)
        if (shown[i])
            all[(*count)++] = orb_who_value_column(report, who, i);
    memcpy(all + *count, end_columns, sizeof end_columns);
    *count += COUNT_OF(end_columns);
    return all;
}

struct writing {
    struct orb_report_table *t;
    const struct orb_who *who;
    const bool *shown;
};

static void put_cells(const struct writing *w, const uint32_t *cells)
{
    for (uint32_t i = 0; i < w->who->served->column_count; i++)
        if (w->shown[i])
            orb_report_integer(w->t, cells[i]);
}

static void put_line(const struct writing *w, uint32_t line)
{
    const struct orb_served *s = w->who->served;

    put_cells(w, s->cells + (size_t)line * s->column_count);
    orb_report_integer(w->t, s->lines[line].elsewhere);
    orb_report_integer(w->t, s->lines[line].unplaced);
    orb_report_integer(w->t, s->lines[line].here);
    orb_report_integer(w->t, s->lines[line].zone_unknown);
}

/* What is of no area: the perimeter as one, then what answers everywhere. */
static void put_totals(const struct writing *w)
{
    (void)orb_report_total_row(w->t);
    orb_report_none(w->t);
    orb_report_text(w->t, _("the perimeter as one area"));
    put_line(w, w->who->served->line_count - 1);
    (void)orb_report_total_row(w->t);
    orb_report_none(w->t);
    orb_report_text(w->t, _("everywhere or at a distance, in no line"));
    put_cells(w, w->who->served->columns);
    orb_report_integer(w->t, w->who->served->everywhere);
}

static void add_map(struct orb_report *report, const struct orb_who *who,
                    const struct orb_report_table *t)
{
    orb_report_add_map(report, &(struct orb_report_map){
                                   .key = "served",
                                   .title = N_("Services that come from elsewhere"),
                                   .table = t,
                                   .area_column = 0,
                                   .name_column = 1,
                                   .value_column = orb_report_find_column(t, "elsewhere"),
                                   .flag_column = ORB_REPORT_NO_COLUMN,
                                   .unit = N_("services"),
                                   .level = who->areas->level,
                                   .legend = ORB_REPORT_QUANTILE });
}

void orb_who_add_served(struct orb_report *report, const struct orb_who *who)
{
    size_t count;
    struct writing w = { .who = who, .shown = shown_columns(report, who) };
    const struct orb_report_column *columns = served_columns(report, who, w.shown, &count);

    if (columns == NULL)
        return;
    w.t = orb_report_add_table(report, "served", N_("Services that come from elsewhere"),
                               columns, count);
    for (uint32_t i = 0; i <= who->areas->count; i++) {
        if (i == who->areas->count && who->areas->none.communes == 0)
            continue;
        (void)orb_report_row(w.t);
        orb_who_put_line(w.t, who, i);
        put_line(&w, i);
    }
    put_totals(&w);
    add_map(report, who, w.t);
}
