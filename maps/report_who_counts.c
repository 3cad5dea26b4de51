/* Counts and places of a cell as cells of a report, and the totals. */
#include <string.h>

#include "engine/base/text.h"
#include "maps/report_who_parts.h"

const struct orb_report_column orb_who_count_columns[WHO_COUNT_COLUMNS] = {
    { .key = "services",
      .title = N_("services"),
      .definition = N_(
          "Services open at the date, once in each commune where they have a site; a record that repeats another is not counted."),
      .type = ORB_REPORT_INTEGER },
    { .key = "offers",
      .title = N_("offers"),
      .definition = N_("What the services offer: one for each activity, way and public."),
      .type = ORB_REPORT_INTEGER },
    { .key = "authorised",
      .title = N_("places authorised"),
      .definition =
          N_("Places that the authority allowed (status 09), where they are known."),
      .type = ORB_REPORT_INTEGER },
    { .key = "authorised_unknown",
      .title = N_("not known"),
      .definition = N_("Offers whose places authorised nobody told."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
    { .key = "installed",
      .title = N_("places installed"),
      .definition = N_(
          "Places found on site (status 08), where they are known; never added to those authorised, never places available."),
      .type = ORB_REPORT_INTEGER },
    { .key = "installed_unknown",
      .title = N_("not known"),
      .definition = N_("Offers whose places installed nobody told."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
    { .key = "no_places",
      .title = N_("without places"),
      .definition = N_("Offers of droit commun, which know no notion of place."),
      .type = ORB_REPORT_INTEGER,
      .quiet = true },
    { .key = "declared",
      .title = N_("declared"),
      .definition =
          N_("Share of the offers whose source says that they are of this column."),
      .type = ORB_REPORT_PERCENT,
      .decimals = 1 },
    { .key = "inferred",
      .title = N_("deduced"),
      .definition = N_("Share of the offers for which it is deduced from their category."),
      .type = ORB_REPORT_PERCENT,
      .decimals = 1 },
    { .key = "untold",
      .title = N_("untold"),
      .definition = N_("Share of the offers for which nobody says it."),
      .type = ORB_REPORT_PERCENT,
      .decimals = 1,
      .quiet = true },
    { .key = "oldest",
      .title = N_("oldest"),
      .definition = N_("Oldest date of what the sources say of these offers."),
      .type = ORB_REPORT_DATE },
    { .key = "freshest",
      .title = N_("freshest"),
      .definition = N_("Newest date of what the sources say of these offers."),
      .type = ORB_REPORT_DATE },
};

void orb_who_put_places(struct orb_report_table *t, int64_t places, uint32_t unknown,
                        const struct orb_matrix_count *count)
{
    if (count->offers == count->no_places)
        orb_report_none(t);
    else if (unknown + count->no_places == count->offers)
        orb_report_unknown(t);
    else
        orb_report_integer(t, places);
}

void orb_who_put_share(struct orb_report_table *t, uint32_t part, uint32_t all)
{
    if (all == 0)
        orb_report_none(t);
    else
        orb_report_number(t, (double)part / all);
}

void orb_who_put_date(struct orb_report_table *t, orb_date date)
{
    if (date == ORB_DATE_NONE)
        orb_report_unknown(t);
    else
        orb_report_date(t, date);
}

void orb_who_put_count(struct orb_report_table *t, const struct orb_matrix_count *count)
{
    orb_report_integer(t, count->services);
    orb_report_integer(t, count->offers);
    orb_who_put_places(t, count->authorised, count->authorised_unknown, count);
    orb_report_integer(t, count->authorised_unknown);
    orb_who_put_places(t, count->installed, count->installed_unknown, count);
    orb_report_integer(t, count->installed_unknown);
    orb_report_integer(t, count->no_places);
    orb_who_put_share(t, count->declared, count->offers);
    orb_who_put_share(t, count->inferred, count->offers);
    orb_who_put_share(t, count->offers - count->declared - count->inferred, count->offers);
    if (count->offers == 0) {
        orb_report_none(t);
        orb_report_none(t);
        return;
    }
    orb_who_put_date(t, count->oldest);
    orb_who_put_date(t, count->freshest);
}

const struct orb_report_column *
orb_who_join_columns(struct orb_report *report, const struct orb_report_column *first,
                     size_t count, const struct orb_report_column *then, size_t then_count)
{
    struct orb_report_column *all =
        orb_arena_array(&report->arena, count + then_count, sizeof *all);

    if (all == NULL) {
        report->failed = true;
        return NULL;
    }
    memcpy(all, first, count * sizeof *all);
    memcpy(all + count, then, then_count * sizeof *all);
    return all;
}

void orb_who_put_line(struct orb_report_table *t, const struct orb_who *who, uint32_t line)
{
    const struct orb_areas *areas = who->areas;

    if (line < areas->count) {
        orb_report_text(t, areas->areas[line].code);
        if (areas->areas[line].name == NULL)
            orb_report_unknown(t);
        else
            orb_report_text(t, areas->areas[line].name);
        return;
    }
    orb_report_none(t);
    orb_report_text(t, line == areas->count ? _("in no area of this level")
                                            : _("commune not known"));
}

/* ---- totals */

static const struct orb_report_column code_columns[] = {
    { .key = "code", .title = N_("code"), .type = ORB_REPORT_CODE },
    { .key = "label", .title = N_("label"), .type = ORB_REPORT_TEXT },
};

static void put_total(struct orb_report_table *t, const char *label,
                      const struct orb_matrix_count *count)
{
    (void)orb_report_total_row(t);
    orb_report_none(t);
    orb_report_text(t, label);
    orb_who_put_count(t, count);
}

void orb_who_add_totals(struct orb_report *report, const struct orb_who *who)
{
    const struct orb_matrix *m = who->matrix;
    const struct orb_report_column *columns = orb_who_join_columns(
        report, code_columns, 2, orb_who_count_columns, WHO_COUNT_COLUMNS);
    struct orb_report_table *t;

    if (columns == NULL)
        return;
    t = orb_report_add_table(report, "totals", N_("On the whole"), columns,
                             2 + WHO_COUNT_COLUMNS);
    for (uint32_t i = 0; i < m->column_count; i++) {
        const struct orb_matrix_cell *cell = orb_matrix_cell(m, &m->total, i);
        static const struct orb_matrix_count empty = { .oldest = ORB_DATE_NONE,
                                                       .freshest = ORB_DATE_NONE };

        if (!orb_who_is_shown(who, i))
            continue;
        (void)orb_report_row(t);
        if (orb_who_apart_label(m->columns[i].code) != NULL)
            orb_report_none(t);
        else
            orb_report_text(t, m->columns[i].code);
        orb_report_text(t, orb_who_column_label(report, who->scheme, m->columns[i].code));
        orb_who_put_count(t, cell == NULL ? &empty : &cell->count);
    }
    put_total(t, _("sum of the columns"), &m->total.sum);
    put_total(t, _("each counted once"), &m->total.covered);
    put_total(t, _("everything, with what is apart"), &m->total.all);
}
