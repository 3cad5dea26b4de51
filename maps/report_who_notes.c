/* What is not counted, what is not known, what to compare with. */
#include "engine/base/text.h"
#include "maps/report_who_parts.h"

static uint32_t offers_of(const struct orb_matrix *m, uint32_t column)
{
    const struct orb_matrix_cell *cell = orb_matrix_cell(m, &m->total, column);

    return cell == NULL ? 0 : cell->count.offers;
}

static void note_unclassified(struct orb_report *report, const struct orb_matrix *m)
{
    uint32_t all = m->total.all.offers;
    uint32_t unclassified = offers_of(m, m->column_count - 1);

    if (all == 0)
        orb_report_note(report, "%s", _("Nothing that is open is known there."));
    else
        orb_report_note(report, _("Offers unclassified: %u of %u (%u%%)."), unclassified,
                        all, (unsigned)(100.0 * unclassified / all + 0.5));
    if (m->total.all.services > m->distinct_services)
        orb_report_note(
            report,
            _("%u services are counted %u times: once in each commune where they have a site."),
            m->distinct_services, m->total.all.services);
}

static void note_left_out(struct orb_report *report, const struct orb_matrix *m)
{
    if (m->duplicates > 0)
        orb_report_note(report,
                        ORB_PLURAL("%u offer repeats another and is not counted again.",
                                   "%u offers repeat another and are not counted again.",
                                   m->duplicates),
                        m->duplicates);
    if (m->closed > 0)
        orb_report_note(report,
                        ORB_PLURAL("%u offer is closed and not counted.",
                                   "%u offers are closed and not counted.", m->closed),
                        m->closed);
    if (m->not_open > 0)
        orb_report_note(report,
                        ORB_PLURAL("%u offer is not open yet and not counted.",
                                   "%u offers are not open yet and not counted.",
                                   m->not_open),
                        m->not_open);
    if (m->nowhere > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u offer whose commune is not known stands in no area and is not counted.",
                "%u offers whose commune is not known stand in no area and are not counted.",
                m->nowhere),
            m->nowhere);
}

static void note_zones(struct orb_report *report, const struct orb_served *served)
{
    uint32_t unknown = 0;

    if (served != NULL && served->line_count > 0)
        unknown = served->lines[served->line_count - 1].zone_unknown + served->zone_unknown;
    if (unknown > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u service goes to people and nobody says where: it is not counted among those that come from elsewhere.",
                "%u services go to people and nobody says where: they are not counted among those that come from elsewhere.",
                unknown),
            unknown);
}

static void note_areas(struct orb_report *report, const struct orb_areas *areas)
{
    uint32_t partial = 0;

    for (uint32_t i = 0; i < areas->count; i++)
        partial += areas->areas[i].partial;
    if (partial > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u area goes beyond the perimeter: only its part within is counted.",
                "%u areas go beyond the perimeter: only their part within is counted.",
                partial),
            partial);
    if (areas->none.communes > 0)
        orb_report_note(
            report,
            ORB_PLURAL(
                "%u commune is in no area of this level: it has a line of its own.",
                "%u communes are in no area of this level: they have a line of their own.",
                areas->none.communes),
            areas->none.communes);
}

static void note_places(struct orb_report *report, const struct orb_matrix *m)
{
    const struct orb_matrix_count *all = &m->total.all;

    if (all->authorised_unknown > 0 || all->installed_unknown > 0)
        orb_report_note(
            report,
            _("Offers whose places are not known: %u for those authorised, %u for those installed; sums are of the others."),
            all->authorised_unknown, all->installed_unknown);
}

const char *const orb_who_marks = N_(
    "Marks for France, dated and for information: more than 80 categories of social and medico-social establishments and services, 32,200 of them in 2002, 44,580 in 2014.");

static void note_marks(struct orb_report *report, const struct orb_matrix *m)
{
    if (m == NULL || m->total.covered.offers == 0)
        return;
    orb_report_note(report, _("Categories found: %u, for %u services. %s"),
                    m->total.cells.count -
                        (offers_of(m, m->column_count - 1) > 0 ? 1U : 0U),
                    m->total.covered.services, _(orb_who_marks));
}

void orb_who_add_notes(struct orb_report *report, const struct orb_who *who)
{
    note_unclassified(report, who->matrix);
    note_places(report, who->matrix);
    note_left_out(report, who->matrix);
    note_zones(report, who->served);
    note_areas(report, who->areas);
    note_marks(report, who->categories);
}
